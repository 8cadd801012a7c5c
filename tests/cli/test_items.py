"""Looking at items: items, search, show, why, diff."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.world import EDITED, GEORGIAN, HOSTILE, NEWS, OLD, QUIET, SPORT, TAMED, World

PAGE = """<html lang="en"><head><title>Tram returns to Tbilisi</title></head><body><article>
<h1>Tram returns to Tbilisi</h1><p>The first tram in twenty years left the depot in Tbilisi, the
capital of Georgia, on Monday morning, and the mayor rode it along the embankment.</p>
<p>More lines follow next year, the city council of Tbilisi said after its session.</p>
</article></body></html>"""


# ------------------------------------------------------------------ listings
def test_a_pipe_gets_whole_lines_with_tabs_and_no_header(world: World):
    answer = world.run("items")

    rows = [line.split("\t") for line in answer.lines]
    assert answer.code == 0
    assert {len(row) for row in rows} == {6}
    assert [row[3] for row in rows if row[4] == "aras"] == [NEWS, GEORGIAN, "Shop hours in Lisbon"]
    assert {row[3]: row[2] for row in rows if row[4] == "kura"} == {
        QUIET: "relevant",
        TAMED: "relevant",
        NEWS: "relevant",
        EDITED: "baseline",
        SPORT: "-",
    }


def test_the_hint_is_not_part_of_what_was_asked_for(world: World):
    answer = world.run("items", "--limit", "2")

    assert len(answer.lines) == 2
    assert answer.err.startswith("the first 2, --limit gives more; `monitor why ")


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (("--source", "kura", "--place", "am"), [NEWS]),
        (("--relevance", "irrelevant", "--source", "kura"), [SPORT]),
        (("--since", "2h", "--source", "aras", "--limit", "1"), [NEWS]),
    ],
)
def test_filters_narrow_a_listing(world: World, words: tuple[str, ...], titles: list[str]):
    assert [line.split("\t")[3] for line in world.run("items", *words).lines] == titles


@pytest.mark.parametrize(
    "words",
    [
        ("items", "--since", "2999-01-31"),
        ("items", "--since", "9999-12-31T23:59:59+00:00"),
        ("items", "--relevance", "borderline", "--place", "SO"),
        ("search", "nothing holds this"),
        ("search", "?!"),
    ],
)
def test_nothing_found_is_said_and_ends_with_1(world: World, words: tuple[str, ...]):
    answer = world.run(*words)

    assert (answer.code, answer.out, answer.err) == (1, "", "nothing found\n")


@pytest.mark.parametrize("since", ["0001-01-01", "2020-01-31T10:00", "2020-01-31T10:00:00+04:00"])
def test_a_date_long_ago_means_everything(world: World, since: str):
    assert len(world.run("items", "--since", since).lines) == 8


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--since", "yesterday"), "Invalid value for '--since': 'yesterday' is no span such as"),
        (("--source", "kur"), "no source 'kur'; did you mean 'kura'?"),
        (("--source", "zzz"), "no source 'zzz'; known: kura, aras"),
        (("--place", "Georgia!"), "'GEORGIA!' is no code of a place; known: AM, AZ, GE"),
        (("--relevance", "big"), "'big' is not one of"),
        (("--limit", "0"), "--limit"),
    ],
)
def test_a_filter_that_makes_no_sense_ends_with_2(world: World, words, complaint: str):
    answer = world.run("items", *words)

    assert (answer.code, answer.out) == (2, "")
    assert complaint in answer.err


def test_search_finds_words_of_any_script_and_former_wordings(world: World):
    assert GEORGIAN in world.run("search", "ხიდი").out
    assert EDITED in world.run("search", "road clos").out


def test_json_is_one_object_a_line_with_unescaped_letters(world: World):
    answer = world.run("search", "--json", "--source", "aras", "ხიდი")

    (row,) = map(json.loads, answer.lines)
    assert GEORGIAN in answer.out
    assert (row["title"], row["baseline"], row["matches"][0]["relevant"]) == (GEORGIAN, False, True)


def test_C27_nothing_of_a_title_is_obeyed_by_a_terminal(world: World):  # noqa: N802 - the row
    item = world.id_of(TAMED)
    for words in (("items",), ("items", "--json"), ("show", item), ("why", item)):
        out = world.run(*words).out
        assert not set(out) & set("\x1b\x07\u202e\x9b"), words
    assert "\x1b" in HOSTILE


# ------------------------------------------------------------------ one item
@pytest.mark.parametrize("verb", ["show", "why"])
def test_an_item_is_found_by_what_people_have_at_hand(world: World, verb: str):
    item = world.id_of(EDITED)
    address = json.loads(world.run("show", item, "--json").out)["url"]

    for ref in (item, item[:6], item.upper(), address, EDITED):
        assert world.run(verb, ref).lines[0] == EDITED


def test_show_gives_the_words_and_the_versions(world: World):
    answer = world.run("show", world.id_of(EDITED))

    assert "summary    The pass is shut; 140 lorries wait near Kazbegi." in answer.lines
    assert any(line.endswith(f"as first seen: {OLD}") for line in answer.lines)
    assert any(
        "number" in line and line.endswith(f"of the words): {EDITED}") for line in answer.lines
    )
    assert "tells what became of it" in answer.err


def test_why_tells_the_whole_fate_of_an_item(world: World):
    item = world.id_of(NEWS)

    said = world.run("why", item).out

    assert f"item       {item}: a topic wants it; listed at its source" in said
    assert f"source     kura <{world.kura.url('/rss.xml')}>" in said
    assert "next poll" in said
    assert "known by   its address " in said
    assert "the id that its source gives it: kura:3" in said
    assert "topic      south-caucasus: relevant, score " in said
    assert re.search(r'\+\d\.\d\d "Georgia" \(title\) names Georgia', said)
    assert "carried by aras, " in said
    assert "told       item.new on desk; 1 try, last " in said
    assert "item.new on mail to one@kura.example; 1 try" in said
    assert "asked for by all (msg_" in said
    assert "not told" not in said


def test_why_a_copy_names_whom_it_follows_and_that_nobody_hears_it_twice(world: World):
    first = world.id_of(NEWS)
    rows = [line.split("\t") for line in world.run("items", "--source", "aras").lines]
    copy = next(row[5] for row in rows if row[3] == NEWS)

    said = world.run("why", copy).out

    assert "copy of what another source had first" in said
    assert "copy of    kura, " in said
    assert f"({first}), first seen less than a minute before this one" in said
    assert f"not told   the same text was told before, as {first}; nobody hears it twice" in said
    assert f"as {first}; 1 try" in said


def test_why_an_edit_was_told_and_the_article_was_not(world: World):
    answer = world.run("why", EDITED)

    assert "versions   1, " in answer.out
    assert "not told   as new: it was there before we looked" in answer.out
    assert "told       item.revised on desk; 1 try" in answer.out
    assert answer.err.startswith("`monitor diff ")


def test_why_in_json_has_everything(world: World):
    (row,) = map(json.loads, world.run("why", "--json", world.id_of(QUIET)).lines)

    assert row["not_told"] == ["alert 'all' covers it now, and did not when it came"]
    assert row["source_url"] == world.kura.url("/rss.xml")
    assert row["next_poll"].endswith("Z")
    assert {alias["kind"] for alias in row["aliases"]} >= {"url", "guid"}


def test_a_title_of_two_items_is_not_clear(world: World):
    answer = world.run("show", NEWS)

    assert answer.code == 1
    assert f"error: {NEWS!r} is the title of several items: " in answer.err
    assert "(kura)" in answer.err
    assert "(aras)" in answer.err


@pytest.mark.parametrize(
    ("ref", "complaint"),
    [
        ("0000", "no item has an id that begins with '0000'; list items or search"),
        ("lorries wait", "no item has the id, address or title 'lorries wait'; 1 hold its words"),
        ("https://kura.example/none", "no item has the address 'https://kura.example/none'"),
        ("no such words anywhere", "no item has an id that begins with 'no such words anywhere'"),
        ("x" * 3000, "no item has an id that begins with "),
        ("", "no item has an id that begins with ''"),
    ],
)
def test_an_item_that_is_not_there_ends_with_1_and_a_hint(world: World, ref: str, complaint: str):
    answer = world.run("why", ref)

    assert (answer.code, answer.out) == (1, "")
    assert complaint in answer.err


def test_a_saved_article_is_judged_without_configuration_or_database(tmp_path: Path, world: World):
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")

    answer = world.run("why", str(page), config=tmp_path / "none.toml")
    (row,) = map(json.loads, world.run("why", str(page), "--json").lines)

    assert answer.code == 0
    assert answer.lines[0] == "Tram returns to Tbilisi"
    assert "south-caucasus: relevant" in answer.lines[1]
    assert row["match"]["places"] == ["GE"]


def test_a_saved_article_about_something_else_ends_with_1(tmp_path: Path, world: World):
    page = tmp_path / "page.txt"
    page.write_text("Chess in Lisbon\n\nMembers carry the boards to another house.\n", "utf-8")

    answer = world.run("why", str(page))

    assert answer.code == 1
    assert "not relevant" in answer.out


def test_a_file_that_is_too_large_to_be_an_article_is_refused(tmp_path: Path, world: World):
    page = tmp_path / "film.html"
    with page.open("wb") as file:
        file.truncate(33 * 1024 * 1024)

    answer = world.run("why", str(page))

    assert (answer.code, answer.out) == (1, "")
    assert "is larger than" in answer.err


# ------------------------------------------------------------------ what changed
def test_diff_shows_the_change_word_by_word(world: World):
    answer = world.run("diff", world.id_of(EDITED))

    assert answer.code == 0
    assert answer.out == (
        "title: Upper Lars road in Georgia closed by [-snow-] {+snow, 410 lorries wait+}\n"
    )


def test_diff_of_one_version_has_nothing_to_compare(world: World):
    answer = world.run("diff", world.id_of(SPORT))

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "version 1 alone; nothing to compare\n"


def test_diff_of_versions_with_the_same_words_says_so(fresh: World):
    article = fresh.kura.publish("Gori bridge opens", "The bridge is open to all.")
    fresh.run("poll", "kura")
    for title in ("Gori BRIDGE opens", "Gori bridge opens"):
        fresh.kura.edit(article.slug, title=title)
        fresh.run("poll", "kura")

    answer = fresh.run("diff", fresh.id_of("Gori bridge opens"), "--from", "1", "--to", "3")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "versions 1 and 3 have the same words\n"


def test_case_10_a_headline_that_came_back_is_what_people_see(fresh: World):
    first, second = "Gori bridge opens", "New bridge over the Mtkvari is ready in Gori"
    article = fresh.kura.publish(first, "The bridge is open to all.")
    fresh.run("poll", "kura")
    for title in (second, first):
        fresh.kura.edit(article.slug, title=title)
        fresh.run("poll", "kura")

    item = fresh.id_of(first)
    shown = fresh.run("show", item).out

    assert shown.startswith(f"{first}\n")
    assert "it shows version 1 now" in shown
    assert "version 1 again, " in shown
    assert fresh.run("diff", item).err.startswith("version 2, ")
    assert ": went back, " in fresh.run("diff", item).err
    assert json.loads(fresh.run("diff", item, "--json").out)["back"]
    assert json.loads(fresh.run("why", item, "--json").out)["shown"] == 1


def test_diff_of_a_version_that_is_not_there_names_those_that_are(world: World):
    answer = world.run("diff", world.id_of(EDITED), "--from", "7")

    assert answer.code == 2
    assert "the item has versions 1, 2" in answer.err


def test_diff_as_json_has_the_class_the_share_and_every_run(world: World):
    answer = world.run("diff", world.id_of(EDITED), "--json")

    (line,) = answer.out.splitlines()
    told = json.loads(line)
    assert (told["from"]["seq"], told["to"]["seq"]) == (1, 2)
    assert told["edit"] == "number"
    assert 0 < told["score"] <= 1
    assert told["to"]["title"] == EDITED
    assert {run["kind"] for run in told["runs"]["title"]} >= {"added"}


def test_diff_as_a_page_needs_nothing_else_and_marks_what_went_and_came(
    world: World, tmp_path: Path
):
    file = tmp_path / "diff.html"

    answer = world.run("diff", world.id_of(EDITED), "--html", str(file))

    page = file.read_text(encoding="utf-8")
    assert answer.code == 0
    assert "<ins>" in page
    assert "prefers-color-scheme:dark" in page
    assert "<script" not in page
    assert " src=" not in page


def test_diff_that_cannot_be_written_says_so(world: World, tmp_path: Path):
    answer = world.run("diff", world.id_of(EDITED), "--html", str(tmp_path / "none" / "d.html"))

    assert answer.code == 1
    assert "cannot be written" in answer.err
