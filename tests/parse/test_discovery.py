"""Where a site may keep what it publishes: read out of pages, robots.txt and habits."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parse import discovery
from monitor.parse.discovery import Lead, feeds_of_page, is_shell, offer_of, ranked
from monitor.records import Child, Draft, Moment, Precision, Reading, SourceKind

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
PAGE = "https://kura.example/news/"
LEAD = Lead(url="https://kura.example/rss", kind="feed", origin="named", why="the page names it")


def urls(text: str, *, page: str = PAGE) -> list[str]:
    return [lead.url for lead in feeds_of_page(text, url=page)]


def link(href: str, more: str = 'type="application/rss+xml"') -> str:
    return f'<link rel="alternate" {more} href="{href}">'


# ------------------------------------------------------------------ what a page names
@pytest.mark.parametrize(
    ("text", "url"),
    [
        (link("/rss"), "https://kura.example/rss"),
        (link("rss?a=1&amp;b=2"), "https://kura.example/news/rss?a=1&b=2"),
        (link("//feeds.example/kura", "type='application/atom+xml'"), "https://feeds.example/kura"),
        ("<LINK REL=Alternate TYPE=application/rdf+xml HREF=/rdf>", "https://kura.example/rdf"),
        (link("/f", 'type="application/feed+json; charset=utf-8"'), "https://kura.example/f"),
        (link("/feed.json", 'type="application/json"'), "https://kura.example/feed.json"),
        ('<link rel="feed" href="/all">', "https://kura.example/all"),
        (f'<base href="https://cdn.example/x/">{link("rss")}', "https://cdn.example/x/rss"),
        ('<a href="/rss.php">RSS</a>', "https://kura.example/rss.php"),
        ('<a class="icon" href="/ka/feed/">', "https://kura.example/ka/feed/"),
    ],
)
def test_a_feed_is_found_however_a_page_names_it(text: str, url: str):
    assert urls(f"<html><head>{text}</head></html>") == [url]


@pytest.mark.parametrize(
    "text",
    [
        link("/x", 'type="application/json+oembed"'),
        link("/wp-json/wp/v2/pages/1", 'type="application/json"'),
        link("/comments/feed/", 'type="application/rss+xml" title="Kura &raquo; Comments Feed"'),
        link("/en/", 'hreflang="en"'),
        link("javascript:rss"),
        f"<!-- {link('/rss')} -->",
        f"<!-- {link('/rss')}",
        '<a href="https://elsewhere.example/rss">a friend</a>',
        '<a href="/rss.png">',
        '<a href="/news/feeding-the-poor">',
        '<a name="rss">',
        f'<a href="{PAGE}">feed</a>',
    ],
)
def test_what_is_no_feed_of_the_site_is_passed_over(text: str):
    assert urls(text) == []


def test_the_feed_of_the_section_comes_first_and_links_come_last():
    text = '<a href="/rss-list">all</a>' + link("/rss") + link("/news/rss") + link("/rss?again")

    assert urls(text) == [
        "https://kura.example/news/rss",
        "https://kura.example/rss",
        "https://kura.example/rss?again",
        "https://kura.example/rss-list",
    ]
    assert urls(text, page="https://kura.example/")[0] == "https://kura.example/rss"
    assert len(urls("".join(link(f"/rss/{n}") for n in range(99)))) == discovery.LEADS_LIMIT


@pytest.mark.parametrize("piece", ["<link ", "<a href='", "<!--", "<script>", '<a "', "<a href=x "])
def test_a_hostile_page_is_looked_through_in_time(piece: str):
    text = piece * (2_000_000 // len(piece))

    started = time.perf_counter()
    feeds_of_page(text, url=PAGE)
    is_shell(text)
    assert time.perf_counter() - started < 5


@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str):
    feeds_of_page(f'<link rel="alternate" {text}>', url=PAGE)
    discovery.sitemaps_of_robots(text, url=PAGE)
    discovery.address_in(f"<link rel=canonical href={text}>")
    is_shell(text)


# ------------------------------------------------------------------ usual places
def test_the_folder_is_tried_before_the_root_and_the_system_before_habit():
    found = [lead.url for lead in discovery.usual_feeds("https://k.example/en", text="")]
    made = [lead.url for lead in discovery.usual_feeds("https://k.example/", text="/wp-content/x")]

    assert found[:4] == [
        "https://k.example/en/feed",
        "https://k.example/en/rss",
        "https://k.example/feed",
        "https://k.example/rss",
    ]
    assert made[:3] == [
        "https://k.example/feed/",
        "https://k.example/?feed=rss2",
        "https://k.example/rss",
    ]
    page = discovery.usual_feeds("https://k.example/ka/index.html")
    assert page[0].url == "https://k.example/ka/feed"


def test_robots_names_sitemaps_those_of_news_first():
    text = (
        "User-agent: *\nsitemap: /a.xml\n  Sitemap :https://k.example/news.xml # x\nSitemap: ftp:x"
    )

    leads = discovery.sitemaps_of_robots(text, url="https://k.example/robots.txt")

    assert [lead.url for lead in leads] == ["https://k.example/news.xml", "https://k.example/a.xml"]
    assert discovery.usual_sitemaps(PAGE)[0].url == "https://kura.example/news-sitemap.xml"
    assert discovery.robots_of(PAGE) == "https://kura.example/robots.txt"
    assert discovery.home_of(PAGE) == "https://kura.example/"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://k.example/en/rss.xml", "https://k.example/en/"),
        ("https://k.example/rss/all", "https://k.example/"),
        ("https://k.example/news/feed", "https://k.example/"),
        ("https://k.example", "https://k.example/"),
    ],
)
def test_an_edition_has_a_first_page_of_its_own(url: str, page: str):
    assert discovery.edition_of(url) == page


def test_of_an_index_the_sitemap_of_news_is_taken_else_the_newest():
    def best(*urls: str) -> tuple[str, bool]:
        children = tuple(Child(url=url) for url in urls)
        lead, is_news = discovery.best_child(
            Reading(kind="sitemap", drafts=(), children=children), of=LEAD
        )
        return lead.url, is_news

    assert best("https://k.example/posts.xml", "https://k.example/news-1.xml") == (
        "https://k.example/news-1.xml",
        True,
    )
    assert best("https://news.example/b.xml") == ("https://news.example/b.xml", False)


# ------------------------------------------------------------------ what a page is
def test_a_page_that_only_a_browser_fills_is_known():
    shell = "<html><head><title>News</title></head><body><div id=root></div><script>{x}</script>"
    text = "<p>" + "A long text about the river. " * 40

    assert is_shell(shell)
    assert not is_shell(shell + text)
    assert not is_shell(shell + "<a href=/1>x</a>" * 20)
    assert not is_shell("<html><body>Nothing here.</body></html>")
    assert is_shell("<script src=a></script>no body")


def test_a_saved_page_says_its_own_address():
    assert discovery.address_in('<link rel="canonical" href="https://k.example/a">') == (
        "https://k.example/a"
    )
    assert discovery.address_in('<meta property="og:url" content="https://k.example/b">') == (
        "https://k.example/b"
    )
    assert discovery.address_in('<link rel="canonical" href="/a"><a href="/">') is None


def test_a_page_says_the_name_of_its_site():
    title = "<title>Kura &amp; Aras | News</title>"

    assert discovery.title_in(title) == "Kura & Aras | News"
    assert discovery.title_in(f'{title}<meta property="og:site_name" content="Kura">') == "Kura"
    assert discovery.title_in('<meta name="description" content="x">') is None


def test_a_country_is_told_by_endings_that_others_do_not_use():
    assert discovery.country_of("https://civil.ge/feed") == "GE"
    assert discovery.country_of("https://oc-media.org/") is None
    assert discovery.country_of("nothing") is None


# ------------------------------------------------------------------ what was found
def draft(day: int | None = 20, *, title: str = "A bridge opens over the river Kura") -> Draft:
    if day is None:
        return Draft(title=title)
    precision: Precision = "day"
    at = dt.datetime(2026, 11, day, tzinfo=dt.UTC)
    return Draft(title=title, published=Moment(at=at, precision=precision, text=str(day)))


def reading(kind: SourceKind, *drafts: Draft, **more: str) -> Reading:
    return Reading(kind=kind, drafts=drafts, **more)  # type: ignore[arg-type]


def test_an_offer_says_what_a_source_would_give():
    found = offer_of(
        LEAD,
        LEAD.url,
        reading("feed", draft(20), draft(29), draft(None, title="<b>Two</b>"), language="en-GB"),
        now=NOW,
    )

    assert found is not None
    assert (str(found.newest), found.language) == ("2026-11-20", "en")
    assert found.titles[2] == "Two"
    assert (found.is_sure, found.is_stale) == (True, False)
    assert offer_of(LEAD, LEAD.url, reading("feed", Draft()), now=NOW) is None


def test_the_language_is_that_of_the_letters():
    georgian = draft(title="თბილისში ახალი ხიდი გაიხსნა, მდინარეზე მოძრაობა აღდგა " * 6)

    assert discovery.language_in(reading("feed", georgian, language="en")) == "ka"
    assert discovery.language_in(reading("feed", Draft(title="x", language="hy"))) == "hy"
    assert discovery.language_in(reading("feed", Draft(title="x"))) is None


def test_offers_are_ranked_by_trust_and_what_is_stale_comes_last():
    old = Moment(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), precision="day", text="")
    readings = [
        reading("sitemap", draft(None)),
        reading("page", draft()),
        reading("listing", draft(None, title="Home")),
        reading("listing", *(draft(None) for _ in range(3))),
        reading("sitemap", draft()),
        reading("feed", Draft(title="x", published=old)),
        reading("feed", draft()),
    ]
    offers = [
        offer
        for at, each in enumerate(readings)
        if (offer := offer_of(LEAD, f"https://k.example/{at}", each, now=NOW))
    ]

    order = [offer.url[-1] for offer in ranked([*offers, *offers])]

    assert order == ["6", "4", "3", "1", "2", "0", "5"]
    unlikely = offer_of(LEAD, "u", readings[3], now=NOW, is_likely=False)
    unsure = offer_of(LEAD, "u", reading("page", draft()), now=NOW, is_likely=False)
    assert unlikely is not None
    assert unsure is not None
    assert not unlikely.is_sure
    assert ranked([unsure, unlikely]) == (unlikely, unsure)
