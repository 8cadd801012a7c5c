"""The entries of a list when the user says where they are."""

import datetime as dt
import re
from typing import TYPE_CHECKING

import soupsieve
from bs4 import BeautifulSoup, Tag

from monitor.dates import may_hold_date, read_date
from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed_model import absolute
from monitor.parse.headings import is_never_a_title
from monitor.records import Draft, Moment
from monitor.text import clean_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADING = re.compile(r"h[1-6]")


def select_items(
    text: str, selector: str, *, url: str, languages: "Sequence[str]", now: dt.datetime
) -> tuple[Draft, ...]:
    """One draft for each element that `selector` matches, in the page's order.

    Its title is its first heading, else its longest link, else its text; its date the first that
    can be read. Raises ParseError (no-list) when the selector is wrong or matches nothing.
    """
    soup = BeautifulSoup(text, "lxml")
    try:
        nodes = soup.select(selector, limit=limits.MAX_LISTED)
    # soupsieve says NotImplementedError of pseudo-elements and other CSS that it does not know.
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise ParseError(
            f"select {selector!r} is not a CSS selector ({reason}); correct it, or remove it to "
            "have the list found",
            kind="no-list",
        ) from error
    base_node = soup.find("base", href=True)
    base = absolute(url, str(base_node["href"])) if isinstance(base_node, Tag) else url
    drafts = [
        draft for node in nodes if (draft := _draft(node, base or url, languages, now)) is not None
    ]
    if not drafts:
        raise ParseError(
            f"select {selector!r} matches nothing with a title at {url!r}; the page may have "
            "changed: correct it, or remove it to have the list found",
            kind="no-list",
        )
    return tuple(drafts)


def _draft(node: Tag, base: str, languages: "Sequence[str]", now: dt.datetime) -> Draft | None:
    links = [link for link in (node, *node.find_all("a")) if link.name == "a" and link.get("href")]
    link = max(links, key=_weight, default=None)
    moment, stated = _date(node, languages, now)
    titled = node if _HEADING.fullmatch(node.name) else node.find(_HEADING)
    shown = titled or (link if link is not None and _weight(link) else node)
    title = _text(shown)
    title = clean_title(title.removesuffix(stated).removeprefix(stated).replace("<", "&lt;"))
    href = absolute(base, str(link["href"])) if link is not None else None
    if not title and href is None:
        return None
    return Draft(url=href, title=title or href, published=moment)


def _text(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def _weight(link: Tag) -> int:
    text = _text(link)
    return 0 if is_never_a_title(text) else len(text)


def _date(node: Tag, languages: "Sequence[str]", now: dt.datetime) -> tuple[Moment | None, str]:
    """The first date in an element, and the text that states it."""
    for text, stated in _stated(node):
        if may_hold_date(text) and (moment := read_date(text, languages=languages, now=now)):
            return moment, stated
    return None, ""


def _stated(node: Tag) -> "Iterator[tuple[str, str]]":
    for time in node.find_all("time"):
        shown = _text(time)
        yield str(time.get("datetime") or ""), shown
        yield shown, shown
    for text in node.stripped_strings:
        if len(text) <= 60:
            yield text, text
