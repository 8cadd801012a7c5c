"""Whose news an item is: home's, when somebody of home goes abroad, or the world's."""

import pytest

from monitor.match import load_profile
from monitor.records import Draft, Match

PROFILE = load_profile("south-caucasus")


def judge(title: str, summary: str | None = None, *, country: str) -> Match:
    return PROFILE.judge(Draft(title=title, summary=summary), country=country)


@pytest.mark.parametrize(
    ("title", "country"),
    [
        ("Prime minister leaves for Brussels", "GE"),
        ("Премьер отправился с визитом в Брюссель", "AM"),
        ("Վարչապետը մեկնել է Բրյուսել", "AM"),
        ("Baş nazir rəsmi səfərlə Brüsselə getdi", "AZ"),
        ("პრემიერი ოფიციალური ვიზიტით ბრიუსელში გაემგზავრა", "GE"),
    ],
)
def test_who_goes_abroad_for_the_country_is_news_of_home(title, country):
    match = judge(title, country=country)

    assert match.relevant
    assert {"hint", "near"} <= {evidence.rule for evidence in match.why}


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Prime minister of Belgium resigns", None),
        ("Belgian prime minister resigns", None),
        ("Премьер-министр Бельгии ушел в отставку", None),
        ("President Donald Tusk speaks in Warsaw", None),
        ("Prime Minister Again Leaves For Brussels", None),
        ("Prime minister Brussels", None),
        ("The prime minister resigns", "The crisis in Belgium goes on."),
    ],
)
def test_who_governs_elsewhere_is_not_news_of_home(title, summary):
    assert not judge(title, summary, country="AM").relevant


@pytest.mark.parametrize(
    "title",
    ["Tesla yeni modelini təqdim etdi", "Samsunqun gəliri iki dəfə artdı", "Nvidia ucuzlaşdı"],
)
def test_a_company_of_the_world_alone_is_not_news_of_home(title):
    assert not judge(title, country="AZ").relevant


# ------------------------------------------------------------------ the source is not known
@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("ოპოზიცია პარლამენტში არ შევა", "GE"),
        ("Կառավարությունը կքննարկի պատգամավորի առաջարկը", "AM"),
        ("Deputatlar nazirin hesabatını dinləyəcək", "AZ"),
    ],
)
def test_letters_and_words_of_home_speak_for_a_source_that_is_not_known(title, place):
    match = PROFILE.judge(Draft(title=title))

    assert match.relevant
    assert match.places == (place,)
    assert "letters" in {evidence.rule for evidence in match.why}


@pytest.mark.parametrize(
    "title",
    [
        "ახალი წიგნი გამოვიდა",  # letters alone
        "ესპანეთის პარლამენტში მინისტრი გამოვიდა",  # another country's
        "Deputies hear the minister's report",  # letters of everybody
        "კომეტას პარლამენტიდან დააკვირდნენ",  # about no country
    ],
)
def test_letters_alone_prove_nothing(title):
    assert not PROFILE.judge(Draft(title=title)).relevant


def test_letters_say_nothing_where_the_source_is_known():
    title = "ოპოზიცია პარლამენტში არ შევა"

    rules = {each.rule for each in PROFILE.judge(Draft(title=title), country="GE").why}
    abroad = PROFILE.judge(Draft(title=title), country="US")

    assert "prior" in rules
    assert "letters" not in rules
    assert abroad.score == 0


def test_letters_decide_what_a_village_s_name_means():
    assert PROFILE.judge(Draft(title="გორიდან ორი ავტობუსი გავიდა")).relevant
    assert not PROFILE.judge(Draft(title="Gori sends two buses")).relevant
