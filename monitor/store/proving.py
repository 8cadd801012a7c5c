"""Looking through the whole ledger: every link, every body, every word that is still there."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from monitor.records import LedgerReport
from monitor.records.evidence import ORIGIN, digest, link_of, words_hash
from monitor.store.evidence import Ledgers, unpacked

PROBLEMS = 100  # that are told; a broken chain breaks at every later link

_CHAIN = "SELECT number, before, record, link FROM ledger ORDER BY number"
_BODIES = "SELECT sha256, size_bytes, packed_bytes, packed FROM body"
_SHOWN = (
    "SELECT i.id, e.seq, r.title, r.summary, r.content FROM exhibit e "
    "JOIN item i ON i.number = e.item "
    "LEFT JOIN revision r ON r.item = e.item AND r.seq = e.seq WHERE e.record = ?"
)


@dataclass(slots=True)
class _Search:
    """What was seen so far."""

    conn: sqlite3.Connection
    records: int = 0
    head: str = ORIGIN
    kept: dict[str, bool] = field(default_factory=dict)  # by body: whether it should be here
    sizes: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def blame(self, problem: str) -> None:
        if len(self.problems) < PROBLEMS:
            self.problems.append(problem)

    # -------------------------------------------------------------- the chain
    def row(self, number: int, before: str, record: str, link: str) -> None:
        """One row, which must stand on the one before."""
        self.records += 1
        if number != self.records:
            self.blame(f"record {self.records}: missing, the next one is {number}")
            self.records = number
        elif before != self.head:
            self.blame(f"record {number}: stands on {before!r}, the record before is {self.head!r}")
        if not record.isascii() or link_of(before, digest(record)) != link:
            self.blame(f"record {number}: was changed, its link is of other words")
        self.head = link
        self._says(number, record)

    def _says(self, number: int, record: str) -> None:
        try:
            told: dict[str, Any] = json.loads(record)
            if told["number"] != number:
                self.blame(f"record {number}: calls itself {told['number']!r}")
            if told["kind"] == "release":
                self.kept.update(dict.fromkeys(told["bodies"], False))
                return
            self.sizes[told["sha256"]] = told["size_bytes"]
            if told["body"] == "kept":
                self.kept[told["sha256"]] = True
            self._shows(number, {(item, seq): words for item, seq, words in told["shows"]})
        except (ValueError, KeyError, TypeError) as wrong:
            self.blame(f"record {number}: is no record ({wrong!r})")

    def _shows(self, number: int, shows: dict[tuple[str, int], str]) -> None:
        """The versions of a record are there, in the words that they had then."""
        for item, seq, title, summary, content in self.conn.execute(_SHOWN, (number,)):
            expected = shows.pop((item, seq), None)
            if expected is None:
                self.blame(f"record {number}: does not speak of version {seq} of {item!r}")
            elif title is None:
                self.blame(f"record {number}: version {seq} of {item!r} is not there any more")
            # Texts that retention let go cannot be compared, nor a page's that was read again.
            elif seq and (summary or content) and words_hash(title, summary, content) != expected:
                self.blame(f"record {number}: version {seq} of {item!r} has other words now")
        for item, seq in shows:
            self.blame(f"record {number}: its version {seq} of {item!r} is not linked to it")

    # -------------------------------------------------------------- the bodies
    def bodies(self) -> int:
        """How many bodies are here and sound."""
        sound = 0
        should = {sha256 for sha256, is_kept in self.kept.items() if is_kept}
        for sha256, size_bytes, packed_bytes, packed in self.conn.execute(_BODIES):
            if not packed_bytes:
                continue
            body = unpacked(packed, size_bytes) if packed is not None else None
            if body is None or hashlib.sha256(body).hexdigest() != sha256:
                self.blame(f"body {sha256}: is not what its hash says")
            elif self.sizes.get(sha256) != len(body):
                self.blame(f"body {sha256}: no record speaks of {len(body)} bytes")
            else:
                sound += 1
            should.discard(sha256)
        for sha256 in sorted(should):
            self.blame(f"body {sha256}: is not here, and no record says that it was let go")
        return sound


class Proving(Ledgers):
    """The whole ledger, looked through."""

    def verify_evidence(self, head: str | None = None) -> LedgerReport:
        """Whether nothing of the ledger was changed, removed or added beside its chain.

        `head` is a link that was noted elsewhere, which must be in it.
        """
        with self._reading("verify the ledger") as conn:
            search = _Search(conn)
            found = head in (None, ORIGIN)
            for row in conn.execute(_CHAIN):
                search.row(*row)
                found = found or row[3] == head
            if not found:
                search.blame(f"the link {head!r} is not in the chain")
            return LedgerReport(
                bodies=search.bodies(),
                records=search.records,
                gone=sum(not is_kept for is_kept in search.kept.values()),
                head=search.head,
                problems=tuple(search.problems),
            )
