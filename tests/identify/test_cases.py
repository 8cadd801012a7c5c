"""The acceptance cases of identity, by number."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.records import Draft, Moment
from tests.identify.shelf import (
    SNOW,
    Shelf,
    a_desk,
    a_feed,
    article,
    nothing_happened,
    on,
    the_edit,
)


@pytest.fixture
def desk():
    return a_desk()


def test_case_01_an_identical_document_brings_nothing_and_moves_last_seen(desk):
    desk.poll(*a_feed())
    again = desk.poll(*a_feed())

    assert nothing_happened(again)
    assert len(again.seen) == 6
    assert not any(seen.new_aliases for seen in again.seen)
    assert {item.last_seen for item in desk.items} == {desk.now}


@pytest.mark.parametrize("tracking", ["?utm_source=x&utm_medium=y", "?fbclid=IwAR1"])
def test_case_02_a_tracking_parameter_is_no_new_address(desk, tracking):
    desk.poll(*a_feed())
    tagged = [replace(each, url=f"{each.url}{tracking}") for each in a_feed()]

    assert nothing_happened(desk.poll(*tagged))
    assert len(desk.items) == 6


def test_case_03_https_instead_of_http_keeps_the_items_and_adds_aliases(desk):
    plain = [replace(each, url=f"{each.url}".replace("https", "http")) for each in a_feed()]
    plain = [replace(each, guid=each.url) for each in plain]
    desk.poll(*plain)
    secure = [replace(each, guid=each.url) for each in a_feed()]

    moved = desk.poll(*secure)

    assert nothing_happened(moved)
    assert all(seen.new_aliases for seen in moved.seen)
    assert desk.poll(*secure).guid_trusted


def test_case_04_new_guids_under_known_addresses_are_learned_and_logged(desk):
    desk.poll(*a_feed())
    moved = desk.poll(*a_feed(guids="other-{}"))

    assert nothing_happened(moved)
    assert moved.migrated
    assert "renamed" in moved.notes[0]


def test_case_05_new_guids_and_addresses_with_known_texts_are_migrated(desk):
    desk.poll(*a_feed())
    moved = desk.poll(*a_feed(guids="x{}", host="new.kura.example", path="stories"))

    assert nothing_happened(moved)
    assert moved.migrated
    assert not moved.unlisted
    assert len(desk.items) == 6
    assert nothing_happened(
        desk.poll(*a_feed(guids="x{}", host="new.kura.example", path="stories"))
    )


def test_case_05_a_list_of_bare_headlines_is_migrated_too(desk):
    bare = [replace(each, guid=None, summary=None, published=None) for each in a_feed()]
    desk.poll(*bare)
    moved = desk.poll(*(replace(each, url=f"{each.url}-moved") for each in bare))

    assert nothing_happened(moved)
    assert moved.migrated


def strangers(count: int = 6) -> list[Draft]:
    return [
        Draft(
            guid=f"casino-{n}",
            url=f"https://kura.example/bonus/{n}",
            title=f"Bonus number {n} for lucky players who like slots",
            summary=f"Offer {n} ends soon, so do not wait and play the game of the week.",
        )
        for n in range(count)
    ]


def test_case_06_another_site_at_the_address_is_held(desk):
    desk.poll(*a_feed())
    taken = desk.poll(*strangers())

    assert taken.held
    assert len(taken.new) == 6
    assert "not told" in taken.notes[-1]


def test_case_07_a_rewritten_headline_is_an_edit_and_an_event(desk):
    desk.poll(article("Snow closes two mountain passes"))
    edit = the_edit(desk.poll(article("Lorries stuck as winter storm reaches the Lesser Caucasus")))

    assert (edit.edit, edit.is_event, edit.seq) == ("headline", True, 2)


@pytest.mark.parametrize(
    "title",
    [
        "“Snow” closes two mountain passes",
        "SNOW CLOSES TWO MOUNTAIN PASSES",
        "Snow closes two\u00a0mountain passes — ",
        "Snow closes two moun\u00adtain passes",
        "BREAKING: Snow closes two mountain passes",
    ],
)
def test_case_08_quotes_dashes_case_and_invisible_letters_are_kept_but_no_event(desk, title):
    desk.poll(article("Snow closes two mountain passes"))
    novelty = desk.poll(article(title))

    assert not novelty.new
    assert [edit.is_event for edit in novelty.changed] in ([], [False])
    assert {edit.edit for edit in novelty.changed} <= {"cosmetic"}


def test_case_08_the_new_quotes_are_stored(desk):
    desk.poll(article("Snow closes two mountain passes"))
    desk.poll(article("“Snow” closes two mountain passes"))

    assert desk.items[0].title == "“Snow” closes two mountain passes"
    assert desk.items[0].revision == 2


def test_case_09_a_number_that_changes_is_an_event(desk):
    desk.poll(article("Avalanche in Svaneti: 2 killed"))
    edit = the_edit(desk.poll(article("Avalanche in Svaneti: 4 killed")))

    assert (edit.edit, edit.is_event) == ("number", True)


def test_case_09_a_number_in_the_summary_counts_as_well(desk):
    desk.poll(article("Avalanche in Svaneti", summary="The rescue service speaks of 2 dead."))
    edit = the_edit(
        desk.poll(article("Avalanche in Svaneti", summary="The rescue service speaks of 4 dead."))
    )

    assert (edit.edit, edit.is_event) == ("number", True)


def test_case_10_a_headline_that_comes_back_is_a_sighting(desk):
    desk.poll(article("Snow closes two mountain passes"))
    desk.poll(article("Lorries stuck as winter storm reaches the border"))
    back = desk.poll(article("Snow closes two mountain passes"))

    assert not any(edit.is_event for edit in back.changed)
    assert len(desk.shelf.wordings[desk.items[0].id]) == 2


def test_case_11_a_headline_that_flips_is_told_once_and_marked(desk):
    titles = ["Snow closes two mountain passes", "Lorries stuck as the winter storm arrives"]
    polls = [desk.poll(article(titles[n % 2])) for n in range(10)]

    assert sum(edit.is_event for novelty in polls for edit in novelty.changed) == 1
    assert desk.items[0].unstable
    assert desk.items[0].revision == 2


def test_case_12_one_guid_on_five_items_makes_five_items_by_address(desk):
    feed = a_feed(5, guids="same")
    first = desk.poll(*feed)

    assert len(first.new) == 5
    assert not first.guid_trusted
    assert "guids change or repeat" in first.notes[0]
    assert nothing_happened(desk.poll(*feed))


@pytest.mark.parametrize("guid", ["1", "", "  "])
def test_case_13_a_constant_or_empty_guid_names_nothing(desk, guid):
    feed = a_feed(5, guids=None)
    feed = [replace(each, guid=guid) for each in feed]

    assert len(desk.poll(*feed).new) == 5
    assert nothing_happened(desk.poll(*feed))


@pytest.mark.parametrize("count", [1, 6])
def test_case_14_a_guid_that_changes_each_time_is_distrusted(desk, count):
    polls = [desk.poll(*a_feed(count, guids=f"session-{n}-{{}}")) for n in range(6)]

    assert len(desk.items) == count
    assert [novelty.guid_trusted for novelty in polls] == [True, *[False] * 5]
    assert not any(seen.new_aliases for seen in polls[-1].seen)


def latest_news() -> list[Draft]:
    days = (9, 6, 4, 4, 3, 3)
    return [
        Draft(title=each.title, published=on(day)) for each, day in zip(a_feed(), days, strict=True)
    ]


def test_case_15_a_list_without_links_is_known_by_title_and_day(desk):
    assert len(desk.poll(*latest_news()).new) == 6
    assert nothing_happened(desk.poll(*latest_news()))


def test_case_16_two_titles_on_one_day_are_two_items(desk):
    fourth = [each for each in latest_news() if each.published == on(4)]

    assert len(desk.poll(*fourth).new) == 2


def test_case_17_the_same_day_written_otherwise_is_the_same_item(desk):
    desk.poll(*latest_news())
    again = [
        replace(each, published=Moment(at=each.published.at, precision="day", text="9 January"))
        for each in latest_news()
        if each.published is not None
    ]

    assert nothing_happened(desk.poll(*again))


def test_case_18_an_item_that_leaves_the_list_is_unlisted_without_event(desk):
    desk.poll(*a_feed())
    shorter = desk.poll(*a_feed()[:5])

    assert nothing_happened(shorter)
    assert len(shorter.unlisted) == 1
    assert desk.shelf.items[shorter.unlisted[0]].state == "unlisted"


def test_case_19_an_item_that_returns_after_three_days_is_no_new_one(desk):
    desk.poll(*a_feed())
    desk.poll(*a_feed()[:5])

    assert nothing_happened(desk.poll(*a_feed(), after=dt.timedelta(days=3)))
    assert {item.state for item in desk.items} == {"listed"}


def test_case_27_one_wire_text_on_thirty_sites_is_one_copy_group():
    shelf = Shelf()
    desks = [a_desk(f"site{n}", f"https://site{n}.example/rss", shelf=shelf) for n in range(30)]
    wire = article("Snow closes two mountain passes", summary=f"TBILISI, Jan 12 (Reuters) - {SNOW}")
    groups = []
    for n, desk in enumerate(desks):
        copy = replace(wire, url=f"https://site{n}.example/{n}", guid=None, published=None)
        (arrival,) = desk.poll(copy, after=n * dt.timedelta(minutes=12)).new
        groups.append(arrival.group)
        assert (arrival.copy is None) == (n == 0)

    assert len(shelf.items) == 30
    assert len(set(groups)) == 1
