"""Where entries find their places when their names are few or odd."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor import identify
from monitor.records import CopyHit, Draft, Known, Source
from tests.identify.shelf import MONDAY, TEXTS, a_desk, a_feed, on

KURA = Source(name="kura", url="https://www.kura.example/rss")


def told(*drafts: Draft, source: Source = KURA):
    return identify.candidates(source, drafts, now=MONDAY)


def kinds(candidate) -> list[str]:
    return [alias.kind for alias in candidate.aliases]


@pytest.fixture
def desk():
    return a_desk()


# ------------------------------------------------------------------ names that lie
def test_positional_guids_swallow_no_new_article(desk):
    desk.poll(*a_feed(3, guids="{}"))
    fresh = [replace(each, guid=str(n)) for n, each in enumerate(a_feed(6)[3:])]

    assert len(desk.poll(*fresh).new) == 3


def test_a_guid_leads_to_the_item_under_its_new_address(desk):
    desk.poll(a_feed(1)[0])
    moved = replace(a_feed(1)[0], url="https://kura.example/world/bridge", summary="New words")

    assert not desk.poll(moved).new
    near = replace(moved, url="https://kura.example/c", title="Bridge over the Debed is open")
    assert not desk.poll(near).new
    numbered = replace(moved, url="https://kura.example/world/bridge-101", title="Lorries roll")
    assert not desk.poll(replace(numbered, summary="All other words here")).new


def test_a_guid_without_address_is_enough(desk):
    desk.poll(replace(a_feed(1)[0], url=None))
    novelty = desk.poll(replace(a_feed(1)[0], url=None, title="Lorries roll", summary="New words"))

    assert [edit.edit for edit in novelty.changed] == ["headline"]


def test_when_names_disagree_the_address_counts_if_the_words_agree(desk):
    one, other = a_feed(2)
    desk.poll(one, other)
    crossed = desk.poll(replace(one, guid=other.guid), replace(other, guid=one.guid))

    assert not crossed.new
    assert not crossed.changed


def test_when_names_disagree_the_guid_counts_if_its_words_are_near(desk):
    feed = a_feed(6)
    desk.poll(*feed)
    shuffled = [replace(feed[0], url=feed[1].url), *feed[2:]]
    novelty = desk.poll(*shuffled)

    assert not novelty.new
    assert not novelty.changed
    assert len(novelty.unlisted) == 1


def test_when_names_disagree_and_no_words_agree_the_address_counts(desk):
    feed = a_feed(6)
    desk.poll(*feed)
    strange = replace(feed[0], url=feed[1].url, title="Unheard of", summary="Nothing alike at all")
    (edit,) = desk.poll(strange, *feed[2:]).changed

    assert edit.known.url == feed[1].url


def test_two_entries_that_lead_to_one_item_change_it_once(desk):
    feed = a_feed(6)
    desk.poll(*feed)
    first = replace(feed[0], guid="fresh", title="Lorries cross the Debed again")
    second = replace(feed[0], url="https://kura.example/world/101", title="Debed bridge news today")
    novelty = desk.poll(first, second, *feed[1:])

    assert not novelty.new
    assert len(novelty.changed) == 1


def test_steady_guids_are_trusted_again(desk):
    desk.poll(*a_feed())
    assert not desk.poll(*a_feed(guids="n{}")).guid_trusted
    again = desk.poll(*a_feed(guids="n{}"))

    assert again.guid_trusted
    assert again.notes == ("guids are steady again: they are used",)


def test_a_list_without_dates_and_links_is_known_by_its_titles(desk):
    bare = [Draft(title=each.title) for each in a_feed()]
    desk.poll(*bare)

    assert not desk.poll(*bare).new
    assert len(desk.poll(*bare, Draft(title="New")).new) == 1


def test_one_line_twice_in_a_list_without_links_is_one_item(desk):
    assert len(desk.poll(Draft(title="Bridge opens"), Draft(title="Bridge opens")).new) == 1


def test_an_entry_that_gains_a_link_is_the_same_item(desk):
    title = Draft(title="Bridge over the Debed opens to lorries of all sizes", published=on(12))
    desk.poll(title)
    linked = desk.poll(replace(title, url="https://kura.example/news/7"))

    assert not linked.new
    assert [alias.kind for alias in linked.seen[0].new_aliases] == ["url"]


def test_a_short_entry_that_gains_a_link_is_the_same_item(desk):
    desk.poll(Draft(title="Bridge opens", published=on(12)))

    assert not desk.poll(
        Draft(title="Bridge opens", published=on(12), url="https://kura.example/7")
    ).new


def test_a_new_guid_over_the_title_of_a_nameless_entry_is_a_new_item(desk):
    desk.poll(Draft(title="Bridge opens", published=on(12), guid="a"))

    assert len(desk.poll(Draft(title="Bridge opens", published=on(12), guid="b")).new) == 1


def test_a_forecast_of_each_day_is_a_new_item_each_day(desk):
    forecast = Draft(
        url="https://kura.example/a",
        title="Weather forecast for the valleys and passes of the Lesser Caucasus",
        published=on(12),
    )
    desk.poll(forecast)
    tomorrow = replace(forecast, url="https://kura.example/b", published=on(13))
    undated = replace(forecast, url="https://kura.example/c", published=None)

    assert len(desk.poll(tomorrow).new) == 1
    assert len(desk.poll(undated).new) == 1
    assert not desk.poll(replace(forecast, url="https://kura.example/d")).new
    assert len(desk.poll(replace(forecast, url=None, published=on(14))).new) == 1


def test_the_same_words_after_a_month_are_a_new_item(desk):
    text = Draft(title="Road closed", summary=TEXTS[0])
    desk.poll(text)

    assert not desk.poll(text, after=dt.timedelta(days=10)).new
    assert len(desk.poll(replace(text, guid="x"), after=dt.timedelta(days=30)).new) == 1


def test_an_item_whose_every_name_is_taken_gets_one_of_its_own(desk):
    candidates = told(*a_feed(1), source=desk.source)
    desk.poll()
    known = Known(aliases=dict.fromkeys(candidates[0].aliases, "an item that is gone"))
    (arrival,) = identify.resolve(desk.source, desk.state, candidates, known, now=MONDAY).new

    assert kinds(arrival.candidate) == ["title_text"]
    assert arrival.candidate.aliases[0] not in candidates[0].aliases


def test_what_was_copied_long_ago_or_is_dated_far_apart_is_no_copy(desk):
    (candidate,) = told(replace(a_feed(1)[0], title="Bridge", summary=f"{TEXTS[0]} {TEXTS[1]}"))
    desk.poll()
    hit = CopyHit(item_id="a", source="aras", group="a", first_seen=desk.now, published=on(11, 8))
    for copy, is_copy in (
        (hit, True),
        (replace(hit, published=None), True),
        (replace(hit, published=on(1)), False),
        (replace(hit, first_seen=desk.now - dt.timedelta(days=4)), False),
    ):
        known = Known(copies={candidate.keys.copy_key: (copy,)})
        (arrival,) = identify.resolve(desk.source, desk.state, [candidate], known, now=desk.now).new
        assert (arrival.copy is not None) == is_copy


def test_one_text_under_two_guids_without_address_is_one_copy_group(desk):
    wire = Draft(title="Road closed by snow", summary=f"{TEXTS[0]} {TEXTS[1]}")
    one = replace(wire, url="https://kura.example/1", title="Road closed by snow - Reuters")
    first, second = desk.poll(one, replace(wire, url="https://kura.example/2")).new

    assert second.copy is not None
    assert second.group == first.item_id


def test_the_guids_of_a_sister_source_say_nothing_about_ours(desk):
    desk.poll(*a_feed(3))
    sister = a_desk("kura-world", "https://kura.example/world", desk.shelf)

    assert sister.poll(*a_feed(3, guids="w{}")).guid_trusted
