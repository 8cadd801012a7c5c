"""What holds for every input."""

# ruff: noqa: PT017, E501 - a law allows an answer or one kind of refusal; tables keep their rows

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import load
from monitor.config.addresses import complaint_about, masked_url
from monitor.config.locate import Locator, Place
from monitor.config.spans import SPAN_LIMIT, format_span, read_span
from monitor.errors import ConfigError
from monitor.fetch.target import read_target

spans = st.integers(0, int(SPAN_LIMIT.total_seconds())).map(lambda s: dt.timedelta(seconds=s))
scalars = st.one_of(
    st.integers(-(2**60), 2**60).map(str),
    st.booleans().map(lambda flag: str(flag).lower()),
    st.sampled_from(
        [
            '"a # b = c"',
            "'[x]'",
            '"\\"]}"',
            '"""one\ntwo = 2\n\\""" [x]\n"""',
            "'''a\n[[source]]\n'''",
            '""""quoted""""',
            "''''q''''",
            "1979-05-27T07:32:00Z",
            "1.5",
            "[]",
            "{}",
            '[ # note ]\n  "a", # more\n  "b",\n]',
            "[[1, 2], [3]]",
            '{ a = 1, b = "}" }',
        ]
    ),
)
keys = st.sampled_from(["a", "b-1", '"quoted key"', "'it.s'", "every", "a.b", 'x . "y z"'])
bodies = st.lists(st.tuples(keys, scalars), max_size=4, unique_by=lambda pair: pair[0][:1])
headers = st.sampled_from(["[[source]]", "[[ source ]]", "[[ 'source' ]]  # next", "[[channel]]"])
files = st.lists(st.tuples(headers, bodies), max_size=5)


@given(spans)
def test_a_span_survives_being_written_and_read(span: dt.timedelta):
    assert read_span(format_span(span)) == span


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("2h", 7200), ("1d", 86400), ("0s", 0), ("1h30m", 5400), ("1d1s", 86401)],
)  # fmt: skip
def test_spans_are_read_as_people_write_them(text: str, seconds: int):
    assert read_span(text) == dt.timedelta(seconds=seconds)


@given(st.text(max_size=12))
def test_a_text_that_is_no_span_is_refused_in_one_way(text: str):
    try:
        assert format_span(read_span(text))
    except ValueError as refusal:
        assert str(refusal).startswith("give ")


def _places(node: object, place: Place) -> list[Place]:
    """Every table and key of a document."""
    if isinstance(node, dict):
        inner = [_places(value, (*place, key)) for key, value in node.items()]
    elif isinstance(node, list):
        inner = [_places(value, (*place, index)) for index, value in enumerate(node)]
    else:
        inner = []
    return [place, *(each for group in inner for each in group)]


@given(files)
def test_every_key_of_a_document_is_located_on_the_line_that_holds_it(
    tables: list[tuple[str, list[tuple[str, str]]]],
):
    lines = ["# first", ""]
    expected: dict[Place, int] = {}
    counts: dict[str, int] = {}
    for header, body in tables:
        kind = "source" if "source" in header else "channel"
        index = counts.setdefault(kind, 0)
        counts[kind] += 1
        expected[kind, index] = "\n".join(lines).count("\n") + 2
        lines.append(header)
        for key, value in body:
            (top,) = tomllib.loads(f"{key} = 0")
            expected[kind, index, top] = "\n".join(lines).count("\n") + 2
            lines.append(f"  {key} = {value}  # a note")
    text = "\n".join(lines)
    locator = Locator(text)

    assert {place: locator.line(place) for place in expected} == expected
    for place in _places(tomllib.loads(text), ()):
        assert 1 <= locator.line(place) <= text.count("\n") + 1


@given(st.text(alphabet="[]{}=\"'.,# \n\\abs1", max_size=60))
def test_the_locator_ends_on_any_text(text: str):
    assert Locator(text).line(("a", 0, "b")) >= 1


def test_the_locator_leaves_a_key_that_toml_would_not_take():
    assert Locator('"\\1" = 2').line(('"\\1"',)) == 1


@pytest.mark.parametrize("text", ["a = [}", "a = {]", "[[", "a", "a =", "=", "[[]]\nb = 1"])
def test_the_locator_stops_where_nothing_that_toml_knows_follows(text: str):
    assert Locator(text).line(("a",)) == 1


def test_keys_of_subtables_and_inline_tables_are_located():
    locator = Locator(
        "[monitor]\n"
        "a = 1\n"
        "[[source]]\n"
        "[[source]]\n"
        "[source.extra]\n"
        "x = 1\n"
        "[[source.row]]\n"
        "y = 1\n"
        "[z]\n"
        "list = [\n"
        "  { k = 1 },\n"
        "  { k = 2 },\n"
        "]\n"
    )

    assert locator.line(("monitor", "a")) == 2
    assert locator.line(("source", 1, "extra", "x")) == 6
    assert locator.line(("source", 1, "row", 0, "y")) == 8
    assert locator.line(("z", "list", 1, "k")) == 12
    assert locator.line(("z", "nothing")) == 9
    assert locator.line(("nowhere",)) == 1


@settings(deadline=None)  # files are written
@given(st.binary(max_size=200))
def test_any_bytes_give_a_configuration_or_its_error(tmp_path_factory, content: bytes):
    path = tmp_path_factory.mktemp("any") / "sources.toml"
    path.write_bytes(content)
    try:
        load(path, environ={})
    except ConfigError as refusal:
        assert all(line.startswith(str(path)) for line in str(refusal).split("\n"))


values = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(max_size=8), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=6,
)  # fmt: skip


@settings(deadline=None)  # files are written
@given(
    kind=st.sampled_from(["monitor", "source", "channel", "alert", "digest", "other"]),
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "name", "url", "kind", "every", "to", "topics", "secret", "secret_env", "at",
                    "days", "recheck", "host", "port", "path", "tags", "allow_addresses", "timezone",
                    "sender", "password", "username", "sources", "country", "select", "database",
                ]
            ),
            values | st.sampled_from(["webhook", "email", "file", "http://10.0.0.1/", "a"]),
            max_size=6,
        ),
        max_size=3,
    ),
)  # fmt: skip
def test_any_document_gives_a_configuration_or_its_error(tmp_path_factory, kind: str, rows):
    path: Path = tmp_path_factory.mktemp("any") / "sources.toml"
    header = "[monitor]" if kind == "monitor" else f"[[{kind}]]"
    text = "".join(
        f"{header}\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())
        for row in (rows[:1] if kind == "monitor" else rows)
    )
    path.write_text(text, "utf-8")
    try:
        load(path, environ={})
    except ConfigError as refusal:
        assert all(line.startswith(str(path)) for line in str(refusal).split("\n"))


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
    return repr(value)


@given(st.text(max_size=40) | st.text(alphabet="htps:/@[].0123456789ax?#", max_size=40))
def test_no_address_breaks_its_check_or_shows_more_than_its_host(url: str):
    complaint = complaint_about(url)
    known = len(url) < 4 or url in "http://https://"  # words of every complaint
    assert complaint is None or url not in complaint or known
    masked_url(url)


HOSTS = st.text(alphabet="abé½ßт.-_:[]0129x。％%n", max_size=24) | st.sampled_from(
    ("xn--s", "1.0", "[::2]", "htl:0", "kura½.example", "999.1.1.1", "a..b", "kura.example.", "[1")
)


@given(HOSTS, st.text(max_size=8))
def test_what_a_configuration_may_name_can_be_asked_for(host: str, path: str):
    """The check for people and the guard of connections are two; they agree."""
    url = f"https://{host}/{path}"
    if complaint_about(url) is None:
        assert read_target(url, allow=()).scheme == "https"


@pytest.mark.parametrize(
    ("host", "advice"),
    [
        ("999.1.1.1", "or its address in four decimal parts"),
        ("1.0x", "or its address in four decimal parts"),
        ("xn--s", "no name server can be asked for this one (Invalid A-label)"),
        ("a..b", "no name server can be asked for this one"),
        ("kura½.example", "without characters that imitate others"),
        ("kura.example:0", "a port from 1 to 65535, or none"),
    ],
)
def test_a_host_that_cannot_be_asked_is_refused_when_it_is_written_down(host: str, advice: str):
    assert (complaint_about(f"https://{host}/rss") or "").endswith(advice)


@pytest.mark.parametrize("host", ["новости.рф", "xn--b1amarcd.xn--p1ai", "a_b.example", "8.8.8.8"])
def test_a_host_in_any_script_can_be_asked(host: str):
    assert complaint_about(f"https://{host}/rss") is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a/b?c#d", "https://example.org/***"),
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org:8443/?token", "https://example.org:8443/***"),
        ("https://me:planted@example.org/", "https://***@example.org/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/***"),
        ("http://[::1/x", "***"),
        ("planted", "***"),
    ],
)
def test_an_address_is_masked_behind_its_host(url: str, shown: str):
    assert masked_url(url) == shown
