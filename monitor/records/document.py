"""What comes back from a site, and what stands in it."""

import datetime as dt
from dataclasses import dataclass

from monitor.records.learned import Layout, ListMemory
from monitor.records.words import Enclosure, Precision, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request carries; both None asks unconditionally."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A complete answer with a body, decoded from its transfer and content codings."""

    url: str  # where the last redirect led
    status: int
    body: bytes
    content_type: str | None
    fetched_at: dt.datetime
    body_hash: str  # blake2b-128 of `body`, hex
    etag: str | None = None  # only if safe to send back
    last_modified: str | None = None
    max_age: dt.timedelta | None = None
    moved_to: str | None = None  # set when every hop was permanent (301, 308)
    headers: tuple[tuple[str, str], ...] = ()  # those worth keeping as evidence, names lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304 to a conditional request: an exact 'nothing new'."""

    url: str
    fetched_at: dt.datetime
    max_age: dt.timedelta | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: the source is to be paused and the user told once."""

    url: str
    since: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The site answered, and the answer is no (4xx, 5xx, robots.txt, a challenge page)."""

    url: str
    status: int | None  # None when robots.txt said no before any request
    reason: str  # one line for people
    kind: str  # rate-limited | blocked | not-found | server-error | refused | robots
    at: dt.datetime
    retry_at: dt.datetime | None = None  # from Retry-After, capped


Fetched = Document | NotModified | Gone | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as a publisher stated it; a day is not midnight."""

    at: dt.datetime  # aware; the start of the stated day or month where that is all there is
    precision: Precision
    text: str  # as stated

    def __str__(self) -> str:
        """ISO 8601, cut to the precision."""
        return self.at.isoformat()[: {"minute": None, "day": 10, "month": 7}[self.precision]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a source says of one item, before anything is decided about it."""

    guid: str | None = None
    url: str | None = None  # absolute, http or https
    title: str | None = None
    summary: str | None = None  # as the source gave it: text or HTML, never trusted
    content: str | None = None  # likewise; a feed that gives only this gives it as summary, too
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index of sitemaps names."""

    url: str
    lastmod: str = ""  # as stated; "" where the index says nothing, and after a failure
    since: dt.datetime | None = None  # when it was first read; None: not yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document gave: the drafts in the document's order, and what was left out."""

    kind: SourceKind  # what it was read as; never "auto"
    drafts: tuple[Draft, ...]
    title: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()  # "50,000 entries, the first 5,000 kept"; shown in the health
    next_url: str | None = None  # the page that goes on where this one ends
    memory: ListMemory | None = None  # of a list that was found without a selector
    children: tuple[Child, ...] = ()  # of an index of sitemaps, whose own entries are none
    layout: Layout | None = None  # set when it was found at another place than before
