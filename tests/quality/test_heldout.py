"""The held-out sets keep their shape: what is measured on them stays comparable.

`identity_heldout.jsonl` holds pairs of texts. Its `relation` is `copy` (the same text, a
duplicate), `story` (one event, written independently) or `different`. Where `story_allowed` is
true for a `different` pair, only calling the two copies is a mistake, linking them is none.
"""

import collections
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LANGUAGES = {"en", "ru", "hy", "az", "ka", "tr"}
EVERY_LANGUAGE = {
    "antonym",
    "byline",
    "date_other",
    "date_same",
    "negation",
    "number_format_same",
    "number_other",
    "number_words_other",
    "number_words_same",
    "other_place",
    "prefix",
    "publisher_suffix",
    "read_also",
    "recurring_column",
    "story",
    "swapped_names",
    "template_rates",
    "trim",
    "typography",
    "unrelated_similar",
}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, Any]]:
    return lines("identity_heldout.jsonl")


def test_pairs_have_ids_of_their_own_and_two_different_sides(pairs):
    assert len({pair["id"] for pair in pairs}) == len(pairs) >= 180
    assert all(pair["a"] != pair["b"] for pair in pairs)


def test_pairs_are_balanced_between_copies_and_the_rest_in_every_language(pairs):
    for language in LANGUAGES:
        relations = [pair["relation"] for pair in pairs if pair["lang"] == language]

        assert len(relations) >= 30
        assert set(relations) == {"copy", "story", "different"}
        assert 0.4 <= relations.count("copy") / len(relations) <= 0.6


def test_each_kind_of_pair_stands_in_three_languages_at_least(pairs):
    kinds = collections.defaultdict(set)
    for pair in pairs:
        kinds[pair["kind"]].add(pair["lang"])

    assert all(len(languages) >= 3 for languages in kinds.values())
    assert {kind for kind, languages in kinds.items() if languages == LANGUAGES} == EVERY_LANGUAGE


def test_half_of_the_pairs_that_differ_lie_within_three_days(pairs):
    near = [
        pair["gap_hours"] <= 72
        and dt.datetime.fromisoformat(pair["b"]["published"])
        - dt.datetime.fromisoformat(pair["a"]["published"])
        == dt.timedelta(hours=pair["gap_hours"])
        for pair in pairs
        if pair["relation"] == "different"
    ]

    assert sum(near) >= len(near) / 2
