"""What an entry is called, and what becomes of names that lie."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import identify
from monitor.records import AliasKey, CadenceState, CopyHit, Draft, Item, Known, Source
from tests.identify.shelf import MONDAY, TEXTS, Desk, a_desk, a_feed, on

KURA = Source(name="kura", url="https://www.kura.example/rss")


def told(*drafts: Draft, source: Source = KURA):
    return identify.candidates(source, drafts, now=MONDAY)


def kinds(candidate) -> list[str]:
    return [alias.kind for alias in candidate.aliases]


@pytest.fixture
def desk():
    return a_desk()


# ------------------------------------------------------------------ candidates
def test_markup_is_taken_off_and_the_strongest_alias_stands_first():
    (candidate,) = told(replace(a_feed(1)[0], title="<b>Bridge</b> opens", summary="<p>One<p>Two"))

    assert (candidate.title, candidate.summary) == ("Bridge opens", "One Two")
    assert kinds(candidate) == ["url", "guid", "title_date"]
    assert candidate.aliases[0] == AliasKey(
        "site:kura.example", "url", "https://kura.example/news/101"
    )


def test_long_names_are_hashed():
    (candidate,) = told(Draft(guid="g" * 1_000_000, url=f"https://kura.example/{'x' * 5000}"))

    assert [len(alias.value) for alias in candidate.aliases[:2]] == [32, 32]


def test_a_title_is_found_in_the_text_or_the_address():
    candidates = told(
        Draft(summary="Only text here"),
        Draft(content="<p>Only content here</p>"),
        Draft(url="https://kura.example/5"),
        Draft(guid="urn:5"),
    )

    assert [each.title for each in candidates] == [
        "Only text here",
        "Only content here",
        "https://kura.example/5",
        "urn:5",
    ]


def test_an_entry_without_words_or_names_is_left_out():
    assert told(Draft(), Draft(title="  ", summary="<p></p>", guid="\x00")) == ()


def test_two_entries_with_one_address_are_one_and_the_later_fills_gaps():
    bare = Draft(url="https://kura.example/5", title="Bridge opens")
    (candidate,) = told(bare, replace(bare, summary=TEXTS[0]), replace(bare, summary=TEXTS[1]))

    assert candidate.summary == TEXTS[0]


def test_two_entries_with_one_guid_and_the_same_words_are_one():
    assert (
        len(told(Draft(guid="1", title="Bridge opens"), Draft(guid="1", title="Bridge opens"))) == 1
    )


def test_a_picture_and_a_headline_that_link_to_one_page_are_one_entry():
    url = "https://kura.example/5"

    assert len(told(Draft(url=url, title="Bridge"), Draft(url=url, title="Bridge opens"))) == 1


def test_two_items_with_one_guid_are_both_kept():
    pair = told(*(replace(each, guid="same") for each in a_feed(2)), *a_feed(6)[2:])

    assert [kinds(each)[:2] for each in pair[:2]] == [["url", "title_date"]] * 2
    assert kinds(pair[2])[:2] == ["url", "guid"]


def test_an_address_under_many_titles_names_none_of_them():
    page = "https://kura.example/live"
    candidates = told(*(replace(each, url=page) for each in a_feed(4)))

    assert len(candidates) == 4
    assert {kinds(each)[0] for each in candidates} == {"guid"}


def test_a_month_is_kept_as_a_month():
    month = replace(on(9), precision="month")
    one, other = (told(Draft(title="Review", published=each))[0] for each in (month, on(9)))

    assert one.aliases != other.aliases


def test_a_publisher_is_known_by_name_host_and_label():
    for title in ("Bridge opens | Kura", "Bridge opens - KURA.example", "Bridge opens — Kura News"):
        assert told(Draft(title=title))[0].title == "Bridge opens"
    for title in ("Kura", "- Kura", "Bridge opens - Kuria", "Bridge-Kura"):
        assert told(Draft(title=title))[0].title == title


def test_a_number_after_a_dash_is_never_a_publisher():
    local = Source(name="local", url="http://127.0.0.1:8080/rss")

    assert told(Draft(title="Lorries waiting - 127"), source=local)[0].title.endswith("- 127")


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.builds(
            Draft,
            guid=st.none() | st.text(max_size=3),
            url=st.none() | st.sampled_from(["https://a.am/", "https://a.am/1", "https://a.am/2"]),
            title=st.none() | st.text(max_size=4),
            summary=st.none() | st.text(max_size=30) | st.sampled_from(TEXTS),
        ),
        max_size=8,
    )
)
def test_whatever_a_document_holds_a_second_reading_brings_nothing_new(drafts):
    desk = a_desk()
    first = desk.poll(*drafts)
    ids = [arrival.item_id for arrival in first.new]
    again = desk.poll(*drafts)

    assert len(set(ids)) == len(ids)
    assert all(len(each) == 16 and each.isalnum() and each == each.lower() for each in ids)
    assert not again.new
    assert not any(edit.is_event for edit in again.changed)


# ------------------------------------------------------------------ ids and keys
def test_an_id_depends_on_source_and_name_alone():
    (candidate,) = told(*a_feed(1))
    (edited,) = told(replace(a_feed(1)[0], title="Another headline", guid=None))

    assert identify.item_id(KURA, candidate) == identify.item_id(KURA, edited)
    assert identify.item_id(replace(KURA, name="aras"), candidate) != identify.item_id(
        KURA, candidate
    )


def test_an_id_that_is_taken_gets_another():
    desk = a_desk()
    positional = [replace(each, guid="1", url=None) for each in a_feed(2)]
    desk.poll(positional[0])
    desk.shelf.aliases.clear()
    known = desk.shelf.known(identify.probe(desk.source, told(positional[0]), now=MONDAY))
    known = replace(known, items=dict(desk.shelf.items))
    assert desk.state is not None
    novelty = identify.resolve(
        desk.source, desk.state, told(positional[0], source=desk.source), known, now=desk.now
    )

    assert novelty.new[0].item_id not in desk.shelf.items


def test_keys_for_a_rebuild_are_those_of_the_first_reading():
    (candidate,) = told(replace(a_feed(1)[0], url=None, guid=None, summary=TEXTS[0]))
    item = Item(
        id="x",
        source="kura",
        state="listed",
        first_seen=MONDAY,
        last_seen=MONDAY,
        title=candidate.title,
        url=None,
        summary=candidate.summary,
        content="",
        authors=(),
        published=candidate.draft.published,
        language=None,
        tags=(),
        group="x",
        revision=1,
        baseline=False,
    )

    assert identify.folded_aliases(item) == candidate.aliases
    assert identify.content_keys(item.title, item.summary, "") == candidate.keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "UPDATE 2: Bridge over the Debed opens to lorries",
            "Bridge over the Debed opens to lorries",
        ),
        ("Срочно! Мост через Дебед открыт", "Мост через Дебед открыт (обновлено)"),
        ("Bridge opens to lorries (Reuters)", "Bridge opens to lorries"),
        ("[BREAKING] Bridge opens to lorries", "Bridge opens to lorries - reuters.com"),
    ],
)
def test_labels_and_agencies_are_no_part_of_a_copy(one, other):
    keys = [identify.content_keys(title, TEXTS[0], "") for title in (one, other)]

    assert keys[0].copy_key == keys[1].copy_key != ""


@pytest.mark.parametrize(
    "dateline",
    [
        "TBILISI, Jan 9 (Reuters) - ",
        "YEREVAN (AP) — ",
        "ЕРЕВАН, 9 янв - РИА Новости. ",
        "Баку. 9 января. ИНТЕРФАКС - ",
        "BAKU /APA/ ",
    ],
)
def test_place_and_agency_are_no_part_of_a_copy(dateline):
    with_it, without = (
        identify.content_keys("Bridge opens", text, "") for text in (dateline + TEXTS[0], TEXTS[0])
    )

    assert with_it.copy_key == without.copy_key


def test_a_headline_alone_is_a_copy_only_with_its_day():
    title = "Bridge over the Debed opens to lorries"

    assert identify.content_keys(title, "", "").copy_key == ""
    assert identify.content_keys(title, title, "", day="2026-01-09").copy_key != ""
    assert identify.content_keys("Bridge opens", "", "", day="2026-01-09").copy_key == ""
    assert identify.content_keys("Bridge", "opens today", "").copy_key == ""


def test_a_title_that_is_all_label_keeps_its_words():
    assert identify.content_keys("(Reuters)", "", "") != identify.content_keys("", "", "")


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


# ------------------------------------------------------------------ the guard
def strangers(count: int = 6) -> list[Draft]:
    return [
        Draft(url=f"https://kura.example/bonus/{n}", title=f"Bonus {n} for players")
        for n in range(count)
    ]


def learned(desk: Desk, *, items: float, hours: float) -> None:
    assert desk.state is not None
    cadence = CadenceState(items=items, exposure_s=hours * 3600, at=desk.now)
    desk.state = replace(desk.state, cadence=cadence)


def test_a_burst_that_the_habit_explains_is_not_held(desk):
    desk.poll(*a_feed())
    learned(desk, items=400, hours=50)

    assert not desk.poll(*strangers(), after=dt.timedelta(hours=1)).held


def test_a_burst_that_the_habit_does_not_explain_is_held(desk):
    desk.poll(*a_feed())
    learned(desk, items=10, hours=500)

    assert desk.poll(*strangers(), after=dt.timedelta(hours=1)).held


def test_what_gathered_while_nobody_looked_is_not_held(desk):
    desk.poll(*a_feed())
    learned(desk, items=1, hours=3)

    assert not desk.poll(*strangers(), after=dt.timedelta(days=4)).held


def test_news_beside_what_was_listed_are_not_held(desk):
    desk.poll(*a_feed(2))

    assert not desk.poll(*a_feed(2), *strangers(12)).held


def test_a_few_new_entries_and_a_source_that_was_empty_are_not_held(desk):
    desk.poll()
    assert not desk.poll(*a_feed()).held
    assert not desk.poll(*strangers(4)).held
