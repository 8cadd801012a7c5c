"""Lists of headlines in plain text: a title on one line, its date on the next or the one before.

Source: pages saved as text, where the heading is glued to the first title ("Latest newsThe …").
"""

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from monitor.dates import may_hold_date, read_date
from monitor.parse import limits
from monitor.parse.headings import is_latest, without_heading
from monitor.parse.listing_model import Listing
from monitor.records import Draft, Moment
from monitor.text import clean_title

MIN_ITEMS = 3  # fewer dated lines are a byline, not a list
_DATE_CHARS = 60
_TITLE_CHARS = range(8, 300)

_SENTENCE_CHARS = 150  # a longer line that ends in a full stop is a paragraph


@dataclass(frozen=True, slots=True)
class Run:
    """A list in a text: lines `start` to `end` (exclusive), heading included."""

    start: int
    end: int
    items: tuple[Draft, ...]
    titles: tuple[int, ...]  # the line of each title
    heading: str | None


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text or of a page that show something.

    `dates` has for each the date that the whole of it is, or None. `kinds` tells which lines look
    alike on the page; in plain text all do.
    """

    texts: list[str]
    dates: list[Moment | None]
    kinds: list[Hashable]
    places: list[int]  # what number each line has for the caller


def find_runs(lines: Lines) -> list[Run]:
    """Every stretch of lines in which titles and dates take turns."""
    runs: list[Run] = []
    start = 0
    while start < len(lines.texts):
        pairs = _pairs(lines, start)
        if len(pairs) < MIN_ITEMS:
            start += 1
            continue
        runs.append(_run(lines, pairs))
        start = max(pairs[-1]) + 1
    return runs


def lines_of(text: str, *, languages: Sequence[str] = (), now: dt.datetime) -> Lines:
    """The lines of a plain text, numbered as in ``text.splitlines()``."""
    shown = [
        (at, line.strip())
        for at, line in enumerate(text.splitlines()[: limits.MAX_LINES])
        if line.strip()
    ]
    return Lines(
        texts=[line for _, line in shown],
        dates=[_date(line, languages, now) for _, line in shown],
        kinds=[None] * len(shown),
        places=[at for at, _ in shown],
    )


def _date(line: str, languages: Sequence[str], now: dt.datetime) -> Moment | None:
    if len(line) > _DATE_CHARS or not may_hold_date(line):
        return None
    return read_date(line, languages=languages, now=now)


def _pairs(lines: Lines, start: int) -> list[tuple[int, int]]:
    """(title, date) as long as they take turns, in the order that stands at `start`."""
    pairs: list[tuple[int, int]] = []
    title_first = lines.dates[start] is None
    for at in range(start, len(lines.texts) - 1, 2):
        title, date = (at, at + 1) if title_first else (at + 1, at)
        if lines.dates[title] or lines.dates[date] is None or not _is_title(lines.texts[title]):
            break
        first = pairs[0] if pairs else (title, date)
        if [lines.kinds[one] for one in first] != [lines.kinds[title], lines.kinds[date]]:
            break
        pairs.append((title, date))
    return pairs


def _is_title(line: str) -> bool:
    if len(line) not in _TITLE_CHARS or is_latest(line):
        return False
    return len(line) < _SENTENCE_CHARS or line[-1] not in ".:;"


def _run(lines: Lines, pairs: list[tuple[int, int]]) -> Run:
    titles = [lines.texts[title] for title, _ in pairs]
    start = min(pairs[0])
    heading = None
    if rest := without_heading(titles[0]):
        heading, titles[0] = titles[0][: -len(rest)].strip(), rest
    elif start and is_latest(lines.texts[start - 1]):
        start -= 1
        heading = lines.texts[start]
    items = tuple(
        Draft(title=clean_title(title.replace("<", "&lt;")), published=lines.dates[date])
        for title, (_, date) in zip(titles, pairs, strict=True)
    )
    return Run(
        start=lines.places[start],
        end=lines.places[max(pairs[-1])] + 1,
        items=items[: limits.MAX_LISTED],
        titles=tuple(lines.places[title] for title, _ in pairs),
        heading=heading,
    )


def find_in_text(text: str, *, languages: tuple[str, ...], now: dt.datetime) -> list[Listing]:
    """The lists of a plain text, the best first."""
    runs = find_runs(lines_of(text, languages=languages, now=now))
    found = [
        Listing(
            items=run.items,
            score=len(run.items) + (10.0 if run.heading else 0.0),
            why=(f"{len(run.items)} titles and dates take turns", *_why(run.heading)),
        )
        for run in runs
    ]
    return sorted(found, key=lambda listing: -listing.score)


def _why(heading: str | None) -> tuple[str, ...]:
    return (f"under the heading {heading!r}",) if heading else ()
