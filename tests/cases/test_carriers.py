"""One text on many sites: items of their own, one group, one message."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from tests.cases.room import article, open_room

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
