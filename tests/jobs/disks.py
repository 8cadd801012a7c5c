"""A disk without room for one more page of a database, until somebody makes room."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.store import Store

PLENTY = 1_073_741_823  # pages, what SQLite allows by itself


class Room(logging.Handler):
    """Makes room when the log has complained of the full disk so many times."""

    def __init__(self, store: Store, after: int) -> None:
        super().__init__()
        self.after, self.complaints = after, 0
        self._conn = store._conn  # type: ignore[attr-defined]
        pages = self._conn.execute("PRAGMA page_count").fetchone()[0]
        self._conn.execute(f"PRAGMA max_page_count = {pages}")

    def emit(self, record: logging.LogRecord) -> None:
        self.complaints += "is full" in record.getMessage()
        if self.complaints >= self.after:
            self.make()

    def make(self) -> None:
        self._conn.execute(f"PRAGMA max_page_count = {PLENTY}")


@contextmanager
def full_disk(store: Store, *, until: int) -> Iterator[Room]:
    """The disk is full until `until` complaints of that were logged."""
    room = Room(store, until)
    log = logging.getLogger("monitor.jobs.poll")
    log.addHandler(room)
    try:
        yield room
    finally:
        log.removeHandler(room)
        room.make()
