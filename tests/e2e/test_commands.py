"""The command line as people and scripts meet it: help, exit codes, JSON lines, pipes."""
# ruff: noqa: N802 - one test is named after the fault that it shows

import json
import subprocess
from collections.abc import Iterator

import click
import pytest

from monitor.cli import cli
from monitor.testing import Newsroom, Status
from tests.e2e.rig import Rig, clean_environ, newsroom, verb

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
TEXT = "The city hall said so on Monday, and the work is to end before the spring."


def verbs(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from verbs(command, *before, name)


def is_group(words: tuple[str, ...]) -> bool:
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return isinstance(command, click.Group)


@pytest.fixture
def kura(rig: Rig) -> Iterator[Newsroom]:
    with newsroom() as site:
        site.publish("Old notice of the Lisbon harbour office", "Berth 7 is closed for cleaning.")
        rig.source("kura", site.url("/rss.xml"))
        rig.write()
        yield site


@pytest.fixture
def told(rig: Rig, kura: Newsroom) -> Rig:
    """A database in which one article was told."""
    verb(rig, "poll")
    kura.publish(NEWS, TEXT)
    verb(rig, "poll")
    return rig


@pytest.mark.parametrize("words", list(verbs(cli)), ids=" ".join)
def test_every_verb_has_help_with_an_example(rig: Rig, words: tuple[str, ...]):
    outcome = verb(rig, *words, "--help")

    assert (outcome.code, outcome.err) == (0, "")
    assert "Usage: monitor" in outcome.out
    assert is_group(words) or "Example: monitor " in outcome.out


@pytest.mark.parametrize(
    "words",
    [
        ("items",),
        ("items", "--relevance", "relevant", "--place", "GE"),
        ("search", "Metekhi"),
        ("show", "{item}"),
        ("why", "{item}"),
        ("sources", "list"),
        ("alerts", "list"),
        ("topics", "list"),
        ("topics", "explain", NEWS),
        ("check",),
        ("poll",),
    ],
    ids=" ".join,
)
def test_json_is_one_object_a_line_and_nothing_else(told: Rig, words: tuple[str, ...]):
    item = told.items()[NEWS].item.id

    outcome = verb(told, *(word.format(item=item) for word in words), "--json")

    assert outcome.code == 0, outcome.err
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert rows
    assert all(isinstance(row, dict) for row in rows)


def test_what_was_asked_for_and_found_ends_with_0(told: Rig):
    assert verb(told, "items").code == 0
    assert verb(told, "search", "Тбилиси").code in {0, 1}
    assert NEWS in verb(told, "search", "metekhi").out


@pytest.mark.parametrize(
    "words", [("search", "zzzzqqq"), ("why", "zzzzqqq"), ("items", "--place", "AB")]
)
def test_nothing_found_ends_with_1(told: Rig, words: tuple[str, ...]):
    outcome = verb(told, *words)

    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        ("itmes",),
        ("items", "--limit", "0"),
        ("items", "--since", "yesterdayish"),
        ("poll", "no-such-source"),
        ("alerts", "retry"),
        ("alerts", "test", "nobody"),
        ("digest", "preview", "nothing"),
        ("run", "--log-level", "loud"),
    ],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense_ends_with_2_and_a_hint(told: Rig, words):
    outcome = verb(told, *words)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.strip()
    assert "Traceback" not in outcome.err


def test_P12_an_unknown_key_ends_with_2_and_names_key_file_and_line(rig: Rig):
    rig.source("kura", "https://example.org/feed", languagge="en")
    rig.write()
    line = rig.config.read_text("utf-8").splitlines().index('languagge = "en"') + 1

    for words in (("check",), ("poll",), ("run",)):
        outcome = verb(rig, *words)
        assert outcome.code == 2
        assert "languagge" in outcome.err
        assert f"sources.toml:{line}" in outcome.err
        assert "language" in outcome.err
    assert not rig.database.exists()


def test_a_source_that_failed_ends_a_poll_with_1_and_is_named(rig: Rig, kura: Newsroom):
    with newsroom(name="b") as broken:
        broken.fault("/rss.xml", Status(500))
        rig.source("broken", broken.url("/rss.xml"))
        rig.write()

        outcome = verb(rig, "poll")

    assert outcome.code == 1
    rows = {line.split("\t")[0]: line for line in outcome.out.splitlines()}
    assert "500" in rows["broken"]
    assert "read" in rows["kura"]


def test_sources_test_shows_what_an_address_or_a_saved_file_would_give(rig: Rig, kura: Newsroom):
    kura.publish(NEWS, TEXT)
    saved = rig.directory / "saved.xml"
    saved.write_text(
        f"<rss version='2.0'><channel><title>x</title><item><title>{NEWS}</title>"
        "<link>https://example.org/1</link></item></channel></rss>"
    )

    live = verb(rig, "sources", "test", kura.url("/rss.xml"))
    file = verb(rig, "sources", "test", str(saved))
    moved = verb(rig, "sources", "test", kura.url("/nothing"))

    assert (live.code, file.code, moved.code) == (0, 0, 0), moved.err
    assert kura.url("/rss.xml") in moved.out + moved.err
    assert NEWS in live.out
    assert NEWS in file.out
    assert not rig.database.exists()


def test_a_digest_can_be_looked_at_and_sent_now(told: Rig):
    told.tables.append('[[digest]]\nname = "morning"\nto = ["letters"]\nat = "07:30"\n')
    told.write()
    page = told.directory / "morning.html"

    shown = verb(told, "digest", "preview", "morning", "--html", str(page))
    text = verb(told, "digest", "preview", "morning")
    before = len(told.letters())
    sent = verb(told, "digest", "send", "morning")

    assert (shown.code, text.code, sent.code) == (0, 0, 0), sent.err
    assert NEWS in page.read_text("utf-8")
    assert NEWS in text.out
    assert len(told.letters()) == before + 1
    assert NEWS in told.letters()[-1].text


def test_a_reader_that_had_enough_is_success(rig: Rig, kura: Newsroom):
    kura.window = 400
    for number in range(300):
        kura.publish(f"Notice {number} of the Lisbon harbour office", "Berth closed. " * 20)
    verb(rig, "poll")

    with subprocess.Popen(
        rig.command("items", "--json", "--limit", "1000"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environ(),
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        first = listing.stdout.readline()
        listing.stdout.close()
        complaint = listing.stderr.read()
        code = listing.wait(30)

    assert json.loads(first)["title"]
    assert (code, complaint) == (0, b"")
