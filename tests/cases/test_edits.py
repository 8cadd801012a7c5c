"""What an article says changes: what is kept, what is told, and what stands as its words."""

import json

from tests.cases.room import HOUR, QUARTER, Room, article, before

A = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
B = "Metekhi footbridge in Tbilisi opens again, railings still missing"
TEXT = "City engineers replaced the deck and the railings over the river before the winter came."


def test_case_06_another_site_at_the_address_is_held_and_told_once_as_a_source(room: Room):
    known = [article(f"Tbilisi street {n} is paved again", TEXT, number=n) for n in range(100, 106)]
    for _ in range(8):  # it brings little as a rule
        room.poll(*known, before("kura"), after=6 * HOUR)
    told = len(room.told)
    strangers = [
        article(
            f"Bonus {n} of Tbilisi for players who like slots",
            f"Offer {n} ends soon, so play the game of the week now.",
            number=n,
            guid=f"casino-{n}",
            url=f"https://kura.example/bonus/{n}",
            published=None,
        )
        for n in range(900, 912)
    ]

    room.poll(*strangers)
    room.poll(*strangers)

    assert room.told[told:] == [("source.changed", "rewritten?")]
    assert sum(item.baseline for item in room.items) == 12


def test_case_08_other_quotes_are_a_version_that_nobody_hears_of(room: Room):
    quoted = A.replace("the Metekhi footbridge", "the “Metekhi” footbridge")
    room.poll(article(A, TEXT))

    room.poll(article(quoted, TEXT))

    assert room.told == [("item.new", A)]
    assert room.versions() == ["first", "cosmetic"]
    assert room.only().title == quoted


def test_case_09_another_number_says_what_it_was(room: Room):
    room.poll(article("Avalanche near Tbilisi: 2 killed", TEXT))
    room.poll(article("Avalanche near Tbilisi: 4 killed", TEXT))

    assert room.told[-1] == ("item.revised", "Avalanche near Tbilisi: 4 killed")
    change = json.loads(room.messages[-1].body)["data"]["change"]
    assert change["edit"] == "number"
    assert change["before"]["title"] == "Avalanche near Tbilisi: 2 killed"


def test_case_33_a_weekly_title_under_a_new_address_is_told_each_week(room: Room):
    weekly = "Weekly review of Tbilisi"
    room.poll(article(weekly, "What the valley talked about this week.", number=1))
    room.poll(
        article(weekly, "What the valley talked about this week.", number=2), after=168 * HOUR
    )

    first, second = room.items
    assert first.group != second.group
    assert len(room.told) == 2


def test_case_11_a_headline_that_flips_is_told_once_and_marked(room: Room):
    for n in range(10):
        room.poll(article((A, B)[n % 2], TEXT), after=QUARTER)

    assert room.told == [("item.new", A), ("item.revised", B)]
    assert room.dossier().unstable
    assert room.versions() == ["first", "headline"]
