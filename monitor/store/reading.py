"""The listings: items, search, sources, polls and what belongs into a digest."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from monitor.records import EditRow, ItemRow, LayoutRow, Match, PollRecord
from monitor.store.codec import MATCH_COLUMNS, STATE_COLUMNS, from_ms, match_of, state_of, to_ms
from monitor.store.items import (
    ITEM_COLUMNS,
    ITEM_COLUMNS_SHORT,
    ITEM_JOIN,
    REVISION_COLUMNS,
    item_of,
    revision_of,
)
from monitor.store.layouts import layouts_of
from monitor.store.rows import ItemFilter, SourceRow
from monitor.store.search import expression
from monitor.store.session import Session

_MATCHES = f"SELECT item, {', '.join(MATCH_COLUMNS)} FROM match WHERE item IN ({{}}) ORDER BY topic"
_SOURCE = (
    f"SELECT s.name, {', '.join(f's.{c}' for c in STATE_COLUMNS)}, s.url, s.configured_kind, "
    "s.shard, s.enrolled FROM source s"
)
_ITEM_COUNTS = "SELECT source, count(*) FROM item GROUP BY source"
_RELEVANT_COUNTS = (
    "SELECT i.source, count(DISTINCT m.item) FROM match m JOIN item i ON i.number = m.item "
    "WHERE m.relevant = 1 GROUP BY i.source"
)
_COUNTS_OF_ONE = (
    "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM match m WHERE m.item = i.number "
    "AND m.relevant = 1)), 0) FROM item i WHERE i.source = ?"
)
# New in the window: its first words were kept in it, or a topic wants it since then.
_WINDOW = (
    "SELECT item FROM revision WHERE seq = 1 AND kept_ms >= ?1 AND kept_ms < ?2 UNION "
    "SELECT item FROM match WHERE relevant = 1 AND since_ms >= ?1 AND since_ms < ?2"
)
_EDITS = (
    f"SELECT {ITEM_COLUMNS_SHORT}, {REVISION_COLUMNS.replace('r.', 'a.')}, "
    f"{REVISION_COLUMNS.replace('r.', 'b.')} FROM {ITEM_JOIN} "
    "JOIN revision a ON a.item = i.number "
    "JOIN revision b ON b.item = a.item AND b.seq = a.seq - 1 "
    "WHERE a.kept_ms >= ? AND a.kept_ms < ? AND a.seq > 1 AND i.state <> 'deleted' "
    "ORDER BY a.number"
)


_STORIES = "SELECT item, story FROM story_item WHERE item IN ({})"


class Reading(Session):
    """Questions of people and programs; none of them writes."""

    def items(self, wanted: ItemFilter | None = None) -> tuple[ItemRow, ...]:
        """Items that fit, the last first seen first."""
        wanted = wanted or ItemFilter()
        where, values = _conditions(wanted)
        sql = (
            f"SELECT {ITEM_COLUMNS} FROM {ITEM_JOIN} {where} "
            "ORDER BY i.first_seen_ms DESC, i.number DESC LIMIT ?"
        )
        with self._reading("list items") as conn:
            return self._with_matches(conn.execute(sql, (*values, wanted.limit)).fetchall())

    def search(self, text: str, wanted: ItemFilter | None = None) -> tuple[ItemRow, ...]:
        """Items of which some wording, former ones included, holds all words of `text`.

        The last word, and any that ends in ``*``, is the start of a word. Nothing else in `text`
        is syntax. Without a word in it there is nothing to find.
        """
        query = expression(text)
        if query is None:
            return ()
        wanted = wanted or ItemFilter()
        where, values = _conditions(wanted)
        sql = (
            f"SELECT {ITEM_COLUMNS} FROM {ITEM_JOIN} {where} AND i.number IN (SELECT w.item "
            "FROM item_search s JOIN revision w ON w.number = s.rowid WHERE item_search MATCH ?) "
            "ORDER BY i.first_seen_ms DESC, i.number DESC LIMIT ?"
        )
        with self._reading("search") as conn:
            rows = conn.execute(sql, (*values, query, wanted.limit)).fetchall()
            return self._with_matches(rows)

    def digest_items(self, since: dt.datetime, until: dt.datetime) -> tuple[ItemRow, ...]:
        """What was kept, or became relevant, from `since` until before `until`; oldest first.

        Windows that touch leave out nothing and repeat nothing but what became relevant later.
        The items come without their text.
        """
        sql = (
            f"SELECT {ITEM_COLUMNS_SHORT} FROM {ITEM_JOIN} WHERE i.number IN ({_WINDOW}) "
            "AND i.state <> 'deleted' ORDER BY i.first_seen_ms, i.number"
        )
        with self._reading("collect a digest") as conn:
            rows = conn.execute(sql, (to_ms(since), to_ms(until))).fetchall()
            stories: dict[int, str] = dict(self._in_chunks(_STORIES, [row[0] for row in rows]))
            found = self._with_matches(rows)
            return tuple(
                replace(each, story=stories.get(row[0], ""))
                for each, row in zip(found, rows, strict=True)
            )

    def digest_edits(self, since: dt.datetime, until: dt.datetime) -> tuple[EditRow, ...]:
        """Changes of words kept from `since` until before `until`, oldest first."""
        with self._reading("collect a digest") as conn:
            rows = conn.execute(_EDITS, (to_ms(since), to_ms(until))).fetchall()
        return tuple(
            EditRow(
                item=item_of(row),
                before=revision_of(row[1], row[32:43]),
                after=revision_of(row[1], row[21:32]),
            )
            for row in rows
        )

    def sources(self, *, enrolled: bool | None = None) -> tuple[SourceRow, ...]:
        """Sources by name; None: those that are no longer configured too."""
        with self._reading("list sources") as conn:
            items = dict(conn.execute(_ITEM_COUNTS))
            relevant = dict(conn.execute(_RELEVANT_COUNTS))
            rows = [
                _source_row(row, items=items.get(row[0], 0), relevant=relevant.get(row[0], 0))
                for row in conn.execute(f"{_SOURCE} ORDER BY s.name")
            ]
        return tuple(row for row in rows if enrolled is None or row.enrolled == enrolled)

    def _source(self, name: str) -> SourceRow:
        """The source of an item, so it is there."""
        row = self._conn.execute(f"{_SOURCE} WHERE s.name = ?", (name,)).fetchone()
        items, relevant = self._conn.execute(_COUNTS_OF_ONE, (name,)).fetchone()
        return _source_row(row, items=items, relevant=relevant)

    def polls(self, source: str | None = None, *, limit: int = 20) -> tuple[PollRecord, ...]:
        """The last polls of a source, or of all, newest first."""
        sql = (
            "SELECT source, at_ms, outcome, detail, entries, new, revised, elapsed_ms, body_bytes "
            "FROM poll {} ORDER BY at_ms DESC, rowid DESC LIMIT ?"
        )
        with self._reading("list polls") as conn:
            if source is None:
                rows = conn.execute(sql.format(""), (limit,)).fetchall()
            else:
                rows = conn.execute(sql.format("WHERE source = ?"), (source, limit)).fetchall()
        return tuple(map(_poll, rows))

    def layouts(self, source: str, *, limit: int = 20) -> tuple[LayoutRow, ...]:
        """Where the list of a source was found, the newest place first."""
        with self._reading("list layouts") as conn:
            return layouts_of(conn, source, limit)

    def _with_matches(self, rows: Sequence[tuple[Any, ...]]) -> tuple[ItemRow, ...]:
        matches = self._matches([row[0] for row in rows])
        return tuple(
            ItemRow(item=item_of(row), matches=tuple(matches.get(row[0], ()))) for row in rows
        )

    def _matches(self, numbers: Iterable[int]) -> dict[int, list[Match]]:
        found: dict[int, list[Match]] = {}
        for row in self._in_chunks(_MATCHES, list(numbers)):
            found.setdefault(row[0], []).append(match_of(row[1:]))
        return found


def _conditions(wanted: ItemFilter) -> tuple[str, list[Any]]:
    """The WHERE clause of a filter and its values."""
    fixed = [
        ("i.first_seen_ms >= ?", None if wanted.since is None else to_ms(wanted.since)),
        ("i.first_seen_ms < ?", None if wanted.until is None else to_ms(wanted.until)),
        ("i.source = ?", wanted.source),
    ]
    parts = [(sql, [value]) for sql, value in fixed if value is not None]
    if not wanted.deleted:
        parts.append(("i.state <> 'deleted'", []))
    judged = wanted.topic is not None or wanted.relevant is not None or bool(wanted.places)
    if judged:
        parts.append(_judged(wanted))
    if not parts:
        parts = [("1", [])]
    where = "WHERE " + " AND ".join(sql for sql, _ in parts)
    return where, [value for _, values in parts for value in values]


def _judged(wanted: ItemFilter) -> tuple[str, list[Any]]:
    """What some match of the item, or for `relevant` False none, must be."""
    parts, values = ["m.item = i.number"], []
    if wanted.topic is not None:
        parts.append("m.topic = ?")
        values.append(wanted.topic)
    if wanted.relevant == "borderline":
        parts.append("m.borderline = 1 AND m.relevant = 0")
    elif wanted.relevant is not None or wanted.places:
        parts.append("m.relevant = 1")
    if wanted.places:
        marks = ", ".join("?" * len(wanted.places))
        parts.append(f"EXISTS (SELECT 1 FROM json_each(m.places) WHERE value IN ({marks}))")
        values += wanted.places
    negation = "NOT " if wanted.relevant is False else ""
    return f"{negation}EXISTS (SELECT 1 FROM match m WHERE {' AND '.join(parts)})", values


def _source_row(row: tuple[Any, ...], *, items: int, relevant: int) -> SourceRow:
    url, kind, shard, enrolled = row[1 + len(STATE_COLUMNS) :]
    return SourceRow(
        state=state_of(row[0], row[1 : 1 + len(STATE_COLUMNS)]),
        url=url,
        configured_kind=kind,
        shard=shard,
        enrolled=bool(enrolled),
        items=items,
        relevant=relevant,
    )


def _poll(row: tuple[Any, ...]) -> PollRecord:
    source, at_ms, outcome, detail, entries, new, revised, elapsed_ms, body_bytes = row
    return PollRecord(
        source=source,
        at=from_ms(at_ms),
        outcome=outcome,
        detail=detail,
        entries=entries,
        new=new,
        revised=revised,
        elapsed_ms=elapsed_ms,
        body_bytes=body_bytes,
    )
