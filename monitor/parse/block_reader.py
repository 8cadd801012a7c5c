"""One group of headlines, read: titles, addresses, dates, summaries, and what speaks against it."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag

from monitor.parse.dating import Dating
from monitor.parse.feed_model import absolute
from monitor.parse.flow import Page, Segment
from monitor.parse.group_model import MIN_ITEMS, Group, Item
from monitor.parse.headings import is_latest, is_popular, without_heading
from monitor.parse.spans import Span, may_be_title, spans_of
from monitor.records import Moment

_MIN_SUMMARY_CHARS = 60
_NAMED = 6  # classes further up tell of the whole page
_ABOVE = 3  # segments in which the heading of a list is looked for
_DATED_SHARE = 0.8  # of lines without a link, for them to be a list
_CURRENCY = (
    r"(?:[₾₽€$£₼֏₺]|gel|amd|azn|usd|eur|rub|try|руб\.?|лари|драм|манат|сом|lari|manat|tl|դրամ|ლარი)"
)
_PRICE = re.compile(rf"(?:{_CURRENCY}\s*)?\d[\d\s.,]*\s*{_CURRENCY}?(?:\s*/\s*\w+)?", re.IGNORECASE)
_MONEY = re.compile(_CURRENCY, re.IGNORECASE)
_PRICE_CHARS = 24


def read_group(page: Page, places: list[int]) -> Group | None:
    """The group of the headlines at `places`, or None if they cannot be a list."""
    return _Reader(page, spans_of(page.segments, places)).group()


class _Reader:
    def __init__(self, page: Page, spans: list[Span]) -> None:
        self._page = page
        self._segments = page.segments
        self._spans = spans

    def group(self) -> Group | None:
        if len(self._spans) < MIN_ITEMS:
            return None
        moments = Dating(self._page, self._spans).moments()
        first = self._segments[self._spans[0].member[0]]
        hrefs = [self._segments[span.member[0]].href for span in self._spans]
        if first.href is None:
            borrowed = self._borrowed()
            hrefs = borrowed or hrefs
            dated = sum(moment is not None for moment in moments)
            if not borrowed and dated < _DATED_SHARE * len(moments):
                return None  # text alone is a list only if nearly every line of it is dated
        items = [self._item(*three) for three in zip(self._spans, hrefs, moments, strict=True)]
        group = Group(
            items=items,
            path=first.path,
            start=self._spans[0].start,
            end=self._spans[-1].end,
            is_elsewhere=sum(self._segments[item.at].is_elsewhere for item in items) * 2
            > len(items),
            is_menu=sum(self._segments[item.at].is_menu for item in items) * 2 > len(items),
            priced=sum(map(self._has_price, self._spans)) / len(items),
        )
        self._name(group)
        group.names = " ".join(
            f"{node.get('class') or ''} {node.get('id') or ''}".lower()
            for node in first.around[:_NAMED]
        )
        return group

    def _item(self, span: Span, href: str | None, moment: Moment | None) -> Item:
        title = self._segments[span.member[0]]
        words = [self._segments[at].text for at in span.member]
        others = [
            segment.text
            for at, segment in self._around(span)
            if segment.moment is None and (title.link is None or segment.link is not title.link)
        ]
        summary = max(others, key=len, default="")
        return Item(
            title=" ".join(words),
            href=href,
            moment=moment,
            at=span.member[0],
            summary=summary if len(summary) >= _MIN_SUMMARY_CHARS else None,
            heading=title.heading,
        )

    def _around(self, span: Span) -> Iterator[tuple[int, Segment]]:
        for at in range(span.start, span.end + 1):
            if at not in span.member:
                yield at, self._segments[at]

    # -------------------------------------------------------------- links that lie beside titles
    def _borrowed(self) -> list[str | None] | None:
        """The address of each headline from a link beside it; None where that is not the form.

        Cards have an empty link over them, or "read more" beneath.
        """
        if sum(map(self._leads, self._spans)) < _DATED_SHARE * len(self._spans):
            return None
        hrefs = [self._link_of(span) for span in self._spans]
        found = [href for href in hrefs if href is not None]
        if len(set(found)) < _DATED_SHARE * len(hrefs):
            return None
        return hrefs

    def _leads(self, span: Span) -> bool:
        """Whether a headline is the first in its block that could be one, and none is a link."""
        around = [(at, segment) for at, segment in self._around(span) if may_be_title(segment)]
        is_heading = self._segments[span.member[0]].heading > 0
        return all(
            segment.link is None and (is_heading or at > span.member[0]) for at, segment in around
        )

    def _link_of(self, span: Span) -> str | None:
        if span.block is None:
            return None
        links = [node for node in span.block.iter("a") if node.get("href")]
        here = urldefrag(self._page.url).url
        found = [absolute(self._page.base, node.get("href")) for node in links]
        own = [href for href in found if href and urldefrag(href).url != here]
        return max(own, key=own.count, default=None)

    # -------------------------------------------------------------- what stands around
    def _has_price(self, span: Span) -> bool:
        return any(
            len(segment.text) <= _PRICE_CHARS
            and _MONEY.search(segment.text) is not None
            and _PRICE.fullmatch(segment.text) is not None
            for _, segment in self._around(span)
        )

    def _name(self, group: Group) -> None:
        """Take the heading off the first title, or find it above."""
        first = group.items[0]
        if rest := without_heading(first.title):
            group.heading, first.title = first.title[: -len(rest)].strip(), rest
            return
        for at in range(group.start - 1, max(group.start - 1 - _ABOVE, -1), -1):
            text = self._segments[at].text
            if is_latest(text):
                group.heading = text
                return
            if is_popular(text):
                group.is_popular = True
                return
