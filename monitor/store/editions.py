"""Digests as editions: one for each slot, written together with its messages."""

from collections.abc import Sequence

from monitor.records import Edition, Message
from monitor.store.codec import from_ms, to_ms
from monitor.store.messages import keep_messages
from monitor.store.session import Session

_SELECT = "SELECT digest, slot_ms, since_ms, body, created_ms FROM edition"


class Editions(Session):
    """What was published of each digest."""

    def keep_edition(self, edition: Edition, messages: Sequence[Message]) -> bool:
        """Keep an edition and owe its messages; False, and nothing, if the slot has one."""
        with self._writing("keep an edition") as conn:
            done = conn.execute(
                "INSERT OR IGNORE INTO edition (digest, slot_ms, since_ms, body, created_ms) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    *(edition.digest, to_ms(edition.slot), to_ms(edition.since)),
                    *(edition.body, to_ms(edition.created_at)),
                ),
            )
            if done.rowcount:
                keep_messages(conn, messages)
            return bool(done.rowcount)

    def last_edition(self, digest: str) -> Edition | None:
        """The edition of the latest slot; None before the first."""
        found = self.editions(digest, limit=1)
        return found[0] if found else None

    def editions(self, digest: str, *, limit: int = 30) -> tuple[Edition, ...]:
        """Editions of a digest, the latest slot first."""
        sql = f"{_SELECT} WHERE digest = ? ORDER BY slot_ms DESC LIMIT ?"
        with self._reading("read editions") as conn:
            rows = conn.execute(sql, (digest, limit)).fetchall()
        return tuple(_edition(*row) for row in rows)


def _edition(digest: str, slot_ms: int, since_ms: int, body: str, created_ms: int) -> Edition:
    return Edition(
        digest=digest,
        slot=from_ms(slot_ms),
        since=from_ms(since_ms),
        body=body,
        created_at=from_ms(created_ms),
    )
