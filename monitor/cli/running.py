"""Verbs that do the work: run, poll, demo."""

import asyncio
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, Desk, clock_time, count, iso, nearly, pass_desk
from monitor.cli.printing import one_line, say, show_json, show_rows

if TYPE_CHECKING:
    import datetime as dt

    from rich.progress import Progress, TaskID

    from monitor.config import Configuration
    from monitor.daemon import Round
    from monitor.jobs.poll import Polled
    from monitor.plan import Visit

CHATTY = ("apscheduler", "httpx", "httpcore", "aiosmtplib", "asyncio")  # libraries
NAMED = 5  # sources that a summary names


@click.command(epilog="Example: monitor --config sources.toml run")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"], case_sensitive=False),
    default="info",
    show_default=True,
    help="How much is told on standard error.",
)
@pass_desk
def run(desk: Desk, log_level: str) -> None:
    """Poll and tell until stopped.

    SIGTERM or Ctrl-C ends it in order, SIGHUP reads the configuration again.
    """
    from monitor.daemon import Notifier, Service

    configuration = desk.load(warn=True)
    _set_up_logging(log_level)

    def ready() -> None:
        say(
            f"ready: {count(len(configuration.sources), 'source')}, "
            f"{count(len(configuration.channels), 'channel')}, database {configuration.database}"
        )

    notifier = Notifier.from_environ(os.environ)
    asyncio.run(Service(desk.fresh, notifier, ready=ready).run(configuration))


@click.command(
    short_help="Poll once, due or not, deliver what is owed, and exit.",
    epilog="Example: monitor poll oc-media",
)
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source.")
@pass_desk
def poll(desk: Desk, names: tuple[str, ...], as_json: bool) -> int:
    """Poll the named sources (or all) once, due or not, deliver what is owed, and exit.

    Ends with 1 if a source failed or a message could not be delivered.
    """
    from monitor.daemon import poll_once

    wanted = _wanted(names, desk.load())
    configuration = desk.load(warn=True)
    _set_up_logging("warning")
    with progress("polling", len(wanted)) as (bar, task):

        def seen(visit: "Visit") -> None:
            bar.update(task, advance=1, description=f"polled {one_line(visit.source.name)}")

        done = asyncio.run(poll_once(configuration, wanted, seen=seen))
    return _told(done, wanted, desk.zone, as_json=as_json)


@click.command(
    short_help="See it work, offline, in about a minute.",
    epilog="Example: monitor demo --keep demo",
)
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


# ------------------------------------------------------------------ help for the verbs
@contextmanager
def progress(what: str, total: int) -> Iterator[tuple["Progress", "TaskID"]]:
    """A bar on a terminal, which goes when the work is done; nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        yield bar, bar.add_task(what, total=total)


def _wanted(names: Sequence[str], configuration: "Configuration") -> tuple[str, ...]:
    """The sources to ask, each once; all where none is named."""
    known = [source.name for source in configuration.sources]
    for name in names:
        if name not in known:
            raise click.UsageError(f"no source {name!r}{nearly(name, known)}")
    return tuple(dict.fromkeys(names or known))


def _told(done: "Round", wanted: Sequence[str], zone: "dt.tzinfo", *, as_json: bool) -> int:
    """Show what came of a round; gives the exit code."""
    rows = sorted(done.polled, key=lambda each: each.state.name)
    if as_json:
        show_json(_json(each) for each in rows)
    else:
        show_rows(
            ("source", "outcome", "entries", "new", "revised", "next", "detail"),
            (_cells(each, zone) for each in rows),
            wide=("detail",),
            whole=True,
        )
    _sum_up(done, rows, wanted)
    failed = any(each.state.errors for each in rows)
    owed = any(tally.deferred or tally.dead for tally in done.tallies.values())
    return NOTHING if failed or owed else DONE


def _cells(each: "Polled", zone: "dt.tzinfo") -> Sequence[str]:
    poll = each.poll
    return (
        each.state.name,
        poll.outcome,
        str(poll.entries),
        str(poll.new),
        str(poll.revised),
        clock_time(each.state.due_at, zone),
        poll.detail,
    )


def _json(each: "Polled") -> dict[str, object]:
    return {
        "source": each.state.name,
        "outcome": each.poll.outcome,
        "entries": each.poll.entries,
        "new": each.poll.new,
        "revised": each.poll.revised,
        "detail": each.poll.detail,
        "next_poll": iso(each.state.due_at),
    }


def _sum_up(done: "Round", rows: Sequence["Polled"], wanted: Sequence[str]) -> None:
    """What the round did, and what somebody may wonder about."""
    new = sum(each.poll.new for each in rows)
    revised = sum(each.poll.revised for each in rows)
    failed = sum(1 for each in rows if each.state.errors)
    words = [f"{count(len(rows), 'source')} polled", f"{count(new, 'new item')}"]
    words += [f"{revised} revised"] if revised else []
    words += [f"{failed} failed"] if failed else []
    for name, tally in done.tallies.items():
        if not (tally.delivered or tally.deferred or tally.dead):
            continue
        told = f"{name}: {tally.delivered} delivered"
        told += f", {tally.deferred} waiting" if tally.deferred else ""
        told += f", {tally.dead} given up" if tally.dead else ""
        words.append(told)
    say("; ".join(words))
    polled = {each.state.name for each in rows}
    left_out = [name for name in wanted if name not in polled]
    if left_out:
        say(f"not asked: {_named(left_out)}; `monitor sources list` says until when, and why")
    first = [each.state.name for each in rows if _is_first(each)]
    if first:
        say(f"first look at {_named(first)}: what stood there is kept and not told")


def _is_first(each: "Polled") -> bool:
    return each.poll.outcome == "read" and each.state.baselined_at == each.poll.at


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


class _Lines(logging.Handler):
    """One event a line on standard error, in which nothing is obeyed by a terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        tone = {logging.WARNING: "yellow", logging.ERROR: "red", logging.CRITICAL: "red"}
        try:
            say(self.format(record), tone=tone.get(record.levelno))
        except (OSError, ValueError):  # whoever read our words is gone; the work goes on
            self.handleError(record)


def _set_up_logging(level: str) -> None:
    """Libraries speak only when something is wrong."""
    lines = _Lines()
    lines.setFormatter(
        logging.Formatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z"
        )
    )
    logging.basicConfig(handlers=[lines], level=level.upper())
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.ERROR)
