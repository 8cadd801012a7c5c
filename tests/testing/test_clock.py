import datetime as dt

from monitor.testing import FakeClock

NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def test_a_fake_clock_stands_still():
    clock = FakeClock(NOON)

    assert (clock.now(), clock.now(), clock.monotonic()) == (NOON, NOON, 0.0)


def test_advancing_moves_both_clocks():
    clock = FakeClock(NOON)

    later = clock.advance(dt.timedelta(minutes=5))

    assert later == clock.now() == NOON + dt.timedelta(minutes=5)
    assert clock.monotonic() == 300.0


def test_turning_the_wall_clock_back_lets_no_time_pass():
    clock = FakeClock(NOON)

    clock.set(NOON - dt.timedelta(hours=1))

    assert clock.now() == NOON - dt.timedelta(hours=1)
    assert clock.monotonic() == 0.0


def test_a_fake_clock_speaks_utc_whatever_it_was_given():
    tbilisi = dt.timezone(dt.timedelta(hours=4))

    assert FakeClock(NOON.astimezone(tbilisi)).now().utcoffset() == dt.timedelta()
