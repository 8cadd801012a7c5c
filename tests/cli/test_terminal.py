"""On a real terminal: tables that fit, colours, a bar that goes again."""

import re

import pytest

from tests.cli.world import EDITED, GEORGIAN, NEWS, QUIET, World, on_terminal

SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def plain(said: str) -> list[str]:
    return SEQUENCE.sub("", said).splitlines()


@pytest.fixture
def config(world: World) -> tuple[str, str]:
    return ("--config", str(world.folder / "sources.toml"))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_table_has_a_head_and_fits(monkeypatch, config, width: int):
    code, said = on_terminal(monkeypatch, *config, "items", width=width)

    lines = plain(said)
    assert code == 0
    assert lines[0].split()[:3] == ["seen", "where", "state"]
    assert max(map(len, lines[:-1])) <= width
    assert any(QUIET in line for line in lines)
    assert any(GEORGIAN in line for line in lines)


def test_ids_are_as_long_as_people_type_them(monkeypatch, config, world: World):
    _, said = on_terminal(monkeypatch, *config, "items", "--source", "kura", width=120)

    ids = [line.split()[-1] for line in plain(said)[1:-1]]
    assert {len(each) for each in ids} == {8}
    assert world.run("why", ids[0]).lines[0] == QUIET


def test_why_is_wrapped_under_its_labels(monkeypatch, config, world: World):
    _, said = on_terminal(monkeypatch, *config, "why", world.id_of(NEWS), width=60)

    lines = plain(said)
    assert lines[0] == NEWS
    assert max(len(line) for line in lines if "http" not in line) <= 60
    assert any(re.match(r" {11}\+\d\.\d\d ", line) for line in lines)


def test_no_color_is_heard_and_meaning_is_also_in_words(monkeypatch, config):
    _, coloured = on_terminal(monkeypatch, *config, "diff", EDITED)
    monkeypatch.setenv("NO_COLOR", "1")
    _, bare = on_terminal(monkeypatch, *config, "diff", EDITED)

    assert SEQUENCE.search(coloured)
    assert not SEQUENCE.search(bare)
    assert plain(coloured) == plain(bare)


def test_C27_a_terminal_gets_no_sequence_from_a_publisher(monkeypatch, config):  # noqa: N802
    for words in (("items",), ("search", "mayor"), ("items", "--json")):
        _, said = on_terminal(monkeypatch, "--color", "never", *config, *words)
        assert "mayor" in said
        assert not set(said) & set("\x1b\x9b\u202e\x07")


def test_a_poll_shows_a_bar_and_takes_it_away(monkeypatch, fresh: World):
    fresh.kura.publish(NEWS)
    config = str(fresh.folder / "sources.toml")

    code, said = on_terminal(monkeypatch, "--config", config, "poll", width=100)

    assert code == 0
    assert "0/2" in said
    assert "\x1b[?25h" in said  # the cursor is back
    assert plain(said)[-2].startswith("2 sources polled; 1 new item")


def test_what_failed_is_never_cut(monkeypatch, fresh: World):
    config = str(fresh.folder / "sources.toml")
    text = (fresh.folder / "sources.toml").read_text("utf-8")
    (fresh.folder / "sources.toml").write_text(text.replace("/rss.xml", "/none"), "utf-8")

    on_terminal(monkeypatch, "--config", config, "poll", width=60)
    _, said = on_terminal(monkeypatch, "--config", config, "sources", "list", width=60)

    assert "there is nothing at this address (status 404); 1 failed" in " ".join(said.split())
    assert "since " in said
    assert max(map(len, plain(said)[:-1])) <= 60
