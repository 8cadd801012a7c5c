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
