"""What a page says of itself for machines: JSON-LD, Open Graph, meta elements, microdata."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from monitor.parse.feed_json import integer
from monitor.parse.flow import Node
from monitor.text import fold

_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "Posting")
_PAGE_TYPES = ("WebPage", "ItemPage")
_MAX_SCRIPTS = 500
_MAX_OBJECTS = 200  # looked at in one script

Json = dict[str, object]


def articles(root: Node) -> list[Json]:
    """The JSON-LD objects that describe an article, in the page's order."""
    return [one for one in _stated(root) if _is_of(one, _ARTICLE_TYPES)]


def page_day(root: Node) -> str | None:
    """The day on which a page that describes no article says that it was published itself."""
    found = (one.get("datePublished") for one in _stated(root) if _is_of(one, _PAGE_TYPES))
    return next((day for day in found if isinstance(day, str)), None)


def _stated(root: Node) -> Iterator[Json]:
    scripts = islice(root.iter("script"), _MAX_SCRIPTS)
    stated = (node.text or "" for node in scripts if "ld+json" in (node.get("type") or "").lower())
    return (one for text in stated for one in islice(_objects(text), _MAX_OBJECTS))


def main_article(about: list[Json], *, url: str, titles: Iterable[str]) -> Json:
    """Of the articles that a page describes the one that it is; empty where it names none.

    It is the one with the page's address, else the one whose headline the page shows.
    """
    shown = {fold(title) for title in titles}
    for one in about:
        stated = (one.get("url"), one.get("@id"), *_ids(one.get("mainEntityOfPage")))
        if any(isinstance(each, str) and same_address(each, url) for each in stated):
            return one
    for one in about:
        if any(fold(title) in shown for title in names(one.get("headline"))):
            return one
    return about[0] if about else {}


def _ids(value: object) -> tuple[object, ...]:
    return (value.get("@id"), value.get("url")) if isinstance(value, dict) else (value,)


def same_address(stated: str, url: str) -> bool:
    """Whether an address in the page is the page's own, whatever its host and scheme."""
    stated = stated.partition("#")[0]
    path = urlsplit(stated).path.rstrip("/")
    return bool(path) and path == urlsplit(url).path.rstrip("/")


def named(root: Node, name: str) -> Iterator[Node]:
    """The elements that bear a property of microdata or RDFa, other than meta elements."""
    for node in root.iter():
        if node.tag != "meta" and (node.get("itemprop") or node.get("property")):
            stated = f"{node.get('itemprop') or ''} {node.get('property') or ''}".lower().split()
            if any(one.rpartition(":")[2] == name for one in stated):
                yield node


def _objects(text: str) -> Iterator[Json]:
    try:
        waiting: list[object] = [json.loads(text, parse_int=integer, strict=False)]
    except (ValueError, RecursionError):
        yield from _broken(text)
        return
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one[:_MAX_OBJECTS]
        elif isinstance(one, dict):
            yield one
            waiting += [one.get("@graph"), one.get("mainEntity")]


def _broken(text: str) -> Iterator[Json]:
    """What can still be told of an object that is not JSON (a comma too many, a raw quote)."""
    kind = _BROKEN_TYPE.search(text)
    if kind is None:
        return
    found: Json = {"@type": kind[1]}
    for name, value in _BROKEN_TEXT.findall(text[:_BROKEN_CHARS]):
        try:
            found.setdefault(name, json.loads(f'"{value}"', strict=False))
        except ValueError:
            continue
    yield found


_BROKEN_CHARS = 100_000
_BROKEN_TYPE = re.compile(rf'"@type"\s*:\s*\[?\s*"(\w{{0,30}}(?:{"|".join(_ARTICLE_TYPES)}))"')
_BROKEN_TEXT = re.compile(
    r'"(headline|datePublished|dateCreated|inLanguage)"\s*:\s*"((?:[^"\\]|\\.){1,1000})"'
)


def _is_of(one: Json, types: tuple[str, ...]) -> bool:
    kind = one.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name.endswith(types) for name in kinds)


def names(value: object) -> list[str]:
    """The names in a JSON-LD value: text, an object with a name, or a list of either."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return names(value.get("name"))
    if isinstance(value, list):
        return [name for one in value[:20] for name in names(one) if not isinstance(one, list)]
    return []


def metas(root: Node) -> dict[str, str]:
    """The first content of each named meta element; names in small letters."""
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        content = node.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found
