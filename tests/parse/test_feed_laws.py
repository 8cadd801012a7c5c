"""Laws of reading feeds: the fast reader and the tolerant one give equal records."""

import datetime as dt
from email.utils import format_datetime
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.parse.feed import Feed, _text, _tolerant, fast_feed, parse_feed
from tests.parse.newsroom import NOW, URL, atom, rss

WORDS = st.sampled_from(
    ["Bridge", "Мост", "Կամուրջ", "ხიდი", "körpü", "köprü", "R&D", "‘quoted’", "2026", "№ 5", "é"]
)
LINES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
FIRST = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
TIMES = st.integers(0, 790_000_000).map(lambda s: FIRST + dt.timedelta(seconds=s))
ENTRIES = st.lists(st.tuples(LINES, LINES, TIMES), min_size=1, max_size=5)


def as_rss(entries: list[tuple[str, str, dt.datetime]]) -> str:
    return rss(
        "".join(
            f"<item><title>{escape(title)}</title><link>https://h.example/{n}?a=1&amp;b=2</link>"
            f'<guid isPermaLink="false">g-{n}</guid><pubDate>{format_datetime(at)}</pubDate>'
            f"<description>{escape(escape(text))}</description><category>{escape(text)}</category>"
            "</item>"
            for n, (title, text, at) in enumerate(entries)
        )
    )


def as_atom(entries: list[tuple[str, str, dt.datetime]]) -> str:
    return atom(
        "".join(
            f'<entry><title>{escape(title)}</title><link href="/{n}"/><id>tag:h,{n}</id>'
            f"<published>{at.isoformat()}</published><updated>{at.isoformat()}</updated>"
            f'<summary type="html">{escape(escape(text))}</summary></entry>'
            for n, (title, text, at) in enumerate(entries)
        )
    )


def records(feed: Feed) -> list[tuple[object, ...]]:
    return [
        (e.guid, e.url, e.title, e.summary, e.tags, e.published and e.published.at)
        for e in feed.entries
    ]


@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES, write=st.sampled_from([as_rss, as_atom]))
def test_both_readers_read_the_same(entries, write):
    body = write(entries).encode()
    fast = fast_feed(body, url=URL, now=NOW)
    slow = _tolerant(_text(body, URL, None), URL, NOW)

    assert fast is not None
    assert records(fast) == records(slow)


@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES, charset=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_feed_reads_the_same_in_every_charset(entries, charset):
    text = as_rss(entries)
    assert parse_feed(text.encode(charset), url=URL, now=NOW) == parse_feed(
        text.encode(), url=URL, now=NOW
    )
