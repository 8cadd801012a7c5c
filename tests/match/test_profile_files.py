"""The shipped profile's files: sorted, complete, without names that shadow each other."""

import gc
import re
import tomllib
from importlib import resources

import pytest

from monitor.match import load_profile
from monitor.match.lexicon import longest
from monitor.match.profiles import checked_profile
from monitor.match.sight import read_fields
from monitor.records import Draft

FOLDER = resources.files("monitor.match") / "profiles" / "south-caucasus"
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".toml"))
PROFILE = load_profile("south-caucasus")
TABLES = {
    id_: table
    for file in FILES
    for id_, table in tomllib.loads((FOLDER / file).read_text("utf-8")).get("concept", {}).items()
}
# Newspapers, banks and offices are named in the languages whose press writes of them.
MOST = {"en": 0.9, "ru": 0.85, "hy": 0.7, "az": 0.7, "ka": 0.7, "tr": 0.6}
OF_THE_REGION = {
    *("caucasian-knot", "caucasus", "caucasus-institute", "csto", "eastern-partnership", "guam"),
    *("igor-khovaev", "louis-bono", "organization-of-turkic-states", "serdar-kilic"),
    *("south-caucasus", "three-plus-three", "toivo-klaar", "turkpa"),
}
SHARED = {
    frozenset({"gori", "goris"}),  # the genitive of Gori is the name of another town
    frozenset({"karabakh", "qarabag-fk"}),  # the club is called after the region
}


@pytest.mark.parametrize("name", FILES)
def test_the_concepts_of_a_file_are_sorted(name):
    ids = re.findall(r"^\[concept\.(.+)\]$", (FOLDER / name).read_text("utf-8"), re.MULTILINE)

    assert ids == sorted(ids)


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_first_what_it_holds(name):
    text = (FOLDER / name).read_text("utf-8")

    assert text.startswith("# ")
    assert tomllib.loads(text)


def test_there_are_many_concepts():
    assert len(PROFILE.definition.concepts) >= 1_500


@pytest.mark.parametrize("language", ["en", "ru", "hy", "az", "ka", "tr"])
def test_most_concepts_are_named_in_every_language(language):
    named = [table for table in TABLES.values() if table.get(language)]

    assert len(named) / len(TABLES) >= MOST[language]


def test_every_concept_has_a_kind_and_a_place_or_the_whole_region():
    lost = [
        id_
        for id_, concept in PROFILE.definition.concepts.items()
        if concept.kind == "thing"
        or (concept.place not in {"AM", "AZ", "GE", "AB", "SO", "NK"} and id_ not in OF_THE_REGION)
    ]
    assert lost == []


def test_no_name_stands_for_two_concepts():
    """Two concepts of one name would both be met, and counted twice."""
    meant: dict[tuple[tuple[str, bool], ...], set[str]] = {}
    for name in PROFILE.definition.names:
        if name.role == "concept":
            spelled = tuple((word.stem, word.tail) for word in name.words)
            meant.setdefault(spelled, set()).add(name.target)

    twice = {frozenset(targets) for targets in meant.values() if len(targets) > 1}
    assert twice == SHARED


def test_the_first_name_of_every_concept_is_found_by_itself():
    """A name that a blocked phrase or another field of letters swallows would never count."""
    missed = []
    for concept in PROFILE.definition.concepts.values():
        if "*" in concept.label or concept.kind == "surname":
            continue
        ((_, words),) = read_fields(Draft(title=concept.label))
        scanned = PROFILE.lexicon.scan(words.folded)
        hits = longest(PROFILE.lexicon.anchors(words.folded, scanned))
        if not any(hit[0].role == "concept" for hit in hits):
            missed.append(concept.id)
    assert missed == []


def test_examples_on_concepts_hold():
    for concept in PROFILE.definition.concepts.values():
        for title in concept.examples_yes:
            assert PROFILE.judge(Draft(title=title)).relevant, title
        for title in concept.examples_no:
            assert not PROFILE.judge(Draft(title=title)).relevant, title


def test_loading_leaves_the_collection_of_garbage_as_it_was():
    gc.disable()
    try:
        load_profile("south-caucasus")
        assert not gc.isenabled()
    finally:
        gc.enable()
    load_profile("south-caucasus")
    assert gc.isenabled()


def test_the_built_in_profile_has_nothing_to_look_at():
    assert checked_profile("south-caucasus")[1] == ()
