"""What a page holds where the user says: the entries of a list, or the part that is watched."""

import datetime as dt
import re
from typing import TYPE_CHECKING

import soupsieve
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from monitor.dates import may_hold_date, read_date
from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed_model import absolute
from monitor.parse.headings import is_never_a_title
from monitor.records import Draft, Moment, Source
from monitor.text import clean_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bs4.element import PageElement

_HEADING = re.compile(r"h[1-6]")
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object"})
_LINES = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)


def select_items(
    text: str, source: Source, *, url: str, now: dt.datetime
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """One draft for each element that the source's `select` matches, in order, and what is odd.

    Its title is what `select_title` names, else its first heading, its longest link, its text; its
    date what `select_date` names, else the first that can be read. Raises ParseError (no-list)
    when a selector is wrong, or `select` or `select_title` match nothing.
    """
    soup = BeautifulSoup(text, "lxml")
    selector = source.select or ""
    nodes = _matches(soup, selector, kind="no-list", remedy="have the list found")
    base_node = soup.find("base", href=True)
    base = absolute(url, str(base_node["href"])) if isinstance(base_node, Tag) else url
    pins = [_pinned(node, source, now, kind="no-list") for node in nodes]
    if nodes and source.select_title and not any(title for title, _ in pins):
        raise _nothing(source.select_title, "select_title", url, kind="no-list")
    drafts = [
        draft
        for node, pin in zip(nodes, pins, strict=True)
        if (draft := _draft(node, base or url, source, now, pin)) is not None
    ]
    if not drafts:
        raise ParseError(
            f"select {selector!r} matches nothing with a title at {url!r}; the page may have "
            "changed: correct it, or remove it to have the list found",
            kind="no-list",
        )
    is_undated = source.select_date and not any(moment for _, moment in pins)
    note = f"select_date {source.select_date!r} matches no date; the first of each entry is taken"
    return tuple(drafts), (note,) if is_undated else ()


def select_facts(
    text: str, source: Source, *, url: str, now: dt.datetime
) -> tuple[str, Moment | None]:
    """The title and the date of a page that the user pinned; "" and None for those not pinned.

    Raises ParseError (no-article) when a selector is wrong, or `select_title` matches nothing.
    """
    title, moment = _pinned(BeautifulSoup(text, "lxml"), source, now, kind="no-article")
    if source.select_title and not title:
        raise _nothing(source.select_title, "select_title", url, kind="no-article")
    return title, moment


def _pinned(node: Tag, source: Source, now: dt.datetime, *, kind: str) -> tuple[str, Moment | None]:
    """The title and the date that stand in an element where the user says."""
    title, moment = "", None
    languages = (source.language,) if source.language else ()
    if source.select_title:
        found = _matches(node, source.select_title, "select_title", kind=kind, limit=1)
        title = clean_title(_text(found[0]).replace("<", "&lt;")) if found else ""
    if source.select_date:
        found = _matches(node, source.select_date, "select_date", kind=kind, limit=1)
        moment = _date_of(found[0], languages, now) if found else None
    return title, moment


def _date_of(node: Tag, languages: "Sequence[str]", now: dt.datetime) -> Moment | None:
    """The date of an element that is said to hold one: stated for machines, else in words."""
    for name in ("datetime", "content", "title", "data-date", "data-time"):
        value = node.get(name)
        if isinstance(value, str) and (moment := read_date(value, languages=languages, now=now)):
            return moment
    whole = read_date(_text(node), languages=languages, now=now)
    return whole or _date(node, languages, now)[0]


def _nothing(selector: str, key: str, url: str, *, kind: str) -> ParseError:
    return ParseError(
        f"{key} {selector!r} matches no words at {url!r}; the page may have changed: correct it, "
        "or remove it to have the title found",
        kind=kind,
    )


def select_text(text: str, selector: str, *, url: str) -> str:
    """The words of all elements that `selector` matches, a line for each block or table row.

    An element within another one that matches is read once. Raises ParseError (no-article) when
    the selector is wrong or matches no words.
    """
    soup = BeautifulSoup(text, "lxml")
    nodes = _matches(soup, selector, kind="no-article", remedy="watch the article of the page")
    chosen = set(map(id, nodes))
    outer = (node for node in nodes if chosen.isdisjoint(map(id, node.parents)))
    shown = "\n\n".join(line for node in outer for line in _lines(node))
    if not shown:
        raise ParseError(
            f"select {selector!r} matches no words at {url!r}; the page may have changed: correct "
            "it, or remove it to watch the article of the page",
            kind="no-article",
        )
    return shown[: limits.MAX_TEXT_CHARS]


def _lines(node: Tag) -> "Iterator[str]":
    """What stands in an element, a line for each block."""
    return filter(None, (" ".join(line.split()) for line in "".join(_marked(node)).split("\0")))


def _marked(node: Tag) -> "Iterator[str]":
    """Its words with NUL where a block begins or ends; a page may nest deeper than calls may."""
    walk: list[tuple[str, Iterator[PageElement]]] = [(_edge(node), iter(node.children))]
    while walk:
        edge, children = walk[-1]
        child = next(children, None)
        if child is None:
            walk.pop()
            yield edge
        elif isinstance(child, Tag):
            yield _edge(child)
            if child.name not in _UNSEEN:
                walk.append((_edge(child), iter(child.children)))
        elif type(child) is NavigableString:  # comments and scripts are kinds of it
            yield child.replace("\0", "")


def _edge(tag: Tag) -> str:
    """What parts the words of an element from those beside it."""
    if tag.name in _LINES:
        return "\0"
    return " " if tag.name in ("td", "th") else ""


def _matches(
    within: Tag,
    selector: str,
    key: str = "select",
    *,
    kind: str,
    remedy: str = "have it found",
    limit: int = limits.MAX_LISTED,
) -> "Sequence[Tag]":
    try:
        return within.select(selector, limit=limit)
    # soupsieve says NotImplementedError of pseudo-elements and other CSS that it does not know.
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise ParseError(
            f"{key} {selector!r} is not a CSS selector ({reason}); correct it, or remove it to "
            f"{remedy}",
            kind=kind,
        ) from error


def _draft(
    node: Tag, base: str, source: Source, now: dt.datetime, pinned: tuple[str, Moment | None]
) -> Draft | None:
    languages = (source.language,) if source.language else ()
    links = [link for link in (node, *node.find_all("a")) if link.name == "a" and link.get("href")]
    link = max(links, key=_weight, default=None)
    moment, stated = _date(node, languages, now)
    titled = node if _HEADING.fullmatch(node.name) else node.find(_HEADING)
    shown = titled or (link if link is not None and _weight(link) else node)
    title = _text(shown)
    title = clean_title(title.removesuffix(stated).removeprefix(stated).replace("<", "&lt;"))
    title = pinned[0] or title
    href = absolute(base, str(link["href"])) if link is not None else None
    if not title and href is None:
        return None
    return Draft(url=href, title=title or href, published=pinned[1] or moment)


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
