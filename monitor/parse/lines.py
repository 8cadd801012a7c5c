"""Lists of headlines in plain text: a title on one line, its date on the next or the one before.

Source: pages saved as text, where the heading is glued to the first title ("Latest newsThe …").
"""

import datetime as dt
from dataclasses import dataclass

from monitor.dates import may_hold_date, read_date
from monitor.parse import limits
from monitor.parse.headings import is_latest, without_heading
from monitor.parse.listing_model import Listing
from monitor.records import Draft, Moment
from monitor.text import clean_title

MIN_ITEMS = 3  # fewer dated lines are a byline, not a list
_TITLE_CHARS = range(8, 300)

_SENTENCE_CHARS = 150  # a longer line that ends in a full stop is a paragraph


@dataclass(frozen=True, slots=True)
class Run:
    """A list in a text: lines `start` to `end` (exclusive), heading included."""

    start: int
    end: int
    items: tuple[Draft, ...]
    heading: str | None


def find_runs(lines: list[str], *, languages: tuple[str, ...], now: dt.datetime) -> list[Run]:
    """Every stretch of lines in which titles and dates take turns."""
    lines = lines[: limits.MAX_LINES]
    dates = [_date(line, languages, now) for line in lines]
    shown = [at for at, line in enumerate(lines) if line.strip()]
    runs: list[Run] = []
    start = 0
    while start < len(shown):
        pairs = _pairs(shown, start, lines, dates)
        if len(pairs) >= MIN_ITEMS:
            run = _run(pairs, lines, dates)
            runs.append(run)
            while start < len(shown) and shown[start] < run.end:
                start += 1
        else:
            start += 1
    return runs


def _date(line: str, languages: tuple[str, ...], now: dt.datetime) -> Moment | None:
    if len(line) > 60 or not may_hold_date(line):
        return None
    return read_date(line, languages=languages, now=now)


def _pairs(
    shown: list[int], start: int, lines: list[str], dates: list[Moment | None]
) -> list[tuple[int, int]]:
    """(title line, date line) as long as they take turns, in the order that stands at `start`."""
    pairs: list[tuple[int, int]] = []
    title_first = dates[shown[start]] is None
    for at in range(start, len(shown) - 1, 2):
        one, two = shown[at], shown[at + 1]
        title, date = (one, two) if title_first else (two, one)
        if dates[title] is not None or dates[date] is None or not _is_title(lines[title]):
            break
        pairs.append((title, date))
    return pairs


def _is_title(line: str) -> bool:
    title = line.strip()
    if len(title) not in _TITLE_CHARS or is_latest(title):
        return False
    return len(title) < _SENTENCE_CHARS or title[-1] not in ".:;"


def _run(pairs: list[tuple[int, int]], lines: list[str], dates: list[Moment | None]) -> Run:
    titles = [lines[title].strip() for title, _ in pairs]
    start = min(pairs[0])
    heading = None
    if rest := without_heading(titles[0]):
        heading, titles[0] = titles[0][: -len(rest)].strip(), rest
    else:
        above = next((at for at in range(start - 1, -1, -1) if lines[at].strip()), None)
        if above is not None and is_latest(lines[above].strip()):
            heading, start = lines[above].strip(), above
    items = tuple(
        Draft(title=clean_title(title), published=dates[date])
        for title, (_, date) in zip(titles, pairs, strict=True)
    )
    return Run(
        start=start, end=max(pairs[-1]) + 1, items=items[: limits.MAX_LISTED], heading=heading
    )


def find_in_text(text: str, *, languages: tuple[str, ...], now: dt.datetime) -> list[Listing]:
    """The lists of a plain text, the best first."""
    runs = find_runs(text.splitlines(), languages=languages, now=now)
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
