"""A copy put where the database is: checked, of our kind, and nothing is thrown away for it."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import open_store, restore, schema
from monitor.store.restore import Place
from monitor.store.schema import latest
from tests.store.making import NOW
from tests.store.restoring import ASIDE, COPY, OLD, crashed, fail, files, put, refused, told_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return crashed(tmp_path)


# ------------------------------------------------------------------ done
def test_a_copy_takes_the_place_and_the_old_database_is_kept_with_its_log(home: Path):
    copy = (home / "copy.db").read_bytes()

    aside = put(home)

    assert aside == home / ASIDE
    assert set(files(home)) == {"copy.db", "monitor.db", ASIDE}
    assert files(home)["monitor.db"] == files(home)["copy.db"] == copy
    assert (home / "monitor.db").stat().st_mode & 0o777 == 0o600
    assert told_of(home / "monitor.db") == COPY
    assert told_of(aside) == OLD


def test_a_restore_is_taken_back_by_restoring_what_was_there(home: Path):
    put(home)

    second = put(home, ASIDE)

    assert second == home / f"{ASIDE}-2"
    assert told_of(home / "monitor.db") == OLD
    assert told_of(second) == COPY


def test_where_there_is_no_database_the_copy_is_put_in_a_new_folder(home: Path):
    url = str(home / "new" / "monitor.db")
    with closing(Place(url, now=NOW)) as place:
        assert not place.is_taken
        assert place.put(place.examine(home / "copy.db")) is None

    assert told_of(Path(url)) == COPY
    assert (home / "new").stat().st_mode & 0o777 == 0o700


def test_a_log_without_its_database_never_meets_the_copy(home: Path):
    log = (home / "monitor.db-wal").read_bytes()
    (home / "monitor.db").unlink()

    assert put(home) == home / ASIDE

    assert files(home)[f"{ASIDE}-wal"] == log
    assert told_of(home / "monitor.db") == COPY


@pytest.mark.parametrize("keep", [0, 100])
def test_a_database_that_cannot_be_read_is_kept_as_it_is(home: Path, keep: int):
    broken = b"\xff" * keep + (home / "monitor.db").read_bytes()[keep:] if keep else b""
    (home / "monitor.db").write_bytes(broken)
    log = (home / "monitor.db-wal").read_bytes()

    put(home)

    kept = files(home)
    assert (kept[ASIDE], kept[f"{ASIDE}-wal"]) == (broken, log)
    assert "monitor.db-wal" not in kept
    assert told_of(home / "monitor.db") == COPY


def test_a_database_whose_header_tells_nonsense_is_kept_whole(home: Path):
    (home / "monitor.db-wal").unlink()
    whole = (home / "monitor.db").read_bytes()
    (home / "monitor.db").write_bytes(whole[:16] + b"\xff" * 84 + whole[100:])

    put(home)

    assert files(home)[ASIDE] == whole[:16] + b"\xff" * 84 + whole[100:]
    assert told_of(home / "monitor.db") == COPY


def test_a_database_with_a_lost_root_page_is_kept_whole(home: Path):
    (home / "monitor.db-wal").unlink()
    whole = (home / "monitor.db").read_bytes()
    (home / "monitor.db").write_bytes(whole[:100] + b"\x55" * 3996 + whole[4096:])

    put(home)

    assert files(home)[ASIDE][4096:] == whole[4096:]
    assert told_of(home / "monitor.db") == COPY


def test_a_link_to_the_database_stays_a_link(home: Path):
    (home / "disk").mkdir()
    for name in ("monitor.db", "monitor.db-wal"):
        (home / name).rename(home / "disk" / name)
    (home / "monitor.db").symlink_to(home / "disk" / "monitor.db")

    aside = put(home)

    assert aside == home / "disk" / ASIDE
    assert (home / "monitor.db").is_symlink()
    assert told_of(home / "monitor.db") == COPY


def test_a_disk_without_second_names_gets_a_copy_of_the_old_database(home: Path, monkeypatch):
    fail(monkeypatch, "link", 1, errno.EPERM)

    aside = put(home)

    assert aside
    assert told_of(aside) == OLD
    assert told_of(home / "monitor.db") == COPY


def test_what_root_restores_belongs_to_whom_the_database_belongs(home: Path):
    if os.geteuid() != 0:  # nobody else may chown, so nobody else can have the fault
        pytest.skip("only root can give files away")
    os.chown(home / "monitor.db", 65534, 65534)
    os.chown(home, 65534, 65534)

    put(home)

    assert {(home / each).stat().st_uid for each in ("monitor.db", "monitor.db.lock")} == {65534}


def test_progress_counts_bytes_to_the_end(home: Path, monkeypatch):
    monkeypatch.setattr(restore, "CHUNK_BYTES", 65_536)
    seen: list[tuple[int, int]] = []
    with closing(Place(str(home / "monitor.db"), now=NOW)) as place:
        found = place.examine(home / "copy.db")
        place.put(found, progress=lambda *step: seen.append(step))

    assert len(seen) > 2
    assert seen[-1] == (found.size_bytes, found.size_bytes)
    assert (found.version, found.items) == (latest(), 31)


# ------------------------------------------------------------------ refused
def test_a_daemon_at_work_is_named_and_left_alone(home: Path):
    with closing(open_store(str(home / "monitor.db"), write=True, now=NOW)):
        assert f"another monitor (pid {os.getpid()}) is at work on " in refused(home)


def test_somebody_who_reads_is_left_alone(home: Path, monkeypatch):
    monkeypatch.setattr(restore, "ALONE_S", 0.05)
    told_of(home / "monitor.db")
    with closing(open_store(str(home / "monitor.db"), write=False)) as reader:
        line = refused(home)
        assert reader.item("since").item.id == "since"

    assert "another program holds the database; try again when it is done" in line


def _truncated(whole: bytes) -> bytes:
    return whole[: len(whole) * 2 // 3]


def _torn(whole: bytes) -> bytes:
    return whole[:8192] + b"\x55" * 8192 + whole[16384:]


def _nonsense(whole: bytes) -> bytes:
    return whole[:16] + b"\xff" * 84 + whole[100:]


@pytest.mark.parametrize("damage", [_truncated, _torn, _nonsense])
def test_a_damaged_copy_is_refused(home: Path, damage: Callable[[bytes], bytes]):
    (home / "copy.db").write_bytes(damage((home / "copy.db").read_bytes()))

    assert "copy.db' is damaged: " in refused(home)


def test_a_copy_that_is_damaged_while_it_is_made_is_refused(home: Path):
    with closing(Place(str(home / "monitor.db"), now=NOW)) as place:
        found = place.examine(home / "copy.db")
        (home / "copy.db").write_bytes(_torn((home / "copy.db").read_bytes()))
        before = files(home)
        with pytest.raises(StoreError, match=r"restoring' is damaged"):
            place.put(found)

    assert files(home) == before


@pytest.mark.parametrize("content", [b"", b"x", b"a diary of some length\n" * 999])
def test_another_kind_of_file_is_refused(home: Path, content: bytes):
    (home / "copy.db").write_bytes(content)

    assert "copy.db' is not a database; nothing was changed" in refused(home)


@pytest.mark.parametrize("version", [0, 1, 9])
def test_a_database_of_another_program_is_refused(home: Path, version: int):
    (home / "copy.db").unlink()
    with closing(sqlite3.connect(home / "copy.db")) as conn:
        conn.execute("CREATE TABLE item (id)")
        conn.execute(f"PRAGMA user_version = {version}")

    assert "copy.db' is a database of another program" in refused(home)


def test_a_database_of_a_newer_program_is_refused(home: Path):
    with closing(sqlite3.connect(home / "copy.db")) as conn:
        conn.execute("PRAGMA user_version = 999")

    assert "is of version 999, this program of version" in refused(home)


def test_a_database_of_an_older_program_is_taken(home: Path, monkeypatch):
    monkeypatch.setattr(schema, "latest", lambda: 999)

    assert put(home) == home / ASIDE


def test_a_copy_whose_last_changes_are_in_a_log_is_refused(home: Path):
    (home / "copy.db-wal").write_bytes((home / "monitor.db-wal").read_bytes())

    assert "its last changes are in 'copy.db-wal'; make the copy with 'monitor ba" in refused(home)


def test_the_database_itself_is_refused_under_any_name(home: Path):
    (home / "other.db").symlink_to(home / "monitor.db")

    assert "is the database itself" in refused(home, "monitor.db")
    assert "is the database itself" in refused(home, "other.db")


def test_a_folder_is_neither_a_copy_nor_a_database(home: Path):
    (home / "folder").mkdir()
    with closing(Place(str(home / "monitor.db"), now=NOW)) as place:
        for name in ("folder", "missing"):
            with pytest.raises(StoreError, match=r"is not a file; name a copy"):
                place.examine(home / name)
    with pytest.raises(StoreError, match=r"folder' is not a file; give the database a path"):
        Place(str(home / "folder"), now=NOW)


def test_a_second_of_many_restores_runs_out_of_names(home: Path, monkeypatch):
    monkeypatch.setattr(restore, "NAMES", 2)
    (home / f"{ASIDE}-wal").write_bytes(b"precious")

    assert "files are named like " in refused(home)
