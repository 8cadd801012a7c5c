"""From one document to drafts: every kind of source is one module here, named in `PARSERS`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Protocol

from monitor.errors import ParseError
from monitor.parse import scan, walls
from monitor.parse.charset import decode
from monitor.parse.feed import Feed, fast_feed, parse_feed
from monitor.parse.feed_model import title_of
from monitor.parse.listing import read_listing
from monitor.parse.page import read_look, read_page
from monitor.parse.ranking import LIKELY_SCORE
from monitor.parse.sitemap import read_sitemap
from monitor.records import Document, Draft, ListMemory, Reading, Source, SourceKind

__all__ = ["PARSERS", "quick_read", "read_document", "read_look"]

QUICK_BYTES = 1_000_000  # larger bodies are read where their memory can be given back


class Parser(Protocol):
    """Reads a document as one kind of source, or raises ParseError."""

    def __call__(self, document: Document, *, source: Source, now: dt.datetime) -> Reading:
        """The drafts of `document`, in its order."""
        ...


def read_feed(document: Document, *, source: Source, now: dt.datetime) -> Reading:
    """The entries of a feed. An HTML page is an error here and never read as a list."""
    try:
        feed = parse_feed(
            document.body, url=document.url, content_type=document.content_type, now=now
        )
    except ParseError as error:
        if error.kind == "not-a-feed":
            text = decode(document.body, content_type=document.content_type, markup="html")
            walls.refuse_parked(text, document.url)
        raise
    return _feed_reading(feed, source)


def _feed_reading(feed: Feed, source: Source) -> Reading:
    return Reading(
        kind="feed",
        drafts=tuple(_identified(draft, feed.link) for draft in feed.entries),
        title=title_of(feed.title),
        language=feed.language or source.language,
        notes=feed.notes,
    )


def _identified(draft: Draft, site: str | None) -> Draft:
    """`draft` without an address that is only the site's: it would make all of them one item."""
    return replace(draft, url=None) if site and draft.url == site else draft


def read_auto(document: Document, *, source: Source, now: dt.datetime) -> Reading:
    """The document as what it looks like: a feed, a sitemap, a list of headlines, an article.

    Raises ParseError (not-readable) when it looks like none of them.
    """
    kind = kind_of(document)
    if kind is not None:
        return PARSERS[kind](document, source=source, now=now)
    if source.select:
        return read_listing(document, source=source, now=now)
    for reader in (partial(read_listing, at_least=LIKELY_SCORE), read_page, read_listing):
        try:
            return reader(document, source=source, now=now)
        except ParseError as error:
            if error.kind not in {"no-list", "no-article"}:
                raise
    text = decode(document.body, content_type=document.content_type, markup="html")
    raise ParseError(
        f"neither a feed, a sitemap, a list of headlines nor an article at {document.url!r} but "
        f"{scan.seen_in(text)}; set kind, and select for a list that is not found",
        kind="not-readable",
    )


def kind_of(document: Document) -> SourceKind | None:
    """Feed or sitemap where the first bytes say so; None for everything that people read."""
    head = decode(document.body[:_HEAD_BYTES], content_type=document.content_type, markup="xml")
    if scan.is_sitemap(head) or document.body.startswith(b"\x1f\x8b"):
        return "sitemap"
    if head.lstrip("\ufeff \t\r\n\x00")[:1] in {"{", "["} or scan.is_feed(head):
        return "feed"
    return None


_HEAD_BYTES = 16_000
PARSERS: Mapping[SourceKind, Parser] = MappingProxyType(
    {
        "auto": read_auto,
        "feed": read_feed,
        "listing": read_listing,
        "sitemap": read_sitemap,
        "page": read_page,
    }
)


def read_document(
    document: Document,
    *,
    kind: SourceKind,
    source: Source,
    now: dt.datetime,
    memory: ListMemory | None = None,
) -> Reading:
    """The drafts of a document read as `kind`; the reading's kind is never ``auto``.

    `memory` is what an earlier reading of a list gave, so that it is found again.

    Raises ParseError, whose `kind` says in a word what is wrong.
    """
    if kind == "listing" and memory is not None:
        return read_listing(document, source=source, now=now, memory=memory)
    return PARSERS[kind](document, source=source, now=now)


def quick_read(
    document: Document, *, kind: SourceKind, source: Source, now: dt.datetime
) -> Reading | None:
    """What :func:`read_document` gives where that is cheap and safe, else None.

    Cheap and safe are well-formed feeds of a usual size. Raises ParseError like it.
    """
    looks = kind_of(document) if kind == "auto" else kind
    if looks != "feed" or len(document.body) > QUICK_BYTES:
        return None
    feed = fast_feed(document.body, url=document.url, content_type=document.content_type, now=now)
    return None if feed is None else _feed_reading(feed, source)
