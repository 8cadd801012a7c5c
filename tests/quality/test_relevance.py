"""The gate: what the South Caucasus profile reaches on hand-written items may only rise.

An item's `borderline` says that people disagree on it; such items do not count. The floors stand
in relevance_floors.toml.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.match import load_profile
from monitor.match.examples import examples
from monitor.records import Draft
from tests.quality.corpora import corpus

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "relevance_floors.toml").read_text("utf-8"))
PROFILE = load_profile("south-caucasus")


def outcomes(name: str) -> Iterator[tuple[dict[str, str], bool, bool]]:
    """Each item of one of our sets with what it is and what was said of it."""
    yield from judged(HERE / f"relevance_{name}.jsonl")


def judged(path: Path) -> Iterator[tuple[dict[str, str], bool, bool]]:
    """Each item of a file with what it is and what was said of it."""
    for line in path.read_text("utf-8").splitlines():
        item = json.loads(line)
        if not item["borderline"]:
            draft = Draft(title=item["title"], summary=item["summary"])
            match = PROFILE.judge(draft, country=item["source_country"] or None)
            yield item, item["label"] == "relevant", match.relevant


def f1(pairs: list[tuple[bool, bool]]) -> float:
    hits = sum(is_so and said for is_so, said in pairs)
    return 2 * hits / (sum(is_so for is_so, _ in pairs) + sum(said for _, said in pairs))


@pytest.mark.parametrize("name", FLOORS["f1"])
def test_relevance_does_not_fall_below_its_floor(name):
    reached = f1([(is_so, said) for _, is_so, said in outcomes(name)])

    assert reached >= FLOORS["f1"][name], f"{name}: F1 {reached:.3f}"


@pytest.mark.parametrize("language", FLOORS["f1_by_language"])
def test_no_language_falls_below_its_floor(language):
    reached = f1(
        [
            (is_so, said)
            for name in FLOORS["f1"]
            for item, is_so, said in outcomes(name)
            if item["lang"] == language
        ]
    )

    assert reached >= FLOORS["f1_by_language"][language], f"{language}: F1 {reached:.3f}"


@pytest.mark.parametrize("tag", FLOORS["accuracy_by_tag"])
def test_georgia_is_told_from_its_namesakes(tag):
    said = [is_so == said for item, is_so, said in outcomes("adversarial") if item["tag"] == tag]

    assert sum(said) / len(said) >= FLOORS["accuracy_by_tag"][tag]


def test_every_relevant_item_has_reasons():
    for name in FLOORS["f1"]:
        for line in (HERE / f"relevance_{name}.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            match = PROFILE.judge(
                Draft(title=item["title"], summary=item["summary"]),
                country=item["source_country"] or None,
            )
            assert match.why or not match.relevant


def test_every_example_of_the_profile_holds():
    broken = [f"{each.concept}: {each.title}" for each in examples(PROFILE) if not each.holds]

    assert broken == []


# ------------------------------------------------------------------ other people's items
@pytest.mark.parametrize(("name", "floor"), FLOORS["collection"].items())
def test_the_labelled_collection_is_judged_as_its_labels_say(name, floor):
    found = list(judged(corpus(f"data/relevance/{name}.jsonl")))

    reached = f1([(is_so, said) for _, is_so, said in found])

    assert reached >= floor, f"{name}: F1 {reached:.3f}"


@pytest.mark.parametrize("language", FLOORS["collection_by_language"])
def test_no_language_of_the_collection_falls_below_its_floor(language):
    found = judged(corpus("data/relevance/dev.jsonl"))

    reached = f1([(is_so, said) for item, is_so, said in found if item["lang"] == language])

    assert reached >= FLOORS["collection_by_language"][language], f"{language}: F1 {reached:.3f}"


@pytest.mark.parametrize("tag", FLOORS["accuracy_by_tag"])
def test_georgia_is_told_from_its_namesakes_in_the_collection(tag):
    found = judged(corpus("data/relevance/dev.jsonl"))

    said = [is_so == said for item, is_so, said in found if item["tag"] == tag]

    assert sum(said) / len(said) >= FLOORS["accuracy_by_tag"][tag]
