"""Questions asked all day find their rows by an index, however many there are."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store import ItemFilter
from monitor.store.sqlite import SqliteStore
from tests.store.making import (
    DAY,
    HOUR,
    LEASE,
    NOW,
    change,
    guid_alias,
    keys,
    message,
    new,
    opened,
    plan,
    probe,
    settlement,
    url_alias,
)

ROWS = 300
COPIES = 100_000
# What may be read from end to end: lists handed over, and results that were found by an index.
SMALL = (
    *("VIRTUAL TABLE", "CONSTANT ROW", "(subquery", "SCAN g"),
    *("SCAN i USING INDEX item_first_seen", "SCAN source USING INDEX source_due"),  # up to a LIMIT
    *("INDEX delivery_due", "INDEX delivery_dead"),  # all that is owed is counted
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """Many sources, items and deliveries, with fresh statistics."""
    path: Path = tmp_path_factory.mktemp("plans") / "monitor.db"
    names = tuple(f"s{n}" for n in range(ROWS))
    made = opened(path, sources=names)
    assert isinstance(made, SqliteStore)
    for n, name in enumerate(names):
        item = new(f"{name}-item", f"Title {n}", source=name)
        told = message(f"msg-{name}", item_id=item.item.id, group=item.item.id, source=name)
        made.apply([plan(name, new=(item,), messages=(told,))], None, now=NOW)
    multiply(made._conn)
    made._conn.execute("ANALYZE")
    yield made
    made.close()


def multiply(conn: sqlite3.Connection) -> None:
    """A hundred thousand rows in the tables that grow, without asking anybody."""
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute(
        "CREATE TEMP TABLE n AS WITH RECURSIVE c(step) AS (SELECT 1001 UNION ALL "
        f"SELECT step + 1 FROM c WHERE step < {1000 + COPIES}) SELECT step FROM c"
    )
    for table, changed in {
        "source": {
            "name": "'x' || n.step",
            "due_ms": "due_ms + n.step",
            "shard": "n.step % 1024",
        },
        "item": {"number": "n.step", "id": "'x' || n.step", "copy_key": "'k' || n.step"},
        "revision": {"number": "n.step", "item": "n.step"},
        "alias": {"scope_key": "n.step % 997", "value_key": "n.step", "item": "n.step"},
        "message": {"number": "n.step", "id": "'x' || n.step", "copy_group": "'g' || n.step"},
        "delivery": {"message": "n.step", "state": "iif(n.step % 9, 'delivered', 'waiting')"},
        "poll": {"at_ms": "at_ms + n.step"},
    }.items():
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
        picked = ", ".join(changed.get(name, name) for name in columns)
        conn.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {picked} FROM n, "
            f"(SELECT * FROM {table} ORDER BY rowid LIMIT 1)"
        )
    conn.execute("PRAGMA foreign_keys = ON")


@pytest.fixture
def scans(store: SqliteStore):
    """Run a call and give what its statements would read from end to end."""

    def run(call) -> list[str]:
        statements: list[str] = []
        store._conn.set_trace_callback(statements.append)
        try:
            call()
        finally:
            store._conn.set_trace_callback(None)
        asked = {each for each in statements if each.startswith(("SELECT", "UPDATE", "INSERT"))}
        assert asked
        steps = [
            (row[3], each)
            for each in asked
            for row in store._conn.execute(f"EXPLAIN QUERY PLAN {each}")
        ]
        return [
            f"{step}: {each}"
            for step, each in steps
            if step.startswith("SCAN") and not any(s in step for s in SMALL)
        ]

    return run


CALLS = {
    "claim what is due": lambda s: s.claim_due(limit=200, lease=LEASE, now=NOW + DAY),
    "claim what is due of a shard": lambda s: s.claim_due(
        limit=200, lease=LEASE, now=NOW + DAY, shard=7
    ),
    "next due": lambda s: s.next_due(NOW),
    "source state": lambda s: s.source_state("s1"),
    "known": lambda s: s.known(
        probe(
            url_alias("https://s1.example/s1-item"),
            guid_alias("s1-item", "s1"),
            guid_alias("nobody", "s1"),
            name="s1",
            copies=(keys("Title 1", "The bridge was opened today.").copy_key,),
        )
    ),
    "apply": lambda s: s.apply(
        [
            plan(
                "s1",
                new=(new("fresh", "Fresh", source="s1"),),
                changes=(change(new("s1-item", source="s1"), "Changed"),),
                unlisted=("s1-item",),
                messages=(message("msg-fresh"),),
            )
        ],
        None,
        now=NOW,
    ),
    "claim deliveries": lambda s: s.claim_deliveries("hook", limit=50, lease=LEASE, now=NOW),
    "settle": lambda s: s.settle([settlement("msg-s1")], asked={"hook": NOW}),
    "message": lambda s: s.message("msg-s2"),
    "newest items": lambda s: s.items(),
    "items of a source": lambda s: s.items(ItemFilter(source="s1")),
    "search": lambda s: s.search("title"),
    "one item": lambda s: s.item("s3-item"),
    "polls of a source": lambda s: s.polls("s1"),
    "last edition": lambda s: s.last_edition("morning"),
    "digest": lambda s: s.digest_items(NOW - HOUR, NOW),
    "edits": lambda s: s.digest_edits(NOW - HOUR, NOW),
    "owed": lambda s: s.owed(NOW),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_question_asked_all_day_reads_no_table_from_end_to_end(store, scans, name):
    assert scans(lambda: CALLS[name](store)) == []
