"""The verb `topics`: what they are, and what they say of texts."""

import json
import re
from pathlib import Path

import pytest

from monitor.cli import topics
from tests.cli.world import World
from tests.daemon.settings import source, webhook, written

ABOUT = '{"id": 1, "lang": "en", "title": "Tbilisi tram returns", "source_country": "GE"}'
OTHER = '{"id": 2, "title": "Chess in Lisbon"}'


def match(world: World, *lines: str | bytes, words: tuple[str, ...] = ("--json",)):
    typed = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return world.run("topics", "match", *words, typed=typed)


def test_the_built_in_topics_need_no_configuration(world: World, tmp_path: Path):
    answer = world.run("topics", "list", config=tmp_path / "none.toml")

    assert answer.code == 0
    assert [line.split("\t")[0::2] for line in answer.lines] == [["south-caucasus", "built in"]]


def test_topics_of_the_configuration_are_listed_with_their_file(world: World, tmp_path: Path):
    (tmp_path / "mine.toml").write_text('any = ["lithium"]\n', "utf-8")
    wish = '\n[[alert]]\nname = "w"\ntopics = ["mine.toml"]\nto = ["desk"]\n'
    plan = '\n[[digest]]\nname = "d"\nat = "07:30"\nto = ["desk"]\ntopics = ["mine.toml"]\n'
    feed = source("kura", "https://kura.example/feed")
    config = written(tmp_path, feed, webhook("https://desk.example/hook"), wish, plan)

    rows = [json.loads(line) for line in world.run("topics", "list", "--json", config=config).lines]

    assert [row["topic"] for row in rows] == ["south-caucasus", "mine"]
    assert rows[1]["from"].endswith("mine.toml")


def test_items_are_judged_in_their_order(world: World):
    answer = match(world, ABOUT, "", OTHER)

    rows = [json.loads(line) for line in answer.lines]
    assert answer.code == 0
    assert [(row["id"], row["relevant"]) for row in rows] == [(1, True), (2, False)]
    assert rows[0]["places"] == ["GE"]
    assert rows[0]["why"][0]["field"] == "title"


def test_people_get_verdict_title_and_the_first_reason(world: World):
    answer = match(world, ABOUT, words=())

    verdict, title, reason = answer.lines[0].split("\t")
    assert verdict.startswith("south-caucasus: relevant, score ")
    assert title == "Tbilisi tram returns"
    assert reason.startswith('"Tbilisi" (title) names Tbilisi')


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "not JSON: "),
        ("[1]", "'[1]' is no object with id, title and summary"),
        ('{"id": NaN}', "NaN is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"id": ' + "9" * 5000 + "}", "limit"),
        (b"\xff\xfe", "not JSON: "),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_judged(world: World, line, complaint: str):
    answer = match(world, ABOUT, line, OTHER)

    assert answer.code == 1
    assert [json.loads(each)["id"] for each in answer.lines] == [1, 2]
    assert answer.err.startswith("line 2: ")
    assert complaint in answer.err


def test_a_line_without_end_is_not_kept_in_memory(world: World, monkeypatch):
    monkeypatch.setattr(topics, "LINE_LIMIT", 200)

    answer = match(world, "x" * 1_000, ABOUT, "y" * 401)

    assert answer.code == 1
    assert [json.loads(each)["id"] for each in answer.lines] == [1]
    assert answer.err.splitlines() == [
        "line 1: longer than 200 characters; an item is shorter",
        "line 3: longer than 200 characters; an item is shorter",
    ]


def test_lone_surrogates_marks_and_odd_types_are_answered(world: World):
    odd = '{"id": "\\ud800", "title": "Tbilisi \\ud800 \\u001b[2J", "summary": 7, "lang": null}'

    answer = match(world, b"\xef\xbb\xbf" + odd.encode())

    assert answer.code == 0
    assert '"id": "\\ud800"' in answer.out
    assert json.loads(answer.out)["relevant"]
    assert "\x1b" not in match(world, odd, words=()).out


def test_a_file_can_be_named(world: World, tmp_path: Path):
    path = tmp_path / "items.jsonl"
    path.write_text(ABOUT, "utf-8")

    assert len(world.run("topics", "match", str(path)).lines) == 1
    assert world.run("topics", "match", str(tmp_path / "none")).code == 2


def test_explain_gives_the_reasons_with_two_decimals(world: World):
    answer = world.run("topics", "explain", "Tbilisi tram returns", "--country", "GE")

    assert answer.code == 0
    assert re.fullmatch(r"south-caucasus: relevant, score \d\.\d\d, GE", answer.lines[0])
    assert re.fullmatch(r'  \+\d\.\d\d  "Tbilisi" \(title\) names Tbilisi', answer.lines[1])


def test_explain_ends_with_1_where_the_topic_does_not_want_it(world: World):
    answer = world.run("topics", "explain", "Chess in Lisbon")
    (row,) = map(json.loads, world.run("topics", "explain", "--json", "Chess in Lisbon").lines)

    assert answer.code == 1
    assert answer.lines[1:] == ["  nothing in it speaks for or against"]
    assert (row["relevant"], row["why"]) == (False, [])


def test_twelve_reasons_are_enough_for_people(world: World):
    places = "Tbilisi, Batumi, Gori, Kutaisi, Rustavi, Zugdidi, Poti, Telavi, Mtskheta, Borjomi"
    text = f"{places}, Yerevan, Gyumri, Vanadzor, Baku, Ganja and Shusha"

    lines = world.run("topics", "explain", text).lines
    (row,) = map(json.loads, world.run("topics", "explain", "--json", text).lines)

    assert len(row["why"]) > 12
    assert len(lines) == 1 + 12 + 1
    assert lines[-1] == f"  and {len(row['why']) - 12} more; --json gives all"


def test_a_topic_that_is_not_there_ends_with_2(world: World):
    answer = world.run("topics", "explain", "--topic", "south-pole", "Penguins")

    assert answer.code == 2
    assert "topic 'south-pole': no such profile" in answer.err
