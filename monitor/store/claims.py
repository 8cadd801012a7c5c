"""Whose turn it is: enrolment of sources and the right to poll them for a while."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
import sqlite3
from collections.abc import Collection, Sequence

from monitor.records import Claim, Source, SourceState
from monitor.store.codec import STATE_COLUMNS, from_ms, state_of, to_ms
from monitor.store.session import Session
from monitor.urls import shard_of

_STATE = ", ".join(STATE_COLUMNS)
# Another address or kind is another document: what is known of the old one's bytes is void, and a
# poll that is still under way for it is fenced off by raising the claim.
_RESET = (
    "UPDATE source SET url = ?, configured_kind = ?, shard = ?, due_ms = ?, kind = NULL, "
    "etag = NULL, last_modified = NULL, body_hash = NULL, full_ms = NULL, moved_to = NULL, "
    "gone_since_ms = NULL, not_before_ms = NULL, claim = ?, lease_ms = 0 WHERE name = ?"
)


class Claims(Session):
    """Enrolment and claims."""

    def enrol(self, sources: Sequence[Source], *, now: dt.datetime) -> None:
        """Make `sources` the ones that are polled.

        New ones are due at once. One whose address or kind changed keeps its items and is asked
        anew. Those left out are never deleted: they are not polled until they are back.
        """
        with self._writing("enrol the sources") as conn:
            kept = {
                name: (url, kind)
                for name, url, kind in conn.execute("SELECT name, url, configured_kind FROM source")
            }
            now_ms = to_ms(now)
            conn.executemany(
                "INSERT INTO source (name, url, configured_kind, shard, due_ms, reason) "
                "VALUES (?, ?, ?, ?, ?, 'new')",
                [
                    (each.name, each.url, each.kind, shard_of(each.url), now_ms)
                    for each in sources
                    if each.name not in kept
                ],
            )
            changed = [
                each
                for each in sources
                if each.name in kept and kept[each.name] != (each.url, each.kind)
            ]
            if changed:
                token = next_token(conn)
                conn.executemany(
                    _RESET,
                    [
                        (each.url, each.kind, shard_of(each.url), now_ms, token, each.name)
                        for each in changed
                    ],
                )
            names = {each.name for each in sources}
            gone = [(name,) for name in kept if name not in names]
            conn.executemany("UPDATE source SET enrolled = 0 WHERE name = ? AND enrolled", gone)
            back = [(name,) for name in kept if name in names]
            conn.executemany("UPDATE source SET enrolled = 1 WHERE name = ? AND NOT enrolled", back)

    def claim_due(
        self, *, limit: int, lease: dt.timedelta, now: dt.datetime, shard: int | None = None
    ) -> Claim:
        """Take up to `limit` sources that are due, longest overdue first, for the time of `lease`.

        A claim of nothing has no states and the token 0.
        """
        where, values = "", [to_ms(now), to_ms(now)]
        if shard is not None:
            where = "shard = ? AND "
            values.insert(0, shard)
        with self._writing("claim due sources") as conn:
            rows = conn.execute(
                f"SELECT name, {_STATE} FROM source WHERE {where}enrolled = 1 "
                "AND due_ms <= ? AND lease_ms <= ? ORDER BY due_ms LIMIT ?",
                (*values, limit),
            ).fetchall()
            return _claim(conn, rows, now + lease)

    def claim_now(
        self, names: Collection[str] | None, *, lease: dt.timedelta, now: dt.datetime
    ) -> Claim:
        """Take sources whether due or not: those of `names` or, with None, all.

        A site that asked us to wait is not asked earlier for that, and one that is gone for good
        is asked only by name.
        """
        with self._writing("claim sources") as conn:
            fit = "enrolled = 1 AND lease_ms <= ? AND coalesce(not_before_ms, 0) <= ?"
            times = (to_ms(now), to_ms(now))
            if names is None:
                rows = conn.execute(
                    f"SELECT name, {_STATE} FROM source WHERE {fit} AND gone_since_ms IS NULL "
                    "ORDER BY due_ms",
                    times,
                ).fetchall()
            else:
                sql = f"SELECT name, {_STATE} FROM source WHERE {fit} AND name IN ({{}})"
                rows = list(self._in_chunks(sql, sorted(set(names)), *times))
            return _claim(conn, rows, now + lease)

    def renew(self, claim: Claim, *, lease: dt.timedelta, now: dt.datetime) -> Claim:
        """Keep the sources of a claim for longer; those that a later claim took are left out."""
        until = now + lease
        with self._writing("renew a claim") as conn:
            names = [state.name for state in claim.states]
            held = _held(self, claim.token, names)
            conn.executemany(
                "UPDATE source SET lease_ms = ? WHERE name = ?",
                [(to_ms(until), name) for name in held],
            )
        states = tuple(state for state in claim.states if state.name in held)
        return Claim(token=claim.token, until=until, states=states)

    def release(self, claim: Claim) -> None:
        """Give back what a claim still holds, as due as it was."""
        with self._writing("release a claim") as conn:
            conn.executemany(
                "UPDATE source SET lease_ms = 0 WHERE name = ? AND claim = ?",
                [(state.name, claim.token) for state in claim.states],
            )

    def source_state(self, name: str) -> SourceState | None:
        """What is remembered of a source; None if it was never enrolled."""
        with self._reading("read a source") as conn:
            row = conn.execute(
                f"SELECT name, {_STATE} FROM source WHERE name = ?", (name,)
            ).fetchone()
        return None if row is None else state_of(row[0], row[1:])

    def next_due(self, now: dt.datetime) -> dt.datetime | None:
        """When the next enrolled source can be claimed; `now` or earlier: at once."""
        with self._reading("ask for the next due source") as conn:
            free = conn.execute(
                "SELECT due_ms FROM source WHERE enrolled = 1 AND lease_ms <= ? "
                "ORDER BY due_ms LIMIT 1",
                (to_ms(now),),
            ).fetchone()
            held = conn.execute(
                "SELECT min(max(due_ms, lease_ms)) FROM source WHERE enrolled = 1 "
                "AND lease_ms > 0 AND lease_ms > ?",
                (to_ms(now),),
            ).fetchone()
        found = [row[0] for row in (free, held) if row is not None and row[0] is not None]
        return from_ms(min(found)) if found else None


def _held(session: Session, token: int, names: Sequence[str]) -> set[str]:
    sql = "SELECT name FROM source WHERE claim = ? AND name IN ({})"
    return {row[0] for row in session._in_chunks(sql, names, token)}


def _claim(conn: sqlite3.Connection, rows: list[tuple[object, ...]], until: dt.datetime) -> Claim:
    token = next_token(conn) if rows else 0
    conn.executemany(
        "UPDATE source SET claim = ?, lease_ms = ? WHERE name = ?",
        [(token, to_ms(until), row[0]) for row in rows],
    )
    states = tuple(state_of(str(row[0]), row[1:]) for row in rows)
    return Claim(token=token, until=until, states=states)


def next_token(conn: sqlite3.Connection) -> int:
    """A number higher than every token before it, also after a crash."""
    row = conn.execute(
        "INSERT INTO meta (key, value) VALUES ('token', '1') ON CONFLICT (key) "
        "DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING value"
    ).fetchone()
    return int(row[0])
