"""The held-out sets keep their shape: what is measured on them stays comparable.

`identity_heldout.jsonl` holds pairs of texts. Its `relation` is `copy` (the same text, a
duplicate), `story` (one event, written independently) or `different`. Where `story_allowed` is
true for a `different` pair, only calling the two copies is a mistake, linking them is none.

`relevance_heldout.jsonl` holds items as relevance_own.jsonl does, with the places that a relevant
one is about: AM AZ GE, and AB (Abkhazia), SO (South Ossetia), NK (Nagorno-Karabakh).
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


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    return lines("relevance_heldout.jsonl")


def test_items_have_ids_and_titles_of_their_own(items):
    assert len({item["id"] for item in items}) == len(items) >= 220
    assert len({item["title"] for item in items}) == len(items)


def test_items_are_balanced_between_relevant_and_not_in_every_language(items):
    for language in LANGUAGES:
        sure = [i for i in items if i["lang"] == language and not i["borderline"]]

        assert len(sure) >= 30
        assert 0.4 <= sum(i["label"] == "relevant" for i in sure) / len(sure) <= 0.6


def test_items_say_of_which_place_they_are_when_they_are_relevant(items):
    known = {"AM", "AZ", "GE", "AB", "SO", "NK"}

    assert {place for item in items for place in item["places"]} == known
    assert all(item["label"] in {"relevant", "irrelevant"} for item in items)
    assert not any(i["places"] for i in items if i["label"] != "relevant" and not i["borderline"])


def test_items_where_people_disagree_are_marked_and_few(items):
    assert 20 <= sum(item["borderline"] for item in items) <= 30


def test_foreign_news_of_domestic_outlets_stands_beside_their_domestic_news(items):
    for country in ("AM", "AZ", "GE"):
        labels = [i["label"] for i in items if i["source_country"] == country]

        assert min(labels.count("relevant"), labels.count("irrelevant")) >= 3
