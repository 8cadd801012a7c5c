"""What is asked and known about texts that are alike and reports of one event."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from monitor.records.document import Moment

TieKind = Literal["copy", "partial", "held", "story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """By what a text can be found again among many: hashes, no words."""

    bands: tuple[int, ...] = ()  # of its wording; a copy shares most of them
    terms: tuple[int, ...] = ()  # of what it tells; another report of the event shares some


@dataclass(frozen=True, slots=True, kw_only=True)
class NearProbe:
    """The traces of what a document brought, to be asked in one go; by item id."""

    traces: Mapping[str, Trace]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearItem:
    """A kept item that shares some of a trace."""

    item_id: str
    source: str
    group: str  # copy group
    story: str  # "" where it belongs to none
    title: str
    text: str  # its beginning
    first_seen: dt.datetime
    published: Moment | None
    bands: int  # shared
    weight: float  # of the shared terms; a rare one weighs up to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryState:
    """What is kept of one story."""

    id: str  # the id of its first item, for ever
    title: str
    first_seen: dt.datetime
    sources: tuple[str, ...]  # in the order of their first item
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The store's answer to a :class:`NearProbe`."""

    items: Mapping[str, tuple[NearItem, ...]] = field(default_factory=dict)  # the nearest first
    stories: Mapping[str, StoryState] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # group -> channels told
    carriers: Mapping[str, int] = field(default_factory=dict)  # group -> items in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What an item is to an earlier one, and by which rule; never a merge of rows."""

    other: str  # id of the earlier item
    kind: TieKind  # "held": it reads like a copy, and something speaks against it
    method: str  # "text": equal words; "wording": shared wording; "event": what is told
    score: float
    why: str
