"""The ledger of evidence: bodies once by their hash, and the chain of records about them.

Rows are only ever added. What a budget lets go are bodies; a record of the chain says so, and the
rows that speak of them stay.
"""

import datetime as dt
import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from monitor.errors import StoreError
from monitor.records import Exhibit, Proof, Revision
from monitor.records.evidence import (
    ORIGIN,
    digest,
    document_record,
    link_of,
    release_record,
    words_hash,
)
from monitor.store.codec import to_ms
from monitor.store.session import Session

BODY_LIMIT_BYTES = 8 * 2**20  # of a document; of a larger one the hash alone is kept
PORTION = 200  # bodies that are let go in one transaction
FOREVER_MS = 2**62
PROOFS = 200  # that are shown of one item, the first and the newest
_LEVEL = 3  # of zstd: 300 MB a second, six times smaller

_LAST = "SELECT number, link FROM ledger ORDER BY number DESC LIMIT 1"
_ADD = "INSERT INTO ledger (number, before, record, link) VALUES (?, ?, ?, ?)"
_ADD_SHOWN = "INSERT OR IGNORE INTO exhibit (item, seq, record) VALUES (?, ?, ?)"
_SEE_BODY = "UPDATE body SET kept_ms = max(kept_ms, ?) WHERE sha256 = ? AND packed_bytes > 0"
_ADD_BODY = (
    "INSERT INTO body (sha256, size_bytes, packed_bytes, kept_ms, packed) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (sha256) DO UPDATE SET packed_bytes = excluded.packed_bytes, "
    "kept_ms = excluded.kept_ms, packed = excluded.packed"
)
_DROP_BODY = "UPDATE body SET packed = NULL, packed_bytes = 0 WHERE sha256 IN ({})"
_OLDEST = (
    "SELECT sha256, packed_bytes FROM body WHERE packed_bytes > 0 AND kept_ms < ? "
    "ORDER BY kept_ms, sha256 LIMIT ?"
)
_SIZE = "SELECT coalesce(sum(packed_bytes), 0) FROM body WHERE packed_bytes > 0"
_PROOFS = (
    "SELECT l.number, l.link, l.record, group_concat(e.seq) FROM exhibit e "
    "JOIN ledger l ON l.number = e.record WHERE e.item = ? GROUP BY l.number ORDER BY l.number"
)
_LINKS = "SELECT number, record FROM ledger WHERE number >= ? ORDER BY number"

_WORDS = (
    "SELECT r.seq, r.title, r.summary, r.content FROM revision r JOIN item i ON i.number = r.item "
    "WHERE i.id = ? AND EXISTS (SELECT 1 FROM exhibit e WHERE e.item = r.item AND e.seq = r.seq) "
    "ORDER BY r.seq DESC LIMIT 1000"
)

Written = tuple[int, Revision]  # an item's local number, and the version that was written


# ------------------------------------------------------------------ keeping
def keep_exhibits(
    conn: sqlite3.Connection,
    exhibits: Sequence[Exhibit],
    written: Sequence[Written],
    *,
    kept_at: dt.datetime,
) -> None:
    """Keep documents as evidence of the versions that the caller's transaction has written.

    What `exhibits` name beyond `written` was known already, and with it its evidence. Nothing is
    hashed or compressed for a document that is left with no version.
    """
    by_name = {(revision.item_id, revision.seq): (item, revision) for item, revision in written}
    for exhibit in exhibits:
        shown = [by_name[name] for name in exhibit.revisions if name in by_name]
        if shown:
            _keep_exhibit(conn, exhibit, shown, kept_at)


def _keep_exhibit(
    conn: sqlite3.Connection, exhibit: Exhibit, shown: Sequence[Written], kept_at: dt.datetime
) -> None:
    body = _keep_body(conn, exhibit, kept_at)
    words = [
        (each.item_id, each.seq, words_hash(each.title, each.summary, each.content))
        for _, each in shown
    ]
    number = _append(
        conn,
        lambda number: document_record(number, exhibit, body=body, words=words, kept_at=kept_at),
    )
    conn.executemany(_ADD_SHOWN, [(item, each.seq, number) for item, each in shown])


def _keep_body(
    conn: sqlite3.Connection, exhibit: Exhibit, kept_at: dt.datetime
) -> tuple[str, int, bool]:
    """The hash of a body, its size, and whether it is kept."""
    sheet = exhibit.sheet
    if sheet.sha256 is not None:
        return sheet.sha256, sheet.size_bytes, False
    body = sheet.document.body
    sha256 = hashlib.sha256(body).hexdigest()
    if len(body) > BODY_LIMIT_BYTES:
        return sha256, len(body), False
    if not conn.execute(_SEE_BODY, (to_ms(kept_at), sha256)).rowcount:
        packed = _pack(body)
        conn.execute(_ADD_BODY, (sha256, len(body), len(packed), to_ms(kept_at), packed))
    return sha256, len(body), True


def _append(conn: sqlite3.Connection, make: Callable[[int], str]) -> int:
    """Add a record to the chain; the caller holds a write transaction."""
    last, before = conn.execute(_LAST).fetchone() or (0, ORIGIN)
    number = int(last) + 1
    record = make(number)
    conn.execute(_ADD, (number, before, record, link_of(before, digest(record))))
    return number


# ------------------------------------------------------------------ letting go
def release_old(conn: sqlite3.Connection, before: dt.datetime, *, now: dt.datetime) -> int:
    """Let a portion of bodies go that nobody saw since `before`; how many."""
    rows = conn.execute(_OLDEST, (to_ms(before), PORTION)).fetchall()
    return _release(conn, [row[0] for row in rows], "age", now)


def release_beyond(conn: sqlite3.Connection, limit_bytes: int, *, now: dt.datetime) -> int:
    """Let a portion of the oldest bodies go until all take `limit_bytes` at most; how many."""
    excess = int(conn.execute(_SIZE).fetchone()[0]) - limit_bytes
    chosen: list[str] = []
    if excess > 0:
        for sha256, packed_bytes in conn.execute(_OLDEST, (FOREVER_MS, PORTION)):
            if excess <= 0:
                break
            chosen.append(sha256)
            excess -= packed_bytes
    return _release(conn, chosen, "space", now)


def _release(conn: sqlite3.Connection, bodies: list[str], reason: str, now: dt.datetime) -> int:
    if bodies:
        conn.execute(_DROP_BODY.format(",".join("?" * len(bodies))), bodies)
        _append(conn, lambda number: release_record(number, bodies, reason=reason, kept_at=now))
    return len(bodies)


# ------------------------------------------------------------------ showing
def proofs_of(conn: sqlite3.Connection, item: int) -> tuple[Proof, ...]:
    """The evidence of one item, by its local number, in the order in which it was kept."""
    rows = conn.execute(_PROOFS, (item,)).fetchall()
    shown = rows if len(rows) <= PROOFS else [rows[0], *rows[-(PROOFS - 1) :]]
    return tuple(_proof(conn, *row) for row in shown)


def _proof(conn: sqlite3.Connection, number: int, link: str, record: str, seqs: str) -> Proof:
    told: dict[str, Any] = json.loads(record)
    here = conn.execute(
        "SELECT 1 FROM body WHERE sha256 = ? AND packed_bytes > 0", (told["sha256"],)
    ).fetchone()
    return Proof(
        number=number,
        link=link,
        record=record,
        versions=tuple(sorted(map(int, seqs.split(",")))),
        url=told["url"],
        status=told["status"],
        fetched_at=dt.datetime.fromisoformat(told["fetched_at"]),
        sha256=told["sha256"],
        size_bytes=told["size_bytes"],
        is_here=here is not None,
    )


class Ledgers(Session):
    """The reading side of the ledger."""

    def evidence_body(self, sha256: str) -> bytes | None:
        """A kept body as it came, decoded; None if it is not here.

        Raises:
            StoreError: if what is kept is damaged.
        """
        with self._reading("read a body") as conn:
            sql = "SELECT size_bytes, packed FROM body WHERE sha256 = ? AND packed_bytes > 0"
            row = conn.execute(sql, (sha256,)).fetchone()
        if row is None:
            return None
        body = unpacked(row[1], row[0])
        if body is None:
            raise StoreError(
                f"the kept document {sha256!r} is damaged; see 'monitor evidence verify'"
            )
        return body

    def evidence_links(self, first: int) -> Iterator[tuple[int, str]]:
        """Numbers and record hashes of the chain from number `first` to its head."""
        with self._reading("read the ledger") as conn:
            for number, record in conn.execute(_LINKS, (first,)):
                yield number, digest(record)

    def evidence_before(self, number: int) -> str:
        """The link that the record `number` stands on."""
        with self._reading("read the ledger") as conn:
            row = conn.execute("SELECT before FROM ledger WHERE number = ?", (number,)).fetchone()
        return str(row[0]) if row else ORIGIN

    def evidence_words(self, item_id: str) -> dict[int, tuple[str, str, str]]:
        """Title, summary and text of each version that has evidence, as they were hashed."""
        with self._reading("read words") as conn:
            return {seq: tuple(words) for seq, *words in conn.execute(_WORDS, (item_id,))}

    def evidence_head(self) -> tuple[int, str]:
        """The number of records and the last link."""
        with self._reading("read the ledger") as conn:
            last, link = conn.execute(_LAST).fetchone() or (0, ORIGIN)
        return int(last), str(link)


# ------------------------------------------------------------------ coding
def _pack(body: bytes) -> bytes:
    return bytes(_zstd().compress(body, level=_LEVEL))


def unpacked(packed: bytes, size_bytes: int) -> bytes | None:
    """The body that was packed, never more than it should be; None if it is not that."""
    zstd = _zstd()
    try:
        body = bytes(zstd.ZstdDecompressor().decompress(packed, max_length=size_bytes + 1))
    except zstd.ZstdError:
        return None
    return body if len(body) == size_bytes else None


def _zstd() -> Any:  # noqa: ANN401 - a module; verbs that only list need not load it
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
