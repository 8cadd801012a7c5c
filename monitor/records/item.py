"""What is kept: items, their revisions, what topics say of them."""

import datetime as dt
from dataclasses import dataclass

from monitor.records.document import Moment
from monitor.records.identity import ContentKeys
from monitor.records.words import ItemState


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
    rule: str  # name | blocked | resolved | near | prior | letters | veto


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article at one source, with the words that it shows now."""

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
    revision: int  # number of the newest version; the words may be those of a former one
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
    edit: str  # first, or an EditClass
    via: str = "source"  # who showed it: source, or page when a look at the item's page did


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A version that an item showed again after another one; it is no new version."""

    seq: int
    first_at: dt.datetime
    last_at: dt.datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An item in a listing, with what every topic says of it."""

    item: Item
    matches: tuple[Match, ...]
    story: str = ""  # the id of its story, where that was asked for and there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """A change of words: before, after and the item as it stands now."""

    item: Item
    before: Revision
    after: Revision
