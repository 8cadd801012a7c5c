"""The acceptance cases of identity from the thirty-first on, by number."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor import identify
from monitor.records import Draft
from tests.identify.shelf import (
    HOUR,
    MONDAY,
    SNOW,
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


def test_case_31_a_rate_of_the_day_is_no_copy_of_yesterdays(desk):
    shelf = desk.shelf
    rate = "The central bank set the rate of the dram at {} for one dollar on {} January."
    other = a_desk("aras", "https://aras.example/rss", shelf)
    desk.poll(article("Rate of the day", summary=rate.format("381.5", 9), published=on(9)))
    (arrival,) = other.poll(
        article("Rate of the day", number=8, summary=rate.format("382.1", 10), published=on(10))
    ).new

    assert arrival.copy is None
    assert arrival.group == arrival.item_id


def test_case_33_a_weekly_title_under_a_new_address_is_a_new_item(desk):
    first = article("Weekly review", summary="What the valley talked about this week.", number=1)
    desk.poll(first)
    later = replace(first, url="https://kura.example/news/2", guid="g2", published=on(19))
    (arrival,) = desk.poll(later, after=dt.timedelta(days=7)).new

    assert arrival.copy is None


def test_case_34_the_same_text_moved_to_another_section_is_one_item(desk):
    desk.poll(article("Snow closes two mountain passes"))
    moved = article("Snow closes two mountain passes", url="https://kura.example/world/8/snow")
    novelty = desk.poll(replace(moved, guid="other"), after=HOUR)

    assert nothing_happened(novelty)
    assert {alias.kind for alias in novelty.seen[0].new_aliases} == {"url", "guid"}


def test_case_34_the_same_text_twice_in_one_document_is_one_item(desk):
    snow = article("Snow closes two mountain passes")
    twice = desk.poll(snow, replace(snow, url="https://kura.example/world/8", guid="other"))

    assert len(twice.new) == 1
    assert [alias.kind for alias in twice.new[0].candidate.aliases].count("url") == 2


def test_case_35_one_title_over_two_texts_is_two_items(desk):
    desk.poll(article("Explainer"))
    second = desk.poll(
        article("Explainer", number=8, summary="How a budget goes through parliament, step by step")
    )

    assert len(second.new) == 1
    assert second.new[0].copy is None


def test_case_36_another_form_of_the_publishers_name_is_no_version():
    desk = a_desk("npr", "https://feeds.npr.org/1001/rss.xml")
    first = article("Snow closes two mountain passes - NPR", url="https://www.npr.org/2026/7")
    desk.poll(first)

    assert nothing_happened(
        desk.poll(replace(first, title="Snow closes two mountain passes - npr.org"))
    )
    assert desk.items[0].title == "Snow closes two mountain passes"


def test_case_37_a_dash_clause_that_is_no_publisher_stays(desk):
    desk.poll(article("Hava proqnozu - 9 yanvar", summary=""))
    second = desk.poll(article("Hava proqnozu - 10 yanvar", number=8, summary=""))

    assert len(second.new) == 1
    assert {item.title for item in desk.items} == {
        "Hava proqnozu - 9 yanvar",
        "Hava proqnozu - 10 yanvar",
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://www.kura.example/news/7",
        "https://kura.example/news/7/",
        "http://KURA.example:80/news/7#top",
    ],
)
def test_case_38_the_forms_of_one_link_are_one_item(desk, url):
    desk.poll(article("Snow closes two mountain passes", guid=None))

    assert nothing_happened(desk.poll(article("Snow closes two mountain passes", url=url)))


@pytest.mark.parametrize(
    "url",
    [
        "https://amp.kura.example/news/7",
        "https://m.kura.example/news/7",
        "https://kura.example/amp/news/7",
        "https://kura.example/news/7/print",
        "https://kura.example/news/7?print=1",
    ],
)
def test_case_39_amp_mobile_and_print_pages_are_the_article(desk, url):
    desk.poll(article("Snow closes two mountain passes", guid=None))

    assert nothing_happened(desk.poll(article("Snow closes two mountain passes", url=url)))


@pytest.mark.parametrize("home", ["https://kura.example/", "https://kura.example/en/"])
def test_case_40_items_that_all_link_to_the_front_page_stay_apart(desk, home):
    feed = [replace(each, url=home, guid=None) for each in a_feed()]

    assert len(desk.poll(*feed).new) == 6
    assert nothing_happened(desk.poll(*feed))


def test_case_41_an_edited_slug_with_the_same_number_is_the_same_item(desk):
    slug = "https://kura.example/news-123-old"
    desk.poll(article("Snow closes passes", guid=None, url=slug, summary=""))
    novelty = desk.poll(
        article("Snow closes passes", guid=None, url=slug.replace("old", "new"), summary=""),
        after=dt.timedelta(days=5),
    )

    assert nothing_happened(novelty)


def test_case_42_an_address_that_shows_another_article_is_no_event(desk):
    desk.poll(article("Snow closes two mountain passes", url="https://kura.example/latest"))
    edit = the_edit(
        desk.poll(
            article(
                "Orchestra announces spring season",
                url="https://kura.example/latest",
                summary="Four concerts of chamber music follow in April, with guests from Vienna.",
            )
        )
    )

    assert (edit.edit, edit.is_event) == ("headline", False)


def test_case_43_a_live_page_is_one_item_and_its_text_no_event(desk):
    live = [
        desk.poll(article("Live: the storm", summary=f"{SNOW} Update from the road, part {n}."))
        for n in "abcdefgh"
    ]

    assert len(desk.items) == 1
    assert not any(edit.is_event for novelty in live for edit in novelty.changed)


def test_case_44_a_date_pushed_forward_is_no_event(desk):
    desk.poll(article("Snow closes two mountain passes"))

    assert nothing_happened(
        desk.poll(article("Snow closes two mountain passes", published=on(14, 9)))
    )


def test_case_45_text_that_comes_later_enriches(desk):
    desk.poll(article("Snow closes two mountain passes", summary=""))
    summary = the_edit(desk.poll(article("Snow closes two mountain passes")))
    full = the_edit(
        desk.poll(article("Snow closes two mountain passes", content=f"{SNOW} 12 cars wait."))
    )

    assert (summary.edit, summary.is_event) == ("enrichment", False)
    assert (full.edit, full.is_event) == ("enrichment", False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İLHAM ALİYEV BAKIDA", "İlham Aliyev Bakıda"),
        ("ԵՐԵՎԱՆԻ օդերևույթ", "Երևանի օդերեւույթ"),
        ("ᲗᲑᲘᲚᲘᲡᲘ ელოდება თოვლს", "თბილისი ელოდება თოვლს"),
        ("Ёлка на площади", "Елка на площади"),
    ],
)
def test_case_47_one_word_in_two_habits_has_one_key(one, other):
    assert identify.content_keys(one, "", "") == identify.content_keys(other, "", "")


@pytest.mark.parametrize(
    "other",
    ["Cafe\u0301 и\u0306од", "Ca\u200bfé й\ufeffод", "Café&amp;nbsp;йод", "Café&nbsp; йод"],
)
def test_case_48_composition_and_doubled_entities_have_one_key(other):
    assert (
        identify.content_keys(other, "", "").title_key
        == identify.content_keys("Café йод", "", "").title_key
    )


RUSSIAN = "Перевалы закрыты из-за снега"


@pytest.mark.parametrize(
    "misread",
    [
        RUSSIAN.encode("cp1251").decode("latin-1"),
        RUSSIAN.encode().decode("latin-1"),
        RUSSIAN.encode().decode("cp1251", "replace"),
        RUSSIAN.encode("cp1251").decode("utf-8", "replace"),
    ],
)
def test_case_48_a_wrongly_decoded_title_is_never_a_version(desk, misread):
    desk.poll(article(RUSSIAN, summary=""))

    assert nothing_happened(desk.poll(article(misread, summary="")))


def test_case_48_a_wrongly_decoded_title_is_repaired_without_event(desk):
    desk.poll(article(RUSSIAN.encode("cp1251").decode("latin-1"), summary=""))
    edit = the_edit(desk.poll(article(RUSSIAN, summary="")))

    assert (edit.edit, edit.is_event) == ("cosmetic", False)
    assert desk.items[0].title == RUSSIAN


def test_case_49_a_short_title_at_two_sites_is_no_copy(desk):
    other = a_desk("aras", "https://aras.example/rss", desk.shelf)
    photos = article("Photos of the day", summary="")
    desk.poll(photos)
    (arrival,) = other.poll(replace(photos, url="https://aras.example/1")).new

    assert arrival.copy is None


def test_case_50_feed_and_list_of_one_site_share_their_items(desk):
    front = a_desk("kura-front", "https://www.kura.example/latest", desk.shelf)
    desk.poll(*a_feed())
    listed = [replace(each, guid=None, summary=None, title="Read on") for each in a_feed()]
    novelty = front.poll(*(replace(each, title=f"{n} Read on") for n, each in enumerate(listed)))

    assert nothing_happened(novelty)
    assert len(novelty.seen) == 6
    assert len(desk.shelf.items) == 6


def test_case_51_two_polls_of_one_new_item_give_it_one_id(desk):
    told = identify.candidates(desk.source, a_feed(1), now=MONDAY)
    first = a_desk().poll(*a_feed(1))
    second = a_desk().poll(*a_feed(1))

    assert first.new[0].item_id == second.new[0].item_id
    assert first.new[0].item_id == identify.item_id(desk.source, told[0])


def test_case_53_an_old_archive_groups_copies_and_holds_nothing(desk):
    archive = [
        Draft(url=f"https://kura.example/{n}", title=f"Old story {n}", summary=f"{SNOW} {n}")
        for n in range(200)
    ]
    novelty = desk.poll(*archive)

    assert len(novelty.new) == 200
    assert not novelty.held


@pytest.mark.parametrize("state", ["deleted", "withdrawn"])
def test_case_54_a_deleted_item_stays_deleted(desk, state):
    desk.poll(article("Snow closes two mountain passes"))
    desk.shelf.mark(desk.items[0].id, state)

    for title in ("Snow closes two mountain passes", "Another headline altogether"):
        assert nothing_happened(desk.poll(article(title)))
    assert desk.items[0].state == state


def test_case_55_keys_of_an_older_folding_are_no_change(desk):
    desk.poll(article("Snow closes two mountain passes"))
    item = desk.items[0]
    old = replace(item.keys, title_key="0", text_key="0", fold_version=0)
    desk.shelf.items[item.id] = replace(item, keys=old)

    assert nothing_happened(desk.poll(article("Snow closes two mountain passes")))
