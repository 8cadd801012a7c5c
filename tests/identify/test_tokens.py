"""Numbers by value and dates as one, in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.identify.numerals import scale_of, value_of
from monitor.identify.tokens import tokens
from monitor.text import fold


def forms(text: str) -> list[str]:
    return [each.form for each in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("three killed", "3 killed"),
        ("twenty-five people", "25 people"),
        ("one hundred and five houses", "105 houses"),
        ("two thousand three hundred men", "2,300 men"),
        ("2.5 million drams", "2,500,000 drams"),
        ("$5bn loan", "$5 billion loan"),
        ("5 per cent", "5%"),
        ("five percent", "5 %"),
        ("погибли трое", "погибли 3"),
        ("двадцать пять домов", "25 домов"),
        ("семьдесят две тысячи триста рублей", "72 300 рублей"),
        ("2,5 млн лари", "2 500 000 лари"),
        ("шесть процентов", "6%"),
        ("քսանհինգ մարդ", "25 մարդ"),
        ("երեք հազար դրամ", "3000 դրամ"),
        ("հինգերորդ դպրոց", "5-րդ դպրոց"),
        ("ოცდათხუთმეტი სახლი", "35 სახლი"),
        ("ოთხი პროცენტი", "4 %"),
        ("მეხუთე სკოლა", "5 სკოლა"),
        ("ორმოცდაათი კაცი", "50 კაცი"),
        ("beş nəfər yaralandı", "5 nəfər yaralandı"),
        ("iyirmi beş ev dağıldı", "25 ev dağıldı"),
        ("yüzde beş arttı", "%5 arttı"),
        ("2 buçuk milyon kişi geçti", "2,5 milyon kişi geçti"),
        ("iki yüz kişi öldü", "200 kişi öldü"),
        ("üçüncü köprü açıldı", "3. köprü açıldı"),
    ],
)
def test_a_number_is_its_value_however_it_is_written(one, other):
    assert forms(one) == forms(other)


@pytest.mark.parametrize(
    "text",
    [
        "9 January", "January 9", "January 9th", "Jan 9", "09.01", "9 января", "9 янв",
        "հունվարի 9-ին", "9 იანვარს", "yanvarın 9-u", "9 Ocak",
    ],
)  # fmt: skip
def test_a_day_is_one_token_in_every_language(text):
    assert forms(f"x {text}") == ["x", "@01-09"]


@pytest.mark.parametrize(
    "text", ["9 January 2026", "09.01.2026", "2026-01-09", "9/1/26", "1-29-26"]
)
def test_a_full_date_keeps_its_year(text):
    day = "@01-29" if "29" in text else "@01-09"
    assert forms(text) == [day, "#2026"]


def test_a_year_word_belongs_to_the_date():
    assert forms("9 января 2026 года снег") == ["@01-09", "#2026", "снег"]


@pytest.mark.parametrize("text", ["в мае 9 человек", "მაისში 4%", "in May, 9 people"])
def test_a_month_with_a_number_behind_it_is_no_date(text):
    assert not any(form.startswith("@") for form in forms(text))


@pytest.mark.parametrize("text", ["31.13.2026", "45 May 2026"])
def test_what_no_calendar_has_is_no_date(text):
    assert not any(form.startswith("@") for form in forms(text))


def test_times_of_day_say_nothing():
    assert forms("at 10:30 and 10:31:05") == ["at", "and"]


def test_one_and_years_claim_nothing():
    claims = {each.form: each.is_claimed for each in tokens("one 7 2026 first 3rd 0")}

    assert claims == {"#1": False, "#7": True, "#2026": False, "#3": True, "#0": True}


def test_a_number_that_no_float_holds_stays_as_it_is():
    assert forms("9" * 40) == ["#" + "9" * 40]


@pytest.mark.parametrize(
    ("word", "turkic"),
    [
        ("on", False), ("ondan", True), ("üçün", True), ("ասե", False), ("ასე", False),
        ("տասնյակ", False), ("հինգշաբթի", False), ("beşon", True), ("ხუთათ", False), ("中", False),
    ],
)  # fmt: skip
def test_what_only_begins_like_a_number_is_none(word, turkic):
    assert value_of(fold(word), turkic=turkic) is None


def test_joined_hundreds_are_read():
    assert value_of("ikiyüz", turkic=True) == 200
    assert value_of("երեքհարյուր", turkic=False) == 300


def test_a_thousand_of_one_language_is_a_minute_of_another():
    assert scale_of("min", turkic=True) == 1_000
    assert scale_of("min", turkic=False) == 0


def test_a_bare_scale_is_no_number():
    assert (
        forms("thousands of people, a million dreams")
        == fold("thousands of people a million dreams").split()
    )


def test_numbers_in_a_row_stay_apart():
    assert forms("5 3 four seven two hundred") == ["#5", "#3", "#4", "#7", "#200"]
    assert forms("ten and twenty") == ["#10", "and", "#20"]


def test_names_are_told_from_the_beginnings_of_sentences():
    told = {each.form: (each.is_name, each.is_opening) for each in tokens("Rain in Gori. Snow")}

    assert told["gori"] == (True, False)
    assert told["snow"] == told["rain"] == (False, True)
    assert told["in"] == (False, False)


@given(st.text(max_size=200))
def test_any_text_has_tokens(text):
    assert all(each.form for each in tokens(text))


def test_a_word_behind_a_number_is_no_ending_of_it():
    assert forms("C01-file") == ["c", "#1", "file"]
    assert forms("a 5-star hotel") == ["a", "#5", "star", "hotel"]
    assert forms("the 5th, 3-ci, 6-da, 20-րդ, 15-მა") == ["the", "#5", "#3", "#6", "#20", "#15"]


def test_georgian_names_are_told_by_their_endings_and_places():
    found = {each.form for each in tokens("გუშინ თბილისში ბერიძემ ხანძარი ნახა") if each.is_name}

    assert found == {"თბილისში", "ბერიძემ"}
