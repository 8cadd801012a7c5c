"""Repeated structure of a page: elements of one kind that each hold one headline.

Members of a group stand under the same tags and classes. The block of a member is the largest
element that holds no other member; its date lies inside the block, or between it and the next.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from monitor.parse import limits
from monitor.parse.flow import Node, Page, Segment, ancestors
from monitor.parse.headings import is_latest, is_never_a_title, without_heading
from monitor.parse.lines import Lines, find_runs
from monitor.records import Moment

MIN_ITEMS = 3
_MIN_TITLE_CHARS = 8
_MAX_TITLE_CHARS = 400
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MIN_SUMMARY_CHARS = 60
_TIME_ALONE = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_NAMED = 6  # classes further up tell of the whole page
_GAP_SEGMENTS = 4  # a date further from its title than this belongs to something else


@dataclass(slots=True)
class Item:
    """One headline with what stands with it."""

    title: str
    href: str | None
    moment: Moment | None
    at: int  # place of its title among the page's segments
    summary: str | None = None
    heading: int = 0


@dataclass(slots=True)
class Group:
    """Items of one kind, in the order of the page."""

    items: list[Item]
    path: tuple[str, ...]
    start: int  # the first and the last segment that belong to it
    end: int
    is_away: bool
    is_loose: bool = False  # its members are alike in their tags only, not in their classes
    wrapper: str = ""  # how to find it again: its way, what holds the titles, and their path
    names: str = ""  # classes and ids around it, in small letters
    heading: str | None = None  # the text above it, if that announces news


def find_groups(page: Page) -> Iterator[Group]:
    """Every group of at least three headlines, large to small kinds of sameness."""
    seen: set[tuple[int, ...]] = set()
    for way, key in _WAYS.items():
        for is_linked in (True, False):
            for places in _same(page.segments, key, is_linked=is_linked):
                if tuple(places) not in seen:
                    seen.add(tuple(places))
                    group = _Reader(page, places).group()
                    if group is not None:
                        yield _named(group, way, is_linked=is_linked)
    yield from _runs(page)


def group_at(page: Page, wrapper: str) -> Group | None:
    """The group that stands where a wrapper says, or None if none does."""
    way, held, path = _parts(wrapper)
    if way == _TURNS:
        runs = [run for run in _runs(page) if run.path == path]
        return max(runs, key=lambda run: len(run.items), default=None)
    if way not in _WAYS:
        return None
    key, is_linked = _WAYS[way], held == _HELD[True]
    places = [
        at
        for at, segment in enumerate(page.segments)
        if (segment.href is not None) is is_linked
        and key(segment.path) == key(path)
        and _may_be_title(segment)
    ]
    group = _Reader(page, places).group() if len(places) >= MIN_ITEMS else None
    return group and _named(group, way, is_linked=is_linked)


def _named(group: Group, way: str, *, is_linked: bool) -> Group:
    group.is_loose = way != "exact"
    group.wrapper = _wrapper(way, group.path, is_linked=is_linked)
    return group


def _wrapper(way: str, path: tuple[str, ...], *, is_linked: bool) -> str:
    """``exact link div.news > ul > li > a``: elements with the class that tells most of each."""
    return f"{way} {_HELD[is_linked]} {' > '.join(name.rstrip('.') for name in path)}"


def _parts(wrapper: str) -> tuple[str, str, tuple[str, ...]]:
    way, _, rest = wrapper.partition(" ")
    held, _, path = rest.partition(" ")
    names = path.split(" > ") if path else []
    return way, held, tuple(name if "." in name else f"{name}." for name in names)


def _runs(page: Page) -> Iterator[Group]:
    """Titles and dates that take turns, whatever their markup: every line may be a paragraph."""
    lines = Lines(
        texts=[segment.text for segment in page.segments],
        dates=[segment.moment for segment in page.segments],
        kinds=[segment.path for segment in page.segments],
        places=list(range(len(page.segments))),
    )
    for run in find_runs(lines):
        items = [
            Item(
                title=draft.title or "", href=page.segments[at].href, moment=draft.published, at=at
            )
            for draft, at in zip(run.items, run.titles, strict=False)
        ]
        first = page.segments[items[0].at]
        yield Group(
            items=items, path=first.path, start=run.start, end=run.end - 1,
            is_away=first.is_away, heading=run.heading,
            wrapper=_wrapper(_TURNS, first.path, is_linked=first.href is not None),
        )  # fmt: skip


def _exact(path: tuple[str, ...]) -> Hashable:
    return path


def _tags(path: tuple[str, ...]) -> Hashable:
    return tuple(name.partition(".")[0] for name in path), path[-1:]


def _tail(path: tuple[str, ...]) -> Hashable:
    return path[-3:]


_WAYS: dict[str, Callable[[tuple[str, ...]], Hashable]] = {
    "exact": _exact,
    "alike": _tags,
    "tail": _tail,
}
_TURNS = "turns"
_HELD = {True: "link", False: "text"}


def _same(
    segments: list[Segment], key: Callable[[tuple[str, ...]], Hashable], *, is_linked: bool
) -> Iterable[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, segment in enumerate(segments):
        if (segment.href is not None) is is_linked and _may_be_title(segment):
            groups[key(segment.path)].append(at)
    return [places for places in groups.values() if len(places) >= MIN_ITEMS]


def _may_be_title(segment: Segment) -> bool:
    text = segment.text
    if segment.moment is not None or is_never_a_title(text) or is_latest(text):
        return False
    if _IDEOGRAPHS.search(text):
        return len(text) >= _MIN_TITLE_CHARS
    return _MIN_TITLE_CHARS <= len(text) <= _MAX_TITLE_CHARS and " " in text


class _Reader:
    """Reads one set of places as a group."""

    def __init__(self, page: Page, places: list[int]) -> None:
        self._page = page
        self._segments = page.segments
        members = _members(page.segments, places)[: limits.MAX_LISTED]
        self._spans = [_Span(member, *edge) for member, edge in _edges(page.segments, members)]

    def group(self) -> Group | None:
        if len(self._spans) < MIN_ITEMS:
            return None
        moments = self._moments()
        first = self._segments[self._spans[0].member[0]]
        dated = sum(moment is not None for moment in moments)
        if first.href is None and dated < 0.8 * len(moments):
            return None  # text alone is a list only if nearly every line of it is dated
        items = [self._item(*pair) for pair in zip(self._spans, moments, strict=True)]
        away = sum(self._segments[item.at].is_away for item in items)
        group = Group(
            items=items,
            path=first.path,
            start=self._spans[0].start,
            end=self._spans[-1].end,
            is_away=away * 2 > len(items),
        )
        self._name(group)
        group.names = " ".join(
            f"{node.get('class') or ''} {node.get('id') or ''}".lower()
            for node in list(_lineage(first.node))[:_NAMED]
        )
        return group

    def _item(self, span: "_Span", moment: Moment | None) -> Item:
        title = self._segments[span.member[0]]
        words = [self._segments[at].text for at in span.member]
        others = [
            segment.text
            for at, segment in enumerate(self._segments[span.start : span.end + 1], span.start)
            if at not in span.member and segment.moment is None and segment.link is not title.link
        ]
        summary = max(others, key=len, default="")
        return Item(
            title=" ".join(words),
            href=title.href,
            moment=moment,
            at=span.member[0],
            summary=summary if len(summary) >= _MIN_SUMMARY_CHARS else None,
            heading=title.heading,
        )

    def _name(self, group: Group) -> None:
        """Take the heading off the first title, or find it above."""
        first = group.items[0]
        if rest := without_heading(first.title):
            group.heading, first.title = first.title[: -len(rest)].strip(), rest
            return
        for at in range(group.start - 1, max(group.start - 4, -1), -1):
            if is_latest(self._segments[at].text):
                group.heading = self._segments[at].text
                return

    def _moments(self) -> list[Moment | None]:
        inside = [self._within(range(span.start, span.end + 1)) for span in self._spans]
        if sum(moment is not None for moment in inside) * 2 >= len(inside):
            return inside
        between = self._between()
        return [one or two for one, two in zip(inside, between, strict=True)]

    def _within(self, places: Iterable[int]) -> Moment | None:
        """The date of a stretch; a day and a time that stand apart are put together."""
        found = [moment for at in places if (moment := self._segments[at].moment)]
        if not found:
            return None
        days = [moment for moment in found if not _TIME_ALONE.fullmatch(moment.text)]
        times = [moment for moment in found if _TIME_ALONE.fullmatch(moment.text)]
        if days and times and days[0].precision == "day":
            return self._page.read(f"{days[0].text} {times[0].text}") or days[0]
        return (days or found)[0]

    def _between(self) -> list[Moment | None]:
        """Dates that stand outside the blocks: after each, or before each."""
        ends = [span.end for span in self._spans]
        starts = [span.start for span in self._spans]
        gaps = [range(end + 1, start) for end, start in zip(ends, starts[1:], strict=False)]
        kinds = Counter(
            self._segments[at].path for gap in gaps for at in gap if self._segments[at].moment
        )
        if not kinds:
            return [None] * len(ends)
        kind = kinds.most_common(1)[0][0]
        last = min(ends[-1] + _GAP_SEGMENTS, len(self._segments) - 1)
        before = range(max(starts[0] - _GAP_SEGMENTS, 0), starts[0])
        after = range(ends[-1] + 1, last + 1)
        if self._has(before, kind) and not self._has(after, kind):
            return [self._within(reversed(gap)) for gap in (before, *gaps)]
        return [self._within(gap) for gap in (*gaps, after if self._has(after, kind) else ())]

    def _has(self, gap: Iterable[int], kind: tuple[str, ...]) -> bool:
        return any(self._segments[at].moment and self._segments[at].path == kind for at in gap)


@dataclass(slots=True)
class _Span:
    """Where one member lies among the segments: its own, and the first and last of its block."""

    member: list[int]
    start: int
    end: int


def _members(segments: list[Segment], places: list[int]) -> list[list[int]]:
    """Places joined where one link or one element holds several (a title broken by ``<br>``)."""
    members: list[list[int]] = []
    for at in places:
        one, last = segments[at], segments[members[-1][-1]] if members else None
        same_link = last is not None and one.link is not None and one.link is last.link
        is_next = last is not None and one.node is last.node and members[-1][-1] == at - 1
        if same_link or is_next:
            members[-1].append(at)
        else:
            members.append([at])
    return members


def _edges(
    segments: list[Segment], members: list[list[int]]
) -> Iterator[tuple[list[int], tuple[int, int]]]:
    """Each member with the first and the last place of its block."""
    counts: Counter[Node] = Counter()
    for member in members:
        counts.update(_lineage(segments[member[0]].node))
    bounds = [-1, *(member[-1] for member in members)]
    for number, member in enumerate(members):
        block: Node | None = None  # stays None where one element holds several members
        for at in _lineage(segments[member[0]].node):
            if counts[at] > 1:
                break
            block = at
        low = bounds[number] + 1
        high = members[number + 1][0] - 1 if number + 1 < len(members) else len(segments) - 1
        start, end = member[0], member[-1]
        while start > low and _is_inside(segments[start - 1].node, block):
            start -= 1
        while end < high and _is_inside(segments[end + 1].node, block):
            end += 1
        yield member, (start, end)


def _lineage(node: Node) -> Iterator[Node]:
    yield node
    yield from ancestors(node)


def _is_inside(node: Node, block: Node | None) -> bool:
    return block is not None and any(at is block for at in _lineage(node))
