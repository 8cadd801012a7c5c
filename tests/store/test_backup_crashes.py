"""A restore that fails or is killed between any two steps: the old database or the new one."""

import errno
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.restore import Place
from tests.store.making import NOW
from tests.store.restoring import ASIDE, COPY, OLD, crashed, fail, files, put, refused, told_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return crashed(tmp_path)


STEPS = [("fsync", 1), ("fsync", 2), ("replace", 1)]


@pytest.mark.parametrize(("step", "where"), STEPS)
def test_a_step_that_fails_leaves_the_old_database(home: Path, monkeypatch, step, where):
    fail(monkeypatch, step, where)

    with pytest.raises(StoreError, match=r"cannot replace .*No space left on device.*as it was"):
        put(home)

    monkeypatch.undo()
    assert set(files(home)) - {"monitor.db-wal"} == {"copy.db", "monitor.db"}
    assert told_of(home / "monitor.db") == OLD


@pytest.mark.parametrize(("step", "where"), [*STEPS, ("rename", 1)])
def test_a_step_that_fails_leaves_what_cannot_be_read_as_it_was(home, monkeypatch, step, where):
    (home / "monitor.db").write_bytes(b"\0" * 100)
    fail(monkeypatch, step, where)

    assert "No space left on device" in refused(home)


@pytest.mark.parametrize("error", [errno.EEXIST, errno.EPERM])
def test_a_second_name_that_cannot_be_given_leaves_the_old_database(home, monkeypatch, error):
    fail(monkeypatch, "link", 1, error)
    fail(monkeypatch, "fsync", 2)  # and so neither can a copy be made of the old one

    with pytest.raises(StoreError, match=r"cannot replace .*; the database is as it was"):
        put(home)

    monkeypatch.undo()
    assert set(files(home)) == {"copy.db", "monitor.db"}
    assert told_of(home / "monitor.db") == OLD


def test_a_disk_that_does_not_confirm_a_first_database_is_told(home: Path, monkeypatch):
    with closing(Place(str(home / "new" / "monitor.db"), now=NOW)) as place:
        found = place.examine(home / "copy.db")
        fail(monkeypatch, "fsync", 3)
        with pytest.raises(StoreError, match=r"is restored, but .*; look at the disk$"):
            place.put(found)


def test_a_first_database_that_cannot_be_put_in_place_leaves_nothing(home: Path, monkeypatch):
    with closing(Place(str(home / "new" / "monitor.db"), now=NOW)) as place:
        found = place.examine(home / "copy.db")
        fail(monkeypatch, "replace", 1)
        with pytest.raises(StoreError, match="No space left"):
            place.put(found)

    assert set(files(home / "new")) == set()


def test_a_failure_after_the_change_keeps_both_databases(home: Path, monkeypatch):
    fail(monkeypatch, "fsync", 3)

    with pytest.raises(StoreError, match=r"is restored, but .*No space left.*before-restore"):
        put(home)

    monkeypatch.undo()
    assert told_of(home / "monitor.db") == COPY
    assert told_of(home / ASIDE) == OLD


KILLED = """
import os, signal, shutil, sys
from contextlib import closing
from pathlib import Path
from monitor.store.restore import Place
from tests.store.making import NOW

STEPS = {"open", "os.link", "os.rename", "os.remove", "sqlite3.connect"}
home = Path(sys.argv[1])

def restore(home, last):
    left = [last]
    def count(event, given):
        if event in STEPS and str(home) in str(given):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    with closing(Place(str(home / "monitor.db"), now=NOW)) as place:
        place.put(place.examine(home / "copy.db"))

for last in range(1, 99):
    scene = home.with_name(f"scene-{last}")
    shutil.copytree(home, scene)
    child = os.fork()
    if child == 0:
        restore(scene, last)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(scene, code)
    if code != -signal.SIGKILL:
        break
"""


@pytest.mark.parametrize("damaged", [False, True])
def test_a_restore_that_is_killed_before_any_step_leaves_one_of_the_two(home: Path, damaged: bool):
    broken = b"\0" * 100 + (home / "monitor.db").read_bytes()[100:]
    if damaged:
        (home / "monitor.db").write_bytes(broken)
    copy = (home / "copy.db").read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(home)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    scenes = [line.rsplit(" ", 1) for line in run.stdout.splitlines()]
    codes = [int(code) for _, code in scenes]

    assert codes == [-signal.SIGKILL] * (len(codes) - 1) + [0]
    assert len(codes) > 12
    ends = [_end(Path(scene), broken if damaged else None) for scene, _ in scenes]
    assert ends == sorted(ends, reverse=True), "the old one, then the new one"
    assert set(ends) == {"old", "new"}
    assert all((Path(scene) / "copy.db").read_bytes() == copy for scene, _ in scenes)


def _end(scene: Path, broken: bytes | None) -> str:
    """Which database is in place; the old one is whole there or beside it, its log included."""
    left = files(scene)
    if left["monitor.db"] == left["copy.db"]:
        assert "monitor.db-wal" not in left
        assert told_of(scene / "monitor.db") == COPY
        here = scene / ASIDE
    else:
        here = scene / "monitor.db"
    if broken is None:
        assert told_of(here) == OLD
    else:
        assert here.read_bytes() == broken
        assert {"monitor.db-wal", f"{ASIDE}-wal"} & set(left)
    if here.name == "monitor.db":  # and the next attempt is not in its own way
        put(scene)
        assert told_of(scene / "monitor.db") == COPY
        return "old"
    return "new"
