"""The verb `check`: whether the configuration can be used, and what it says."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import Desk, count, pass_desk
from monitor.cli.printing import say, show_json

if TYPE_CHECKING:
    from monitor.config import Configuration


@click.command(
    short_help="Look whether the configuration can be used.",
    epilog="Example: monitor check --schema > sources.schema.json",
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of sources.toml and exit.")
@click.option(
    "--json", "as_json", is_flag=True, help="The effective configuration, secrets masked."
)
@pass_desk
def check(desk: Desk, schema: bool, as_json: bool) -> None:
    """Look whether the configuration can be used; every mistake is named with file and line.

    Nothing is polled and no database is touched. Ends with 2 if there are mistakes.
    """
    from monitor.config import json_schema, masked
    from monitor.daemon import desk_of

    if schema:
        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        return
    configuration = desk.load(warn=True)
    topics = desk_of(configuration).topics
    if as_json:
        show_json([masked(configuration)])
        return
    _notes(configuration)
    _odd_topics(configuration)
    parts = (
        count(len(configuration.sources), "source"),
        count(len(configuration.channels), "channel"),
        count(len(configuration.alerts), "alert"),
        count(len(configuration.digests), "digest"),
        f"topics {', '.join(topic.topic for topic in topics)}",
    )
    click.echo(f"{_shown(configuration.path)}: {', '.join(parts)}: ok")
    if not desk.has_database():
        say("next: `monitor sources test NAME` shows what a source gives, `monitor poll` keeps it")


def _notes(configuration: "Configuration") -> None:
    """What is allowed and yet may not be meant."""
    told = {name for rule in configuration.alerts for name in rule.to}
    told |= {name for digest in configuration.digests for name in digest.to}
    idle = sorted({channel.name for channel in configuration.channels} - told)
    if idle:
        say(f"note: nothing is told on {', '.join(idle)}")
    if not any("source.down" in rule.events for rule in configuration.alerts):
        say("note: no alert asks for source.down; broken sources stand in digests only")


def _odd_topics(configuration: "Configuration") -> None:
    """What may not be meant in the topics that are files; the built-in ones have tests."""
    from monitor.match.profiles import built_in, checked_profile

    asked = [topic for rule in configuration.alerts for topic in rule.topics]
    asked += (topic for digest in configuration.digests for topic in digest.topics)
    shipped = built_in()
    for topic in dict.fromkeys(asked):
        for line in () if topic in shipped else checked_profile(topic)[1]:
            say(f"warning: {line}", tone="yellow")


def _shown(path: Path) -> str:
    """The path as people would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
