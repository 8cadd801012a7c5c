"""What is like a new article: the windowed index of traces, and the stories of what it finds."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from math import log
from operator import itemgetter

from monitor.records import Near, NearItem, NearProbe, NewItem, StoryState, Tie, Trace
from monitor.store.codec import MOMENT_COLUMNS, Row, from_ms, moment_of, to_ms
from monitor.store.rows import StoryRow
from monitor.store.session import Session

WEEK_MS = 7 * 86_400_000
KEYS = 16  # of a kind, bands or terms, at most
WEEKS = 3  # looked into: the present one and the 14 days before it, at least; of terms two
HITS = 40  # items that share one key, the newest; a term of more tells nothing
NEAREST = 4  # items of one kind of key that are compared
LIKE_BANDS = 4  # shared bands from which a text is of the same wording, and found by it
LEAST_TERMS = 3  # shared terms of a report of the same event
LEAST_WEIGHT = 0.9  # of the shared terms, where one that nobody else has weighs 1
TEXT_CHARS = 6_000
TOLD_BEFORE = 0.4  # of its worth that a term keeps once an item was found by it
STORY_SOURCES = 200  # of one story, named in one answer

_MOMENT = ", ".join(f"i.{column}" for column in MOMENT_COLUMNS)
# One statement for all keys of a kind. Of bands the newest items of each key, newest first; of
# terms any, as one text: a term of so many items is left out, whichever they are.
_BANDS = " UNION ALL ".join(
    "SELECT item FROM (SELECT item FROM trace WHERE week = ?{week} AND key = ?{key} "
    f"ORDER BY item DESC LIMIT {HITS})".format(week=KEYS + week + 1, key=key + 1)
    for key in range(KEYS)
    for week in range(WEEKS)
)
_OF_TERM = (
    f"SELECT item FROM trace WHERE key = ?{{key}} AND week IN (?{KEYS + 1}, ?{KEYS + 2}) LIMIT"
)
_TERMS = " UNION ALL ".join(
    f"SELECT {{place}}, iif(({_OF_TERM} 1 OFFSET {HITS - 1}) IS NULL, "
    f"(SELECT group_concat(item) FROM ({_OF_TERM} {HITS})), NULL)".format(place=at, key=at + 1)
    for at in range(KEYS)
)
_NO_KEY = -1
_ITEMS = (
    "SELECT i.number, i.id, i.source, i.copy_group, coalesce(s.story, ''), r.title, "
    f"substr(iif(r.content <> '', r.content, r.summary), 1, {TEXT_CHARS}), i.first_seen_ms, "
    f"{_MOMENT} FROM item i JOIN revision r ON r.item = i.number AND r.seq = i.shown "
    "LEFT JOIN story_item s ON s.item = i.number "
    "WHERE i.state <> 'deleted' AND i.number IN ({})"
)
_TOLD = (
    "SELECT DISTINCT copy_group, channel FROM message "
    "WHERE type = 'item.new' AND copy_group IN ({})"
)
_STORIES = "SELECT id, title, first_ms FROM story WHERE id IN ({})"
_SPREAD = (
    "SELECT source, count(*), min(at_ms) AS first FROM story_item WHERE story = ? "
    f"GROUP BY source ORDER BY first, source LIMIT {STORY_SOURCES}"
)
_CARRIERS = "SELECT count(*) FROM item WHERE copy_group = ?1 AND copy_group <> id"
_LISTED = (
    "SELECT id, last_ms FROM story WHERE last_ms >= ?1 AND ?2 <= (SELECT count(DISTINCT source) "
    "FROM story_item WHERE story = story.id) ORDER BY last_ms DESC, id LIMIT ?3"
)
_OF_STORY = (
    "SELECT i.id FROM story_item s JOIN item i ON i.number = s.item WHERE s.story = ? "
    "ORDER BY s.at_ms, s.item LIMIT ?"
)
_ADD_TRACE = "INSERT OR IGNORE INTO trace (week, key, item) VALUES (?, ?, ?)"
_ADD_TIE = (
    "INSERT OR IGNORE INTO tie (item, other, kind, method, score, why, at_ms) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ADD_STORY = (
    "INSERT INTO story (id, title, first_ms, last_ms) VALUES (?1, ?2, ?3, ?3) "
    "ON CONFLICT (id) DO UPDATE SET last_ms = max(last_ms, excluded.last_ms)"
)
_ADD_TO_STORY = "INSERT OR IGNORE INTO story_item (item, story, source, at_ms) VALUES (?, ?, ?, ?)"


class Nearness(Session):
    """The second question that a poll asks, of the few items that somebody may hear of."""

    def near(self, probe: NearProbe, *, now: dt.datetime) -> Near:
        """The kept items that share wording or terms with each trace, and what hangs on them."""
        with self._reading("look for what is alike"):
            week = to_ms(now) // WEEK_MS
            shared = {name: self._sharing(trace, week) for name, trace in probe.traces.items()}
            numbers = {number for hits in shared.values() for number in hits}
            rows = {row[0]: row for row in self._in_chunks(_ITEMS, sorted(numbers))}
            items = {
                name: tuple(
                    _near_item(rows[number], bands, weight)
                    for number, (bands, weight) in hits.items()
                    if number in rows
                )
                for name, hits in shared.items()
            }
            found = [each for group in items.values() for each in group]
            groups = {each.group for each in found}
            return Near(
                items=items,
                stories=self._stories({each.story for each in found if each.story}),
                told=self._told_of(groups),
                carriers={group: self._count(group) for group in groups},
            )

    def stories(
        self, *, since: dt.datetime | None = None, sources: int = 1, limit: int = 50
    ) -> tuple[StoryRow, ...]:
        """Stories that grew since then and reached so many sources, the newest first."""
        with self._reading("list stories") as conn:
            asked = (to_ms(since) if since else 0, sources, limit)
            rows = conn.execute(_LISTED, asked).fetchall()
            states = self._stories({row[0] for row in rows})
            return tuple(
                StoryRow(
                    state=states[name],
                    last_seen=from_ms(last_ms),
                    ids=tuple(row[0] for row in conn.execute(_OF_STORY, (name, STORY_SOURCES))),
                )
                for name, last_ms in rows
            )

    def _sharing(self, trace: Trace, week: int) -> dict[int, tuple[int, float]]:
        """Item numbers with the bands and the weight of terms that they share, nearest first."""
        bands = Counter(self._with_bands(trace.bands, week))
        shared: dict[int, list[int]] = {}  # item: its places among the trace's terms
        worth: dict[int, float] = {}
        for place, sharing in self._with_terms(trace.terms, week):
            worth[place] = _worth(len(sharing))
            for number in sharing:
                shared.setdefault(number, []).append(place)
        weights = {n: sum(map(worth.__getitem__, places)) for n, places in shared.items()}
        told = {
            n: places
            for n, places in shared.items()
            if len(places) >= LEAST_TERMS and weights[n] > LEAST_WEIGHT and bands[n] < LIKE_BANDS
        }
        nearest = [*(number for number, _ in bands.most_common(NEAREST)), *_varied(told, worth)]
        return {n: (bands[n], weights.get(n, 0.0)) for n in dict.fromkeys(nearest)}

    def _with_bands(self, keys: Sequence[int], week: int) -> Iterator[int]:
        """The items that have each band, as often as they have one."""
        if keys:
            asked = (*keys, *repeat(_NO_KEY, KEYS - len(keys)), week, week - 1, week - 2)
            yield from map(itemgetter(0), self._conn.execute(_BANDS, asked).fetchall())

    def _with_terms(self, keys: Sequence[int], week: int) -> Iterator[tuple[int, list[int]]]:
        """The items that have each term, by its place; a term that says nothing is left out."""
        if keys:
            asked = (*keys, *repeat(_NO_KEY, KEYS - len(keys)), week, week - 1)
            for place, numbers in self._conn.execute(_TERMS, asked).fetchall():
                if numbers is not None:
                    yield place, [int(each) for each in numbers.split(",")]

    def _stories(self, ids: set[str]) -> dict[str, StoryState]:
        stories = {}
        for name, title, first_ms in self._in_chunks(_STORIES, sorted(ids)):
            spread = self._conn.execute(_SPREAD, (name,)).fetchall()
            stories[name] = StoryState(
                id=name,
                title=title,
                first_seen=from_ms(first_ms),
                sources=tuple(row[0] for row in spread),
                items=sum(row[1] for row in spread),
            )
        return stories

    def _told_of(self, groups: set[str]) -> Mapping[str, tuple[str, ...]]:
        told: dict[str, list[str]] = {}
        for group, channel in self._in_chunks(_TOLD, sorted(groups)):
            told.setdefault(group, []).append(channel)
        return {group: tuple(channels) for group, channels in told.items()}

    def _count(self, group: str) -> int:
        """The items of a copy group, its first one included."""
        return 1 + int(self._conn.execute(_CARRIERS, (group,)).fetchone()[0])


def _worth(sharing: int) -> float:
    """What a term that so many items share says of each: 1 of one alone, 0 at the limit."""
    return 1 - log(sharing) / log(HITS)


def _varied(told: Mapping[int, Sequence[int]], worth: dict[int, float]) -> Iterator[int]:
    """The items that share most, each for other terms than those before it, if it can be.

    Forms that are filled in every day share all words of the form; behind them the one report that
    shares the names and figures would never be reached.
    """
    left = dict(told)
    for _ in range(min(NEAREST, len(left))):
        best = max(left, key=lambda number: (sum(worth[each] for each in left[number]), number))
        for place in left.pop(best):
            worth[place] *= TOLD_BEFORE
        yield best


def _near_item(row: Row, bands: int, weight: float) -> NearItem:
    return NearItem(
        item_id=row[1],
        source=row[2],
        group=row[3],
        story=row[4],
        title=row[5],
        text=row[6],
        first_seen=from_ms(row[7]),
        published=moment_of(row[8:12]),
        bands=bands,
        weight=weight,
    )


def keep_kin(conn: sqlite3.Connection, numbered: Sequence[tuple[int, NewItem]]) -> None:
    """Write the traces, ties and stories of new items, which have their numbers already."""
    dated = [(number, each, to_ms(each.item.first_seen)) for number, each in numbered]
    conn.executemany(
        _ADD_TRACE,
        [
            (at_ms // WEEK_MS, key, number)
            for number, each, at_ms in dated
            for key in sorted(_kept_keys(each))
        ],
    )
    conn.executemany(
        _ADD_TIE,
        [(n, *_tie_values(tie), at_ms) for n, each, at_ms in dated for tie in each.ties],
    )
    told = [(number, each, at_ms) for number, each, at_ms in dated if each.story]
    conn.executemany(_ADD_STORY, [(each.story, each.item.title, at_ms) for _, each, at_ms in told])
    conn.executemany(
        _ADD_TO_STORY, [(n, each.story, each.item.source, at_ms) for n, each, at_ms in told]
    )


def _kept_keys(new: NewItem) -> tuple[int, ...]:
    """By what an item can be found; copies leave the terms to the first of their group.

    What a term is worth depends on how many tell it, and forty carriers of one text tell it once.
    """
    trace = new.trace or Trace()
    is_copy = new.item.group != new.item.id
    return trace.bands if is_copy else (*trace.bands, *trace.terms)


def _tie_values(tie: Tie) -> tuple[str, str, str, float, str]:
    return tie.other, tie.kind, tie.method, tie.score, tie.why
