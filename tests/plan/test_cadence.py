import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.plan.cadence import (
    DEFAULT_PRICE,
    Observation,
    next_poll,
    rate_of,
    span,
    spread,
)
from monitor.records import CadenceState
from tests.plan.builders import LIMITS, NOW, minutes

DAY = 86_400.0


def after(state: CadenceState, seen: Observation, now: dt.datetime = NOW):
    return next_poll(state, seen, price=DEFAULT_PRICE, limits=LIMITS, now=now)


def test_a_source_of_six_items_a_day_is_asked_every_half_hour():
    learned = CadenceState(items=168, exposure_s=28 * DAY, at=NOW)

    _, seconds, _ = after(learned, Observation(new=0))

    assert seconds == pytest.approx(1_800, rel=0.01)


def test_requests_grow_with_the_square_root_of_the_rate():
    slow = CadenceState(items=100, exposure_s=50 * DAY, at=NOW)
    quick = CadenceState(items=1_600, exposure_s=50 * DAY, at=NOW)

    waits = [after(state, Observation(new=0))[1] for state in (slow, quick)]

    assert waits[0] / waits[1] == pytest.approx(4, rel=0.05)


def test_an_item_worth_four_times_as_much_halves_the_wait():
    learned = CadenceState(items=168, exposure_s=28 * DAY, at=NOW)

    plain = after(learned, Observation(new=0))[1]
    dear = after(learned, Observation(new=0, weight=4))[1]

    assert plain / dear == pytest.approx(2)


def test_the_first_answer_teaches_the_rate_from_its_own_dates():
    dates = tuple(NOW - minutes(10 * n) for n in range(1, 201))

    learned, seconds, reason = after(CadenceState(), Observation(new=200, dates=dates, first=True))

    assert rate_of(learned) * DAY == pytest.approx(144, rel=0.2)
    assert seconds < 600
    assert "items a day expected" in reason


def test_dates_of_the_future_or_of_last_year_teach_nothing():
    dates = (NOW + minutes(5), NOW - dt.timedelta(days=300), NOW - minutes(5))

    learned, _, _ = after(CadenceState(), Observation(new=3, dates=dates, first=True))

    assert learned == CadenceState(at=NOW)


def test_a_fixed_interval_is_kept_as_configured_but_learning_goes_on():
    seen = Observation(new=3, every=minutes(15))

    learned, seconds, reason = after(CadenceState(at=NOW - minutes(15)), seen)

    assert (seconds, reason) == (900, "every 15 min, as configured")
    assert learned.items == 3


def test_a_fixed_interval_never_undercuts_the_minimum():
    _, seconds, _ = after(CadenceState(), Observation(new=0, every=dt.timedelta(seconds=1)))

    assert seconds == 60


def test_a_flood_is_asked_no_sooner_than_the_minimum():
    flood = CadenceState(items=1e6, exposure_s=DAY, at=NOW)

    _, seconds, reason = after(flood, Observation(new=0, jitter=0.5))

    assert seconds == pytest.approx(60)
    assert reason.endswith("not sooner than 1 min")


def test_a_silent_source_is_asked_no_later_than_the_maximum():
    silent = CadenceState(items=0, exposure_s=1e9, at=NOW)

    _, seconds, reason = after(silent, Observation(new=0, jitter=0.5))

    assert seconds == pytest.approx(12 * 3_600)
    assert reason.endswith("not later than 12 h")


def test_a_short_cache_promise_is_believed_and_a_long_one_is_not():
    busy = CadenceState(items=3_000, exposure_s=DAY, at=NOW)

    short = after(busy, Observation(new=0, max_age=minutes(10)))[1]
    long = after(busy, Observation(new=0, max_age=minutes(600)))[1]

    assert short == pytest.approx(600)
    assert long < 120


def test_what_was_learned_fades_with_its_half_life():
    old = CadenceState(items=100, exposure_s=10 * DAY, at=NOW - dt.timedelta(days=28))

    learned, _, _ = after(old, Observation(new=0))

    assert learned.items == pytest.approx(50)


def test_a_clock_that_runs_backwards_adds_no_time():
    ahead = CadenceState(items=5, exposure_s=DAY, at=NOW + minutes(60))

    learned, _, _ = after(ahead, Observation(new=0))

    assert learned.exposure_s == DAY


@given(
    st.floats(0, 1e6), st.floats(0, 1e8), st.integers(0, 5_000), st.floats(0, 1, exclude_max=True)
)
def test_every_wait_lies_within_the_limits_give_or_take_the_jitter(items, exposure, new, jitter):
    learned = CadenceState(items=items, exposure_s=exposure, at=NOW - minutes(5))

    _, seconds, _ = after(learned, Observation(new=new, jitter=jitter))

    assert 0.9 * 60 <= seconds <= 1.1 * 12 * 3_600


def test_waits_after_errors_are_spread_by_a_quarter():
    assert [spread(100, 0), spread(100, 0.5), spread(100, 1)] == [75, 100, 125]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2, "2 s"), (90, "90 s"), (120, "2 min"), (3_600, "1 h"), (5_400, "90 min"), (172_800, "2 d")],
)
def test_spans_are_said_as_people_write_them(seconds, words):
    assert span(seconds) == words
