"""A clock that was set back: nothing may wait for a time that only the wrong clock knew."""

import sqlite3

TOLERANCE_MS = 2 * 60_000  # clocks are corrected by seconds every day
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

# What was to come after the last sign of life keeps its distance from the present; what lies
# between was nearly due, and is due now.
_MOVE = (
    "UPDATE {table} SET {column} = iif({column} >= :last, {column} - (:last - :now), :now) "
    "WHERE {column} >= :last OR {column} > :now + {spared}"
)
_MOVED = (
    ("source", "due_ms", HOUR_MS),  # what is due within the hour is soon enough, and no storm
    ("source", "not_before_ms", DAY_MS),  # no site may be asked before it wants to
    ("source", "lease_ms", HOUR_MS),
    ("delivery", "next_try_ms", 0),
    ("delivery", "lease_ms", HOUR_MS),
    ("channel", "not_before_ms", DAY_MS),
    ("channel", "asked_ms", DAY_MS),
)
# An edition of a day that has not come would keep every edition before it from being made.
_FORGET = (
    "DELETE FROM edition WHERE slot_ms > :now + :day",
    "UPDATE revision SET kept_ms = :now WHERE kept_ms > :now + :day",
    "UPDATE match SET since_ms = :now WHERE since_ms > :now + :day AND relevant = 1",
)


def last_sight_ms(conn: sqlite3.Connection) -> int:
    """The latest time at which this database is known to have been written."""
    row = conn.execute(
        "SELECT max(coalesce((SELECT max(polled_ms) FROM source), 0), "
        "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'beat_ms'), 0))"
    ).fetchone()
    return int(row[0])


def follow(conn: sqlite3.Connection, *, last_ms: int, now_ms: int) -> bool:
    """Move what waits, if the clock was set back since `last_ms`; whether it was."""
    if last_ms <= now_ms + TOLERANCE_MS:
        return False
    times = {"last": last_ms, "now": now_ms, "day": DAY_MS}
    for table, column, spared in _MOVED:
        conn.execute(_MOVE.format(table=table, column=column, spared=spared), times)
    for statement in _FORGET:
        conn.execute(statement, times)
    return True
