"""The dates that readers see on an article's page, the likeliest day of its publication first.

A page shows many dates: today's in its bar, those of other articles, of comments, of events in the
text. Only what stands as a fact beside the headline or at the end of the text is the article's.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from urllib.parse import urlsplit

from monitor.dates import counts_back
from monitor.parse.flow import Node, Page, Segment
from monitor.records import Moment
from monitor.text import fold

UPDATED = re.compile(
    r"updat|modif|edited|обновл|измен|yenilən|güncel|թարմաց|განახლ|редакт|դրափոխ", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"publi[sc]|posted|submitted|created|added|опубликов|размещ|добавл|дата|հրապարակ|ամսաթիվ|"
    r"dərc|yayın|eklen|giriş|oluştur|tarix|tarih|გამოქვეყნ|თარიღ|انتشار|(?:^|\W)(?:by|on|от)$",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"comment|disqus|replies|discussion|feedback|guestbook|related|similar|sidebar|widget"
    r"|(?<!post-)(?<!post_)(?<!entry-)(?<!article-)(?<!card-)footer|top-?(?:bar|line|info)|navbar|latest|most-?read"
    r"|popular|recommend|more-?(?:news|posts|stories)|ticker|copyright|archive|read-?more"
    r"|(?:^|[\s_-])(?:today|now|current|clock|weather|lenta|others?|recent|calendar|takvim|yorum"
    r"(?:lar)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TIME_ALONE = re.compile(r"\D{0,20}\d{1,2}:\d{2}(?::\d{2})?\D{0,20}")
_YEAR = re.compile(r"\d{4}|\d\d?[./]\d\d?[./]\d\d")
_MARKS = re.compile(r"[:|•·,/(–—-]$")
_SENTENCE = re.compile(r"[.!?։…»”\"]$")
_AFTER, _BEFORE, _FOOT = 12, 4, 4  # segments around the headline, and after the text
_LINE_CHARS = 160
_PARAGRAPH_CHARS = 100
_DATE_WORDS = 8
_LABEL_CHARS = 40
_TITLE_WORDS = 3
_AROUND = 12  # elements
_TODAY = dt.timedelta(hours=48)
_LINKS = 60
_BESIDE_TAGS = frozenset({"aside", "nav", "footer"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where on a page its headline and the lists of other articles stand."""

    title: str
    listed: set[int]  # segments


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that stands as a fact of its own."""

    moment: Moment
    is_update: bool
    offset: int  # segments from the headline, negative above it


def dates_beside_headline(page: Page, places: Places, *, now: dt.datetime | None) -> list[Shown]:
    """The article's own dates, the likeliest first: below its headline, above it, at its end."""
    head = place_of(page, places.title)
    if head is None:
        return []
    article = _Article(page, places, head, now)
    body = [at for at in range(head + 1, len(page.segments)) if article.is_paragraph(at)]
    first = body[0] if body else head + _AFTER
    last = body[-1] if body else head
    near = {*range(max(head - _BEFORE, 0), head + _AFTER + 1), *range(last, last + _FOOT + 1)}
    found: list[tuple[tuple[bool, int, int], Shown]] = []
    for at in sorted(near.intersection(range(len(page.segments))).difference(places.listed)):
        if page.segments[at].is_elsewhere:
            continue
        if at > first and article.is_of_another(at):
            continue
        for moment, is_update in _facts(page, at):
            if at < head and not article.is_own(at, moment):
                continue
            zone = 1 if at < head else 0 if at <= first else 2
            shown = Shown(moment, is_update, at - head)
            found.append(((is_update, zone, abs(at - head)), shown))
    return [shown for _, shown in sorted(found, key=lambda each: each[0])]


def around_headline(page: Page, title: str) -> set[Node]:
    """The elements that hold the headline; none where it stands nowhere."""
    head = place_of(page, title)
    if head is None:
        return set()
    node = page.segments[head].node
    return {node, *node.iterancestors()}


def is_time_alone(text: str) -> bool:
    """Whether a text states a time of day and no day, not even in words."""
    return bool(_TIME_ALONE.fullmatch(text)) and not counts_back(text)


def is_beside(node: Node, around: set[Node]) -> bool:
    """Whether an element stands in comments, lists or bars that do not hold the headline too."""
    for at in islice((node, *node.iterancestors()), _AROUND):
        if at in around:
            return False
        if (
            at.tag == "footer"
            and (parent := at.getparent()) is not None
            and parent.tag == "article"
        ):
            return parent not in around  # of the article itself
        if at.tag in _BESIDE_TAGS or BESIDE.search(f"{at.get('class') or ''} {at.get('id') or ''}"):
            return True
    return False


def leads_away(node: Node, around: set[Node]) -> bool:
    """Whether an element dates another article: a headline beside it leads there."""
    parent = node.getparent()
    links = () if parent is None or parent in around else islice(parent.iter("a"), _AROUND)
    return any(len("".join(link.itertext()).split()) >= _TITLE_WORDS for link in links)


def is_of_update(node: Node) -> bool:
    """Whether an element says of itself, or right before itself, that it dates a change."""
    around = " ".join(node.get(name) or "" for name in ("class", "itemprop", "property"))
    before, parent = node.getprevious(), node.getparent()
    label = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return UPDATED.search(f"{around.replace('entry-date updated', '')} {label[-40:]}") is not None


def place_of(page: Page, title: str) -> int | None:
    """Where the headline stands: an h1 with the title's words, else the words, else any h1."""
    folded = fold(title)
    places = [at for at, one in enumerate(page.segments) if fold(one.text) == folded]
    heads = [at for at, one in enumerate(page.segments) if one.heading == 1]
    both = [at for at in heads if at in places]
    bare = [at for at in places if page.segments[at].href is None]
    return next(iter((*both, *bare, *heads)), None)


# ------------------------------------------------------------------ what a line states
def _facts(page: Page, at: int) -> Iterator[tuple[Moment, bool]]:
    """The dates of a segment, and whether each is of an update."""
    segment = page.segments[at]
    label = _label_before(page, at)
    if _is_whole(segment):
        if segment.moment is not None and not is_time_alone(segment.moment.text):
            is_update = UPDATED.search(f"{label} {segment.text}") or is_of_update(segment.node)
            yield segment.moment, bool(is_update)
        return
    if segment.link is not None or segment.heading or len(segment.text) > _LINE_CHARS:
        return
    dates = list(dates_in(page, segment.text))
    for before, moment in dates:
        yield moment, UPDATED.search(before if len(dates) > 1 else segment.text) is not None
    if not dates and segment.moment is not None and not is_time_alone(segment.moment.text):
        yield segment.moment, UPDATED.search(f"{label} {segment.text}") is not None


def _is_whole(segment: Segment) -> bool:
    """Whether a segment is one date and nothing else."""
    return segment.moment is not None and segment.moment.text == segment.text


def _label_before(page: Page, at: int) -> str:
    before = page.segments[at - 1] if at else None
    is_label = before is not None and before.moment is None and len(before.text) < _LABEL_CHARS
    return before.text if before is not None and is_label else ""


def dates_in(page: Page, text: str) -> Iterator[tuple[str, Moment]]:
    """The dates with a year that a line states as facts, each with the words before it."""
    words = text.split()
    found: list[tuple[int, int, Moment]] = []
    for at, year in _starts(words):
        if (not found or at >= found[-1][1]) and (taken := _date_at(page, words, at, year)):
            found.append((at, at + taken[0], taken[1]))
    edges = [(0, 0), *((start, end) for start, end, _ in found), (len(words), len(words))]
    gaps = [" ".join(words[end:start]) for (_, end), (start, _) in pairwise(edges)]
    for place, (start, end, moment) in enumerate(found):
        before, after = gaps[place], gaps[place + 1]
        is_last = place + 1 == len(found)
        if _is_label(before) and (not is_last or _may_follow(after, before)):
            yield f"{before} {' '.join(words[start:end])}", moment


def _starts(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The words at which a date may begin, each with the place of the year that it would have."""
    years = [at for at, word in enumerate(words) if _YEAR.search(word)]
    for at in range(len(words)):
        if year := [place for place in years if at <= place < at + _DATE_WORDS]:
            yield at, year[0]


def _date_at(page: Page, words: Sequence[str], at: int, year: int) -> tuple[int, Moment] | None:
    """The longest date that begins at a word, in words, and the moment that it states."""
    for end in range(min(at + _DATE_WORDS, len(words)), year, -1):
        inner = words[at + 1 : end]
        if any(_PUBLISHED.search(word) or UPDATED.search(word) for word in inner):
            continue
        stretch = " ".join(words[at:end]).strip(" ,.;|•·–—-[]()")
        if moment := page.read(stretch):
            return end - at, moment
    return None


def _is_label(before: str) -> bool:
    """Whether the words before a date are none, one, a label, or end in a mark."""
    if len(before.split()) <= 1 or _MARKS.search(before):
        return True
    return _PUBLISHED.search(before) is not None or UPDATED.search(before) is not None


def _may_follow(after: str, before: str) -> bool:
    """Whether what follows a date is another fact, and not the rest of a sentence."""
    if _PUBLISHED.search(before):
        return True
    return not _SENTENCE.search(after)


# ------------------------------------------------------------------ what a date belongs to
class _Article:
    """What belongs to the article whose headline stands at a place of a page."""

    def __init__(self, page: Page, places: Places, head: int, now: dt.datetime | None) -> None:
        self._page = page
        self._places = places
        self._head = head
        self._now = now
        self._around = around_headline(page, places.title)

    def is_paragraph(self, at: int) -> bool:
        """Whether a segment is of the running text."""
        segment = self._page.segments[at]
        if len(segment.text) < _PARAGRAPH_CHARS or segment.link is not None or segment.heading:
            return False
        is_away = at in self._places.listed or segment.is_away
        return not is_away and not is_beside(segment.node, self._around)

    def is_of_another(self, at: int) -> bool:
        """Whether a date below the text's beginning dates a comment or another article."""
        segments = self._page.segments
        if is_beside(segments[at].node, self._around) or self._is_point(segments[at].node):
            return True
        return any(
            one.link is not None and len(one.text.split()) >= _TITLE_WORDS and not _is_whole(one)
            for one in segments[max(at - 1, 0) : at + 2]
        )

    def _is_point(self, node: Node) -> bool:
        """Whether an element is one of a list: of comments, of other articles, of events."""
        around = takewhile(lambda at: at not in self._around, (node, *node.iterancestors()))
        return any(at.tag == "li" for at in around)

    def is_own(self, at: int, moment: Moment) -> bool:
        """Whether a date above the headline is the article's, and not today's in the page's bar."""
        segment = self._page.segments[at]
        if segment.is_menu or self.is_of_another(at):
            return False
        common = _common(segment.node, self._page.segments[self._head].node)
        if not _holds_home(common, self._page.url):
            return True
        if self._now is None or abs(moment.at - self._now) <= _TODAY:
            return False
        return at >= self._head - 2


def _common(one: Node, other: Node) -> Node:
    """The smallest element around two."""
    around = {other, *other.iterancestors()}
    return next(at for at in (one, *one.iterancestors()) if at in around)


def _holds_home(node: Node, url: str) -> bool:
    """Whether an element is the whole page: it holds a link to the first one."""
    if node.tag in {"body", "html"}:
        return True
    home = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    return any(
        (link.get("href") or "#").rstrip("/") in {"", home}
        for link in islice(node.iter("a"), _LINKS)
    )
