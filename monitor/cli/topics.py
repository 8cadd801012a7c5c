"""The verb `topics`: what the topics are, and what they say of a text."""

import json
from collections.abc import Iterator
from typing import TextIO

import click

from monitor.cli.common import DONE, NOTHING, one_line, show_json, show_rows, talk
from monitor.match import Profile, load_profile, reasons
from monitor.match.profiles import built_in
from monitor.records import Draft, Match

LINE_LIMIT = 4_000_000  # characters of one JSON line


@click.group()
def topics() -> None:
    """What the topics are, and what they say of a text."""


@topics.command("list", epilog="Example: monitor topics list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """The built-in topics."""
    profiles = [load_profile(name) for name in built_in()]
    if as_json:
        show_json({"topic": each.topic, "version": each.version} for each in profiles)
    else:
        show_rows(("topic", "version"), ((each.topic, each.version) for each in profiles))


@topics.command(epilog="Example: monitor topics match --json items.jsonl")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--topic", default="south-caucasus", show_default=True, help="A name or a TOML file.")
@click.option("--json", "as_json", is_flag=True, help="Answers as JSON lines, in the same order.")
def match(file: TextIO, topic: str, as_json: bool) -> int:
    """Judge items: JSON lines with id, lang, title, summary, source_country in FILE (or -).

    Ends with 1 if a line cannot be read; the others are judged all the same.
    """
    profile = load_profile(topic)
    broken = 0
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
        except ValueError as wrong:
            broken += 1
            talk.print(f"line {number}: {wrong}", markup=False, style="red")
            continue
        _answer(row, _judge(profile, row), as_json=as_json)
    return NOTHING if broken else DONE


@topics.command(epilog="Example: monitor topics explain 'Upper Lars road reopens in Georgia'")
@click.argument("text")
@click.option("--topic", default="south-caucasus", show_default=True, help="A name or a TOML file.")
@click.option("--country", help="The source's country, for its prior.")
@click.option("--json", "as_json", is_flag=True, help="The evidence as one JSON object.")
def explain(text: str, topic: str, country: str | None, as_json: bool) -> int:
    """Say whether TEXT, taken as a title, is about a topic, and why."""
    judged = load_profile(topic).judge(Draft(title=text), country=country)
    if as_json:
        show_json([match_json(judged)])
    else:
        click.echo(verdict(judged))
        for line in evidence_lines(judged):
            click.echo(f"  {line}")
    return DONE if judged.relevant else NOTHING


def verdict(judged: Match) -> str:
    """A match in one line."""
    word = "relevant" if judged.relevant else "borderline" if judged.borderline else "not relevant"
    places = f", {' '.join(judged.places)}" if judged.places else ""
    return f"{judged.topic}: {word}, score {judged.score:.2f}{places}"


def evidence_lines(judged: Match) -> list[str]:
    """Every reason for and against, heaviest first, in words."""
    return [one_line(reason) for reason in reasons(judged, limit=len(judged.why))]


def match_json(judged: Match) -> dict[str, object]:
    """A match as `--json` shows it."""
    return {
        "topic": judged.topic,
        "version": judged.version,
        "relevant": judged.relevant,
        "borderline": judged.borderline,
        "score": round(judged.score, 4),
        "places": list(judged.places),
        "why": [
            {
                "concept": each.concept,
                "place": each.place,
                "name": each.name,
                "field": each.field,
                "start": each.start,
                "end": each.end,
                "weight": round(each.weight, 4),
                "rule": each.rule,
            }
            for each in judged.why
        ],
    }


def _row(line: str) -> dict[str, object]:
    if len(line) > LINE_LIMIT:
        raise ValueError(f"{len(line)} characters; an item has at most {LINE_LIMIT}")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise ValueError(f"not JSON: {wrong}") from wrong
    if not isinstance(row, dict):
        raise ValueError(f"{line.strip()[:40]!r} is no object with id, title and summary")  # noqa: TRY004 - bad input
    return row


def _judge(profile: Profile, row: dict[str, object]) -> Match:
    def text(key: str) -> str | None:
        value = row.get(key)
        return value if isinstance(value, str) and value else None

    draft = Draft(
        title=text("title"),
        summary=text("summary"),
        content=text("content"),
        language=text("lang"),
    )
    return profile.judge(draft, country=text("source_country"))


def _answer(row: dict[str, object], judged: Match, *, as_json: bool) -> None:
    if as_json:
        show_json([{"id": row.get("id"), **match_json(judged)}])
    else:
        title = one_line(str(row.get("title") or ""))
        why: Iterator[str] = iter(reasons(judged, limit=1))
        click.echo(f"{verdict(judged)}\t{title}\t{next(why, '')}")
