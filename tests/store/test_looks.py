"""Looks: whose turn it is, who may write, and a kill between any two writes."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from monitor.records import LookClaim, LookPlan, LookState, LookWish
from monitor.store import Store, open_store
from tests.store.making import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    change,
    keys,
    message,
    new,
    opened,
    plan,
    url_alias,
)

ROOT = Path(__file__).parents[2]
MOVED = url_alias("https://desk.example/moved")


def wish(item_id: str, url: str | None = None) -> LookWish:
    url = url or f"https://desk.example/{item_id}"
    return LookWish(item_id=item_id, source="desk", url=url, since=NOW, due_at=NOW)


def seed(store: Store, *names: str) -> None:
    """Items of one site whose pages are due now."""
    items = tuple(new(name, group=name) for name in names)
    store.apply([plan(new=items, looks=tuple(map(wish, names)))], None, now=NOW)


def take(store: Store, *, at=NOW, per_host: int = 1, limit: int = 9) -> LookClaim:
    return store.claim_looks(limit=limit, per_host=per_host, lease=LEASE, now=at)


def edited(state: LookState) -> LookPlan:
    """What a look decides that found another text: all kinds of rows at once."""
    revised = change(new(state.item_id), "Bridge opens in Gori", edit="number", content="Two hurt.")
    words = replace(
        revised.revision, via="page", keys=keys("Bridge opens in Gori", "Two hurt."), seq=2
    )
    return LookPlan(
        state=replace(
            state, due_at=NOW + DAY, looks=1, looked_at=NOW, read_at=NOW, outcome="changed"
        ),
        change=replace(revised, revision=words),
        item_state="unlisted",
        aliases=(MOVED,),
        blocks=("desk.example one", "desk.example two"),
        messages=(message("told", item_id=state.item_id, type="item.revised"),),
    )


# ------------------------------------------------------------------ whose turn it is
def test_one_look_at_a_time_goes_to_a_host_and_others_wait_for_its_lease(store: Store):
    seed(store, "a", "b")

    first = take(store)
    second = take(store, at=NOW + MINUTE)
    third = take(store, at=NOW + LEASE)

    assert [state.item_id for state in first.states] == ["a"]
    assert first.until == NOW + LEASE
    assert (second.states, second.token) == ((), 0)
    assert len(third.states) == 1
    assert third.token > first.token


def test_pages_of_different_hosts_are_looked_at_together_up_to_the_limit(store: Store):
    store.apply(
        [
            plan(
                new=tuple(new(name, group=name) for name in "abc"),
                looks=tuple(wish(name, f"https://{name}.example/1") for name in "abc"),
            )
        ],
        None,
        now=NOW,
    )

    assert len(take(store, limit=2).states) == 2
    assert len(take(store).states) == 1


def test_nobody_looks_for_a_source_that_is_no_longer_enrolled(store: Store):
    seed(store, "a")
    store.enrol([], now=NOW)

    assert take(store).states == ()


def test_a_look_that_ended_frees_its_page_and_says_when_it_is_due_again(store: Store):
    seed(store, "a")
    claim = take(store)

    assert store.next_look() == NOW + LEASE
    assert store.apply_looks([edited(claim.states[0])], claim, now=NOW) == ()

    assert store.next_look() == NOW + DAY
    assert take(store, at=NOW + HOUR).states == ()
    assert store.look_state("a") == edited(claim.states[0]).state


# ------------------------------------------------------------------ who may write
def test_what_a_later_claim_took_over_is_left_out_whole(store: Store):
    seed(store, "a")
    slow = take(store)
    fast = take(store, at=NOW + LEASE)

    left_out = store.apply_looks([edited(slow.states[0])], slow, now=NOW + LEASE)
    nothing_of_it = (store.items()[0].item.revision, store.deliveries(), store.look_state("a"))
    kept = store.apply_looks([edited(fast.states[0])], fast, now=NOW + LEASE)

    assert left_out == ("a",)
    assert nothing_of_it == (1, (), slow.states[0])
    assert kept == ()
    assert store.items()[0].item.title == "Bridge opens in Gori"
    assert len(store.deliveries()) == 1


def test_a_look_at_an_item_that_is_not_there_is_left_out(store: Store):
    seed(store, "a")
    claim = take(store)
    ghost = replace(claim.states[0], item_id="ghost")

    assert store.apply_looks([LookPlan(state=ghost)], claim, now=NOW) == ("ghost",)
    assert store.looked("ghost", lambda _: ()) is None
    assert store.look_state("ghost") is None


def test_a_site_that_asks_to_wait_is_left_alone_with_all_its_pages(store: Store):
    seed(store, "a", "b")
    claim = take(store)
    state = replace(claim.states[0], due_at=NOW + MINUTE)
    waiting = LookPlan(state=state, host_not_before=NOW + 2 * HOUR)

    store.apply_looks([waiting], claim, now=NOW)

    other = store.look_state("b")
    assert other is not None
    assert other.due_at == NOW + 2 * HOUR


# ------------------------------------------------------------------ kills
DYING = """
import os, shutil, signal, sys
from pathlib import Path
from monitor.store import open_store
from tests.store.making import NOW
from tests.store.test_looks import edited, take

folder = Path(sys.argv[1])
for nth in range(1, 100):
    path = folder / f"{nth}.db"
    shutil.copy(folder / "seed.db", path)
    child = os.fork()
    if child == 0:
        store = open_store(str(path), write=True, now=NOW)
        claim = take(store)
        left = nth

        def count(_):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        store._conn.set_trace_callback(count)
        store.apply_looks([edited(claim.states[0])], claim, now=NOW)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(nth)
        break
"""


def kept(path: Path) -> tuple[int, ...]:
    """How much of each kind of row a look left behind."""
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        asked = (
            "SELECT count(*) FROM revision WHERE via = 'page'",
            "SELECT count(*) FROM item WHERE revision = 2 AND state = 'unlisted'",
            "SELECT count(*) FROM alias WHERE value LIKE '%moved'",
            "SELECT count(*) FROM block",
            "SELECT count(*) FROM message",
            "SELECT count(*) FROM delivery",
            "SELECT looks FROM look",
        )
        return tuple(int(conn.execute(sql).fetchone()[0]) for sql in asked)


NOTHING = (0, 0, 0, 0, 0, 0, 0)
ALL = (1, 1, 1, 2, 1, 1, 1)


def test_P01_a_kill_between_any_two_writes_of_a_look_keeps_nothing_of_it_and_it_is_due_again(  # noqa: N802
    tmp_path: Path,
):
    path = tmp_path / "seed.db"
    with closing(opened(path)) as store:
        seed(store, "a")

    done = subprocess.run(
        [sys.executable, "-c", DYING, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    statements = int(done.stdout)
    found = [kept(tmp_path / f"{nth}.db") for nth in range(1, statements + 1)]

    assert statements > len(ALL)
    assert found[-1] == ALL
    assert set(found[:-1]) == {NOTHING}
    with closing(open_store(str(tmp_path / f"{statements - 1}.db"), write=True, now=NOW)) as store:
        again = take(store, at=NOW + LEASE)
        assert store.apply_looks([edited(again.states[0])], again, now=NOW + LEASE) == ()
    assert kept(tmp_path / f"{statements - 1}.db") == ALL


# ------------------------------------------------------------------ back to former words
def back_to(state: LookState, content: str, title: str = "Bridge opens in Gori") -> LookPlan:
    """A look that found words that the page had before."""
    plan = edited(state)
    assert plan.change is not None
    words = replace(plan.change.revision, content=content, title=title, keys=keys(title, content))
    change = replace(plan.change, back=True, revision=words)
    return replace(plan, change=change, messages=(), blocks=())


def test_a_page_that_goes_back_shows_its_former_text_and_keeps_its_versions(store: Store):
    seed(store, "a")
    (state,) = take(store).states
    plan = edited(state)
    assert plan.change is not None
    first = replace(plan.change.revision, seq=0, content="One hurt.", edit="enrichment")
    first = replace(
        first, title="Bridge opens in Yerevan", keys=keys("Bridge opens in Yerevan", "One hurt.")
    )
    store.apply_looks(
        [replace(plan, change=None, first=replace(plan.change, revision=first))], None, now=NOW
    )
    store.apply_looks([edited(state)], None, now=NOW)

    for _ in range(2):
        back = back_to(state, "One hurt.", "Bridge opens in Yerevan")
        store.apply_looks([back], None, now=NOW)

    dossier = store.item("a")
    assert (dossier.item.title, dossier.item.content) == ("Bridge opens in Yerevan", "One hurt.")
    assert (dossier.shown, [each.seq for each in dossier.revisions]) == (1, [1, 2])
    assert [(each.seq, each.times) for each in dossier.sightings] == [(1, 2)]
    known = store.looked("a", lambda _: ())
    assert known is not None
    assert (known.page_text, known.backs, known.keys) == ("One hurt.", 2, first.keys)


def test_a_return_to_words_that_are_not_known_any_more_changes_nothing(store: Store):
    seed(store, "a")
    (state,) = take(store).states
    store.apply_looks([edited(state)], None, now=NOW)

    store.apply_looks([back_to(state, "Nobody knows this.")], None, now=NOW)

    assert store.item("a").item.content == "Two hurt."
    assert store.item("a").sightings == ()
