"""What an item is about, and what it only mentions: streets, offices abroad, stars, lists."""

import pytest

from monitor.match import load_profile
from monitor.records import Draft, Match

PROFILE = load_profile("south-caucasus")


def judge(title: str) -> Match:
    return PROFILE.judge(Draft(title=title))


@pytest.mark.parametrize(
    "title",
    [
        "В Ереване на улице Сарьяна горит кафе",
        "ბათუმის ქუჩებში წყალი დადგა",
        "Bakıda küçə itləri yığılır",
        "Yerevan street vendors meet the mayor",
    ],
)
def test_a_street_in_a_town_of_the_region_is_there(title):
    assert judge(title).relevant


def test_a_street_abroad_is_named_after_the_town():
    assert not judge("В Ростове на улице Бакинской горит кафе").relevant


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("Саакашвили получил пост в офисе Зеленского", "an office abroad"),
        ("Armenian Genocide resolution: senate debates the Armenian Genocide", "recognition"),
        ("Kardashian posts about Armenia", "a star"),
        ("Ten best countries for hikers: Norway, Peru, Armenia", "countries"),
    ],
)
def test_what_people_disagree_on_stays_borderline(title, tag):
    match = judge(title)

    assert (match.relevant, match.borderline) == (False, True)
    assert tag in {evidence.concept for evidence in match.why if evidence.rule == "hold"}


@pytest.mark.parametrize(
    "title",
    ["Саакашвили вернулся из Киева в Рустави", "Armenia marks Genocide anniversary in Yerevan"],
)
def test_more_of_the_region_lifts_what_people_disagree_on(title):
    assert judge(title).relevant


def test_somebody_from_there_who_lives_elsewhere_is_news_of_elsewhere():
    assert not judge("Уроженец Азербайджана осужден в Самаре").relevant
    assert judge("Уроженец Азербайджана осужден в Гяндже").relevant


def test_a_city_of_colombia_is_called_armenia_too():
    assert not judge("Once Caldas win in Armenia after a late penalty").relevant


def test_an_office_of_another_country_is_not_that_of_home():
    title = "Ֆրանսիայի Ազգային ժողովը ցրվել է"

    assert not PROFILE.judge(Draft(title=title), country="AM").relevant
    assert PROFILE.judge(Draft(title="Ազգային ժողովը ցրվել է"), country="AM").relevant
