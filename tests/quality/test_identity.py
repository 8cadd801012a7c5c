"""The gate: how well copies and stories are told may only rise.

The own set is always scored. The development pairs hold publishers' texts and lie outside the
project; where the folder is not there, their floors are skipped.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.quality.identity_pairs import Pair, copies_f1, events_f1, judged, share

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "identity_floors.toml").read_text("utf-8"))
DEVELOPMENT = HERE.parents[2] / "shared" / "data" / "identity" / "dev_pairs.jsonl"
needs_pairs = pytest.mark.skipif(
    not DEVELOPMENT.exists(), reason="the development pairs are not on this machine"
)


@cache
def development(*, dated: bool) -> tuple[Pair, ...]:
    return judged(DEVELOPMENT, dated=dated)


@pytest.mark.parametrize("dated", [False, True])
def test_own_pairs_are_told_apart(dated):
    pairs = judged(HERE / "identity_own.jsonl", dated=dated)

    assert copies_f1(pairs) >= FLOORS["own"]["copies"]


@needs_pairs
@pytest.mark.parametrize("dated", [False, True])
def test_copies_do_not_fall_below_their_floor(dated):
    floors = FLOORS["development"]["with_dates" if dated else "without_dates"]
    pairs = development(dated=dated)

    assert share(pairs, lambda pair: pair.label == "exact_norm") >= floors["exact"]
    assert copies_f1(pairs) >= floors["copies"]


@needs_pairs
def test_items_of_one_template_are_not_merged():
    merged = share(development(dated=True), lambda pair: pair.note == "template")

    assert merged <= FLOORS["development"]["with_dates"]["templates_at_most"]


@needs_pairs
def test_equal_words_alone_merge_nothing_else():
    said = [p for p in development(dated=False) if p.verdict.why == ("the same words",)]

    assert sum(p.label != "different" for p in said) / len(said) >= 0.985


@needs_pairs
@pytest.mark.parametrize("language", FLOORS["development"]["events"])
def test_stories_do_not_fall_below_their_floor(language):
    reached = events_f1(development(dated=True), language)

    assert reached >= FLOORS["development"]["events"][language], f"F1 {reached:.3f}"
