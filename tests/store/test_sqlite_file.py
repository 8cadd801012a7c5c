"""The database file: private, locked, checked, and refused rather than harmed."""
# ruff: noqa: N802 (tests that show a row of the table of faults carry its id)

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import open_store, opening
from tests.store.making import LEASE, NOW, message, new, opened, plan, source

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with some items, closed."""
    path = tmp_path / "monitor.db"
    fill(path)
    return path


def fill(path: Path) -> None:
    store = opened(path)
    many = tuple(new(f"i{n}", f"Title {n}", content="words " * 300) for n in range(100))
    store.apply([plan(new=many, messages=(message(),))], None, now=NOW)
    store.close()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def refused(path: Path, *, write=True) -> str:
    """The one line with which a file is refused, which is then as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        open_store(str(path), write=write, now=NOW)
    if before is not None:
        assert path.read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ------------------------------------------------------------------ URL
@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_a_path_and_a_sqlite_url_mean_the_same_file(tmp_path: Path, prefix):
    open_store(f"{prefix}{tmp_path}/new/monitor.db", write=True, now=NOW).close()

    assert (tmp_path / "new" / "monitor.db").exists()


def test_a_relative_url_means_a_path_from_here(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    open_store("sqlite:///here.db", write=True).close()

    assert (tmp_path / "here.db").exists()


@pytest.mark.parametrize("url", ["postgresql://host/name", "sqlite://here.db", "sqlite:///"])
def test_another_database_is_refused_with_what_is_supported(url):
    with pytest.raises(StoreError, match=r"is not supported; give a path such as 'db/monitor.db'"):
        open_store(url, write=True)


# ------------------------------------------------------------------ privacy
def test_A12_files_are_for_their_owner_alone(tmp_path: Path):
    store = opened(tmp_path / "made" / "monitor.db")

    assert mode(tmp_path / "made") == 0o700
    for name in ("monitor.db", "monitor.db-wal", "monitor.db-shm", "monitor.db.lock"):
        assert mode(tmp_path / "made" / name) == 0o600
    store.close()


def test_a_file_that_others_could_read_is_closed_to_them(path: Path):
    path.chmod(0o644)

    open_store(str(path), write=True, now=NOW).close()

    assert mode(path) == 0o600


def test_opening_leaves_the_umask_as_it_was(path: Path):
    before = os.umask(0o022)
    try:
        open_store(str(path), write=True, now=NOW).close()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


# ------------------------------------------------------------------ who may
def test_P08_a_second_writer_is_told_who_is_at_work(path: Path):
    store = open_store(str(path), write=True, now=NOW)

    line = refused(path)

    assert f"another monitor (pid {os.getpid()}) is at work on {str(path)!r}" in line
    store.close()
    open_store(str(path), write=True, now=NOW).close()


def test_P08_a_lock_without_a_name_in_it_still_refuses(path: Path):
    with closing(opening.take_lock(path, NOW)) as lock:
        lock.truncate(0)

        assert "another monitor (pid unknown) is at work" in refused(path)


def test_a_reader_and_a_small_writer_work_beside_the_writer(path: Path):
    store = open_store(str(path), write=True, now=NOW)
    reader = open_store(str(path), write=False)
    beside = open_store(str(path), write="beside")

    store.apply([plan(new=(new("fresh"),))], None, now=NOW)
    beside.mark("i1", "deleted")

    assert reader.item("fresh").item.id == "fresh"
    assert store.item("i1").item.state == "deleted"
    with pytest.raises(StoreError, match=r"cannot mark an item in .*readonly database"):
        reader.mark("i2", "deleted")
    for each in (reader, beside, store):
        each.close()


def test_a_reader_works_when_nobody_else_does(path: Path):
    with closing(open_store(str(path), write=False)) as reader:
        assert len(reader.items()) == 50


@pytest.mark.parametrize("write", [False, "beside"])
def test_a_missing_database_is_only_made_by_the_writer(tmp_path: Path, write):
    assert "no database at" in refused(tmp_path / "none.db", write=write)
    assert not (tmp_path / "none.db").exists()


def test_leases_of_a_writer_that_is_gone_are_void(path: Path):
    store = open_store(str(path), write=True, now=NOW)
    store.enrol([source("desk"), source("paper")], now=NOW)
    assert len(store.claim_due(limit=9, lease=LEASE, now=NOW).states) == 1
    assert len(store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW)) == 1
    store.close()

    store = open_store(str(path), write=True, now=NOW)

    assert len(store.claim_due(limit=9, lease=LEASE, now=NOW).states) == 1
    assert len(store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW)) == 1
    store.close()


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be a user who owns nothing here; root is asked for no permission."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def foreign() -> Iterator[Path]:
    """A database in a folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp())
    fill(folder / "monitor.db")
    yield folder / "monitor.db"
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_P05_a_read_only_file_is_refused_and_says_so(foreign: Path):
    foreign.parent.chmod(0o777)
    foreign.with_name("monitor.db.lock").chmod(0o666)
    foreign.chmod(0o444)

    with somebody_else():
        line = refused(foreign)

    assert "cannot open the database" in line
    assert "'attempt to write a readonly database'; give this user the right to write" in line


def test_P05_a_read_only_folder_is_refused_and_says_so(foreign: Path):
    foreign.with_name("monitor.db.lock").unlink()
    foreign.chmod(0o444)
    foreign.parent.chmod(0o555)

    with somebody_else():
        line = refused(foreign)

    assert "'Permission denied'; see whether its folder exists and this user may write" in line


# ------------------------------------------------------------------ damage
def test_P07_a_lost_header_is_refused_and_a_restore_offered(path: Path):
    whole = path.read_bytes()
    path.write_bytes(b"\0" * 100 + whole[100:])

    line = refused(path)

    assert "is not a database, or its header is lost" in line
    assert "put a backup in its place" in line


def test_P07_a_header_that_tells_nonsense_is_refused(path: Path):
    whole = path.read_bytes()
    path.write_bytes(whole[:16] + b"\xff" * 84 + whole[100:])

    assert "is damaged: 'file is not a database'" in refused(path)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.99])
def test_P07_a_truncated_file_is_refused(path: Path, part):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])

    line = refused(path)

    assert "is damaged" in line
    assert "put a backup in its place" in line


def test_P07_a_damaged_page_is_refused(path: Path):
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\x55" * 8192 + whole[16384:])

    assert "is damaged" in refused(path)


def test_P07_damage_is_found_although_a_log_is_left_from_a_crash(path: Path, tmp_path: Path):
    store = open_store(str(path), write=True, now=NOW)
    store.beat(NOW)
    crashed = tmp_path / "crashed.db"
    whole = path.read_bytes()
    crashed.write_bytes(whole[:8192] + b"\x55" * (len(whole) - 8192))
    crashed.with_name("crashed.db-wal").write_bytes(path.with_name("monitor.db-wal").read_bytes())
    store.close()

    assert "is damaged" in refused(crashed)


@pytest.mark.parametrize("content", [b"x", b"just some text, longer than a header of any kind"])
def test_P07_another_kind_of_file_is_refused(tmp_path: Path, content):
    (tmp_path / "monitor.db").write_bytes(content)

    assert "is not a database" in refused(tmp_path / "monitor.db")


def test_P07_a_reader_refuses_damage_too(path: Path):
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])

    assert "restore the file from a backup" in refused(path, write=False)


def test_P06_a_file_that_another_program_keeps_for_itself_is_refused(path: Path, monkeypatch):
    monkeypatch.setattr(opening, "BUSY_S", 0.02)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("INSERT INTO meta VALUES ('other', '')")

        assert "another program holds the database; try again when it is done" in refused(path)


def test_a_folder_is_not_a_database(tmp_path: Path):
    assert "is not a file" in refused(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path):
    (tmp_path / "file").touch()

    assert "cannot open the database" in refused(tmp_path / "file" / "monitor.db")


def test_an_empty_file_becomes_a_database(tmp_path: Path):
    (tmp_path / "monitor.db").touch()

    open_store(str(tmp_path / "monitor.db"), write=True, now=NOW).close()


def test_the_check_of_a_big_file_ends_when_its_time_is_up(path: Path, monkeypatch):
    monkeypatch.setattr(opening, "CHECK_S", -1.0)
    monkeypatch.setattr(opening, "CHECK_STEPS", 1)

    open_store(str(path), write=True, now=NOW).close()


def test_a_failure_while_opening_gives_the_lock_back(path: Path):
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    refused(path)
    path.write_bytes(whole)

    open_store(str(path), write=True, now=NOW).close()


def test_a_file_of_ours_keeps_its_name_and_its_start(path: Path):
    def facts() -> dict[str, str]:
        with closing(sqlite3.connect(path)) as conn:
            return dict(conn.execute("SELECT key, value FROM meta"))

    before = facts()
    open_store(str(path), write=True, now=NOW + LEASE).close()

    assert facts() == before
    assert len(before["store_id"]) == 32
