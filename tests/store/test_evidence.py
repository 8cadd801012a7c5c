"""The ledger of evidence: what is kept with an item, once, and how a change of it shows."""

import datetime as dt
import hashlib
import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import StoreError
from monitor.records import Document, Exhibit, Sheet
from monitor.records.evidence import ORIGIN, digest, link_of, words_hash
from monitor.store import Retention, Store, evidence, open_store
from tests.store.making import DAY, HOUR, NOW, change, message, new, opened, plan

HEADERS = (("content-type", "text/html"), ("etag", '"7"'))


def document(body: bytes = b"<p>Bridge opens in Yerevan</p>", **changes) -> Document:
    base = Document(
        url="https://desk.example/feed",
        status=200,
        body=body,
        content_type="text/html",
        fetched_at=NOW - dt.timedelta(seconds=3),
        body_hash="ab" * 16,
        headers=HEADERS,
    )
    return replace(base, **changes)


def exhibit(*revisions: tuple[str, int], body: bytes | None = None, **changes) -> Exhibit:
    sheet = Sheet(document=document() if body is None else document(body), **changes)
    return Exhibit(source="desk", sheet=sheet, revisions=revisions or (("item1", 1),))


def keep(store: Store, *names: str, body: bytes | None = None, at: dt.datetime = NOW) -> None:
    """New items that one document showed."""
    items = tuple(new(name, f"Bridge {name} opens in Yerevan") for name in names)
    shown = exhibit(*((name, 1) for name in names), body=body)
    store.apply([plan(new=items, exhibits=(shown,))], None, now=at)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchall()


def tamper(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(sql, values)


# ------------------------------------------------------------------ keeping
def test_a_document_is_kept_as_it_came_with_what_its_server_said(store: Store):
    keep(store, "item1")

    (proof,) = store.item("item1").proofs
    told = json.loads(proof.record)
    body = document().body
    assert store.evidence_body(proof.sha256) == body
    assert proof.sha256 == hashlib.sha256(body).hexdigest()
    assert (proof.number, proof.versions, proof.is_here) == (1, (1,), True)
    assert (proof.url, proof.status, proof.size_bytes) == (document().url, 200, len(body))
    assert proof.fetched_at == document().fetched_at
    assert told["headers"] == [list(pair) for pair in HEADERS]
    revision = store.item("item1").revisions[0]
    words = words_hash(revision.title, revision.summary, revision.content)
    assert told["shows"] == [["item1", 1, words]]


def test_ten_items_of_one_document_share_one_body_and_one_record(store: Store, tmp_path: Path):
    keep(store, *(f"item{n}" for n in range(10)))

    assert rows(tmp_path / "monitor.db", "SELECT count(*) FROM body") == [(1,)]
    assert {store.item(f"item{n}").proofs[0].number for n in range(10)} == {1}


def test_the_same_bytes_at_another_time_are_kept_once_and_recorded_twice(store, tmp_path):
    keep(store, "item1")
    keep(store, "item2", at=NOW + HOUR)

    assert rows(tmp_path / "monitor.db", "SELECT count(*) FROM body") == [(1,)]
    assert [store.item(name).proofs[0].number for name in ("item1", "item2")] == [1, 2]


def test_every_version_has_the_document_that_showed_it(store: Store):
    first = new()
    store.apply([plan(new=(first,), exhibits=(exhibit(),))], None, now=NOW)
    edited = change(first, "Bridge closes in Yerevan")
    store.apply(
        [plan(changes=(edited,), exhibits=(exhibit(("item1", 2), body=b"closes"),))],
        None,
        now=NOW + HOUR,
    )

    assert [each.versions for each in store.item("item1").proofs] == [(1,), (2,)]
    assert store.verify_evidence().problems == ()


def test_a_plan_that_is_applied_twice_is_proved_once(store: Store):
    keep(store, "item1")
    keep(store, "item1")

    assert store.evidence_head()[0] == 1


def test_a_document_that_showed_nothing_new_costs_no_hash(store: Store):
    class Untouched(bytes):
        """Bytes that nobody may look at."""

        def __len__(self) -> int:
            raise AssertionError

    shown = exhibit(("elsewhere", 1))
    untouched = replace(shown.sheet.document, body=Untouched(b"x"))
    shown = replace(shown, sheet=replace(shown.sheet, document=untouched))

    store.apply([plan(new=(new(),), exhibits=(shown,))], None, now=NOW)

    assert store.evidence_head() == (0, ORIGIN)


def test_of_a_document_that_is_too_large_the_hash_is_kept(store: Store, monkeypatch):
    monkeypatch.setattr(evidence, "BODY_LIMIT_BYTES", 10)
    keep(store, "item1", body=b"12345678901")
    carried = exhibit(("item2", 1), body=b"", sha256="ab" * 32, size_bytes=99)
    store.apply([plan(new=(new("item2", "B"),), exhibits=(carried,))], None, now=NOW)

    large, larger = (store.item(name).proofs[0] for name in ("item1", "item2"))
    assert (large.size_bytes, larger.size_bytes) == (11, 99)
    assert not large.is_here
    assert json.loads(large.record)["body"] == "too-large"
    assert store.evidence_body(large.sha256) is None
    assert store.verify_evidence().problems == ()


def test_what_cannot_be_kept_takes_its_items_and_messages_with_it(store: Store):
    """Nothing is told that has no evidence: it is one transaction."""
    conn = store._conn  # type: ignore[attr-defined]
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages + 4}")
    large = exhibit(body=random.Random(7).randbytes(200_000))

    with pytest.raises(StoreError, match="is full"):
        store.apply([plan(new=(new(),), messages=(message(),), exhibits=(large,))], None, now=NOW)

    assert store.items() == ()
    assert store.deliveries() == ()
    assert store.verify_evidence().records == 0


@pytest.mark.parametrize("reached", ["_keep_body", "_append"])
def test_a_kill_between_any_two_writes_leaves_a_sound_chain(tmp_path, monkeypatch, reached):
    store = opened(tmp_path / "monitor.db")
    keep(store, "item1")
    real = getattr(evidence, reached)

    def killed(*args, **options):
        real(*args, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(evidence, reached, killed)
    with pytest.raises(KeyboardInterrupt):
        keep(store, "item2", body=b"other")
    monkeypatch.undo()
    keep(store, "item3", body=b"third")

    report = store.verify_evidence()
    store.close()
    assert (report.records, report.bodies, report.problems) == (2, 2, ())


# ------------------------------------------------------------------ the chain
def test_each_link_is_made_of_the_one_before_and_its_record(store: Store, tmp_path: Path):
    for n in range(3):
        keep(store, f"item{n}", body=b"%d" % n)

    link = ORIGIN
    for number, before, record, kept in rows(tmp_path / "monitor.db", "SELECT * FROM ledger"):
        assert before == link
        assert json.loads(record)["number"] == number
        link = link_of(before, digest(record))
        assert kept == link
    assert store.evidence_head() == (3, link)
    assert [
        digest(json_) for (json_,) in rows(tmp_path / "monitor.db", "SELECT record FROM ledger")
    ]
    assert [number for number, _ in store.evidence_links(2)] == [2, 3]
    assert (
        store.evidence_before(2)
        == rows(tmp_path / "monitor.db", "SELECT link FROM ledger WHERE number = 1")[0][0]
    )
    assert store.evidence_before(1) == store.evidence_before(99) == ORIGIN


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "UPDATE ledger SET record = replace(record, '200', '404') WHERE number = 2",
            "was changed",
        ),
        ("UPDATE ledger SET record = '\u20ac' WHERE number = 2", "was changed"),
        ("UPDATE ledger SET link = before WHERE number = 2", "was changed"),
        ("UPDATE ledger SET before = link WHERE number = 2", "stands on"),
        ("DELETE FROM ledger WHERE number = 2", "record 2: missing, the next one is 3"),
        ("DELETE FROM body WHERE size_bytes = 2", "is not here, and no record says"),
        ("UPDATE body SET packed = x'00' WHERE size_bytes = 2", "is not what its hash says"),
        ("UPDATE body SET packed = NULL WHERE size_bytes = 2", "is not what its hash says"),
        ("UPDATE body SET size_bytes = 3 WHERE size_bytes = 2", "is not what its hash says"),
        ("UPDATE revision SET title = 'Other' WHERE item = 2", "has other words now"),
        ("DELETE FROM revision WHERE item = 2", "is not there any more"),
        ("DELETE FROM exhibit WHERE item = 2", "is not linked to it"),
        ("UPDATE exhibit SET record = 1 WHERE item = 2", "does not speak of version 1"),
    ],
)
def test_what_was_changed_afterwards_is_named(tmp_path: Path, sql: str, said: str):
    store = opened(tmp_path / "monitor.db")
    for n in range(1, 4):
        keep(store, f"item{n}", body=b"x" * n)
    assert store.verify_evidence().problems == ()
    tamper(tmp_path / "monitor.db", sql)

    problems = store.verify_evidence().problems
    store.close()

    assert any(said in each for each in problems), problems


def test_a_body_that_no_record_speaks_of_is_named(tmp_path: Path):
    store = opened(tmp_path / "monitor.db")
    keep(store, "item1")
    packed = evidence._pack(b"planted")
    planted = hashlib.sha256(b"planted").hexdigest()
    tamper(
        tmp_path / "monitor.db",
        "INSERT INTO body VALUES (?, 7, ?, 0, ?)",
        *(planted, len(packed), packed),
    )

    assert store.verify_evidence().problems == (f"body {planted}: no record speaks of 7 bytes",)
    store.close()


def test_a_record_in_another_number_is_named(tmp_path: Path):
    store = opened(tmp_path / "monitor.db")
    record = '{"kind":"release","number":7,"bodies":[]}'
    for number, text in ((1, record), (2, "[]")):
        tamper(
            tmp_path / "monitor.db",
            "INSERT INTO ledger SELECT ?1, coalesce(max(link), ?2), ?3, '' FROM ledger",
            *(number, ORIGIN, text),
        )

    problems = store.verify_evidence().problems
    store.close()
    assert any("calls itself 7" in each for each in problems)
    assert any("is no record" in each for each in problems)


def test_of_a_chain_that_is_broken_everywhere_the_first_problems_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("monitor.store.proving.PROBLEMS", 2)
    store = opened(tmp_path / "monitor.db")
    for n in range(4):
        keep(store, f"item{n}", body=b"%d" % n)
    tamper(tmp_path / "monitor.db", "UPDATE ledger SET before = ''")

    assert len(store.verify_evidence().problems) == 2
    store.close()


# ------------------------------------------------------------------ letting go
def test_bodies_go_with_age_and_the_chain_says_so_itself(store: Store):
    keep(store, "item1", body=b"old")
    keep(store, "item2", body=b"young", at=NOW + 2 * DAY)

    report = store.upkeep(Retention(evidence=DAY), now=NOW + 2 * DAY)

    verified = store.verify_evidence()
    assert report.evidence == 1
    assert not store.item("item1").proofs[0].is_here
    assert store.item("item2").proofs[0].is_here
    assert (verified.records, verified.bodies, verified.gone, verified.problems) == (3, 1, 1, ())


def test_a_body_that_is_seen_again_is_young_again(store: Store):
    keep(store, "item1")
    keep(store, "item2", at=NOW + 2 * DAY)

    assert store.upkeep(Retention(evidence=DAY), now=NOW + 2 * DAY).evidence == 0


def test_the_oldest_bodies_go_until_the_rest_fits(store: Store, monkeypatch):
    monkeypatch.setattr("monitor.store.upkeep.EVIDENCE_PORTION", 1)
    monkeypatch.setattr(evidence, "PORTION", 1)
    for n in range(4):
        keep(store, f"item{n}", body=b"%d" % n * 50, at=NOW + n * HOUR)
    one = len(evidence._pack(b"0" * 50))

    report = store.upkeep(Retention(evidence=None, evidence_bytes=2 * one), now=NOW + DAY)

    here = [store.item(f"item{n}").proofs[0].is_here for n in range(4)]
    assert (report.evidence, here) == (2, [False, False, True, True])
    assert store.verify_evidence().problems == ()


def test_nothing_is_let_go_where_everything_is_kept(store: Store):
    keep(store, "item1")

    kept = Retention(evidence=None, evidence_bytes=None)
    assert store.upkeep(kept, now=NOW + 9_000 * DAY).evidence == 0
    assert store.upkeep(Retention(), now=NOW + DAY).evidence == 0


def test_a_body_that_was_let_go_and_comes_again_is_kept_again(store: Store):
    keep(store, "item1")
    store.upkeep(Retention(evidence_bytes=0), now=NOW + DAY)
    keep(store, "item2", at=NOW + 2 * DAY)

    report = store.verify_evidence()
    assert store.item("item1").proofs[0].is_here
    assert (report.records, report.bodies, report.gone, report.problems) == (3, 1, 0, ())


def test_words_that_retention_let_go_are_no_problem(store: Store):
    keep(store, "item1")
    store.apply([plan(unlisted=("item1",))], None, now=NOW)
    with store.batch():
        store._conn.execute("UPDATE revision SET summary = ''")  # type: ignore[attr-defined]

    assert store.verify_evidence().problems == ()


def test_a_damaged_body_is_not_given_out(tmp_path: Path):
    store = opened(tmp_path / "monitor.db")
    keep(store, "item1")
    tamper(tmp_path / "monitor.db", "UPDATE body SET packed = x'28b52ffd00'")

    with pytest.raises(StoreError, match="is damaged"):
        store.evidence_body(store.item("item1").proofs[0].sha256)
    store.close()


def test_of_an_item_with_many_proofs_the_first_and_the_newest_are_shown(store, monkeypatch):
    monkeypatch.setattr(evidence, "PROOFS", 3)
    first = new()
    store.apply([plan(new=(first,), exhibits=(exhibit(),))], None, now=NOW)
    for seq in range(2, 7):
        edited = change(first, f"Bridge {seq}", seq=seq)
        shown = exhibit(("item1", seq), body=b"%d" % seq)
        store.apply([plan(changes=(edited,), exhibits=(shown,))], None, now=NOW + HOUR)

    assert [each.number for each in store.item("item1").proofs] == [1, 5, 6]


# ------------------------------------------------------------------ copies
def test_a_backup_carries_the_evidence(store: Store, tmp_path: Path):
    keep(store, "item1")
    store.backup(tmp_path / "copy.db")

    with closing(open_store(str(tmp_path / "copy.db"), write=False)) as copy:
        (proof,) = copy.item("item1").proofs
        assert copy.evidence_body(proof.sha256) == document().body
        assert copy.verify_evidence() == store.verify_evidence()
