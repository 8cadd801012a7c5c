"""The verb `sources verify`: what each source gives now, and what would serve better."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.testing import Drop, Hang, Newsroom, Status
from tests.cli.world import Answer, World, ctrl_c
from tests.daemon.settings import source, written

GEORGIAN = "თბილისში მდინარე მტკვარზე ახალი ხიდი გაიხსნა და მოძრაობა აღდგა"


@pytest.fixture
def site() -> Iterator[Newsroom]:
    with Newsroom("Mtkvari Press") as site:
        for number in range(12):
            site.publish(f"Georgia and Armenia open crossing number {number}", "Trucks pass.")
        yield site


def one(world: World, url: str, more: str = "") -> Path:
    """A configuration of one source."""
    return written(world.folder, source("one", url, more=more))


def verdict(answer: Answer) -> dict[str, object]:
    told: dict[str, object] = json.loads(answer.lines[0])
    return told


def row(world: World) -> dict[str, object]:
    text = (world.folder / "sources.toml").read_text("utf-8")
    first: dict[str, object] = tomllib.loads(text)["source"][0]
    return first


def test_sources_that_are_well_are_said_to_be_so_and_nothing_is_kept(fresh: World):
    for newsroom in (fresh.kura, fresh.aras):
        newsroom.publish("A bridge opens over the river")

    answer = fresh.run("sources", "verify")

    assert answer.code == 0
    assert [line.split("\t")[:2] for line in answer.lines] == [["kura", "well"], ["aras", "well"]]
    assert "feed, 1 item, newest 20" in answer.lines[0]
    assert answer.err == "2 sources asked: 2 well, 0 to be changed, 0 cannot be read\n"
    assert fresh.run("sources", "list").err.startswith("2 sources, none polled yet")


def test_an_address_that_moved_for_good_is_corrected_where_that_is_asked_for(
    fresh: World, site: Newsroom
):
    site.fault("/old.xml", Status(301, location="/atom.xml"))
    one(fresh, site.url("/old.xml"))

    seen = fresh.run("sources", "verify")
    unsaid = fresh.run("sources", "verify", "--write")
    done = fresh.run("sources", "verify", "--write", "--yes")

    assert (seen.code, unsaid.code, done.code) == (1, 2, 0)
    assert f"it moved for good to {site.url('/atom.xml')}" in seen.lines[0]
    assert "`monitor sources verify --write` corrects 1 source" in seen.err
    assert "nothing was written; --yes" in unsaid.err
    assert row(fresh)["url"] == site.url("/atom.xml")
    assert fresh.run("sources", "verify", "--write").err.endswith("there is nothing to correct\n")


def test_a_dead_feed_is_replaced_by_what_the_site_has_now(fresh: World, site: Newsroom):
    site.open_home("/rss.xml")
    one(fresh, site.url("/feeds/old.rss"), 'kind = "feed"')

    told = verdict(fresh.run("sources", "verify", "--json"))

    assert told["standing"] == "failing"
    assert told["error_kind"] == "not-found"
    assert told["changes"] == {"url": site.url("/rss.xml"), "kind": "feed"}


def test_a_list_whose_site_has_a_feed_now_is_told_so(fresh: World, site: Newsroom):
    site.open_home("/rss.xml")
    one(fresh, site.url("/"), 'kind = "listing"')

    told = verdict(fresh.run("sources", "verify", "--json"))

    assert told["advice"] == [f"there is a feed: {site.url('/rss.xml')}"]
    assert told["changes"] == {"url": site.url("/rss.xml"), "kind": "feed"}


def test_another_kind_and_another_language_are_seen(fresh: World):
    with Newsroom("Mtkvari", language="ka") as site:
        for number in range(5):
            site.publish(f"{GEORGIAN} {number}")
        one(fresh, site.url("/rss.xml"), 'kind = "listing"')

        told = verdict(fresh.run("sources", "verify", "--json", "--yes"))

    assert told["advice"] == ["it is a feed, not a listing", "its items are in ka, not en"]
    assert (row(fresh)["kind"], row(fresh)["language"]) == ("feed", "ka")


def test_what_is_not_found_anywhere_stays_and_is_named(fresh: World, site: Newsroom):
    paths = ("/rss.xml", "/atom.xml", "/feed.json", "/news-sitemap.xml", "/gone")
    for path in paths:
        site.fault(path, Status(410 if path == "/gone" else 404))
    before = one(fresh, site.url("/gone")).read_bytes()

    answer = fresh.run("sources", "verify", "--write", "--yes")

    assert answer.code == 1
    assert answer.lines[0].split("\t") == [
        "one",
        "failing",
        "the site says that it is gone for good (410)",
        "",
    ]
    assert (fresh.folder / "sources.toml").read_bytes() == before


def test_a_correction_never_makes_twins(fresh: World, site: Newsroom):
    site.fault("/old.xml", Status(301, location="/atom.xml"))
    written(
        fresh.folder,
        source("one", site.url("/old.xml")),
        source("two", site.url("/atom.xml")),
    )

    answer = fresh.run("sources", "verify", "--write", "--yes")

    assert f"one: {site.url('/atom.xml')} is the address of two" in answer.err
    assert row(fresh)["url"] == site.url("/old.xml")


def test_a_machine_without_a_network_is_recognised(fresh: World):
    fresh.kura.down()
    fresh.aras.down()

    answer = fresh.run("sources", "verify")

    assert answer.code == 1
    assert "none was reached at all: is this machine on the internet?" in answer.err


def test_only_the_named_sources_are_asked(fresh: World):
    fresh.aras.fault("/rss.xml", Drop())

    answer = fresh.run("sources", "verify", "aras", "aras")

    assert [line.split("\t")[:2] for line in answer.lines] == [["aras", "failing"]]
    assert fresh.kura.visits() == ()
    unknown = fresh.run("sources", "verify", "ara")
    assert unknown.code == 2
    assert "did you mean 'aras'?" in unknown.err


def test_ctrl_c_shows_what_was_seen_and_writes_nothing(fresh: World, site: Newsroom):
    before = one(fresh, site.url("/rss.xml")).read_bytes()
    site.fault("/rss.xml", Hang())

    with ctrl_c(site):
        answer = fresh.run("sources", "verify", "--write", "--yes")

    assert answer.code == 130
    assert "0 of 1 asked" in answer.err
    assert "stopped; nothing was written" in answer.err
    assert (fresh.folder / "sources.toml").read_bytes() == before
