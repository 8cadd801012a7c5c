"""Wordings that come back: an item shows a version that it had before."""

import sqlite3
from collections.abc import Sequence

from monitor.records import Change, Sighting
from monitor.store.codec import Row, from_ms, match_values, to_ms

# Of versions that differ in quotes and dashes alone the one with these very words, else the newest.
_VERSION = (
    "SELECT seq FROM revision WHERE item = ? AND via = ? AND title_key = ? AND text_key = ? "
    "ORDER BY (title = ? AND summary = ?) DESC, seq DESC LIMIT 1"
)
_SHOWN_BY = (
    "SELECT r.via FROM item i JOIN revision r ON r.item = i.number AND r.seq = i.shown "
    "WHERE i.number = ?"
)
_OF_SOURCE = "UPDATE item SET shown = ?1, source_revision = ?1, copy_key = ?2 WHERE number = ?3"
_OF_PAGE = "UPDATE item SET shown = iif(?1, ?2, shown), page_revision = ?2 WHERE number = ?3"
_SEEN = (
    "INSERT INTO sighting (item, seq, first_ms, last_ms, times) VALUES (?1, ?2, ?3, ?3, 1) "
    "ON CONFLICT (item, seq) DO UPDATE SET last_ms = max(last_ms, excluded.last_ms), "
    "times = times + 1"
)
# What it said once is no news: since when a topic wants it stays.
_JUDGED = (
    "UPDATE match SET version = ?, relevant = ?, borderline = ?, score = ?, places = ?, why = ? "
    "WHERE item = ? AND topic = ?"
)
# The first text of a page has the number 0 and stands beside the first version.
_SIGHTINGS = (
    "SELECT max(seq, 1), first_ms, last_ms, times FROM sighting WHERE item = ? "
    "ORDER BY last_ms, seq"
)
BACKS = "SELECT item, sum(times) FROM sighting WHERE item IN ({}) GROUP BY item"


def go_back(conn: sqlite3.Connection, item: int, change: Change) -> None:
    """Let an item show the version with the words of `change` again; the version stays one."""
    revision, keys = change.revision, change.revision.keys
    row = conn.execute(
        _VERSION,
        (
            *(item, revision.via, keys.title_key, keys.text_key),
            *(revision.title, revision.summary),
        ),
    ).fetchone()
    if row is None:  # its words were kept so long ago that they are not looked at any more
        return
    seq = row[0]
    if revision.via == "page":
        is_of_page = conn.execute(_SHOWN_BY, (item,)).fetchone()[0] == "page"
        conn.execute(_OF_PAGE, (is_of_page, seq, item))
    else:
        conn.execute(_OF_SOURCE, (seq, keys.copy_key, item))
    conn.execute(_SEEN, (item, seq, to_ms(revision.seen_at)))
    conn.executemany(_JUDGED, [_judged(item, match_values(each)) for each in change.matches])


def _judged(item: int, values: Sequence[object]) -> tuple[object, ...]:
    topic, *judged = values
    return (*judged, item, topic)


def sightings_of(conn: sqlite3.Connection, item: int) -> tuple[Sighting, ...]:
    """The versions that an item went back to, the last one last."""
    return tuple(map(_sighting, conn.execute(_SIGHTINGS, (item,))))


def _sighting(row: Row) -> Sighting:
    return Sighting(seq=row[0], first_at=from_ms(row[1]), last_at=from_ms(row[2]), times=row[3])
