"""A copy put where the database is; what was there is kept beside it under another name.

The power may go between any two steps. Until the one rename the old database is in place, from
then on the new one, and no log of the old one ever lies beside the new one, where SQLite would
write it into it:

1. A whole copy, checked and on the disk, waits beside the database.
2. The old log is folded into the old file, and nobody else is let in. Where SQLite cannot read
   the old file, its log is moved aside instead.
3. The old file gets a second name. The folder is on the disk: no log, two names.
4. The copy takes the first name.

Source: https://www.sqlite.org/howtocorrupt.html, sections 1.4 (a log beside the wrong file) and
2.4 (a file that is renamed while somebody has it open).
"""

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import StoreError
from monitor.store import schema
from monitor.store.opening import path_of, take_lock
from monitor.store.session import explain

CHUNK_BYTES = 4 * 2**20  # between two reports of progress
ALONE_S = 5.0  # how long to wait for those who read the old database
NAMES = 1_000  # tried for the old database, all of one second

_MAGIC = b"SQLite format 3\0"
_COMPANIONS = ("-wal", "-shm", "-journal")
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that can be restored, and what stands in it."""

    file: Path
    size_bytes: int
    version: int
    items: int


class Place:
    """Where a database is or will be, with the lock that a daemon would hold."""

    def __init__(self, url: str, *, now: dt.datetime) -> None:
        """Take the lock of the database at `url`; a folder that is not there is made.

        Raises:
            StoreError: if a daemon or another writer is at work on it, nobody may write there, or
                something else than a file is there.
        """
        path = path_of(url)
        with _explained("replace", path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = take_lock(path, now)
            self.path = path.resolve()  # SQLite, too, puts the log beside what a link leads to
            _give_to_owner(self._lock.fileno(), self.path)
        self._now = now
        self._part = _beside(self.path, ".restoring")
        if self.path.exists() and not self.path.is_file():
            self.close()
            raise StoreError(f"{str(path)!r} is not a file; give the database a path of its own")

    def close(self) -> None:
        """Give the lock back."""
        self._lock.close()

    @property
    def is_taken(self) -> bool:
        """Whether there is a database, or what is left of one."""
        return any(_beside(self.path, each).exists() for each in ("", *_COMPANIONS))

    def examine(self, file: Path) -> Found:
        """Look whether `file` can be restored here; it is read and not written to.

        Raises:
            StoreError: if it is this very database, is of a program that is newer or another one,
                is not whole, or its last changes are still in a log beside it.
        """
        with _explained("read", file):
            if not file.is_file():
                raise StoreError(f"{str(file)!r} is not a file; name a copy of a database")
            if any(each.exists() and each.samefile(file) for each in (self.path, self._part)):
                raise StoreError(f"{str(file)!r} is the database itself; name a copy of it")
            for log in (_beside(file, each) for each in ("-wal", "-journal")):
                if log.exists() and log.stat().st_size:
                    raise StoreError(
                        f"{str(file)!r} is not all of a database: its last changes are in "
                        f"{log.name!r}; make the copy with 'monitor backup'"
                    )
            return _examine(file, "quick_check")

    def put(
        self, found: Found, *, progress: Callable[[int, int], object] | None = None
    ) -> Path | None:
        """Put a copy of a file in place, for its owner alone; the copy is checked before.

        Args:
            found: the file, as `examine` saw it.
            progress: called with bytes copied and bytes in all.

        Returns:
            Where the database that was here is now; None when there was none.

        Raises:
            StoreError: if it cannot be done; what was here is then still here.
        """
        try:
            with _explained("replace", self.path):
                _copy(found.file, self._part, owner_of=self.path, progress=progress)
                _examine(self._part, "integrity_check")
                return self._swap()
        finally:
            self._part.unlink(missing_ok=True)

    def _swap(self) -> Path | None:
        aside = _free_name(self.path, self._now) if self.is_taken else None
        with _nobody_else(self.path):
            if aside and self.path.exists():
                _name_again(self.path, aside)
            try:
                if aside:
                    _move_companions(self.path, aside)
                _sync(self.path.parent)
                self._part.replace(self.path)
            except BaseException:
                if aside and self._part.exists():  # else the copy is in place already
                    _move_companions(aside, self.path)
                    aside.unlink(missing_ok=True)
                raise
        try:
            _sync(self.path.parent)
        except OSError as error:
            kept = f", what was there is {str(aside)!r}" if aside else ""
            raise StoreError(
                f"{str(self.path)!r} is restored, but the disk did not confirm it: "
                f"{error.strerror!r}; look at the disk{kept}"
            ) from error
        return aside


# ------------------------------------------------------------------ looking
def _examine(file: Path, check: str) -> Found:
    """What stands in a sound database of ours; any other is refused."""
    with file.open("rb") as opened:
        if opened.read(len(_MAGIC)) != _MAGIC:
            raise StoreError(f"{str(file)!r} is not a database; nothing was changed")
    options = "mode=ro&immutable=1"  # leaves nothing beside the file
    with closing(sqlite3.connect(_uri(file, options), uri=True)) as conn:
        try:
            wrong = str(conn.execute(f"PRAGMA {check}(1)").fetchone()[0])
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise
            wrong = str(error)
        if wrong != "ok":
            raise StoreError(
                f"{str(file)!r} is damaged: {wrong!r}; nothing was changed, try another copy"
            )
        return _facts(conn, file)


def _facts(conn: sqlite3.Connection, file: Path) -> Found:
    version = int(conn.execute("PRAGMA user_version").fetchone()[0])
    try:
        ours = conn.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()
        items = int(conn.execute("SELECT count(*) FROM item").fetchone()[0])
    except sqlite3.OperationalError:  # no such table, no such column
        ours, items = None, 0
    if ours is None or version < 1:
        raise StoreError(f"{str(file)!r} is a database of another program; nothing was changed")
    if version > schema.latest():
        raise StoreError(
            f"{str(file)!r} is of version {version}, this program of version {schema.latest()}; "
            f"install the newer program that wrote it"
        )
    return Found(file, file.stat().st_size, version, items)


# ------------------------------------------------------------------ copying
def _copy(
    file: Path,
    target: Path,
    *,
    owner_of: Path,
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """Copy `file` until it is on the disk; what an earlier attempt left there gives way."""
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out, file.open("rb") as source:
        total, done = file.stat().st_size, 0
        while chunk := source.read(CHUNK_BYTES):
            out.write(chunk)
            done += len(chunk)
            if progress:
                progress(done, max(total, done))
        os.fchmod(out.fileno(), 0o600)
        _give_to_owner(out.fileno(), owner_of)
        out.flush()
        os.fsync(out.fileno())


def _give_to_owner(descriptor: int, place: Path) -> None:
    """What root makes belongs to whom the database, or else its folder, belongs to."""
    if os.geteuid() == 0:
        owner = (place if place.exists() else place.parent).stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


# ------------------------------------------------------------------ changing places
@contextmanager
def _nobody_else(path: Path) -> Iterator[None]:
    """All of the old database is in its one file, and nobody reads or writes it meanwhile.

    One that SQLite cannot read is left as it is: nobody else can work with it either.
    """
    with _alone(path) if _is_readable(path) and _fold(path) else nullcontext():
        yield


def _fold(path: Path) -> bool:
    """Whether the log of the old database could be brought into its file."""
    with closing(_connect(path)) as conn:
        try:
            conn.execute("PRAGMA journal_mode = DELETE")  # not while somebody else has it open
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise
            return False
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Whoever opened the database since waits, and is refused by SQLite once it has moved."""
    with closing(_connect(path)) as conn:
        conn.execute("BEGIN EXCLUSIVE")
        yield


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(_uri(path, "mode=rw"), uri=True, timeout=ALONE_S, isolation_level=None)


def _is_readable(path: Path) -> bool:
    """Whether SQLite may be let near; it would throw away the log of an empty file."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _free_name(path: Path, now: dt.datetime) -> Path:
    """A name beside `path` that neither a file nor a companion of one has."""
    stem = _beside(path, f".before-restore-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    for number in range(1, NAMES):
        name = stem if number == 1 else _beside(stem, f"-{number}")
        if not any(os.path.lexists(_beside(name, each)) for each in ("", *_COMPANIONS)):
            return name
    raise StoreError(f"{NAMES} files are named like {str(stem)!r}; move them elsewhere")


def _name_again(path: Path, aside: Path) -> None:
    """Give the file a second name, so that it loses its first only to the copy."""
    try:
        aside.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        try:
            _copy(path, aside, owner_of=path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise


def _move_companions(path: Path, aside: Path) -> None:
    for each in _COMPANIONS:
        if _beside(path, each).exists():
            _beside(path, each).rename(_beside(aside, each))


def _sync(folder: Path) -> None:
    """Names that were given or taken are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _uri(path: Path, options: str) -> str:
    return f"{path.absolute().as_uri()}?{options}"


@contextmanager
def _explained(what: str, path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, what, path) from error
    except OSError as error:
        raise StoreError(
            f"cannot {what} {str(path)!r}: {error.strerror!r}; the database is as it was, see "
            f"whether there is room and this user may read the file and write the folder"
        ) from error
