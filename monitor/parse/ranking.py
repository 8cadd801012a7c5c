"""How much a list looks like the one that a reader would call the news of a page."""

import re
from statistics import median

from monitor.parse.flow import Page
from monitor.parse.group_model import Group, Item
from monitor.urls import registrable_host

LIKELY_SCORE = 0.5  # navigation and footers stay below; a weak list is used if nothing else is
# What the classes around a list say of it, in the words that sites use everywhere.
_HINTS = (
    (re.compile(r"latest|recent|lenta|newsline|sondakika|son-"), 1.5),
    (re.compile(r"news|post|article|story|haber|xeber"), 1.15),
    (re.compile(r"popular|ranking|trending|most-?(?:read|viewed)|related|promo|recommend"), 0.5),
)


def score_of(items: list[Item], group: Group, page: Page) -> tuple[float, tuple[str, ...]]:
    """A number comparable within one page, and what it stands on in words."""
    if not items:
        return 0.0, ()
    size = len(items)
    dated = sum(item.moment is not None for item in items) / size
    length = median(_width(item.title) for item in items)
    distinct = len({item.title for item in items}) / size
    site = registrable_host(page.url)
    own = sum(item.href is None or registrable_host(item.href) == site for item in items) / size
    score = size**0.4 * min(max((length - 12) / 40, 0.05), 1.0) * distinct**2
    score *= (0.4 if length > 180 else 1.0) * (1 + dated) * (0.3 + 0.7 * own)
    score *= 1.3 if sum(item.heading > 0 for item in items) * 2 > size else 1.0
    score *= 0.1 if group.is_elsewhere or group.priced >= 0.5 else 1.0
    score *= (1.0 if dated >= 0.8 else 0.2) if group.is_menu else 1.0
    score *= (1.5 if group.heading else 1.0) * (0.4 if group.is_popular else 1.0)
    score *= 0.7 if group.is_loose else 1.0
    for words, factor in _HINTS:
        score *= factor if words.search(group.names) else 1.0
    why = [f"{size} headlines alike", f"{dated:.0%} dated", f"{length:.0f} characters each"]
    if group.heading:
        why.append(f"under the heading {group.heading!r}")
    return score, tuple(why)


def _width(title: str) -> int:
    """The length of a title, an ideograph counting as three letters."""
    return len(title) + 2 * sum(letter > "\u3000" for letter in title)
