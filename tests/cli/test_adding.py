"""The verb `sources add`, and `sources test` of an address: what a site publishes is found."""

import json
import os
import pty
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.jobs.discover import REQUESTS_LIMIT
from monitor.testing import Newsroom, Status
from tests.cli.world import Answer, World

PUBLISHED = ("/rss.xml", "/atom.xml", "/feed.json", "/news-sitemap.xml")
SHELL = "<html><body><div id=root></div><script src=/app.js></script></body></html>"


@pytest.fixture
def mtkvari() -> Iterator[Newsroom]:
    """A site with a dozen articles, of which the configuration knows nothing."""
    with Newsroom("Mtkvari Press") as site:
        for number in range(12):
            site.publish(f"Georgia and Armenia open crossing number {number}", "Trucks pass.")
        yield site


def added(world: World) -> dict[str, object]:
    """The last source in the configuration."""
    path = world.folder / "sources.toml"
    last: dict[str, object] = tomllib.loads(path.read_text("utf-8"))["source"][-1]
    return last


def add(world: World, address: str, *more: str) -> Answer:
    return world.run("sources", "add", address, *more)


def kinds(answer: Answer) -> list[tuple[str, str]]:
    return [(row[1], row[5]) for row in (line.split("\t") for line in answer.lines)]


def withheld(site: Newsroom, *paths: str, status: int = 404) -> None:
    for path in paths or PUBLISHED:
        site.fault(path, Status(status))


# ------------------------------------------------------------------ what is found
def test_the_feed_that_a_page_names_is_taken_before_everything_else(
    fresh: World, mtkvari: Newsroom
):
    mtkvari.open_home("/atom.xml")
    mtkvari.robots = "Sitemap: /news-sitemap.xml"

    answer = add(fresh, mtkvari.base, "--yes", "--tags", "georgia, press", "--country", "GE")

    assert answer.code == 0
    assert kinds(answer) == [
        ("feed", mtkvari.url("/atom.xml")),
        ("sitemap", mtkvari.url("/news-sitemap.xml")),
        ("listing", mtkvari.base),
    ]
    assert answer.lines[0].split("\t")[2] == "12"
    assert "the page names it as its feed" in answer.lines[0]
    assert "crossing number 11" in answer.lines[0]
    assert added(fresh) == {
        "name": "mtkvari-press",
        "url": mtkvari.url("/atom.xml"),
        "kind": "feed",
        "language": "en",
        "country": "GE",
        "tags": ["georgia", "press"],
    }
    assert "added 'mtkvari-press' (feed, en, GE, georgia, press)" in answer.err
    assert fresh.run("poll", "mtkvari-press").code == 0


def test_a_feed_that_nobody_names_is_found_where_feeds_usually_are(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home()

    add(fresh, mtkvari.url("/"), "--yes")

    assert added(fresh)["url"] == mtkvari.url("/rss.xml")


def test_an_address_that_is_a_feed_is_asked_once(fresh: World, mtkvari: Newsroom):
    answer = add(fresh, mtkvari.url("/feed.json"), "--yes", "--name", "mine")

    assert (answer.code, added(fresh)["name"]) == (0, "mine")
    assert mtkvari.visit_counts() == {"/feed.json": 1}


def test_without_a_feed_the_sitemap_of_news_is_taken_then_the_list(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home()
    withheld(mtkvari, "/rss.xml", "/atom.xml", "/feed.json")

    first = add(fresh, mtkvari.url("/"), "--yes")
    withheld(mtkvari, "/news-sitemap.xml")
    second = add(fresh, mtkvari.url("/"), "--yes")

    assert [kind for kind, _ in kinds(first)] == ["sitemap", "listing"]
    assert [kind for kind, _ in kinds(second)] == ["listing"]
    assert (added(fresh)["kind"], added(fresh)["name"]) == ("listing", "mtkvari-press-en")


def test_an_index_of_sitemaps_leads_to_the_one_made_for_news(fresh: World, mtkvari: Newsroom):
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<sitemap><loc>/pages.xml</loc></sitemap><sitemap><loc>{}</loc></sitemap></sitemapindex>"
    )
    mtkvari.open_home(shows_list=False)
    withheld(mtkvari, "/rss.xml", "/atom.xml", "/feed.json")
    mtkvari.put("/sitemap.xml", index.format("/news-sitemap.xml"), "application/xml")
    mtkvari.robots = f"Sitemap: {mtkvari.url('/sitemap.xml')}"

    assert kinds(add(fresh, mtkvari.url("/"), "--yes"))[0] == (
        "sitemap",
        mtkvari.url("/news-sitemap.xml"),
    )
    pages = "<urlset><url><loc>/a/long-story-of-a-bridge</loc></url></urlset>"
    mtkvari.put("/pages.xml", pages, "application/xml")
    mtkvari.put("/sitemap.xml", index.format("/more.xml"), "application/xml")
    withheld(mtkvari, "/news-sitemap.xml")
    offers = kinds(add(fresh, mtkvari.url("/")))
    assert ("sitemap", mtkvari.url("/sitemap.xml")) in offers


def test_a_dead_address_leads_to_the_first_page_of_its_site(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml")

    add(fresh, mtkvari.url("/gone/for/long"), "--yes")

    assert added(fresh)["url"] == mtkvari.url("/rss.xml")


def test_a_page_may_be_taken_although_there_is_a_feed(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml")

    answer = add(fresh, mtkvari.url("/"), "--yes", "--kind", "listing", "--language", "ka")

    assert (answer.code, len(answer.lines)) == (0, 1)
    assert (added(fresh)["kind"], added(fresh)["language"]) == ("listing", "ka")
    missing = add(fresh, mtkvari.url("/latest"), "--yes", "--kind", "sitemap")
    assert missing.code == 1
    assert "no sitemap was found" in missing.err
    assert "found, but not asked for: feed, listing, page" in missing.err


def test_an_article_offers_itself_behind_the_list_beside_it(fresh: World, mtkvari: Newsroom):
    withheld(mtkvari)
    story = mtkvari.publish("A long story about the old bridge", "It stood for years. " * 60)
    text = "<p>The bridge stood over the river for many years, and nobody asked.</p>" * 20
    mtkvari.put("/alone", f"<html><h1>An old bridge</h1><article>{text}</article></html>")

    offers = kinds(add(fresh, mtkvari.url(story.path)))

    assert offers == [("listing", mtkvari.url(story.path)), ("page", mtkvari.url(story.path))]
    assert kinds(add(fresh, mtkvari.url("/alone")))[0] == ("page", mtkvari.url("/alone"))


def test_a_feed_that_leads_home_or_is_empty_is_no_feed(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml", "/atom.xml", shows_list=False)
    mtkvari.fault("/rss.xml", Status(302, location="/"))
    mtkvari.put("/atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>')
    withheld(mtkvari, "/feed.json", "/news-sitemap.xml")
    mtkvari.put("/feed", "<html><p>A page</p></html>")
    mtkvari.put("/sitemap.xml", "<html><p>A page</p></html>")

    answer = add(fresh, mtkvari.url("/"))

    assert answer.code == 1
    for words in ("leads to the first page", "without any item", "a web page, and", "no sitemap"):
        assert words in answer.err


# ------------------------------------------------------------------ how it behaves
def test_a_search_is_polite_and_bounded(fresh: World, mtkvari: Newsroom):
    withheld(mtkvari)

    answer = add(fresh, mtkvari.url("/some/deep/page"))

    assert answer.code == 1
    assert len(mtkvari.visits()) <= REQUESTS_LIMIT + 1
    asked = mtkvari.visit_counts()
    assert max(asked.values()) == 1
    assert f"no source was found at '{mtkvari.url('/some/deep/page')}'" in answer.err
    for path in asked:
        assert f"{mtkvari.url(path)}: there is nothing at this address" in answer.err


def test_a_list_that_robots_txt_forbids_is_not_offered(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home()
    mtkvari.robots = "User-agent: *\nDisallow: /"
    withheld(mtkvari)

    answer = add(fresh, mtkvari.url("/"))

    assert answer.code == 1
    assert "robots.txt asks 'monitor' to stay away" in answer.err


def test_a_site_that_lets_nobody_in_is_asked_a_few_times_only(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home()
    for path in ("/", "/latest", "/latest/feed", "/latest/rss"):
        mtkvari.fault(path, Status(403))

    answer = add(fresh, mtkvari.url("/latest"))

    assert answer.code == 1
    assert len(mtkvari.visits()) <= 5
    assert "the site lets no program in" in answer.err


def test_an_empty_frame_for_a_browser_is_called_that(fresh: World, mtkvari: Newsroom):
    withheld(mtkvari)
    mtkvari.put("/", SHELL)

    answer = add(fresh, mtkvari.url("/"))

    assert "its page is empty until a browser runs its scripts" in answer.err


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://10.1.2.3/", "is not public"),
        ("ftp://kura.example/", "only http and https are"),
        ("localhost:1/feed", "Connect"),
    ],
)
def test_what_may_not_or_cannot_be_asked_is_said_at_once(fresh: World, address: str, words: str):
    answer = add(fresh, address, "--yes")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: ")
    assert words.lower() in answer.err.lower() or "connect" in answer.err.lower()


def test_an_address_without_a_scheme_is_understood(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml")

    answer = add(fresh, f"127.0.0.1:{mtkvari.port}", "--yes")

    assert (answer.code, added(fresh)["url"]) == (0, mtkvari.url("/rss.xml"))


def test_an_answer_that_cannot_be_read_does_not_end_the_search(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml")
    mtkvari.fault("/latest", Status(206))

    assert add(fresh, mtkvari.url("/latest"), "--yes").code == 0


# ------------------------------------------------------------------ what is written
def test_an_address_that_is_there_already_is_refused_by_the_name_that_has_it(fresh: World):
    fresh.kura.publish("A bridge opens over the river")
    fresh.kura.open_home("/rss.xml")
    before = (fresh.folder / "sources.toml").read_bytes()

    same = add(fresh, fresh.kura.url("/rss.xml/"), "--yes")
    found = add(fresh, fresh.kura.url("/"), "--yes")

    assert (same.code, same.out, found.code) == (1, "", 1)
    for answer in (same, found):
        assert "source 'kura' has this address already" in answer.err
    assert (fresh.folder / "sources.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--name", "kura"), "the name 'kura' is taken"),
        (("--country", "Georgia"), "give an ISO 3166 code"),
        (("--language", "Georgian"), "give a language code"),
        (("--name", "-x"), "begins with a letter or digit"),
    ],
)
def test_what_the_file_could_not_hold_is_refused(
    fresh: World, mtkvari: Newsroom, more: tuple[str, ...], words: str
):
    answer = add(fresh, mtkvari.url("/rss.xml"), "--yes", *more)

    assert answer.code == 1
    assert words in answer.err


def test_in_a_pipe_nothing_is_written_unless_it_was_said(fresh: World, mtkvari: Newsroom):
    before = (fresh.folder / "sources.toml").read_bytes()

    answer = add(fresh, mtkvari.url("/rss.xml"))
    as_json = add(fresh, mtkvari.url("/rss.xml"), "--json")

    assert (answer.code, as_json.code) == (2, 2)
    assert "nothing was written; --yes takes the first" in answer.err
    assert json.loads(as_json.out)["added"] is None
    assert (fresh.folder / "sources.toml").read_bytes() == before


def test_programs_are_told_every_offer_and_which_was_added(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml")

    rows = [json.loads(line) for line in add(fresh, mtkvari.url("/"), "--yes", "--json").lines]

    assert [(row["kind"], row["added"]) for row in rows] == [
        ("feed", "mtkvari-press"),
        ("listing", None),
    ]
    assert (rows[0]["items"], rows[0]["sure"], rows[0]["stale"]) == (12, True, False)
    assert rows[0]["title"] == "Mtkvari Press"


def test_at_a_terminal_somebody_chooses(
    fresh: World, mtkvari: Newsroom, monkeypatch: pytest.MonkeyPatch
):
    mtkvari.open_home("/rss.xml")
    for typed, code in (("0\n", 1), ("2\n", 0)):
        ours, theirs = pty.openpty()
        os.write(ours, typed.encode())
        with open(theirs, encoding="utf-8") as keys, monkeypatch.context() as scene:  # noqa: PTH123
            scene.setattr(sys, "stdin", keys)
            config = str(fresh.folder / "sources.toml")
            words = ["monitor", "-c", config, "sources", "add", mtkvari.base]
            scene.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as end:
                main()
        os.close(ours)
        assert end.value.code == code
    assert added(fresh)["kind"] == "listing"


# ------------------------------------------------------------------ a look without writing
def test_a_test_of_an_address_shows_what_add_would_take(fresh: World, mtkvari: Newsroom):
    mtkvari.open_home("/rss.xml")
    before = (fresh.folder / "sources.toml").read_bytes()

    answer = fresh.run("sources", "test", f"127.0.0.1:{mtkvari.port}")

    assert (answer.code, len(answer.lines)) == (0, 12)
    assert f"from {mtkvari.url('/rss.xml')}: the page names it as its feed" in answer.err
    assert "or 12 items as listing" in answer.err
    assert (fresh.folder / "sources.toml").read_bytes() == before


def test_a_saved_page_shows_its_list_and_the_feed_that_it_names(fresh: World, tmp_path: Path):
    rows = "".join(
        f'<li><a href="/n/{n}">The road number {n} reopens after the snow</a></li>'
        for n in range(9)
    )
    page = tmp_path / "page.html"
    page.write_text(
        '<html><head><link rel="canonical" href="https://kura.example/news">'
        '<link rel="alternate" type="application/rss+xml" href="/rss"></head>'
        f"<body><h2>Latest news</h2><ul>{rows}</ul></body></html>"
    )

    answer = fresh.run("sources", "test", str(page))

    assert (answer.code, len(answer.lines)) == (0, 9)
    assert answer.lines[0].endswith("https://kura.example/n/0")
    assert "the page names it as its feed, which was not asked: https://kura.example/rss" in (
        answer.err
    )


def test_a_saved_index_of_sitemaps_is_named(fresh: World, tmp_path: Path):
    page = tmp_path / "sitemap.xml"
    page.write_text(
        "<sitemapindex><sitemap><loc>https://k.example/a.xml</loc></sitemap></sitemapindex>"
    )

    answer = fresh.run("sources", "test", str(page))

    assert answer.code == 1
    assert "an index of sitemaps" in answer.err
