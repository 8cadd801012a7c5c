"""Whether a source is still the same one: what is told, what is held."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.records import CadenceState, Draft, Moment
from tests.identify.shelf import Desk, a_desk, a_feed


@pytest.fixture
def desk():
    return a_desk()


def strangers(count: int = 6) -> list[Draft]:
    return [
        Draft(url=f"https://kura.example/bonus/{n}", title=f"Bonus {n} for players")
        for n in range(count)
    ]


def learned(desk: Desk, *, items: float, hours: float) -> None:
    assert desk.state is not None
    cadence = CadenceState(items=items, exposure_s=hours * 3600, at=desk.now)
    desk.state = replace(desk.state, cadence=cadence)


def test_a_burst_that_the_habit_explains_is_not_held(desk):
    desk.poll(*a_feed())
    learned(desk, items=400, hours=50)

    assert not desk.poll(*strangers(), after=dt.timedelta(hours=1)).held


def test_a_burst_that_the_habit_does_not_explain_is_held(desk):
    desk.poll(*a_feed())
    learned(desk, items=10, hours=500)

    assert desk.poll(*strangers(), after=dt.timedelta(hours=1)).held


def test_what_gathered_while_nobody_looked_is_not_held(desk):
    desk.poll(*a_feed())
    learned(desk, items=1, hours=3)

    assert not desk.poll(*strangers(), after=dt.timedelta(days=4)).held


def test_news_beside_what_was_listed_are_not_held(desk):
    desk.poll(*a_feed(2))

    assert not desk.poll(*a_feed(2), *strangers(12)).held


def test_a_few_new_entries_and_a_source_that_was_empty_are_not_held(desk):
    desk.poll()
    assert not desk.poll(*a_feed()).held
    assert not desk.poll(*strangers(4)).held


def dated(desk: Desk, at: dt.datetime, site: str = "kura.example", **precision: str) -> list[Draft]:
    stated = Moment(at=at, precision=precision.get("precision", "minute"), text="")  # type: ignore[arg-type]
    return [
        replace(each, url=f"https://{site}/n/{n}", published=stated)
        for n, each in enumerate(strangers())
    ]


def test_a_page_that_is_new_by_its_own_dates_is_news(desk):
    desk.poll(*a_feed())
    soon = desk.now + dt.timedelta(minutes=50)

    assert not desk.poll(*dated(desk, soon), after=dt.timedelta(hours=1)).held


@pytest.mark.parametrize(
    "told",
    [
        {"at": dt.timedelta(days=-3)},
        {"at": dt.timedelta(minutes=50), "site": "casino.example"},
        {"at": dt.timedelta(minutes=50), "precision": "day"},
        {"at": dt.timedelta(days=30)},
    ],
)
def test_a_page_that_brings_a_past_or_a_home_of_its_own_is_held(desk, told):
    desk.poll(*a_feed())
    at = desk.now + told.pop("at")

    assert desk.poll(*dated(desk, at, **told), after=dt.timedelta(hours=1)).held
