"""Every example in the documentation works as it stands."""

import json
import re
import runpy
import shlex
import threading
import tomllib
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest

from docs.generate import commands
from monitor.config import load
from monitor.match import profile_from_toml
from tests.docs.pages import ROOT, Block, blocks, steps
from tests.docs.world import SECRET, World

APART = {"README.md", "docs/tutorial.md"}  # they tell a story, and have tests of their own
SECRETS = "/run/secrets"
CONSOLES = [each for each in blocks("console") if each.page not in APART]
ITEM = re.compile(r"\bITEM\b")
ENDLESS = ("monitor run", "monitor demo")


# ------------------------------------------------------------------ TOML
def parts(kind: str) -> list[Block]:
    """The TOML blocks that are topics, or those that are configurations."""
    found = []
    for block in blocks("toml"):
        is_topic = "topic" in block.info or "concept" in tomllib.loads(block.text)
        is_topic = is_topic or "any" in tomllib.loads(block.text)
        if is_topic == (kind == "topic"):
            found.append(block)
    return found


@pytest.mark.parametrize("block", parts("topic"), ids=str)
def test_a_topic_can_be_loaded(block: Block):
    assert profile_from_toml(block.text, "mine").topic == "mine"


@pytest.mark.parametrize("block", parts("configuration"), ids=str)
def test_a_configuration_can_be_loaded(block: Block, tmp_path: Path):
    path = tmp_path / "sources.toml"
    path.write_text(completed(block.text.replace(SECRETS, str(tmp_path)), tmp_path), "utf-8")
    variables = set(re.findall(r'_env = "(\w+)"', block.text))

    configuration = load(path, environ=dict.fromkeys(variables, SECRET))

    assert [each for each in configuration.warnings if "anybody may read" not in each] == []


def completed(text: str, folder: Path) -> str:
    """A part of a configuration with all that it names: channels, a source, files."""
    given = tomllib.loads(text)
    for path in re.findall(r'_file = "([^"]+)"', text):
        is_url = "url" in Path(path).name
        Path(path).write_text("https://example.org/hook" if is_url else SECRET, "utf-8")
        Path(path).chmod(0o600)
    tables: list[dict[str, Any]] = [*given.get("alert", []), *given.get("digest", [])]
    for table in tables:
        for topic in table.get("topics", []):
            if topic.endswith(".toml"):
                (folder / topic).parent.mkdir(exist_ok=True)
                (folder / topic).write_text('any = ["word"]', "utf-8")
    known = {channel["name"] for channel in given.get("channel", [])}
    missing = {name for table in tables for name in table["to"]} - known
    stubs = [f'[[channel]]\nname = "{name}"\nkind = "stdout"\n' for name in sorted(missing)]
    if "source" not in given:
        stubs.append('[[source]]\nname = "one"\nurl = "https://example.org/feed"\n')
    return "\n".join([text, *stubs])


# ------------------------------------------------------------------ commands
@pytest.mark.parametrize("block", CONSOLES, ids=str)
def test_commands_end_as_the_page_says(block: Block, world: World):
    for step in steps(block):
        if not step.command.startswith(ENDLESS):
            answer = world.type(ITEM.sub(world.item_id(), step.command))

            assert answer.code == step.code, f"$ {step.command}\n{answer.shown}"
    assert all(step.command.startswith("monitor ") for step in steps(block))


@pytest.mark.parametrize("block", blocks("sh"), ids=str)
def test_what_a_shell_runs_of_ours_exists(block: Block):
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    verbs = {name.split()[1] for name, _ in commands()}
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["make"]:
            assert words[1] in targets
        if words[:1] == ["monitor"]:
            assert words[1] in verbs
        for word in words:
            if word.startswith(("packaging/", "requirements/", "tests/")):
                assert (ROOT / word).exists(), word


# ------------------------------------------------------------------ Python and JSON
@pytest.mark.parametrize(
    "block", [each for each in blocks("python") if each.page not in APART], ids=str
)
def test_python_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DESK_SECRET", SECRET)
    script = tmp_path / "example.py"
    script.write_text(block.text, "utf-8")

    assert runpy.run_path(str(script), run_name="example")


def test_the_receiver_takes_what_is_ours_and_nothing_else(
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("DESK_SECRET", SECRET)
    (block,) = blocks("python", of="docs/how-to/webhook.md")
    script = tmp_path / "hook.py"
    script.write_text(block.text, "utf-8")
    hook = runpy.run_path(str(script), run_name="example")["Hook"]

    with HTTPServer(("127.0.0.1", 0), hook) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        try:
            ours = {"MONITOR_CHANNEL_DESK_URL": url}
            forged = {**ours, "MONITOR_CHANNEL_DESK_SECRET": "whsec_" + 43 * "A" + "="}
            codes = []
            for environ in (ours, forged):
                world.environ = environ
                codes.append(world.type("monitor alerts test desk"))
        finally:
            world.environ = {}
            server.shutdown()
            serving.join()

    assert [answer.code for answer in codes] == [0, 1]
    assert "answered 204" in codes[0].out
    assert "answered 401" in codes[1].out
    assert ["source.changed" in answer.out for answer in codes] == [True, False]


@pytest.mark.parametrize("block", blocks("json"), ids=str)
def test_json_can_be_read(block: Block):
    text = block.text if block.text.startswith("{\n") else f"[{','.join(block.text.splitlines())}]"

    assert json.loads(text)


# ------------------------------------------------------------------ the bodies of messages
def shapes(value: Any, at: str = "") -> set[str]:
    """The paths of every field; a list counts by its first element."""
    if isinstance(value, dict):
        return {
            p for key, one in value.items() for p in {f"{at}.{key}", *shapes(one, f"{at}.{key}")}
        }
    return shapes(value[0], f"{at}[]") if isinstance(value, list) and value else set()


def shown(type_: str) -> Any:
    for block in blocks("json", of="docs/reference/messages.md"):
        body = json.loads(block.text)
        if body.get("type") == type_:
            return body
    raise LookupError(type_)


def test_the_body_of_a_new_item_has_the_fields_that_the_page_shows(world: World):
    told = next(hook.body for hook in world.desk.hooks() if hook.event == "item.new")

    assert shapes(told) == shapes(shown("item.new"))


def test_the_body_of_a_revision_has_the_fields_that_the_page_shows(world: World):
    told = next(hook.body for hook in world.desk.hooks() if hook.event == "item.revised")
    (change,) = (
        json.loads(block.text)
        for block in blocks("json", of="docs/reference/messages.md")
        if '"change"' in block.text
    )

    assert shapes(told["data"]) == shapes(shown("item.new")["data"]) | shapes(change)


def test_a_source_that_breaks_and_heals_is_told_with_the_fields_that_the_page_shows(
    fresh_world: World,
):
    fresh_world.type("monitor poll")
    site = fresh_world.sites["kura-post"]
    site.down()
    for _ in range(3):
        fresh_world.type("monitor poll kura-post")
    site.up()
    fresh_world.type("monitor poll kura-post")

    told = {hook.event: hook.body for hook in fresh_world.desk.hooks()}
    assert list(told) == ["source.down", "source.recovered"]
    assert {frozenset(shapes(body)) for body in told.values()} == {
        frozenset(shapes(shown("source.down")))
    }


def test_the_digest_has_every_field_that_the_page_shows(world: World):
    answer = world.type("monitor digest preview morning --hours 1 --json")

    told = shapes(json.loads(answer.out))
    abridged = shapes(shown("digest")["data"]["digest"])
    assert {path for path in abridged - told if not path.startswith(".needs_you[]")} == set()
