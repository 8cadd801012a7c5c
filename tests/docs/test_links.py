"""Whoever follows a link arrives."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, name_of, pages

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^[ ]*```.*?^[ ]*```$", re.MULTILINE | re.DOTALL)
_TESTS = re.compile(r"`(tests/[\w/]+\.py)`")


def prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as the usual hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_every_link_inside_leads_to_a_page_and_a_heading(path: Path):
    lost = []
    for link in _LINK.findall(prose(path)):
        if not link.startswith(("http://", "https://")):
            target, _, anchor = link.partition("#")
            found = (path.parent / target).resolve() if target else path
            if not found.exists() or (anchor and anchor not in anchors(found)):
                lost.append(link)

    assert lost == []


def test_every_page_can_be_reached_from_the_index():
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(prose(page)) if "://" not in link)
        targets = {(page.parent / link).resolve() for link in links if link.endswith(".md")}
        waiting += [each for each in targets - reached if each.is_file()]

    assert sorted(name_of(page) for page in set(DOCS.rglob("*.md")) - reached) == []


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_every_test_that_a_page_points_to_is_there(path: Path):
    assert [name for name in _TESTS.findall(prose(path)) if not (ROOT / name).is_file()] == []
