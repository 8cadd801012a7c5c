"""The dates of headlines: inside their blocks, between them, or above several of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from monitor.parse.flow import Page
from monitor.parse.spans import Span
from monitor.records import Moment

_TIME_ALONE = re.compile(r"\d{1,2}[:.]\d{2}(:\d{2})?")
_GAP_SEGMENTS = 4  # a date further from its title than this belongs to something else
_CARRIED_SHARE = 0.2  # of headlines without a date of their own, for one above to be theirs

_Moments = list[Moment | None]


class Dating:
    """Reads the dates of one group."""

    def __init__(self, page: Page, spans: list[Span]) -> None:
        """Take the page and the places of the group's headlines."""
        self._segments = page.segments
        self._read = page.read
        self._spans = spans

    def moments(self) -> _Moments:
        """The date of each headline; None where the page states none."""
        inside = [self._within(range(span.start, span.end + 1)) for span in self._spans]
        hours = sum(moment is not None and _is_hour(moment) for moment in inside)
        if hours * 2 >= len(inside):
            return self._under_days(inside)
        if sum(moment is not None for moment in inside) * 2 >= len(inside):
            return inside
        between = self._between()
        return [one or two for one, two in zip(inside, between, strict=True)]

    def _within(self, places: Iterable[int]) -> Moment | None:
        """The date of a stretch; a day and a time that stand apart are put together."""
        found = [moment for at in places if (moment := self._segments[at].moment)]
        if not found:
            return None
        days = [moment for moment in found if not _is_hour(moment)]
        times = [moment for moment in found if _is_hour(moment)]
        if days and times and days[0].precision == "day":
            return self._joined(days[0], times[0])
        return (days or found)[0]

    def _joined(self, day: Moment, hour: Moment) -> Moment:
        return self._read(f"{day.text} {hour.text}") or day

    # -------------------------------------------------------------- days above several headlines
    def _under_days(self, hours: _Moments) -> _Moments:
        """Hours with the day that stands above them; as they are where none does."""
        found: _Moments = []
        day: Moment | None = None
        for gap, hour in zip(self._gaps_before(), hours, strict=True):
            day = next(self._days(reversed(gap)), day)
            if hour is None or (day is not None and _is_hour(hour)):
                hour = self._joined(day, hour) if day and hour else day  # noqa: PLW2901
            found.append(hour)
        return found

    def _days(self, places: Iterable[int]) -> Iterator[Moment]:
        for at in places:
            moment = self._segments[at].moment
            if moment is not None and moment.precision == "day":
                yield moment

    def _gaps_before(self) -> list[range]:
        """What stands before each block and in no other one."""
        ends = [max(self._spans[0].start - _GAP_SEGMENTS, 0) - 1]
        ends += [span.end for span in self._spans[:-1]]
        return [range(end + 1, span.start) for end, span in zip(ends, self._spans, strict=True)]

    # -------------------------------------------------------------- between
    def _between(self) -> _Moments:
        """Dates that stand outside the blocks: after each, or before each or before several."""
        before, *gaps = self._gaps_before()
        kinds = Counter(
            self._segments[at].path for gap in gaps for at in gap if self._segments[at].moment
        )
        if not kinds:
            return [None] * len(self._spans)
        kind = kinds.most_common(1)[0][0]
        last = self._spans[-1].end
        after = range(last + 1, min(last + _GAP_SEGMENTS, len(self._segments) - 1) + 1)
        if self._has(before, kind) and not self._has(after, kind):
            return _carried([self._within(reversed(gap)) for gap in (before, *gaps)])
        return [self._within(gap) for gap in (*gaps, after if self._has(after, kind) else ())]

    def _has(self, gap: Iterable[int], kind: tuple[str, ...]) -> bool:
        return any(self._segments[at].moment and self._segments[at].path == kind for at in gap)


def _is_hour(moment: Moment) -> bool:
    return _TIME_ALONE.fullmatch(moment.text) is not None


def _carried(moments: _Moments) -> _Moments:
    """A date that stands above several headlines is the date of each."""
    if moments.count(None) < _CARRIED_SHARE * len(moments):
        return moments
    carried: _Moments = []
    for moment in moments:
        carried.append(moment or carried[-1] if carried else moment)
    return carried
