"""The session of the README: how it is played, and how it is written down anew.

``python -m tests.docs.session`` plays it and puts what came into the README where it differs from
what stands there. Of an answer whose last line on the page is ``…`` as many lines are kept as stood
there before.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT, Block, Step, blocks, steps
from tests.docs.world import Answer, World, normal, open_world

PAGE = "README.md"
LEFT_OUT = "…"


def played(world: World) -> Iterator[tuple[Block, list[tuple[Step, Answer]]]]:
    """Every block of the session with its steps and what came."""
    for block in blocks("console", of=PAGE):
        for act in block.acts:
            world.act(act)
        yield block, [(step, world.type(_of_this_world(world, step))) for step in steps(block)]


def missing(step: Step, answer: Answer) -> list[str]:
    """The lines of the page that are not among those that came."""
    came = {normal(line) for line in answer.shown.splitlines()}
    shown = [line for line in step.shown if line.strip() not in {"", LEFT_OUT}]
    return [line for line in shown if normal(line) not in came]


def main() -> None:
    """Write the session down where it is not as it was."""
    page = ROOT / PAGE
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, open_world(Path(folder)) as world:
        acts = list(played(world))
    if any(missing(step, answer) for _, done in acts for step, answer in done):
        for block, done in acts:
            lines = [line for step, answer in done for line in _written(step, answer)]
            text = text.replace(block.text, "\n".join(lines) + "\n")
        page.write_text(text, "utf-8")


def _of_this_world(world: World, step: Step) -> str:
    """The command; where it names an item, about the item of this very world."""
    head, why, _ = step.command.partition("monitor why ")
    return f"{head}{why}{world.item_id()[:8]}" if why else step.command


def _written(step: Step, answer: Answer) -> list[str]:
    came = answer.shown.splitlines()
    if step.shown and step.shown[-1] == LEFT_OUT:
        came = [*came[: len(step.shown) - 1], LEFT_OUT]
    ids = {line.split()[1][:8] for line in came if line.startswith("item ")}
    command = f"monitor why {ids.pop()}" if step.command.startswith("monitor why") else step.command
    return [f"$ {command}", *came]


if __name__ == "__main__":
    main()
