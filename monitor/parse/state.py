"""The data that a page carries for its own scripts: ``__NEXT_DATA__``, a store, an island."""

import json
import re
from collections.abc import Iterator
from itertools import islice

from monitor.parse.feed_json import integer
from monitor.parse.flow import Node
from monitor.text import fold

_TITLES = ("title", "headline", "name", "Title", "heading")
_DATES = re.compile(
    r"(?:date_?)?_?publish(?:ed)?_?(?:at|on|date|time)?|(?:pub|post|release|created?)_?(?:at|date)"
    r"|first_?published_?(?:at|date)?|date|published",
    re.IGNORECASE,
)
_MAX_CHARS = 1_000_000  # of one script
_MAX_SCRIPTS = 100
_MAX_VALUES = 20_000


def stated_beside(root: Node, title: str) -> Iterator[str]:
    """The dates of the objects that bear the headline, those of publication first."""
    wanted = fold(title)
    for script in islice(root.iter("script"), _MAX_SCRIPTS):
        text = script.text or ""
        if "json" not in (script.get("type") or "").lower() or len(text) > _MAX_CHARS:
            continue
        try:
            held = json.loads(text, parse_int=integer, strict=False)
        except (ValueError, RecursionError):
            continue
        for one in islice(_objects(held), _MAX_VALUES):
            if any(isinstance(one.get(name), str) and fold(str(one[name])) == wanted
                   for name in _TITLES):  # fmt: skip
                yield from _dates(one)


def _objects(held: object) -> Iterator[dict[str, object]]:
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _dates(one: dict[str, object]) -> Iterator[str]:
    names = [name for name in one if _DATES.fullmatch(name)]
    names.sort(key=lambda name: "publish" not in name.lower())
    for name in names:
        if isinstance(value := one[name], str):
            yield value
