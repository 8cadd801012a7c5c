"""The saved pages keep their shape: each can be read, and says what truth.json says of it.

`published` stands there only where the page names a minute with a zone; `day` is what a reader in
that place would say. Texts are compared without soft hyphens and with every white space as one.
"""

import collections
import datetime as dt
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parent / "articles"
TRUTH: list[dict[str, Any]] = json.loads((PAGES / "truth.json").read_text("utf-8"))
every_page = pytest.mark.parametrize("truth", TRUTH, ids=[truth["file"] for truth in TRUTH])


def seen(truth: dict[str, Any]) -> str:
    """The page as plain text, without head and scripts."""
    page = (PAGES / truth["file"]).read_text(truth["encoding"])
    _, _, body = page.lower().partition("<body")
    page = re.sub(r"(?s)<script.*?</script>|<[^>]*>", " ", page[-len(body) :])
    return " ".join(html.unescape(page).replace("\N{SOFT HYPHEN}", "").split())


def test_every_saved_page_has_its_truth_and_no_other():
    assert {truth["file"] for truth in TRUTH} == {path.name for path in PAGES.glob("*.html")}
    assert len({truth["url"] for truth in TRUTH}) == len(TRUTH) == 30


def test_every_language_has_five_pages():
    counts = collections.Counter(truth["language"] for truth in TRUTH)

    assert counts == dict.fromkeys(("en", "ru", "hy", "az", "ka", "tr"), 5)


@every_page
def test_a_page_shows_its_title_and_text_and_the_noise_around_them(truth):
    page = seen(truth)

    begin = page.index(truth["text_begins"])
    end = page.index(truth["text_ends"])
    assert begin < end
    assert all(begin < page.index(part) < end for part in truth["text_contains"])
    assert truth["title"] in page
    assert len(truth["text_must_not_contain"]) >= 3
    assert all(noise in page for noise in truth["text_must_not_contain"])


@every_page
def test_a_minute_of_publication_lies_on_the_day(truth):
    day = dt.date.fromisoformat(truth["day"])
    if truth["published"] is not None:
        published = dt.datetime.fromisoformat(truth["published"])

        assert published.tzinfo is not None
        assert published.date() == day
