"""What every verb shares: where the configuration is, exit codes, times for people.

What takes long to import is imported where it is used, so that help comes at once.
"""

import datetime as dt
import os
import zoneinfo
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.printing import say
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.config import Configuration
    from monitor.config.writing import Sheet
    from monitor.records import Source
    from monitor.store import Store

DONE, NOTHING, USAGE = 0, 1, 2  # exit codes: done; nothing found or some failed; usage or config
STOPPED = 130  # by Ctrl-C, as shells say it
NEVER = "never"
FILE_LIMIT_BYTES = 32 * 1024 * 1024  # of a saved page or feed


@dataclass(slots=True)
class Desk:
    """What the command line was given before the verb."""

    config: Path
    configuration: "Configuration | None" = None

    def fresh(self) -> "Configuration":
        """The configuration as it stands in the file now. Raises ConfigError."""
        from monitor.config import load
        from monitor.match.profiles import built_in

        return load(self.config, environ=os.environ, known_topics=built_in())

    def load(self, *, warn: bool = False) -> "Configuration":
        """The configuration, read once; with `warn` its warnings are told. Raises ConfigError."""
        if self.configuration is None:
            self.configuration = self.fresh()
        if warn:
            for warning in self.configuration.warnings:
                say(f"warning: {warning}", tone="yellow")
        return self.configuration

    def rewrite(self, sheet: "Sheet", text: str) -> None:
        """Put `text` in the place of the configuration, if it can be used. Raises ConfigError."""
        from monitor.config import load
        from monitor.config.writing import keep
        from monitor.match.profiles import built_in

        keep(
            sheet,
            text,
            check=lambda path: load(path, environ=os.environ, known_topics=built_in()),
        )
        self.configuration = None

    @property
    def zone(self) -> dt.tzinfo:
        """The zone in which people are told times. Raises ConfigError."""
        return zoneinfo.ZoneInfo(self.load().timezone)

    def reading(self) -> AbstractContextManager["Store"]:
        """The database for reading; it must exist. Raises StoreError."""
        from monitor.store import open_store

        return closing(open_store(self.load().database, write=False))

    def store_beside(self) -> AbstractContextManager["Store"]:
        """The database for a small write beside a running daemon. Raises StoreError."""
        from monitor.store import open_store

        return closing(open_store(self.load().database, write="beside"))

    def has_database(self) -> bool:
        """Whether something was kept yet. Raises ConfigError and StoreError."""
        from monitor.store.opening import path_of

        return path_of(self.load().database).exists()


pass_desk = click.make_pass_decorator(Desk)


def saved_file(text: str) -> Path | None:
    """The file that `text` names, if it names one; a title of 300 letters does not."""
    try:
        path = Path(text)
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def content_of(path: Path) -> bytes:
    """What stands in a file that somebody named. Raises MonitorError."""
    try:
        with path.open("rb") as file:
            content = file.read(FILE_LIMIT_BYTES + 1)
    except OSError as trouble:
        raise MonitorError(f"cannot read {str(path)!r}: {trouble.strerror}") from trouble
    if len(content) > FILE_LIMIT_BYTES:
        raise MonitorError(f"{str(path)!r} is larger than {FILE_LIMIT_BYTES} bytes; cut it")
    return content


def nearly(seen: str, known: list[str]) -> str:
    """What to say of a name that nobody knows: the near one, or those that there are."""
    from monitor.config.suggest import did_you_mean

    shown = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    return did_you_mean(seen, known) or f"; known: {shown or 'none is configured'}"


def source_json(source: "Source") -> dict[str, object]:
    """A source as configured, for programs; what is not set is left out."""
    from monitor.config.writing import table_of

    return dict(table_of(source))


# ------------------------------------------------------------------ times
class When(click.ParamType["dt.datetime"]):
    """`2h`, `3d` or a date such as 2026-01-31, as an instant; a date without a zone stays so."""

    name = "when"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.datetime:
        """Read `value`, a span back from now or an ISO 8601 date or time."""
        from monitor.config.spans import read_span

        try:
            return dt.datetime.now(dt.UTC) - read_span(value)
        except ValueError:
            pass
        try:
            return dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no span such as 2h or 3d and no date", param, ctx)


def instant(moment: dt.datetime | None, zone: dt.tzinfo) -> dt.datetime | None:
    """`moment` in UTC; where it names no zone it was meant in `zone`."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(dt.UTC)
    except OverflowError:  # within a day of the first or last year that there is
        return aware.replace(tzinfo=dt.UTC)


def iso(moment: dt.datetime | None) -> str | None:
    """RFC 3339 in UTC, or None."""
    if moment is None:
        return None
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock_time(moment: dt.datetime | None, zone: dt.tzinfo) -> str:
    """A moment for people: the hour today, the day of this year before that, else the date."""
    if moment is None:
        return NEVER
    local, now = moment.astimezone(zone), dt.datetime.now(zone)
    if local.date() == now.date():
        return local.strftime("%H:%M")
    return local.strftime("%d %b %H:%M" if local.year == now.year else "%d %b %Y")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """``1 item``, ``2 items``."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
