"""The verb `topics`: what the topics are, and what they say of a text."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

import click

from monitor.cli.common import DONE, NOTHING, Desk, pass_desk
from monitor.cli.printing import one_line, say, show_json, show_rows
from monitor.records import Draft, Evidence, Match

if TYPE_CHECKING:
    from monitor.match import Profile

LINE_LIMIT = 4_000_000  # characters of one JSON line
REASONS = 12  # of a match that people are shown; programs get all


@click.group()
def topics() -> None:
    """What the topics are, and what they say of a text."""


@topics.command(
    "list", short_help="The topics that there are.", epilog="Example: monitor topics list"
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_desk
def list_(desk: Desk, as_json: bool) -> None:
    """The built-in topics, and those of the configuration where there is one."""
    from monitor.match import load_profile
    from monitor.match.profiles import built_in

    origins = dict.fromkeys(built_in(), "built in")
    if desk.config.exists():
        configuration = desk.load()
        names = [name for rule in configuration.alerts for name in rule.topics]
        names += [name for each in configuration.digests for name in each.topics]
        for name in names:
            origins.setdefault(name, name)
    rows = [(load_profile(name), origin) for name, origin in origins.items()]
    if as_json:
        show_json(
            {"topic": each.topic, "version": each.version, "from": origin} for each, origin in rows
        )
    else:
        show_rows(
            ("topic", "version", "from"),
            ((each.topic, each.version, origin) for each, origin in rows),
            wide=("from",),
        )


@topics.command(
    short_help="Judge items that are given as JSON lines.",
    epilog="Example: monitor topics match --json items.jsonl",
)
@click.argument(
    "file", type=click.File("r", encoding="utf-8-sig", errors="replace", lazy=True), default="-"
)
@click.option("--topic", default="south-caucasus", show_default=True, help="A name or a TOML file.")
@click.option("--json", "as_json", is_flag=True, help="Answers as JSON lines, in the same order.")
def match(file: TextIO, topic: str, as_json: bool) -> int:
    """Judge items: JSON lines with id, lang, title, summary, source_country in FILE (or -).

    Ends with 1 if a line cannot be read; the others are judged all the same.
    """
    from monitor.match import load_profile

    profile = load_profile(topic)
    broken = 0
    for number, line in _lines(file):
        try:
            row = _row(line)
        except ValueError as wrong:
            broken += 1
            say(f"line {number}: {wrong}", tone="red")
            continue
        _answer(row, _judge(profile, row), as_json=as_json)
    return NOTHING if broken else DONE


@topics.command(epilog="Example: monitor topics explain 'Upper Lars road reopens in Georgia'")
@click.argument("text")
@click.option("--topic", default="south-caucasus", show_default=True, help="A name or a TOML file.")
@click.option("--country", help="The source's country, for its prior.")
@click.option("--json", "as_json", is_flag=True, help="The evidence as one JSON object.")
def explain(text: str, topic: str, country: str | None, as_json: bool) -> int:
    """Say whether TEXT, taken as a title, is about a topic, and why.

    Ends with 1 if it is not.
    """
    from monitor.match import load_profile

    judged = load_profile(topic).judge(Draft(title=text), country=country)
    if as_json:
        show_json([match_json(judged)])
    else:
        click.echo(verdict(judged))
        for line in evidence_lines(judged):
            click.echo(f"  {line}")
    return DONE if judged.relevant else NOTHING


# ------------------------------------------------------------------ a match in words
def verdict(judged: Match) -> str:
    """A match in one line."""
    word = "relevant" if judged.relevant else "borderline" if judged.borderline else "not relevant"
    places = f", {' '.join(judged.places)}" if judged.places else ""
    return f"{judged.topic}: {word}, score {judged.score:.2f}{places}"


def evidence_lines(judged: Match) -> Iterator[str]:
    """The heaviest reasons for and against, with their weights."""
    from monitor.match import reasons

    if not judged.why:
        yield "nothing in it speaks for or against"
    words = reasons(judged, limit=REASONS)
    for each, said in zip(judged.why, words, strict=False):
        yield f"{each.weight:+.2f}  {one_line(said.rpartition(', ')[0])}"
    if len(judged.why) > REASONS:
        yield f"and {len(judged.why) - REASONS} more; --json gives all"


def match_json(judged: Match) -> dict[str, object]:
    """A match as `--json` shows it."""
    return {
        "topic": judged.topic,
        "version": judged.version,
        "relevant": judged.relevant,
        "borderline": judged.borderline,
        "score": round(judged.score, 4),
        "places": list(judged.places),
        "why": [_evidence_json(each) for each in judged.why],
    }


def _evidence_json(each: Evidence) -> dict[str, object]:
    return {
        "concept": each.concept,
        "place": each.place,
        "name": each.name,
        "field": each.field,
        "start": each.start,
        "end": each.end,
        "weight": round(each.weight, 4),
        "rule": each.rule,
    }


# ------------------------------------------------------------------ JSON lines
def _lines(file: TextIO) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their numbers; never more of one than the limit and a bit."""
    number = 0
    while line := file.readline(LINE_LIMIT + 1):
        number += 1
        rest = line
        while len(rest) > LINE_LIMIT and not rest.endswith("\n"):
            rest = file.readline(LINE_LIMIT + 1)
        if line.strip():
            yield number, line


def _row(line: str) -> dict[str, object]:
    if len(line) > LINE_LIMIT:
        raise ValueError(f"longer than {LINE_LIMIT} characters; an item is shorter")
    try:
        row = json.loads(line, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        raise ValueError(f"not JSON: {wrong.msg} at column {wrong.colno}") from wrong
    except RecursionError as wrong:
        raise ValueError("not JSON that can be read: nested too deeply") from wrong
    if not isinstance(row, dict):
        raise ValueError(f"{line.strip()[:40]!r} is no object with id, title and summary")  # noqa: TRY004 - bad input
    return row


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _judge(profile: "Profile", row: dict[str, object]) -> Match:
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
    from monitor.match import reasons

    if as_json:
        show_json([{"id": row.get("id"), **match_json(judged)}])
    else:
        title = one_line(str(row.get("title") or ""))
        why = next(iter(reasons(judged, limit=1)), "")
        click.echo("\t".join((verdict(judged), title, one_line(why))))
