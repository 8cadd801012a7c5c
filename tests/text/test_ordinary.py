"""Ordinary letters take a faster way through folding; what comes out is the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import fold, fold_with_offsets
from monitor.text import folding as room

_ORDINARY = "".join(
    dict.fromkeys(
        letter
        for page in (room._CYRILLIC_AND_TURKIC, room._ARMENIAN_AND_GEORGIAN)
        for letter in room._PLAIN + page
    )
)
mixed = st.text(st.sampled_from(_ORDINARY + "և№ßﬁé\u0301\u0308\u200b\u00ad 한") | st.characters())


def the_long_way(text: str) -> str:
    """Folding letter by letter; the texts of these tests hold no references."""
    return " ".join(room._fold_any(text).split())


def test_every_ordinary_letter_folds_to_what_the_table_says():
    assert [fold(f"b{letter}b") for letter in _ORDINARY] == [
        the_long_way(f"b{letter}b") for letter in _ORDINARY
    ]


def test_no_ordinary_letter_is_a_mark_that_would_join_its_neighbour():
    joining = [
        letter for letter in _ORDINARY if unicodedata.combining(letter) or room._joins(letter)
    ]

    assert joining == []


@given(mixed.filter(lambda text: "&" not in text))
def test_the_fast_way_gives_what_the_long_way_gives(text):
    assert fold(text) == the_long_way(text)


@given(mixed)
def test_the_way_back_belongs_to_the_folded_text(text):
    folded = fold_with_offsets(text)

    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)


@pytest.mark.parametrize(
    ("text", "word", "at"),
    [
        ("Գյումրին և Երևանը", "երեւանը", 11),
        ("Дом № 5, Тбилиси", "тбилиси", 9),
        ("Дом № 5, Тбили\u0301си", "тбилиси", 9),
        ("caf\u0065\u0301 в Баку", "баку", 8),
    ],
)
def test_a_word_behind_a_sign_of_two_letters_is_found_where_it_stands(text, word, at):
    folded = fold_with_offsets(text)

    assert folded.offsets[folded.text.index(word)] == at
