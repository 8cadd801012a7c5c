"""What polls and looks have to know of each other: one article, shown by a source and a page."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.identify import Edit, PageWords
from monitor.identify.edits import numbers, text_of
from monitor.plan.setting import Desk, Visit
from monitor.records import (
    Candidate,
    Change,
    Item,
    KnownItem,
    LookPolicy,
    LookWish,
    Match,
    NewItem,
)

FRESH = dt.timedelta(hours=48)  # an article of the first document that is worth watching
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|webp|svg|mp[34]|m4[av]|ogg|webm|avi)$",
    re.IGNORECASE,
)


def with_page(candidate: Candidate, known: KnownItem) -> Candidate:
    """A candidate with the fuller text that a look found, for judging it."""
    if not known.page_text or len(candidate.content) >= len(known.page_text):
        return candidate
    return replace(candidate, content=known.page_text)


def is_echo(edit: Edit) -> bool:
    """Whether a source only has the headline now that a look at the page found before."""
    known, keys = edit.known, edit.candidate.keys
    is_retitled = keys.title_key != known.keys.title_key and keys.title_key in known.page_titles
    return bool(known.page_text) and is_retitled and keys.text_key == known.keys.text_key


def is_from_page(edit: Edit) -> bool:
    """Whether a source only says now what a look at the page told before."""
    known, candidate = edit.known, edit.candidate
    if not known.page_text or is_echo(edit):
        return bool(known.page_text)
    if edit.edit == "headline":
        return candidate.keys.title_key in known.page_titles
    new = numbers(candidate.title) | numbers(candidate.summary)
    fresh = new - numbers(known.title) - numbers(known.summary)
    is_same_title = candidate.keys.title_key in {known.keys.title_key, *known.page_titles}
    return edit.edit == "number" and is_same_title and fresh <= numbers(known.page_text)


def is_from_source(item: Item, words: PageWords, before: PageWords) -> bool:
    """Whether all new words of a page stand in what its source says of the item by now.

    As many may have gone as came: where more went ("not"), the page says something of its own.
    """
    old, new = text_of(before.text), text_of(words.text)
    is_said = text_of(words.title, words.text) - old <= text_of(item.title, item.summary)
    return is_said and 0 < len(new - old) >= len(old - new)


# ------------------------------------------------------------------ what is to be looked at
def next_look(policy: LookPolicy, since: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """The first of the ages that is still to come; None when all are over."""
    return next((since + age for age in policy.ages if since + age > now), None)


def look_wishes(
    visit: Visit,
    new: Sequence[NewItem],
    changes: Sequence[Change],
    desk: Desk,
    *,
    now: dt.datetime,
) -> tuple[LookWish, ...]:
    """The pages of items that some topic wants; a source that is a page is its own look."""
    if desk.looks is None or visit.reading is None or visit.reading.kind == "page":
        return ()
    judged = [(each.item, each.matches) for each in new]
    judged += [(each.item, each.matches) for each in changes]
    return tuple(_wishes(visit, judged, desk.looks, now))


def _wishes(
    visit: Visit,
    judged: Sequence[tuple[Item, tuple[Match, ...]]],
    policy: LookPolicy,
    now: dt.datetime,
) -> Iterator[LookWish]:
    for item, matches in judged:
        since = _since(item, now)
        is_wanted = any(match.relevant or match.borderline for match in matches)
        if item.url is None or since is None or not is_wanted:
            continue
        # Nobody waits for what was there at the first sight of a source: a long list costs its
        # site no burst of requests, and its articles are read as their ages come.
        due_at = next_look(policy, since, now) if item.baseline else now
        if _FILE.search(urlsplit(item.url).path):
            continue
        if due_at is not None:
            yield LookWish(
                item_id=item.id, source=visit.source.name, url=item.url, since=since, due_at=due_at
            )


def _since(item: Item, now: dt.datetime) -> dt.datetime | None:
    """When an article's age began; None for what was old when its source was first read."""
    if not item.baseline:
        return item.first_seen
    if item.published is None or item.published.precision == "month":
        return None
    at = item.published.at
    return at if now - FRESH <= at <= now else None
