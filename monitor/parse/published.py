"""When an article was published, with the precision and in the zone in which its page says so."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml.html import HtmlElement

from monitor.dates import may_hold_date, read_date
from monitor.parse.flow import Node, Page
from monitor.parse.stating import day_in_address, zoned
from monitor.parse.structured import Json, named
from monitor.records import Moment
from monitor.text import fold

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
_BESIDE = re.compile(
    r"comment|related|similar|sidebar|widget|footer|topbar|top-bar|navbar|latest|most-?read|popular"
    r"|recommend|more-?news|more-?posts|ticker",
    re.IGNORECASE,
)
_TIME_ALONE = re.compile(r"\D{0,20}\d{1,2}:\d{2}(?::\d{2})?\D{0,20}")
_YEAR = re.compile(r"\d{4}|\d\d?[./]\d\d?[./]\d\d")
_AFTER, _BEFORE = 9, 4  # segments around the headline
_LINE_CHARS = 160
_DATE_WORDS = 7
_SLACK = dt.timedelta(days=2)  # a clock ahead, an embargo
_TIMES = 8
_CLASSED = 40
_CLASSED_CHARS = 90
_LISTS = frozenset({"aside", "nav", "footer", "li"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where on a page its headline and the lists of other articles stand."""

    title: str
    listed: set[int]  # segments


def read_published(
    page: Page, main: Json, meta: dict[str, str], places: Places, *, now: dt.datetime | None
) -> Moment | None:
    """The moment that the page states: for machines, beside its headline, elsewhere, in this order.

    A day that another statement gives to the minute, or a minute that another one gives with its
    zone, is taken from there. `now` None: unknown, so relative words are not read.
    """
    stated = [moment for moment in _stated(page, main, meta) if _is_likely(moment, now)]
    near = [
        (offset, moment)
        for offset, moment in _near_headline(page, places)
        if _is_likely(moment, now) and (now is not None or str(moment.at.year) in moment.text)
    ]
    shown = [moment for _, moment in near]
    after = [moment for offset, moment in near if offset > 0]
    if stated and not (after and _is_doubtful(stated, after[0])):
        return _best([*stated, *shown])
    for found in (shown, _times(page), _classed(page)):
        likely = [moment for moment in found if _is_likely(moment, now)]
        if likely:
            return _best(likely)
    return day_in_address(page.url) or _last_word(page, now)


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
    for text in texts:
        if isinstance(text, str) and (moment := page.read(text.strip())):
            yield moment


def _times(page: Page) -> Iterator[Moment]:
    """The ``time`` elements outside lists and asides; those of an update come last."""
    times = [node for node in islice(page.root.iter("time"), 200) if not _is_beside(node)]
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
    return any(
        at.tag in _LISTS or _BESIDE.search(f"{at.get('class') or ''} {at.get('id') or ''}")
        for at in (node, *islice(node.iterancestors(), 12))
    )


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


def _is_time_alone(text: str) -> bool:
    """Whether a text states a time of day and no day, not even in words."""
    return bool(_TIME_ALONE.fullmatch(text)) and not may_hold_date(re.sub(r"\d", "", text))


def _is_likely(moment: Moment, now: dt.datetime | None) -> bool:
    """Neither a time of no day, nor the first day of some counting, nor later than tomorrow."""
    if moment.at.year <= 1970 or _is_time_alone(moment.text):
        return False
    return now is None or moment.at <= now + _SLACK


# ------------------------------------------------------------------ what people read
def _near_headline(page: Page, places: Places) -> list[tuple[int, Moment]]:
    """The dates within a few lines of the headline, with how many, the nearest first."""
    head = _place_of(page, places.title)
    if head is None:
        return []
    around = range(max(head - _BEFORE, 0), min(head + _AFTER, len(page.segments)))
    found = [
        (_is_labelled_update(page, at), abs(at - head), at - head, moment)
        for at in around
        if at not in places.listed and (moment := _date_in(page, at)) is not None
    ]
    return [each[2:] for each in sorted(found, key=lambda each: each[:3])]


def _place_of(page: Page, title: str) -> int | None:
    """Where the headline stands: an h1 with the title's words, else the words, else any h1."""
    folded = fold(title)
    places = [at for at, one in enumerate(page.segments) if fold(one.text) == folded]
    heads = [at for at, one in enumerate(page.segments) if one.heading == 1]
    both = [at for at in heads if at in places]
    bare = [at for at in places if page.segments[at].href is None]
    return next(iter((*both, *bare, *heads)), None)


def _date_in(page: Page, at: int) -> Moment | None:
    """The date of a segment, or the one that stands in a short line among other facts."""
    segment = page.segments[at]
    if segment.moment is not None and not _is_time_alone(segment.moment.text):
        return segment.moment
    if segment.link is not None or len(segment.text) > _LINE_CHARS or segment.heading:
        return None
    words = segment.text.split()
    for size in range(_DATE_WORDS, 0, -1):
        for start in range(max(len(words) - size + 1, 0)):
            stretch = " ".join(words[start : start + size]).strip(" ,.;|•·–—-")
            if _YEAR.search(stretch) and (moment := page.read(stretch)):
                return moment
    return None


def _is_labelled_update(page: Page, at: int) -> bool:
    """Whether the segment, or a label before it, says that the date is of an update."""
    before = page.segments[at - 1] if at else None
    label = before.text if before and before.moment is None and len(before.text) < 40 else ""
    return _UPDATED.search(f"{label} {page.segments[at].text}") is not None


def _classed(page: Page) -> Iterator[Moment]:
    """A date in an element whose class says that it holds one, though more stands beside it."""
    seen = 0
    for node in page.root.iter("span", "div", "p", "small", "li", "td", "em", "i"):
        if seen >= _CLASSED:
            return
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if not _CLASS.search(names) or _is_beside(node):
            continue
        seen += 1
        text = " ".join("".join(node.itertext()).split())[:_CLASSED_CHARS]
        for part in (text, *re.split(r"\s*[|•·,–—]\s+|\s+[-–—/|]\s*", text)):
            if moment := page.read(part):
                yield moment


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
