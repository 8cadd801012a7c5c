"""What the shell sees: exit codes, streams, pipes that close, colours, help, configuration."""

import io
import os
import sys
import threading
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from monitor import __version__
from monitor.cli import cli, main
from monitor.testing import Hang
from tests.cli.world import EDITED, World, ctrl_c


def commands(command: click.Command = cli, *words: str) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [words]
    inner = [commands(verb, *words, name) for name, verb in command.commands.items()]
    return [words, *(each for verbs in inner for each in verbs)]


# ------------------------------------------------------------------ help
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_fits_80_columns_and_ends_with_0(words: tuple[str, ...]):
    answer = CliRunner().invoke(cli, [*words, "--help"], prog_name="monitor")

    assert answer.exit_code == 0
    assert max(map(len, answer.stdout.splitlines())) <= 80
    assert "..." not in answer.stdout.replace("]...", "").replace("[ARGS]...", "")


@pytest.mark.parametrize("words", [each for each in commands() if each], ids=" ".join)
def test_every_verb_gives_an_example_of_itself(words: tuple[str, ...]):
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]

    assert isinstance(command, click.Group) or (command.epilog or "").startswith(
        "Example: monitor "
    )


def test_help_comes_without_loading_what_works(monkeypatch):
    heavy = ("httpx", "pydantic", "sqlite_utils", "apscheduler", "lxml", "feedparser", "jinja2")
    code = f"import sys, monitor.cli; print([m for m in {heavy} if m in sys.modules])"

    import subprocess

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def test_verbs_are_listed_by_what_people_want():
    said = CliRunner().invoke(cli, ["--help"]).stdout

    assert said.index("Watch:") < said.index("Look:") < said.index("Operate:")
    assert "monitor demo          see it work, offline, in a minute" in said


@pytest.mark.parametrize("flag", ["-v", "--version"])
def test_the_version_is_told(flag: str):
    assert CliRunner().invoke(cli, [flag]).stdout == f"monitor, version {__version__}\n"


# ------------------------------------------------------------------ exit codes and streams
def test_a_misspelt_verb_suggests_the_right_one():
    answer = CliRunner().invoke(cli, ["itmes"])

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "Did you mean 'items'?" in answer.stderr


def test_without_a_verb_help_is_shown_and_the_code_is_2():
    answer = CliRunner().invoke(cli, [])

    assert answer.exit_code == 2
    assert "Watch:" in answer.stderr


def test_a_missing_configuration_ends_with_2_and_says_how_to_make_one(world: World, tmp_path: Path):
    answer = world.run("items", config=tmp_path / "none.toml")

    assert (answer.code, answer.out) == (2, "")
    assert "there is no such file; write one (a [[source]] with a name and a url" in answer.err


def test_the_configuration_may_be_named_before_and_behind_the_verb_or_outside(
    world: World, tmp_path: Path, monkeypatch
):
    path = str(world.folder / "sources.toml")
    runner = CliRunner()

    assert runner.invoke(cli, ["-c", path, "items"]).exit_code == 0
    assert runner.invoke(cli, ["items", "--config", path]).exit_code == 0
    assert runner.invoke(cli, ["sources", "list", "-c", path]).exit_code == 0
    monkeypatch.setenv("MONITOR_CONFIG", path)
    assert runner.invoke(cli, ["items"]).exit_code == 0


def test_a_damaged_database_is_no_empty_one(fresh: World):
    (fresh.folder / "monitor.db").write_bytes(b"this was a database once, but it is no more")

    for words in (("sources", "list"), ("items",), ("poll",)):
        answer = fresh.run(*words)
        assert (answer.code, answer.out) == (1, "")
        assert "not a database" in answer.err


def test_ctrl_c_ends_with_130(fresh: World):
    fresh.kura.fault("/rss.xml", Hang())

    with ctrl_c(fresh.kura):
        answer = fresh.run("poll")

    assert (answer.code, answer.out) == (130, "")
    assert answer.err.endswith("stopped\n")


# ------------------------------------------------------------------ real streams
def typed(patch: pytest.MonkeyPatch, *words: str, out: io.TextIOBase) -> int:
    with patch.context() as scene:
        scene.setattr(sys, "argv", ["monitor", *words])
        scene.setattr(sys, "stdout", out)
        scene.setattr(sys, "stderr", io.StringIO())
        with pytest.raises(SystemExit) as end:
            main()
    return int(end.value.code or 0)


@pytest.mark.parametrize("words", [("items",), ("items", "--json"), ("--help",), ("diff", EDITED)])
def test_a_pipe_that_is_closed_early_is_success(world: World, monkeypatch, words):
    ours, theirs = os.pipe()
    os.close(ours)

    with open(theirs, "w", encoding="utf-8") as pipe:  # noqa: PTH123 - a descriptor
        code = typed(monkeypatch, "--config", str(world.folder / "sources.toml"), *words, out=pipe)

    assert code == 0


def test_a_reader_that_leaves_in_the_middle_is_success(world: World, monkeypatch):
    ours, theirs = os.pipe()

    def read_a_little_and_leave() -> None:
        os.read(ours, 100)
        os.close(ours)

    reader = threading.Thread(target=read_a_little_and_leave)
    reader.start()
    config = ("--config", str(world.folder / "sources.toml"))
    with open(theirs, "w", encoding="utf-8", buffering=1) as pipe:  # noqa: PTH123
        first = typed(monkeypatch, *config, "items", out=pipe)
        reader.join()
        second = typed(monkeypatch, *config, "check", "--schema", out=pipe)

    assert (first, second) == (0, 0)


def test_letters_that_a_coding_has_not_are_escaped(world: World, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    config = str(world.folder / "sources.toml")

    code = typed(monkeypatch, "--config", config, "items", "--source", "aras", out=stream)

    assert code == 0
    assert b"\\u10d7" in stream.buffer.getvalue()


# ------------------------------------------------------------------ colours
@pytest.mark.parametrize(
    ("flags", "environ", "is_coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_come_when_asked_for(world: World, monkeypatch, flags, environ, is_coloured: bool):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    config = str(world.folder / "sources.toml")

    answer = CliRunner().invoke(cli, [*flags, "--config", config, "diff", EDITED])

    words = "[-snow-]"
    assert (f"\x1b[31m\x1b[9m{words}\x1b[0m" in answer.stdout) == is_coloured
    assert words in answer.stdout
