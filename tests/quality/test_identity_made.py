"""The gate: what a poll makes of copies and stories, on made articles whose truth is known."""

import tomllib
from pathlib import Path

import pytest

from tests.quality.identity_made import b_cubed, outcome

FLOORS = tomllib.loads((Path(__file__).parent / "identity_floors.toml").read_text("utf-8"))["made"]


def test_copies_and_stories_of_made_articles_do_not_fall_below_their_floor():
    found = outcome(500, 15, seed=7)

    assert found.items == found.articles, "an edit is no item of its own"
    assert found.groups.precision >= FLOORS["copies_precision"]
    assert found.groups.f1 >= FLOORS["copies"]
    assert found.stories.f1 >= FLOORS["stories"], f"F1 {found.stories.f1:.3f}"


def test_b_cubed_punishes_what_is_merged_and_what_is_split():
    merged = b_cubed([("a", 1), ("a", 1), ("b", 1), ("b", 1)])
    split = b_cubed([("a", 1), ("a", 2)])

    assert (merged.precision, merged.recall) == (0.5, 1.0)
    assert (split.precision, split.recall) == (1.0, 0.5)
    assert split.f1 == pytest.approx(2 / 3)
