"""The shipped profile's files: sorted, complete, without names that shadow each other."""

import re
import tomllib
from importlib import resources

import pytest

from monitor.match import load_profile
from monitor.match.lexicon import longest
from monitor.match.sight import read_fields
from monitor.records import Draft

FOLDER = resources.files("monitor.match") / "profiles" / "south-caucasus"
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".toml"))
PROFILE = load_profile("south-caucasus")


@pytest.mark.parametrize("name", FILES)
def test_the_concepts_of_a_file_are_sorted(name):
    ids = re.findall(r"^\[concept\.(.+)\]$", (FOLDER / name).read_text("utf-8"), re.MULTILINE)

    assert ids == sorted(ids)


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_first_what_it_holds(name):
    text = (FOLDER / name).read_text("utf-8")

    assert text.startswith("# ")
    assert tomllib.loads(text)


def test_there_are_many_concepts_in_every_language():
    assert len(PROFILE.definition.concepts) >= 700


def test_the_first_name_of_every_concept_is_found_by_itself():
    """A name that a blocked phrase or another field of letters swallows would never count."""
    missed = []
    for concept in PROFILE.definition.concepts.values():
        if "*" in concept.label or concept.kind == "surname":
            continue
        ((_, words),) = read_fields(Draft(title=concept.label))
        hits = longest(PROFILE.lexicon.anchors(words.folded))
        if not any(hit.name.role == "concept" for hit in hits):
            missed.append(concept.id)
    assert missed == []


def test_examples_on_concepts_hold():
    for concept in PROFILE.definition.concepts.values():
        for title in concept.examples_yes:
            assert PROFILE.judge(Draft(title=title)).relevant, title
        for title in concept.examples_no:
            assert not PROFILE.judge(Draft(title=title)).relevant, title
