"""What is known of the items of one document: all keys asked in bulk."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from monitor.records import AliasKey, ContentKeys, CopyHit, ItemState, Known, KnownItem, Probe
from monitor.store.codec import (
    MOMENT_COLUMNS,
    Row,
    from_ms,
    key_of,
    moment_of,
    scope_key,
    to_ms,
)
from monitor.store.holding import HELD, held_of
from monitor.store.session import Session
from monitor.store.sightings import BACKS

COPIES = 50  # of one text, the oldest in the window; more would decide nothing
PAST = 500  # newest states of an item's words that "seen before" looks at: days of a live blog

_ALIASES = (
    "SELECT scope, kind, value, item FROM alias INDEXED BY alias_key "
    "WHERE scope_key = ? AND value_key IN ({})"
)
_MOMENT = ", ".join(f"i.{column}" for column in MOMENT_COLUMNS)
_ITEMS = (
    "SELECT i.number, i.id, i.source, i.state, i.url, i.first_seen_ms, i.last_seen_ms, "
    "i.revision, i.unstable, i.copy_group, i.baseline, r.title_key, r.text_key, r.copy_key, "
    f"r.fold_version, r.title, r.summary, {_MOMENT}, i.page_revision FROM item i "
    "JOIN revision r ON r.item = i.number "
    "AND r.seq = iif(i.source_revision > 0, i.source_revision, i.revision) "
    "WHERE i.number IN ({})"
)
_PAST = (
    "SELECT r.item, r.title_key, r.text_key FROM item i JOIN revision r ON r.item = i.number "
    f"AND r.seq > i.revision - {PAST} AND r.via = 'source' "
    "WHERE i.number IN ({}) ORDER BY r.item, r.seq"
)
# What looks found beside what the source says: its newest text, every title of it.
_PAGES = (
    "SELECT r.item, r.title_key, iif(r.seq = i.page_revision, r.content, '') FROM item i "
    f"JOIN revision r ON r.item = i.number AND r.seq > i.revision - {PAST} AND r.via = 'page' "
    "WHERE i.number IN ({}) ORDER BY r.item, r.seq"
)
_TEXTS = (
    "SELECT r.item, r.content FROM item i JOIN revision r ON r.item = i.number "
    "AND r.seq = iif(i.source_revision > 0, i.source_revision, i.revision) "
    "WHERE i.number IN ({})"
)
REVISED = (
    "SELECT item_id, max(created_ms) FROM message WHERE type = 'item.revised' "
    "AND item_id IN ({}) GROUP BY item_id"
)
_COPIES = (
    f"SELECT i.copy_key, i.id, i.source, i.copy_group, i.first_seen_ms, {_MOMENT} FROM item i "
    "WHERE i.first_seen_ms >= ? AND i.copy_key <> '' AND i.copy_key IN ({}) "
    "ORDER BY i.copy_key, i.first_seen_ms, i.number LIMIT 2000"
)
_MANY_COPIES = 2_000  # rows after which each text is asked for alone: the limit of the query above
_COPY = _COPIES.format("?").replace(f"LIMIT {_MANY_COPIES}", f"LIMIT {COPIES}")
_LISTED = "SELECT id FROM item WHERE source = ? AND state = 'listed'"
TOLD = (
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
            items = self._items(set(hits.values()), probe.text_keys)
            copies = self._copies(probe)
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
        """Item numbers, each under the alias that is stored, should two have one hash."""
        scopes: dict[str, list[int]] = {}
        for alias in set(aliases):
            scopes.setdefault(alias.scope, []).append(key_of(alias.kind, alias.value))
        return {
            AliasKey(*row[:3]): row[3]
            for scope, keys in scopes.items()
            for row in self._in_chunks(_ALIASES, keys, scope_key(scope))
        }

    def _items(self, numbers: set[int], told: frozenset[str]) -> dict[int, KnownItem]:
        """Items by number; with their texts, unless the document has the same (`told`)."""
        rows = {row[0]: row for row in self._in_chunks(_ITEMS, sorted(numbers))}
        others = [number for number, row in rows.items() if row[12] and row[12] not in told]
        texts: dict[int, str] = dict(self._in_chunks(_TEXTS, others))
        revised = [number for number, row in rows.items() if row[7] > 1]
        past: dict[int, dict[tuple[str, str], None]] = {}  # each once, in order
        for item, title_key, text_key in self._in_chunks(_PAST, revised):
            past.setdefault(item, {})[title_key, text_key] = None
        pages: dict[int, tuple[list[str], str]] = {}
        looked = [number for number, row in rows.items() if row[21] >= 0]
        for item, title_key, text in self._in_chunks(_PAGES, looked):
            titles, before = pages.setdefault(item, ([], ""))
            titles.append(title_key)
            pages[item] = (titles, text or before)
        held = {row[0]: held_of(row) for row in self._in_chunks(HELD, revised)}
        backs: dict[int, int] = dict(self._in_chunks(BACKS, revised))
        told_ms: dict[str, int] = dict(
            self._in_chunks(REVISED, [rows[number][1] for number in revised])
        )
        return {
            number: replace(
                _known_item(row, past=tuple(past.get(number, ())), told_ms=told_ms.get(row[1])),
                content=texts.get(number, ""),
                backs=backs.get(number, 0),
                held=held.get(number),
                page_titles=frozenset(pages[number][0]) if number in pages else frozenset(),
                page_text=pages[number][1] if number in pages else "",
            )
            for number, row in rows.items()
        }

    def _copies(self, probe: Probe) -> dict[str, tuple[CopyHit, ...]]:
        since_ms = to_ms(probe.copies_since)
        keys = sorted({key for key in probe.copy_keys if key})
        rows = list(self._in_chunks(_COPIES, keys, since_ms))
        if len(rows) >= _MANY_COPIES:
            rows = [row for key in keys for row in self._conn.execute(_COPY, (since_ms, key))]
        copies: dict[str, list[CopyHit]] = {}
        for row in rows:
            copies.setdefault(row[0], []).append(_copy_hit(row))
        return {key: tuple(hits[:COPIES]) for key, hits in copies.items()}

    def _told(self, groups: set[str]) -> Mapping[str, tuple[str, ...]]:
        told: dict[str, list[str]] = {}
        for group, channel in self._in_chunks(TOLD, sorted(groups)):
            told.setdefault(group, []).append(channel)
        return {group: tuple(channels) for group, channels in told.items()}


def _known_item(
    row: Sequence[Any], *, past: tuple[tuple[str, str], ...], told_ms: int | None
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
        past=past or ((row[11], row[12]),),
        unstable=bool(row[8]),
        group=row[9],
        baseline=bool(row[10]),
        revised_told_at=None if told_ms is None else from_ms(told_ms),
    )


def _copy_hit(row: Row) -> CopyHit:
    return CopyHit(
        item_id=row[1],
        source=row[2],
        group=row[3],
        first_seen=from_ms(row[4]),
        published=moment_of(row[5:9]),
    )
