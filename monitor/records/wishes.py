"""What the user asked for."""

import datetime as dt
from dataclasses import dataclass

from monitor.records.words import EditClass, EventType


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
    revisions: EditClass | None = None  # the lowest class that is told; None: as `Edit.is_event`


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
