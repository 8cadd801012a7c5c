"""The verbs `sources import` and `sources export`: subscriptions from and for other readers."""

import datetime as dt
import sys
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import (
    DONE,
    FILE_LIMIT_BYTES,
    NOTHING,
    Desk,
    content_of,
    count,
    pass_desk,
    source_json,
)
from monitor.cli.printing import say, show_json, show_rows
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.config.opml import Imported

STDIN = "-"


@click.command(
    "import",
    short_help="Add the subscriptions of an OPML file.",
    epilog="Example: monitor sources import subscriptions.opml --dry-run",
)
@click.argument("file", metavar="FILE")
@click.option("--trusted", is_flag=True, help="The file is your own: it may open private networks.")
@click.option("--dry-run", is_flag=True, help="Say what would be added, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a subscription.")
@pass_desk
def import_(desk: Desk, file: str, trusted: bool, dry_run: bool, as_json: bool) -> int:
    """Add the subscriptions of an OPML FILE to the configuration; - reads standard input.

    Folders and categories become tags. What is there already under any form of its address stays
    as it is; what cannot be used is named with the reason. Comments and order of the
    configuration stay. Ends with 1 if nothing was added.
    """
    from monitor.config.opml import read_opml
    from monitor.config.writing import read_sheet, with_sources

    body = sys.stdin.buffer.read(FILE_LIMIT_BYTES) if file == STDIN else content_of(Path(file))
    sheet = read_sheet(desk.config)
    configuration = None if sheet.content is None else desk.load()
    imported = read_opml(
        body,
        file=file,
        present=configuration.sources if configuration else (),
        allow_addresses=configuration.allow_addresses if configuration else (),
        is_trusted=trusted,
    )
    if imported.added and not dry_run:
        desk.rewrite(sheet, with_sources(sheet, imported.added))
    _show(imported, as_json=as_json)
    _sum_up(imported, desk.config, dry_run=dry_run)
    return DONE if imported.added else NOTHING


@click.command(
    short_help="Write the sources as OPML.",
    epilog="Example: monitor sources export subscriptions.opml",
)
@click.argument("file", metavar="[FILE]", default=STDIN)
@click.option("--tag", "tags", multiple=True, help="Only sources with this tag; repeatable.")
@pass_desk
def export(desk: Desk, file: str, tags: tuple[str, ...]) -> int:
    """Write the sources as OPML 2.0 to FILE, or to standard output.

    Tags become folders. What only this program knows of a source stands in attributes of its own
    namespace, which other readers pass over and `sources import` reads back without loss.
    """
    from monitor.config.opml import write_opml

    sources = [
        source
        for source in desk.load().sources
        if not tags or not set(tags).isdisjoint(source.tags)
    ]
    created = format_datetime(dt.datetime.now(dt.UTC).replace(microsecond=0))
    text = write_opml(sources, title="sources of monitor", created=created)
    if file == STDIN:
        click.echo(text, nl=False)
    else:
        try:
            Path(file).write_text(text, "utf-8")
        except OSError as problem:
            raise MonitorError(f"cannot write {file!r}: {problem.strerror}") from problem
    say(f"{count(len(sources), 'source')} exported")
    return DONE if sources else NOTHING


def _show(imported: "Imported", *, as_json: bool) -> None:
    if as_json:
        show_json({"outcome": "added", **source_json(source)} for source in imported.added)
        for outcome, turned in (("known", imported.known), ("refused", imported.refused)):
            show_json({"outcome": outcome, "title": each.name, "why": each.why} for each in turned)
        return
    rows = [("added", source.name, source.url) for source in imported.added]
    rows += [("known", each.name, each.why) for each in imported.known]
    rows += [("refused", each.name, each.why) for each in imported.refused]
    show_rows(("outcome", "source", "address, or why not"), rows, wide=("address, or why not",))


def _sum_up(imported: "Imported", config: Path, *, dry_run: bool) -> None:
    added = "would be added" if dry_run else f"added to {config}"
    say(
        f"{count(len(imported.added), 'source')} {added}, {len(imported.known)} there already, "
        f"{len(imported.refused)} refused"
    )
    if imported.added and not dry_run:
        say("next: `monitor sources verify` asks each of them once")
