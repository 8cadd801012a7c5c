"""Why nobody was told, alert by alert."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cli.world import NEWS, QUIET, SPORT, World
from tests.daemon.settings import HEAD, written

WISH = '\n[[alert]]\nname = "w"\nevents = ["item.new"]\nto = ["desk"]\n'
CAUCASUS = 'topics = ["south-caucasus"]\n'


def said(world: World, folder: Path, *wishes: str, title: str = QUIET) -> list[str]:
    head = HEAD.replace("monitor.db", str(world.folder / "monitor.db"))
    path = written(folder, *world.parts, *wishes, head=head)
    label = "not told   "
    lines = world.run("why", world.id_of(title), config=path).lines
    return [line.removeprefix(label) for line in lines if line.startswith(label)]


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (
            CAUCASUS.replace("topics", 'sources = ["aras"]\ntopics'),
            "is about sources aras; this is from kura",
        ),
        (
            f'{CAUCASUS}tags = ["rivers"]\n',
            "is about sources with tags rivers; kura has roads",
        ),
        (f'{CAUCASUS}languages = ["ka", "hy"]\n', "is about languages ka, hy; this is in en"),
        (f'{CAUCASUS}places = ["AZ"]\n', "is about places AZ; this is about GE"),
        ('topics = ["mine.toml"]\n', "is about mine, which does not want it"),
        (
            f'{CAUCASUS}places = ["GE"]\ntags = ["roads"]\nlanguages = ["en"]\n',
            "covers it now, and did not when it came",
        ),
    ],
)
def test_every_alert_says_what_it_misses(world: World, tmp_path: Path, wish: str, reason: str):
    (tmp_path / "mine.toml").write_text('any = ["lithium"]\n', "utf-8")

    assert said(world, tmp_path, WISH + wish) == [f"alert 'w' {reason}"]


def test_an_alert_for_other_events_says_so(world: World, tmp_path: Path):
    wish = WISH.replace("item.new", "item.revised") + CAUCASUS

    assert said(world, tmp_path, wish) == [
        "alert 'w' asks for item.revised alone, not for what is new"
    ]


def test_without_any_alert_that_is_the_reason(world: World, tmp_path: Path):
    assert said(world, tmp_path) == ["no [[alert]] is configured"]


def test_what_no_topic_wants_and_stood_there_before_has_two_reasons(world: World, tmp_path: Path):
    assert said(world, tmp_path, title=SPORT) == [
        "it was there before we looked: what a source's first document holds is not told",
        "no topic wants it",
    ]


def test_what_was_told_needs_no_excuse(world: World, tmp_path: Path):
    assert said(world, tmp_path, title=NEWS) == []


def test_what_came_with_a_rewritten_feed_is_held_back_and_says_so(fresh: World, tmp_path: Path):
    for number in range(30):
        fresh.kura.publish(
            f"Notice {number} of the town hall of Gori in Georgia", f"Page {number}."
        )
    fresh.run("poll", "kura")
    for article in fresh.kura.articles:
        fresh.kura.remove(article.slug)
    past = dt.datetime(2020, 1, 31, tzinfo=dt.UTC)
    for number in range(30):
        title, text = f"Tbilisi archive card {number * 7919}", f"Box {number * 104729}."
        fresh.kura.publish(title, text, published=past + dt.timedelta(days=number))
    fresh.run("poll", "kura")
    title = "Tbilisi archive card 0"

    assert fresh.run("sources", "list", "--trouble").lines[0].split("\t")[2] == "rewritten?"
    assert said(fresh, tmp_path, WISH + CAUCASUS, title=title) == [
        "it came when its source changed as a whole, and may be old: kept and not told"
    ]
