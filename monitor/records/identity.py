"""What is asked and known about the identity of an item."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from monitor.records.document import Draft, Moment
from monitor.records.held import Held
from monitor.records.words import ItemState


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
    keys: ContentKeys  # of the words that its source showed last
    revision: int  # number of the newest revision, from 1
    past: tuple[tuple[str, str], ...] = ()  # (title_key, text_key) of every revision
    unstable: bool = False  # flips between two states; told at most once
    backs: int = 0  # how often it went back to words that it had before
    group: str | None = None  # copy group: the id of its first item
    baseline: bool = False  # came with the source's first document
    held: Held | None = None  # changes that are told later
    revised_told_at: dt.datetime | None = None  # when its last item.revised message was made
    page_text: str = ""  # of its page, as last looked at; "" where nobody looked
    page_titles: frozenset[str] = frozenset()  # title keys that looks found
    content: str = ""  # asked for only where the document has another text than the store


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
    text_keys: frozenset[str] = frozenset()  # texts that need not be told: the document has them


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
