"""What a page says of itself for machines: JSON-LD, Open Graph, meta elements, microdata."""

import json
from collections.abc import Iterator
from itertools import islice

from monitor.parse.feed_json import integer
from monitor.parse.flow import Node

_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "Posting")
_MAX_SCRIPTS = 500
_MAX_OBJECTS = 200  # looked at in one script

Json = dict[str, object]


def articles(root: Node) -> list[Json]:
    """The JSON-LD objects that describe an article, in the page's order."""
    scripts = islice(root.iter("script"), _MAX_SCRIPTS)
    stated = (node.text or "" for node in scripts if "ld+json" in (node.get("type") or "").lower())
    return [
        one for text in stated for one in islice(_objects(text), _MAX_OBJECTS) if _is_article(one)
    ]


def _objects(text: str) -> Iterator[Json]:
    try:
        waiting: list[object] = [json.loads(text, parse_int=integer, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one[:_MAX_OBJECTS]
        elif isinstance(one, dict):
            yield one
            waiting += [one.get("@graph"), one.get("mainEntity")]


def _is_article(one: Json) -> bool:
    kind = one.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name.endswith(_ARTICLE_TYPES) for name in kinds)


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
