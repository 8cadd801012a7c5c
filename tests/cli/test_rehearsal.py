"""Trying a topic before it runs, saying that it was wrong, and judging anew."""

import getpass
import json
from contextlib import closing
from pathlib import Path

import pytest

from monitor.cli import rehearsal, ruling
from monitor.config import load
from monitor.store import open_store
from tests.cli.world import NEWS, SPORT, World
from tests.store.making import NOW, new, plan

METALS = """
any = ["copper", "zinc"]
examples_yes = ["Copper is dear", "Tin is cheap"]
examples_no = ["A medal"]
[concept.zinc-mine]
en = ["zinc mine"]
examples_no = ["Zinc mine closed"]
"""


@pytest.fixture
def polled(fresh: World) -> World:
    fresh.configure(fresh.alerts)
    fresh.kura.publish("An old road", "Nothing.")
    assert fresh.run("poll").code == 0
    fresh.kura.publish(NEWS, "Trucks pass from today.")
    fresh.kura.publish(SPORT, "Members carry the boards.")
    assert fresh.run("poll").code == 0
    return fresh


def test_examples_are_run_without_a_configuration(tmp_path: Path, world: World):
    path = tmp_path / "metals.toml"
    path.write_text(METALS, "utf-8")

    answer = world.run("topics", "test", "--topic", str(path), config=tmp_path / "none.toml")

    assert answer.code == 1
    assert answer.lines[1] == "4 examples, 2 as wanted"
    assert "  should be relevant: Tin is cheap: nothing speaks for it" in answer.lines
    assert any(
        line.startswith("  should not be relevant: Zinc mine closed (zinc-mine): ")
        for line in answer.lines
    )
    assert "no archive yet" in answer.err


def test_what_may_not_be_meant_is_warned_of(tmp_path: Path, world: World):
    path = tmp_path / "odd.toml"
    path.write_text('[concept.a]\nen = ["Gyumri", "GYUMRI"]\n', "utf-8")

    answer = world.run("topics", "test", "--topic", str(path), config=tmp_path / "none.toml")

    assert answer.code == 0
    assert "'GYUMRI' is 'Gyumri' once folded; one of the two is enough" in answer.err


def test_a_changed_topic_tells_what_it_would_gain_and_lose(polled: World, tmp_path: Path):
    path = tmp_path / "south-caucasus.toml"
    path.write_text(f'any = ["{SPORT.split()[0]}"]\n', "utf-8")

    answer = polled.run("topics", "test", "--topic", str(path))

    assert answer.code == 0
    assert "gained: 1" in answer.lines
    assert any(SPORT in line for line in answer.lines)
    assert any(line.startswith("lost: ") and line != "lost: 0" for line in answer.lines)
    assert "hits a day" in answer.out


def test_a_mark_is_kept_and_the_topic_is_held_to_it(polled: World):
    item = polled.id_of(NEWS)

    said = polled.run("mark", item, "wrong", "--note", "a street")
    answer = polled.run("topics", "test", "--json")

    assert said.code == 0
    assert "does not want" in said.err
    assert answer.code == 1
    rows = [json.loads(line) for line in answer.lines]
    marked = next(row for row in rows if row["kind"] == "marked")
    assert (marked["id"], marked["wanted"], marked["about"]) == (item, False, "a street")
    assert marked["match"]["relevant"]
    assert rows[-1]["kind"] == "summary"
    assert rows[-1]["failed"] == 1

    told = polled.run("why", item)
    assert "marked" in told.out
    assert "south-caucasus was wrong, it is not wanted (" in told.out
    assert "): a street" in told.out
    (mark,) = json.loads(polled.run("why", item, "--json").out)["marks"]
    assert (mark["said"], mark["wanted"], mark["note"]) == ("wrong", False, "a street")

    assert polled.run("mark", item, "right").code == 0
    assert polled.run("topics", "test").code == 0


def test_a_mark_needs_a_topic_that_has_judged_the_item(polled: World):
    answer = polled.run("mark", polled.id_of(NEWS), "wrong", "--topic", "moon")

    assert answer.code == 1
    assert "topic 'moon' has not judged the item; those that have: south-caucasus" in answer.err


def test_stored_items_are_judged_anew_and_told_on_demand(polled: World):
    silent = polled.run("topics", "rejudge")
    again = polled.run("topics", "rejudge", "--alert-since", "1d")

    assert (silent.code, again.code) == (0, 0)
    assert silent.lines[-1] == "0 items judged: 0 relevant now, 0 no longer; 0 messages owed"
    assert again.lines[-1] == "3 items judged: 0 relevant now, 0 no longer; 0 messages owed"


def test_the_archive_is_read_a_page_at_a_time(polled: World, monkeypatch: pytest.MonkeyPatch):
    whole = polled.run("topics", "test", "--json").lines[-1]
    monkeypatch.setattr(rehearsal, "PAGE", 1)

    assert json.loads(polled.run("topics", "test", "--json").lines[-1])["items"] == 3
    assert json.loads(whole)["items"] == 3


def test_a_text_that_is_no_copy_is_owed_and_why_says_who_said_so(fresh: World):
    first = new("first", NEWS, source="kura")
    copy = new("copied", NEWS, source="aras", group="first")
    path = fresh.configure(fresh.alerts)
    settings = load(path, environ={})
    with closing(open_store(settings.database, write=True, now=NOW)) as store:
        store.enrol(settings.sources, now=NOW)
        store.apply([plan("kura", new=(first,)), plan("aras", new=(copy,))], None, now=NOW)

    said = fresh.run("mark", "copied", "not-a-copy", "--note", "their own")
    again = fresh.run("mark", "copied", "not-a-copy")
    why = fresh.run("why", "copied")
    shown = json.loads(fresh.run("why", "copied", "--json").out)
    back = fresh.run("mark", "copied", "a-copy")

    assert (said.code, again.code, back.code) == (0, 1, 0)
    assert "is a text of its own now; 2 messages owed" in said.err
    assert "is not a copy of an earlier item" in again.err
    assert "by hand" in why.out
    assert "no copy of first ('their own')" in why.out
    assert shown["rulings"][0]["word"] == "not-a-copy"
    assert "is a copy again" in back.err


def test_whoever_has_no_name_on_this_machine_rules_without_one(monkeypatch):
    def nobody() -> str:
        raise KeyError("uid 4711")

    monkeypatch.setattr(getpass, "getuser", nobody)

    assert ruling.who() == ""
