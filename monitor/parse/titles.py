"""Titles free of the dates, times and counters that pages glue to them."""

import re
from collections.abc import Callable

from monitor.dates import may_hold_date
from monitor.parse.group_model import Item
from monitor.parse.headings import buttons
from monitor.records import Moment

_MAX_DATE_WORDS = 7
_EDGE = " \t|•·–—-/,:»›>"
_COUNTER = re.compile(r"(?P<title>.{8,}?)\s*(?:\(\d{1,6}\)|\[\d{1,6}\])")
_BUTTON = re.compile(rf"(?:{buttons()})\s*[:»›…-]\s*(?P<title>.{{8,}})", re.IGNORECASE)
_Read = Callable[[str], Moment | None]


def separate_dates(items: list[Item], read: _Read) -> None:
    """Move a date at the start or the end of the titles to where it belongs, in place.

    Only if most titles have one: a single headline may well end in a date of its own.
    """
    for side in (_leading, _trailing):
        found: list[tuple[str, Moment] | None] = []
        for item in items:
            found.append(side(item.title, read))
            if found.count(None) * 10 > 4 * len(items):
                break
        else:
            _move(items, found)


def _move(items: list[Item], found: list[tuple[str, Moment] | None]) -> None:
    for item, one in zip(items, found, strict=True):
        if one is not None:
            item.title, moment = one
            item.moment = item.moment or moment


def separate_marks(items: list[Item]) -> None:
    """Take counters in brackets, and words that every button has, off the titles, in place."""
    for shape in (_COUNTER, _BUTTON):
        found = [shape.fullmatch(item.title) for item in items]
        if sum(one is not None for one in found) * 10 >= 8 * len(items):
            for item, one in zip(items, found, strict=True):
                if one is not None and (title := one["title"].strip(_EDGE)):
                    item.title = title


def _leading(title: str, read: _Read) -> tuple[str, Moment] | None:
    words = title.split()
    found = _stated([" ".join(words[:count]) for count in range(1, _most(words))], read)
    return found and (" ".join(words[found[0] :]).strip(_EDGE), found[1])


def _trailing(title: str, read: _Read) -> tuple[str, Moment] | None:
    words = title.split()
    found = _stated([" ".join(words[-count:]) for count in range(1, _most(words))], read)
    return found and (" ".join(words[: -found[0]]).strip(_EDGE), found[1])


def _most(words: list[str]) -> int:
    return min(_MAX_DATE_WORDS + 1, len(words))


def _stated(stretches: list[str], read: _Read) -> tuple[int, Moment] | None:
    """How many words state a date, and which: as many as add to it, so that "the" does not."""
    best: tuple[int, Moment] | None = None
    for count, stretch in enumerate(stretches, start=1):
        stated = stretch.strip(_EDGE)
        moment = read(stated) if may_hold_date(stated) else None
        if moment and (best is None or moment.at != best[1].at):
            best = count, moment
    return best
