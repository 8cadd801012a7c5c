"""Lists of headlines on pages that have no feed: found without being told where they are.

The seeds' form ("Latest news", titles and days in turn) is read from any markup and from plain
text; every other list is found by its repeated structure and ranked by what makes a list of news.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urldefrag

from monitor.errors import ParseError
from monitor.parse import limits, relearn, scan
from monitor.parse.blocks import find_groups, group_at
from monitor.parse.charset import decode
from monitor.parse.flow import Page, is_markup, parse_page
from monitor.parse.group_model import Group, Item
from monitor.parse.lines import find_in_text
from monitor.parse.listing_model import Listing
from monitor.parse.paging import next_page
from monitor.parse.ranking import score_of
from monitor.parse.relearn import Choice
from monitor.parse.selected import select_items
from monitor.parse.titles import separate_dates, separate_marks
from monitor.records import Document, Draft, ListMemory, Reading, Source
from monitor.text import clean_title

__all__ = ["Listing", "find_listings", "read_listing"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def find_listings(
    html: bytes | str,
    *,
    url: str,
    languages: Sequence[str] = (),
    now: dt.datetime | None = None,
) -> tuple[Listing, ...]:
    """Every list of headlines on a page (or in a plain text), the best first.

    `languages` and `now` serve the reading of dates; without `now` a date that says no year and
    "2 hours ago" are counted from 1970 and mean nothing.
    """
    text = html if isinstance(html, str) else decode(html, content_type=None, markup="html")
    moment = now or _EPOCH
    if not is_markup(text):
        return tuple(find_in_text(text, languages=tuple(languages), now=moment))
    page = parse_page(text, url=url, languages=tuple(languages), now=moment)
    return _ranked(page)


def read_listing(
    document: Document,
    *,
    source: Source,
    now: dt.datetime,
    at_least: float = 0.0,
    memory: ListMemory | None = None,
) -> Reading:
    """The best list of a page as drafts, or the elements that the source's `select` names.

    A list that scores below `at_least` counts as none. With a `memory` the list is read where it
    stood before, as long as that holds.

    Raises ParseError (no-list, blocked, unsafe).
    """
    text = decode(document.body, content_type=document.content_type, markup="html")
    scan.refuse_unreadable(text, document.url)
    languages = (source.language,) if source.language else ()
    if source.select:
        drafts = select_items(text, source.select, url=document.url, languages=languages, now=now)
        return Reading(kind="listing", drafts=drafts, language=source.language)
    choice = _choose(text, document.url, languages, now, memory)
    if choice is None or choice.listing.score < at_least:
        raise ParseError(
            f"no list of headlines was found at {document.url!r}, which is {scan.seen_in(text)}; "
            "set select to a CSS selector of its entries, or kind to page",
            kind="no-list",
        )
    return Reading(
        kind="listing",
        drafts=choice.listing.items,
        language=source.language,
        notes=_notes(choice),
        next_url=choice.listing.next_url,
        memory=choice.memory,
        layout=choice.layout,
    )


def _choose(
    text: str,
    url: str,
    languages: tuple[str, ...],
    now: dt.datetime,
    memory: ListMemory | None,
) -> Choice | None:
    """The list to read: where it was if that holds, else the one that is it now."""
    if not is_markup(text):
        lists = find_in_text(text, languages=languages, now=now)
        return Choice(lists[0], None) if lists else None
    page = parse_page(text, url=url, languages=languages, now=now)
    if memory is None:
        ranked = _ranked(page)
        return relearn.first(ranked[0]) if ranked else None
    group = group_at(page, memory.wrapper)
    former = _listing(group, page) if group else None
    trouble = relearn.trouble_with(former, memory)
    if former is not None and trouble is None:
        return relearn.settle(replace(former, next_url=next_page(page)), memory)
    usable = former if former is not None and former.items else None
    return relearn.choose_anew(_ranked(page), usable, memory, trouble or "")


def _notes(choice: Choice) -> tuple[str, ...]:
    layout = choice.layout
    if layout is None:
        return ()
    if layout.before is None:
        return (f"list chosen: {layout.reason}",)
    sure = "in doubt: " if layout.is_doubtful else ""
    return (
        f"the list stands elsewhere now ({layout.reason}); {sure}{layout.refound} of its "
        f"{layout.items} titles were known",
    )


def _ranked(page: Page) -> tuple[Listing, ...]:
    found = [_listing(group, page) for group in find_groups(page)]
    ranked = sorted((one for one in found if one.items), key=lambda one: -one.score)
    onward = next_page(page) if ranked else None
    return tuple(replace(one, next_url=onward) for one in ranked[: limits.MAX_GROUPS])


def _listing(group: Group, page: Page) -> Listing:
    separate_marks(group.items)
    separate_dates(group.items, page.read)
    here = urldefrag(page.url).url
    items: dict[object, Item] = {}
    for item in group.items:
        if item.href is None or urldefrag(item.href).url.rstrip("/") != here.rstrip("/"):
            items.setdefault(item.href or (item.title, str(item.moment)), item)
    kept = list(items.values())
    score, why = score_of(kept, group, page)
    return Listing(
        items=tuple(_draft(item, page) for item in kept) if len(kept) > 2 else (),
        score=score,
        why=why,
        wrapper=group.wrapper,
    )


def _draft(item: Item, page: Page) -> Draft:
    return Draft(
        url=item.href,
        title=clean_title(item.title.replace("<", "&lt;"), limit=limits.MAX_TITLE_CHARS) or None,
        summary=item.summary and item.summary.replace("&", "&amp;").replace("<", "&lt;"),
        published=item.moment,
        language=page.language,
    )
