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

FOLDERS = [Path(__file__).parent / name for name in ("articles_more", "articles_third")]
TRUTH: list[tuple[Path, dict[str, Any]]] = [
    (folder / truth["file"], truth)
    for folder in FOLDERS
    for truth in json.loads((folder / "truth.json").read_text("utf-8"))
]


def test_every_saved_page_has_its_truth_and_no_other():
    assert {path for path, _ in TRUTH} == {path for one in FOLDERS for path in one.glob("*.html")}


@pytest.mark.parametrize(("path", "truth"), TRUTH, ids=[path.stem for path, _ in TRUTH])
def test_a_page_gives_its_headline_and_its_own_day(path, truth):
    now = dt.datetime.fromisoformat(truth["now"])
    article = read_article(path.read_bytes(), url=truth["url"], now=now)

    assert article.title == truth["title"]
    assert (str(article.published)[:10] if article.published else None) == truth["day"]
