"""Lists of headlines on pages that have no feed: found without being told where they are.

The seeds' form ("Latest news", titles and days in turn) is read from any markup and from plain
text; every other list is found by its repeated structure and ranked by what makes a list of news.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from monitor.errors import ParseError
from monitor.parse import relearn, scan, walls
from monitor.parse.charset import decode
from monitor.parse.flow import is_markup, parse_page
from monitor.parse.lines import find_in_text
from monitor.parse.listing_model import Listing
from monitor.parse.page_lists import list_at, lists_of
from monitor.parse.paging import next_page
from monitor.parse.ranking import LIKELY_SCORE
from monitor.parse.relearn import Choice
from monitor.records import Document, ListMemory, Reading, Source

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
    return lists_of(page)


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

    Raises ParseError (no-list, blocked, unsafe, or the kind of a wall before the page).
    """
    text = decode(document.body, content_type=document.content_type, markup="html")
    scan.refuse_unreadable(text, document.url)
    languages = (source.language,) if source.language else ()
    if source.select:
        # Beautiful Soup takes 5 MB to import; most processes never meet a source with a selector.
        from monitor.parse.selected import select_items

        drafts, notes = select_items(text, source, url=document.url, now=now)
        return Reading(kind="listing", drafts=drafts, language=source.language, notes=notes)
    walls.refuse_parked(text, document.url)
    choice = _choose(text, document.url, languages, now, memory)
    if not at_least and (choice is None or choice.listing.score < LIKELY_SCORE):
        walls.refuse_wall(text, document.url)
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
        ranked = lists_of(page)
        return relearn.first(ranked[0]) if ranked else None
    former = list_at(page, memory.wrapper)
    trouble = relearn.trouble_with(former, memory)
    if former is not None and trouble is None:
        return relearn.settle(replace(former, next_url=next_page(page)), memory)
    usable = former if former is not None and former.items else None
    return relearn.choose_anew(lists_of(page), usable, memory, trouble or "")


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
