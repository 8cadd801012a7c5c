"""Titles and dates where the user says that they stand."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from monitor.records import Reading
from monitor.records.words import SourceKind
from tests.parse.newsroom import NOW, PARAGRAPHS, SOURCE, document

ROWS = "".join(
    f"<li><h3>Roads</h3><a href='/{n}'><b class=t>Pass number {n} is shut</b></a>"
    f"<i>1 March 2026</i><u class=d {attribute}>{words}</u></li>"
    for n, attribute, words in [
        (1, "", "on 9 March 2026"),
        (2, "title='2026-03-08T10:00:00Z'", "two days ago"),
        (3, "datetime='soon'", "7 March 2026"),
        (4, "", "<b>Kazbegi</b> <b>6 March 2026</b>"),
    ]
)
PAGE = f"<body><h1>Kura</h1><h2 id=t>Roads of the pass</h2><p id=d>9 March 2026</p>{PARAGRAPHS}"


def read(body: str, kind: SourceKind = "listing", **pins: Any) -> Reading:
    source = replace(SOURCE, kind=kind, **pins)
    return read_document(document(body, "text/html"), kind=kind, source=source, now=NOW)


def test_the_title_and_the_date_of_each_entry_stand_where_they_are_pinned():
    reading = read(ROWS, select="li", select_title=".t", select_date=".d")

    assert [(each.title, str(each.published)[:10]) for each in reading.drafts] == [
        ("Pass number 1 is shut", "2026-03-09"),
        ("Pass number 2 is shut", "2026-03-08"),
        ("Pass number 3 is shut", "2026-03-07"),
        ("Pass number 4 is shut", "2026-03-06"),
    ]
    assert reading.notes == ()


def test_an_entry_without_them_is_read_as_if_nothing_were_pinned():
    rows = f"{ROWS}<li><a href='/5'>A bridge opens</a> 5 March 2026</li>"

    last = read(rows, select="li", select_title=".t", select_date=".d").drafts[-1]

    assert (last.title, str(last.published)) == ("A bridge opens", "2026-03-05")


def test_a_pinned_date_that_is_nowhere_is_said_and_costs_no_item():
    reading = read(ROWS, select="li", select_date=".gone")

    assert {str(each.published) for each in reading.drafts[:1]} == {"2026-03-01"}
    (note,) = reading.notes
    assert note == "select_date '.gone' matches no date; the first of each entry is taken"


def test_the_title_and_the_date_of_a_page_can_be_pinned():
    draft = read(PAGE, "page", select_title="#t", select_date="#d").drafts[0]
    part = read(PAGE, "page", select="p", select_date="#d").drafts[0]

    assert (draft.title, str(draft.published)) == ("Roads of the pass", "2026-03-09")
    assert str(part.published) == "2026-03-09"


@pytest.mark.parametrize(
    ("kind", "pins", "words"),
    [
        ("listing", {"select": "li", "select_title": ".gone"}, "select_title '.gone' matches no"),
        ("listing", {"select": "li", "select_date": "["}, "select_date '[' is not a CSS selector"),
        ("page", {"select_title": ".gone"}, "select_title '.gone' matches no words"),
    ],
)
def test_a_pin_that_finds_nothing_or_is_no_selector_is_an_error(kind, pins, words):
    with pytest.raises(ParseError) as caught:
        read(ROWS if kind == "listing" else PAGE, kind, **pins)

    assert words in str(caught.value)
