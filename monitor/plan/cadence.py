"""When to poll a source again.

The rule: poll when the expected, accumulated delay of the items published since the last poll
equals one price that holds for the whole fleet. For a Poisson rate ``r`` and weight ``w`` the
accumulated delay after ``I`` seconds is ``w·r·I²/2``, so that ``I = sqrt(2·price / (w·r))`` and the
requests go out in proportion to the square root of the rate.
Source: Sia, Cho & Cho, "Efficient monitoring algorithm for fast news alerts", IEEE TKDE 2007.
"""

import datetime as dt
import math
from dataclasses import dataclass

from monitor.records import CadenceState, Limits

HALF_LIFE = dt.timedelta(days=28)
PRIOR_ITEMS = 1.5  # six items a day, trusted as much as a quarter of a day of watching
PRIOR_EXPOSURE_S = 21_600.0
DEFAULT_PRICE = 112.5  # item-seconds; a source of six items a day is asked every 30 minutes
LONGEST_HINT = dt.timedelta(minutes=15)  # longer Cache-Control promises are often untrue


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one successful poll says about the source's rate."""

    new: int  # items not known before
    dates: tuple[dt.datetime, ...] = ()  # stated times of the entries; used by the first poll alone
    first: bool = False
    weight: float = 1.0  # how much an item of this source is worth, 1 for an ordinary one
    max_age: dt.timedelta | None = None  # from Cache-Control
    every: dt.timedelta | None = None  # fixed by the user
    jitter: float = 0.5  # in [0, 1), a hash of the source's name; spreads the fleet by ±10 %


def next_poll(
    state: CadenceState,
    observation: Observation,
    *,
    price: float,
    limits: Limits,
    now: dt.datetime,
) -> tuple[CadenceState, float, str]:
    """Give the learned state, the seconds until the next poll and the reason in words."""
    learned = _learn(state, observation, now)
    if observation.every is not None:
        seconds = max(observation.every, limits.min_interval).total_seconds()
        return learned, seconds, f"every {span(seconds)}, as configured"
    rate = rate_of(learned)
    wished = math.sqrt(2 * price / (observation.weight * rate))
    seconds, bound = _bounded(wished, observation, limits)
    seconds *= 0.9 + 0.2 * observation.jitter
    return learned, seconds, f"{rate * 86_400:.1f} items a day expected{bound}"


def rate_of(state: CadenceState) -> float:
    """Items a second, shrunk towards the fleet's six a day."""
    return (state.items + PRIOR_ITEMS) / (state.exposure_s + PRIOR_EXPOSURE_S)


def spread(seconds: float, jitter: float) -> float:
    """A wait after an error, ±25 %, so that sources that failed together come back apart."""
    return seconds * (0.75 + 0.5 * jitter)


def span(seconds: float) -> str:
    """Seconds as people write them: ``90 s``, ``15 min``, ``2 h``, ``3 d``."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def _learn(state: CadenceState, seen: Observation, now: dt.datetime) -> CadenceState:
    if seen.first or state.at is None:
        return _from_dates(seen.dates, now)
    passed = max((now - state.at).total_seconds(), 0.0)
    kept = 0.5 ** (passed / HALF_LIFE.total_seconds())
    return CadenceState(
        items=state.items * kept + seen.new, exposure_s=state.exposure_s * kept + passed, at=now
    )


def _from_dates(dates: tuple[dt.datetime, ...], now: dt.datetime) -> CadenceState:
    """Warm from the first poll: the entries' own dates, where they look sane."""
    past = sorted(date for date in dates if now - HALF_LIFE <= date <= now)
    if len(past) < 2:
        return CadenceState(at=now)
    return CadenceState(
        items=float(len(past)), exposure_s=max((now - past[0]).total_seconds(), 3_600.0), at=now
    )


def _bounded(wished: float, seen: Observation, limits: Limits) -> tuple[float, str]:
    shortest = limits.min_interval.total_seconds()
    longest = limits.max_interval.total_seconds()
    if seen.max_age is not None and dt.timedelta(0) < seen.max_age <= LONGEST_HINT:
        shortest = max(shortest, seen.max_age.total_seconds())
    if wished < shortest:
        return shortest, f", not sooner than {span(shortest)}"
    if wished > longest:
        return longest, f", not later than {span(longest)}"
    return wished, ""
