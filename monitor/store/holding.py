"""What is held back of items that change all the time, until it is told as one."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from monitor.records import EditClass, Held, HeldItem, Message, Revision
from monitor.store.codec import Row, from_ms, to_ms
from monitor.store.items import ITEM_COLUMNS, ITEM_JOIN, REVISION_COLUMNS, item_of, revision_of
from monitor.store.messages import keep_messages
from monitor.store.reading import Reading

HELD = "SELECT item, before, edit, event, due_ms FROM held WHERE item IN ({})"
_KEEP = (
    "INSERT INTO held (item, before, edit, event, due_ms) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (item) DO UPDATE SET edit = excluded.edit, event = excluded.event, "
    "due_ms = excluded.due_ms"
)
_DUE = (
    "SELECT item, before, edit, event, due_ms FROM held WHERE due_ms <= ? ORDER BY due_ms LIMIT ?"
)
_ITEM = f"SELECT {ITEM_COLUMNS} FROM {ITEM_JOIN} WHERE i.number = ?"
# The version that the last message about the item told; where it is not known any more, or the
# item was told as a copy, the one before the first change that was held back.
_TOLD = (
    "SELECT json_extract(body, '$.data.item.revision') FROM message WHERE item_id = ? "
    "AND type IN ('item.new', 'item.revised') AND body <> '' ORDER BY number DESC LIMIT 1"
)
_VERSION = (
    f"SELECT {REVISION_COLUMNS}, (SELECT p.content FROM revision p WHERE p.item = r.item "
    "AND p.via = 'page' AND p.seq <= r.seq ORDER BY p.seq DESC LIMIT 1) "
    "FROM revision r WHERE r.item = ? AND r.seq <= ? AND r.seq > 0 ORDER BY r.seq DESC LIMIT 1"
)


class Holding(Reading):
    """Changes that wait for their time."""

    def held(self, *, now: dt.datetime, limit: int) -> tuple[HeldItem, ...]:
        """Items with changes that are due to be told, the longest overdue first."""
        with self._reading("look for what was held back") as conn:
            rows = conn.execute(_DUE, (to_ms(now), limit)).fetchall()
            return tuple(self._held_item(row) for row in rows)

    def settle_held(self, rows: Sequence[HeldItem], messages: Sequence[Message]) -> tuple[str, ...]:
        """Owe what was made of these rows, which are done with; the new messages' ids."""
        with self._writing("tell what was held back") as conn:
            conn.executemany(
                "DELETE FROM held WHERE item = (SELECT number FROM item WHERE id = ?)",
                [(row.item.id,) for row in rows],
            )
            return keep_messages(conn, messages)

    def _held_item(self, row: Row) -> HeldItem:
        number, held = row[0], held_of(row)
        item = item_of(self._conn.execute(_ITEM, (number,)).fetchone())
        told = self._conn.execute(_TOLD, (item.id,)).fetchone()
        seq = told[0] if told is not None and told[0] is not None else held.before
        *columns, page_text = self._conn.execute(_VERSION, (number, max(seq, 1))).fetchone()
        return HeldItem(
            item=item,
            matches=tuple(self._matches([number]).get(number, ())),
            held=held,
            before=_with_text(revision_of(item.id, tuple(columns)), page_text),
        )


def _with_text(revision: Revision, page_text: str | None) -> Revision:
    """A version with the text of its page, where that is fuller."""
    if page_text is None or len(page_text) <= len(revision.content):
        return revision
    return replace(revision, content=page_text)


def keep_held(conn: sqlite3.Connection, item: int, held: Held) -> None:
    """Write what an item holds back; the version before the first change stays."""
    values = (held.before, held.edit, int(held.is_event), to_ms(held.due_at))
    conn.execute(_KEEP, (item, *values))


def held_of(row: Row) -> Held:
    """What is held back, from a row of :data:`HELD`."""
    return Held(
        before=row[1],
        edit=cast("EditClass", row[2]),
        is_event=bool(row[3]),
        due_at=from_ms(row[4]),
    )
