"""The few facts about the database itself."""

import sqlite3

_SET = (
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
    "value = excluded.value"
)


def get(conn: sqlite3.Connection, key: str) -> str | None:
    """A fact, or None where it was never written."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def put(conn: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a fact over the one before."""
    conn.execute(_SET, (key, str(value)))


def number(conn: sqlite3.Connection, key: str) -> int:
    """A number; 0 where it was never written."""
    return int(get(conn, key) or 0)


def keep(conn: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a fact unless there is one."""
    conn.execute("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)", (key, str(value)))
