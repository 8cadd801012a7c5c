"""What changed between two texts, word by word."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.identify.worddiff import (
    Run,
    around_changes,
    differences,
    in_brackets,
    passages,
    replacements,
    runs,
    share_changed,
)

TEXTS = st.text(alphabet="ab. \nЖ!”12", max_size=60)


def words_of(found, *kinds):
    return " ".join(run.text for run in found if run.kind in kinds).split()


@given(TEXTS, TEXTS)
def test_what_was_kept_and_added_is_the_new_text_and_what_was_removed_the_old_one(old, new):
    found = runs(old, new)

    assert words_of(found, "kept", "added") == new.split()
    assert words_of(found, "kept", "removed") == old.split()


@given(TEXTS)
def test_a_text_against_itself_has_no_change(text):
    assert all(run.kind == "kept" for run in runs(text, text))
    assert passages(text, text) == ()
    assert share_changed(text, text) == 0


@given(TEXTS, TEXTS)
def test_neighbouring_runs_are_of_two_kinds(old, new):
    kinds = [run.kind for run in runs(old, new)]

    assert all(one != other for one, other in pairwise(kinds))


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_differences_turn_one_sequence_into_the_other(old, new):
    made, at = [], 0
    for a, b, c, d in differences(old, new):
        assert b > a or d > c
        made += old[at:a] + new[c:d]
        at = b

    assert made + old[at:] == new


def test_a_number_that_changed_stands_alone():
    assert runs("2 killed in Svaneti", "4 killed in Svaneti") == (
        Run("removed", "2"),
        Run("added", "4"),
        Run("kept", "killed in Svaneti"),
    )


def test_few_words_between_two_large_changes_are_part_of_the_change():
    found = runs("one two three and four five six", "red green blue and black white grey")

    assert [run.kind for run in found] == ["removed", "added"]


def test_paragraphs_stay_paragraphs():
    (kept, _, _) = runs("One.\n\nTwo old", "One.\nTwo new")

    assert kept.text == "One.\nTwo"


def test_only_sentences_that_differ_are_passages():
    (found,) = passages("It rained. Two left. It was late.", "It rained. Four left. It was late.")

    assert (found.before, found.after) == ("Two left.", "Four left.")


def test_replacements_are_short():
    found = runs("2 came " + "word " * 5, "3 came " + "word " * 5 + "other " * 80)

    assert list(replacements(found)) == [("2", "3")]


def test_brackets_show_a_change_in_plain_text():
    assert in_brackets(runs("140 lorries", "410 lorries")) == "[-140-] {+410+} lorries"


def test_long_kept_runs_are_cut_to_what_stands_beside_a_change():
    found = around_changes(runs("word " * 200 + "old", "word " * 200 + "new"))

    assert found[0].text.startswith("…")
    assert len(found[0].text) < 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 5_000_000, "a " * 4_999_999 + "b"),
        ("a" * 10_000_000, "a" * 9_999_999 + "b"),
        ("a b c " * 1_600_000, "c a b " * 1_600_000),
        ("one. two. " * 60_000, "two! one! " * 60_000),
        ("a b " * 40_000 + ". " + "c d " * 9_000, "b a " * 40_000 + ". " + "d c " * 9_000),
    ],
    ids=["one word", "no blank", "turned round", "sentences", "two sentences"],
)
def test_hostile_texts_are_compared_in_bounded_time(old, new):
    began = time.process_time()
    found = runs(old, new)

    assert time.process_time() - began < 20
    assert words_of(found, "kept", "added") == new.split()
