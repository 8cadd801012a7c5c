"""One connection: its transactions, and its failures told in our words."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlite_utils import Database

from monitor.errors import StoreError
from monitor.store.codec import Row, Value

BUSY_S = 30.0  # how long a statement waits for another process
CHUNK = 512  # bound values of one IN list; SQLite builds exist that take no more than 999

_REMEDIES = {
    sqlite3.SQLITE_FULL: "free some space; nothing of this step was written and it can be repeated",
    sqlite3.SQLITE_IOERR: "look at the disk and at the limits of the process; nothing was written",
    sqlite3.SQLITE_READONLY: "give this user the right to write the file and its folder",
    sqlite3.SQLITE_BUSY: "another program holds the database; try again when it is done",
    sqlite3.SQLITE_CORRUPT: "restore the file from a backup; it was left as it is",
    sqlite3.SQLITE_NOTADB: "restore the file from a backup; it was left as it is",
    sqlite3.SQLITE_CANTOPEN: "see whether file and folder exist and this user may open them",
}


def explain(error: Exception, what: str, path: Path) -> StoreError:
    """What went wrong with the database, in one line with a remedy."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    remedy = _REMEDIES.get(code, "see what the message says of it")
    return StoreError(f"cannot {what} {str(path)!r}: {str(error)!r}; {remedy}")


class Session:
    """What every part of the store shares; used by one thread at a time."""

    def __init__(self, db: Database, path: Path, *, lock: IO[str] | None = None) -> None:
        """Take over an open connection and, for the one writer, its lock."""
        self._db = db
        self._conn: sqlite3.Connection = db.conn
        self._path = path
        self._lock = lock
        self._in_batch = False

    def close(self) -> None:
        """Close the connection and give the lock back; a second call does nothing."""
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction around several calls; each of them can fail without the others.

        Raises:
            StoreError: if it cannot be committed, or a failure on the way undid all of it.
        """
        assert not self._in_batch, "a batch does not nest"  # noqa: S101 (an invariant)
        with self._explained("write"):
            self._in_batch = True
            try:
                with self._transaction():
                    yield
            finally:
                self._in_batch = False

    @contextmanager
    def _writing(self, what: str) -> Iterator[sqlite3.Connection]:
        """A transaction of its own or, in a batch, a part that can be undone alone."""
        with self._explained(what):
            if self._in_batch:
                with self._savepoint():
                    yield self._conn
            else:
                with self._transaction():
                    yield self._conn

    @contextmanager
    def _reading(self, what: str) -> Iterator[sqlite3.Connection]:
        """One view of the database for several questions."""
        with self._explained(what):
            if self._conn.in_transaction:
                yield self._conn
                return
            self._conn.execute("BEGIN")
            try:
                yield self._conn
            finally:
                self._undo()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._must_be_open()
            self._conn.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._must_be_open()
        self._conn.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            # A full disk can make SQLite undo the whole transaction, savepoints included.
            if self._conn.in_transaction:
                self._conn.execute("ROLLBACK TO part")
                self._conn.execute("RELEASE part")
            raise
        self._conn.execute("RELEASE part")

    def _undo(self) -> None:
        self._conn.rollback()  # does nothing when SQLite itself has undone the transaction

    def _must_be_open(self) -> None:
        if not self._conn.in_transaction:
            raise StoreError(
                f"the batch in {str(self._path)!r} was undone by an earlier failure; "
                f"nothing of it was written, repeat it"
            )

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        """Turn failures of the database into ours.

        Rows that it refuses and text that it cannot take are mistakes of the caller: they stay
        what they are, so that nobody tries again what can never succeed.
        """
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise
        except sqlite3.DatabaseError as error:
            raise explain(error, f"{what} in", self._path) from error

    # -------------------------------------------------------------- questions
    def _in_chunks(self, sql: str, keys: Sequence[Value], *before: Value) -> Iterator[Row]:
        """The rows of `sql`, whose one ``{}`` takes a list of `keys` of any length.

        Lists are filled up to a power of two with their last key, so that few statements exist
        and each is compiled once.
        """
        for start in range(0, len(keys), CHUNK):
            chunk = list(keys[start : start + CHUNK])
            size = 1 << (len(chunk) - 1).bit_length()
            chunk += [chunk[-1]] * (size - len(chunk))
            marks = ",".join("?" * size)
            yield from self._conn.execute(sql.format(marks), (*before, *chunk))
