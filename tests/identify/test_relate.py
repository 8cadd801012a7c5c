"""What a new article is to the kept ones that share its trace."""

import datetime as dt
from dataclasses import replace

from monitor import identify
from monitor.identify import Kin, compare
from monitor.records import Draft, NearItem, Source
from tests.identify.shelf import MONDAY, on

TITLE = "Rescue teams dig out three hikers near Kazbegi after an avalanche"
TEXT = (
    "Rescue workers in the district dug out three hikers on Saturday morning after an avalanche "
    "came down above the village of Gergeti, the emergency service of Georgia said in Tbilisi."
)
KEPT = NearItem(
    item_id="first",
    source="aras",
    group="first",
    story="first",
    title=TITLE,
    text=TEXT,
    first_seen=MONDAY,
    published=None,
    bands=16,
    weight=1.0,
)
SOURCE = Source(name="debed", url="https://debed.example/feed")


def kin(
    *near: NearItem, title: str = TITLE, text: str = TEXT, day: int = 0, source: str = "debed"
) -> Kin:
    draft = Draft(title=title, summary=text, published=on(day) if day else None)
    [candidate] = identify.candidates(SOURCE, [draft], now=MONDAY)
    return identify.relate(candidate, near, source=source, now=MONDAY)


def test_the_oldest_of_several_copies_leads():
    older = replace(KEPT, item_id="older", first_seen=MONDAY - dt.timedelta(hours=2))

    found = kin(KEPT, older)

    assert found.copy_of == older
    assert [(tie.other, tie.kind) for tie in found.ties] == [("older", "copy")]


def test_a_source_is_never_the_original_of_its_own_copy():
    found = kin(KEPT, source="aras")

    assert found.copy_of is None
    assert found.story_of == KEPT


def test_a_changed_number_at_the_same_source_is_no_story_by_itself():
    assert kin(KEPT, text=TEXT.replace("three", "five"), source="aras") == Kin()


def test_what_lies_more_than_a_week_back_is_nothing():
    assert kin(replace(KEPT, published=on(1)), day=12) == Kin()


def test_the_same_words_days_later_are_no_copy():
    assert kin(replace(KEPT, published=on(1)), day=6).copy_of is None


def test_a_column_is_no_copy_of_last_weeks():
    title = "Weekly review: what happened in Georgia"

    assert kin(replace(KEPT, title=title), title=title).copy_of is None


def test_the_same_wording_about_another_place_is_nothing():
    assert kin(KEPT, title=TITLE.replace("Kazbegi", "Goris")) == Kin()


def test_a_number_of_its_own_is_held_and_shares_the_story():
    found = kin(KEPT, text=TEXT.replace("three", "five"), title=TITLE.replace("three", "five"))

    assert [tie.kind for tie in found.ties] == ["held"]
    assert (found.copy_of, found.story_of) == (None, KEPT)


def test_strangers_are_nothing():
    assert kin(replace(KEPT, title="Choir festival in the hills", text="Singers met.")) == Kin()


def test_a_short_headline_that_says_it_was_updated_is_the_one_without():
    one = Draft(title="Quake in Tbilisi (updated)")

    assert compare(one, Draft(title="Quake in Tbilisi")).relation == "copy"


FORM = (
    "A fire broke out early on Thursday at the dairy in {place}, injuring {n} people, the rescue "
    "service said. Flames spread over {m} square metres of roof before crews could stop them. "
    "{who}, who heads the service of the town, called faulty wiring the likely cause."
)
GORI = FORM.format(place="Gori", n=12, m=340, who="Beridze")
POTI = FORM.format(place="Poti", n=31, m=815, who="Lomidze")
TOLD = (
    "Thick smoke hung over Gori after a blaze at the dairy. Doctors treated 12 workers and 340 "
    "square metres have burnt, according to Beridze, the chief of the local firefighters."
)


def report(name: str, title: str, text: str) -> NearItem:
    return replace(KEPT, item_id=name, group=name, story="gori", title=title, text=text)


def test_a_form_filled_in_anew_is_held_and_no_story():
    found = kin(report("gori", "Fire at the dairy injures 12", GORI), text=POTI,
                title="Fire at the dairy injures 31")  # fmt: skip

    assert [tie.kind for tie in found.ties] == ["held"]
    assert found.story_of is None


def test_reports_in_other_words_are_one_story_by_their_names_and_figures():
    found = kin(report("gori", "Fire at the dairy in Gori injures 12", GORI), text=TOLD,
                title="12 hurt as flames sweep through dairy")  # fmt: skip

    assert found.story_of is not None


def test_a_story_that_has_the_same_form_with_something_else_in_it_is_another_one():
    near = (
        report("gori", "Fire at the dairy in Gori injures 12", GORI),
        report("told", "12 hurt as flames sweep through dairy in Gori", TOLD),
    )
    title = "31 hurt, 12 of them badly, in Poti: fire at the dairy in Gori injures more"

    assert kin(*near, text=POTI, title=title).story_of is None
