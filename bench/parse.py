"""What reading a feed costs beside feedparser: CPU, one process, the two in turn, records compared.

Run it alone: ``python bench/parse.py --feeds 120 --rounds 5``.
"""

import argparse
import calendar
import datetime as dt
import statistics
import time
from collections.abc import Callable, Sequence

import feedparser
from feeds import feed_bytes

from monitor.parse.feed import parse_feed

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
URL = "https://paper.example/feed"


def ours(body: bytes) -> object:
    """The feed as this program reads it."""
    return parse_feed(body, url=URL, now=NOW)


def cost_ms(read: Callable[[bytes], object], bodies: Sequence[bytes]) -> float:
    """CPU for one feed."""
    start = time.process_time()
    for body in bodies:
        read(body)
    return 1_000 * (time.process_time() - start) / len(bodies)


def differing(bodies: Sequence[bytes]) -> int:
    """Entries whose id, title, link or date the two do not agree on."""
    count = 0
    for body in bodies:
        theirs = feedparser.parse(body).entries
        for one, other in zip(parse_feed(body, url=URL, now=NOW).entries, theirs, strict=True):
            stamp = dt.datetime.fromtimestamp(calendar.timegm(other.published_parsed), dt.UTC)
            at = one.published.at if one.published else None
            said = (one.guid, one.title, one.url, at)
            count += said != (other.id, other.title, other.link, stamp)
    return count


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description="Reading feeds beside feedparser.")
    arguments.add_argument("--feeds", type=int, default=120)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    bodies = [feed_bytes(number) for number in range(given.feeds)]
    some = bodies[: max(1, given.feeds // 10)]
    ratios = []
    for _ in range(given.rounds):
        mine, theirs = cost_ms(ours, bodies), cost_ms(feedparser.parse, some)
        ratios.append(theirs / mine)
        print(f"ours {mine:.2f} ms, feedparser {theirs:.1f} ms: {ratios[-1]:.1f} x")
    print(f"median {statistics.median(ratios):.1f} x; {differing(some)} entries differ")


if __name__ == "__main__":
    main()
