"""Every kind of source is a module of its own, and stands in the registry."""

from importlib.resources import files
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

import monitor.parse
from monitor.errors import ParseError
from monitor.parse import PARSERS, quick_read, read_document
from monitor.records import SourceKind
from tests.parse.newsroom import NOW, SOURCE, document


def test_every_kind_has_a_parser_and_a_module():
    kinds = set(get_args(SourceKind.__value__ if hasattr(SourceKind, "__value__") else SourceKind))
    modules = {path.name.removesuffix(".py") for path in files(monitor.parse).iterdir()}
    assert set(PARSERS) == kinds
    assert kinds - {"auto"} <= modules


_PIECES = st.sampled_from(
    [
        *("<rss>", "</rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>"),
        *("<ul>", "<li>", "<a href='/x'>", "</a>", "<br>", "<p>", "09.Mar.2026", "A line of text"),
        *("&amp;", "&", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE", "{", "}", '"items":', "["),
        *("]", "\0", "\n", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<urlset>"),
        *("<url>", "<loc>", "é", "<"),
    ]
)


@settings(deadline=None)  # the first lenient reading imports its library
@given(st.one_of(st.binary(max_size=300), st.lists(_PIECES, max_size=30).map("".join)))
def test_no_document_makes_any_parser_fail_otherwise_than_by_our_error(body):
    for kind in PARSERS:
        try:
            reading = read_document(document(body), kind=kind, source=SOURCE, now=NOW)
        except ParseError:
            continue
        assert reading.kind != "auto"


@settings(deadline=None)  # the first lenient reading imports its library
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_what_is_read_quickly_is_what_is_read_at_all(body):
    try:
        quick = quick_read(document(body), kind="feed", source=SOURCE, now=NOW)
    except ParseError:
        return
    assert quick is None or quick == read_document(
        document(body), kind="feed", source=SOURCE, now=NOW
    )
