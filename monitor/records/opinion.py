"""What users say of judgements, and judgements made anew."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from monitor.records.item import Item, Match
from monitor.records.outbox import Message

OpinionWord = Literal["right", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a user says of a topic's judgement of an item; it outlives the judgement."""

    item_id: str
    topic: str
    said: OpinionWord
    is_wanted: bool  # whether the topic should want the item
    note: str  # in the user's words, "" for none
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRow:
    """An opinion with its item as it stands now."""

    opinion: Opinion
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A portion of the items that another version of a topic judged."""

    stamp: str  # of the topics and versions that are asked for
    below: int  # where the next portion begins; 0: this was the last
    items: tuple[Item, ...]
    relevant: frozenset[tuple[str, str]] = frozenset()  # (item, topic) that is relevant so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An item judged anew."""

    item_id: str
    revision: int  # whose words were judged; an item that has changed since is left alone
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejudgePlan:
    """Everything that a portion of judging anew decides; applied in one transaction."""

    stamp: str
    below: int
    judged: tuple[Judged, ...] = ()
    messages: tuple[Message, ...] = ()
