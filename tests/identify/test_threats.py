"""Hostile and broken content, by the rows of the threat table that identity answers."""
# ruff: noqa: N802 - a test bears the id of its row

import datetime as dt
from dataclasses import replace

from monitor import identify
from monitor.records import Draft
from tests.identify.shelf import MONDAY, TEXTS, a_desk, a_feed


def test_C06_endless_titles_guids_and_addresses_are_cut_or_hashed():
    endless = Draft(
        guid="g" * 1_000_000,
        url=f"https://kura.example/{'ж' * 300_000}",
        title="Ж" * 2_000_000,
        summary="word " * 400_000,
    )
    desk = a_desk()
    (arrival,) = desk.poll(endless).new

    assert len(arrival.candidate.title) == 1000
    assert all(len(alias.value) <= 1000 for alias in arrival.candidate.aliases)
    assert not desk.poll(endless).new


def test_C07_nul_bytes_and_lone_surrogates_reach_no_name_and_no_word():
    dirty = Draft(guid="a\x00b\ud800", title="Bri\x00dge\udfff", summary="o\x00pens")
    (candidate,) = identify.candidates(a_desk().source, [dirty], now=MONDAY)
    kept = [candidate.title, candidate.summary, *(alias.value for alias in candidate.aliases)]

    assert kept[:2] == ["Bridge", "opens"]
    assert not any("\x00" in text for text in kept)
    assert all(text.encode() for text in kept)


def test_C15_two_items_with_one_guid_are_both_kept():
    desk = a_desk()
    pair = [replace(each, guid="same", url=None) for each in a_feed(2)]

    assert len(desk.poll(*pair).new) == 2
    assert not desk.poll(*pair).new


def test_C16_an_item_without_guid_and_link_is_known_by_its_words():
    desk = a_desk()
    nameless = Draft(title="Road closed", summary=TEXTS[0])

    assert len(desk.poll(nameless).new) == 1
    assert not desk.poll(nameless).new
    assert len(desk.poll(nameless, replace(nameless, title="Road open")).new) == 1


def test_C17_new_guids_and_tagged_links_over_the_same_content_are_no_news():
    desk = a_desk()
    desk.poll(*a_feed())
    tagged = [replace(each, url=f"{each.url}?utm_source=feed") for each in a_feed(guids="v2-{}")]
    novelty = desk.poll(*tagged)

    assert not novelty.new
    assert not novelty.changed


def test_C18_an_edited_item_is_one_edit():
    desk = a_desk()
    desk.poll(*a_feed())
    edited = [replace(a_feed()[0], title="Lorries may cross the Debed again"), *a_feed()[1:]]

    assert [edit.is_event for edit in desk.poll(*edited).changed] == [True]
    assert not desk.poll(*edited).changed


def test_C19_a_window_that_shrinks_and_comes_back_brings_nothing_new():
    desk = a_desk()
    desk.poll(*a_feed(8))

    assert len(desk.poll(*a_feed(2)).unlisted) == 6
    assert not desk.poll(*a_feed(8), after=dt.timedelta(days=2)).new


def test_C20_five_thousand_entries_are_sorted():
    crowd = [
        Draft(guid=f"{n}", url=f"https://kura.example/{n}", title=f"Line {n}") for n in range(5000)
    ]
    desk = a_desk()

    assert len(desk.poll(*crowd).new) == 5000
    assert not desk.poll(*crowd).new
