"""Group P where the program as a whole speaks: what a verb says, and what is there afterwards."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store import open_store
from monitor.testing import Newsroom
from tests.e2e.rig import Rig, verb
from tests.threats.house import NEWS, TEXT, told, under_fire
from tests.threats.measuring import Child
from tests.threats.street import Street, entry, feed

pytestmark = pytest.mark.anyio

SITES = 12
WARM_UP, ROUNDS = 20, 40  # half a day of sites that change every quarter of an hour
GROWTH_BYTES = 5 * 2**20


def whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    with closing(sqlite3.connect(path)) as conn:
        return bool(conn.execute("PRAGMA integrity_check").fetchone() == ("ok",))


async def test_P04_a_full_disk_in_a_round_loses_nothing(rig: Rig, clock, kura, monkeypatch, caplog):
    monkeypatch.setattr("monitor.jobs.poll.STORE_RETRY_S", (0.05,) * 100)
    async with under_fire(rig, clock) as program:
        await program.poll()
        conn = program.house.store._conn  # type: ignore[attr-defined]
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages}")
        kura.publish(NEWS, TEXT * 400)
        space = threading.Timer(0.3, conn.execute, ("PRAGMA max_page_count = 1073741823",))
        space.start()
        await program.poll()
        space.join()

    assert "full" in caplog.text
    assert "nothing is lost" in caplog.text
    assert told(rig) == [NEWS]


async def test_P06_a_lock_of_another_program_is_waited_out_in_a_round(rig: Rig, clock, kura):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kura.publish(NEWS, TEXT)
        other = sqlite3.connect(rig.database, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.5, other.rollback)
        release.start()
        await program.poll()
        release.join()
        other.close()

    assert told(rig) == [NEWS]


@pytest.mark.parametrize("damage", ["header", "truncated", "other"])
def test_P07_a_damaged_database_is_refused_in_one_line_and_left_as_it_is(
    rig: Rig, kura: Newsroom, damage: str
):
    rig.write()
    assert verb(rig, "poll").code == 0
    content = rig.database.read_bytes()
    broken = {
        "header": b"\xde\xad" * 50 + content[100:],
        "truncated": content[: len(content) // 2],
        "other": b"this is a diary\n" * 999,
    }[damage]
    rig.database.write_bytes(broken)
    before = len(kura.visits("/rss.xml"))

    outcomes = [verb(rig, name) for name in ("poll", "items", "run")]

    assert all(outcome.code != 0 for outcome in outcomes)
    assert all("monitor.db" in outcome.err for outcome in outcomes)
    assert not any("Traceback" in outcome.err for outcome in outcomes)
    assert rig.database.read_bytes() == broken
    assert len(kura.visits("/rss.xml")) == before
    assert rig.hooks() == []


def test_P12_a_key_that_nobody_knows_stops_the_program_before_it_asks_anybody(rig: Rig, kura):
    rig.write(broken="\n[monitr]\nx = 1\n")

    outcome = verb(rig, "poll")

    assert outcome.code == 2
    assert "monitr" in outcome.err
    assert kura.visits() == ()


def test_P13_memory_does_not_grow_with_the_number_of_polls(rig: Rig, street: Street):
    rig.to = ("desk",)  # which has nothing to hear: the notes are about nowhere
    for number in range(SITES):
        site = street.open(f"site-{number}", b"")
        rig.source(f"site-{number}", site.url, kind="feed")

    def publish(day: int) -> None:
        for name, site in street.sites.items():
            site.reply = feed(
                *(
                    entry(f"Note {day - ago} of {name}", TEXT * 5, guid=f"{day - ago}")
                    for ago in range(10)
                )
            )

    with Child(rig) as child:
        for day in range(WARM_UP):
            publish(day)
            child.round(street.names())
        warm_bytes = child.settled_bytes()
        for day in range(WARM_UP, WARM_UP + ROUNDS):
            publish(day)
            child.round(street.names())
        grown_bytes = child.settled_bytes() - warm_bytes

    assert len(rig.items()) > SITES * ROUNDS
    assert grown_bytes < GROWTH_BYTES, f"{grown_bytes / 2**20:.1f} MB"


async def test_P15_a_backup_in_the_middle_of_a_round_is_whole(rig: Rig, clock, kura, tmp_path):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kura.publish(NEWS, TEXT)
        await program.poll()
        outcome = verb(rig, "backup", str(tmp_path / "copy.db"))

    assert outcome.code == 0, outcome.err
    assert whole(tmp_path / "copy.db")
    with closing(open_store(str(tmp_path / "copy.db"), write=False)) as copy:
        assert NEWS in [row.item.title for row in copy.items()]
