"""Which sitemaps of an index are read, and what of them counts. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.records import Child, Draft, SourceState

ASKED_AT_ONCE = 3  # sitemaps read at one poll; the newest articles stand in the first
KEPT = 5_000  # entries of all of them together, the newest
_BEFORE = dt.timedelta(days=2)  # an article may be listed so long after its own date
_LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_BESIDES = re.compile(r"page|categor|tag|author|user|image|video|product|attachment|archive")
_NUMBER = re.compile(r"\d+")


def newest(
    children: Iterable[Child], remembered: Sequence[Child], *, limit: int = ASKED_AT_ONCE
) -> tuple[Child, ...]:
    """The sitemaps in which new articles are to be expected, the likeliest first.

    News sitemaps come first, then those that changed last, then the highest numbers; sitemaps of
    pages, tags or pictures come last.
    """
    since = {child.url: child.since for child in remembered}
    distinct = {child.url: child for child in children}
    ranked = sorted(distinct.values(), key=_rank, reverse=True)
    return tuple(replace(child, since=since.get(child.url)) for child in ranked[:limit])


def _rank(child: Child) -> tuple[bool, bool, str, tuple[int, ...]]:
    name = urlsplit(child.url).path.rpartition("/")[2].lower() or child.url
    numbers = tuple(int(number[:18]) for number in _NUMBER.findall(child.url))
    return not _BESIDES.search(name), "news" in name, child.lastmod, numbers


def is_unchanged(chosen: Sequence[Child], state: SourceState) -> bool:
    """Whether the index says of every one of them what it said when they were read."""
    known = {child.url: child.lastmod for child in state.children}
    return all(child.lastmod and known.get(child.url) == child.lastmod for child in chosen)


def fresh(
    drafts: Iterable[Draft], child: Child, *, baselined_at: dt.datetime | None
) -> tuple[Draft, ...]:
    """What counts of a sitemap: all of one that was there at the beginning, else what is dated.

    A sitemap that comes into view later is full of old articles, and none of them is news.
    """
    if baselined_at is None or child.since is None or child.since <= baselined_at:
        return tuple(drafts)
    return tuple(draft for draft in drafts if _date(draft) >= child.since - _BEFORE)


def latest(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """At most as many as one poll takes, the newest first; undated ones keep their order."""
    return tuple(sorted(drafts, key=_date, reverse=True)[:KEPT])


def _date(draft: Draft) -> dt.datetime:
    moment = draft.published or draft.updated
    return moment.at if moment else _LONG_AGO
