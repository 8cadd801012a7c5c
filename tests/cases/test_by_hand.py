"""What a person says of copies and stories: reversible, told once, and remembered."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.errors import StoreError
from monitor.plan.ruling import plan_ruling
from monitor.records import Item, Ruling, RulingWord
from tests.cases.room import HOUR, Room, article

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
TEXT = (
    "City engineers replaced the deck and the railings over the river before the winter came, and "
    "two workers were hurt when a scaffold fell into the water in November, the mayor said."
)


def carried(rooms: Room) -> tuple[Item, Item]:
    """A text and its copy at another source, an hour later."""
    rooms.poll(article(NEWS, TEXT))
    rooms.poll(article(NEWS, TEXT, url="https://aras.example/7"), source="aras", after=HOUR)
    first, copy = rooms.items
    assert copy.group == first.id
    assert rooms.dossier(copy).story == first.id
    return first, copy


def said(room: Room, item: Item, word: RulingWord, note: str = "") -> int:
    """What a person says; how many messages come of it."""
    room.now += dt.timedelta(minutes=1)
    ruling = Ruling(item_id=item.id, word=word, other="", by="anna", note=note, at=room.now)
    dossier, source = room.dossier(item), room.sources[item.source]
    plan = plan_ruling(ruling, dossier.item, dossier.matches, source, room.desk, now=room.now)
    return len(room.store.rule(plan))


def test_an_item_that_is_no_copy_is_told_once_and_stands_alone(rooms: Room):
    first, copy = carried(rooms)

    counts = [said(rooms, copy, word, "another bridge") for word in ("not-a-copy", "a-copy")]
    again = said(rooms, copy, "not-a-copy")

    assert (counts, again) == ([1, 0], 0)
    assert rooms.told == [("item.new", NEWS), ("item.new", NEWS)]
    assert [each.item_id for each in rooms.messages] == [first.id, copy.id]
    dossier = rooms.dossier(copy)
    assert dossier.item.group == copy.id
    assert [tie.kind for tie in dossier.ties if tie.kind in ("copy", "partial")] == []
    assert rooms.dossier(first).carriers == ()
    ruled = [(each.word, each.other, each.by, each.note) for each in dossier.rulings]
    assert ruled[:2] == [
        ("not-a-copy", first.id, "anna", "another bridge"),
        ("a-copy", first.id, "anna", "another bridge"),
    ]


def test_what_is_a_copy_again_is_carried_as_before(rooms: Room):
    first, copy = carried(rooms)
    before = rooms.dossier(copy).ties

    said(rooms, copy, "not-a-copy")
    said(rooms, copy, "a-copy")

    assert rooms.dossier(copy).ties == before
    assert [each.id for each in rooms.dossier(first).carriers] == [copy.id]


def test_an_edit_of_an_item_that_is_no_copy_leaves_it_alone(rooms: Room):
    _, copy = carried(rooms)
    said(rooms, copy, "not-a-copy")
    entry = article("Tbilisi: 2 bridges open again", TEXT, url="https://aras.example/7")

    rooms.poll(entry, source="aras")

    assert rooms.dossier(copy).item.group == copy.id


def test_an_item_that_is_of_no_story_begins_its_own_and_can_come_back(rooms: Room):
    first, copy = carried(rooms)

    said(rooms, copy, "not-this-story")
    apart = [(row.state.id, row.state.items) for row in rooms.store.stories()]
    said(rooms, copy, "this-story")

    assert {(first.id, 1), (copy.id, 1)} <= set(apart)
    assert rooms.dossier(copy).story == first.id


@pytest.mark.parametrize("case", ["baseline", "deleted", "lost"])
def test_what_nobody_was_to_hear_of_is_not_told(rooms: Room, case):
    _, copy = carried(rooms)
    old = replace(copy, baseline=case == "baseline")
    old = replace(old, state="deleted") if case == "deleted" else old
    ruling = Ruling(item_id=copy.id, word="not-a-copy", other="", by="", note="", at=rooms.now)
    source = None if case == "lost" else rooms.sources["aras"]
    matches = rooms.dossier(copy).matches

    plan = plan_ruling(ruling, old, matches, source, rooms.desk, now=rooms.now)

    assert plan.messages == ()


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("not-a-copy", "is not a copy of an earlier item"),
        ("not-this-story", "is not in an earlier story"),
        ("a-copy", "was not marked not-a-copy before"),
        ("this-story", "was not marked not-this-story before"),
    ],
)
def test_what_cannot_be_taken_apart_or_back_says_so(rooms: Room, word, reason):
    first, _ = carried(rooms)

    with pytest.raises(StoreError, match=reason):
        said(rooms, first, word)
    ruling = Ruling(item_id="nobody", word=word, other="", by="", note="", at=rooms.now)
    with pytest.raises(StoreError, match="no item has the id 'nobody'"):
        rooms.store.rule(plan_ruling(ruling, first, (), None, rooms.desk, now=rooms.now))
    assert rooms.dossier(first).rulings == ()
