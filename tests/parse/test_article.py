"""Articles: title without the site, day, and text without the lists around it."""

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from monitor.parse.article import read_article
from monitor.parse.flow import parse_page
from tests.parse.newsroom import ARTICLE, DAYS, NOW, PARAGRAPHS, SOURCE, STORY, TITLES, document
from tests.parse.test_listing import _FORMS, as_text, latest

URL = "https://herald.example/en/a/1"


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("linked", [True, False])
def test_the_list_beside_an_article_is_no_part_of_it(form, linked):
    for date_first in (True, False):
        for heading in ("apart", "none"):
            markup = latest(
                form, linked=linked, date_first=date_first, heading=heading, inside=False
            )
            article = read_article(ARTICLE % markup, url=URL, now=NOW)
            assert article.title == STORY
            assert article.text == "\n\n".join(PARAGRAPHS)
            assert str(article.published) == "2026-03-14"


def test_a_plain_text_is_title_text_and_a_lone_day_at_its_end():
    article = read_article(as_text(), url=URL, now=NOW)
    assert article.title == STORY
    assert article.text.startswith("The shepherds of three villages")
    assert not any(title in article.text for title in TITLES)
    assert str(article.published) == "2026-03-14"


def test_a_plain_text_without_a_day_has_none():
    article = read_article(f"Title\n\n{PARAGRAPHS[0]}", url=URL)
    assert (article.title, article.published) == ("Title", None)
    assert read_article(" \n", url=URL).title == ""


def test_lines_with_an_element_each_are_an_article_and_its_list():
    page = "".join(f"<p>{line}</p>" for line in as_text().splitlines() if line)
    article = read_article(f"<html><body>{page}</body></html>", url=URL, now=NOW)
    assert article.title == STORY
    assert not any(title in article.text for title in TITLES)
    assert not any(day in article.text for day in DAYS)


def test_what_the_page_states_for_machines_goes_first():
    page = (
        '<html lang="hy"><head><title>Rails are back | The Herald</title>'
        '<meta property="og:title" content="Rails are back - The Herald">'
        '<meta property="og:site_name" content="The Herald"><meta name="author" content="Desk">'
        '<meta name="empty">'
        '<meta property="article:published_time" content="2026-03-08T10:00:00Z">'
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": '
        '["NewsArticle"], "headline": "Rails are back", "datePublished": "2026-03-09T06:15:00Z",'
        '"author": [{"@type": "Person", "name": "Ani"}, "Eka", {"name": ["Lia"]}, 7]}]}</script>'
        '<script type="application/ld+json">{broken</script><script>var x</script></head>'
        f"<body><h1>Rails are back in the valley</h1><p>{PARAGRAPHS[0]}</p></body></html>"
    )
    article = read_article(page.encode(), url=URL)
    assert article.title == "Rails are back"
    assert str(article.published) == "2026-03-09T06:15:00+00:00"
    assert article.authors == ("Ani", "Eka", "Lia")
    assert article.language == "hy"


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>Rails - back again - The Herald</title>", "Rails - back again",
         "Rails - back again"),
        ("<title>Rails - back again</title>", "", "Rails - back again"),
        ("<title>The Herald | Rails</title>", "Rails", "Rails"),
        ('<title>Rails :: The Herald</title><meta property="og:site_name" content="THE HERALD">',
         "", "Rails"),
        ('<title>The Herald: a paper</title><meta name="twitter:title" content="Rails">', "Rails",
         "Rails"),
        ("", "", "Some first line"),
    ],
)  # fmt: skip
def test_a_title_loses_the_site_s_name_and_nothing_else(head, h1, title):
    heading = f"<h1>{h1}</h1>" if h1 else ""
    page = f"<html><head>{head}</head><body>{heading}<p>Some first line</p></body></html>"
    assert read_article(page, url=URL).title == title


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ('<h1>A</h1><time datetime="2026-03-09">x</time><p>y</p>', "2026-03-09"),
        ("<h1>A</h1><time>9 March 2026</time><p>y</p>", "2026-03-09"),
        ('<p>1 March 2026</p><h1>A</h1><p class="d">9 March 2026</p>', "2026-03-09"),
        ("<h1>A</h1><p>y</p>", "None"),
    ],
)
def test_the_day_is_read_near_the_headline(markup, day):
    assert str(read_article(f"<body>{markup}</body>", url=URL, now=NOW).published) == day


def test_links_within_a_paragraph_stay_in_it():
    page = (
        f"<body><h1>A</h1><div><p>{PARAGRAPHS[0]} "
        "See <a href='/x'>the <i>plan</i> </a>, <b>which</b> <i>is</i> old.</p>"
        f"<p>{PARAGRAPHS[1]}</p><ul><li>First point of it</li></ul></div></body>"
    )
    text = read_article(page, url=URL).text
    assert "See the plan, which is old." in text
    assert text.endswith("First point of it")


def read_page(body: str | bytes, kind="page"):
    return read_document(document(body, "text/html", URL), kind=kind, source=SOURCE, now=NOW)


def test_a_page_is_one_draft_named_by_its_address():
    reading = read_page(ARTICLE % "")
    (draft,) = reading.drafts
    assert (reading.kind, draft.guid, draft.url, draft.title) == ("page", SOURCE.url, URL, STORY)
    assert draft.content is not None
    assert draft.content.startswith("The shepherds")
    assert str(draft.published) == "2026-03-14"


def test_a_page_without_an_article_is_an_error():
    with pytest.raises(ParseError, match="no article was found") as caught:
        read_page("<html><head><title>Log in</title></head><body><p>Log in</p></body></html>")
    assert caught.value.kind == "no-article"


def test_auto_reads_an_article_without_a_list_as_a_page_and_nothing_as_an_error():
    assert read_page(ARTICLE % "", "auto").kind == "page"
    with pytest.raises(ParseError, match="neither a feed, a sitemap") as caught:
        read_page("<html><body><p>Nothing</p></body></html>", "auto")
    assert caught.value.kind == "not-readable"


def test_auto_takes_a_weak_list_where_there_is_nothing_else():
    links = "".join(f'<a href="/{n}">Section {n} x</a>' for n in range(4))
    assert read_page(f"<html><body><div>{links}</div></body></html>", "auto").kind == "listing"


def test_paragraphs_that_begin_with_links_are_not_a_list():
    page = "".join(
        f'<p><a href="/{n}">The plan number {n}</a> {p}</p>' for n, p in enumerate(PARAGRAPHS)
    )
    text = read_article(f"<body><h1>A</h1><div>{page}</div></body>", url=URL).text
    assert text.startswith("The plan number 0 The shepherds")
    assert text.count("The plan number") == 3


def test_a_page_of_nothing_is_an_error():
    with pytest.raises(ParseError, match="nothing that can be read") as caught:
        read_page("<!DOCTYPE html>")
    assert caught.value.kind == "not-readable"
    with pytest.raises(ParseError, match="nothing that can be read"):
        parse_page("", url=URL, languages=(), now=NOW)
