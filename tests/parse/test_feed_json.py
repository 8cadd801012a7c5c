"""JSON Feed."""

import json

import pytest

from monitor.errors import ParseError
from monitor.parse.feed import parse_feed
from tests.parse.newsroom import NOW, URL


def feed_of(**top):
    return parse_feed(json.dumps(top).encode(), url=URL, now=NOW)


def test_an_item_is_read_whole():
    feed = feed_of(
        version="https://jsonfeed.org/version/1.1",
        title="The Herald",
        home_page_url="https://herald.example/",
        description="About",
        language="tr",
        authors=[{"name": "Eka"}],
        items=[
            {
                "id": 7,
                "url": "/news/7",
                "title": "a <b c",
                "summary": "one < two",
                "content_html": "<p>Long</p>",
                "date_published": "2026-03-09T06:15:00Z",
                "date_modified": "2026-03-10",
                "tags": ["sea", 3],
                "attachments": [
                    {"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12},
                    {"url": "/b.mp3", "size_in_bytes": "x"},
                    {"url": "data:x"},
                    "odd",
                ],
                "author": {"url": "https://herald.example/ani"},
                "language": "hy",
            },
            {"id": "8", "external_url": "https://else.example/8", "content_text": "1 < 2"},
        ],
    )
    first, second = feed.entries

    assert (feed.title, feed.link, feed.subtitle, feed.language) == (
        "The Herald", "https://herald.example/", "About", "tr",
    )  # fmt: skip
    assert (first.guid, first.url, first.title) == ("7", "https://herald.example/news/7", "a <b c")
    assert (first.summary, first.content) == ("one &lt; two", "<p>Long</p>")
    assert (str(first.published), str(first.updated)) == ("2026-03-09T06:15:00+00:00", "2026-03-10")
    assert first.tags == ("sea",)
    assert first.enclosures == (
        ("https://herald.example/a.mp3", "audio/mpeg", 12),
        ("https://herald.example/b.mp3", None, None),
    )
    assert (first.authors, first.language) == (("https://herald.example/ani",), "hy")
    assert (second.url, second.title, second.content) == (
        "https://else.example/8",
        "1 < 2",
        "1 &lt; 2",
    )
    assert (second.authors, second.language) == (("Eka",), "tr")


@pytest.mark.parametrize("body", [b"{", b"[1, 2]", b'{"items": 3}', b'{"title": "x"}', b"{]"])
def test_other_json_is_not_a_feed(body):
    with pytest.raises(ParseError) as caught:
        parse_feed(body, url=URL, now=NOW)
    assert caught.value.kind == "not-a-feed"


def test_values_of_the_wrong_kind_are_as_good_as_missing():
    feed = feed_of(
        title=["x"],
        items=[{"id": True, "title": 5, "tags": "x", "attachments": {}, "authors": ["x"]}],
    )
    assert feed.title == URL
    assert (feed.entries[0].guid, feed.entries[0].title, feed.entries[0].tags) == (None, "5", ())
