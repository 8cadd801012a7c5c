"""What keeps the store small, and what must survive it."""
# ruff: noqa: N802 (tests that show a row of the table of faults carry its id)

import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.records import Item, Seen
from monitor.store import Retention, Store, open_store, rebuild, upkeep
from tests.store.making import (
    DAY,
    HOUR,
    NOW,
    change,
    guid_alias,
    keys,
    match,
    message,
    new,
    opened,
    plan,
    probe,
    settlement,
    url_alias,
)

FOREIGN = match(relevant=False, score=0.1, places=(), why=())


def test_old_history_goes_and_young_history_stays(store: Store, monkeypatch):
    monkeypatch.setattr(upkeep, "PORTION", 2)
    store.apply([plan(at=NOW - n * DAY) for n in range(6)], None, now=NOW)

    report = store.upkeep(Retention(polls=3 * DAY), now=NOW)

    assert report.polls == 2
    assert [each.at for each in store.polls()] == [NOW - n * DAY for n in range(4)]
    assert report.size_bytes > 0


def test_a_body_that_was_let_go_is_still_never_told_again(store: Store):
    store.enqueue([message("told"), message("waits"), message("young", created_at=NOW + DAY)])
    store.settle([settlement("told")])

    report = store.upkeep(Retention(bodies=DAY), now=NOW + DAY + HOUR)

    assert report.bodies == 1
    bodies = {each.message.id: bool(each.message.body) for each in store.deliveries()}
    assert bodies == {"told": False, "waits": True, "young": True}
    assert store.enqueue([message("told")]) == ()
    assert store.retry(now=NOW, message_ids=["told"]) == 0


def test_texts_that_no_topic_wants_go_and_their_items_stay_known(store: Store):
    store.apply(
        [plan(new=(new("foreign", matches=(FOREIGN,)), new("wanted", "B"), new("l", "C")))],
        None,
        now=NOW,
    )
    store.apply([plan(unlisted=("foreign", "wanted"))], None, now=NOW)

    report = store.upkeep(Retention(texts=DAY), now=NOW + 2 * DAY)

    assert report.texts == 1
    assert store.item("foreign").item.summary == ""
    assert store.item("wanted").item.summary
    known = store.known(probe(guid_alias("foreign"))).items["foreign"]
    assert known.keys == new("foreign").revision.keys


def test_nothing_goes_where_everything_is_kept_for_ever(store: Store):
    store.apply([plan(new=(new(matches=(FOREIGN,)),))], None, now=NOW)
    store.enqueue([message()])
    store.settle([settlement()])

    report = store.upkeep(Retention(polls=None, bodies=None), now=NOW + 10_000 * DAY)

    assert (report.polls, report.bodies, report.texts) == (0, 0, 0)


def test_a_sign_of_life_is_remembered(store: Store):
    assert store.started_at() == NOW
    assert store.last_beat() is None

    store.beat(NOW + HOUR)

    assert store.last_beat() == NOW + HOUR


# ------------------------------------------------------------------ new folding
def second_keys(title: str, summary: str, content: str):
    return keys(title, f"{summary} {content}".strip(), version=2)


def title_alias(item: Item):
    return [guid_alias(f"folded again: {item.title}")]


def test_case_55_new_keys_bring_no_new_item_and_no_revision(store: Store, monkeypatch):
    monkeypatch.setattr(rebuild, "PORTION", 2)
    first = new()
    others = tuple(new(f"i{n}", f"Title {n}") for n in range(3))
    store.apply([plan(new=(first, *others))], None, now=NOW)
    store.apply([plan(changes=(change(first, "Second words"),))], None, now=NOW)
    assert not store.needs_rebuild(1)
    assert store.needs_rebuild(2)
    seen: list[tuple[int, int]] = []

    done = store.rebuild_keys(
        second_keys,
        fold_version=2,
        aliases=title_alias,
        progress=lambda done, of: seen.append((done, of)),
    )

    assert done == 5
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert not store.needs_rebuild(2)
    assert store.rebuild_keys(second_keys, fold_version=2) == 0
    known = store.known(probe(url_alias("https://desk.example/item1"))).items["item1"]
    assert known.keys == second_keys("Second words", first.item.summary, "")
    assert len(known.past) == known.revision == 2
    assert len(store.items()) == 4
    assert store.known(probe(guid_alias("folded again: Title 1"))).items.keys() == {"i1"}
    assert [row.item.id for row in store.search("bridge yerevan")] == ["item1"]
    copies = second_keys("Title 1", first.item.summary, "").copy_key
    assert copies in store.known(probe(copies=(copies,))).copies


def test_an_interrupted_rebuild_goes_on_where_it_stopped(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(rebuild, "PORTION", 1)
    store = opened(tmp_path / "monitor.db")
    store.apply([plan(new=tuple(new(f"i{n}", f"Title {n}") for n in range(3)))], None, now=NOW)

    def power_cut(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.rebuild_keys(second_keys, fold_version=2, progress=power_cut)
    store.close()
    store = open_store(str(tmp_path / "monitor.db"), write=True, now=NOW)
    assert store.needs_rebuild(2)
    store.apply([plan(new=(new("fresh", "Fresh words"),))], None, now=NOW)

    assert store.rebuild_keys(second_keys, fold_version=2) == 2

    assert [row.item.id for row in store.search("title")] == ["i2", "i1", "i0"]
    assert [row.item.id for row in store.search("fresh")] == ["fresh"]
    store.close()


def test_an_empty_store_takes_a_new_folding_at_once(store: Store):
    assert store.rebuild_keys(second_keys, fold_version=2) == 0
    assert not store.needs_rebuild(2)


# ------------------------------------------------------------------ backup
def test_P15_a_backup_made_while_others_write_is_whole(tmp_path: Path):
    store = opened(tmp_path / "monitor.db")
    store.apply([plan(new=tuple(new(f"i{n}", f"Title {n}") for n in range(400)))], None, now=NOW)
    reader = open_store(str(tmp_path / "monitor.db"), write=False)
    written: list[int] = []

    def write_meanwhile(done: int, of: int) -> None:
        written.append(of)
        store.apply([plan(seen=(Seen(item_id="i1"),), at=NOW + HOUR)], None, now=NOW)

    size = reader.backup(tmp_path / "copy.db", progress=write_meanwhile)

    assert written
    assert size == (tmp_path / "copy.db").stat().st_size
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "copy.db.part").exists()
    reader.close()
    store.close()
    copy = open_store(str(tmp_path / "copy.db"), write=True, now=NOW)
    assert len(copy.search("title")) == 50
    assert copy.item("i1").item.last_seen == NOW
    copy.close()


def test_a_backup_never_overwrites(store: Store, tmp_path: Path):
    (tmp_path / "copy.db").write_text("precious")

    with pytest.raises(StoreError, match=r"copy\.db' exists already; give the backup a name"):
        store.backup(tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_backup_into_nowhere_says_so(store: Store, tmp_path: Path):
    with pytest.raises(StoreError, match=r"cannot write the backup .*No such file"):
        store.backup(tmp_path / "missing" / "copy.db")


def test_a_backup_without_room_leaves_nothing_behind(store: Store, tmp_path: Path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(StoreError, match=r"cannot copy in .*: 'disk I/O error'"):
            store.backup(tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert not list(tmp_path.glob("copy.db*"))
    assert store.backup(tmp_path / "copy.db") > 50_000


def test_a_damaged_database_gives_no_backup(tmp_path: Path):
    path = tmp_path / "monitor.db"
    store = opened(path)
    store.apply([plan(new=tuple(new(f"i{n}", f"Title {n}") for n in range(300)))], None, now=NOW)
    store.close()
    with closing(sqlite3.connect(path)) as conn:
        page = conn.execute(
            "SELECT pageno FROM dbstat WHERE name = 'item_id' AND pagetype = 'leaf'"
        ).fetchone()[0]
    whole = path.read_bytes()
    start = (page - 1) * 4096
    path.write_bytes(whole[: start + 200] + b"\x55" * 3000 + whole[start + 3200 :])

    with (
        closing(open_store(str(path), write=False)) as reader,
        pytest.raises(StoreError, match=r"is damaged: .*; keep neither"),
    ):
        reader.backup(tmp_path / "copy.db")

    assert not list(tmp_path.glob("copy.db*"))


def test_a_long_reader_does_not_hold_up_upkeep(store: Store, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM item").fetchone()
        store.beat(NOW)

        report = store.upkeep(Retention(), now=NOW)

        assert report.size_bytes > 0
        reader.execute("COMMIT")
