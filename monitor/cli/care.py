"""Verbs that keep the house in order: healthcheck, upkeep, backup."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import click

from monitor.cli.common import DONE, NOTHING, Desk, pass_desk
from monitor.cli.printing import say, show_json
from monitor.cli.running import progress
from monitor.errors import StoreError

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
    from monitor.jobs.upkeep import words_of
    from monitor.store import Retention, open_store

    database = desk.load().database
    if not desk.has_database():
        raise StoreError(f"no database at {database!r}; `monitor poll` or `monitor run` makes it")
    now = dt.datetime.now(dt.UTC)
    with closing(open_store(database, write=True, now=now)) as store:
        click.echo(words_of(store.upkeep(Retention(), now=now)))


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
    return file.with_name(file.name + ".new")
