"""No item is lost and none is told under two ids, whenever the daemon is killed.

``MONITOR_TEST_KILLS`` says how often in all (50 unless given), ``MONITOR_TEST_SEED`` repeats a run.
"""
# ruff: noqa: N802 - tests are named after the fault that they show

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from monitor.store import ItemFilter, open_store
from monitor.testing import Refuse, Status, Vanish, is_signed
from tests.crash.books import Books, plain
from tests.crash.campaign import INSIDE, OUTSIDE, RANDOM, Campaign, schedule
from tests.crash.house import House
from tests.crash.world import SECRET, open_world, write_configuration

KILLS = int(os.environ.get("MONITOR_TEST_KILLS", "50"))
OUTAGES = max(3, KILLS * 2 // 5)  # of these with a receiver down
BASELINE_KILLS = 3  # in each test, before anything may be told
TOLD_WITHIN_S = 90.0
ALL = 1_000_000


def test_P01_nothing_is_lost_or_told_under_two_ids_whenever_it_is_killed(tmp_path: Path) -> None:
    with a_campaign(tmp_path) as campaign:
        moments = (*RANDOM, *OUTSIDE, *INSIDE)
        kills = max(KILLS - OUTAGES, BASELINE_KILLS + 1)
        campaign.baseline()

        for moment in schedule(campaign.dice, moments, kills - BASELINE_KILLS):
            campaign.live(moment)
        if kills - BASELINE_KILLS >= len(moments):
            campaign.live_until_each_came(moments)
        code = campaign.finish(within_s=TOLD_WITHIN_S)

        assert campaign.kills >= kills
        assert_nothing_is_wrong(campaign, code)


def test_P02_nothing_is_lost_when_it_is_killed_while_receivers_fail(tmp_path: Path) -> None:
    with a_campaign(tmp_path) as campaign:
        campaign.baseline()

        moments = ("polling", "starting", "settle:before", "settle:after", "claimed")
        for moment in schedule(campaign.dice, moments, OUTAGES - BASELINE_KILLS):
            break_receivers(campaign)
            campaign.live(moment)
        code = campaign.finish(within_s=TOLD_WITHIN_S)

        assert campaign.kills >= OUTAGES
        assert_nothing_is_wrong(campaign, code)


# ------------------------------------------------------------------ the stage
@contextmanager
def a_campaign(directory: Path) -> Iterator[Campaign]:
    """A world with its first articles, and a daemon that was never started."""
    seed = int(os.environ.get("MONITOR_TEST_SEED") or random.randrange(1_000_000))
    print(f"MONITOR_TEST_SEED={seed}")  # noqa: T201 - shown by pytest when the test fails
    with open_world(directory) as world:
        house = House(write_configuration(world, directory), directory / "daemon.log")
        try:
            campaign = Campaign(
                world=world,
                house=house,
                books=Books(world),
                dice=random.Random(seed),
                database=directory / "monitor.db",
            )
            campaign.fill()
            yield campaign
        finally:
            house.clear()


def break_receivers(campaign: Campaign) -> None:
    """Give the receivers, and now and then a site, another trouble than before."""
    world, dice = campaign.world, campaign.dice
    world.heal()
    desk_troubles: tuple[Callable[[], object], ...] = (
        world.desk.down,
        lambda: world.desk.answers_always(500),
        lambda: world.desk.answers_always(Status(503, retry_after="1")),
        lambda: None,
    )
    post_troubles: tuple[Callable[[], object], ...] = (
        world.post.down,
        lambda: world.post.trouble("rcpt", Refuse(451, "greylisted"), times=None),
        lambda: world.post.trouble("connect", Refuse(421, "too busy"), times=None),
        lambda: world.post.trouble("letter", Vanish(), times=2),
        lambda: None,
    )
    dice.choice(desk_troubles)()
    dice.choice(post_troubles)()
    if dice.random() < 0.3:
        world.sites["atlas"].fault("/rss.xml", Status(500), times=2)


# ------------------------------------------------------------------ the verdict
def assert_nothing_is_wrong(campaign: Campaign, code: int | None) -> None:
    words = campaign.house.last_words()
    balance = campaign.books.balance()
    assert {name: one.missing for name, one in balance.items() if one.missing} == {}, words
    assert {name: one.doubled for name, one in balance.items() if one.doubled} == {}
    assert {name: one.unexpected for name, one in balance.items() if one.unexpected} == {}
    assert campaign.books.under_two_bodies() == []
    assert all(is_signed(hook.request, SECRET) for hook in campaign.world.desk.hooks())
    assert code == 0, words
    assert_the_database_is_sound(campaign)


def assert_the_database_is_sound(campaign: Campaign) -> None:
    with closing(open_store(str(campaign.database), write=False)) as store:
        unsent = [each for each in store.deliveries(limit=ALL) if each.state != "delivered"]
        failing = [row.state.name for row in store.sources() if row.state.errors]
        items = [row.item.id for row in store.items(ItemFilter(limit=ALL))]
        wordings = {plain(each.title) for name in items for each in store.item(name).revisions}
    printed = {plain(title) for title in (*campaign.owed, *campaign.never_told)}
    assert printed - wordings == set()
    assert unsent == []
    assert failing == []
    with closing(sqlite3.connect(campaign.database)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        leased = "SELECT count(*) FROM delivery WHERE state = 'waiting' AND lease_ms > 0"
        assert conn.execute(leased).fetchone() == (0,)
