"""A digest is made once at its slot, whatever happens to the program around it."""
# ruff: noqa: N802 - one test is named after the fault that it shows

import datetime as dt

import pytest

from monitor.testing import Newsroom
from tests.e2e.rig import Rig, at_work

pytestmark = pytest.mark.anyio

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
TEXT = "The city hall said so on Monday, and the work is to end before the spring."
MORNING = """
[[digest]]
name = "morning"
to = ["letters"]
at = "07:30"
timezone = "{zone}"
"""
SLOT = dt.datetime(2026, 1, 16, 3, 30, tzinfo=dt.UTC)  # 07:30 in Tbilisi
DAY = dt.timedelta(days=1)


@pytest.fixture
def letters_only(rig: Rig, site: Newsroom) -> Rig:
    rig.to = ("desk",)
    rig.source("kura", site.url("/rss.xml"))
    rig.tables.append(MORNING.format(zone="Asia/Tbilisi"))
    return rig


async def test_a_digest_comes_once_at_its_slot_over_restarts(letters_only: Rig, site, clock):
    rig = letters_only
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
        clock.set(SLOT - dt.timedelta(seconds=1))
        await program.poll()
        assert rig.letters() == ()
    clock.set(SLOT + dt.timedelta(seconds=5))
    async with at_work(rig, clock) as program:
        await program.poll()
        await program.poll()
    async with at_work(rig, clock) as program:
        await program.poll()

    (letter,) = rig.letters()
    assert NEWS in letter.text
    clock.set(SLOT + DAY)
    async with at_work(rig, clock) as program:
        await program.poll()
    assert len({each.id for each in rig.letters()}) == len(rig.letters()) == 2
    assert NEWS not in rig.letters()[1].text


async def test_a_digest_that_was_made_before_a_crash_is_sent_after_it(letters_only, site, clock):
    rig = letters_only
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        clock.set(SLOT)
        await program.gather()  # made and owed, not sent
    assert rig.letters() == ()

    clock.advance(dt.timedelta(hours=3))
    async with at_work(rig, clock) as program:
        await program.poll()

    assert len(rig.letters()) == 1


async def test_slots_missed_while_the_program_was_off_are_covered_by_the_next_one(
    letters_only, site, clock
):
    rig = letters_only
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
    clock.set(SLOT + 3 * DAY)

    async with at_work(rig, clock) as program:
        await program.poll()
        await program.poll()

    (letter,) = rig.letters()
    assert NEWS in letter.text


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
async def test_P10_the_days_on_which_clocks_change_have_one_digest(rig: Rig, site, clock, day):
    rig.source("kura", site.url("/rss.xml"))
    rig.tables.append(MORNING.format(zone="Europe/Berlin").replace("07:30", "02:30"))
    clock.set(dt.datetime.combine(day, dt.time(0), dt.UTC) - dt.timedelta(hours=4))
    async with at_work(rig, clock) as program:
        for _ in range(26):
            await program.poll()
            clock.advance(dt.timedelta(hours=1))

    assert len(rig.letters()) == 1
