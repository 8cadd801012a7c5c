"""Lists of headlines on pages that have no feed: found without being told where they are.

The seeds' form ("Latest news", titles and days in turn) is read from any markup and from plain
text; every other list is found by its repeated structure and ranked by what makes a list of news.
"""

import datetime as dt
import re
from collections.abc import Sequence
from statistics import median
from urllib.parse import urldefrag

from monitor.errors import ParseError
from monitor.parse import limits, scan
from monitor.parse.blocks import Group, Item, find_groups
from monitor.parse.charset import decode
from monitor.parse.flow import Page, is_markup, parse_page
from monitor.parse.lines import find_in_text
from monitor.parse.listing_model import Listing
from monitor.parse.selected import select_items
from monitor.parse.titles import separate_dates
from monitor.records import Document, Draft, Reading, Source
from monitor.text import clean_title
from monitor.urls import registrable_host

__all__ = ["Listing", "find_listings", "read_listing"]

# What the classes around a list say of it, in the words that sites use everywhere.
_HINTS = (
    (re.compile(r"latest|recent|lenta|newsline|sondakika|son-"), 1.5),
    (re.compile(r"news|post|article|story|haber|xeber"), 1.15),
    (re.compile(r"popular|ranking|trending|most-?(?:read|viewed)|related|promo|recommend"), 0.5),
)
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
    found = [_listing(group, page) for group in find_groups(page)]
    ranked = sorted((one for one in found if one.items), key=lambda one: -one.score)
    return tuple(ranked[: limits.MAX_GROUPS])


def read_listing(
    document: Document, *, source: Source, now: dt.datetime, at_least: float = 0.0
) -> Reading:
    """The best list of a page as drafts, or the elements that the source's `select` names.

    A list that scores below `at_least` counts as none.

    Raises ParseError (no-list, blocked, unsafe).
    """
    text = decode(document.body, content_type=document.content_type, markup="html")
    scan.refuse_unreadable(text, document.url)
    languages = (source.language,) if source.language else ()
    if source.select:
        drafts = select_items(text, source.select, url=document.url, languages=languages, now=now)
        return Reading(kind="listing", drafts=drafts, language=source.language)
    found = find_listings(text, url=document.url, languages=languages, now=now)
    if not found or found[0].score < at_least:
        raise ParseError(
            f"no list of headlines was found at {document.url!r}, which is {scan.seen_in(text)}; "
            "set select to a CSS selector of its entries, or kind to page",
            kind="no-list",
        )
    why = f"list chosen of {len(found)}: {', '.join(found[0].why)}"
    return Reading(kind="listing", drafts=found[0].items, language=source.language, notes=(why,))


def _listing(group: Group, page: Page) -> Listing:
    separate_dates(group.items, page.read)
    here = urldefrag(page.url).url
    items: dict[object, Item] = {}
    for item in group.items:
        if item.href is None or urldefrag(item.href).url.rstrip("/") != here.rstrip("/"):
            items.setdefault(item.href or (item.title, str(item.moment)), item)
    kept = list(items.values())
    score, why = _score(kept, group, page)
    return Listing(
        items=tuple(_draft(item, page) for item in kept) if len(kept) > 2 else (),
        score=score,
        why=why,
        wrapper="/".join(group.path),
    )


def _draft(item: Item, page: Page) -> Draft:
    return Draft(
        url=item.href,
        title=clean_title(item.title.replace("<", "&lt;"), limit=limits.MAX_TITLE_CHARS) or None,
        summary=item.summary and item.summary.replace("&", "&amp;").replace("<", "&lt;"),
        published=item.moment,
        language=page.language,
    )


def _score(items: list[Item], group: Group, page: Page) -> tuple[float, tuple[str, ...]]:
    """How much a group looks like the list that a reader would call the news of this page."""
    if not items:
        return 0.0, ()
    size = len(items)
    dated = sum(item.moment is not None for item in items) / size
    length = median(_width(item.title) for item in items)
    distinct = len({item.title for item in items}) / size
    site = registrable_host(page.url)
    own = sum(item.href is None or registrable_host(item.href) == site for item in items) / size
    score = size**0.4 * min(max((length - 12) / 40, 0.05), 1.0) * distinct**2
    score *= (0.4 if length > 180 else 1.0) * (1 + dated) * (0.3 + 0.7 * own)
    score *= 1.3 if sum(item.heading > 0 for item in items) * 2 > size else 1.0
    score *= (0.2 if group.is_away else 1.0) * (1.5 if group.heading else 1.0)
    score *= 0.7 if group.is_loose else 1.0
    for words, factor in _HINTS:
        score *= factor if words.search(group.names) else 1.0
    why = [f"{size} headlines alike", f"{dated:.0%} dated", f"{length:.0f} characters each"]
    if group.heading:
        why.append(f"under the heading {group.heading!r}")
    return score, tuple(why)


def _width(title: str) -> int:
    """The length of a title, an ideograph counting as three letters."""
    return len(title) + 2 * sum(letter > "\u3000" for letter in title)
