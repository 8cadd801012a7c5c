"""The verb restore: asks, refuses, says what it did; and nobody is told twice under other ids."""

import os
import pty
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store import open_store
from tests.cli.world import World, on_terminal

BEFORE, SINCE = "Georgia and Armenia agree on a bridge", "Tbilisi tram returns after decades"


@pytest.fixture
def backed(fresh: World) -> World:
    """A copy was made; after it something more was told."""
    fresh.kura.publish("Shop hours in Lisbon")
    assert fresh.run("poll").code == 0
    fresh.kura.publish(BEFORE)
    assert fresh.run("poll").code == 0
    assert fresh.run("backup", copy_of(fresh)).code == 0
    fresh.kura.publish(SINCE)
    assert fresh.run("poll").code == 0
    return fresh


def copy_of(world: World) -> str:
    return str(world.folder / "copy.db")


def titles(world: World) -> set[str]:
    return {line.split("\t")[3] for line in world.run("items").lines}


def aside_of(world: World) -> list[Path]:
    return sorted(world.folder.glob("monitor.db.before-restore-*"))


def test_a_restore_says_what_was_done_and_where_the_old_database_is(backed: World):
    answer = backed.run("restore", copy_of(backed), "--yes")

    (aside,) = aside_of(backed)
    database = backed.folder / "monitor.db"
    size = f"{(backed.folder / 'copy.db').stat().st_size:,}"
    assert answer.code == 0
    assert answer.lines == [
        f"{database}: {size} bytes, 2 items, integrity ok",
        f"what was there before: {aside}",
    ]
    assert {stat.S_IMODE(each.stat().st_mode) for each in (database, aside)} == {0o600}
    assert SINCE not in titles(backed)


def test_after_a_restore_everything_is_told_under_the_ids_it_had(backed: World):
    ids = {hook.id for hook in backed.desk.taken()}
    letters = {letter.id for letter in backed.post.letters()}

    assert backed.run("restore", copy_of(backed), "--yes").code == 0
    assert "1 new item; desk: 1 delivered; mail: 1 delivered" in backed.run("poll").err

    told = [hook.id for hook in backed.desk.taken()]
    assert (len(ids), len(told)) == (2, 3), "what the copy knew is not told again"
    assert set(told) == ids
    assert {letter.id for letter in backed.post.letters()} == letters
    assert titles(backed) >= {BEFORE, SINCE}


def test_without_a_terminal_nothing_is_replaced_unasked(backed: World):
    answer = backed.run("restore", copy_of(backed), typed="y\n")

    assert answer.code == 2
    assert "monitor.db' exists; add --yes to replace it" in answer.err
    assert aside_of(backed) == []
    assert SINCE in titles(backed)


@pytest.mark.parametrize(("typed", "done"), [("y", True), ("n", False), ("", False)])
def test_a_person_at_the_terminal_is_asked(backed: World, monkeypatch, typed: str, done: bool):
    config = str(backed.folder / "sources.toml")
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\n".encode())
    with open(theirs, encoding="utf-8") as keys:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdin", keys)
        code, said = on_terminal(monkeypatch, "-c", config, "restore", copy_of(backed), width=200)
    os.close(ours)

    assert "copy.db: " in said
    assert "monitor.db? It is kept beside it. [y/N]: " in said
    assert ("nothing was changed" in said) is not done
    assert code == (0 if done else 1)
    assert (SINCE in titles(backed)) is not done
    assert len(aside_of(backed)) == (1 if done else 0)


def test_a_first_database_is_put_in_place_without_a_question(backed: World):
    for path in backed.folder.glob("monitor.db*"):
        path.unlink()

    answer = backed.run("restore", copy_of(backed))

    assert answer.code == 0
    assert len(answer.lines) == 1
    assert BEFORE in titles(backed)


def test_a_daemon_at_work_is_named_and_nothing_is_touched(backed: World):
    database = str(backed.folder / "monitor.db")
    with closing(open_store(database, write=True)):
        answer = backed.run("restore", copy_of(backed), "--yes")

    assert answer.code == 1
    assert f"error: another monitor (pid {os.getpid()}) is at work on " in answer.err
    assert SINCE in titles(backed)


def test_a_copy_that_is_cut_short_is_refused(backed: World):
    copy = Path(copy_of(backed))
    copy.write_bytes(copy.read_bytes()[:50_000])

    answer = backed.run("restore", str(copy), "--yes")

    assert (answer.code, answer.out) == (1, "")
    assert "copy.db' is damaged: " in answer.err
    assert SINCE in titles(backed)


def test_a_copy_that_is_not_there_is_named(backed: World):
    answer = backed.run("restore", str(backed.folder / "none.db"), "--yes")

    assert answer.code == 1
    assert "none.db' is not a file; name a copy of a database" in answer.err
