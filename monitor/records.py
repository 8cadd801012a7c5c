"""The nouns of the house: one frozen type for each stage of the flow.

``source → fetch → parse → identify → match → plan → store (+ outbox) → deliver``

Every time is an aware UTC :class:`~datetime.datetime` and every span a
:class:`~datetime.timedelta`, unless a name ends in its unit.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Precision = Literal["minute", "day", "month"]
SourceKind = Literal["auto", "feed", "listing", "sitemap", "page"]
EventType = Literal[
    "item.new",
    "item.revised",
    "item.withdrawn",
    "story.grown",
    "source.down",
    "source.recovered",
    "source.silent",
    "source.gap",
    "source.changed",
    "digest",
]
ItemState = Literal["listed", "unlisted", "withdrawn", "deleted"]
DeliveryState = Literal["waiting", "delivered", "dead"]
Enclosure = tuple[str, str | None, int | None]  # address, media type, size in bytes


# ------------------------------------------------------------------ source and its state
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that is polled, as configured."""

    name: str
    url: str
    kind: SourceKind = "auto"
    language: str | None = None
    country: str | None = None  # ISO 3166 code, or AB, SO, NK for the disputed regions
    every: dt.timedelta | None = None  # None: learned
    tags: tuple[str, ...] = ()
    select: str | None = None  # CSS selector of the entries of a list, when pinned by the user
    allow_addresses: tuple[str, ...] = ()  # CIDRs reachable for this source besides public ones


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceState:
    """What is learned about how often a source publishes: a Gamma posterior, decayed."""

    items: float = 0.0
    exposure_s: float = 0.0
    at: dt.datetime | None = None  # when the two were last decayed; None: nothing learned yet


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the store remembers of one source between two polls."""

    name: str
    due_at: dt.datetime
    kind: SourceKind | None = None  # what an "auto" source turned out to be
    baselined_at: dt.datetime | None = None  # None: nothing was read yet, so nothing alerts yet
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    full_at: dt.datetime | None = None  # the last answer to an unconditional request
    not_before: dt.datetime | None = None  # the site asked us to wait until then
    errors: int = 0  # failed polls in a row
    error: str | None = None  # the last failure, in words
    error_kind: str | None = None
    failing_since: dt.datetime | None = None
    down_told: bool = False  # a source.down event stands for this streak
    polled_at: dt.datetime | None = None
    succeeded_at: dt.datetime | None = None
    last_new_at: dt.datetime | None = None
    moved_to: str | None = None  # where a permanent redirect led
    gone_since: dt.datetime | None = None  # 410: paused
    guid_trusted: bool = True
    rewritten_at: dt.datetime | None = None  # the feed-rewrite guard holds its alerts since then
    cadence: CadenceState = CadenceState()
    reason: str = ""  # why `due_at` is what it is


# ------------------------------------------------------------------ fetch
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


# ------------------------------------------------------------------ parse
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
    content: str | None = None  # likewise
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document gave: the drafts in the document's order, and what was left out."""

    kind: SourceKind  # what it was read as; never "auto"
    drafts: tuple[Draft, ...]
    title: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()  # "50,000 entries, the first 5,000 kept"; shown in the health


# ------------------------------------------------------------------ identify
@dataclass(frozen=True, slots=True)
class AliasKey:
    """One name under which an item is known. Unique in the store."""

    scope: str  # the source's name, or ``site:<registrable host>`` for addresses
    kind: str  # url | guid | title_date | title_text
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKeys:
    """Hashes of folded text; empty where there is too little text to hash."""

    title_key: str
    text_key: str  # summary and content
    copy_key: str  # equal across sources means an exact copy; "" when never groupable
    fold_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A draft with everything that can be asked about it: plain text, aliases, hashes."""

    draft: Draft
    title: str  # plain text, at most 1,000 characters, never empty
    summary: str  # plain text
    content: str  # plain text
    aliases: tuple[AliasKey, ...]  # strongest first
    keys: ContentKeys
    first_seen: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """What the store tells of an item that one of the probed keys leads to."""

    id: str
    source: str
    state: ItemState
    title: str
    summary: str
    url: str | None
    first_seen: dt.datetime
    last_seen: dt.datetime
    published: Moment | None
    keys: ContentKeys  # of the newest revision
    revision: int  # number of the newest revision, from 1
    past: tuple[tuple[str, str], ...] = ()  # (title_key, text_key) of every revision
    unstable: bool = False  # flips between two states; told at most once
    group: str | None = None  # copy group: the id of its first item
    baseline: bool = False  # came with the source's first document
    revised_told_at: dt.datetime | None = None  # when its last item.revised message was made


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyHit:
    """An item of any source that carries the same text."""

    item_id: str
    source: str
    group: str  # id of the group's first item (its own, when it is the first)
    first_seen: dt.datetime
    published: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Everything to ask the store about one document, in one go."""

    source: str
    aliases: tuple[AliasKey, ...]
    copy_keys: tuple[str, ...]
    copies_since: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The store's answer to a :class:`Probe`."""

    aliases: Mapping[AliasKey, str] = field(default_factory=dict)  # to item id
    items: Mapping[str, KnownItem] = field(default_factory=dict)
    copies: Mapping[str, tuple[CopyHit, ...]] = field(default_factory=dict)  # oldest first
    listed: tuple[str, ...] = ()  # ids of this source's items listed at its last poll
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # group -> channels told


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How two drafts relate."""

    relation: Literal["same", "copy", "story", "different"]
    score: float
    why: tuple[str, ...]


# ------------------------------------------------------------------ match
@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for or against, with the words that gave it."""

    concept: str  # "georgia", "pashinyan"; for a prior, "source"
    place: str | None
    name: str  # the words as they stand in the text
    field: str  # title | summary | content | source
    start: int  # offsets into the field's plain text; -1 where no words stand behind it
    end: int
    weight: float  # signed contribution to the score
    rule: str  # name | blocked | resolved | near | prior | veto


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a topic says of an item, and why; also why not."""

    topic: str
    version: str  # of the profile
    relevant: bool
    borderline: bool
    score: float
    places: tuple[str, ...]
    why: tuple[Evidence, ...]  # heaviest first


# ------------------------------------------------------------------ what is kept
@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article at one source."""

    id: str
    source: str
    state: ItemState
    first_seen: dt.datetime
    last_seen: dt.datetime
    title: str
    url: str | None
    summary: str  # plain text
    content: str  # plain text
    authors: tuple[str, ...]
    published: Moment | None
    language: str | None
    tags: tuple[str, ...]
    group: str  # copy group: its own id unless it is a copy
    revision: int
    baseline: bool  # came with the source's first document: stored, never told


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of an item's words."""

    item_id: str
    seq: int  # from 1
    seen_at: dt.datetime
    title: str
    summary: str
    content: str
    keys: ContentKeys
    edit: str  # first | headline | number | text | cosmetic | enrichment


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something owed to one channel: a row before it is a request."""

    id: str  # the same on every attempt; derived from what it tells, never from a counter
    type: EventType
    channel: str
    created_at: dt.datetime
    body: str  # the JSON text that a webhook carries, byte for byte; other channels render it
    item_id: str | None = None
    group: str | None = None
    source: str | None = None
    alerts: tuple[str, ...] = ()  # names of the rules (or the digest) that asked for it
    recipients: tuple[str, ...] = ("",)  # one delivery for each; "" where the channel is one place


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one recipient, with what became of it so far."""

    message: Message
    recipient: str
    state: DeliveryState
    tries: int
    next_try_at: dt.datetime
    last_try_at: dt.datetime | None = None
    answer: str = ""  # what the receiver said last, without secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The receiver took the message."""

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """The receiver did not take it now."""

    answer: str
    outage: bool  # nobody answered, or the whole receiver is busy: not this message's fault
    retry_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The receiver will never take this message."""

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The receiver asked never to be called again (HTTP 410)."""

    answer: str


Receipt = Accepted | Deferred | Rejected | Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What to write about one attempt."""

    message_id: str
    recipient: str
    state: DeliveryState
    tried_at: dt.datetime
    next_try_at: dt.datetime
    answer: str
    channel: str
    channel_not_before: dt.datetime | None = None  # set: the whole channel waits until then
    channel_closed: bool = False


# ------------------------------------------------------------------ plan
@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A row to add, with everything that hangs on it."""

    item: Item
    aliases: tuple[AliasKey, ...]
    revision: Revision
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A known item whose words changed."""

    item: Item  # as it stands after the change
    revision: Revision
    matches: tuple[Match, ...]
    unstable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A known item that stood in the document."""

    item_id: str
    new_aliases: tuple[AliasKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """One line of a source's history."""

    source: str
    at: dt.datetime
    outcome: str  # read | unchanged | not-modified | gone | refused | failed
    detail: str  # in words, "" where all is well
    entries: int
    new: int
    revised: int
    elapsed_ms: int
    body_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPlan:
    """Everything that one poll decides; applied in one transaction."""

    state: SourceState  # the source's next state, with its next `due_at`
    poll: PollRecord
    new: tuple[NewItem, ...] = ()
    changes: tuple[Change, ...] = ()
    seen: tuple[Seen, ...] = ()
    unlisted: tuple[str, ...] = ()  # item ids that left the document
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to poll some sources for a while; `token` fences off earlier claims."""

    token: int
    until: dt.datetime
    states: tuple[SourceState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One digest of one slot; unique by (digest, slot)."""

    digest: str
    slot: dt.datetime  # the scheduled instant, UTC
    since: dt.datetime
    body: str  # the view as JSON; rendered at delivery
    created_at: dt.datetime


# ------------------------------------------------------------------ what the user asked for
@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An ``[[alert]]``: who hears of what."""

    name: str
    topics: tuple[str, ...]
    events: tuple[EventType, ...] = ("item.new",)
    to: tuple[str, ...] = ()  # channel names
    places: tuple[str, ...] = ()  # empty: all
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A ``[[digest]]``: when, for whom, about what."""

    name: str
    to: tuple[str, ...]
    at: dt.time  # wall clock in `timezone`
    timezone: str  # IANA name
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0
    topics: tuple[str, ...] = ("south-caucasus",)
    send_empty: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How a channel tries again."""

    delays: tuple[dt.timedelta, ...]  # between attempts; the last one repeats
    give_up_after: dt.timedelta  # since the message was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds and spans of polling."""

    min_interval: dt.timedelta
    max_interval: dt.timedelta
    error_backoff: dt.timedelta
    error_backoff_cap: dt.timedelta
