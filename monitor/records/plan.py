"""Everything that one poll decides."""

import datetime as dt
from dataclasses import dataclass

from monitor.records.evidence import Exhibit
from monitor.records.held import Held
from monitor.records.identity import AliasKey
from monitor.records.item import Item, Match, Revision
from monitor.records.kin import Tie, Trace
from monitor.records.learned import Layout
from monitor.records.outbox import Message
from monitor.records.source import SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A row to add, with everything that hangs on it."""

    item: Item
    aliases: tuple[AliasKey, ...]
    revision: Revision
    matches: tuple[Match, ...]
    trace: Trace | None = None  # None: nobody looks for what is like it
    ties: tuple[Tie, ...] = ()
    story: str = ""  # "" where it is not looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """An item with changes that are due to be told."""

    item: Item
    matches: tuple[Match, ...]
    held: Held
    before: Revision  # the words that people were told last


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A known item whose words changed."""

    item: Item  # as it stands after the change
    revision: Revision
    matches: tuple[Match, ...]
    unstable: bool = False
    held: Held | None = None  # what is not told yet, this change included; None: as it was
    back: bool = False  # to words that it had before: a sighting of that version, no new one


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A known item that stood in the document."""

    item_id: str
    new_aliases: tuple[AliasKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookWish:
    """The page of an item is to be looked at."""

    item_id: str
    source: str
    url: str
    since: dt.datetime  # ages are counted from here
    due_at: dt.datetime


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
    looks: tuple[LookWish, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()  # documents to keep as evidence
    layout: Layout | None = None  # a line to add to the history of the source's layouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to poll some sources for a while; `token` fences off earlier claims."""

    token: int
    until: dt.datetime
    states: tuple[SourceState, ...]
