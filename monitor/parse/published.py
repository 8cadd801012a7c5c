"""When an article was published, with the precision and in the zone in which its page says so."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import cast

from lxml.html import HtmlElement

from monitor.dates import read_date
from monitor.parse.flow import Node, Page
from monitor.parse.stating import day_in_address, zoned
from monitor.parse.structured import Json, named
from monitor.records import Moment

_PUBLISHED = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished"),
    *("datecreated", "pubdate", "publishdate", "publicationdate", "publication_date", "date"),
    *("dc.date", "dc.date.issued", "dc.date.created", "dcterms.created", "dcterms.date"),
    *("dcterms.issued", "publish-date", "publish_date", "sailthru.date", "parsely-pub-date"),
    *("rnews:datepublished", "cxenseparse:recs:publishtime", "article:published"),
    *("article.published", "mediator_published_time", "citation_publication_date"),
    *("citation_date", "originalpublicationdate", "bt:pubdate", "pub_date"),
    *("article_date_original", "published_time", "created"),
)
_HAS_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d|\b[A-Z]{3,4})\s*$")
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:publish\w*|pub-?date|posted|post-?date|entry-date|date|datetime|time"
    r"|article-?date|news-?date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|обновл|измен|yenilən|güncel|թարմաց|განახლ|редакт", re.IGNORECASE
)
_SLACK = dt.timedelta(days=2)  # a clock ahead, an embargo
_TIMES = 8
_CLASSED = 40
_CLASSED_CHARS = 90
_LISTS = frozenset({"aside", "nav", "footer", "li"})

Read = Callable[[str], Moment | None]


def read_published(
    page: Page, main: Json, meta: dict[str, str], *, listed: set[int], now: dt.datetime | None
) -> Moment | None:
    """The moment that the page states, the most explicit statement first.

    A day that another statement gives to the minute, or a minute that another one gives with its
    zone, is taken from there. `listed` are the segments that belong to lists of other articles;
    `now` None: unknown, so relative words are not read.
    """
    stated = [moment for moment in _stated(page, main, meta) if _is_likely(moment, now)]
    if stated:
        return _best(stated)
    shown = _near_headline(page, listed) if now is not None or _is_absolute(page, listed) else None
    if shown is not None and _is_likely(shown, now):
        return zoned(shown)
    return day_in_address(page.url) or _last_word(page, now)


def _stated(page: Page, main: Json, meta: dict[str, str]) -> Iterator[Moment]:
    """The machine-readable statements, and those of elements that are made for a date."""
    texts: list[object] = [main.get("datePublished"), main.get("dateCreated")]
    texts += [meta[name] for name in _PUBLISHED if name in meta]
    for name in ("datepublished", "datecreated"):
        texts += [_value(node) for node in islice(named(page.root, name), 2)]
    for text in texts:
        if isinstance(text, str) and (moment := page.read(text.strip())):
            yield moment
    yield from _times(page)


def _times(page: Page) -> Iterator[Moment]:
    """The ``time`` elements outside lists and asides; those of an update come last."""
    times = [node for node in page.root.iter("time") if not _is_beside(node)]
    times.sort(key=_is_of_update)
    for node in times[:_TIMES]:
        text = _value(node)
        moment = page.read(text) or page.read(" ".join("".join(node.itertext()).split()))
        if moment:
            yield moment


def _value(node: Node) -> str:
    value = node.get("datetime") or node.get("content") or node.get("title")
    return value or " ".join("".join(node.itertext()).split())


def _is_beside(node: Node) -> bool:
    return any(at.tag in _LISTS for at in node.iterancestors())


def _is_of_update(node: Node) -> bool:
    around = " ".join([node.get("class") or "", node.get("itemprop") or ""])
    parent = node.getparent()
    before = "" if parent is None else (parent.text or "")[-40:]
    return _UPDATED.search(f"{around} {before}") is not None


def _best(stated: Sequence[Moment]) -> Moment:
    """The first statement, or one that says the same more exactly."""
    first = stated[0]
    for other in stated[1:]:
        if first.precision != "minute" and other.precision == "minute" and _same_day(first, other):
            return zoned(other)
    if first.precision == "minute" and not _HAS_ZONE.search(first.text):
        for other in stated[1:]:
            local = zoned(other)
            is_same_clock = local.at.replace(tzinfo=None) == first.at.replace(tzinfo=None)
            if other.precision == "minute" and _HAS_ZONE.search(other.text) and is_same_clock:
                return local
    return zoned(first)


def _same_day(day: Moment, minute: Moment) -> bool:
    local = zoned(minute).at
    if day.precision == "month":
        return (local.year, local.month) == (day.at.year, day.at.month)
    return local.date() == day.at.date() or minute.at.date() == day.at.date()


def _is_likely(moment: Moment, now: dt.datetime | None) -> bool:
    """Neither the first day of some counting nor later than tomorrow."""
    if moment.at.year <= 1970:
        return False
    return now is None or moment.at <= now + _SLACK


# ------------------------------------------------------------------ what people read
def _near_headline(page: Page, listed: set[int]) -> Moment | None:
    """The date that stands within a few lines of the first h1, else a lone one outside lists."""
    head = next((at for at, one in enumerate(page.segments) if one.heading == 1), 0)
    alone = [
        (
            _is_labelled_update(page, at),
            abs(at - head) if at - head in range(-3, 7) else len(page.segments) - at,
            at,
        )
        for at, one in enumerate(page.segments)
        if one.moment and not one.is_away and at not in listed and one.moment.at.year > 1970
    ]
    if alone:
        return page.segments[min(alone)[2]].moment
    return _classed(page)


def _is_labelled_update(page: Page, at: int) -> bool:
    text = page.segments[at].text
    before = page.segments[at - 1].text[-40:] if at and len(page.segments[at - 1].text) < 60 else ""
    return _UPDATED.search(text) is not None or _UPDATED.search(before) is not None


def _classed(page: Page) -> Moment | None:
    """A date in an element whose class says that it holds one, though more stands beside it."""
    seen = 0
    for node in page.root.iter("span", "div", "p", "small", "li", "td", "em", "i"):
        if seen >= _CLASSED:
            return None
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if not _CLASS.search(names) or _is_beside(node):
            continue
        seen += 1
        text = " ".join("".join(node.itertext()).split())[:_CLASSED_CHARS]
        for part in (text, *re.split(r"\s*[|•·,–—]\s+|\s+[-–—/|]\s*", text)):
            if moment := page.read(part):
                return moment
    return None


def _is_absolute(page: Page, listed: set[int]) -> bool:
    """Without a present, words such as "yesterday" say nothing; full dates still do."""
    found = _near_headline(page, listed)
    return found is not None and str(found.at.year) in found.text


# ------------------------------------------------------------------ last words
def _last_word(page: Page, now: dt.datetime | None) -> Moment | None:
    """What htmldate makes of the page."""
    from htmldate import find_date

    try:
        found = find_date(
            cast("HtmlElement", page.root),
            url=page.url,
            original_date=True,
            extensive_search=False,
            max_date=now,
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError):
        return None
    moment = read_date(found or "", now=now or dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    return moment if moment and _is_likely(moment, now) else None
