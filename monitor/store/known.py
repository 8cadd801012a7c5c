"""What is known of the items of one document: all keys asked in bulk."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from monitor.records import AliasKey, ContentKeys, CopyHit, ItemState, Known, KnownItem, Probe
from monitor.store.codec import (
    MOMENT_COLUMNS,
    Row,
    alias_keys,
    from_ms,
    key_of,
    moment_of,
    to_ms,
)
from monitor.store.session import Session

COPIES = 50  # of one text, the oldest in the window; more would decide nothing

_ALIASES = (
    "SELECT scope, kind, value, item FROM alias INDEXED BY alias_key "
    "WHERE scope_key = ? AND value_key IN ({})"
)
_MOMENT = ", ".join(f"i.{column}" for column in MOMENT_COLUMNS)
_ITEMS = (
    "SELECT i.number, i.id, i.source, i.state, i.url, i.first_seen_ms, i.last_seen_ms, "
    "i.revision, i.unstable, i.copy_group, i.baseline, r.title_key, r.text_key, r.copy_key, "
    f"r.fold_version, r.title, r.summary, {_MOMENT} FROM item i "
    "JOIN revision r ON r.item = i.number AND r.seq = i.revision WHERE i.number IN ({})"
)
_PAST = "SELECT item, title_key, text_key FROM revision WHERE item IN ({}) ORDER BY item, seq"
_REVISED = (
    "SELECT item_id, max(created_ms) FROM message WHERE type = 'item.revised' "
    "AND item_id IN ({}) GROUP BY item_id"
)
_COPY = (
    f"SELECT i.id, i.source, i.copy_group, i.first_seen_ms, {_MOMENT} FROM item i "
    "WHERE i.copy_key = ? AND i.copy_key <> '' AND i.first_seen_ms >= ? "
    "ORDER BY i.first_seen_ms, i.number LIMIT ?"
)
_LISTED = "SELECT id FROM item WHERE source = ? AND state = 'listed'"
_TOLD = (
    "SELECT DISTINCT copy_group, channel FROM message "
    "WHERE type = 'item.new' AND copy_group IN ({})"
)


class Lookup(Session):
    """The one question that a poll asks."""

    def known(self, probe: Probe) -> Known:
        """Everything the store knows of the keys of one document.

        In a batch it sees what the plans before it in the batch have written.
        """
        with self._reading("look up known items") as conn:
            hits = self._aliases(probe.aliases)
            items = self._items(set(hits.values()))
            copies = _copies(conn, probe)
            groups = {each.group or each.id for each in items.values()}
            groups |= {hit.group for found in copies.values() for hit in found}
            return Known(
                aliases={alias: items[number].id for alias, number in hits.items()},
                items={each.id: each for each in items.values()},
                copies=copies,
                listed=tuple(row[0] for row in conn.execute(_LISTED, (probe.source,))),
                told=self._told(groups),
            )

    def _aliases(self, aliases: Iterable[AliasKey]) -> dict[AliasKey, int]:
        """Item numbers; a hash that leads to another value than the one asked for is no hit."""
        scopes: dict[str, list[int]] = {}
        asked = set(aliases)
        for alias in asked:
            scopes.setdefault(alias.scope, []).append(alias_keys(alias)[1])
        found: dict[AliasKey, int] = {}
        for scope, keys in scopes.items():
            for name, kind, value, item in self._in_chunks(_ALIASES, keys, key_of(scope)):
                alias = AliasKey(name, kind, value)
                if alias in asked:
                    found[alias] = item
        return found

    def _items(self, numbers: set[int]) -> dict[int, KnownItem]:
        rows = {row[0]: row for row in self._in_chunks(_ITEMS, sorted(numbers))}
        revised = [number for number, row in rows.items() if row[7] > 1]
        past: dict[int, list[tuple[str, str]]] = {}
        for item, title_key, text_key in self._in_chunks(_PAST, revised):
            pairs = past.setdefault(item, [])
            if (title_key, text_key) not in pairs[-1:]:
                pairs.append((title_key, text_key))
        told_ms: dict[str, int] = dict(
            self._in_chunks(_REVISED, [rows[number][1] for number in revised])
        )
        return {
            number: _known_item(row, past=past.get(number), told_ms=told_ms.get(row[1]))
            for number, row in rows.items()
        }

    def _told(self, groups: set[str]) -> Mapping[str, tuple[str, ...]]:
        told: dict[str, list[str]] = {}
        for group, channel in self._in_chunks(_TOLD, sorted(groups)):
            channels = told.setdefault(group, [])
            if channel not in channels:  # the filled-up end of a chunk asks for one group twice
                channels.append(channel)
        return {group: tuple(channels) for group, channels in told.items()}


def _known_item(
    row: Sequence[Any], *, past: list[tuple[str, str]] | None, told_ms: int | None
) -> KnownItem:
    keys = ContentKeys(title_key=row[11], text_key=row[12], copy_key=row[13], fold_version=row[14])
    return KnownItem(
        id=row[1],
        source=row[2],
        state=cast("ItemState", row[3]),
        title=row[15],
        summary=row[16],
        url=row[4],
        first_seen=from_ms(row[5]),
        last_seen=from_ms(row[6]),
        published=moment_of(row[17:21]),
        keys=keys,
        revision=row[7],
        past=tuple(past) if past else ((row[11], row[12]),),
        unstable=bool(row[8]),
        group=row[9],
        baseline=bool(row[10]),
        revised_told_at=None if told_ms is None else from_ms(told_ms),
    )


def _copies(conn: sqlite3.Connection, probe: Probe) -> dict[str, tuple[CopyHit, ...]]:
    since = to_ms(probe.copies_since)
    copies: dict[str, tuple[CopyHit, ...]] = {}
    for key in {key for key in probe.copy_keys if key}:
        rows = conn.execute(_COPY, (key, since, COPIES)).fetchall()
        if rows:
            copies[key] = tuple(map(_copy_hit, rows))
    return copies


def _copy_hit(row: Row) -> CopyHit:
    return CopyHit(
        item_id=row[0],
        source=row[1],
        group=row[2],
        first_seen=from_ms(row[3]),
        published=moment_of(row[4:8]),
    )
