"""The gate: the headline and the day of pages made to mislead, in markups of many systems.

The pages were written before the rules that read them now; docs/quality.md keeps what the first
reading reached. `day` None: the page states none, whatever other dates stand on it.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.parse.article import read_article

FOLDER = Path(__file__).parent / "articles_more"
TRUTH: list[dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text("utf-8"))


def test_every_saved_page_has_its_truth_and_no_other():
    assert {truth["file"] for truth in TRUTH} == {path.name for path in FOLDER.glob("*.html")}


@pytest.mark.parametrize("truth", TRUTH, ids=[truth["file"] for truth in TRUTH])
def test_a_page_gives_its_headline_and_its_own_day(truth):
    now = dt.datetime.fromisoformat(truth["now"])
    article = read_article((FOLDER / truth["file"]).read_bytes(), url=truth["url"], now=now)

    assert article.title == truth["title"]
    assert (str(article.published)[:10] if article.published else None) == truth["day"]
