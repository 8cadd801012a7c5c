"""A list that stands elsewhere on its page: what it shows for the first time need not be new.

A new layout may be longer than the one before and show items that were left out until then.
"""

import datetime as dt

from monitor.identify import Arrival, Novelty
from monitor.plan.setting import Visit
from monitor.records import Candidate, Known, Layout

DELAY = dt.timedelta(hours=1)  # an article may appear that long after the minute it states
_SPANS = {"day": dt.timedelta(days=1), "month": dt.timedelta(days=31)}


def moved(visit: Visit) -> Layout | None:
    """The change of layout that this visit met; None where the list stands where it was."""
    layout = visit.reading.layout if visit.reading else None
    return layout if layout is not None and layout.before is not None else None


def held_back(visit: Visit, novelty: Novelty, known: Known) -> frozenset[str]:
    """Ids of the arrivals that a change of layout brought to light and that may well be old."""
    if moved(visit) is None:
        return frozenset()
    places = {id(each.draft): at for at, each in enumerate(visit.candidates)}
    last_known = max(
        (at for at, each in enumerate(visit.candidates) if _is_known(each, known)), default=-1
    )
    return frozenset(
        each.item_id
        for each in novelty.new
        if not _is_new(each, visit, is_above=places[id(each.candidate.draft)] < last_known)
    )


def _is_known(candidate: Candidate, known: Known) -> bool:
    return any(alias in known.aliases for alias in candidate.aliases)


def _is_new(arrival: Arrival, visit: Visit, *, is_above: bool) -> bool:
    """By its own date where that says enough, else by standing above what was known before."""
    published, last = arrival.candidate.draft.published, visit.state.succeeded_at
    if published is None or last is None:
        return is_above
    if published.precision == "minute":
        return published.at >= last - DELAY
    if published.at + _SPANS[published.precision] <= last:
        return False
    return is_above or published.at.date() >= last.date()
