"""Labelled pairs of articles, and what is said of them: ``python -m tests.quality.identity_pairs``.

A pair is a line of JSON: ``label``, ``lang``, ``a`` and ``b`` with ``title``, ``text`` and perhaps
``url`` and ``date``; ``gap_hours`` stands for the dates where it is given.
"""
# ruff: noqa: T201 - a command of its own: printing is what it is for

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from monitor.identify import compare
from monitor.records import Draft, Moment, Verdict

MONDAY = dt.datetime(2026, 1, 12, tzinfo=dt.UTC)
COPIES = frozenset(("exact_norm", "near_dup", "copy", "duplicate", "dup", "same", "exact"))
EVENTS = frozenset(("same_story", "story"))
LEFT_OUT = frozenset(("revision",))  # known by their names, not by their words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, what they are to each other, and what was said."""

    label: str
    language: str
    note: str
    verdict: Verdict

    @property
    def said_copy(self) -> bool:
        """Whether the two were taken for one text."""
        return self.verdict.relation in ("same", "copy")

    @property
    def said_event(self) -> bool:
        """Whether the two were taken for one event, in whatever words."""
        return self.verdict.relation != "different"


def judged(path: Path, *, dated: bool) -> tuple[Pair, ...]:
    """Every pair of a file with its verdict; with the stated dates or without any."""
    lines = path.read_text("utf-8").splitlines()
    return tuple(_judged(json.loads(line), dated=dated) for line in lines)


def _judged(row: dict[str, object], *, dated: bool) -> Pair:
    one, other = row["a"], row["b"]
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    gap = row.get("gap_hours")
    first, second = _date(one), _date(other)
    if first is None and gap is not None:
        first, second = MONDAY, MONDAY + dt.timedelta(hours=abs(float(str(gap))))
    if not dated:
        first = second = None
    verdict = compare(_draft(one, first), _draft(other, second))
    return Pair(
        str(row.get("label") or row["relation"]),
        str(row.get("lang", "")),
        str(row.get("note", "")),
        verdict,
    )


def _date(side: dict[str, str]) -> dt.datetime | None:
    stated = side.get("date") or side.get("published") or ""
    if not stated:
        return None
    at = dt.datetime.fromisoformat(stated)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _draft(side: dict[str, str], at: dt.datetime | None) -> Draft:
    return Draft(
        url=side.get("url") or None,
        title=side["title"] or None,
        summary=side.get("text") or side.get("content") or None,
        published=Moment(at=at, precision="minute", text="") if at else None,
    )


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """Of what is so and what was said."""
    known = list(pairs)
    hits = sum(is_so and said for is_so, said in known)
    return 2 * hits / max(1, sum(is_so for is_so, _ in known) + sum(said for _, said in known))


def copies_f1(pairs: Iterable[Pair]) -> float:
    """How well copies are told from everything else."""
    return f1((p.label in COPIES, p.said_copy) for p in pairs if p.label not in LEFT_OUT)


def events_f1(pairs: Iterable[Pair], language: str) -> float:
    """How well reports of one event, copies among them, are told from reports of two."""
    return f1(
        (p.label in COPIES | EVENTS, p.said_event)
        for p in pairs
        if p.language == language and p.label not in LEFT_OUT
    )


def share(pairs: Iterable[Pair], wanted: Callable[[Pair], bool]) -> float:
    """The share of the wanted pairs that were taken for one text."""
    said = [pair.said_copy for pair in pairs if wanted(pair)]
    return sum(said) / max(1, len(said))


def main(paths: list[str]) -> None:
    """Print the figures of each file, without and with dates."""
    for path in paths:
        for dated in (False, True):
            pairs = judged(Path(path), dated=dated)
            events = {name: events_f1(pairs, name) for name in sorted({p.language for p in pairs})}
            print(
                f"{path} {'with' if dated else 'without'} dates: {len(pairs)} pairs, "
                f"copies F1 {copies_f1(pairs):.3f}, events F1 "
                + ", ".join(f"{name} {value:.3f}" for name, value in events.items() if value)
            )


if __name__ == "__main__":
    main(sys.argv[1:])
