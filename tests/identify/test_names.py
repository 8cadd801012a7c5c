"""What an entry is called, and what becomes of names that lie."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import identify
from monitor.records import AliasKey, Draft, Item, Source
from tests.identify.shelf import MONDAY, TEXTS, a_desk, a_feed, on

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
