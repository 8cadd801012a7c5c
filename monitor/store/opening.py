"""Opening a database file: right place, sound, ours alone, of our version."""

import datetime as dt
import fcntl
import os
import sqlite3
import stat
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Literal, TypeAlias

from sqlite_utils import Database

from monitor.errors import StoreError
from monitor.store import clockwork, meta, schema
from monitor.store.codec import to_ms
from monitor.store.session import BUSY_S, explain
from monitor.text import FOLD_VERSION

Access: TypeAlias = bool | Literal["beside"]

CHECK_S = 5.0  # how long the check of a big file may take at every start
CHECK_STEPS = 20_000  # of SQLite's virtual machine between two looks at the clock
CACHE_KIB = 8_192  # of pages in memory
LOG_BYTES = 64 * 2**20  # to which a log that grew is cut once its pages are in the file

_MAGIC = b"SQLite format 3\0"
_RESTORE = "it was left as it is: put a backup in its place with 'monitor restore FILE'"


def path_of(url: str) -> Path:
    """The file of a database URL.

    Raises:
        StoreError: for another scheme than sqlite.
    """
    if "://" not in url:
        return Path(url)
    scheme, _, rest = url.partition("://")
    if scheme != "sqlite" or not rest.startswith("/") or rest == "/":
        raise StoreError(
            f"database {url!r} is not supported; give a path such as 'db/monitor.db' or "
            f"'sqlite:///db/monitor.db' (with four slashes for an absolute path)"
        )
    return Path(rest[1:])


def open_writer(path: Path, now: dt.datetime) -> tuple[Database, IO[str]]:
    """The one writer's connection, its schema up to date, and the lock that it holds."""
    with _explained(path), _private():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = take_lock(path, now)
        try:
            _refuse_damage(path)
            db = _connect(path, mode="rwc")
            try:
                with suppress(PermissionError):  # the file of another user keeps its mode
                    path.chmod(0o600)  # companions take theirs from it
                _prepare(db, path, now)
            except BaseException:
                db.close()
                raise
        except BaseException:
            lock.close()
            raise
    return db, lock


def open_other(path: Path, access: Access) -> Database:
    """A connection beside the one writer: to read or, ``beside``, for a small write."""
    if not path.exists():
        raise StoreError(f"no database at {str(path)!r}; 'monitor poll' or 'monitor run' makes it")
    with _explained(path), _private():
        db = _connect(path, mode="rw" if access == "beside" else "ro")
        try:
            _refuse_other_versions(db, path, oldest=schema.latest())
        except BaseException:
            db.close()
            raise
    return db


def take_lock(path: Path, now: dt.datetime) -> IO[str]:
    """Hold the file's lock, with our process id and the time in it, until it is closed.

    The system takes it back when the process ends, however it ends. A process that is forked
    without exec would keep it alive; the worker processes of this program are not.
    """
    lock_path = path.with_name(path.name + ".lock")
    lock = os.fdopen(os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = (lock.read(100).split() or ["unknown"])[0]
        lock.close()
        raise StoreError(
            f"another monitor (pid {holder}) is at work on {str(path)!r}; "
            f"stop it, or give this one a database of its own"
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()} {now.isoformat()}\n")
    lock.flush()
    return lock


# ------------------------------------------------------------------ soundness
def _refuse_damage(path: Path) -> None:
    """Look at the file before anything can write to it."""
    if not path.exists() or path.stat().st_size == 0:
        return
    if not stat.S_ISREG(path.stat().st_mode):
        raise StoreError(f"{str(path)!r} is not a file; give the database a path of its own")
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise StoreError(f"{str(path)!r} is not a database, or its header is lost; {_RESTORE}")
    # The first look leaves nothing behind, but takes no lock: what it finds may be somebody's
    # write that is under way, so a second look that waits for its turn has the last word.
    has_log = path.with_name(path.name + "-wal").exists()
    if not has_log and _first_damage(path, "mode=ro&immutable=1") is None:
        return
    found = _first_damage(path, "mode=ro")
    if found:
        raise StoreError(f"database {str(path)!r} is damaged: {found!r}; {_RESTORE}")


def _first_damage(path: Path, options: str) -> str | None:
    """What SQLite finds wrong first; None also when the time for looking is up."""
    until = time.monotonic() + CHECK_S
    try:
        with closing(sqlite3.connect(_uri(path, options), uri=True, timeout=BUSY_S)) as conn:
            conn.set_progress_handler(lambda: time.monotonic() > until, CHECK_STEPS)
            found = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return None
        if error.sqlite_errorcode not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        return str(error)
    return None if found == "ok" else found


# ------------------------------------------------------------------ connection
def _connect(path: Path, *, mode: str) -> Database:
    conn = sqlite3.connect(
        _uri(path, f"mode={mode}"),
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut costs the last seconds
        conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return Database(conn, execute_plugins=False)
    except BaseException:
        conn.close()
        raise


def _prepare(db: Database, path: Path, now: dt.datetime) -> None:
    """Schema, journal and first facts; leases of a writer that is gone are void."""
    _refuse_other_versions(db, path, oldest=0)
    db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        schema.migrate(db)
        meta.keep(db.conn, "store_id", uuid.uuid4().hex)
        meta.keep(db.conn, "started_ms", to_ms(now))
        meta.keep(db.conn, "fold_version", FOLD_VERSION)
        clockwork.follow(db.conn, last_ms=clockwork.last_sight_ms(db.conn), now_ms=to_ms(now))
        db.conn.execute("UPDATE source SET lease_ms = 0 WHERE lease_ms > 0")
        db.conn.execute("UPDATE delivery SET lease_ms = 0 WHERE state = 'waiting' AND lease_ms > 0")
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def _refuse_other_versions(db: Database, path: Path, *, oldest: int) -> None:
    found, ours = schema.version_of(db), schema.latest()
    if oldest <= found <= ours:
        return
    remedy = (
        "install the newer program that wrote it"
        if found > ours
        else "start 'monitor run' or 'monitor poll' once to bring it up to date"
    )
    raise StoreError(
        f"database {str(path)!r} is of version {found}, this program of version {ours}; {remedy}"
    )


def _uri(path: Path, options: str) -> str:
    return f"{path.absolute().as_uri()}?{options}"


@contextmanager
def _private() -> Iterator[None]:
    """Files made meanwhile, by SQLite too, are for their owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, "open the database", path) from error
    except OSError as error:
        raise StoreError(
            f"cannot open the database {str(path)!r}: {error.strerror!r}; "
            f"see whether its folder exists and this user may write there"
        ) from error
