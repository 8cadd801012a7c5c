"""One text on many sites: items of their own, one group, one message."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from monitor.cli.fate import description
from tests.cases.room import Room, article, on, open_room

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
TEXT = (
    "TBILISI (Reuters) - City engineers replaced the deck and the railings over the river before "
    "the winter came, and two workers were hurt when a scaffold fell into the water in November."
)


def test_case_27_a_wire_text_on_thirty_sites_is_thirty_items_one_group_and_one_message(
    tmp_path: Path,
):
    names = [f"site{n}" for n in range(30)]
    with open_room(tmp_path, *names) as room:
        for name in names:
            wire = article(NEWS, TEXT, url=f"https://{name}.example/wire", guid=None)
            room.poll(replace(wire, published=None), source=name, after=dt.timedelta(minutes=12))

        first, *others = room.items
        carriers = room.dossier(first).carriers
        told = room.told

    assert len(others) == 29
    assert {item.group for item in others} == {first.id}
    assert [item.source for item in carriers] == names[1:]
    assert told == [("item.new", NEWS)]


def test_why_says_who_was_seen_first_and_who_states_the_earliest_time(rooms: Room):
    rooms.poll(article(NEWS, TEXT, published=on(12, 8)))
    copy = article(NEWS, TEXT, url="https://aras.example/7", published=on(12, 7))
    rooms.poll(copy, source="aras")
    day = article(NEWS, TEXT, url="https://debed.example/7", published=on(12))
    rooms.poll(day, source="debed")
    first = rooms.items[0]

    said = dict(description(rooms.dossier(first), dt.UTC))["copies"]

    assert said.startswith("+2 copies, first seen at kura, ")
    assert "; the earliest stated time is that of aras, " in said


def test_why_says_that_no_carrier_states_its_minute(rooms: Room):
    for name in ("kura", "aras", "debed"):
        url = f"https://{name}.example/7"
        rooms.poll(article(NEWS, TEXT, url=url, published=None), source=name)

    said = dict(description(rooms.dossier(rooms.items[0]), dt.UTC))["copies"]

    assert said.endswith("; none states its minute")
