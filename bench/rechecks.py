"""What looks at the pages of articles catch and cost: our ages beside checks at fixed spans.

The history is a file of JSON lines, one for each article: ``{"url": …, "versions": [{"t": seconds,
"title": …}, …]}``, as a watcher that asks every few minutes leaves it. A version is caught if
somebody looked while it stood. The first one is what everybody has; the others count if they came
within fourteen days of it. Run it: ``python bench/rechecks.py HISTORY.jsonl [--under /news/]``.
"""

import argparse
import datetime as dt
import json
import statistics
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.models import MonitorModel
from monitor.plan.look import WATCHED, next_look
from monitor.records import LookPolicy

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
WINDOW = dt.timedelta(days=14)
HOUR = dt.timedelta(hours=1)
Next = Callable[[dt.datetime, dt.datetime], dt.datetime | None]  # since, now -> the next look


@dataclass(slots=True)
class Tally:
    """What a schedule did."""

    articles: int = 0
    looks: int = 0
    versions: int = 0
    delays: list[dt.timedelta] = field(default_factory=list)  # of those that were caught


def every(span: dt.timedelta) -> Next:
    """Looks at a fixed span, for fourteen days."""
    return lambda _, now: now + span if now + span <= START + WINDOW else None


def ours(ages: Sequence[dt.timedelta]) -> Next:
    """Looks at ages that a change begins anew, as the daemon plans them."""
    policy = LookPolicy(ages=tuple(ages), confirm_after=HOUR)
    return lambda since, now: next_look(policy, since, now)


def watch(ages: Sequence[dt.timedelta], plan: Next, tally: Tally) -> None:
    """Look at one article, whose versions came at these ages."""
    times = [START + age for age in ages]
    tally.articles += 1
    tally.versions += len(times) - 1
    tally.looks += 1  # the first one, for its text
    seen, since, now = 0, START, START
    while (due := plan(since, now)) is not None and due <= START + WINDOW:
        now = due
        tally.looks += 1
        shown = bisect_right(times, now) - 1
        if shown == seen:
            continue
        tally.delays.append(now - times[shown])
        seen = shown
        if now - START < WATCHED:
            since = now


def histories(path: Path, under: str) -> list[list[dt.timedelta]]:
    """The ages of each article's versions: of its headline or summary, each state once in a row."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        if not told["url"].startswith(under) or "/live/" in told["url"]:
            continue
        states = [(each["t"], each["title"]) for each in told["versions"]]
        kept = [states[0]]
        for at, title in states[1:]:
            if title != kept[-1][1]:
                kept.append((at, title))
        ages = [dt.timedelta(seconds=at - kept[0][0]) for at, _ in kept]
        found.append([age for age in ages if age <= WINDOW])
    return found


def shown(name: str, tally: Tally) -> str:
    """A line of the table."""
    hours = sorted(delay / HOUR for delay in tally.delays)
    p90 = hours[min(len(hours) - 1, int(0.9 * len(hours)))]
    return (
        f"| {name} | {tally.looks / tally.articles:.1f} | {len(hours) / tally.versions:.1%} "
        f"| {statistics.median(hours):.2f} / {p90:.2f} |"
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("history", type=Path)
    arguments.add_argument("--under", default="/news/", help="the beginning of the addresses")
    asked = arguments.parse_args()
    articles = histories(asked.history, asked.under)
    ages = MonitorModel().recheck
    print(f"{len(articles)} articles, {sum(map(len, articles)) - len(articles)} later versions")
    print("| schedule | looks an article | versions caught | delay h, median / p90 |")
    print("|---|---:|---:|---:|")
    for name, plan in (
        ("daily", every(24 * HOUR)),
        ("every 6 hours", every(6 * HOUR)),
        ("hourly", every(HOUR)),
        ("ours", ours(ages)),
    ):
        tally = Tally()
        for versions in articles:
            watch(versions, plan, tally)
        print(shown(name, tally))


if __name__ == "__main__":
    main()
