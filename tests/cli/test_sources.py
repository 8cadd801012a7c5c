"""The verb `sources`: how they are doing, and what an address would give."""

import json
from pathlib import Path

import pytest

from monitor.testing import Status
from tests.cli.world import NEWS, World
from tests.daemon.settings import written

SAVED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kura Post</title>
<item><title>Road reopens</title><link>https://kura.example/1</link>
<pubDate>Thu, 15 Jan 2026 09:30:00 +0400</pubDate></item></channel></rss>"""


def test_before_the_first_poll_the_list_says_what_to_do(fresh: World):
    answer = fresh.run("sources", "list")

    assert answer.code == 0
    assert answer.lines[0].split("\t") == [
        *("kura", "auto", "new", "never", "", "0", "0", "en GE", "first round", ""),
    ]
    assert answer.err == (
        "2 sources, none polled yet: `monitor poll` asks each of them once, "
        "`monitor run` goes on asking\n"
    )
    assert json.loads(fresh.run("sources", "list", "--json").lines[1])["state"] == "new"


def test_healthy_sources_are_listed_with_what_they_brought(world: World):
    answer = world.run("sources", "list")

    kura = answer.lines[0].split("\t")
    assert (kura[:3], kura[5:8]) == (["kura", "feed", "in time"], ["5", "4", "en GE"])
    assert float(kura[4]) > 0
    assert "items a day expected" in kura[9]
    assert answer.err == "2 sources, none needs anybody\n"
    assert world.run("sources", "list", "--trouble").code == 1


def test_the_list_narrows_by_tag_state_and_failure(fresh: World):
    fresh.kura.publish("Something stands there")
    fresh.aras.fault("/rss.xml", Status(404))
    fresh.run("poll")

    def names(*words: str) -> list[str]:
        lines = fresh.run("sources", "list", *words).lines
        return [line.split("\t")[0] for line in lines]

    assert names("--tag", "roads", "--tag", "rivers") == ["kura"]
    assert names("--state", "not-found") == names("--failing") == ["aras"]
    assert names("--failing", "--tag", "roads") == []
    assert names("--state", "in time", "--state", "not-found") == ["aras", "kura"]


def test_json_tells_the_state_of_each_source(world: World):
    rows = [json.loads(line) for line in world.run("sources", "list", "--json").lines]

    assert [(row["source"], row["state"], row["errors"]) for row in rows] == [
        ("kura", "in time", 0),
        ("aras", "in time", 0),
    ]
    assert rows[0]["url"] == world.kura.url("/rss.xml")


def test_sources_in_trouble_come_first_with_what_was_seen(fresh: World):
    fresh.kura.publish("Something stands there")
    fresh.aras.fault("/rss.xml", Status(404))
    assert fresh.run("poll").code == 1

    answer = fresh.run("sources", "list")

    aras, kura = (line.split("\t") for line in answer.lines)
    assert (aras[0], aras[2], kura[0]) == ("aras", "not-found", "kura")
    assert "there is nothing at this address (status 404); 1 failed poll since " in aras[9]
    assert "2 sources, 1 needs somebody: `monitor sources test NAME`" in answer.err


def test_a_source_that_is_gone_or_moved_says_so(fresh: World):
    fresh.kura.fault("/rss.xml", Status(410))
    fresh.aras.publish("Something stands there")
    fresh.aras.fault("/rss.xml", Status(308, location="/atom.xml"))
    fresh.run("poll")

    rows = {line.split("\t")[0]: line.split("\t") for line in fresh.run("sources", "list").lines}

    assert rows["kura"][2] == "gone"
    assert rows["aras"][9].startswith(f"moved to {fresh.aras.url('/atom.xml')}")


def test_without_any_source_the_list_says_how_to_add_one(fresh: World):
    empty = written(fresh.folder / "..", head="")

    answer = fresh.run("sources", "list", config=empty)

    assert answer.code == 1
    assert answer.err == "nothing is configured: add a [[source]] with a name and a url\n"


# ------------------------------------------------------------------ a look at one address
def test_an_address_shows_the_items_that_it_would_give(world: World):
    answer = world.run("sources", "test", world.kura.url("/atom.xml"))

    assert answer.code == 0
    assert any(line.split("\t")[1] == NEWS for line in answer.lines)
    assert answer.err.startswith("read as feed, 5 items, en")


def test_a_configured_source_is_looked_at_as_it_is_configured(world: World):
    answer = world.run("sources", "test", "kura", "--json")

    assert NEWS in [json.loads(line)["title"] for line in answer.lines]


def test_a_saved_file_needs_neither_network_nor_configuration(world: World, tmp_path: Path):
    page = tmp_path / "feed.xml"
    page.write_text(SAVED, "utf-8")

    answer = world.run("sources", "test", str(page), config=tmp_path / "none.toml")

    assert answer.lines == ["2026-01-15 05:30\tRoad reopens\thttps://kura.example/1"]
    assert answer.err == "read as feed, 1 item, language not stated\n"


def test_the_address_at_which_a_list_goes_on_is_said(fresh: World, tmp_path: Path):
    page = tmp_path / "list.html"
    rows = "".join(
        f"<li><a href='/{n}'>Crossing number {n} opens</a> {n} March 2026</li>" for n in range(1, 9)
    )
    head = "<link rel=next href='https://kura.example/news/2'>"
    page.write_text(f"<html><head>{head}</head><body><ul>{rows}</ul></body></html>", "utf-8")

    answer = fresh.run("sources", "test", str(page), "--kind", "listing")

    assert answer.err.endswith("\nit goes on at https://kura.example/news/2\n")


def test_without_a_configuration_private_addresses_are_refused(world: World, tmp_path: Path):
    address = world.kura.url("/rss.xml")

    answer = world.run("sources", "test", address, config=tmp_path / "none.toml")

    assert (answer.code, answer.out) == (1, "")
    assert "error: " in answer.err
    assert "127.0.0.1" in answer.err


@pytest.mark.parametrize(("status", "words"), [(404, "nothing at this address"), (410, "gone")])
def test_a_refusal_is_told_as_the_site_said_it(fresh: World, status: int, words: str):
    fresh.kura.fault("/rss.xml", Status(status))

    answer = fresh.run("sources", "test", "kura")

    assert (answer.code, answer.out) == (1, "")
    assert words in answer.err


def test_a_page_without_items_ends_with_1_and_says_what_would_do(world: World, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("<html><title>Imprint</title><p>Nobody writes here.</p></html>", "utf-8")

    answer = world.run("sources", "test", str(page))

    assert answer.code == 1
    assert "neither a feed" in answer.err


def test_an_empty_feed_has_no_items_and_ends_with_1(world: World, tmp_path: Path):
    page = tmp_path / "feed.xml"
    page.write_text(SAVED.split("<item>")[0] + "</channel></rss>", "utf-8")

    answer = world.run("sources", "test", str(page), "--kind", "feed")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("read as feed, 0 items")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("kurra", "did you mean 'kura'?"), ("feed.xml", "known: kura, aras")],
)
def test_what_is_no_address_file_or_source_ends_with_2(world: World, word: str, hint: str):
    answer = world.run("sources", "test", word)

    assert answer.code == 2
    assert f"{word!r} is no address such as https://example.org/feed, no file" in answer.err
    assert hint in answer.err


def test_without_a_configuration_no_source_is_known(world: World, tmp_path: Path):
    answer = world.run("sources", "test", "kura", config=tmp_path / "none.toml")

    assert answer.code == 2
    assert "known: none is configured" in answer.err


def test_C27_titles_of_an_address_are_shown_and_not_obeyed(fresh: World, tmp_path: Path):  # noqa: N802
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [{"id": "1\x1b[2J", "title": "Red \x1b[31m \u202eevil", "summary": "\x9b2J"}],
    }
    page = tmp_path / "feed.json"
    page.write_text(json.dumps(feed), "utf-8")

    for words in ((), ("--json",)):
        out = fresh.run("sources", "test", str(page), *words).out
        assert "Red" in out
        assert not set(out) & set("\x1b\x9b\u202e")
