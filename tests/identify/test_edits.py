"""What kind of change a change is."""

import pytest

from monitor.identify.edits import numbers, overlap
from monitor.records import Draft
from tests.identify.shelf import TEXTS, a_desk

URL = "https://kura.example/7"


def edit_of(before: Draft, after: Draft):
    desk = a_desk()
    desk.poll(before)
    changed = desk.poll(after).changed
    return (changed[0].edit, changed[0].is_event) if changed else None


def titled(title: str, summary: str | None = TEXTS[0], content: str | None = None) -> Draft:
    return Draft(url=URL, title=title, summary=summary, content=content)


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("Talks end without a deal", "Talks end with a deal", ("negation", True)),
        ("Committee reveiws the bridge", "Committee reviews the bridge", ("typo", False)),
        ("Slovakia sends rails", "Slovenia sends rails", ("headline", True)),
        ("It is now open", "It is not open", ("negation", True)),
        ("Minister meets mayor", "Minister praises mayor", ("headline", True)),
        ("1,200 trees planted", "1200 trees planted", ("cosmetic", False)),
        ("Bridge opens at 10:30", "Bridge opens at 11:45", ("number", True)),
        ("Rate at 3.50 percent", "Rate at 3.25 percent", ("number", True)),
        ("Bridge opens", "Bridge opens: 3 hurt", ("number", True)),
        ("Bridge opens", "UPDATE 3: Bridge opens", ("cosmetic", False)),
    ],
)
def test_headlines(before, after, edit):
    assert edit_of(titled(before), titled(after)) == edit


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("Works took two winters.", "Works took three summers.", ("number", True)),
        ("The toll is 10 lari.", "The toll is 12 lari.", ("number", True)),
        ("Open at 10:30.", "Open at 11:30.", ("text", False)),
        ("The toll is set.", "The toll is set. It is 12 lari.", ("enrichment", False)),
        ("The toll is set. It is 12 lari.", "The toll is set.", None),
        ("The toll is set.", None, None),
        (None, "The toll is set.", ("enrichment", False)),
        ("The toll  is set.", "The “toll” is set.", ("cosmetic", False)),
        ("Цена выросла", "Цена выросла".encode("cp1251").decode("latin-1"), None),
    ],
)
def test_summaries(before, after, edit):
    assert edit_of(titled("Bridge opens", before), titled("Bridge opens", after)) == edit


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        (None, "The full text.", ("enrichment", False)),
        ("The full text.", None, None),
        ("The full text.", "Another full text.", ("text", False)),
    ],
)
def test_contents(before, after, edit):
    assert (
        edit_of(titled("Bridge opens", content=before), titled("Bridge opens", content=after))
        == edit
    )


def test_the_whole_text_in_place_of_its_beginning_enriches():
    before = titled("Bridge opens", TEXTS[0])
    after = titled("Bridge opens", None, f"{TEXTS[0]} {TEXTS[1]}")

    assert edit_of(before, after) == ("enrichment", False)


def test_a_number_far_down_is_no_event():
    before, after = (titled("Bridge", f"{'word ' * 120} {n} cars. {n}") for n in (5, 6))

    assert edit_of(before, after) == ("text", False)


def test_cosmetic_wordings_are_not_kept_without_end():
    desk = a_desk()
    for n in range(20):
        desk.poll(titled("Bridge" + "!" * n + " opens"))

    assert desk.items[0].revision == 5


def test_a_text_that_comes_back_is_a_sighting_and_the_second_one_marks_the_item():
    desk = a_desk()
    marks = []
    for n in range(6):
        novelty = desk.poll(titled("Bridge opens", TEXTS[n % 2]))
        marks.append(([edit.back for edit in novelty.changed], desk.items[0].unstable))

    quiet, turned = ([True], False), ([True], True)
    assert marks == [([], False), ([False], False), quiet, turned, turned, turned]
    assert desk.items[0].revision == 2


def test_an_unstable_item_may_still_change_for_good():
    desk = a_desk()
    for title in ("Bridge opens", "Debed bridge ready", "Bridge opens"):
        desk.poll(titled(title))
    novelty = desk.poll(titled("Bridge closes again"))

    assert [edit.is_event for edit in novelty.changed] == [True]


def test_numbers_are_values():
    assert numbers("1,200 and 3.50 and 007 at 10:30, 12.5% or 1 000") == {
        "1200",
        "3.5",
        "7",
        "12.5",
        "1000",
    }


def test_nothing_overlaps_with_nothing():
    assert overlap(frozenset(), frozenset()) == 0
