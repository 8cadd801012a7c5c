"""A word that stands for another one makes another event, where little else is told."""

import pytest

from monitor.identify import compare
from monitor.identify.forms import are_forms
from monitor.records import Draft
from monitor.text import fold

SHORT = {
    "en": ("Fire breaks out in a {} on the edge of Gyumri late in the evening", "bakery", "school"),
    "ru": ("Пожар вспыхнул в {} на самой окраине города Гюмри поздно вечером", "пекарне", "школе"),
    "hy": ("Գյումրիի ծայրամասում երեկոյան հրդեհ է բռնկվել {} շենքում", "փռի", "դպրոցի"),
    "ka": ("საღამოს ქალაქ გიუმრის განაპირას {} შენობაში ხანძარი გაჩნდა", "საცხობის", "სკოლის"),
    "tr": ("Gümrü kentinin kenarındaki bir {} akşam saatlerinde yangın çıktı", "fırında", "okulda"),
    "az": ("Gümrü şəhərinin kənarındakı bir {} axşam saatlarında yanğın baş verib", "fırında",
           "məktəbdə"),
}  # fmt: skip
FORM = (
    "A fire broke out in a {0} on the edge of Gyumri shortly after midnight, the rescue service "
    "said on its page. Four engines were sent to the place and the flames were put out within an "
    "hour. Nobody was hurt. The cause is not known yet, and an expert examination has been ordered "
    "by the investigators of the town."
)
LONG = " ".join((
    "Work on the road that leads from the {0} to the river was stopped by the council on Monday.",
    "Residents had complained about dust, noise and lorries that pass their gates before dawn.",
    "The company promised to wash the wheels of every vehicle and to keep to the agreed hours.",
    "Engineers will measure the vibration in the houses nearby and publish what they have found.",
    "Until then the {0} can be reached on foot alone, and a bus brings the workers from the town.",
    "Deputies of both parties asked for the contract, which has never been shown to the public.",
))  # fmt: skip


def relation(one: tuple[str, str], other: tuple[str, str]) -> str:
    drafts = [Draft(title=title, summary=text or None) for title, text in (one, other)]
    said = compare(*drafts)
    assert compare(*drafts[::-1]).relation == said.relation
    return said.relation


@pytest.mark.parametrize("language", SHORT)
def test_two_short_texts_with_a_word_each_are_no_copies(language):
    form, one, other = SHORT[language]

    assert relation((form.format(one), ""), (form.format(other), "")) != "copy"
    assert relation((form.format(one), ""), (form.format(one).upper(), "")) == "copy"


def test_a_word_filled_into_a_form_makes_another_text():
    titles = "Fire in a {} on the edge of Gyumri"
    filled = [(titles.format(word), FORM.format(word)) for word in ("bakery", "school")]
    bare = [("Fire on the edge of Gyumri", FORM.format(word)) for word in ("bakery", "school")]

    assert relation(*filled) == "different"
    assert relation(*bare) == "different"


def test_a_word_that_stands_for_another_throughout_makes_another_text_of_any_length():
    texts = [("Road works stopped", LONG.format(word)) for word in ("quarry", "airport")]

    assert relation(*texts) == "different"


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("within an hour", "in less than an hour"),
        ("said on its page", "reported on its page"),
        ("engines were", "engines had been"),
        ("Four engines were sent", "Four engines were sent at once"),
        ("Nobody was hurt", "No one was hurt"),
        ("investigators", "investigator"),
        ("ordered", "orderd"),
        ("is not known yet", "remains a puzzle for everybody"),
    ],
)
def test_an_editor_s_hand_does_not_make_another_text(word, instead):
    text = FORM.format("bakery")

    assert relation(("Fire in Gyumri", text), ("Fire in Gyumri", text.replace(word, instead))) == (
        "copy"
    )


def test_a_synonym_or_a_day_of_reference_is_no_other_event():
    one = "Police detain the deputy mayor of the small town of Ijevan on Friday over a bribe"

    assert relation((one, ""), (one.replace("detain", "arrest"), "")) == "copy"
    assert relation((one, ""), (one.replace("on Friday", "today"), "")) == "copy"
    assert relation((one, ""), (one.replace("Friday", "Monday"), "")) != "copy"


@pytest.mark.parametrize(
    "tails", [("Kura Herald", "kuraherald.example"), ("Aras Daily", "Debed Weekly")]
)
def test_signatures_are_no_words_of_their_own(tails):
    head = "Rescue teams dig out three hikers after an avalanche in the hills above Stepantsminda"
    one, other = (f"{head} - {tail}" for tail in tails)

    assert relation((one, ""), (other, "")) == "copy"


def test_a_hyphen_without_blanks_signs_nothing():
    form = "Ministry publishes the {}-file of the long inquiry into the old factory in Vanadzor"

    assert relation((form.format("budget"), ""), (form.format("weapons"), "")) != "copy"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bakery", "bakeries"), ("Aliyev", "Aliev"), ("Kocharyan", "Kocharian"), ("реке", "река"),
        ("пекарне", "пекарнями"), ("drove", "drives"), ("school", "shcool"), ("ev", "ev"),
        ("სკოლაში", "სკოლის"), ("դպրոցում", "դպրոցի"), ("okul", "okullarında"), ("Baku", "Баку"),
        ("ministry", "minstry"), ("investigaters", "investigators"), ("суд", "суде"),
    ],
)  # fmt: skip
def test_cases_spellings_and_slips_are_forms_of_one_word(one, other):
    assert are_forms(fold(one), fold(other))
    assert are_forms(fold(other), fold(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bakery", "school"), ("bank", "tank"), ("house", "horse"), ("station", "statue"),
        ("contract", "control"), ("банк", "банд"), ("Goris", "Gori"), ("#5", "#6"), ("bus", "car"),
        ("mine", "line"), ("hospital", "hospice"), ("Baku", "bakery"),
    ],
)  # fmt: skip
def test_words_that_look_alike_are_two_words(one, other):
    assert not are_forms(
        one if one[0] == "#" else fold(one), other if one[0] == "#" else fold(other)
    )
