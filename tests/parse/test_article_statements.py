"""What pages state of an article in several places, some of them broken, and which is believed."""

import pytest

from monitor.parse.article import read_article
from tests.parse.newsroom import NOW, PARAGRAPHS, STORY

URL = "https://herald.example/en/a/1"
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)


def read(head: str = "", before: str = "", body: str = BODY, after: str = ""):
    page = (
        f"<html><head><title>{STORY}</title>{head}</head><body><main><article><h1>{STORY}</h1>"
        f"{before}{body}{after}</article></main></body></html>"
    )
    return read_article(page, url=URL, now=NOW)


def test_the_day_of_an_update_comes_after_the_day_of_publication():
    times = (
        "<p>Updated <time class=updated datetime='2026-03-12T10:00Z'>12 March</time></p>"
        "<p><time datetime='2026-03-09T06:15Z'>9 March</time></p>"
    )

    assert str(read(before=times).published).startswith("2026-03-09")


def test_a_time_element_with_an_unreadable_attribute_is_read_by_its_words():
    assert str(read(before="<time datetime='soon'>9 March 2026</time>").published) == "2026-03-09"


def test_a_day_is_stated_more_exactly_by_a_minute_of_the_same_day():
    head = (
        '<meta property="article:published_time" content="2026-03-09">'
        '<meta name="date" content="2026-03-09T06:15:00+04:00">'
    )
    assert str(read(head).published).startswith("2026-03-09T06:15:00+04:00")


def test_a_clock_without_a_zone_takes_the_zone_of_the_statement_that_has_one():
    head = (
        '<meta property="article:published_time" content="2026-03-09T06:15:00">'
        '<meta name="date" content="2026-03-09T06:15:00+04:00">'
    )
    assert str(read(head).published) == "2026-03-09T06:15:00+04:00"


def test_an_author_in_a_link_marked_as_such_is_read():
    assert read(before='<a rel="author" href="/who/ani">By Ani Petrosyan</a>').authors == (
        "Ani Petrosyan",
    )


def stated(texts: str) -> str:
    kind = '"@type": "NewsArticle"'
    return f'<script type="application/ld+json">{{{kind}, "headline": "{STORY}", {texts}}}</script>'


def test_json_that_is_broken_still_tells_its_texts():
    head = stated('"datePublished": "2026-03-09T06:15:00Z", "description": "a \\q", ')

    assert str(read(head).published) == "2026-03-09T06:15:00+00:00"


@pytest.mark.parametrize("shown", [BODY, f"<p>{PARAGRAPHS[0]}</p>"])
def test_a_text_that_the_newsroom_states_whole_goes_before_a_part_that_is_shown(shown):
    more = " ".join(
        f"Sentence number {n} tells more of the valley and its rails." for n in range(60)
    )
    head = stated('"articleBody": "' + "\\n\\n".join((*PARAGRAPHS, more)) + '"')

    assert "Sentence number 59 tells" in read(head, body=shown).text
