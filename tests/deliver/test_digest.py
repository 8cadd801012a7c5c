import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from monitor.deliver import render_digest, render_message
from monitor.deliver.render import PAGE_LIMIT_BYTES, sent_bytes
from tests.deliver.samples import digest_view, entry, large_digest, message


def plain(rendered):
    page = lxml_html.fromstring(rendered.html)
    return " ".join("".join(page.itertext()).split()), " ".join(rendered.text.split())


def in_both(words, rendered):
    page, text = plain(rendered)
    return words in page and words in text


def with_entry(**changes):
    view = digest_view()
    story = entry("Only story", "Kura Post", "en", **changes)
    view["sections"] = [{"code": "GE", "name": "Georgia", "entries": [story]}]
    return view


def test_the_subject_names_day_largest_story_and_figures():
    assert render_digest(digest_view()).subject == (
        "South Caucasus, 23 Nov: Border commissions agree a timetable for…; 8 stories, 2 changed"
    )


@pytest.mark.parametrize(
    "words",
    [
        "South Caucasus, Monday 23 November 2026",
        "8 stories in 41 relevant items, out of 1,374 new ones at 134 sources",
        "first seen 22 Nov 07:30 to 23 Nov 07:30, Asia/Tbilisi",
        "2 articles changed after publication.",
        "2 sources need you.",
        "Bakı–Gəncə qatarının hərəkət cədvəli dəyişir",
        "ka მატარებლის განრიგი იცვლება",
        "First Xəzər Bülleteni 12:05; Sevan Wire +4 min, Мост Информ +21 min, Aras Haber +58 min, "
        "Kura Post +2 h 13. 5 sources, 4 languages, 22 copies folded.",
        "Why: “border commissions” (title) names the delimitation of the border, +1.4.",
        "First Берег 12:05 (states the day only); Kura Post +2 d.",
        "Kura Post, 22 Nov 14:31",
        "Hankendi’de iki okul yeniden açıldı",
        "27 copies folded into their stories, 5 borderline items.",
        "131 of 134 sources were read.",
        "Digest “morning” of 23 Nov, 07:30 Asia/Tbilisi.",
    ],
)
def test_page_and_text_tell_the_same(words):
    assert in_both(words, render_digest(digest_view()))


def test_places_come_in_the_order_of_the_view_and_empty_ones_are_left_out():
    page = lxml_html.fromstring(render_digest(digest_view()).html)
    headings = [" ".join("".join(h.itertext()).split()) for h in page.iter("h2")]

    assert headings == [
        "Regional",
        "Armenia · 9 items",
        "Azerbaijan · 7 items",
        "Georgia · 17 items",
        "Abkhazia · 3 items",
        "Nagorno-Karabakh",
        "Changed after publication",
        "Sources that need you",
        "Not in this digest",
    ]


def test_bars_are_hidden_from_screen_readers_and_their_numbers_are_not():
    page = lxml_html.fromstring(render_digest(digest_view()).html)
    rows = page.xpath("//tr[th[@scope='row']]")

    assert [row.xpath("string(td[1])") for row in rows] == ["9", "7", "17", "3", "1", "0"]
    assert all(row.xpath("string(td[2]/@aria-hidden)") == "true" for row in rows)


def test_a_story_of_one_source_says_only_who_and_when():
    text = render_digest(with_entry()).text

    assert "* Only story\n  First Kura Post 12:05.\n  https://paper.example/story" in text


def test_an_earlier_time_that_another_carrier_states_is_said_as_a_statement():
    stated = {"source": "Aras Haber", "at": "2026-11-22T07:41:00Z"}
    own = stated | {"source": "Kura Post"}

    rendered = render_digest(with_entry(first_stated=stated, copies=1, reports=[{}, {}]))

    words = "First Kura Post 12:05; Aras Haber states 11:41. 1 copy folded, 2 other reports of it."
    assert in_both(words, rendered)
    assert in_both("First Kura Post 12:05.", render_digest(with_entry(first_stated=own)))


def test_a_copy_with_the_same_headline_is_no_other_wording():
    view = digest_view()
    same = {"source": "Aras", "url": None, "title": "One headline", "language": "tr"}
    carriers = [same | {"minutes_after": 4}]
    story = entry("One headline", "Kura", "en", carriers=carriers, copies=1)
    view["sections"] = [{"code": "GE", "name": "Georgia", "entries": [story]}]

    assert render_digest(view).text.count("One headline") == 1


def test_many_carriers_are_counted_after_the_sixth():
    carriers = [{"source": f"S{n}", "minutes_after": n, "language": "en"} for n in range(1, 10)]
    rendered = render_digest(with_entry(carriers=carriers))

    assert in_both("S6 +6 min and 3 more. 10 sources.", rendered)


def test_a_digest_of_a_week_says_the_day_of_each_story():
    view = with_entry() | {"since": "2026-11-16T03:30:00Z"}

    assert in_both("First Kura Post 22 Nov 12:05.", render_digest(view))


def test_an_unknown_zone_falls_back_to_the_offset_of_the_slot():
    view = with_entry() | {"timezone": "Atlantis/Capital"}

    assert in_both("First Kura Post 12:05.", render_digest(view))


def test_a_quiet_day_says_that_everything_was_read():
    view = digest_view() | {"sections": [], "changes": [], "needs_you": [], "empty": True}
    view["held"] = {}
    rendered = render_digest(view)

    assert rendered.subject == "South Caucasus, 23 Nov: nothing new"
    assert in_both("Nothing new from 22 Nov 07:30 to 23 Nov 07:30, Asia/Tbilisi.", rendered)
    assert in_both("131 of 134 sources were read.", rendered)
    assert "Not in this digest" not in rendered.html + rendered.text


def test_a_view_with_nothing_in_it_is_still_a_digest():
    rendered = render_digest({})

    assert rendered.subject == "South Caucasus, 1 Jan: nothing new"
    assert in_both("Nothing new.", rendered)


def test_a_quiet_hour_has_neither_changes_nor_sources_that_need_you():
    rendered = render_digest(with_entry() | {"changes": [], "needs_you": []})

    assert "need you" not in rendered.html + rendered.text
    assert "Changed after" not in rendered.html + rendered.text
    assert rendered.subject == "South Caucasus, 23 Nov: Only story; 8 stories"


def test_changes_and_sources_beyond_their_limits_are_counted():
    view = digest_view()
    view["changes"] = view["changes"] * 30
    view["needs_you"] = view["needs_you"] * 20
    page, text = plain(render_digest(view))

    assert "and 20 more" in page
    assert "and 10 more" in page
    assert "and 20 more" in text
    assert "and 10 more" in text


def test_a_change_without_words_shows_the_title():
    view = digest_view()
    view["changes"] = [{"title": "A correction was added", "source": "Kura Post"}]

    assert in_both("A correction was added", render_digest(view))


def test_the_same_view_gives_the_same_bytes():
    assert render_digest(digest_view()) == render_digest(copy.deepcopy(digest_view()))


def test_a_message_of_a_digest_is_rendered_from_its_body():
    body = {"type": "digest", "data": {"digest": digest_view()}}

    assert render_message(message(body)) == render_digest(digest_view())
    assert render_message(message()).subject.startswith("GE · ")


# ------------------------------------------------------------------ size
def test_sixty_stories_stay_below_what_mail_readers_clip_and_keep_their_form():
    rendered = render_digest(large_digest(60))

    assert sent_bytes(rendered.html) <= PAGE_LIMIT_BYTES
    assert all(in_both(f"{number}: საგზაო", rendered) for number in range(1, 61))
    assert rendered.text.count("First მთის ამბები") == 60


def test_beyond_the_limit_the_smallest_stories_become_one_line():
    rendered = render_digest(large_digest(100))
    whole = rendered.text.count("First მთის ამბები")

    assert PAGE_LIMIT_BYTES * 0.95 < sent_bytes(rendered.html) <= PAGE_LIMIT_BYTES
    assert all(in_both(f"{number}: საგზაო", rendered) for number in range(1, 101))
    assert rendered.html.count("<b>First მთის ამბები") == whole
    assert 10 < whole < 100
    assert plain(rendered)[1].count("3 sources, 3 languages.") == whole
    for number in range(10, 101, 10):  # those with many carriers keep their form
        story = rendered.text.partition(f"* {number}: საგზაო")[2].partition("* ")[0]
        assert "and 2 more." in " ".join(story.split())


def test_far_beyond_the_limit_the_rest_is_counted():
    rendered = render_digest(large_digest(1_000))
    shown = rendered.text.count("* ") - 4  # two changes and two sources

    assert PAGE_LIMIT_BYTES * 0.95 < sent_bytes(rendered.html) <= PAGE_LIMIT_BYTES
    assert in_both(f"and {1_000 - shown} more", rendered)


def test_a_head_that_is_too_large_alone_still_gives_a_digest():
    view = large_digest(3)
    view["places"] = [{"code": f"P{n}", "name": "Գ" * 40, "count": n} for n in range(400)]
    rendered = render_digest(view)

    assert in_both("and 3 more", rendered)


@given(text=st.text(max_size=40), number=st.integers())
def test_whatever_a_view_holds_there_is_a_digest(text, number):
    view = json.loads(json.dumps(digest_view()).replace("Kura Post", "@"))
    story = view["sections"][0]["entries"][0]
    story |= {"title": text, "source": text, "url": text, "language": text, "first_seen": text}
    story["carriers"][0] |= {"minutes_after": number, "source": text, "language": text}
    view |= {"timezone": text, "name": text, "since": text, "held": text, "changes": [{text: text}]}
    view["totals"]["stories"] = number
    view["places"][0] = {"code": text, "count": abs(number)}
    rendered = render_digest(view)

    assert 0 < len(rendered.subject) <= 90
    assert rendered.text.endswith("\n")


@pytest.mark.parametrize("view", [digest_view(), large_digest(100), {}])
def test_the_text_is_narrow_and_the_page_loads_nothing(view):
    rendered = render_digest(view)
    page = lxml_html.fromstring(rendered.html)

    assert all(len(line) <= 72 or "://" in line for line in rendered.text.splitlines())
    assert not {"img", "link", "script", "iframe"} & {element.tag for element in page.iter()}
    assert "url(" not in rendered.html
    assert "\n-- \n" in rendered.text


def test_every_headline_says_its_language():
    page = lxml_html.fromstring(render_digest(digest_view()).html)
    languages = [link.get("lang") for link in page.xpath("//h3/a")]

    assert languages == ["en", "hy", "en", "az", "en", "ka", "ru", "tr"]
