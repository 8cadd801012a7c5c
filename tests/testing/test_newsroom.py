import datetime as dt
import json

import feedparser
import httpx
import pytest
from lxml import etree

from monitor.testing import (
    Body,
    Cut,
    Drop,
    FakeClock,
    Hang,
    Newsroom,
    Raw,
    Slow,
    Status,
)

FEEDS = ("/rss.xml", "/atom.xml", "/rdf.xml")
TITLE = 'Snow & ice "close" the <upper> road'
NOON = dt.datetime(2026, 1, 15, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    return FakeClock(NOON)


@pytest.fixture
def site(clock):
    with Newsroom("Kura Post", clock=clock) as newsroom:
        yield newsroom


def get(site, path, **headers):
    return httpx.get(site.url(path), headers=headers, timeout=5)


# ------------------------------------------------------------------ what it shows
@pytest.mark.parametrize("path", FEEDS)
def test_an_article_stands_in_every_feed(site, path):
    article = site.publish(TITLE, "Ploughs < the pass & more.")

    feed = feedparser.parse(get(site, path).content)

    (entry,) = feed.entries
    assert not feed.bozo
    assert entry.title == TITLE
    assert entry.link == site.url(article.path)
    assert "Ploughs" in entry.summary
    assert feed.feed.title == "Kura Post"


def test_an_article_stands_in_the_json_feed(site):
    article = site.publish(TITLE, "Ploughs are on their way.")

    (entry,) = get(site, "/feed.json").json()["items"]

    assert (entry["title"], entry["id"]) == (TITLE, article.guid)
    assert entry["url"] == site.url(article.path)


def test_an_article_stands_in_the_news_sitemap(site):
    site.publish(TITLE)

    root = etree.fromstring(get(site, "/news-sitemap.xml").content)

    names = {"n": "http://www.google.com/schemas/sitemap-news/0.9"}
    assert root.findtext(".//n:title", namespaces=names) == TITLE


def test_the_latest_page_lists_titles_with_their_days(site):
    site.publish("Older", published=NOON - dt.timedelta(days=6))
    site.publish("Newer")

    page = get(site, "/latest").text

    assert page.index("Latest news") < page.index("Newer") < page.index("Older")
    assert "15.Jan.2026" in page
    assert "09.Jan.2026" in page


def test_a_page_in_another_language_has_its_own_heading_and_numbers_for_months(clock):
    with Newsroom("მტკვრის ამბები", language="ka", clock=clock) as site:
        site.publish("თბილისში ახალი პარკი გაიხსნა")

        page = get(site, "/latest").text

    assert "ბოლო ამბები" in page
    assert "15.01.2026" in page


def test_an_article_has_a_page_with_the_list_beside_it(site):
    article = site.publish("Road closed", "First line.\nSecond line.")
    site.publish("Another story")

    page = get(site, article.path).text

    assert "<h1>Road closed</h1>" in page
    assert "<p>Second line.</p>" in page
    assert page.index("<aside>") < page.index("Another story")


def test_a_feed_shows_the_newest_articles_of_its_window(site):
    site.window = 2
    for number in range(4):
        site.publish(f"Story {number}")

    titles = [entry.title for entry in feedparser.parse(get(site, "/rss.xml").content).entries]

    assert titles == ["Story 3", "Story 2"]


def test_an_unknown_page_is_not_found(site):
    assert get(site, "/nowhere").status_code == 404


def test_robots_txt_is_there_only_when_given(clock):
    with Newsroom(clock=clock) as open_site:
        assert get(open_site, "/robots.txt").status_code == 404
    with Newsroom(clock=clock, robots="User-agent: *\nDisallow: /latest\n") as site:
        assert "Disallow: /latest" in get(site, "/robots.txt").text


# ------------------------------------------------------------------ the desk
def test_an_edit_changes_words_in_place_and_keeps_the_guid(site):
    article = site.publish("Two lorries wait", "On the pass.")
    site.publish("Another story")

    edited = site.edit(article.slug, title="Four lorries wait")

    assert [a.title for a in site.articles] == ["Another story", "Four lorries wait"]
    assert (edited.guid, edited.path, edited.summary) == (
        article.guid,
        article.path,
        "On the pass.",
    )


def test_a_removed_article_is_gone_from_lists_and_its_page(site):
    article = site.publish("Withdrawn")

    site.remove(article.slug)

    assert "Withdrawn" not in get(site, "/latest").text
    assert get(site, article.path).status_code == 404


def test_a_copy_has_the_words_and_the_date_but_its_own_address(site, clock):
    original = site.publish("Wire text", "Word for word.")
    with Newsroom("Atlas", clock=clock) as other:
        copied = other.copy(original)

        assert (copied.title, copied.summary) == (original.title, original.summary)
        assert copied.published == original.published
        assert other.url(copied.path) != site.url(original.path)


def test_rewriting_links_changes_every_guid_and_address_and_no_word(site):
    before = [site.publish(f"Story {number}") for number in range(3)]

    site.rewrite_links()

    after = site.articles[::-1]
    assert [a.title for a in after] == [a.title for a in before]
    assert not {a.guid for a in after} & {a.guid for a in before}
    assert not {a.path for a in after} & {a.path for a in before}


def test_an_old_address_leads_to_the_new_one(site):
    article = site.publish("Moved")

    site.rewrite_links()

    answer = get(site, article.path)
    assert answer.status_code == 301
    assert get(site, answer.headers["location"]).status_code == 200


# ------------------------------------------------------------------ conditional requests
def test_an_unchanged_feed_answers_304_to_its_etag(site):
    site.publish("Story")
    first = get(site, "/rss.xml")

    again = get(site, "/rss.xml", **{"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_an_unchanged_feed_answers_304_to_its_date(site):
    first = get(site, "/rss.xml")

    again = get(site, "/rss.xml", **{"If-Modified-Since": first.headers["last-modified"]})

    assert again.status_code == 304


def test_the_etag_counts_before_the_date(site):
    first = get(site, "/rss.xml")
    site.publish("Within the same second")

    again = get(
        site,
        "/rss.xml",
        **{
            "If-None-Match": first.headers["etag"],
            "If-Modified-Since": first.headers["last-modified"],
        },
    )

    assert again.status_code == 200


def test_a_site_without_validators_always_sends_all_of_it(clock):
    with Newsroom(clock=clock, conditional=False) as site:
        answer = get(site, "/rss.xml", **{"If-Modified-Since": "Thu, 15 Jan 2099 12:00:00 GMT"})

    assert answer.status_code == 200
    assert "etag" not in answer.headers


# ------------------------------------------------------------------ trouble
def test_a_status_fault_lasts_as_long_as_it_was_told(site):
    site.fault("/rss.xml", Status(503, retry_after="120"), times=2)

    answers = [get(site, "/rss.xml") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["retry-after"] == "120"


def test_faults_of_one_path_follow_one_another_and_leave_others_alone(site):
    site.fault("/rss.xml", Status(500), times=1)
    site.fault("/rss.xml", Body(b"<html>be right back</html>"))

    assert get(site, "/rss.xml").status_code == 500
    assert get(site, "/atom.xml").status_code == 200
    assert get(site, "/rss.xml").text == "<html>be right back</html>"
    assert get(site, "/rss.xml").text == "<html>be right back</html>"
    site.heal("/rss.xml")
    assert "<rss" in get(site, "/rss.xml").text


def test_a_redirect_goes_where_it_was_told(site):
    site.fault("/rss.xml", Status(302, location="/atom.xml"))

    assert get(site, "/rss.xml").headers["location"] == "/atom.xml"


@pytest.mark.parametrize("fault", [Drop(), Cut(10), Raw(b"\x16\x03 garbage\r\n\r\n")])
def test_a_broken_conversation_breaks_the_client(site, fault):
    site.publish("A story that is longer than the cut")
    site.fault("/rss.xml", fault)

    with pytest.raises(httpx.TransportError):
        get(site, "/rss.xml")


def test_a_hanging_page_never_answers(site):
    site.fault("/rss.xml", Hang())

    with pytest.raises(httpx.ReadTimeout):
        httpx.get(site.url("/rss.xml"), timeout=0.1)


def test_a_slow_page_comes_in_chunks_and_complete(site):
    site.publish("Story")
    whole = get(site, "/rss.xml").content
    site.fault("/rss.xml", Slow(first_s=0.01, gap_s=0.001, chunk_bytes=100))

    assert get(site, "/rss.xml").content == whole


# ------------------------------------------------------------------ the visitors' book
def test_every_request_is_written_down(site, clock):
    site.fault("/atom.xml", Drop(), times=1)
    get(site, "/rss.xml?page=2", **{"User-Agent": "monitor (+desk@example.org)"})
    with pytest.raises(httpx.TransportError):
        get(site, "/atom.xml")

    first, second = site.visits()

    assert first.request.headers["user-agent"] == "monitor (+desk@example.org)"
    assert (first.request.target, first.request.path) == ("/rss.xml?page=2", "/rss.xml")
    assert (first.status, first.request.at) == (200, clock.now())
    assert (second.request.path, second.status) == ("/atom.xml", None)
    assert site.visits("/atom.xml") == (second,)
    assert site.visit_counts() == {"/rss.xml": 1, "/atom.xml": 1}


def test_head_gets_the_headers_without_the_body(site):
    answer = httpx.head(site.url("/feed.json"))

    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(get(site, "/feed.json").content)


def test_the_feed_of_an_empty_site_is_a_feed(site):
    assert json.loads(get(site, "/feed.json").content)["items"] == []
    assert feedparser.parse(get(site, "/rss.xml").content).entries == []
