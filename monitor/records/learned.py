"""What is learned about a source from its documents, beside its items."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMemory:
    """Where the list of a page stood and what it held, to tell a new layout from new items."""

    wrapper: str  # as parse.wrapper writes it: "exact link div.news > ul > li > a"
    titles: tuple[str, ...] = ()  # short hashes of folded titles, those of the last reading first
    size: int = 0  # entries of the last reading
    dated: float = 0.0  # share of them that stated a date


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The list of a page was found at a place: for the first time, or anew."""

    before: str | None  # the wrapper until now; None the first time
    after: str
    reason: str  # why the former one was left, in words
    items: int  # entries that the new one gives
    known: int  # titles known from earlier readings
    refound: int  # of these, how many the new one holds
    is_doubtful: bool  # it may be another list than the one that was read until now


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRow:
    """A line of the history of a source's layouts."""

    at: dt.datetime
    layout: Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something odd about a source that answers and is read."""

    kind: str  # shrunk | same-dates | language | home-page | silent | gap | layout | emptied
    words: str
    since: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What is usual of a source's documents, and what is odd about the last one."""

    entries: int = 0  # of the last document that was read
    overlaps: int = 0  # documents in a row that shared an entry with the one before
    language: str | None = None  # script that its headlines are written in: Latin, Georgian, …
    longest_lull: dt.timedelta = dt.timedelta(0)  # between two arrivals, slowly forgotten
    silent_told_at: dt.datetime | None = None
    gap_told_at: dt.datetime | None = None
    marks: tuple[Mark, ...] = ()
