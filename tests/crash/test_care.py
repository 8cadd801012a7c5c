"""An older database that is brought up to date, and a copy that is made: killed at every step.

``MONITOR_TEST_KILLS`` says how often: from 200 on, a migration dies at each of its boundaries.
"""
# ruff: noqa: N802 - tests are named after the fault that they show

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import get_args

import pytest
from sqlite_utils import Database, Migrations

from monitor.store import schema
from monitor.testing import Newsroom
from tests.crash.doomed import UPGRADES, Copying
from tests.crash.house import DOOMED, House

KILLS = int(os.environ.get("MONITOR_TEST_KILLS", "50"))
SEED = int(os.environ.get("MONITOR_TEST_SEED") or random.randrange(1_000_000))
WITHIN_S = 120.0
# sqlite_utils makes its list of migrations before a transaction begins: it says nothing.
TABLES = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%migrations' ORDER BY name"
ALL = 1_000_000


@pytest.fixture
def kura() -> Iterator[Newsroom]:
    words = "The port of Poti waits for the ferry of that day. "
    with Newsroom("kura") as site:
        for number in range(20):
            site.publish(f"Ferry {number} to Batumi opens", f"{words} {number}")
        yield site


@pytest.fixture
def config(tmp_path: Path, kura: Newsroom) -> Path:
    """A desk whose only source has been read once."""
    path = tmp_path / "sources.toml"
    path.write_text(
        '[monitor]\ndatabase = "monitor.db"\nallow_addresses = ["127.0.0.0/8"]\n'
        'min_interval = "1s"\nhost_gap = "0s"\n'
        f'[[source]]\nname = "kura"\nurl = "{kura.url("/rss.xml")}"\nkind = "feed"\nevery = "1s"\n'
    )
    path.chmod(0o600)
    assert run(path, "poll").returncode == 0
    return path


# ------------------------------------------------------------------ a migration
def test_P14_an_older_database_is_old_or_new_wherever_its_migration_is_killed(config: Path) -> None:
    database = config.with_name("monitor.db")
    die_at_every_boundary(config, database, pending=0)

    assert counted(database) == (20, [("kura",)])


def test_P14_a_database_of_the_first_version_survives_as_well(config: Path) -> None:
    database = config.with_name("monitor.db")
    database.unlink()
    make_first_version(database)
    die_at_every_boundary(config, database, pending=len(schema.STEPS) - 1)


def die_at_every_boundary(config: Path, database: Path, *, pending: int) -> None:
    """Kill the program after this one at boundaries of its migration, then let it finish."""
    before, old = tables(database), database.with_name("old.db")
    shutil.copy(database, old)
    boundaries = range(1, UPGRADES + pending + 1)
    few = sorted(random.Random(SEED).sample(boundaries, min(len(boundaries), max(3, KILLS // 10))))
    for nth in boundaries if KILLS >= 200 else few:
        lay(old, database)
        died = run(config, "upkeep", moment="upgrade", nth=nth)

        assert died.returncode == -signal.SIGKILL, (SEED, nth, died.stderr)
        sound(database)
        is_new = nth == boundaries[-1]
        assert (tables(database) == before) != is_new, (SEED, nth)
    finished = run(config, "upkeep", moment="upgrade", nth=boundaries[-1] + 1)
    assert finished.returncode == 0, (SEED, finished.stderr)
    assert "shelf" in dict(tables(database))
    sound(database)


def make_first_version(path: Path) -> None:
    """An empty database as the first version of the program left it."""
    first = Migrations("monitor")
    name, step = schema.STEPS[0]
    first(name=name)(step)
    with closing(Database(path)) as db:
        first.apply(db)
        db.conn.execute("PRAGMA user_version = 1")


# ------------------------------------------------------------------ a copy
def test_a_copy_is_whole_or_absent_wherever_it_is_killed_while_the_daemon_writes(
    config: Path, kura: Newsroom, tmp_path: Path
) -> None:
    dice, target = random.Random(SEED), tmp_path / "copy.db"
    moments = [*get_args(Copying), "copy:pages"]
    with a_daemon(config, kura) as house:
        for moment in moments * max(1, KILLS // 100):
            stored = counted(config.with_name("monitor.db"))[0]
            nth = dice.randrange(2, 30) if moment == "copy:pages" else 1
            died = run(config, "backup", str(target), moment=moment, nth=nth)

            assert died.returncode == -signal.SIGKILL, (SEED, moment, died.stderr)
            assert target.exists() == (moment == "copy:whole"), (SEED, moment)
            again = run(config, "backup", "--force", str(target))
            assert again.returncode == 0, (SEED, moment, again.stderr)
            sound(target)
            assert counted(target)[0] >= stored
            target.unlink()
        assert house.is_running, house.last_words()
        assert house.stop() == 0, house.last_words()

    sound(config.with_name("monitor.db"))


def test_a_copy_that_is_to_replace_another_may_be_killed_and_made_again(
    config: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    assert run(config, "backup", str(target)).returncode == 0
    former = target.read_bytes()
    died = run(config, "backup", "--force", str(target), moment="copy:whole", nth=1)

    assert died.returncode == -signal.SIGKILL
    assert target.read_bytes() == former
    assert run(config, "backup", "--force", str(target)).returncode == 0
    assert counted(target)[0] == 20


def test_a_copy_outlives_the_daemon_that_is_killed_meanwhile(
    config: Path, kura: Newsroom, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    with a_daemon(config, kura) as house:
        copier = subprocess.Popen(command(config, "backup", str(target), moment="copy:begins"))
        house.kill()
        assert copier.wait(WITHIN_S) == 0

    sound(target)
    sound(config.with_name("monitor.db"))
    assert counted(target)[0] >= 20
    config.with_name("monitor.db").unlink()
    for companion in config.parent.glob("monitor.db-*"):
        companion.unlink()
    assert run(config, "restore", str(target)).returncode == 0
    assert run(config, "poll").returncode == 0


@contextmanager
def a_daemon(config: Path, kura: Newsroom) -> Iterator[House]:
    """A daemon whose source prints five times a second."""
    house, is_over = House(config, config.with_name("daemon.log")), threading.Event()

    def prints() -> None:
        number = 100
        while not is_over.wait(0.2):
            number += 1
            kura.publish(f"Train {number} to Gyumri leaves", f"Yerevan waits: {number}. " * 9)

    press = threading.Thread(target=prints)
    press.start()
    try:
        house.start()
        yield house
    finally:
        is_over.set()
        press.join()
        house.clear()


# ------------------------------------------------------------------ the program and its file
def command(config: Path, *verb: str, moment: str = "", nth: int = 0) -> list[str]:
    program = ["-P", str(DOOMED), moment, str(nth)] if moment else ["-m", "monitor"]
    return [sys.executable, *program, "--config", str(config), *verb]


def run(
    config: Path, *verb: str, moment: str = "", nth: int = 0
) -> subprocess.CompletedProcess[str]:
    """The program, which dies when `moment` comes for the `nth` time; 0 is never."""
    return subprocess.run(
        command(config, *verb, moment=moment, nth=nth),
        check=False,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        env={k: v for k, v in os.environ.items() if not k.startswith(("MONITOR_", "COVERAGE_"))},
    )


def lay(old: Path, database: Path) -> None:
    """Put the older database back, without anything that the newer program left."""
    for left in database.parent.glob(database.name + "*"):
        left.unlink()
    shutil.copy(old, database)


def tables(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(TABLES).fetchall()


def sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


def counted(path: Path) -> tuple[int, list[tuple[str]]]:
    """Items, and the sources that they are of."""
    with closing(sqlite3.connect(path)) as conn:
        (items,) = conn.execute("SELECT count(*) FROM item").fetchone()
        return items, conn.execute("SELECT DISTINCT source FROM item").fetchall()
