"""Draining the outbox: order, isolation, outages, bugs, stopping."""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from monitor.errors import StoreError
from monitor.jobs.dispatch import Dispatcher, Route
from monitor.jobs.keeping import Keeping
from monitor.records import (
    Accepted,
    Closed,
    Deferred,
    DeliveryState,
    Message,
    Receipt,
    Rejected,
    RetryPolicy,
)
from monitor.store import Store
from monitor.testing import FakeClock

pytestmark = pytest.mark.anyio

POLICY = RetryPolicy(
    delays=(dt.timedelta(minutes=1), dt.timedelta(minutes=5)), give_up_after=dt.timedelta(days=3)
)
YES = Accepted(answer="204")
OUT = Deferred(answer="no answer", outage=True)
NO = Deferred(answer="500", outage=False)


class Desk:
    """A receiver that says what it is told to say, then yes."""

    def __init__(self, name: str = "desk", answers: Sequence[Receipt | Exception] = ()) -> None:
        self.name = name
        self.answers = list(answers)
        self.heard: list[tuple[str, str]] = []
        self.on_send: Callable[[], object] = lambda: None
        self.bell = asyncio.Event()

    async def hears(self, count: int) -> None:
        """Wait until it was called `count` times."""
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                self.bell.clear()
                await self.bell.wait()

    async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
        self.heard.append((message.id, recipient))
        self.bell.set()
        self.on_send()
        answer = self.answers.pop(0) if self.answers else YES
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def dispatcher(store: Store, keeping: Keeping, clock: FakeClock) -> Dispatcher:
    return Dispatcher(store=store, keeping=keeping, clock=clock)


def owe(store: Store, clock: FakeClock, *ids: str, **changes) -> None:
    for name in ids:
        details = {"channel": "desk", "source": "kura", **changes}
        store.enqueue(
            [Message(id=name, type="item.new", created_at=clock.now(), body="{}", **details)]
        )


def routes(*desks: Desk) -> dict[str, Route]:
    return {desk.name: Route(channel=desk, policy=POLICY) for desk in desks}


def states(store: Store) -> dict[str, DeliveryState]:
    return {each.message.id: each.state for each in store.deliveries()}


async def test_what_is_owed_is_told_once_the_oldest_first(store, dispatcher, clock):
    desk = Desk()
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2", "m3")

    tally = await dispatcher.drain("desk")
    again = await dispatcher.drain("desk")

    assert [name for name, _ in desk.heard] == ["m1", "m2", "m3"]
    assert (tally.delivered, again.delivered) == (3, 0)


async def test_d04_each_recipient_has_a_delivery_of_its_own(store, dispatcher, clock):
    desk = Desk(answers=[Rejected(answer="550 no such user"), YES])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", recipients=("a@kura.example", "b@kura.example"))

    tally = await dispatcher.drain("desk")

    assert (tally.delivered, tally.dead) == (1, 1)
    assert sorted(to for _, to in desk.heard) == ["a@kura.example", "b@kura.example"]


async def test_an_outage_stops_the_drain_and_costs_the_others_no_attempt(store, dispatcher, clock):
    desk = Desk(answers=[OUT])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2", "m3")

    tally = await dispatcher.drain("desk")

    assert len(desk.heard) == 1
    assert tally.deferred == 1
    assert sorted(each.tries for each in store.deliveries()) == [0, 0, 1]


async def test_after_an_outage_everything_is_told_in_order(store, dispatcher, clock):
    desk = Desk(answers=[OUT])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2", "m3")
    await dispatcher.drain("desk")

    clock.advance(dt.timedelta(minutes=2))
    await dispatcher.drain("desk")

    assert [name for name, _ in desk.heard] == ["m1", "m1", "m2", "m3"]
    assert set(states(store).values()) == {"delivered"}


async def test_d08_a_message_that_is_refused_for_a_while_is_delivered_once(
    store, dispatcher, clock
):
    desk = Desk(answers=[NO] * 6)
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1")

    for _ in range(8):
        await dispatcher.drain("desk")
        clock.advance(dt.timedelta(minutes=6))

    assert len(desk.heard) == 7
    assert states(store) == {"m1": "delivered"}


async def test_a_refusal_of_one_message_delays_no_other(store, dispatcher, clock):
    desk = Desk(answers=[NO])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2")

    tally = await dispatcher.drain("desk")

    assert (tally.delivered, tally.deferred) == (1, 1)


async def test_a_dead_channel_delays_no_other_channel(store, dispatcher, clock):
    dead, well = Desk("dead", [OUT] * 99), Desk("well")
    dispatcher.configure(routes(dead, well))
    owe(store, clock, "m1", channel="dead")
    owe(store, clock, "m2", channel="well")

    for _ in range(5):
        await asyncio.gather(dispatcher.drain("dead"), dispatcher.drain("well"))
        clock.advance(dt.timedelta(minutes=6))

    assert len(well.heard) == 1
    assert states(store) == {"m1": "waiting", "m2": "delivered"}


async def test_forced_drains_try_what_waits_but_not_twice_in_a_round(store, dispatcher, clock):
    desk = Desk(answers=[NO])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1")
    await dispatcher.drain("desk")

    desk.answers = [NO]
    first = await dispatcher.drain("desk", force=True)
    second = await dispatcher.drain("desk", force=True)

    assert (first.deferred, second.delivered) == (1, 1)


async def test_d10_a_receiver_that_asks_to_wait_is_left_alone_even_when_forced(
    store, dispatcher, clock
):
    until = clock.now() + dt.timedelta(minutes=30)
    desk = Desk(answers=[Deferred(answer="429", outage=True, retry_at=until)])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1")
    await dispatcher.drain("desk")

    clock.advance(dt.timedelta(minutes=29))
    await dispatcher.drain("desk", force=True)
    assert len(desk.heard) == 1

    clock.advance(dt.timedelta(minutes=2))
    await dispatcher.drain("desk", force=True)
    assert states(store) == {"m1": "delivered"}


async def test_d11_a_closed_channel_keeps_its_messages_until_it_is_opened(store, dispatcher, clock):
    desk = Desk(answers=[Closed(answer="410")])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2")
    await dispatcher.drain("desk")
    await dispatcher.drain("desk", force=True)
    assert len(desk.heard) == 1

    store.reopen_channel("desk")
    await dispatcher.drain("desk")

    assert set(states(store).values()) == {"delivered"}


async def test_a_bug_in_one_message_is_counted_and_stops_no_other(store, dispatcher, clock, caplog):
    desk = Desk(answers=[RuntimeError("boom")])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2")

    tally = await dispatcher.drain("desk")

    assert dispatcher.failures == 1
    assert (tally.delivered, tally.deferred) == (1, 1)
    assert "boom" in caplog.text


async def test_d15_a_backlog_is_told_whole_and_within_a_source_the_oldest_first(
    store, dispatcher, clock
):
    desk = Desk()
    dispatcher.configure(routes(desk))
    with store.batch():
        for n in range(300):
            owe(store, clock, f"m{n:04d}", source=f"s{n % 3}")

    tally = await dispatcher.drain("desk")

    assert tally.delivered == 300
    for rest in range(3):
        mine = [name for name, _ in desk.heard if int(name[1:]) % 3 == rest]
        assert mine == sorted(mine)


# ------------------------------------------------------------------ the daemon's loops
async def test_a_ring_wakes_the_channels(store, dispatcher, clock):
    desk = Desk()
    dispatcher.configure(routes(desk))
    dispatcher.start()
    owe(store, clock, "m1")

    dispatcher.ring()
    await desk.hears(1)
    await dispatcher.stop(5)

    assert states(store) == {"m1": "delivered"}


async def test_a_sleeping_channel_looks_for_retries_by_itself(store, dispatcher, clock):
    desk = Desk(answers=[NO])
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1")
    dispatcher.start()
    dispatcher.start()  # a reload starts only what does not run
    await desk.hears(1)

    clock.advance(dt.timedelta(minutes=2))
    await desk.hears(2)
    await dispatcher.stop(5)


async def test_p03_stopping_lets_the_message_in_hand_end_and_keeps_the_rest(
    store, dispatcher, clock
):
    desk = Desk()
    stopping: list[asyncio.Task[None]] = []
    desk.on_send = lambda: stopping.append(asyncio.ensure_future(dispatcher.stop(5)))
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1", "m2", "m3")
    dispatcher.start()

    await desk.hears(1)
    await stopping[0]

    assert sorted(states(store).values()) == ["delivered", "waiting", "waiting"]


async def test_a_channel_that_hangs_is_let_go_when_patience_ends(store, dispatcher, clock):
    class Hanging(Desk):
        async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
            self.heard.append((message.id, recipient))
            self.bell.set()
            await asyncio.Event().wait()
            return YES

    desk = Hanging()
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1")
    dispatcher.start()
    await desk.hears(1)

    await dispatcher.stop(0.05)

    assert states(store) == {"m1": "waiting"}


@pytest.mark.parametrize("trouble", [StoreError("the disk is full"), KeyError("the disk is full")])
async def test_a_store_that_cannot_be_read_now_is_asked_again(
    store, dispatcher, clock, caplog, trouble
):
    desk = Desk()
    dispatcher.configure(routes(desk))
    owe(store, clock, "m1")
    real, calls = store.claim_deliveries, []

    def full_once(*args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise trouble
        return real(*args, **kwargs)

    store.claim_deliveries = full_once
    dispatcher.start()
    await desk.hears(1)
    await dispatcher.stop(5)

    assert "the disk is full" in caplog.text
