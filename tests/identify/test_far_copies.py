"""Copies that are told by the order of their words or by a part, and kin that is held apart."""

import pytest

from monitor.identify import compare
from monitor.identify.classes import Words, classify
from monitor.identify.contrast import contrast, wording_of
from monitor.identify.kinship import kinship
from monitor.identify.worddiff import Passage, passages, runs
from monitor.records import Draft
from tests.identify.shelf import TEXTS

LONG = " ".join(TEXTS)


def test_a_text_in_which_words_were_replaced_all_along_is_a_copy_by_its_order():
    words = LONG.split()
    other = " ".join("however" if n % 11 in (4, 10) else w for n, w in enumerate(words))
    title = "Winter report from three valleys"

    retold = Draft(title="Winter news of a few valleys", summary=other)

    found = compare(Draft(title=title, summary=LONG), retold)

    assert (found.relation, found.why) == ("copy", ("0.82 of the words stand in the same order",))


def test_a_text_that_stands_within_a_longer_one_is_a_copy_by_its_part():
    title = "Winter report from three valleys"
    around = " ".join(
        f"stone{a}{b}" for a in "abcdefghijklmnopqrst" for b in "abcdefghijklmnopqrst"
    )

    found = compare(
        Draft(title=title, summary=LONG), Draft(title=title, summary=f"{LONG} {around}")
    )

    assert (found.relation, found.why) == ("copy", ("1.00 of the shorter one stands in the other",))


def test_headlines_with_numbers_of_their_own_are_less_likely_one_event():
    def score(one: str, other: str) -> float:
        return kinship(wording_of(one, TEXTS[0]), wording_of(other, TEXTS[0])).score

    same = score("Works on the dam cost millions", "Works on the dam cost millions")
    apart = score("Works on the dam cost 12 million lari", "Works on the dam cost 30 million lari")

    assert apart < same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Komissiya layihəni təsdiq etdi", "Komissiya layihəni təsdiq etmədi"),
        ("Նախարարը կգա Գյումրի երկուշաբթի", "Նախարարը չկգա Գյումրի երկուշաբթի"),
    ],
)
def test_a_verb_negated_inside_the_word_is_the_opposite(one, other):
    found = contrast(wording_of(one, ""), wording_of(other, ""))

    assert found is not None
    assert found.kind == "opposite"


def test_a_name_that_left_the_text_is_an_edit_of_a_name():
    lead = "The road police closed the pass at noon and drivers waited in the valley. "
    before = Words(title="Pass", content=lead + "The order came from Ani Petrosyan that day.")
    after = Words(title="Pass", content=lead + "The order came from above that day.")

    assert classify(before, after) == "quote-or-name"
    assert classify(after, before) == "quote-or-name"


# ------------------------------------------------------------------ long texts side by side
def words_of(found, *kinds) -> list[str]:
    return [word for run in found if run.kind in kinds for word in run.text.split()]


def test_texts_too_long_for_sentences_differ_as_a_whole():
    old, new = "one " * 130_000, "two " * 130_000

    assert passages(old, new) == (Passage(old.strip(), new.strip()),)


def test_long_texts_are_compared_within_sentences_that_differ():
    kept = [f"Sentence {n} of the report stays as it was written." for n in range(2500)]
    old, new = list(kept), list(kept)
    new[0], new[1200], new[-1] = "It begins anew.", "A line came in. And two.", "It ends anew."

    found = runs("\n".join(old), "\n".join(new))

    assert words_of(found, "kept", "added") == "\n".join(new).split()
    assert words_of(found, "kept", "removed") == "\n".join(old).split()
    assert len(words_of(found, "added")) < 20


def test_one_sentence_beyond_all_bounds_is_taken_out_and_put_in_whole():
    long = "word " * 45_000
    old, new = f"First. {long}end. Last", f"Other. {long.replace('word', 'term')}end. Least"

    found = runs(old, new)

    assert words_of(found, "kept", "added") == new.split()
    assert "term" not in words_of(found, "kept")
