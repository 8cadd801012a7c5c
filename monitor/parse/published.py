"""When an article was published, with the precision and in the zone in which its page says so."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from monitor.parse.flow import Node, Page
from monitor.parse.shown import (
    Places,
    around_headline,
    dates_beside_headline,
    is_beside,
    is_of_update,
    is_time_alone,
    leads_away,
)
from monitor.parse.state import stated_beside
from monitor.parse.stating import day_in_address, zoned
from monitor.parse.structured import Json, named, page_day
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
_SLACK = dt.timedelta(days=2)  # a clock ahead, an embargo
_TIMES = 8
_CLASSED = 40
_CLASSED_CHARS = 90


def read_published(
    page: Page, main: Json, meta: dict[str, str], places: Places, *, now: dt.datetime | None
) -> Moment | None:
    """The moment that the page states: for machines, beside its headline, elsewhere, in this order.

    A day that another statement gives to the minute, or a minute that another one gives with its
    zone, is taken from there. `now` None: unknown, so relative words are not read.
    """
    stated = [moment for moment in _stated(page, main, meta) if _is_likely(moment, now)]
    near = [
        each
        for each in dates_beside_headline(page, places, now=now)
        if _is_likely(each.moment, now)
        and (now is not None or str(each.moment.at.year) in each.moment.text)
    ]
    shown = [each.moment for each in near]
    after = [each.moment for each in near if each.offset > 0]
    if stated and not (after and _is_doubtful(stated, after[0])):
        return _best([*stated, *shown])
    named = day_in_address(page.url)
    if named is not None and _is_likely(named, now):
        return _best([named, *shown])
    if published := [each.moment for each in near if not each.is_update]:
        return _best(published)
    around = around_headline(page, places.title)
    nodes = [*_times(page, around), *_classed(page, around)]
    far = _agreed([moment for node, moment in nodes if not leads_away(node, around)], now)
    return far or _in_state(page, places.title, now) or (_best(shown) if shown else None)


def _agreed(found: Sequence[Moment], now: dt.datetime | None) -> Moment | None:
    """What all dates of a page say of its day; None where they differ, or there is none."""
    likely = [moment for moment in found if _is_likely(moment, now)]
    days = {zoned(moment).at.date() for moment in likely}
    return _best(likely) if len(days) == 1 else None


def _is_doubtful(stated: Sequence[Moment], shown: Moment) -> bool:
    """Whether machines are told a later day than readers, who have at least as good a word.

    Some templates state the moment of their own making.
    """
    days = [zoned(moment).at.date() for moment in stated]
    day = zoned(shown).at.date()
    local = zoned(stated[0]).at
    is_vague = stated[0].precision != "minute" or (local.hour, local.minute) == (0, 0)
    has_support = days.count(day) >= days.count(days[0])
    return day < days[0] and (has_support or (is_vague and days.count(days[0]) == 1))


def _stated(page: Page, main: Json, meta: dict[str, str]) -> Iterator[Moment]:
    """The machine-readable statements, and those of elements that are made for a date."""
    texts: list[object] = [main.get("datePublished"), main.get("dateCreated")]
    texts += [meta[name] for name in _PUBLISHED if name in meta]
    for name in ("datepublished", "datecreated"):
        texts += [_value(node) for node in islice(named(page.root, name), 2)]
    if not main:
        texts.append(page_day(page.root))
    for text in texts:
        if isinstance(text, str) and (moment := page.read(text.strip())):
            yield moment


def _times(page: Page, around: set[Node]) -> Iterator[tuple[Node, Moment]]:
    """The ``time`` elements outside lists, asides and bars, those of an update left out."""
    times = [node for node in islice(page.root.iter("time"), 200) if not is_beside(node, around)]
    for node in [node for node in times if not is_of_update(node)][:_TIMES]:
        text = _value(node)
        moment = page.read(text) or page.read(" ".join("".join(node.itertext()).split()))
        if moment:
            yield node, moment


def _value(node: Node) -> str:
    value = node.get("datetime") or node.get("content") or node.get("title")
    return value or " ".join("".join(node.itertext()).split())


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
    """Neither a time of no day, nor the first day of some counting, nor later than tomorrow."""
    if moment.at.year <= 1970 or is_time_alone(moment.text):
        return False
    return now is None or moment.at <= now + _SLACK


def _classed(page: Page, around: set[Node]) -> Iterator[tuple[Node, Moment]]:
    """A date in an element whose class says that it holds one, though more stands beside it."""
    seen = 0
    for node in page.root.iter("span", "div", "p", "small", "li", "td", "em", "i"):
        if seen >= _CLASSED:
            return
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if not _CLASS.search(names) or is_beside(node, around):
            continue
        seen += 1
        text = " ".join("".join(node.itertext()).split())[:_CLASSED_CHARS]
        for part in (text, *re.split(r"\s*[|•·,–—]\s+|\s+[-–—/|]\s*", text)):
            if moment := page.read(part):
                yield node, moment


def _in_state(page: Page, title: str, now: dt.datetime | None) -> Moment | None:
    """The date beside the headline in the data of which scripts would build the page."""
    found = (page.read(text) for text in stated_beside(page.root, title))
    return next((moment for moment in found if moment and _is_likely(moment, now)), None)
