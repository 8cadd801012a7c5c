"""How what is learned about a source lies in columns: JSON of its fields."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from monitor.records import Child, Habit, ListMemory, Mark


def memory_value(memory: ListMemory | None) -> str | None:
    """A list's memory as JSON."""
    if memory is None:
        return None
    return _dump([memory.wrapper, memory.titles, memory.size, memory.dated])


def memory_of(text: str | None) -> ListMemory | None:
    """The way back from :func:`memory_value`."""
    if text is None:
        return None
    wrapper, titles, size, dated = json.loads(text)
    return ListMemory(wrapper=wrapper, titles=tuple(titles), size=size, dated=dated)


def habit_value(habit: Habit) -> str:
    """A habit as JSON, without what it does not have."""
    told = {
        "entries": habit.entries,
        "overlaps": habit.overlaps,
        "language": habit.language,
        "longest_lull_s": habit.longest_lull.total_seconds(),
        "silent_told_at": _iso(habit.silent_told_at),
        "gap_told_at": _iso(habit.gap_told_at),
        "marks": [(m.kind, m.words, _iso(m.since)) for m in habit.marks],
    }
    return _dump({name: value for name, value in told.items() if value})


def habit_of(text: str) -> Habit:
    """The way back from :func:`habit_value`."""
    told: dict[str, Any] = json.loads(text)
    return Habit(
        entries=told.get("entries", 0),
        overlaps=told.get("overlaps", 0),
        language=told.get("language"),
        longest_lull=dt.timedelta(seconds=told.get("longest_lull_s", 0)),
        silent_told_at=_time(told.get("silent_told_at")),
        gap_told_at=_time(told.get("gap_told_at")),
        marks=tuple(
            Mark(kind=kind, words=words, since=_time(since))
            for kind, words, since in told.get("marks", ())
        ),
    )


def children_value(children: Sequence[Child]) -> str:
    """The sitemaps of an index as JSON."""
    return _dump([(each.url, each.lastmod, _iso(each.since)) for each in children])


def children_of(text: str) -> tuple[Child, ...]:
    """The way back from :func:`children_value`."""
    return tuple(
        Child(url=url, lastmod=lastmod, since=_time(since))
        for url, lastmod, since in json.loads(text)
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
