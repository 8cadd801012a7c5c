"""Laws of folding and judging: the same words in another guise are the same."""

import tomllib
import unicodedata
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.match import load_profile
from monitor.match.words import Words
from monitor.records import Draft
from monitor.text import fold, fold_aligned, fold_with_offsets

PROFILE = load_profile("south-caucasus")
LETTERS = st.sampled_from("aIıİəşğ ёЙйЖ.,-'’՝։և եւԵՒՎვაბგᲐԲԱ№&;amp#\u00ad\u0301\n\t1ﬁ½")
TEXTS = st.one_of(st.text(max_size=60), st.lists(LETTERS, max_size=40).map("".join))
NAMES = ("Tbilisi", "Baku", "Şuşa", "Երևան", "თბილისი", "Ереван", "Gəncədə", "Naxçıvan", "Գյումրի")
FILLERS = ("opens", "новый мост", "նոր այգի", "yeni park", "ახალი ხიდი", "after 12 days,", "—")
SENTENCES = st.lists(st.sampled_from((*NAMES, *FILLERS)), min_size=1, max_size=8).map(" ".join)


def score(text: str, country: str | None = None) -> float:
    return PROFILE.judge(Draft(title=text), country=country).score


@given(TEXTS)
def test_words_are_those_of_the_folded_text(text):
    assert Words(text).folded == fold(text).split()


@given(TEXTS)
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_every_word_stands_in_the_text_where_it_is_said_to_stand(text):
    words = Words(text)
    folded = fold_with_offsets(text)
    at = 0
    for number, word in enumerate(words.folded):
        begins, ends = folded.offsets[at], folded.offsets[at + len(word) - 1] + 1
        assert (words.start(number), words.end(number)) == (begins, ends)
        at += len(word) + 1


@given(TEXTS)
def test_an_aligned_folding_is_as_long_as_its_text_and_has_its_words(text):
    aligned = fold_aligned(text)

    assert aligned is None or (len(aligned), aligned.split()) == (len(text), fold(text).split())


@pytest.mark.parametrize("country", [None, "GE", "AZ"])
@given(text=SENTENCES)
def test_judging_is_deaf_to_composition_and_capitals(text, country):
    scores = {score(unicodedata.normalize(form, text), country) for form in ("NFC", "NFD")}

    assert scores == {score(text, country)} == {score(text.upper(), country)}


@given(name=st.sampled_from(("Bakı", "Tiflis", "Erivan", "Gümrü")), ending=st.sampled_from("de da"))
def test_judging_is_deaf_to_the_kind_of_apostrophe(name, ending):
    scores = {score(f"{name}{mark}{ending} toplantı") for mark in ("'", "’", "ʼ", "`")}

    assert len(scores) == 1


@given(SENTENCES)
def test_judging_is_deaf_to_the_orthography_of_armenian(text):
    assert score(text.replace("և", "եւ")) == score(text) == score(text.replace("և", "եվ"))


@given(before=SENTENCES, after=SENTENCES)
def test_the_evidence_shows_the_words_that_gave_it(before, after):
    text = f"{before} Ереван և {after}"

    why = PROFILE.judge(Draft(title=text)).why

    assert all(text[one.start : one.end] == one.name for one in why if one.start >= 0)


# ------------------------------------------------------------------ over the names of the topic
LANGUAGES = ("en", "ru", "hy", "az", "ka", "tr")
FOLDER = resources.files("monitor.match") / "profiles" / "south-caucasus"


def written(language: str) -> list[str]:
    """Every name of a concept in one language, as its file writes it."""
    tables = (
        table
        for file in FOLDER.iterdir()
        if file.name.endswith(".toml")
        for table in tomllib.loads(file.read_text("utf-8")).get("concept", {}).values()
    )
    return [
        name.strip("=*^")
        for table in tables
        if isinstance(table.get(language), list)
        for name in table[language]
    ]


WRITTEN = {language: written(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@given(at=st.integers(min_value=0), before=st.sampled_from(("", "12: ", "— ")))
def test_a_name_in_another_guise_is_judged_the_same(language, at, before):
    text = before + WRITTEN[language][at % len(WRITTEN[language])]
    guises = {
        *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")),
        *(text.upper(), text.replace("i", "İ").upper() if language in {"az", "tr"} else text),
        *(text.replace("'", mark).replace("’", mark) for mark in ("'", "’")),
        *(text.replace("և", pair).replace("եւ", pair) for pair in ("և", "եւ", "եվ")),
    }

    assert {score(guise) for guise in guises} == {score(text)}


@pytest.mark.parametrize("language", LANGUAGES)
@given(at=st.integers(min_value=0))
def test_the_letters_of_a_name_are_found_where_they_stand(language, at):
    name = WRITTEN[language][at % len(WRITTEN[language])]
    folded = fold_with_offsets(name)

    assert fold(folded.text) == folded.text == fold(name)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(name) for offset in folded.offsets)
