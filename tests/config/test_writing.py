"""Changes to the file that leave everything else as people wrote it."""

import stat
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.writing import Sheet, keep, read_sheet, table_of, with_changes, with_sources
from monitor.errors import ConfigError
from monitor.records import Source

NEW = Source(name="netgazeti", url="https://netgazeti.ge/feed", language="ka", tags=("georgia",))
FILE = """\
# ours
[monitor]
timezone = "UTC"   # of the desk

[[source]]  # the first
name = 'one'
url = "https://one.example/rss"    # the feed
tags = [ "a",  "b" ]

# ---------- who is told
[[channel]]
name = "terminal"
kind = "stdout"
"""


def sheet(text: str) -> Sheet:
    return Sheet(path=Path("sources.toml"), content=text.encode())


def test_a_source_is_added_below_the_last_one_and_all_else_stays():
    head, rule, tail = FILE.partition("# ---------- who")

    after = with_sources(sheet(FILE), [NEW])

    table = dedent("""\
        [[source]]
        name = "netgazeti"
        url = "https://netgazeti.ge/feed"
        language = "ka"
        tags = ["georgia"]

        """)
    assert after == f"{head}{table}{rule}{tail}"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", '[[source]]\nname = "n"\nurl = "https://n.example/"\n'),
        ("# only this\n", '# only this\n\n[[source]]\nname = "n"\nurl = "https://n.example/"\n'),
        ("source = []\n", 'source = [{name = "n", url = "https://n.example/"}]\n'),
        (
            '[[source]]\nname="a"\nurl="""https://a.example/\n[x]"""',
            '[[source]]\nname="a"\nurl="""https://a.example/\n[x]"""\n\n'
            '[[source]]\nname = "n"\nurl = "https://n.example/"\n',
        ),
        (
            "[monitor]\r\ncontact='x'\r\n",
            "[monitor]\r\ncontact='x'\r\n\r\n"
            '[[source]]\r\nname = "n"\r\nurl = "https://n.example/"\r\n',
        ),
    ],
)
def test_whatever_the_file_looks_like_a_source_finds_its_place(text: str, after: str):
    before = sheet(text)

    added = with_sources(before, [Source(name="n", url="https://n.example/")])

    assert before.encoded(added).decode() == after


def test_a_value_is_changed_where_it_stands_and_a_new_key_stands_below_the_address():
    after = with_changes(
        sheet(FILE), {"one": {"url": "https://one.example/new", "language": "ka", "tags": ["c"]}}
    )

    assert after == FILE.replace("one.example/rss", "one.example/new").replace(
        '[ "a",  "b" ]', '["c"]'
    ).replace("# the feed\n", '# the feed\nlanguage = "ka"\n')


def test_values_that_are_written_inline_or_over_lines_are_changed_too():
    inline = 'source = [ {name = "a", url = "https://a.example/"} ] # all\n'
    long = '[[source]]\nname = "a"\nurl = """\\\n  https://a.example/"""\ntags = [\n "x", # so\n]\n'

    for text in (inline, long):
        after = with_changes(sheet(text), {"a": {"url": "https://b.example/", "tags": ["y"]}})
        assert tomllib.loads(after)["source"] == [
            {"name": "a", "url": "https://b.example/", "tags": ["y"]}
        ]


def test_a_source_that_is_not_in_the_file_cannot_be_changed():
    with pytest.raises(ConfigError, match="no source is called 'two' there"):
        with_changes(sheet(FILE), {"two": {"url": "https://x.example/"}})


def test_what_cannot_be_written_is_printed_for_people_to_write():
    stubborn = "source = [1]\n[monitor]\n"

    with pytest.raises(ConfigError, match=r"no source is called"):
        with_changes(Sheet(path=Path("x"), content=b"source = []"), {"one": {"url": "y"}})
    with pytest.raises(ConfigError, match=r"add by hand:\n\[\[source\]\]"):
        with_sources(sheet(stubborn.replace("[1]", "{ a = 1 }")), [NEW])


# ------------------------------------------------------------------ the file
def test_the_file_keeps_its_mode_its_mark_and_the_link_that_leads_to_it(tmp_path: Path):
    real, link = tmp_path / "real.toml", tmp_path / "sources.toml"
    real.write_bytes(b"\xef\xbb\xbf" + FILE.encode())
    real.chmod(0o640)
    link.symlink_to(real)
    before = read_sheet(link)

    keep(before, with_sources(before, [NEW]), check=lambda draft: draft.read_bytes())

    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_bytes().startswith(b"\xef\xbb\xbf# ours")
    assert b"netgazeti" in real.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["real.toml", "sources.toml"]


def test_a_file_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path):
    before = read_sheet(tmp_path / "sources.toml")

    keep(before, with_sources(before, [NEW]), check=lambda _: None)

    assert stat.S_IMODE(before.path.stat().st_mode) == 0o600
    assert before.path.read_text().startswith("# What is polled")


def test_what_cannot_be_used_or_was_changed_meanwhile_is_not_overwritten(tmp_path: Path):
    path = tmp_path / "sources.toml"
    path.write_text(FILE)
    before = read_sheet(path)

    def refuse(_: Path) -> None:
        raise ConfigError("no good")

    with pytest.raises(ConfigError, match="no good"):
        keep(before, "x", check=refuse)
    path.write_text(FILE + "# more\n")
    with pytest.raises(ConfigError, match="somebody changed it in the meantime"):
        keep(before, FILE, check=lambda _: None)
    assert path.read_text() == FILE + "# more\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ConfigError, match="it cannot be written: No such file"):
        keep(read_sheet(tmp_path / "none" / "x.toml"), "", check=lambda _: None)


# ------------------------------------------------------------------ laws
values = st.text(st.characters(codec="utf-8"), max_size=30)
sources = st.builds(
    Source,
    name=values.filter(bool),
    url=values.filter(bool),
    kind=st.sampled_from(["auto", "feed", "listing"]),
    tags=st.lists(values, max_size=3).map(tuple),
    select=st.none() | values,
    select_title=st.none() | values,
    select_date=st.none() | values,
)


@given(sources, st.sampled_from([FILE, "", "source = []", FILE.replace("\n", "\r\n")]))
def test_whatever_is_added_is_read_back_and_nothing_else_changes(source: Source, text: str):
    after = tomllib.loads(with_sources(sheet(text), [source]))

    before = tomllib.loads(text)
    assert after.pop("source") == [*before.pop("source", []), table_of(source)]
    assert {key: value for key, value in after.items() if key != "source"} == before


def test_a_waived_certificate_stays_waived_when_a_source_is_written():
    waived = Source(name="a", url="https://a.example/", verify_tls=False)

    assert table_of(waived) == {"name": "a", "url": "https://a.example/", "verify_tls": False}
    assert "verify_tls = false" in with_sources(Sheet(path=Path("x.toml"), content=None), [waived])
