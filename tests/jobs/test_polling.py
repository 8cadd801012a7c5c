"""The story of a poll with the real store: batches, bugs, a store in trouble, one round."""

import asyncio
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.errors import FetchError, StoreError
from monitor.jobs import poll as poll_module
from monitor.jobs.flights import Doors
from monitor.jobs.keeping import Keeping
from monitor.jobs.poll import Poller
from monitor.parse import read_document
from monitor.plan import Desk
from monitor.records import (
    Document,
    Fetched,
    Gone,
    NotModified,
    Reading,
    Refused,
    Source,
    Validators,
)
from monitor.store import Store
from monitor.testing import FakeClock
from tests.jobs.disks import full_disk
from tests.plan.builders import RULE, desk

pytestmark = pytest.mark.anyio

SOURCES = tuple(
    Source(name=name, url=f"https://{name}.example/feed") for name in ("aras", "kura", "rioni")
)


def feed(*titles: str, site: str = "kura", text: str = "") -> bytes:
    entries = [
        {
            "id": f"{site}-{title}",
            "url": f"https://{site}.example/{n}-{len(title)}",
            "title": title,
            "content_text": text or f"{title}, and a little more that only {site} says of it",
        }
        for n, title in enumerate(titles)
    ]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": site, "items": entries}
    ).encode()


class World:
    """Sites that answer what they are told to; also the reader of their documents."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.answers: dict[str, bytes | Fetched | Exception] = {}
        self.asked: list[tuple[str, Validators]] = []
        self.on_ask: Callable[[str], object] = lambda name: None

    async def document(self, source: Source, validators: Validators, *, now: dt.datetime, hold):
        self.asked.append((source.name, validators))
        self.on_ask(source.name)
        answer = self.answers.get(source.name, feed("Nothing of note", site=source.name))
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, bytes):
            return answer
        return Document(
            url=source.url,
            status=200,
            body=answer,
            content_type="application/feed+json",
            fetched_at=now,
            body_hash=hashlib.blake2b(answer, digest_size=16).hexdigest(),
            etag='"1"',
        )

    async def read(
        self, document: Document, *, kind, source: Source, now: dt.datetime, memory=None
    ) -> Reading:
        return read_document(document, kind=kind, source=source, now=now)


@pytest.fixture
def world(clock: FakeClock) -> World:
    return World(clock)


@pytest.fixture
def rings() -> list[int]:
    return []


@pytest.fixture
def poller(
    store: Store, keeping: Keeping, clock: FakeClock, world: World, rings: list[int]
) -> Poller:
    poller = Poller(
        site=world,
        reader=world,
        doors=Doors(store=store, keeping=keeping, clock=clock, told=lambda: rings.append(1)),
    )
    store.enrol(SOURCES, now=clock.now())
    poller.configure(SOURCES, desk(RULE))
    return poller


async def one_round(poller: Poller, *names: str):
    return await poller.round(names or None, seen=lambda visit: None)


async def test_a_round_visits_every_source_once_and_keeps_what_it_says(poller, store, world):
    plans = await one_round(poller)

    assert sorted(plan.state.name for plan in plans) == ["aras", "kura", "rioni"]
    assert len(store.items()) == 3


async def test_only_the_named_sources_are_visited(poller, world):
    await one_round(poller, "kura")

    assert [name for name, _ in world.asked] == ["kura"]


async def test_news_after_the_baseline_is_owed_and_the_channels_are_woken(
    poller, store, world, rings
):
    world.answers["kura"] = feed("Old news from Tbilisi")
    await one_round(poller, "kura")
    world.answers["kura"] = feed("Old news from Tbilisi", "Fresh news from Tbilisi")
    await one_round(poller, "kura")

    assert [each.message.type for each in store.deliveries()] == ["item.new"]
    assert len(rings) == 1


async def test_an_unchanged_body_is_not_read_again(poller, world, store):
    await one_round(poller, "kura")

    async def refuse(*args: object, **kwargs: object) -> Reading:
        raise AssertionError("read again")

    world.read = refuse  # the same bytes need no reader
    (plan,) = await one_round(poller, "kura")

    assert plan.poll.outcome == "unchanged"


async def test_the_second_request_is_conditional(poller, world):
    await one_round(poller, "kura")
    world.answers["kura"] = NotModified(
        url="https://kura.example/feed", fetched_at=world.clock.now()
    )
    (plan,) = await one_round(poller, "kura")

    assert world.asked[1] == ("kura", Validators(etag='"1"'))
    assert plan.poll.outcome == "not-modified"


async def test_a_source_that_fails_costs_no_other_its_poll(poller, world, store):
    world.answers["aras"] = FetchError("no answer", kind="timeout")
    world.answers["kura"] = Refused(
        url="https://kura.example/feed",
        status=403,
        reason="403",
        kind="blocked",
        at=world.clock.now(),
    )
    plans = {plan.state.name: plan for plan in await one_round(poller)}

    assert plans["aras"].state.error_kind == "timeout"
    assert plans["kura"].poll.outcome == "refused"
    assert plans["rioni"].poll.outcome == "read"


async def test_a_bug_while_reading_is_counted_and_costs_no_other_its_poll(poller, world, caplog):
    world.answers["aras"] = ZeroDivisionError("oh")

    plans = {plan.state.name: plan for plan in await one_round(poller)}

    assert poller.failures == 1
    assert plans["aras"].state.error_kind == "bug"
    assert "oh" in caplog.text
    assert plans["rioni"].poll.outcome == "read"


class Broken:
    """A topic with a bug that shows on one word."""

    topic = "broken"
    version = "1"

    def judge(self, draft, *, country=None):
        raise KeyError("a bug in a topic")


async def test_a_bug_while_deciding_is_counted_and_leaves_the_source_failed(poller, store, caplog):
    wishes: Desk = replace(desk(RULE), topics=(Broken(),))
    poller.configure(SOURCES, wishes)

    (plan,) = await one_round(poller, "kura")

    assert plan.state.error_kind == "bug"
    assert poller.failures == 1
    assert store.items() == ()
    assert "a bug in a topic" in caplog.text


LONG = "Tbilisi counts its bridges. " * 2000  # more than the free pages of a young database


async def test_p04_a_store_that_cannot_write_is_asked_again_and_nothing_is_lost(
    poller, store, world, monkeypatch, caplog
):
    monkeypatch.setattr(poll_module, "STORE_RETRY_S", (0.0, 0.0))
    world.answers["kura"] = feed("Bridges", text=LONG)

    with full_disk(store, until=2) as room:
        await one_round(poller, "kura")

    assert len(store.items()) == 1
    assert room.complaints == 2
    assert "nothing is lost, next try in" in caplog.text


# ------------------------------------------------------------------ the daemon's way
async def test_a_tick_takes_what_is_due_and_the_keeper_writes_it_down(poller, store, clock):
    keeper = asyncio.create_task(poller.keep_landed())

    await poller.tick()
    await poller.settled_flights()
    keeper.cancel()

    assert len(store.items()) == 3
    assert store.next_due(clock.now()) > clock.now()


async def test_a_tick_takes_nothing_while_there_is_no_room(poller, world, monkeypatch):
    monkeypatch.setattr(poll_module, "IN_FLIGHT", 0)

    await poller.tick()

    assert world.asked == []


async def test_a_source_that_left_the_configuration_is_not_visited(poller, world):
    poller.configure(SOURCES[:1], desk(RULE))

    await poller.tick()
    keeper = asyncio.create_task(poller.keep_landed())
    await poller.settled_flights()
    keeper.cancel()

    assert [name for name, _ in world.asked] == ["aras"]


async def test_stopping_calls_back_who_is_under_way(poller, world, store):
    started = asyncio.Event()

    async def hang(*args: object, **kwargs: object) -> Fetched:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    world.document = hang
    await poller.tick()
    async with asyncio.timeout(5):
        await started.wait()
    await poller.stop()

    assert store.items() == ()


async def test_n45_a_source_that_is_gone_is_asked_again_only_by_name(poller, world, clock):
    world.answers["aras"] = Gone(url="https://aras.example/feed", since=clock.now())

    for _ in range(3):
        await one_round(poller)
    assert [name for name, _ in world.asked].count("aras") == 1

    await one_round(poller, "aras")
    assert [name for name, _ in world.asked].count("aras") == 2


async def test_robots_are_asked_for_what_an_auto_source_turned_out_to_be(poller, world):
    kinds: list[str] = []
    real = world.document

    async def note(source: Source, validators: Validators, *, now: dt.datetime, hold):
        kinds.append(source.kind)
        return await real(source, validators, now=now, hold=hold)

    world.document = note
    for _ in range(2):
        await one_round(poller, "kura")

    assert kinds == ["auto", "feed"]


async def test_p04_one_round_ends_with_the_error_when_the_store_stays_full(
    poller, store, world, monkeypatch
):
    monkeypatch.setattr(poll_module, "STORE_RETRY_S", (0.0,))
    world.answers["kura"] = feed("Bridges", text=LONG)

    with full_disk(store, until=9), pytest.raises(StoreError, match="is full"):
        await one_round(poller, "kura")

    assert store.items() == ()


async def test_p04_the_daemon_asks_a_full_store_until_it_takes_the_answers(
    poller, store, world, monkeypatch, caplog
):
    monkeypatch.setattr(poll_module, "STORE_RETRY_S", (0.0,))
    world.answers["kura"] = feed("Bridges", text=LONG)
    keeper = asyncio.create_task(poller.keep_landed())

    with full_disk(store, until=4):
        await poller.tick()
        async with asyncio.timeout(10):
            await poller.settled_flights()
    keeper.cancel()

    assert len(store.items()) == 3
    assert "wait for the store" in caplog.text


async def test_the_document_that_showed_a_wanted_item_is_kept_with_it(poller, store, world):
    world.answers["kura"] = feed("Old news from Tbilisi", "Chess in Lisbon")
    await one_round(poller)

    proofs = {row.item.title: store.item(row.item.id).proofs for row in store.items()}
    (proof,) = proofs["Old news from Tbilisi"]
    assert store.evidence_body(proof.sha256) == world.answers["kura"]
    assert proofs["Chess in Lisbon"] == ()
    assert store.verify_evidence().records == 1


async def test_a_big_body_counts_until_it_is_written_down(poller, store, world):
    """What waits for the store holds its place, so that few big bodies are in memory at once."""
    released: list[int] = []
    plain = world.document

    async def held(source, validators, *, now, hold):
        hold.callback(lambda: released.append(len(store.items())))
        return await plain(source, validators, now=now, hold=hold)

    world.document = held
    await one_round(poller, "kura")
    assert released == [1]  # the item was there when the place was given back

    await one_round(poller, "kura")  # the same bytes: nothing waits for the store
    world.answers["kura"] = FetchError("no answer", kind="timeout")
    await one_round(poller, "kura")
    assert len(released) == 3
