"""Looks: single fetches of the page of an item that is kept."""

import datetime as dt
from dataclasses import dataclass, field

from monitor.records.evidence import Exhibit
from monitor.records.held import Held
from monitor.records.identity import AliasKey, ContentKeys
from monitor.records.item import Item, Match
from monitor.records.outbox import Message
from monitor.records.plan import Change
from monitor.records.words import ItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPolicy:
    """When pages are looked at."""

    ages: tuple[dt.timedelta, ...]  # of an article, ascending; empty: once, for its text
    confirm_after: dt.timedelta  # between the two looks that find a page missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What one look found and another one has to confirm before it counts."""

    kind: str  # missing | shrunk
    since: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LookState:
    """What is remembered of the looks at one item's page."""

    item_id: str
    source: str
    url: str
    since: dt.datetime  # ages are counted from here: first sight, or the last change
    due_at: dt.datetime | None  # None: no look any more
    looks: int = 0
    failures: int = 0  # in a row
    looked_at: dt.datetime | None = None
    read_at: dt.datetime | None = None  # when the page last gave its article
    outcome: str = ""  # read | unchanged | changed | missing | withdrawn | held | failed | refused
    detail: str = ""  # in words, "" where all is well
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    title_key: str = ""  # of the page's own title when it was last read
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookClaim:
    """The right to make some looks for a while; `token` fences off earlier claims."""

    token: int
    until: dt.datetime
    states: tuple[LookState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the store knows of an item whose page was looked at."""

    item: Item  # with the words that it shows
    keys: ContentKeys  # of the version that it shows
    matches: tuple[Match, ...]
    page_text: str  # of the newest revision that a look made; "" before the first
    past: tuple[tuple[str, str], ...] = ()  # (title_key, text_key) of revisions that looks made
    titles: frozenset[str] = frozenset()  # title keys of all revisions
    unstable: bool = False
    backs: int = 0  # how often it went back to words that it had before
    held: Held | None = None  # changes that are told later
    revised_told_at: dt.datetime | None = None
    told: tuple[str, ...] = ()  # channels that heard of its copy group
    common: frozenset[str] = frozenset()  # keys of blocks that other pages of the site have too


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPlan:
    """Everything that one look decides; applied in one transaction."""

    state: LookState
    change: Change | None = None
    first: Change | None = None  # what the first look found: more of the same, no new version
    item_state: ItemState | None = None  # where it changes otherwise than by `change`
    aliases: tuple[AliasKey, ...] = ()
    blocks: tuple[str, ...] = ()  # keys of the page's blocks, to learn what the site repeats
    host_not_before: dt.datetime | None = None  # the site asked to wait
    messages: tuple[Message, ...] = field(default=())
    exhibits: tuple[Exhibit, ...] = ()  # documents to keep as evidence
