"""What speaks against two texts being one."""

import pytest

from monitor.identify.contrast import contrast, wording_of
from monitor.identify.opposites import is_negated, stances
from monitor.text import fold

SAME = "who went there said that nothing else had changed since the morning of that long day"


def against(one: str, other: str, *, title: str = "") -> str:
    found = contrast(wording_of(title, one), wording_of(title, other))
    back = contrast(wording_of(title, other), wording_of(title, one))
    assert (found is None) == (back is None)
    return found.kind if found else ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("գալիս է", "չգալիս է"), ("կգա", "չի գա"), ("հաստատում", "չհաստատեց"),
        ("katılacak", "katılmayacak"), ("gəldi", "gəlmədi"), ("etti", "etmedi"),
        ("açıldı", "açılmadı"), ("gelir", "gelmez"),
    ],
)  # fmt: skip
def test_a_negation_inside_the_verb_is_seen(one, other):
    assert is_negated(fold(one), fold(other).replace("չի ", "չ")) or " " in other
    assert is_negated(fold(other).replace(" ", ""), fold(one)) or " " in other


@pytest.mark.parametrize(
    ("one", "other"),
    [("kapı", "kapak"), ("house", "horse"), ("дом", "том"), ("չորս", "հինգ"), ("a", "ab")],
)
def test_other_words_are_no_negation(one, other):
    assert not is_negated(fold(one), fold(other))


def test_a_word_takes_a_stand_by_its_longest_beginning():
    assert stances("başarisiz") != stances("başarili")
    assert not stances("stone")


def test_an_upside_down_name_in_a_script_without_capitals_is_seen():
    one = "გიორგი ბერიძე სოფელში ჩავიდა და ხალხს შეხვდა, შემდეგ გიორგი ბერიძე ქალაქში დაბრუნდა"
    other = one.replace("ბერიძე", "მაისურაძე")

    assert against(one, other) == "name"


def test_the_same_name_in_another_spelling_or_form_is_no_other_name():
    assert against(f"They met Aliyev in town, {SAME}", f"They met Aliev in town, {SAME}") == ""
    assert against(f"Людям из Гори помогли, {SAME}", f"Людям из Гори́ помогли, {SAME}") == ""


def test_an_agency_is_no_other_name():
    one = f"The mayor told Reuters about it, and those {SAME}"

    assert against(one, one.replace("Reuters", "AFP")) == ""


def test_a_title_of_office_is_no_other_name():
    one = f"Yesterday President Mirzoyan spoke, and those {SAME}"

    assert against(one, one.replace("President", "Mr")) == ""


def test_a_year_of_its_own_counts():
    one = f"The budget of 2025 was read, and those {SAME}"

    assert against(one, one.replace("2025", "2026")) == "day"


def test_both_poles_on_one_side_say_nothing():
    one = f"Prices rose and fell again, and those {SAME}"

    assert against(one, f"Prices moved down a bit, and those {SAME}") == ""


def test_one_more_number_speaks_against_nothing():
    assert against(f"Four came, and those {SAME}", f"Some came, and those {SAME}") == ""


def test_texts_that_share_little_are_not_laid_side_by_side():
    assert against("Gyumri saw snow in the night", "Vanadzor heard music by the river") == ""


def test_a_repeated_swap_of_openings_is_a_name():
    one = "Zorik runs a mill. Zorik mends boats. Zorik grows vines on the hill above the lake."

    assert against(one, one.replace("Zorik", "Petre")) == "name"


def test_other_words_of_a_script_without_capitals_are_no_names():
    one = "მთავრობის სხდომა გუშინ დაიწყო და მინისტრებმა ბიუჯეტი სწრაფად განიხილეს დარბაზში"

    assert against(one, one.replace("სწრაფად", "მშვიდად")) == ""


def test_short_names_are_forms_of_nothing_but_themselves():
    one = f"They asked Ani and the others about it, and those {SAME}"

    assert against(one, one.replace("Ani", "Eka")) == "name"


def test_two_words_with_one_ending_of_place_are_two_places():
    one = "მთავრობის სხდომა გუშინ კავთისხევში დაიწყო და მინისტრებმა ბიუჯეტი განიხილეს დარბაზთან"

    assert against(one, one.replace("კავთისხევში", "ხიდისთავში")) == "name"


def test_a_longer_form_of_a_name_is_that_name():
    one = f"They asked Marneuli people about it, and those {SAME}"

    assert against(one, one.replace("Marneuli", "Marneulian")) == ""
