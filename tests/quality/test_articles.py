"""The gate: what reading thirty saved pages reaches may only rise.

The pages follow the markup of common news systems and were written by somebody who did not write
the reader. Their texts are our own; truth.json says what stands on them.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

from monitor.parse.article import Article, read_article
from monitor.text import fold

PAGES = Path(__file__).parent / "articles"
TRUTH = json.loads((PAGES / "truth.json").read_text("utf-8"))
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
FLOORS = {"title": 1.0, "day": 1.0, "language": 1.0, "begins": 0.93, "holds": 1.0, "clean": 0.8}
_READ: dict[str, Article] = {}


def read(truth: dict[str, str]) -> Article:
    name = truth["file"]
    if name not in _READ:
        _READ[name] = read_article((PAGES / name).read_bytes(), url=truth["url"], now=NOW)
    return _READ[name]


def plain(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def right(truth, what: str) -> bool:
    article = read(truth)
    text = plain(article.text)
    match what:
        case "title":
            return bool(plain(article.title) == truth["title"])
        case "day":
            return article.published is not None and str(article.published)[:10] == truth["day"]
        case "language":
            return bool(article.language == truth["language"])
        case "begins":
            return fold(text).startswith(fold(truth["text_begins"])[:40])
        case "holds":
            parts = (truth["text_begins"], *truth["text_contains"], truth["text_ends"])
            return all(fold(part) in fold(text) for part in parts)
        case _:
            return not any(fold(noise) in fold(text) for noise in truth["text_must_not_contain"])


@pytest.mark.parametrize("what", FLOORS)
def test_reading_articles_does_not_fall_below_its_floor(what):
    wrong = [truth["file"] for truth in TRUTH if not right(truth, what)]

    assert 1 - len(wrong) / len(TRUTH) >= FLOORS[what], wrong
