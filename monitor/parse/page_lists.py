"""The lists of a page, ranked: repeated structure and what is stated for machines, in agreement."""

from collections.abc import Mapping
from dataclasses import replace
from statistics import median
from urllib.parse import urldefrag

from monitor.parse import limits
from monitor.parse.blocks import find_groups, group_at
from monitor.parse.flow import Page
from monitor.parse.group_model import MIN_ITEMS, Group, Item
from monitor.parse.linked_lists import WRAPPER, stated_groups
from monitor.parse.listing_model import Listing
from monitor.parse.paging import next_page
from monitor.parse.ranking import score_of
from monitor.parse.stating import day_in_address
from monitor.parse.titles import separate_dates, separate_marks
from monitor.records import Draft
from monitor.text import clean_title

_AGREED = 1.3  # two ways of reading a page that find one list
_STATED = 1.3  # a list that nobody sees is better than navigation
_AGREED_SHARE = 0.5
_GOODS_SHARE = 0.5  # of entries with a price
_LEAST_SCORE = 0.25  # of what stands in a shop or a calendar by the names around it
_MENU_CHARS = 25  # entries of a menu are shorter
_DATED_SHARE = 0.8

_Stated = Mapping[str, Item]


def lists_of(page: Page) -> tuple[Listing, ...]:
    """Every list of headlines on a page, the best first."""
    groups = stated_groups(page)
    stated = _by_address(groups)
    found = [_listing(group, page, stated) for group in find_groups(page)]
    found += [
        replace(_listing(group, page, stated), why=("stated for machines (JSON-LD)",))
        for group in groups
        if not any(_holds(one, group) for one in found)
    ]
    ranked = sorted((one for one in found if one.items), key=lambda one: -one.score)
    onward = next_page(page) if ranked else None
    return tuple(replace(one, next_url=onward) for one in ranked[: limits.MAX_GROUPS])


def list_at(page: Page, wrapper: str) -> Listing | None:
    """The list that stands where a wrapper says, or None if none does."""
    groups = stated_groups(page)
    if wrapper == WRAPPER:
        group = max(groups, key=lambda one: len(one.items), default=None)
    else:
        group = group_at(page, wrapper)
    if group is None:
        return None
    return replace(_listing(group, page, _by_address(groups)), next_url=next_page(page))


def _listing(group: Group, page: Page, stated: _Stated) -> Listing:
    separate_marks(group.items)
    separate_dates(group.items, page.read)
    here = urldefrag(page.url).url.rstrip("/")
    items: dict[object, Item] = {}
    for item in group.items:
        if item.href is None or urldefrag(item.href).url.rstrip("/") != here:
            items.setdefault(item.href or (item.title, str(item.moment)), item)
    kept = list(items.values())
    agreed = _agree(kept, stated)
    score, why = score_of(kept, group, page)
    _date_by_address(kept)
    if agreed:
        score *= _STATED if group.wrapper == WRAPPER else _AGREED
    is_list = len(kept) >= MIN_ITEMS and not _is_excluded(kept, group, score)
    return Listing(
        items=tuple(_draft(item, page) for item in kept) if is_list else (),
        score=score,
        why=why,
        wrapper=group.wrapper,
    )


def _agree(items: list[Item], stated: _Stated) -> bool:
    """Whether machines are told of most of the items; fills what people are not shown."""
    agreed = [(item, stated[item.href]) for item in items if item.href and item.href in stated]
    for item, told in agreed:
        item.moment = item.moment or told.moment
        if told.title in item.title:
            item.title = told.title
    return len(agreed) >= _AGREED_SHARE * len(items) > 0


def _date_by_address(items: list[Item]) -> None:
    """Days from addresses such as ``/2026/01/14/…``, where the page states none at all."""
    if any(item.moment is not None for item in items):
        return
    days = [day_in_address(item.href) if item.href else None for item in items]
    if sum(day is not None for day in days) >= _DATED_SHARE * len(items):
        for item, day in zip(items, days, strict=True):
            item.moment = day


def _is_excluded(items: list[Item], group: Group, score: float) -> bool:
    """Whether a group is goods, a menu or the like, which are never told as news."""
    if group.priced >= _GOODS_SHARE or (group.is_elsewhere and score < _LEAST_SCORE):
        return True
    if not group.is_menu:
        return False
    dated = sum(item.moment is not None for item in items)
    return dated < _DATED_SHARE * len(items) and (
        median(len(item.title) for item in items) < _MENU_CHARS
    )


def _by_address(groups: list[Group]) -> _Stated:
    return {item.href: item for group in groups for item in group.items if item.href}


def _holds(listing: Listing, group: Group) -> bool:
    shown = {draft.url for draft in listing.items}
    return sum(item.href in shown for item in group.items) >= _AGREED_SHARE * len(group.items)


def _draft(item: Item, page: Page) -> Draft:
    return Draft(
        url=item.href,
        title=clean_title(item.title.replace("<", "&lt;"), limit=limits.MAX_TITLE_CHARS) or None,
        summary=item.summary and item.summary.replace("&", "&amp;").replace("<", "&lt;"),
        published=item.moment,
        language=page.language,
    )
