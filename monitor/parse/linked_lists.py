"""Lists of articles that a page states for machines: JSON-LD ItemList, or articles side by side.

Source: schema.org ItemList, CollectionPage, Blog, NewsArticle.
"""

import json
from collections.abc import Iterator
from itertools import islice

from monitor.parse import limits
from monitor.parse.feed_json import integer
from monitor.parse.feed_model import absolute
from monitor.parse.flow import Page
from monitor.parse.group_model import MIN_ITEMS, Group, Item

WRAPPER = "data link ld+json"
_ARTICLES = ("Article", "Posting", "Report", "VideoObject")
_LISTS = ("itemListElement", "blogPost", "hasPart")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "about", "subjectOf")
_NEVER = frozenset({"BreadcrumbList", "SiteNavigationElement", "Product", "Offer", "FAQPage"})
_MAX_SCRIPTS = 500
_MAX_OBJECTS = 2_000

_Json = dict[str, object]


def stated_groups(page: Page) -> list[Group]:
    """The lists of a page's JSON-LD, in its order; those of fewer than three articles left out."""
    loose: list[Item] = []
    groups: list[Group] = []
    for script in islice(page.root.iter("script"), _MAX_SCRIPTS):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for one in islice(_objects(script.text or ""), _MAX_OBJECTS):
            listed = [item for each in _listed(one) if (item := _item(each, page))]
            if len(listed) >= MIN_ITEMS:
                groups.append(_group(listed))
            elif _is_article(one) and (item := _item(one, page)):
                loose.append(item)
    if len(loose) >= MIN_ITEMS:
        groups.append(_group(loose))
    return groups


def _group(items: list[Item]) -> Group:
    return Group(
        items=items[: limits.MAX_LISTED],
        path=("script.",),
        start=0,
        end=0,
        is_elsewhere=False,
        is_menu=False,
        wrapper=WRAPPER,
    )


def _objects(text: str) -> Iterator[_Json]:
    try:
        waiting: list[object] = [json.loads(text, parse_int=integer, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one[:_MAX_OBJECTS]
        elif isinstance(one, dict) and _kinds(one).isdisjoint(_NEVER):
            yield one
            waiting += [one[name] for name in _INSIDE if name in one]


def _listed(one: _Json) -> Iterator[_Json]:
    for name in _LISTS:
        entries = one.get(name)
        for entry in entries[: limits.MAX_LISTED] if isinstance(entries, list) else ():
            inner = entry.get("item") if isinstance(entry, dict) else None
            if isinstance(inner, dict):
                yield inner
            elif isinstance(entry, dict):
                yield {**entry, "url": inner} if isinstance(inner, str) else entry


def _item(one: _Json, page: Page) -> Item | None:
    """An article with a title and an address; None for goods, crumbs and places."""
    if not _kinds(one).isdisjoint(_NEVER):
        return None
    titles = (one.get(name) for name in ("headline", "name"))
    shown = next((text for text in titles if isinstance(text, str)), "")
    title = " ".join(shown[: limits.MAX_TITLE_CHARS].split())
    stated = (_address(one.get(name)) for name in ("url", "@id", "mainEntityOfPage"))
    href = absolute(page.base, next(filter(None, stated), ""))
    if not title or href is None or " " not in title:
        return None
    dates = (one.get(name) for name in ("datePublished", "dateCreated", "uploadDate"))
    date = next((text for text in dates if isinstance(text, str)), "")
    return Item(title=title, href=href, moment=page.read(date.strip()[:40]) if date else None, at=0)


def _address(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def _is_article(one: _Json) -> bool:
    return any(kind.endswith(_ARTICLES) for kind in _kinds(one))


def _kinds(one: _Json) -> frozenset[str]:
    kind = one.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return frozenset(name for name in kinds if isinstance(name, str))
