"""Editions: made when due, once, with a window that leaves nothing out."""

import datetime as dt
import json
from typing import Any

import pytest

from monitor.jobs.digest import DigestMaker
from monitor.jobs.keeping import Keeping
from monitor.jobs.upkeep import Upkeep
from monitor.plan import plan_poll
from monitor.records import Draft, Known, Schedule, Source
from monitor.store import Store
from monitor.testing import FakeClock
from tests.plan.builders import desk, state, visit_of

pytestmark = pytest.mark.anyio

SOURCE = Source(name="kura", url="https://kura.example/feed")
MORNING = Schedule(
    name="morning",
    to=("desk",),
    at=dt.time(7, 30),
    timezone="Asia/Tbilisi",
    topics=("caucasus",),
)


@pytest.fixture
def rings() -> list[int]:
    return []


@pytest.fixture
def digests(store: Store, keeping: Keeping, clock: FakeClock, rings: list[int]) -> DigestMaker:
    maker = DigestMaker(store=store, keeping=keeping, clock=clock, told=lambda: rings.append(1))
    maker.configure([MORNING], {"desk": ("a@kura.example",)})
    store.enrol([SOURCE], now=clock.now())
    return maker


def publish(store: Store, clock: FakeClock, title: str) -> None:
    draft = Draft(guid=title, url=f"https://kura.example/{len(title)}", title=title)
    visit = visit_of(draft, state=state(name="kura"))
    store.apply([plan_poll(visit, Known(), desk(), now=clock.now())], None, now=clock.now())


def told(store: Store) -> list[dict[str, Any]]:
    rows = reversed(store.deliveries())
    return [
        json.loads(d.message.body)["data"]["digest"] for d in rows if d.message.type == "digest"
    ]


async def test_nothing_is_due_before_the_first_slot(digests, rings):
    assert await digests.make_due() == 0
    assert rings == []


async def test_a_due_slot_makes_one_edition_and_wakes_the_channels(digests, store, clock, rings):
    publish(store, clock, "Tbilisi opens a bridge")
    clock.advance(dt.timedelta(days=1))

    made = [await digests.make_due(), await digests.make_due()]

    assert made == [1, 0]
    assert rings == [1]
    (view,) = told(store)
    assert view["sections"][0]["entries"][0]["title"] == "Tbilisi opens a bridge"


async def test_windows_touch_and_leave_nothing_out(digests, store, clock):
    for n in range(3):
        publish(store, clock, f"Tbilisi news of day {'x' * n}")
        clock.advance(dt.timedelta(days=1))
        await digests.make_due()

    views = told(store)
    assert [view["totals"]["relevant"] for view in views] == [1, 1, 1]
    assert [view["since"] for view in views[1:]] == [view["until"] for view in views[:-1]]


async def test_a_digest_missed_for_days_comes_once_and_covers_them(digests, store, clock):
    publish(store, clock, "Tbilisi opens a bridge")
    clock.advance(dt.timedelta(days=5))

    await digests.make_due()
    await digests.make_due()

    assert len(told(store)) == 1


async def test_an_edition_can_be_made_by_hand(digests, store, clock):
    publish(store, clock, "Tbilisi opens a bridge")
    clock.advance(dt.timedelta(minutes=3))

    made = [await digests.make_now(MORNING), await digests.make_now(MORNING)]

    assert made == [True, False]
    assert told(store)[0]["totals"]["relevant"] == 1


async def test_upkeep_says_what_it_did_and_a_beat_is_seen(store, keeping, clock):
    upkeep = Upkeep(store, keeping, clock)

    assert store.last_beat() is None
    await upkeep.beat()

    assert store.last_beat() == clock.now()
    assert (await upkeep.run()).startswith("0 old polls and 0 settled messages let go")
