"""Verbs that work: poll, run, demo; check; healthcheck, upkeep, backup."""

import json
import logging
import os
import signal
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from monitor.daemon import open_house
from monitor.testing import Status
from tests.cli.world import World
from tests.daemon.settings import read, written

NEW = "Georgia and Armenia agree on a bridge"


@pytest.fixture
def polled(fresh: World) -> World:
    fresh.kura.publish("Shop hours in Lisbon")
    assert fresh.run("poll").code == 0
    return fresh


# ------------------------------------------------------------------ poll
def test_a_first_poll_says_that_what_stood_there_is_not_told(fresh: World):
    fresh.kura.publish(NEW)

    answer = fresh.run("poll")

    assert answer.code == 0
    assert [line.split("\t")[:5] for line in answer.lines] == [
        ["aras", "read", "0", "0", "0"],
        ["kura", "read", "1", "1", "0"],
    ]
    assert answer.err.endswith(
        "\n2 sources polled; 1 new item\n"
        "first look at aras, kura: what stood there is kept and not told\n"
    )


def test_a_poll_delivers_and_counts(polled: World):
    first = polled.kura.publish(NEW)
    assert "1 new item; desk: 1 delivered; mail: 1 delivered" in polled.run("poll").err

    polled.kura.edit(first.slug, title=f"{NEW} of 12 spans")

    assert "0 new items; 1 revised; desk: 1 delivered" in polled.run("poll").err


def test_only_the_named_source_is_asked_and_only_once(polled: World):
    before = len(polled.kura.visits("/rss.xml"))

    answer = polled.run("poll", "kura", "kura", "--json")

    (row,) = map(json.loads, answer.lines)
    assert (row["source"], row["outcome"]) == ("kura", "not-modified")
    assert row["next_poll"].endswith("Z")
    assert len(polled.kura.visits("/rss.xml")) == before + 1


def test_a_source_that_failed_and_a_message_that_waits_end_a_poll_with_1(polled: World):
    polled.aras.fault("/rss.xml", Status(500))
    polled.desk.answers(503)
    polled.kura.publish(NEW)

    answer = polled.run("poll")

    assert answer.code == 1
    assert "1 failed" in answer.err
    assert "desk: 0 delivered, 1 waiting" in answer.err


def test_what_is_given_up_ends_a_poll_with_1(polled: World):
    polled.post.refuse_recipient("one@kura.example")
    polled.kura.publish(NEW)

    answer = polled.run("poll")

    assert answer.code == 1
    assert "mail: 0 delivered, 1 given up" in answer.err


def test_a_source_that_asked_to_wait_is_not_asked_and_named(polled: World):
    polled.aras.fault("/rss.xml", Status(429, "3600"), times=1)
    polled.run("poll", "aras")

    answer = polled.run("poll")

    assert len(answer.lines) == 1
    assert "not asked: aras; `monitor sources list` says until when, and why" in answer.err


def test_an_unknown_source_is_told_before_anything_is_asked(fresh: World):
    answer = fresh.run("poll", "kurra")

    assert answer.code == 2
    assert "no source 'kurra'; did you mean 'kura'?" in answer.err
    assert fresh.kura.visits() == ()


def test_warnings_of_the_configuration_are_told_and_stop_nothing(fresh: World):
    answer = fresh.run("poll", config=written(fresh.folder, head="[monitor]\n"))

    assert answer.code == 0
    assert "warning: " in answer.err
    assert "it has no [[source]], so nothing is polled" in answer.err


def test_events_are_lines_on_standard_error_that_nothing_obeys(
    polled: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    polled.desk.answers(503)
    polled.kura.publish(NEW)

    answer = polled.run("poll")

    assert " WARNING monitor.jobs.dispatch channel 'desk': msg_" in answer.err
    (lines,) = logging.root.handlers
    lines.handle(logging.LogRecord("x", logging.ERROR, "x", 1, "bell\x07 \x1b[2J", (), None))


def test_a_reader_of_events_that_went_away_stops_no_work(
    polled: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    monkeypatch.setattr(logging, "raiseExceptions", False)
    polled.run("poll")
    (lines,) = logging.root.handlers
    closed = (tmp_path / "closed").open("w")
    closed.close()

    with monkeypatch.context() as scene:
        scene.setattr("sys.stderr", closed)
        lines.handle(logging.LogRecord("x", logging.ERROR, "x", 1, "nobody reads", (), None))


# ------------------------------------------------------------------ run and demo
def test_run_works_until_it_is_told_to_stop(fresh: World):
    def stop_after_the_first_visit() -> None:
        fresh.kura.wait_until(lambda: len(fresh.kura.visits()) > 0, within_s=60)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    stopper = threading.Thread(target=stop_after_the_first_visit)
    stopper.start()
    try:
        answer = fresh.run("run", "--log-level", "WARNING")
    finally:
        stopper.join()
        signal.signal(signal.SIGTERM, before)

    assert (answer.code, answer.out) == (0, "")
    assert f"ready: 2 sources, 3 channels, database {fresh.folder / 'monitor.db'}" in answer.err


def test_run_wants_a_level_that_there_is(fresh: World):
    answer = fresh.run("run", "--log-level", "loud")

    assert answer.code == 2
    assert "'loud' is not one of 'debug', 'info', 'warning', 'error'" in answer.err


def test_the_demo_ends_as_its_checks_do(world: World, monkeypatch, tmp_path: Path):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho 'error: nothing works today' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))

    answer = world.run("demo", "--keep", str(tmp_path / "kept"), "--json")

    assert answer.code == 1
    assert {json.loads(line)["is_true"] for line in answer.lines} <= {False}
    assert "error: nothing works today" in answer.err
    assert (tmp_path / "kept" / "sources.toml").exists()


# ------------------------------------------------------------------ check
def test_check_sums_up_and_says_what_is_next(fresh: World):
    answer = fresh.run("check")

    assert answer.code == 0
    assert answer.out.endswith(
        "sources.toml: 2 sources, 3 channels, 1 alert, 1 digest, topics south-caucasus: ok\n"
    )
    assert "note: nothing is told on log" in answer.err
    assert "note: no alert asks for source.down" in answer.err
    assert "next: `monitor sources test NAME`" in answer.err
    assert "warning: " in answer.err


def test_check_has_nothing_to_note_where_all_is_used(polled: World):
    wish = polled.alerts.replace('"item.revised"', '"source.down"').replace('"mail"]', '"log"]')
    config = polled.configure(wish)

    answer = polled.run("check", config=config)

    assert "note:" not in answer.err
    assert "next:" not in answer.err


def test_check_says_what_may_not_be_meant_in_a_topic(polled: World, tmp_path: Path):
    path = tmp_path / "odd.toml"
    path.write_text('[concept.a]\nen = ["Gyumri", "GYUMRI"]\n', "utf-8")
    wish = f'\n[[alert]]\nname = "odd"\ntopics = ["{path}"]\nto = ["log"]\n'

    answer = polled.run("check", config=polled.configure(polled.alerts + wish))

    assert answer.code == 0
    assert "warning: " in answer.err
    assert "'GYUMRI' is 'Gyumri' once folded; one of the two is enough" in answer.err


def test_check_names_the_file_as_it_would_be_typed(fresh: World, monkeypatch):
    monkeypatch.chdir(fresh.folder)

    assert fresh.run("check").out.startswith("sources.toml: ")


def test_P12_every_mistake_is_named_with_its_line(fresh: World):  # noqa: N802 - the row
    path = written(fresh.folder, '[[source]]\nnam = "kura"\nevery = 5\n', head="")

    answer = fresh.run("check", config=path)

    assert (answer.code, answer.out) == (2, "")
    assert "sources.toml:2: source #1: unknown key 'nam'; did you mean 'name'?" in answer.err
    assert "sources.toml:3: source #1: every is 5" in answer.err


def test_check_shows_no_secret(fresh: World):
    hidden = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    config = fresh.configure()
    text = config.read_text("utf-8").replace(
        'kind = "webhook"', f'kind = "webhook"\nsecret = "{hidden}"'
    )
    config.write_text(text, "utf-8")

    answer = fresh.run("check", "--json")

    (shown,) = map(json.loads, answer.lines)
    assert shown["channels"][0]["secrets"] == ["***"]
    assert hidden not in answer.out + answer.err
    assert shown["sources"][0]["name"] == "kura"


def test_the_schema_needs_no_configuration(world: World, tmp_path: Path):
    answer = world.run("check", "--schema", config=tmp_path / "none.toml")

    assert json.loads(answer.out)["$schema"].startswith("https://json-schema.org/")


# ------------------------------------------------------------------ healthcheck, upkeep, backup
def test_a_database_at_which_nobody_works_is_not_well(polled: World):
    answer = polled.run("healthcheck")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "not well: no sign of life yet; is `monitor run` running?\n"


@pytest.mark.anyio
async def test_a_daemon_that_gave_a_sign_is_well(polled: World):
    async with open_house(read(polled.folder / "sources.toml")) as house:
        await house.upkeep.beat()

    answer = polled.run("healthcheck")
    (row,) = map(json.loads, polled.run("healthcheck", "--json").lines)

    assert answer.code == 0
    assert answer.out.startswith("well: last sign of life ")
    assert (row["well"], row["last_sign_s"] < 60) == (True, True)


def test_an_old_sign_of_life_is_none(polled: World):
    with closing(sqlite3.connect(polled.folder / "monitor.db")) as database, database:
        database.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('beat_ms', '1')")

    answer = polled.run("healthcheck")

    assert answer.code == 1
    assert "not well: last sign of life " in answer.err


def test_upkeep_says_what_it_did(polled: World):
    answer = polled.run("upkeep")

    assert answer.code == 0
    assert answer.out.startswith("0 old polls and 0 settled messages let go, ")


@pytest.mark.parametrize(
    "words", [("items",), ("why", "x"), ("alerts", "list"), ("upkeep",), ("healthcheck",)]
)
def test_a_missing_database_is_told_with_what_makes_it(fresh: World, words: tuple[str, ...]):
    answer = fresh.run(*words)

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: no database at ")
    assert "monitor poll" in answer.err
    assert not (fresh.folder / "monitor.db").exists()


def test_a_backup_is_whole_private_and_replaced_only_when_asked(polled: World, tmp_path: Path):
    copy = tmp_path / "copy.db"

    first = polled.run("backup", str(copy))
    second = polled.run("backup", str(copy))
    third = polled.run("backup", str(copy), "--force")

    assert first.out == third.out
    assert first.out.endswith(" bytes, integrity ok\n")
    assert second.code == 2
    assert "exists; name another file or add --force" in second.err
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM item").fetchone() == (1,)


def test_a_backup_never_replaces_the_database_itself(polled: World):
    database = polled.folder / "monitor.db"
    before = database.read_bytes()

    answer = polled.run("backup", str(database), "--force")

    assert answer.code == 2
    assert "is the database itself" in answer.err
    assert database.read_bytes() == before


def test_what_a_killed_backup_left_is_in_nobody_s_way_and_other_files_stay(
    polled: World, tmp_path: Path
):
    for name in ("copy.db", ".copy.db.new", "copy.db.new"):
        (tmp_path / name).write_text("precious", "utf-8")

    answer = polled.run("backup", str(tmp_path / "copy.db"), "--force")

    assert answer.code == 0
    assert {path.name for path in tmp_path.glob("*copy*")} == {"copy.db", "copy.db.new"}
    assert (tmp_path / "copy.db.new").read_text("utf-8") == "precious"


def test_a_backup_into_no_folder_says_what_would_do(polled: World, tmp_path: Path):
    answer = polled.run("backup", str(tmp_path / "no" / "copy.db"))

    assert answer.code == 1
    assert "error: cannot " in answer.err
