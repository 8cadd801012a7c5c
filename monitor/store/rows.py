"""What the store shows: the answers of its reading side."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from monitor.records import (
    AliasKey,
    Delivery,
    DeliveryState,
    Item,
    LookState,
    Match,
    Opinion,
    Proof,
    Revision,
    Ruling,
    Sighting,
    SourceKind,
    SourceState,
    StoryState,
    Tie,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """Which items a listing or a search shows, newest first; None and empty mean all."""

    since: dt.datetime | None = None  # first seen then or later
    until: dt.datetime | None = None  # first seen before
    source: str | None = None
    topic: str | None = None
    relevant: bool | Literal["borderline"] | None = None  # by any topic, or by `topic`
    places: tuple[str, ...] = ()  # at least one of these, among those of a relevant match
    deleted: bool = False  # True: those that were deleted too
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as it stands, with what it brought."""

    state: SourceState
    url: str
    configured_kind: SourceKind
    shard: int
    enrolled: bool
    items: int
    relevant: int  # items that at least one topic wants


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The whole fate of one item."""

    item: Item
    unstable: bool
    aliases: tuple[AliasKey, ...]
    revisions: tuple[Revision, ...]  # oldest first
    matches: tuple[Match, ...]
    carriers: tuple[Item, ...]  # other items of its copy group, the first seen first
    deliveries: tuple[Delivery, ...]  # of messages about it or its copy group, oldest first
    source: SourceRow
    look: LookState | None = None  # the looks at its page; None where nobody is to look
    ties: tuple[Tie, ...] = ()  # to earlier items, and by which rule
    story: str = ""  # the id of its story; "" where none is looked for
    shown: int = 1  # number of the version that it shows
    rulings: tuple[Ruling, ...] = ()  # what people said of its groups, the first first
    sightings: tuple[Sighting, ...] = ()  # of versions that it went back to, the last one last
    opinions: tuple[Opinion, ...] = ()  # of users on its judgements, the last word last
    proofs: tuple[Proof, ...] = ()  # documents that showed it, in the order of the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story in a listing."""

    state: StoryState
    last_seen: dt.datetime  # when its last item came
    ids: tuple[str, ...]  # of its items, the first seen first


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """A channel's own state, apart from its messages."""

    name: str
    not_before: dt.datetime | None  # nothing goes out until then
    asked_until: dt.datetime | None  # the receiver itself asked to wait until then
    closed: bool  # the receiver asked never to be called again
    failures: int  # outages in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Deliveries of one channel in one state that still concern somebody."""

    channel: str
    state: DeliveryState  # waiting or dead
    count: int
    due: int  # of these, how many could go out now
    oldest_at: dt.datetime  # when the oldest message was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is not needed for a decision is kept; None keeps it for ever."""

    polls: dt.timedelta | None = dt.timedelta(days=30)  # lines of history
    bodies: dt.timedelta | None = dt.timedelta(days=90)  # bodies of messages that are settled
    texts: dt.timedelta | None = None  # summaries and texts of items that no topic wants
    evidence: dt.timedelta | None = dt.timedelta(days=365)  # bodies of documents
    evidence_bytes: int | None = 2_000_000_000  # that they may take, packed; the oldest go


@dataclass(frozen=True, slots=True, kw_only=True)
class UpkeepReport:
    """What upkeep did."""

    polls: int  # rows deleted
    bodies: int  # emptied
    texts: int  # emptied
    evidence: int  # bodies of documents let go; their records stay
    size_bytes: int  # of the database file afterwards
