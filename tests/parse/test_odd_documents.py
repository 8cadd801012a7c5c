"""Documents that no honest newsroom publishes, beyond those of the table."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from monitor.records import Reading
from tests.parse.newsroom import NOW, SOURCE, document, item, rss

MANY = 20_000


@contextmanager
def a_moment() -> Iterator[None]:
    """At most two seconds of work, ten times what the slowest of them takes."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 2


def read(body: str) -> Reading:
    kind = "application/json" if body.startswith("{") else "text/xml"
    with a_moment():
        return read_document(document(body, kind), kind="feed", source=SOURCE, now=NOW)


def refused(body: str) -> str:
    with pytest.raises(ParseError) as caught:
        read(body)
    return caught.value.kind


def titles(body: str) -> list[str | None]:
    return [draft.title for draft in read(body).drafts]


FERRY = ["Ferry line to Batumi opens 1"]


# ------------------------------------------------------------------ XML
def test_an_element_that_declares_countless_namespaces_is_refused():
    spaces = " ".join(f'xmlns:a{n}="urn:{n}"' for n in range(MANY))

    assert refused(rss(item()).replace("<channel>", f"<channel {spaces}>")) == "unsafe"


def test_countless_elements_with_a_namespace_each_are_refused():
    spaces = '<a xmlns="b"/>' * 100_001

    assert refused(rss(item(extra=spaces))) == "unsafe"


@pytest.mark.parametrize(
    "extra",
    [
        "".join(f'<p{n}:a xmlns:p{n}="urn:{n}"/>' for n in range(MANY)),
        "".join(f"<tag{n}/>" for n in range(MANY)),
        f'<a xmlns="{"u" * 1_000_000}"/>',
        f"<{'t' * 1_000_000}/>",
        "<?note to the printer?>" * MANY,
        "<!-- a note -->" * MANY,
        "<link>https://herald.example/</link>" * MANY,
        "".join(f"<author>a{n}</author><category>c{n}</category>" for n in range(MANY)),
        "<pubDate>9 Mar 2026 10:</pubDate>" * MANY,
        f"<pubDate>{'9 Mar ' * 100_000}</pubDate>",
        f'<enclosure url="https://a.example/1" length="{"9" * 40}"/>' * 5000,
        f"<description>{'&lt;div&gt;' * MANY}</description>",
        f"<description>{'&lt;a href=&quot;' * MANY}</description>",
        f"<description>{'&#65;' * 100_000}</description>",
    ],
    ids=[
        "namespaces", "names", "long namespace", "long name", "instructions", "comments", "links",
        "people", "dates", "long date", "enclosures", "markup", "open markup", "references",
    ],
)  # fmt: skip
def test_what_stands_beside_a_headline_without_end_costs_a_moment(extra):
    reading = read(rss(item(extra=extra)))

    assert [draft.title for draft in reading.drafts] == FERRY
    assert len(reading.drafts[0].authors) <= 50
    assert len(reading.drafts[0].tags) <= 50


@pytest.mark.parametrize("opened", ["<!-- ", "<![CDATA[", "<?x "])
def test_what_is_opened_again_and_again_and_never_closed_costs_a_moment(opened):
    with a_moment():
        try:
            found = read(rss(opened * MANY + item())).drafts
        except ParseError:
            found = ()

    assert len(found) <= 1


# ------------------------------------------------------------------ JSON
def feed(*items: object, **more: object) -> str:
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "The Herald"}
    return json.dumps({**head, **more, "items": items})


ENTRY = {"id": "1", "url": "https://herald.example/1", "title": FERRY[0]}


def test_json_nested_without_end_inside_an_entry_is_refused():
    body = feed({**ENTRY, "_note": "DEEP"}).replace('"DEEP"', "[" * 50_000 + "]" * 50_000)

    assert refused(body) == "not-a-feed"


def test_json_of_wrong_types_costs_its_own_entries_alone():
    wrong: list[object] = [
        None, 3, "x", [], {}, {"id": {"a": 1}, "title": ["b"]},
        {"id": "2", "url": {"z": 1}, "title": 7, "date_published": [1], "authors": "x"},
    ]  # fmt: skip
    found = titles(feed(*wrong, ENTRY, title={"a": [1]}))

    assert [title for title in found if title] == ["7", *FERRY]


def test_countless_parts_of_a_json_entry_are_cut():
    many = {
        "authors": [{"name": f"n{n}"} for n in range(MANY)],
        "tags": [f"t{n}" for n in range(MANY)],
        "attachments": [{"url": f"https://herald.example/{n}"} for n in range(MANY)],
    }
    (draft,) = read(feed(ENTRY | many, **{f"k{n}": n for n in range(MANY)})).drafts

    assert max(len(draft.authors), len(draft.tags), len(draft.enclosures)) <= 50


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-0", "9" * 30])
def test_a_number_that_is_none_is_no_trouble_as_an_id(number):
    body = feed({**ENTRY, "id": "ID"}).replace('"ID"', number)

    assert titles(body) == FERRY
