"""Repeated structure of a page: elements of one kind that each hold one headline.

Members of a group stand under the same tags and classes. The block of a member is the largest
element that holds no other member; its date lies inside the block, or between it and the next.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from monitor.parse.block_reader import read_group
from monitor.parse.flow import Page, Segment
from monitor.parse.group_model import MIN_ITEMS, Group, Item
from monitor.parse.headings import is_latest, is_popular
from monitor.parse.lines import Lines, find_runs
from monitor.parse.spans import may_be_title, sections_of


def find_groups(page: Page) -> Iterator[Group]:
    """Every group of at least three headlines, large to small kinds of sameness."""
    seen: set[tuple[int, ...]] = set()
    for way, key in _WAYS.items():
        for is_linked in (True, False):
            for places in _same(page.segments, key, is_linked=is_linked):
                if tuple(places) not in seen:
                    seen.add(tuple(places))
                    yield from _groups_of(page, places, way, is_linked=is_linked)
    yield from _runs(page)


def _groups_of(page: Page, places: list[int], way: str, *, is_linked: bool) -> Iterator[Group]:
    """The group of some places, or one for each heading that stands between them."""
    whole = read_group(page, places)
    if whole is None:
        return
    parts = [
        (heading, part)
        for heading, members in sections_of(page.segments, places)
        if (part := read_group(page, members)) is not None
    ]
    if len(parts) < 2:
        yield _named(whole, way, is_linked=is_linked)
        return
    for heading, part in parts:
        named = _named(part, way, is_linked=is_linked)
        named.wrapper += f"{_UNDER}{heading}"
        yield named
    if not any(is_latest(heading) or is_popular(heading) for heading, _ in parts):
        whole.heading = None
        yield _named(whole, way, is_linked=is_linked)


def group_at(page: Page, wrapper: str) -> Group | None:
    """The group that stands where a wrapper says, or None if none does."""
    place, _, under = wrapper.partition(_UNDER)
    way, held, path = _parts(place)
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
        and may_be_title(segment)
    ]
    if under:
        places = [
            at for name, part in sections_of(page.segments, places) if name == under for at in part
        ]
    group = read_group(page, places) if len(places) >= MIN_ITEMS else None
    if group is not None:
        _named(group, way, is_linked=is_linked).wrapper = wrapper
    return group


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
            is_elsewhere=first.is_elsewhere, is_menu=first.is_menu, heading=run.heading,
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
_UNDER = " under "
_HELD = {True: "link", False: "text"}


def _same(
    segments: list[Segment], key: Callable[[tuple[str, ...]], Hashable], *, is_linked: bool
) -> Iterable[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, segment in enumerate(segments):
        if (segment.href is not None) is is_linked and may_be_title(segment):
            groups[key(segment.path)].append(at)
    return [places for places in groups.values() if len(places) >= MIN_ITEMS]
