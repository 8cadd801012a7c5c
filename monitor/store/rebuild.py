"""New keys and a new search index after the folding of text changed."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from monitor.records import AliasKey, ContentKeys, Item
from monitor.store import meta
from monitor.store.codec import alias_keys
from monitor.store.items import ITEM_COLUMNS, ITEM_JOIN, item_of
from monitor.store.search import folded
from monitor.store.session import Session

PORTION = 1_000  # revisions of one transaction

_NEXT = (
    "SELECT number, title, summary, content FROM revision WHERE number > ? AND number <= ? "
    "ORDER BY number LIMIT ?"
)


class Rebuild(Session):
    """Keys that follow :data:`monitor.text.FOLD_VERSION`."""

    def needs_rebuild(self, fold_version: int) -> bool:
        """Whether keys or index are of another folding, or a rebuild was interrupted."""
        with self._reading("ask for the folding") as conn:
            return _is_pending(conn, fold_version)

    def rebuild_keys(
        self,
        keys: Callable[[str, str, str], ContentKeys],
        *,
        fold_version: int,
        aliases: Callable[[Item], Iterable[AliasKey]] | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> int:
        """Compute all keys and the search index anew, if the folding changed.

        Done in portions; interrupted, the next call goes on. Run it before the first poll of the
        new program, or old items would look new to it.

        Args:
            keys: title, summary and content to keys of `fold_version`.
            fold_version: the new one.
            aliases: names of an item that depend on folding; they are added, old ones stay.
            progress: called with revisions done and revisions in all.

        Returns:
            How many revisions were computed anew.
        """
        done = 0
        while True:
            with self._writing("rebuild keys") as conn:
                if not _is_pending(conn, fold_version):
                    return done
                last, until = _begin(conn, fold_version)
                rows = conn.execute(_NEXT, (last, until, PORTION)).fetchall()
                _rekey(conn, rows, keys)
                if aliases is not None:
                    self._realias([row[0] for row in rows], aliases)
                last = rows[-1][0] if rows else until
                meta.put(conn, "rebuild_last", last)
            done += len(rows)
            if progress is not None:
                progress(last, until)

    def _realias(self, revisions: list[int], aliases: Callable[[Item], Iterable[AliasKey]]) -> None:
        sql = f"SELECT {ITEM_COLUMNS} FROM {ITEM_JOIN} WHERE r.number IN ({{}})"
        rows = {row[0]: item_of(row) for row in self._in_chunks(sql, revisions)}
        self._conn.executemany(
            "INSERT OR IGNORE INTO alias (scope_key, value_key, scope, kind, value, item) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (*alias_keys(alias), alias.scope, alias.kind, alias.value, number)
                for number, item in rows.items()
                for alias in aliases(item)
            ],
        )


def _is_pending(conn: sqlite3.Connection, fold_version: int) -> bool:
    if meta.number(conn, "fold_version") != fold_version:
        return True
    return meta.number(conn, "rebuild_last") < meta.number(conn, "rebuild_until")


def _begin(conn: sqlite3.Connection, fold_version: int) -> tuple[int, int]:
    """Where to go on and where to end; the first time for a folding the index is emptied."""
    if meta.number(conn, "fold_version") != fold_version:
        conn.execute("INSERT INTO item_search (item_search) VALUES ('delete-all')")
        newest = conn.execute("SELECT coalesce(max(number), 0) FROM revision").fetchone()[0]
        meta.put(conn, "fold_version", fold_version)
        meta.put(conn, "rebuild_last", 0)
        meta.put(conn, "rebuild_until", newest)
    return meta.number(conn, "rebuild_last"), meta.number(conn, "rebuild_until")


def _rekey(
    conn: sqlite3.Connection,
    rows: list[Any],
    keys: Callable[[str, str, str], ContentKeys],
) -> None:
    fresh = [(number, keys(title, summary, text)) for number, title, summary, text in rows]
    conn.executemany(
        "UPDATE revision SET title_key = ?, text_key = ?, copy_key = ?, fold_version = ? "
        "WHERE number = ?",
        [(k.title_key, k.text_key, k.copy_key, k.fold_version, number) for number, k in fresh],
    )
    conn.executemany(
        "UPDATE item SET copy_key = ?1 WHERE (number, shown) = "
        "(SELECT item, seq FROM revision WHERE number = ?2)",
        [(k.copy_key, number) for number, k in fresh],
    )
    conn.executemany(
        "INSERT INTO item_search (rowid, title, summary, content) VALUES (?, ?, ?, ?)",
        [(row[0], *folded(*row[1:])) for row in rows],
    )
