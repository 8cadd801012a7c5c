"""Rows of looks: which page is due, what was found when it was last looked at."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from monitor.records import Doubt, LookState, LookWish
from monitor.store.codec import from_ms, from_ms_or_none, key_of, to_ms, to_ms_or_none
from monitor.urls import registrable_host

LOOK_COLUMNS = (
    "i.id, l.source, l.url, l.since_ms, l.due_ms, l.looks, l.failures, l.looked_ms, l.read_ms, "
    "l.outcome, l.detail, l.etag, l.last_modified, l.body_hash, l.title_key, l.doubt, l.doubt_ms"
)
COMMON_PAGES = 3  # other pages of a site that have a block before it is the site's own
_ADD_WISH = (
    "INSERT OR IGNORE INTO look (item, source, host, url, since_ms, due_ms) "
    "SELECT number, ?, ?, ?, ?, ? FROM item WHERE id = ?"
)
_KEEP = (
    "UPDATE look SET url = ?, since_ms = ?, due_ms = ?, looks = ?, failures = ?, looked_ms = ?, "
    "read_ms = ?, outcome = ?, detail = ?, etag = ?, last_modified = ?, body_hash = ?, "
    "title_key = ?, doubt = ?, doubt_ms = ?, lease_ms = 0 "
    "WHERE item = (SELECT number FROM item WHERE id = ?)"
)
_OF_ITEM = f"SELECT {LOOK_COLUMNS} FROM look l JOIN item i ON i.number = l.item WHERE l.item = ?"
_ADD_BLOCK = (
    "INSERT OR IGNORE INTO block (block_key, item, seen_day) SELECT ?1, ?2, ?3 "
    f"WHERE (SELECT count(*) FROM block WHERE block_key = ?1) <= {COMMON_PAGES}"
)
DAY_MS = 86_400_000


def keep_wishes(conn: sqlite3.Connection, wishes: Iterable[LookWish]) -> None:
    """Add pages to be looked at; one that is there already stays as it is."""
    conn.executemany(
        _ADD_WISH,
        [
            (
                *(each.source, registrable_host(each.url), each.url),
                *(to_ms(each.since), to_ms(each.due_at), each.item_id),
            )
            for each in wishes
        ],
    )


def keep_state(conn: sqlite3.Connection, state: LookState) -> None:
    """What a look left behind; its row is free again."""
    doubt = state.doubt
    conn.execute(
        _KEEP,
        (
            *(state.url, to_ms(state.since), to_ms_or_none(state.due_at), state.looks),
            *(state.failures, to_ms_or_none(state.looked_at), to_ms_or_none(state.read_at)),
            *(state.outcome, state.detail, state.etag, state.last_modified, state.body_hash),
            *(state.title_key, doubt.kind if doubt else ""),
            *(to_ms(doubt.since) if doubt else None, state.item_id),
        ),
    )


def keep_blocks(
    conn: sqlite3.Connection, item: int, blocks: Sequence[str], *, now: dt.datetime
) -> None:
    """Count the blocks of a page; those that are known as common are counted no further."""
    day = to_ms(now) // DAY_MS
    conn.executemany(_ADD_BLOCK, [(block_key(each), item, day) for each in blocks])


def block_key(block: str) -> int:
    """The column under which a block is counted."""
    return key_of("block", block)


def look_values(row: Sequence[Any]) -> LookState:
    """The way back from :data:`LOOK_COLUMNS`."""
    doubt = Doubt(kind=row[15], since=from_ms(row[16])) if row[15] else None
    return LookState(
        item_id=row[0],
        source=row[1],
        url=row[2],
        since=from_ms(row[3]),
        due_at=from_ms_or_none(row[4]),
        looks=row[5],
        failures=row[6],
        looked_at=from_ms_or_none(row[7]),
        read_at=from_ms_or_none(row[8]),
        outcome=row[9],
        detail=row[10],
        etag=row[11],
        last_modified=row[12],
        body_hash=row[13],
        title_key=row[14],
        doubt=doubt,
    )


def look_of(conn: sqlite3.Connection, number: int) -> LookState | None:
    """The looks at one item's page; None where nobody is to look."""
    row = conn.execute(_OF_ITEM, (number,)).fetchone()
    return None if row is None else look_values(row)
