"""A database of another version: brought up to date in one step, or left alone."""
# ruff: noqa: N802 (tests that show a row of the table of faults carry its id)

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from monitor.errors import StoreError
from monitor.store import open_store, schema
from tests.store.making import NOW, new, opened, plan

ROOT = Path(__file__).parents[2]
OURS = len(schema.STEPS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of the present version with one item."""
    store = opened(tmp_path / "monitor.db")
    store.apply([plan(new=(new(),))], None, now=NOW)
    store.close()
    return tmp_path / "monitor.db"


@pytest.fixture
def newer(monkeypatch) -> Migrations:
    """The program after this one: its migrations begin with ours."""
    migrations = Migrations("monitor")
    for name, step in schema.STEPS:
        migrations(name=name)(step)
    monkeypatch.setattr(schema, "migrations", migrations)
    return migrations


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("PRAGMA user_version").fetchone()[0])


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as conn:
        return {row[0] for row in conn.execute("SELECT name FROM sqlite_master")}


def test_a_new_database_has_the_version_of_the_program(path: Path):
    assert version(path) == schema.latest() == len(schema.STEPS)


def test_an_older_database_is_brought_up_to_date_by_the_writer_alone(path: Path, newer):
    newer(name="9999_second")(lambda db: db.conn.execute("ALTER TABLE item ADD COLUMN extra TEXT"))

    told = rf"is of version {OURS}, this program of version {OURS + 1}; start"
    with pytest.raises(StoreError, match=told):
        open_store(str(path), write=False)
    with closing(open_store(str(path), write=True, now=NOW)) as store:
        assert store.item("item1").item.title

    assert version(path) == OURS + 1
    open_store(str(path), write=False).close()


@pytest.mark.parametrize("write", [True, False, "beside"])
def test_a_database_of_a_newer_program_is_left_alone(path: Path, write):
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA user_version = 999")

    with pytest.raises(
        StoreError, match=r"is of version 999, this program of version \d+; install"
    ):
        open_store(str(path), write=write)

    assert version(path) == 999


def test_P14_a_migration_that_fails_leaves_the_old_database(path: Path, newer):
    def half(db: Database) -> None:
        db.conn.execute("CREATE TABLE half (x)")
        db.conn.execute("DROP TABLE poll")
        db.conn.execute("nonsense")

    newer(name="9999_good")(lambda db: db.conn.execute("CREATE TABLE good (x)"))
    newer(name="9999_half")(half)

    with pytest.raises(StoreError, match=r"cannot open the database .*syntax error"):
        open_store(str(path), write=True, now=NOW)

    assert version(path) == OURS
    assert "poll" in tables(path)
    assert not {"good", "half"} & tables(path)


KILLED = """
import os, signal, sys
from monitor.store import open_store, schema

@schema.migrations(name="9999_killed")
def killed(db):
    db.conn.execute("CREATE TABLE half (x)")
    db.conn.execute("UPDATE item SET state = 'deleted'")
    os.kill(os.getpid(), signal.SIGKILL)

open_store(sys.argv[1], write=True)
"""


def test_P14_a_kill_in_a_migration_leaves_the_old_database(path: Path):
    done = subprocess.run([sys.executable, "-c", KILLED, path], cwd=ROOT, check=False)

    assert done.returncode == -signal.SIGKILL
    with closing(open_store(str(path), write=True, now=NOW)) as store:
        assert store.item("item1").item.state == "listed"
    assert version(path) == OURS
    assert "half" not in tables(path)


def test_a_migration_without_a_transaction_is_a_mistake(tmp_path: Path):
    with closing(Database(tmp_path / "x.db")) as db, pytest.raises(AssertionError):
        schema.migrate(db)
