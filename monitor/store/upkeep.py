"""What keeps the file small and fast: retention, checkpoint, statistics."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from functools import partial

from monitor.store.codec import to_ms
from monitor.store.evidence import PORTION as EVIDENCE_PORTION
from monitor.store.evidence import release_beyond, release_old
from monitor.store.near import WEEK_MS, WEEKS
from monitor.store.rows import Retention, UpkeepReport
from monitor.store.session import BUSY_S, Session

PORTION = 1_000  # rows of one transaction: the daemon never waits long for upkeep

_OLD_POLLS = (
    "DELETE FROM poll WHERE rowid IN "
    "(SELECT rowid FROM poll WHERE at_ms < ? ORDER BY at_ms LIMIT ?)"
)
# The row stays, and with it the id: what was told once is never told again.
_OLD_BODIES = (
    "UPDATE message SET body = '' WHERE number IN (SELECT number FROM message m "
    "WHERE m.body <> '' AND m.created_ms < ? AND NOT EXISTS (SELECT 1 FROM delivery d "
    "WHERE d.message = m.number AND d.state = 'waiting') ORDER BY m.created_ms LIMIT ?)"
)
# Title, keys and aliases stay: the item is recognised for ever.
_OLD_TEXTS = (
    "UPDATE revision SET summary = '', content = '' WHERE number IN (SELECT r.number "
    "FROM revision r JOIN item i ON i.number = r.item WHERE r.kept_ms < ? "
    "AND (r.summary <> '' OR r.content <> '') AND i.state <> 'listed' AND NOT EXISTS "
    "(SELECT 1 FROM match m WHERE m.item = i.number AND (m.relevant = 1 OR m.borderline = 1)) "
    "ORDER BY r.kept_ms LIMIT ?)"
)
# What a site repeats is learned anew from the pages of the last weeks.
_OLD_BLOCKS = (
    "DELETE FROM block WHERE (block_key, item) IN (SELECT block_key, item FROM block "
    "WHERE seen_day < ? / 86400000 LIMIT ?)"
)
_BLOCKS_KEPT = dt.timedelta(days=21)
_OLD_TRACES = (
    "DELETE FROM trace WHERE (week, key, item) IN "
    "(SELECT week, key, item FROM trace WHERE week <= ? LIMIT ?)"
)


class Upkeep(Session):
    """Work that no poll waits for."""

    def upkeep(self, retention: Retention, *, now: dt.datetime) -> UpkeepReport:
        """Let old history go, empty the log into the file and refresh the statistics."""
        polls = self._sweep(_OLD_POLLS, retention.polls, now)
        bodies = self._sweep(_OLD_BODIES, retention.bodies, now)
        texts = self._sweep(_OLD_TEXTS, retention.texts, now)
        self._sweep(_OLD_BLOCKS, _BLOCKS_KEPT, now)
        self._forget_traces(now)
        released = self._release(retention, now)
        with self._explained("tidy"):
            self._conn.execute("PRAGMA optimize")
            # A long reader (a backup) must not hold up the writer: the next upkeep comes.
            self._conn.execute("PRAGMA busy_timeout = 200")
            self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._conn.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
            size = self._path.stat().st_size
        return UpkeepReport(
            polls=polls, bodies=bodies, texts=texts, evidence=released, size_bytes=size
        )

    def _release(self, retention: Retention, now: dt.datetime) -> int:
        """Let bodies of documents go, in portions; the chain says which."""
        age, limit_bytes = retention.evidence, retention.evidence_bytes
        steps: list[Callable[[sqlite3.Connection], int]] = []
        if age is not None:
            steps.append(partial(release_old, before=now - age, now=now))
        if limit_bytes is not None:
            steps.append(partial(release_beyond, limit_bytes=limit_bytes, now=now))
        total = 0
        for step in steps:
            count = EVIDENCE_PORTION
            while count == EVIDENCE_PORTION:
                with self._writing("let evidence go") as conn:
                    count = step(conn)
                total += count
        return total

    def _forget_traces(self, now: dt.datetime) -> None:
        """Let the index of what is alike go where no poll looks any more."""
        last = to_ms(now) // WEEK_MS - WEEKS
        count = PORTION
        while count == PORTION:
            with self._writing("let old traces go") as conn:
                count = conn.execute(_OLD_TRACES, (last, PORTION)).rowcount

    def _sweep(self, sql: str, age: dt.timedelta | None, now: dt.datetime) -> int:
        total = 0
        while age is not None:
            with self._writing("let old rows go") as conn:
                count = conn.execute(sql, (to_ms(now - age), PORTION)).rowcount
            total += count
            if count < PORTION:
                break
        return total
