"""Feeds of every format: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed.

Well-formed ones take the fast path. The others need the tolerant reader, which is slow and may be
hung by a hostile document: :func:`fast_feed` tells them apart without running it.
"""

import datetime as dt
from dataclasses import replace

from monitor.errors import ParseError
from monitor.parse import scan
from monitor.parse.charset import decode
from monitor.parse.feed_json import read_json
from monitor.parse.feed_model import Feed, capped
from monitor.parse.feed_xml import read_xml

__all__ = ["Feed", "fast_feed", "parse_feed"]


def parse_feed(
    body: bytes, *, url: str, content_type: str | None = None, now: dt.datetime | None = None
) -> Feed:
    """The feed in `body`, by whichever reader can.

    `url` is where the body came from and what references are relative to. `now` resolves dates
    without a year; without it such dates are not read.

    Raises:
        ParseError: not-a-feed, blocked (a challenge page) or unsafe.
    """
    text = _text(body, url, content_type)
    feed = _fast(text, url, now)
    return _named(feed if feed is not None else _tolerant(text, url, now), url)


def fast_feed(
    body: bytes, *, url: str, content_type: str | None = None, now: dt.datetime | None = None
) -> Feed | None:
    """What :func:`parse_feed` gives, or None where the tolerant reader would be needed."""
    feed = _fast(_text(body, url, content_type), url, now)
    return None if feed is None else _named(feed, url)


def _named(feed: Feed, url: str) -> Feed:
    """A feed without a title is called by its address."""
    return feed if feed.title else replace(feed, title=feed.link or url)


def _text(body: bytes, url: str, content_type: str | None) -> str:
    text = decode(body, content_type=content_type, markup="xml").lstrip("\ufeff \t\r\n\x00")
    start = text.find("<", 0, 4_000)
    if start > 0 and text[0] not in "{[" and scan.is_feed(text[start : start + 8_000]):
        text = text[start:]  # warnings of a broken script stand before some feeds
    if not text:
        raise _not_a_feed(text, url)
    return text


def _fast(text: str, url: str, now: dt.datetime | None) -> Feed | None:
    if text[0] in "{[":
        return read_json(text, url=url, now=now)
    if scan.is_html(text):
        scan.refuse_unreadable(text, url)
        raise _not_a_feed(text, url)
    safe = scan.safe_xml(text, url)
    if feed := _well_formed(safe, url, now):
        return feed
    return _well_formed(scan.mended(safe), url, now) if "&" in safe else None


def _well_formed(text: str, url: str, now: dt.datetime | None) -> Feed | None:
    """Read without making a tree of entries that nobody keeps."""
    first, count = scan.first_entries(text)
    feed = read_xml(first, url=url, now=now)
    if feed is None:
        return None if first is text else read_xml(text, url=url, now=now)
    return capped(feed, count)


def _tolerant(text: str, url: str, now: dt.datetime | None) -> Feed:
    # feedparser takes 60 ms and 8 MB to import; most processes never meet a feed that needs it.
    from monitor.parse.feed_tolerant import read_tolerant

    safe = scan.safe_xml(text, url)
    whole = scan.cut_short(safe)
    first, count = scan.first_entries(whole or safe)
    mild = scan.without_bad_numbers(scan.undeclared(first))
    feed = read_tolerant(mild.encode("utf-8", "replace"), url=url, now=now)
    if feed is None or not (feed.entries or scan.is_feed(text)):
        scan.refuse_challenge(text, url)
        raise _not_a_feed(text, url)
    feed = capped(feed, count)
    if whole is None:
        return feed
    return replace(feed, notes=(*feed.notes, "cut off in the middle, the whole entries kept"))


def _not_a_feed(text: str, url: str) -> ParseError:
    return ParseError(
        f"the answer of {url!r} is not a feed but {scan.seen_in(text)}; "
        'give the address of a feed, or set kind = "auto" to read it as a page',
        kind="not-a-feed",
    )
