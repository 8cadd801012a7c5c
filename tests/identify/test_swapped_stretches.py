"""Stretches of words that stand for each other say less than single words."""

from monitor.identify.contrast import wording_of
from monitor.identify.swapped import swapped
from tests.identify.shelf import TEXTS

LONG = " ".join(TEXTS)


def against(one: str, other: str) -> str:
    texts = (f"{LONG} Work stopped at {each} in June. {LONG}" for each in (one, other))
    found = swapped(*(wording_of("Road works stopped", text) for text in texts))
    return found.why if found else ""


def test_a_stretch_of_several_words_that_stands_for_another_is_no_word_filled_in():
    assert against("the quarry", "the airport") == ""
    assert against("deep old quarry pits", "small new airport fields") == ""
    assert against("an old quarry behind hills", "some new airport beside rivers") == ""


def test_a_word_that_stands_for_another_twice_is():
    why = against("quarry gates and quarry fences", "airport gates and airport fences")

    assert why == "one says 'quarry', the other 'airport'"
