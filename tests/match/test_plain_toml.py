"""The quick reader of TOML says what the standard library says, or nothing."""

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.match.plain_toml import read_plain

FOLDER = resources.files("monitor.match") / "profiles" / "south-caucasus"
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".toml"))
PIECES = st.sampled_from(
    (
        *("[a]\n", "[a.b]\n", "[b]\n", "[[a]]\n", "[ a ]\n", "# word\n", "\n", "  \n", " "),
        *('a = "x"\n', 'b = "\t"\n', 'c = "x" # word\n', 'd = ["x", "y",\n"z",\n]\n', "e = []\n"),
        *(
            "a = 1\n",
            "b = -0.5\n",
            "c = 01\n",
            "d = true\n",
            "e = 2018-05-08\n",
            "f = 2018-02-30\n",
        ),
        *(
            "a.b = 1\n",
            "a = { b = 1 }\n",
            'b = ["x" "y"]\n',
            'c = "\\u0041"\n',
            "d = 1e3\n",
            "e=1\n",
        ),
        *('"a" = 1\n', "a = 1_000\n", "b = 'x'\n", 'c = ["ა", "Ё"]\r\n', "d = -0\n", "e = 1"),
    )
)


def by_the_standard_library(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return "a mistake"


@given(st.lists(PIECES, max_size=8).map("".join))
def test_it_reads_what_the_standard_library_reads_or_leaves_it(text):
    read = read_plain(text)

    assert read is None or read == by_the_standard_library(text)


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_files_are_read_as_the_standard_library_reads_them(name):
    text = (FOLDER / name).read_text("utf-8")

    assert read_plain(text) in (None, tomllib.loads(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('a = "x"\n\n# word\n[b.c]\nd = ["x",\n "y"]\n', {"a": "x", "b": {"c": {"d": ["x", "y"]}}}),
        ("a = 1\nb = -0.5\nc = true\nd = false\n", {"a": 1, "b": -0.5, "c": True, "d": False}),
        ("[a]\n[a.b]\n[c]\n", {"a": {"b": {}}, "c": {}}),
    ],
)
def test_plain_files_are_read(text, values):
    assert read_plain(text) == values


@pytest.mark.parametrize(
    "text",
    [
        *("[a]\n[a]\n", "a = 1\na = 2\n", "a = 1\n[a]\n", "a = 2018-02-30\n", "a = {}\n"),
        *("[[a]]\n", "a = 1", 'a = "\\n"\n', "[a]\nb = 1\n[a.b.c]\n"),
    ],
)
def test_the_rest_is_left(text):
    assert read_plain(text) is None
