"""Stored items follow their topics: in portions, through kills, and in silence."""

import datetime as dt

import pytest

from monitor.jobs import rejudge as rejudge_module
from monitor.jobs.rejudge import Rejudge
from monitor.match import profile_from_toml
from monitor.plan import Desk
from monitor.records import Limits, Rule, Source
from tests.store.making import NOW, match, new, plan

pytestmark = pytest.mark.anyio
HOUR = dt.timedelta(hours=1)
DESK_SOURCE = Source(name="desk", url="https://desk.example/feed")
RULE = Rule(name="all", topics=("metals",), to=("log",))


def wishes(toml: str) -> Desk:
    limits = Limits(
        min_interval=HOUR, max_interval=HOUR, error_backoff=HOUR, error_backoff_cap=HOUR
    )
    return Desk(topics=(profile_from_toml(toml, "metals"),), rules=(RULE,), limits=limits)


@pytest.fixture
def job(store, keeping, clock, monkeypatch) -> Rejudge:
    monkeypatch.setattr(rejudge_module, "PORTION", 2)
    store.enrol([DESK_SOURCE], now=NOW)
    titles = ("Copper up", "Zinc up", "Copper down", "Tin down", "Zinc mine")
    items = tuple(
        new(f"item{n}", title, matches=(match(topic="metals"),)) for n, title in enumerate(titles)
    )
    store.apply([plan(new=items)], None, now=NOW)
    return Rejudge(store, keeping, clock)


async def test_without_topics_there_is_nothing_to_do(job):
    assert (await job.run()).judged == 0


async def test_every_item_is_judged_by_the_new_words_and_nobody_is_told(job, store):
    job.configure((DESK_SOURCE,), wishes('any = ["copper"]'))
    seen = []

    tally = await job.run(seen=lambda tally: seen.append(tally.judged))

    relevant = {row.item.title for row in store.items() if row.matches[0].relevant}
    assert relevant == {"Copper up", "Copper down"}
    assert (tally.judged, tally.gained, tally.lost, tally.told) == (5, 0, 3, 0)
    assert seen == [2, 4, 5]
    assert (await job.run()).judged == 0


async def test_a_run_that_was_killed_goes_on_where_it_was(job, store):
    job.configure((DESK_SOURCE,), wishes('any = ["zinc"]'))

    def killed(tally):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await job.run(seen=killed)

    assert (await job.run()).judged == 3
    assert {row.matches[0].version for row in store.items()} == {
        wishes('any = ["zinc"]').topics[0].version
    }


async def test_what_is_wanted_now_is_told_when_that_is_asked_for_and_only_once(job, store):
    job.configure((DESK_SOURCE,), wishes('any = ["zinc"]'))
    await job.run()

    tally = await job.run(alert_since=NOW - HOUR)

    told = {store.message(each.message.id).item_id for each in store.deliveries()}
    assert (tally.told, told) == (2, {"item1", "item4"})
    assert (await job.run(alert_since=NOW - HOUR)).told == 0


async def test_older_items_are_judged_all_the_same_and_not_told(job, store):
    job.configure((DESK_SOURCE,), wishes('any = ["tin"]'))

    tally = await job.run(alert_since=NOW + HOUR)

    assert (tally.judged, tally.told) == (5, 0)
    assert store.deliveries() == ()
