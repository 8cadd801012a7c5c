"""Titles free of the dates, times and counters that pages glue to them."""

import re
from collections.abc import Callable

from monitor.dates import may_hold_date
from monitor.parse.blocks import Item
from monitor.records import Moment

_MAX_DATE_WORDS = 7
_EDGE = " \t|•·–—-/,:»›>"
_Read = Callable[[str], Moment | None]


def separate_dates(items: list[Item], read: _Read) -> None:
    """Move a date at the start or the end of the titles to where it belongs, in place.

    Only if most titles have one: a single headline may well end in a date of its own.
    """
    for side in (_leading, _trailing):
        found = [side(item.title, read) for item in items]
        if sum(one is not None for one in found) * 10 < 6 * len(items):
            continue
        for item, one in zip(items, found, strict=True):
            if one is not None:
                item.title, moment = one
                item.moment = item.moment or moment


def _leading(title: str, read: _Read) -> tuple[str, Moment] | None:
    words = title.split()
    for count in range(min(_MAX_DATE_WORDS, len(words) - 1), 0, -1):
        stated = " ".join(words[:count]).strip(_EDGE)
        if may_hold_date(stated) and (moment := read(stated)):
            rest = " ".join(words[count:]).strip(_EDGE)
            return (rest, moment) if rest else None
    return None


def _trailing(title: str, read: _Read) -> tuple[str, Moment] | None:
    words = title.split()
    for count in range(min(_MAX_DATE_WORDS, len(words) - 1), 0, -1):
        stated = re.sub(r"^\W+", "", " ".join(words[-count:])).strip(_EDGE)
        if may_hold_date(stated) and (moment := read(stated)):
            rest = " ".join(words[:-count]).strip(_EDGE)
            return (rest, moment) if rest else None
    return None
