"""The tutorial, followed from its first line to its last, as a reader would."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.docs.pages import Block, blocks, steps
from tests.docs.session import missing
from tests.docs.world import Answer, World

PAGE = "docs/tutorial.md"
PROMPT = b"headline: "


def test_the_tutorial_can_be_followed(tmp_path: Path):
    reader = World(folder=tmp_path, sites={}, desk=None, post=None)  # type: ignore[arg-type]
    (script,) = blocks("python", of=PAGE)
    (tmp_path / "newsroom.py").write_text(script.text, "utf-8")
    heard: list[str] = []

    with newsroom(tmp_path) as site:
        for block in blocks("console", "text", of=PAGE):
            if block.info == "text newsroom":
                dictate(site, block)
            else:
                heard += [each.out for each in follow(reader, block)]

    (told,) = [
        line
        for text in heard
        for line in text.splitlines()
        if "Upper Lars" in line and "UTC" in line
    ]
    assert "GE  Upper Lars road closed by snow" in told
    assert "Bulldogs" not in told


def follow(reader: World, block: Block) -> Iterator[Answer]:
    """Run a block's commands, but for the endless one."""
    for step in steps(block):
        if step.command == "monitor run":
            continue
        answer = reader.type(step.command.replace("ITEM", first_id(reader)))
        wrong = missing(step, answer)
        assert (answer.code, wrong) == (step.code, []), f"$ {step.command}\n{answer.shown}"
        yield answer


def first_id(reader: World) -> str:
    """The id in the last column of the listing, as the page says; empty before there is any."""
    if not (reader.folder / "monitor.db").exists():
        return ""
    rows = reader.type("monitor items --json").out
    return rows.partition('"id": "')[2].partition('"')[0]


@contextmanager
def newsroom(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The script of the page, at its prompt; it ends with an empty line."""
    with subprocess.Popen(
        [sys.executable, "newsroom.py"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as site:
        try:
            wait_for_prompt(site)
            yield site
            type_line(site, "")
            assert site.wait(10) == 0
        finally:
            site.kill()


def dictate(site: "subprocess.Popen[bytes]", block: Block) -> None:
    for headline in block.text.splitlines():
        type_line(site, headline)
        wait_for_prompt(site)


def type_line(site: "subprocess.Popen[bytes]", line: str) -> None:
    assert site.stdin is not None
    site.stdin.write(line.encode() + b"\n")
    site.stdin.flush()


def wait_for_prompt(site: "subprocess.Popen[bytes]") -> None:
    """Read until the prompt: then the headline before is on the site."""
    assert site.stdout is not None
    said = b""
    while not said.endswith(PROMPT):
        letter = site.stdout.read(1)
        assert letter, said.decode()
        said += letter
