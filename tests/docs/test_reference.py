"""The reference says all that there is, and nothing else."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest

import monitor.errors
from docs.generate import commands, pages, tables
from monitor.config.models import CHANNELS as CONFIGURED
from monitor.deliver import CHANNELS
from monitor.fetch.answers import read_answer
from monitor.fetch.policy import Answer
from monitor.records import AlertEvent, EventType, Refused
from monitor.testing import FakeClock
from tests.docs.pages import DOCS, ROOT

REFERENCE = DOCS / "reference"
NO_SUCH_CHANNEL = {"apprise"}  # read, and refused with a sentence


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def first_cells(text: str) -> set[str]:
    """What stands in code in the first column of every table."""
    return set(re.findall(r"^\| \[?`([^`]+)`", text, re.MULTILINE))


# ------------------------------------------------------------------ what is generated
@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_as_it_would_be_written_now(name: str):
    assert page(name) == pages()[name], "run: make docs"


@pytest.mark.parametrize(("name", "verb"), commands(), ids=[name for name, _ in commands()])
def test_every_verb_says_what_it_does_and_gives_an_example_that_it_takes(
    name: str, verb: click.Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "items.jsonl").touch()
    assert verb.help
    example = re.split(r" (?:&&|\||>) ", (verb.epilog or "").removeprefix("Example: "))[0]
    words = [word for word in shlex.split(example) if word not in {"--config", "sources.toml"}]

    assert " ".join(words).startswith(name)
    with verb.make_context(name, words[len(name.split()) :]):
        pass  # what it opened is closed


def test_every_table_of_the_configuration_has_keys_with_a_meaning():
    assert {"[monitor]", "[[source]]", "[[channel]]", "[[alert]]", "[[digest]]"} <= set(tables())
    assert [row for rows in tables().values() for row in rows if not row.meaning] == []


# ------------------------------------------------------------------ channels
def test_every_kind_of_channel_has_a_section():
    sections = re.findall(r"^## (\w+)$", page("channels.md"), re.MULTILINE)

    assert sorted(sections) == sorted(CHANNELS) == sorted(set(CONFIGURED) - NO_SUCH_CHANNEL)


# ------------------------------------------------------------------ messages
def test_every_type_of_message_is_listed():
    listed = first_cells(page("messages.md"))

    assert listed == set(get_args(EventType))
    assert set(get_args(AlertEvent)) | {"digest"} == listed


def test_every_type_that_comes_has_a_section():
    rows = re.findall(r"^\| \[?`([^`]+)`.*\| (yes|no) \|$", page("messages.md"), re.MULTILINE)
    sections = re.findall(r"^## (.+)$", page("messages.md"), re.MULTILINE)

    assert sorted(sections) == sorted(name for name, comes in rows if comes == "yes")


def test_the_types_that_come_are_those_that_the_program_makes():
    made = {
        node.value
        for path in [*(ROOT / "monitor/plan").glob("*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in get_args(EventType)
    }
    rows = re.findall(r"^\| \[?`([^`]+)`.*\| (yes|no) \|$", page("messages.md"), re.MULTILINE)

    assert made == {name for name, comes in rows if comes == "yes"}


# ------------------------------------------------------------------ errors
def test_every_class_of_error_is_explained():
    classes = {
        name
        for name, found in vars(monitor.errors).items()
        if isinstance(found, type) and issubclass(found, Exception)
    }

    assert classes <= first_cells(page("errors.md"))


def test_every_kind_of_trouble_is_explained_and_no_other():
    rows = first_cells(page("errors.md").partition("## Kinds of trouble")[2])

    assert rows == set(kinds_of_trouble())


def kinds_of_trouble() -> Iterator[str]:
    """The kinds that errors bear in the code, and those of every refusal of a site."""
    for folder in ("fetch", "parse", "sandbox", "plan", "jobs"):
        for path in (ROOT / "monitor" / folder).rglob("*.py"):
            yield from kinds_in(ast.parse(path.read_text("utf-8")))
    yield "failing"  # what a SourceError is without a kind
    now = FakeClock().now()
    for status in range(400, 600):
        answer = Answer(
            url="https://example.org/", status=status, headers=(), body=b"", hops=(), elapsed_s=0.0
        )
        fetched = read_answer(answer, at=now)
        if isinstance(fetched, Refused):
            yield fetched.kind


def kinds_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("Error", "Refused")):
            yield from texts(node.keywords, {"kind"})
        elif isinstance(node, ast.Call):
            yield from texts(node.keywords, {"error_kind"})
        elif isinstance(node, ast.FunctionDef) and "Error" in ast.unparse(
            node.returns or ast.Constant(None)
        ):
            yield from (
                each.value
                for each in (*node.args.defaults, *node.args.kw_defaults)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def texts(keywords: list[ast.keyword], names: set[str]) -> Iterator[str]:
    for keyword in keywords:
        value = keyword.value
        is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
        if keyword.arg in names and is_text:
            yield str(ast.literal_eval(value))
