"""The verb `check`: whether the configuration can be used, and what it says."""

import json
from pathlib import Path

import click

from monitor.cli.common import Desk, pass_desk, show_json, talk
from monitor.config import json_schema, masked
from monitor.daemon import desk_of


@click.command(epilog="Example: monitor check --schema > sources.schema.json")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of sources.toml and exit.")
@click.option(
    "--json", "as_json", is_flag=True, help="The effective configuration, secrets masked."
)
@pass_desk
def check(desk: Desk, schema: bool, as_json: bool) -> None:
    """Look whether the configuration can be used; every mistake is named with file and line.

    Nothing is polled and no database is touched. Ends with 2 if there are mistakes.
    """
    if schema:
        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        return
    configuration = desk.load(warn=True)
    topics = desk_of(configuration).topics
    if as_json:
        show_json([masked(configuration)])
        return
    told = {name for rule in configuration.alerts for name in rule.to}
    told |= {name for digest in configuration.digests for name in digest.to}
    idle = sorted({channel.name for channel in configuration.channels} - told)
    if idle:
        talk.print(f"note: nothing is told on {', '.join(idle)}", markup=False)
    if not any("source.down" in rule.events for rule in configuration.alerts):
        talk.print("note: no alert asks for source.down; broken sources stand in digests only")
    click.echo(
        f"{_shown(configuration.path)}: {len(configuration.sources)} sources, "
        f"{len(configuration.channels)} channels, {len(configuration.alerts)} alerts, "
        f"{len(configuration.digests)} digests, topics {', '.join(t.topic for t in topics)}: ok"
    )


def _shown(path: Path) -> str:
    """The path as people would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
