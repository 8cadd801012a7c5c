"""A web page as a row of segments: what a reader would see, in order, with where it stands.

A segment ends where a block, a link or a date begins or ends, so that ``<li><a>Title</a>
<span>09.Jan.2026</span></li>`` and the same in a table or a definition list give the same row.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile

from lxml import etree

from monitor.dates import may_hold_date, read_date
from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed_model import absolute
from monitor.parse.flow_names import (
    BESIDE,
    ELSEWHERE,
    INLINE,
    LABELS,
    NAVIGATION,
    NAVIGATION_TAGS,
    UNSEEN,
    VOLATILE,
)
from monitor.parse.headings import is_label
from monitor.parse.stating import zoned
from monitor.records import Moment

Node = etree._Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NEAR = 6  # classes further up tell of the whole page
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|ul|ol|li|table|p|a|dl|section|article|span|br|h[1-6])\b",
    re.IGNORECASE,
)


def is_markup(text: str) -> bool:
    """Whether a text holds elements of a page; else it is read as plain text."""
    return _MARKUP.search(text) is not None


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of text of one page."""

    text: str
    node: Node  # the innermost element that holds all of it
    around: tuple[Node, ...]  # `node` and the elements around it, nearest first
    path: tuple[str, ...]  # tags with a class each, from the body down
    href: str | None  # absolute address of the link that it is in
    link: Node | None
    heading: int  # 1 to 6 within a heading, else 0
    moment: Moment | None  # set when the whole segment is a date
    is_menu: bool  # in what is called navigation or a footer
    is_elsewhere: bool  # in a shop, a calendar, comments or the like: never news

    @property
    def is_away(self) -> bool:
        """Whether it is not what people come for."""
        return self.is_menu or self.is_elsewhere


@dataclass(slots=True)
class Page:
    """A parsed page with its segments in the order of the document."""

    root: Node
    url: str
    base: str
    language: str | None
    read: Callable[[str], Moment | None]  # reads a date with the page's languages and time
    segments: list[Segment] = field(default_factory=list)


def parse_page(text: str, *, url: str, languages: tuple[str, ...], now: dt.datetime) -> Page:
    """A page as segments. Raises ParseError (unsafe, not-readable) where there is none."""
    parser = etree.HTMLParser(  # plain elements: the library's own class costs a look-up each
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    content = without_controls(text[: limits.MAX_PAGE_CHARS]).encode("utf-8", "replace")
    root: Node | None = None
    with suppress(etree.XMLSyntaxError):  # by some versions, of an empty document
        root = etree.fromstring(content, parser)
    if root is None:
        raise ParseError(
            f"the page at {url!r} has nothing that can be read; "
            "try again later or remove the source",
            kind="not-readable",
        )
    base = next((absolute(url, node.get("href")) for node in root.iter("base")), None)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    spoken = languages or ((language,) if language else ())

    @lru_cache(maxsize=4_096)  # the same headline is looked at in many groups
    def read(stated: str) -> Moment | None:
        moment = read_date(stated, languages=spoken, now=now)
        return zoned(moment) if moment else None

    page = Page(root=root, url=url, base=base or url, language=language or None, read=read)
    page.segments = list(islice(_Flow(page).segments(), limits.MAX_SEGMENTS))
    return page


def without_controls(text: str) -> str:
    """`text` without what neither markup nor a database may hold."""
    return _UNPRINTABLE.sub("", text)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class _Flow:
    """One walk over a page. It keeps its own stack: a page may nest deeper than Python may call."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pieces: list[str] = []
        self._at: Node | None = None
        self._dates: dict[str, Moment | None] = {}
        self._told: dict[Node, _Told] = {}

    def segments(self) -> Iterator[Segment]:
        bodies = self._page.root.findall("body")
        body = bodies[-1] if bodies else self._page.root
        stack: list[tuple[Node, bool]] = [(body, True)]
        while stack:
            node, is_entering = stack.pop()
            if is_entering and self._is_split_date(node):
                yield from self._flush()
                yield self._segment(_short_text(node) or "", node, None)
                self._add(node.tail, node.getparent())
                continue
            if is_entering and self._is_seen(node):
                if self._is_border(node):
                    yield from self._flush()
                if stated := self._stated(node):
                    yield from self._flush()
                    yield self._segment(stated.text, node, stated)
                    if _is_bare(node):  # its words are the same date in other words
                        self._add(node.tail, node.getparent())
                        continue
                self._add(node.text, node)
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node))
                continue
            if not is_entering and self._is_border(node):
                yield from self._flush()
            if node is not body:
                self._add(node.tail, node.getparent())
        yield from self._flush()

    def _is_split_date(self, node: Node) -> bool:
        """Whether day, month and year of one date stand in elements of their own."""
        if not 0 < len(node) < 5 or node.tag in {"a", "body"} or not self._is_seen(node):
            return False
        text = _short_text(node)
        return text is not None and self._moment(text) is not None and not self._stated(node)

    def _stated(self, node: Node) -> Moment | None:
        """The date that an element states for machines."""
        if node.tag == "time":
            return self._moment(node.get("datetime") or "")
        if node.tag == "meta" and node.get("itemprop") != "datePublished":
            return None
        for name in _STATING:
            if (value := node.get(name)) and _ISO.fullmatch(value.strip()):
                return self._moment(value.strip())
        return None

    @staticmethod
    def _is_seen(node: Node) -> bool:
        if not isinstance(node.tag, str) or node.tag in UNSEEN:
            return False
        style = node.get("style")
        return not style or "display:none" not in style.replace(" ", "").lower()

    def _is_border(self, node: Node) -> bool:
        """Whether a segment ends where this element begins and ends."""
        if node.tag not in INLINE or node.tag in {"a", "time"}:
            return True
        text = _short_text(node)
        if text is None:
            return False
        is_beside = len(text) <= _LABEL_CHARS and (
            BESIDE.search(node.get("class") or "") is not None or is_label(text)
        )
        return is_beside or text.isdigit() or self._moment(text) is not None

    def _date_of(self, text: str, link: Node | None) -> Moment | None:
        """The date that a segment is; within a link, what stands beside a date is a headline."""
        moment = self._moment(text)
        if moment is None and link is None and len(text) <= _MAX_DATE_CHARS:
            return _moment_in(text, self._moment)
        return moment

    def _moment(self, text: str) -> Moment | None:
        if len(text) > _MAX_DATE_CHARS:
            return None
        if text not in self._dates:
            self._dates[text] = self._page.read(text) if may_hold_date(text) else None
        return self._dates[text]

    def _add(self, text: str | None, parent: Node | None) -> None:
        if text and not text.isspace():
            if self._at is None:
                self._at = parent
            self._pieces.append(text)
        elif text and self._pieces:
            self._pieces.append(" ")

    def _flush(self) -> Iterator[Segment]:
        raw, node = "".join(self._pieces), self._at
        self._pieces, self._at = [], None
        if node is None:
            return
        while not self._is_border(node) and (parent := node.getparent()) is not None:
            node = parent
        for line in self._lines(raw, node):
            yield self._segment(line, node, None)

    def _lines(self, raw: str, node: Node) -> list[str]:
        """The text of a segment: one line, unless it is laid out in lines that hold dates."""
        lines = [text for line in raw.splitlines() if (text := " ".join(line.split()))]
        if len(lines) > 3 and (node.tag == "pre" or any(map(self._moment, lines))):
            return lines
        return [" ".join(lines)]

    def _segment(self, text: str, node: Node, stamp: Moment | None) -> Segment:
        path: list[str] = []
        link: Node | None = None
        heading, is_menu, is_elsewhere = 0, False, False
        around = (node, *ancestors(node))
        for distance, at in enumerate(around):
            if at not in self._told:
                self._told[at] = _told_by(at)
            told = self._told[at]
            path.append(told.name)
            if told.tag == "a" and link is None:
                link = at
            heading = heading or _HEADINGS.get(told.tag, 0)
            is_menu = is_menu or told.tag in NAVIGATION_TAGS or (distance < _NEAR and told.is_menu)
            is_elsewhere = is_elsewhere or (distance < _NEAR and told.is_elsewhere)
        return Segment(
            text=text,
            node=node,
            around=around,
            path=tuple(reversed(path)),
            href=absolute(self._page.base, link.get("href")) if link is not None else None,
            link=link,
            heading=heading,
            moment=stamp or self._date_of(text, link),
            is_menu=is_menu,
            is_elsewhere=is_elsewhere,
        )


_STATING = (
    "datetime",
    "title",
    "content",
    "data-datetime",
    "data-date",
    "data-time",
    "data-published",
)
_ISO = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.{0,16})?")
_LABEL_CHARS = 30
_MAX_DATE_CHARS = 90  # a date with its label, its author and its section
_SEEN_ANCESTORS = 40  # the deepest list of a real page lies 25 elements deep


def _short_text(node: Node) -> str | None:
    """The text of an element if it is short enough to be a date."""
    pieces: list[str] = []
    total = 0
    for piece in node.itertext():
        pieces.append(piece)
        total += len(piece.strip())
        if total > _MAX_DATE_CHARS or len(pieces) > 20:
            return None
    return " ".join(" ".join(pieces).split())


def ancestors(node: Node) -> Iterator[Node]:
    """The elements around `node` below the body, nearest first, up to the deepest of real pages."""
    near = islice(node.iterancestors(), _SEEN_ANCESTORS)
    return takewhile(lambda at: at.tag not in {"body", "html"}, near)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an element says of all that stands in it."""

    tag: str
    name: str  # with the class that tells most
    is_menu: bool
    is_elsewhere: bool


def _told_by(node: Node) -> _Told:
    names = f"{node.get('class') or ''} {node.get('id') or ''}".lower().split()
    words = {
        word
        for name in names
        if not name.startswith(LABELS)
        for word in name.replace("_", "-").split("-")
    }
    tag = str(node.tag)
    return _Told(
        tag=tag,
        name=f"{tag}.{_class_of(node)}",
        is_menu=not words.isdisjoint(NAVIGATION),
        is_elsewhere=not words.isdisjoint(ELSEWHERE),
    )


def _is_bare(node: Node) -> bool:
    """Whether an element holds a few words and nothing else that counts."""
    text = _short_text(node)
    return (
        text is not None
        and len(text) <= _LABEL_CHARS * 2
        and not any(at.tag == "a" or at.tag in _HEADINGS for at in node.iter())
    )


def _class_of(node: Node) -> str:
    """The first class that does not tell one item of a list from the next."""
    names = (node.get("class") or "").split()
    return next((name for name in names if not VOLATILE.search(name)), "")


_CLOCK = re.compile(r"\s*\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*", re.IGNORECASE)
_BYLINE_CHARS = 40  # what is longer beside a date is a headline
_PARTS = re.compile(r"\s+(?:[|/•·–—-]|by|от|yazar)(?:\s+|$)|\s*[|•·]\s*", re.IGNORECASE)


def _moment_in(text: str, read: Callable[[str], Moment | None]) -> Moment | None:
    """The date that stands in a short text beside an author or a section."""
    if not _PARTS.search(text):
        return None
    parts = [part for part in _PARTS.split(text) if part]
    for part in parts:
        if _CLOCK.fullmatch(part) and any(
            letter.isdigit() for other in parts if other is not part for letter in other
        ):
            continue  # the hour of a day that stands beside it in words we do not know
        if len(text) - len(part) <= _BYLINE_CHARS and (moment := read(part)):
            return moment
    return None
