"""Which of the dates on an article's page is the day on which it was published."""

import pytest

from monitor.parse.article import read_article
from tests.parse.newsroom import NOW, PARAGRAPHS, STORY

URL = "https://herald.example/en/a/1"
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)


def published(head: str = "", under: str = "", *, before: str = "", url: str = URL, now=NOW) -> str:
    """What is read from a page with more in its head, under its headline or before all."""
    page = (
        f"<html><head><title>{STORY}</title>{head}</head><body>{before}<main><article>"
        f"<h1>{STORY}</h1>{under}{BODY}</article></main></body></html>"
    )
    return str(read_article(page, url=url, now=now).published)


def meta(*values: str) -> str:
    names = ("article:published_time", "date", "dc.date")
    return "".join(
        f'<meta name="{name}" content="{value}">'
        for name, value in zip(names, values, strict=False)
    )


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (meta("2026-03-17T00:00:00"), "midnight is the moment of nothing"),
        (meta("2026-03-17"), "a day alone says no more than the readers' line"),
        (meta("2026-03-17T10:00:00", "2026-03-09"), "another statement agrees with the line"),
    ],
)
def test_a_later_day_for_machines_gives_way_to_the_one_that_people_read(told, why):
    assert published(told, "<p>9 March 2026</p>").startswith("2026-03-09"), why


@pytest.mark.parametrize("told", ["2026-03-05", "2026-03-17T10:12:00", "2026-03-09T00:00:00"])
def test_machines_are_believed_where_they_are_earlier_exact_or_of_the_same_day(told):
    assert published(meta(told), "<p>9 March 2026</p>").startswith(told[:10])


def test_a_date_over_the_headline_never_overrules_the_one_for_machines():
    page = published(meta("2026-03-17"), before="<p>9 March 2026</p>")

    assert page == "2026-03-17"


def test_a_time_element_far_from_the_headline_is_found_and_one_of_an_update_comes_last():
    foot = BODY * 4
    under = (
        f"{foot}<p>Updated: <time datetime='2026-03-12T10:00Z'>12 March</time></p>"
        "<p><time title='2026-03-09'></time></p>"
    )

    assert published(under=under) == "2026-03-09"


def test_a_time_element_whose_attribute_says_nothing_is_read_by_its_words():
    under = f"{BODY * 4}<p><time datetime='P3D'>9 March 2026</time></p>"

    assert published(under=under) == "2026-03-09"


def test_a_time_element_that_says_nothing_is_passed_over():
    under = f"{BODY * 4}<p><time>soon</time></p><p><time>9 March 2026</time></p>"

    assert published(under=under) == "2026-03-09"


def test_a_time_element_in_a_list_of_other_articles_is_not_the_articles():
    beside = "<aside><time datetime='2026-03-16'>16 March</time></aside>"
    under = f"{BODY * 4}{beside}<p><time datetime='2026-03-09'></time></p>"

    assert published(under=under) == "2026-03-09"


def test_a_month_is_stated_more_exactly_by_a_minute_in_it():
    assert published(meta("March 2026", "2026-03-09T06:15:00Z")).startswith("2026-03-09T06:15")


def test_a_clock_keeps_its_own_zone_where_the_other_statement_is_of_another_clock():
    told = meta("2026-03-09T06:15:00", "2026-03-09T09:40:00+04:00")

    assert published(told).startswith("2026-03-09T06:15")


def test_a_clock_takes_the_zone_of_the_statement_that_shows_the_same_clock():
    told = meta("2026-03-09T06:15:00", "2026-03-09T06:15:00+04:00")

    assert published(told) == "2026-03-09T06:15:00+04:00"


def test_a_zone_of_no_hours_moves_no_day():
    assert published(meta("2026-03-09T06:15:00+00:00")).startswith("2026-03-09T06:15")


def test_a_page_without_a_headline_still_has_its_date():
    head = f"<head><title>{STORY}</title></head>"
    page = f"<html>{head}<body>{BODY}<p class='date'>9 March 2026</p></body></html>"

    assert str(read_article(page, url=URL, now=NOW).published) == "2026-03-09"


def test_a_zone_beyond_the_date_line_stops_nothing():
    assert published(meta("2026-03-09T06:15:00+25:00")) == "None"


@pytest.mark.parametrize("absurd", ["1970-01-01", "2031-05-05"])
def test_a_day_that_cannot_be_is_not_believed(absurd):
    assert published(meta(absurd, "2026-03-09")) == "2026-03-09"


def test_a_date_among_other_facts_of_a_short_line_is_read():
    line = "<p>Ani Petrosyan, our desk in Gyumri, Monday 9 March 2026, two minutes</p>"

    assert published(under=line) == "2026-03-09"


def test_a_line_without_a_date_and_a_year_that_is_none_are_passed_over():
    line = "<p>Ani Petrosyan, room 2026, our desk</p>"

    assert published(under=line) == "None"


def test_a_class_that_says_date_leads_to_one_with_words_beside_it():
    under = f"{BODY * 4}<div class='post-date'>By Ani – 9 March 2026 – Gyumri</div>"

    assert published(under=under) == "2026-03-09"


def test_a_class_that_says_date_without_one_leads_nowhere():
    under = f"{BODY * 4}<div class='post-date'>today in print</div>"

    assert published(under=under) == "None"


def test_only_the_first_elements_whose_class_says_date_are_read():
    many = "<div class='date'>nothing</div>" * 40
    late = "<div class='date'>Ani – 9 մարտի 2026</div>"

    assert published(under=f"{BODY * 4}{late}{many}") == "2026-03-09"
    assert published(under=f"{BODY * 4}{many}{late}") == "None"


def test_the_address_tells_the_day_where_the_page_does_not():
    assert published(url="https://herald.example/2026/03/09/valley") == "2026-03-09"
    assert published(url="https://herald.example/2026/13/41/valley") == "None"


def test_without_the_time_of_reading_only_a_date_with_its_year_counts():
    assert published(under="<p>9 March</p>", now=None) == "None"
    assert published(under="<p>9 March 2026</p>", now=None) == "2026-03-09"
