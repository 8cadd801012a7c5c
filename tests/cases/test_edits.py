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
    dossier = room.dossier()
    assert dossier.unstable
    assert room.versions() == ["first", "headline"]
    assert [(each.seq, each.times) for each in dossier.sightings] == [(1, 4), (2, 4)]
    assert dossier.item.title == B


def test_case_10_a_headline_that_comes_back_is_shown_again_and_is_no_version(room: Room):
    for title in (A, B, A):
        room.poll(article(title, TEXT), after=HOUR)

    dossier = room.dossier()
    assert room.told == [("item.new", A), ("item.revised", B)]
    assert [each.title for each in dossier.revisions] == [A, B]
    assert (dossier.item.title, dossier.shown) == (A, 1)
    (sighting,) = dossier.sightings
    assert (sighting.seq, sighting.times, sighting.last_at) == (1, 1, room.now)
    assert not dossier.unstable
    assert next(row.item.title for row in room.store.items()) == A


def test_case_10_what_comes_after_a_return_is_told_against_what_was_shown(room: Room):
    third = "Metekhi footbridge in Tbilisi is closed once more after 3 days"
    for title in (A, B, A, third):
        room.poll(article(title, TEXT), after=HOUR)

    change = json.loads(room.messages[-1].body)["data"]["change"]
    assert room.told[-1] == ("item.revised", third)
    assert change["before"]["title"] == A
    assert (room.only().title, room.dossier().shown) == (third, 3)


def test_case_10_a_return_to_other_quotes_of_the_same_words_shows_those_quotes(room: Room):
    quoted = A.replace("the Metekhi footbridge", "the “Metekhi” footbridge")
    for title in (A, quoted, B, A, B, quoted):
        room.poll(article(title, TEXT), after=HOUR)

    assert room.only().title == quoted
    assert len(room.dossier().revisions) == 3
