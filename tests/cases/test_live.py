"""An article that changes all the time: its updates come as one, and none is lost."""

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise

import pytest

from monitor.plan import Desk
from monitor.plan.holding import is_live
from monitor.records import Rule
from tests.cases.room import HOUR, QUARTER, RULE, Room, article

FIVE = dt.timedelta(minutes=5)
TEXT = "The storm reached the Georgian capital in the early morning and moves to the east."


def toll(count: int, title: str = "Storm in Tbilisi") -> str:
    return f"{title}: {count} cars damaged"


def updates(room: Room) -> list[tuple[str, str]]:
    """The headlines before and after, of each update that was told."""
    bodies = [json.loads(each.body)["data"] for each in room.messages]
    changes = [body["change"] for body in bodies if "change" in body]
    return [(each["before"]["title"], each["after"]["title"]) for each in changes]


def test_case_43_a_live_blog_is_one_item_whose_updates_are_told_once_an_interval(room: Room):
    for count in range(2, 40):  # every five minutes, for three hours
        room.poll(article(toll(count, "LIVE: storm in Tbilisi"), TEXT), after=FIVE)
        room.wait(dt.timedelta(0))

    told = updates(room)
    assert len(room.items) == 1
    assert [event for event, _ in room.told].count("item.new") == 1
    assert len(told) == 4  # the first change, and one an hour
    assert all(before == after for (_, after), (before, _) in pairwise(told))


def test_case_43_the_last_update_of_a_live_blog_comes_though_nothing_changes_any_more(room: Room):
    for count in (2, 3, 4):
        room.poll(article(toll(count, "LIVE: storm in Tbilisi"), TEXT), after=FIVE)
    early = updates(room)

    room.wait(HOUR)
    room.wait(HOUR)

    (two, three, four) = (toll(n, "LIVE: storm in Tbilisi") for n in (2, 3, 4))
    assert early == [(two, three)]
    assert updates(room) == [(two, three), (three, four)]


def test_case_43_an_article_that_does_not_call_itself_live_is_held_back_from_the_third_change_on(
    room: Room,
):
    for count in (2, 3, 4, 5, 6):
        room.poll(article(toll(count), TEXT), after=FIVE)
    early = len(updates(room))
    room.wait(HOUR)

    assert early == 2
    assert updates(room)[-1] == (toll(4), toll(6))
    change = json.loads(room.messages[-1].body)["data"]["change"]
    assert change["edit"] == "number"
    assert change["words"]


def test_case_43_what_went_back_to_the_words_that_were_told_is_told_no_more(room: Room):
    for count in (2, 3, 4, 3):
        room.poll(article(toll(count, "LIVE: storm in Tbilisi"), TEXT), after=FIVE)

    room.wait(HOUR)

    assert len(updates(room)) == 1
    assert room.store.held(now=room.now, limit=9) == ()


def test_a_correction_waits_for_nobody(room: Room):
    for count in (2, 3, 4):
        room.poll(article(toll(count, "LIVE: storm in Tbilisi"), TEXT), after=FIVE)
    wrong = f"{TEXT} Correction: an earlier version of this page named another district."
    room.poll(article(toll(4, "LIVE: storm in Tbilisi"), wrong), after=FIVE)

    room.wait(dt.timedelta(0))

    change = json.loads(room.messages[-1].body)["data"]["change"]
    assert (len(updates(room)), change["edit"]) == (2, "correction")
    assert change["before"]["title"] == toll(3, "LIVE: storm in Tbilisi")


def test_the_span_is_the_users(room: Room):
    room.desk = replace(room.desk, live_every=QUARTER)
    for count in range(2, 9):
        room.poll(article(toll(count, "LIVE: storm in Tbilisi"), TEXT), after=FIVE)
        room.wait(dt.timedelta(0))

    assert len(updates(room)) == 2


def test_only_rules_that_hear_of_the_gravest_change_hear_of_all(room: Room):
    deaf = Rule(
        name="grave", topics=("caucasus",), events=("item.revised",), to=("box",),
        revisions="correction",
    )  # fmt: skip
    room.desk = Desk(topics=room.desk.topics, rules=(RULE, deaf), limits=room.desk.limits)
    for count in (2, 3, 4):
        room.poll(article(toll(count, "LIVE: storm in Tbilisi"), TEXT), after=FIVE)
    room.wait(HOUR)

    assert {each.channel for each in room.messages} == {"desk"}


def test_what_is_held_back_of_a_deleted_item_or_a_lost_source_is_told_to_nobody(room: Room):
    for number in (1, 2):
        for count in (2, 3, 4):
            entry = article(toll(count, f"LIVE: storm {number} in Tbilisi"), TEXT, number=number)
            room.poll(entry, after=FIVE)
    told = len(room.messages)
    room.store.mark(room.items[0].id, "deleted")
    room.wait(HOUR)
    after_one = len(room.messages)
    room.poll(article(toll(9, "LIVE: storm 2 in Tbilisi"), TEXT, number=2), after=FIVE)
    room.sources = {}
    room.wait(2 * HOUR)

    assert (after_one, len(room.messages)) == (told + 1, told + 1)


@pytest.mark.parametrize(
    ("title", "path", "live"),
    [
        ("LIVE: storm in Tbilisi", "news/7", True),
        ("Онлайн | Шторм в Тбилиси", "news/7", True),
        ("CANLI - Tiflis'te fırtına", "news/7", True),
        ("Storm in Tbilisi: live updates", "news/7", True),
        ("Storm in Tbilisi", "live/7", True),
        ("Live music returns to Tbilisi", "news/7", False),
        ("Storm in Tbilisi", "news/live-music-7", False),
        ("Olive harvest in Tbilisi", "deliver/7", False),
    ],
)
def test_how_a_newsroom_marks_a_page_that_it_writes_on(room: Room, title, path, live):
    room.poll(article(title, TEXT, url=f"https://kura.example/{path}"))

    assert is_live(room.only()) == live
