"""What every verb shares: where the configuration is, how rows are printed, how errors end."""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.config import Configuration, load
from monitor.config.spans import read_span
from monitor.errors import ConfigError
from monitor.match.profiles import built_in
from monitor.store import Store, open_store

DONE, NOTHING, USAGE = 0, 1, 2  # exit codes: done; nothing found or some failed; usage or config
NEVER = "never"

talk = Console(stderr=True, highlight=False, soft_wrap=True)
"""Where people are spoken to; standard output is for what was asked for."""


@dataclass(slots=True)
class Desk:
    """What the command line was given before the verb."""

    config: Path
    configuration: Configuration | None = None

    def load(self, *, warn: bool = False) -> Configuration:
        """The configuration, read once; with `warn` its warnings are told. Raises ConfigError."""
        if self.configuration is None:
            self.configuration = load(self.config, environ=os.environ, known_topics=built_in())
        if warn:
            for warning in self.configuration.warnings:
                talk.print(f"warning: {warning}", style="yellow", markup=False)
        return self.configuration

    def reading(self) -> AbstractContextManager[Store]:
        """The database for reading; it must exist. Raises StoreError."""
        return closing(open_store(self.load().database, write=False))

    def store_beside(self) -> AbstractContextManager[Store]:
        """The database for a small write beside a running daemon. Raises StoreError."""
        return closing(open_store(self.load().database, write="beside"))


pass_desk = click.make_pass_decorator(Desk)


def show_rows(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, wide: str | None = None
) -> int:
    """Print a table on a terminal and tab-separated plain lines, uncut, in a pipe.

    `wide` names the column that gives way when the terminal is narrow. Gives the number of rows.
    """
    kept = [tuple(row) for row in rows]
    if not sys.stdout.isatty():
        for row in kept:
            click.echo("\t".join(one_line(cell) for cell in row))
        return len(kept)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            column,
            overflow="ellipsis",
            no_wrap=True,
            ratio=1 if column == wide else None,
        )
    for row in kept:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    Console(highlight=False).print(table)
    return len(kept)


def show_json(rows: Iterable[object]) -> int:
    """Print one JSON object a line, letters unescaped; gives their number."""
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the count is the result
        click.echo(json.dumps(row, ensure_ascii=False))
    return count


def one_line(text: str) -> str:
    """No tab, no line break: a cell is a cell."""
    return " ".join(text.split())


def iso(moment: dt.datetime | None) -> str | None:
    """RFC 3339 in UTC, or None."""
    if moment is None:
        return None
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock_time(moment: dt.datetime | None, zone: dt.tzinfo) -> str:
    """A moment for people: the hour today, the day before that."""
    if moment is None:
        return NEVER
    local = moment.astimezone(zone)
    if local.date() == dt.datetime.now(zone).date():
        return local.strftime("%H:%M")
    return local.strftime("%d %b %H:%M")


def since_when(text: str | None) -> dt.datetime | None:
    """`2h`, `3d` or a date such as 2026-01-31, as an instant."""
    if text is None:
        return None
    try:
        return dt.datetime.now(dt.UTC) - read_span(text)
    except ValueError:
        pass
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as wrong:
        raise click.BadParameter(f"{text!r} is no span such as 2h or 3d and no date") from wrong
    return moment if moment.tzinfo else moment.astimezone()


__all__ = [
    "DONE",
    "NOTHING",
    "USAGE",
    "ConfigError",
    "Desk",
    "clock_time",
    "iso",
    "one_line",
    "pass_desk",
    "show_json",
    "show_rows",
    "since_when",
    "talk",
]
