"""Verbs that keep the house in order: healthcheck, upkeep, backup, restore."""

import datetime as dt
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, Desk, count, pass_desk
from monitor.cli.printing import say, show_json
from monitor.cli.running import progress
from monitor.errors import StoreError

if TYPE_CHECKING:
    from monitor.store.restore import Found

STALE = dt.timedelta(seconds=60)  # a daemon that gave no sign for so long is not well


@click.command(
    short_help="Say whether a daemon is at work.",
    epilog="Example: monitor healthcheck && echo well",
)
@click.option("--json", "as_json", is_flag=True, help="The facts as one JSON object.")
@pass_desk
def healthcheck(desk: Desk, as_json: bool) -> int:
    """Say whether a daemon is at work on the database; made for containers and service managers.

    Ends with 1 if the last sign of life is older than a minute.
    """
    configuration = desk.load()
    with desk.reading() as store:
        beat = store.last_beat()
    age = None if beat is None else (dt.datetime.now(dt.UTC) - beat).total_seconds()
    well = age is not None and age <= STALE.total_seconds()
    if as_json:
        show_json([{"well": well, "last_sign_s": age, "database": configuration.database}])
    elif well:
        click.echo(f"well: last sign of life {age:.0f} s ago")
    else:
        said = "no sign of life yet" if age is None else f"last sign of life {age:.0f} s ago"
        say(f"not well: {said}; is `monitor run` running?", tone="red")
    return DONE if well else NOTHING


@click.command(epilog="Example: monitor upkeep")
@pass_desk
def upkeep(desk: Desk) -> None:
    """Forget old polls, give space back, check the file.

    The daemon does this every hour.
    """
    from monitor.jobs.upkeep import retention_of, words_of
    from monitor.store import open_store

    database = desk.load().database
    if not desk.has_database():
        raise StoreError(f"no database at {database!r}; `monitor poll` or `monitor run` makes it")
    now = dt.datetime.now(dt.UTC)
    with closing(open_store(database, write=True, now=now)) as store:
        click.echo(words_of(store.upkeep(retention_of(desk.load()), now=now)))


@click.command(
    short_help="Copy the database while the daemon runs.",
    epilog="Example: monitor backup monitor-backup.db",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE once the new copy is whole.")
@pass_desk
def backup(desk: Desk, file: Path, force: bool) -> None:
    """Copy the database to FILE while the daemon runs, and check the copy."""
    target = _beside(file, desk) if file.exists() and force else file
    if target.exists():
        raise click.UsageError(f"{str(target)!r} exists; name another file or add --force")
    with desk.reading() as store, progress("copying", 1) as (bar, task):

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=max(total, 1))

        store.backup(target, progress=step)
    target.replace(file)
    click.echo(f"{file}: {file.stat().st_size:,} bytes, integrity ok")


def _beside(file: Path, desk: Desk) -> Path:
    """Where a copy waits until it is whole, so that the old one is not lost before."""
    from monitor.store.opening import path_of

    database = path_of(desk.load().database)
    if database.exists() and file.samefile(database):
        raise click.UsageError(f"{str(file)!r} is the database itself; name another file")
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)  # of an earlier attempt that was killed
    return beside


@click.command(
    short_help="Put a backup where the database is.",
    epilog="Example: monitor restore monitor-backup.db",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask before a database is replaced.")
@pass_desk
def restore(desk: Desk, file: Path, yes: bool) -> int:
    """Put a checked copy of FILE where the database is; the daemon must be stopped.

    The database that was there is kept beside it under another name.
    """
    from monitor.store.restore import Place

    database = desk.load().database
    with closing(Place(database, now=dt.datetime.now(dt.UTC))) as place:
        found = place.examine(file)
        if place.is_taken and not yes and not _agreed(found, place.path):
            say("nothing was changed")
            return NOTHING
        with progress("restoring", found.size_bytes) as (bar, task):

            def step(done: int, total: int) -> None:
                bar.update(task, completed=done, total=max(total, 1))

            aside = place.put(found, progress=step)
    click.echo(f"{place.path}: {_words(found)}, integrity ok")
    if aside:
        click.echo(f"what was there before: {aside}")
    return DONE


def _agreed(found: "Found", database: Path) -> bool:
    """What a person at the terminal says; nobody else can be asked."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{str(database)!r} exists; add --yes to replace it")
    say(f"{found.file}: {_words(found)}")
    return click.confirm(f"Replace {database}? It is kept beside it.", err=True)


def _words(found: "Found") -> str:
    return f"{found.size_bytes:,} bytes, {count(found.items, 'item')}"
