"""Headlines, bylines and paragraphs on pages that are built in unlike ways."""

import datetime as dt

import pytest
import trafilatura

from monitor.errors import ParseError
from monitor.parse.article import read_article
from monitor.parse.page import read_look
from tests.parse.newsroom import NOW, PARAGRAPHS, STORY, document

URL = "https://www.herald.example/en/a/1"
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)


def read(head: str = "", *, under: str = "", body: str = BODY, after: str = "", h1: str = STORY):
    page = (
        f"<html><head>{head}</head><body><main><article><h1>{h1}</h1>{under}{body}</article>"
        f"</main>{after}</body></html>"
    )
    return read_article(page, url=URL, now=NOW)


# ------------------------------------------------------------------ who wrote it
def test_a_byline_of_microdata_is_read_by_its_name():
    under = '<p itemprop="author">By <span itemprop="name">Ani Petrosyan</span>, Gyumri</p>'

    assert read(under=under).authors == ("Ani Petrosyan",)


def test_a_byline_without_a_name_of_its_own_is_read_whole():
    assert read(under='<p itemprop="author">Eka Beridze</p>').authors == ("Eka Beridze",)


# ------------------------------------------------------------------ what it is called
def test_the_name_over_the_logo_and_the_motto_behind_it_are_no_part_of_a_headline():
    logo = '<a href="https://www.herald.example/" title="Highland Wire"><img alt="The Wire"></a>'
    head = f"<title>{STORY} | Highland Wire - news of three valleys</title>"

    assert read(head, after=logo, h1="").title == STORY


def test_the_owner_of_the_rights_is_the_name_of_the_site():
    head = f"<title>Highland Wire | {STORY}</title>"

    assert read(head, after="<p>© 2012-2026 Highland Wire. All rights</p>", h1="").title == STORY


def test_lines_and_scripts_within_a_headline_do_not_touch_its_words():
    h1 = "Shepherds come down<br>to the valley<script>var x</script><div>a day early</div>"

    assert read(h1=h1).title == "Shepherds come down to the valley a day early"


def test_a_title_that_was_cut_gives_way_to_the_whole_one():
    head = (
        "<title>Shepherds come down to the…</title>"
        '<meta property="og:title" content="Shepherds come down to the…">'
    )

    assert read(head).title == STORY


# ------------------------------------------------------------------ what it says
def test_the_way_to_another_article_is_no_paragraph():
    more = "<p>Read also: <a href='/2'>Ferries wait</a></p><p><a href='/3'>Ferries wait on</a></p>"

    assert read(body=BODY + more).text == "\n\n".join(PARAGRAPHS)


def test_a_text_of_a_line_is_found_in_the_element_that_the_page_calls_its_article():
    assert "Ferries wait." in read(body="<p>Ferries wait.</p>").text


def test_a_page_of_no_text_at_all_has_none():
    page = "<html><body><h1>Ferries wait</h1></body></html>"

    assert read_article(page, url=URL, now=NOW).text == ""


def test_a_page_too_large_for_the_second_opinion_is_read_by_the_first():
    head = '<meta name="date" content="2026-03-09">'

    assert read(head, after=" " * 1_500_000).text == "\n\n".join(PARAGRAPHS)


def test_a_library_that_stumbles_over_a_page_costs_no_word_of_it(monkeypatch):
    def stumbles(*args, **options):
        raise AttributeError("'NoneType' object has no attribute 'text'")

    monkeypatch.setattr(trafilatura, "extract", stumbles)

    assert read().text == "\n\n".join(PARAGRAPHS)


# ------------------------------------------------------------------ what it states for machines
def stated(*texts: str) -> str:
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def test_of_several_articles_the_one_with_the_page_s_address_counts():
    other = '{"@type": "NewsArticle", "headline": "Ferries wait", "datePublished": "2026-03-02"}'
    own = (
        '{"@type": "NewsArticle", "headline": "A cable", "datePublished": "2026-03-09",'
        f'"mainEntityOfPage": {{"@id": "{URL}#main"}}}}'
    )

    assert str(read(stated(other, own)).published) == "2026-03-09"


def test_of_several_articles_without_address_the_one_whose_headline_is_shown_counts():
    other = '{"@type": "NewsArticle", "headline": "Ferries wait", "datePublished": "2026-03-02"}'
    own = f'{{"@type": "NewsArticle", "headline": "{STORY}", "datePublished": "2026-03-09"}}'

    assert str(read(stated(other, own)).published) == "2026-03-09"


def test_broken_json_of_no_article_tells_nothing_and_of_one_what_can_be_read():
    nothing = '{"@type": "WebPage", "headline": "Ferries wait", }'
    own = (
        f'{{"@type": "NewsArticle", "headline": "{STORY}", "inLanguage": "k\\q",'
        '"datePublished": "2026-03-09", }'
    )

    assert str(read(stated(nothing, own)).published) == "2026-03-09"


# ------------------------------------------------------------------ the page of a known item
def look(body: str):
    return read_look(document(body, "text/html", URL), now=NOW)


def test_the_page_of_a_known_item_is_read_as_plain_text():
    reading = look(
        f"<html><body><main><article><h1>{STORY}</h1>{BODY}</article></main></body></html>"
    )

    assert reading.drafts[0].content == "\n\n".join(PARAGRAPHS)
    assert reading.drafts[0].url == URL


def test_the_page_of_a_known_item_may_hold_hardly_a_word():
    assert look("<html><body><h1>Ferries wait</h1></body></html>").drafts[0].content == ""


def test_a_wall_before_the_page_of_a_known_item_is_refused_by_its_name():
    with pytest.raises(ParseError) as caught:
        look(
            "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser"
            "</h1><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>"
            "</body></html>"
        )
    assert caught.value.kind == "blocked"


def test_a_long_stretch_in_an_inline_element_is_a_part_of_its_paragraph():
    stretch = PARAGRAPHS[1]
    body = f"<p>{PARAGRAPHS[0]} <span>{stretch}</span> {PARAGRAPHS[2]}</p>"

    assert read(body=body).text == f"{PARAGRAPHS[0]} {stretch} {PARAGRAPHS[2]}"


# ------------------------------------------------------------------ dates within a page's flow
def test_a_day_whose_parts_stand_in_elements_of_their_own_is_one_date():
    under = "<div class='day'><b>9</b> <i>March</i> <u>2026</u></div>"

    assert read(under=under).published is not None
    assert read(under=under).published.at == dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
