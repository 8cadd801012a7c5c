"""What is usual of a source, and what is odd about it although it answers and is read.

Nothing here is a failure. A mark stands as long as its cause; two of them are told: a source that
has gone silent, and a document that shares nothing with the one before.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from urllib.parse import urlsplit

from monitor.identify import Novelty
from monitor.plan.cadence import HALF_LIFE, rate_of, span
from monitor.plan.relayout import moved
from monitor.plan.setting import Visit
from monitor.records import Document, Habit, Known, Mark

ACCEPTED_AFTER = dt.timedelta(days=7)  # then what was odd is what is usual
MIN_ENTRIES = 5  # documents with fewer say nothing
SHRUNK_FROM = 10  # entries, of which a fifth or less is left
GAP_AFTER = 3  # documents in a row that overlapped, before one that does not is told
GAP_EVERY = dt.timedelta(days=1)
SILENT_ITEMS = 12.0  # items that should have come by the learned rate
SILENT_LULLS = 2.0  # times the longest lull that was seen
SILENT_LEAST = dt.timedelta(days=2)
SILENT_UNTRIED = dt.timedelta(days=4)  # a weekend and a day, before a week has been watched
WATCHED_LONG = dt.timedelta(days=8)
WATCHED_LEAST = dt.timedelta(days=3)
_ENTRANCES = frozenset({"", "index", "home", "main", "default"})
_SCRIPTS = (
    ("Armenian", "\u0530", "\u058f"),
    ("Georgian", "\u10a0", "\u10ff"),
    ("Cyrillic", "\u0400", "\u052f"),
    ("Arabic", "\u0600", "\u06ff"),
    ("Latin", "A", "\u024f"),
)


def after_quiet(visit: Visit, now: dt.datetime) -> Habit:
    """The habit after an answer that brought nothing."""
    return _with_silence(visit, visit.state.habit, now)


def after_reading(visit: Visit, novelty: Novelty, known: Known, *, now: dt.datetime) -> Habit:
    """The habit after a document was read; its marks are what is odd about the source now."""
    before, state = visit.state.habit, visit.state
    is_gap = _is_gap(visit, novelty, known, now)
    is_apart = bool(known.listed) and len(novelty.unlisted) == len(known.listed)
    habit = replace(
        before,
        overlaps=0 if is_apart else before.overlaps + bool(known.listed),
        gap_told_at=now if is_gap else before.gap_told_at,
    )
    if novelty.new:
        lull = now - state.last_new_at if state.last_new_at else dt.timedelta(0)
        passed = now - (state.polled_at or now)
        kept = before.longest_lull * 0.5 ** (passed / HALF_LIFE)
        habit = replace(habit, longest_lull=max(kept, lull))
    marks = tuple(_marks(visit, habit, now, is_gap=is_gap))
    if novelty.emptied:
        marks += (Mark(kind="emptied", words="nearly all of its words are gone", since=now),)
    odd = {mark.kind for mark in marks}
    habit = replace(
        habit,
        marks=marks,
        entries=before.entries if "shrunk" in odd else visit.entries,
        language=before.language if "language" in odd else _script(visit) or before.language,
    )
    return habit if novelty.new else _with_silence(visit, habit, now)


def _marks(visit: Visit, habit: Habit, now: dt.datetime, *, is_gap: bool) -> Iterator[Mark]:
    found = {mark.kind: mark for mark in habit.marks}
    stated = (_shrunk(visit), _same_dates(visit), _language(visit), _home_page(visit))
    for mark in filter(None, stated):
        since = found[mark.kind].since if mark.kind in found else now
        if since is None or now - since < ACCEPTED_AFTER:
            yield replace(mark, since=since)
    layout = moved(visit)
    if layout is not None and layout.is_doubtful:
        words = f"the list stands elsewhere on its page, in doubt: {layout.reason}"
        yield Mark(kind="layout", words=words, since=now)
    elif "layout" in found and now - (found["layout"].since or now) < ACCEPTED_AFTER:
        yield found["layout"]
    if is_gap:
        yield Mark(kind="gap", words=_gap_words(visit), since=now)
    elif "gap" in found and now - (found["gap"].since or now) < GAP_EVERY:
        yield found["gap"]


# ------------------------------------------------------------------ the document
def _shrunk(visit: Visit) -> Mark | None:
    usual = visit.state.habit.entries
    if usual < SHRUNK_FROM or visit.entries * 5 > usual:
        return None
    name = visit.reading.kind if visit.reading else "document"
    what = "list" if name == "listing" else name
    return Mark(kind="shrunk", words=f"{what} went from {usual} to {visit.entries}")


def _same_dates(visit: Visit) -> Mark | None:
    """Entries that all state one minute: the page stamps itself, not its articles."""
    stated = [each.draft.published for each in visit.candidates]
    minutes = {each.at for each in stated if each is not None and each.precision == "minute"}
    is_each = all(each is not None and each.precision == "minute" for each in stated)
    if len(stated) < MIN_ENTRIES or not is_each or len(minutes) != 1:
        return None
    return Mark(kind="same-dates", words=f"all dates equal: {min(minutes):%Y-%m-%d %H:%M}")


def _language(visit: Visit) -> Mark | None:
    usual, script = visit.state.habit.language, _script(visit)
    if usual is None or script is None or usual == script:
        return None
    return Mark(kind="language", words=f"language flipped: {script} letters, {usual} before")


def _script(visit: Visit) -> str | None:
    """The script that two thirds of the headlines are written in."""
    if len(visit.candidates) < MIN_ENTRIES:
        return None
    letters = Counter(
        name
        for each in visit.candidates
        for letter in each.title[:200]
        if letter.isalpha()
        for name, low, high in _SCRIPTS
        if low <= letter <= high
    )
    name, count = next(iter(letters.most_common(1)), ("", 0))
    return name if count * 3 >= letters.total() * 2 > 0 else None


def _home_page(visit: Visit) -> Mark | None:
    if not isinstance(visit.fetched, Document):
        return None
    asked, came = urlsplit(visit.source.url), urlsplit(visit.fetched.url)
    first = asked.path.strip("/").partition(".")[0]
    if first in _ENTRANCES or came.path.strip("/") or came.query:
        return None
    return Mark(kind="home-page", words=f"redirects to the home page {visit.fetched.url}")


# ------------------------------------------------------------------ gap
def _is_gap(visit: Visit, novelty: Novelty, known: Known, now: dt.datetime) -> bool:
    """Whether a full window rolled over between two polls, so that items may be lost between.

    Only where the documents of this source overlapped until now, nothing explains the change
    otherwise, and no entry says that it is older than the last look.
    """
    habit, last = visit.state.habit, visit.state.succeeded_at
    if habit.overlaps < GAP_AFTER or last is None or moved(visit) is not None:
        return False
    if visit.reading is None or visit.reading.kind == "page" or novelty.held or novelty.migrated:
        return False
    if min(len(known.listed), len(novelty.new)) < MIN_ENTRIES or novelty.seen or novelty.changed:
        return False
    if habit.gap_told_at is not None and now - habit.gap_told_at < GAP_EVERY:
        return False
    dates = [
        each.draft.published.at.timestamp()
        for each in visit.candidates
        if each.draft.published is not None and each.draft.published.precision == "minute"
    ]
    return len(dates) * 2 < len(visit.candidates) or median(dates) > last.timestamp()


def _gap_words(visit: Visit) -> str:
    return (
        f"none of its {visit.entries} entries was there at the last poll: what stood between may "
        "be missing; poll it more often"
    )


# ------------------------------------------------------------------ silence
def _with_silence(visit: Visit, habit: Habit, now: dt.datetime) -> Habit:
    others = tuple(mark for mark in habit.marks if mark.kind != "silent")
    last = visit.state.last_new_at
    if last is None or not _is_silent(visit, now, last):
        return replace(habit, marks=others)
    rate = rate_of(visit.state.cadence) * 86_400
    lull = span((now - last).total_seconds())
    words = f"nothing new for {lull}; it used to bring {rate:.1f} items a day"
    told = habit.silent_told_at
    is_told = told is not None and told > last
    return replace(
        habit,
        marks=(*others, Mark(kind="silent", words=words, since=last)),
        silent_told_at=told if is_told else now,
    )


def _is_silent(visit: Visit, now: dt.datetime, last: dt.datetime) -> bool:
    """Whether a source has been still for far longer than its rhythm explains."""
    state = visit.state
    if state.baselined_at is None or last - state.baselined_at < WATCHED_LEAST:
        return False
    lull = now - last
    is_tried = last - state.baselined_at >= WATCHED_LONG
    least = SILENT_LEAST if is_tried else SILENT_UNTRIED
    expected = rate_of(state.cadence) * lull.total_seconds()
    return (
        expected >= SILENT_ITEMS
        and lull >= least
        and lull >= SILENT_LULLS * state.habit.longest_lull
    )
