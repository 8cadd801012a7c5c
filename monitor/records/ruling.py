"""What people say of how items are grouped."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from monitor.records.outbox import Message

RulingWord = Literal["not-a-copy", "a-copy", "not-this-story", "this-story"]
RULINGS: tuple[RulingWord, ...] = get_args(RulingWord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """An item was taken out of its copy group or story by hand, or put back."""

    item_id: str
    word: RulingWord
    other: str  # id of the group or story that it left, or went back to
    by: str  # who, as the machine calls them
    note: str  # why, in their words, "" for none
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingPlan:
    """A ruling with what is told because of it; kept in one transaction."""

    ruling: Ruling
    messages: tuple[Message, ...] = ()
