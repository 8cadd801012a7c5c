"""Verbs that do the work: run, poll, demo, healthcheck, upkeep, backup."""

import asyncio
import datetime as dt
import json
import logging
import os
import sys
from contextlib import closing
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from monitor.cli.common import (
    DONE,
    NOTHING,
    USAGE,
    Desk,
    one_line,
    pass_desk,
    show_json,
    show_rows,
    talk,
)
from monitor.config import Configuration, load
from monitor.daemon import Notifier, Round, Service, poll_once
from monitor.errors import ConfigError, StoreError
from monitor.jobs.upkeep import words_of
from monitor.match.profiles import built_in
from monitor.plan import Visit
from monitor.store import Retention, open_store

STALE = dt.timedelta(seconds=60)  # a daemon that gave no sign for so long is not well


@click.command(epilog="Example: monitor --config sources.toml run")
@click.option("--log-level", default="info", show_default=True, help="debug, info, warning, error.")
@pass_desk
def run(desk: Desk, log_level: str) -> None:
    """Poll and tell until stopped. SIGTERM ends it, SIGHUP reads the configuration again."""
    configuration = desk.load(warn=True)
    _set_up_logging(log_level)
    notifier = Notifier.from_environ(os.environ)

    def again() -> Configuration:
        return load(desk.config, environ=os.environ, known_topics=built_in())

    def ready() -> None:
        talk.print(
            f"ready: {len(configuration.sources)} sources, {len(configuration.channels)} channels, "
            f"database {configuration.database}",
            markup=False,
        )

    asyncio.run(Service(again, notifier, ready=ready).run(configuration))


@click.command(epilog="Example: monitor poll oc-media")
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source.")
@pass_desk
def poll(desk: Desk, names: tuple[str, ...], as_json: bool) -> int:
    """Poll the named sources (or all) once, due or not, deliver what is owed, and exit.

    Ends with 1 if a source failed or a message could not be delivered.
    """
    configuration = desk.load(warn=True)
    _set_up_logging("warning")
    _know(names, configuration)
    total = len(names) or len(configuration.sources)
    with _progress("polling", total) as (progress, task):

        def seen(_: Visit) -> None:
            progress.advance(task)

        done = asyncio.run(poll_once(configuration, names or None, seen=seen))
    _report(done, total, as_json=as_json)
    failed = any(each.state.errors for each in done.polled)
    owed = any(tally.deferred or tally.dead for tally in done.tallies.values())
    return NOTHING if failed or owed else DONE


@click.command(epilog="Example: monitor demo --keep /var/tmp/monitor-demo")
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Leave everything there."
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def demo(keep: Path | None, as_json: bool) -> int:
    """Show the whole story on a newsroom of our own: offline, in about a minute.

    Publishes, copies and edits, takes receivers down, kills the daemon, and ends with a table of
    what was expected and what came. Ends with 0 only if all came true.
    """
    from monitor.cli.demo import run_demo

    return run_demo(directory=keep, as_json=as_json)


@click.command(epilog="Example: monitor healthcheck && echo well")
@click.option("--json", "as_json", is_flag=True, help="The facts as one JSON object.")
@pass_desk
def healthcheck(desk: Desk, as_json: bool) -> int:
    """Say whether a daemon is at work on the database; made for containers and service managers."""
    configuration = desk.load()
    with desk.reading() as store:
        beat = store.last_beat()
    now = dt.datetime.now(dt.UTC)
    age = None if beat is None else (now - beat).total_seconds()
    well = age is not None and age <= STALE.total_seconds()
    if as_json:
        show_json([{"well": well, "last_sign_s": age, "database": configuration.database}])
    elif well:
        click.echo(f"well: last sign of life {age:.0f} s ago")
    else:
        said = "no sign of life yet" if age is None else f"last sign of life {age:.0f} s ago"
        talk.print(f"not well: {said}; is `monitor run` running?", markup=False)
    return DONE if well else NOTHING


@click.command(epilog="Example: monitor upkeep")
@pass_desk
def upkeep(desk: Desk) -> None:
    """Forget old polls, give space back, check the file. The daemon does this every hour."""
    configuration = desk.load()
    now = dt.datetime.now(dt.UTC)
    with closing(open_store(configuration.database, write=True, now=now)) as store:
        click.echo(words_of(store.upkeep(Retention(), now=now)))


@click.command(epilog="Example: monitor backup /var/backups/monitor.db")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@pass_desk
def backup(desk: Desk, file: Path, force: bool) -> None:
    """Copy the database to FILE while the daemon runs, and check the copy."""
    if file.exists() and not force:
        raise click.UsageError(f"{str(file)!r} exists; name another file or add --force")
    with desk.reading() as store, _progress("copying", 100) as (progress, task):

        def step(done: int, total: int) -> None:
            progress.update(task, completed=done, total=max(total, 1))

        store.backup(file, progress=step)
    click.echo(f"{file}: {file.stat().st_size:,} bytes, integrity ok")


# ------------------------------------------------------------------ help for the verbs above
def _know(names: tuple[str, ...], configuration: Configuration) -> None:
    known = {source.name for source in configuration.sources}
    for name in names:
        if name not in known:
            raise click.UsageError(f"no source {name!r}; `monitor sources list` shows them")


class _progress:  # noqa: N801 - used like a function
    """A bar on a terminal, nothing in a pipe."""

    def __init__(self, what: str, total: int) -> None:
        self._bar = Progress(
            TextColumn(what),
            BarColumn(),
            MofNCompleteColumn(),
            console=talk,
            transient=True,
            disable=not talk.is_terminal,
        )
        self._total = total

    def __enter__(self) -> tuple[Progress, TaskID]:
        self._bar.start()
        return self._bar, self._bar.add_task("", total=self._total)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _report(done: Round, total: int, *, as_json: bool) -> None:
    rows = sorted(done.polled, key=lambda each: each.state.name)
    if as_json:
        show_json(
            {
                "source": each.state.name,
                "outcome": each.poll.outcome,
                "entries": each.poll.entries,
                "new": each.poll.new,
                "revised": each.poll.revised,
                "detail": each.poll.detail,
                "next_poll": each.state.due_at.isoformat(),
            }
            for each in rows
        )
    else:
        show_rows(
            ("source", "outcome", "new", "revised", "detail"),
            (
                (
                    each.state.name,
                    each.poll.outcome,
                    str(each.poll.new),
                    str(each.poll.revised),
                    each.poll.detail,
                )
                for each in rows
            ),
            wide="detail",
        )
    new = sum(each.poll.new for each in rows)
    failed = sum(1 for each in rows if each.state.errors)
    skipped = total - len(rows)
    words = [f"{len(rows)} sources polled", f"{new} new items", f"{failed} failed"]
    if skipped:
        words.append(f"{skipped} not asked (they asked to wait, or are gone)")
    for name, tally in done.tallies.items():
        words.append(
            f"{name}: {tally.delivered} delivered, {tally.deferred} waiting, {tally.dead} given up"
        )
    talk.print(one_line("; ".join(words)), markup=False)


def _set_up_logging(level: str) -> None:
    """One line an event on standard error; libraries speak only when something is wrong."""
    if not isinstance(logging.getLevelName(level.upper()), int):
        raise click.UsageError(f"--log-level is {level!r}; give debug, info, warning or error")
    logging.basicConfig(
        stream=sys.stderr,
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S%z",
    )
    for chatty in ("apscheduler", "httpx", "httpcore", "aiosmtplib", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


__all__ = ["USAGE", "ConfigError", "StoreError", "json"]
