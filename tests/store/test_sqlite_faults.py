"""Full disks, locks and kills: nothing is half kept, and it works again afterwards."""
# ruff: noqa: N802 (tests that show a row of the table of faults carry its id)

import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import Store, open_store, session
from monitor.store.sqlite import SqliteStore
from tests.store.making import NOW, message, new, opened, plan

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = opened(tmp_path / "monitor.db")
    assert isinstance(made, SqliteStore)
    yield made
    made.close()


def big(name: str, *, rows: int = 200):
    """A poll that needs a few hundred pages."""
    text = "".join(random.Random(name).choices("abcdefgh ", k=4000))
    return plan(
        new=tuple(new(f"{name}{n}", f"{name} {n}", content=text) for n in range(rows)),
        messages=(message(f"msg-{name}", item_id=f"{name}0"),),
    )


def no_room(store: SqliteStore) -> None:
    pages = store._conn.execute("PRAGMA page_count").fetchone()[0]
    store._conn.execute(f"PRAGMA max_page_count = {pages + 20}")


def room(store: SqliteStore) -> None:
    store._conn.execute("PRAGMA max_page_count = 1073741823")


def test_P04_a_full_disk_keeps_nothing_of_a_poll_and_the_poll_can_be_kept_later(store):
    no_room(store)
    with pytest.raises(StoreError, match=r"cannot keep polls in .* is full'; free some space"):
        store.apply([big("a")], None, now=NOW)
    assert store.items() == () == store.deliveries()

    room(store)
    store.apply([big("a")], None, now=NOW)

    assert len(store.deliveries()) == 1


def test_P04_a_full_disk_in_a_batch_keeps_nothing_and_says_so(store):
    no_room(store)

    def batch() -> None:
        with store.batch():
            store.apply([big("small", rows=1)], None, now=NOW)
            with pytest.raises(StoreError, match="is full"):
                store.apply([big("a")], None, now=NOW)
            store.apply([big("more", rows=1)], None, now=NOW)

    try:
        batch()
    except StoreError as error:
        assert "was undone by an earlier failure" in str(error)  # noqa: PT017 (both may happen)
        assert store.items() == ()
    else:
        assert {each.message.id for each in store.deliveries()} == {"msg-small", "msg-more"}


def test_a_batch_that_the_database_undid_is_no_success(store):
    def batch() -> None:
        with store.batch():
            store.apply([plan(new=(new(),))], None, now=NOW)
            store._conn.execute("ROLLBACK")

    with pytest.raises(StoreError, match="was undone by an earlier failure"):
        batch()
    assert store.items() == ()


def test_a_part_of_a_batch_that_the_database_undid_stops_the_batch(store):
    def undone_from_within() -> None:
        with store._writing("test") as conn:
            conn.execute("ROLLBACK")
            raise KeyError

    def batch() -> None:
        with store.batch():
            with pytest.raises(KeyError):
                undone_from_within()
            store.apply([plan(new=(new(),))], None, now=NOW)

    with pytest.raises(StoreError, match="nothing of it was written, repeat it"):
        batch()


LIMITED = """
import resource, sys
from monitor.errors import StoreError
from tests.store.test_sqlite_faults import big
from tests.store.making import NOW, opened
from pathlib import Path

store = opened(Path(sys.argv[1]))
store.apply([big("first", rows=1)], None, now=NOW)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
try:
    store.apply([big("second")], None, now=NOW)
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.apply([big("second")], None, now=NOW)
store.close()
"""


def test_P04_a_file_that_may_not_grow_stops_no_program(tmp_path: Path):
    path = tmp_path / "monitor.db"

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "cannot keep polls in" in done.stdout
    with closing(open_store(str(path), write=True, now=NOW)) as store:
        assert {each.message.id for each in store.deliveries()} == {"msg-first", "msg-second"}


# ------------------------------------------------------------------ locks
def test_P06_a_lock_of_another_process_is_waited_out(store, tmp_path: Path):
    assert session.BUSY_S >= 12
    other = sqlite3.connect(tmp_path / "monitor.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.rollback)
    release.start()

    store.apply([plan(new=(new(),))], None, now=NOW)

    release.join()
    other.close()
    assert len(store.items()) == 1


def test_P06_a_lock_that_does_not_end_is_told_and_nothing_is_lost(store, tmp_path: Path):
    store._conn.execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program holds the database; try again"):
            store.apply([plan(new=(new(),))], None, now=NOW)
        assert store.items() == ()

    store.apply([plan(new=(new(),))], None, now=NOW)

    assert len(store.items()) == 1


def test_the_connection_may_be_used_by_another_thread(store):
    worker = threading.Thread(
        target=store.apply, args=([plan(new=(new(),))], None), kwargs={"now": NOW}
    )
    worker.start()
    worker.join()

    assert len(store.items()) == 1


# ------------------------------------------------------------------ kills
GROWING = """
import sys
from pathlib import Path
from tests.store.making import NOW, message, new, plan
from monitor.store import open_store

store = open_store(sys.argv[1], write=True, now=NOW)
n = int(sys.argv[2])
while True:
    with store.batch():
        for _ in range(3):
            item = new(f"i{n}", f"Title {n}", group=f"i{n}")
            told = message(f"m{n}", item_id=f"i{n}", group=f"i{n}")
            store.apply([plan(new=(item,), messages=(told,))], None, now=NOW)
            n += 1
    print(n, flush=True)
"""


def grow_and_kill(path: Path, start: int, lines: int) -> int:
    """Let a writer grow the store, kill it at a random moment after `lines` batches."""
    with subprocess.Popen(
        [sys.executable, "-c", GROWING, path, str(start)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        kept = start
        for _ in range(lines):
            kept = int(child.stdout.readline())
        child.kill()
        rest = child.stdout.read().split()
    return max([kept, *map(int, rest)])


def check(store: Store, path: Path, kept: int) -> int:
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (items,) = conn.execute("SELECT count(*) FROM item").fetchone()
        (unowed,) = conn.execute(
            "SELECT count(*) FROM item WHERE id NOT IN (SELECT item_id FROM message m "
            "JOIN delivery d ON d.message = m.number)"
        ).fetchone()
        (words,) = conn.execute("SELECT count(*) FROM item_search_docsize").fetchone()
    assert items >= kept
    assert unowed == 0
    assert words == items
    assert items % 3 == 0
    return int(items)


def test_P01_a_killed_writer_loses_nothing_that_it_kept_and_keeps_nothing_by_halves(
    tmp_path: Path,
):
    path = tmp_path / "monitor.db"
    opened(path).close()
    count = 0
    for lines in (1, 7, 20):
        kept = grow_and_kill(path, count, lines)
        with closing(open_store(str(path), write=True, now=NOW)) as store:
            count = check(store, path, kept)


INSIDE = """
import sys
from tests.store.making import LEASE, NOW, new, plan
from monitor.store import open_store

store = open_store(sys.argv[1], write=True, now=NOW)
claim = store.claim_due(limit=9, lease=LEASE, now=NOW)
with store.batch():
    store.apply([plan(new=(new(),))], claim, now=NOW)
    print("inside", flush=True)
    sys.stdin.read()
"""


def test_P01_a_kill_inside_a_transaction_keeps_nothing_and_the_source_is_due_again(tmp_path: Path):
    path = tmp_path / "monitor.db"
    opened(path).close()
    with subprocess.Popen(
        [sys.executable, "-c", INSIDE, path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "inside\n"
        child.kill()

    with closing(open_store(str(path), write=True, now=NOW)) as store:
        assert store.items() == ()
        assert store.next_due(NOW) == NOW
