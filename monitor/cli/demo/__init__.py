"""``monitor demo``: the whole program against an invented world, in about a minute, offline."""

import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from monitor.cli.demo import acts, closing
from monitor.cli.demo.books import Books
from monitor.cli.demo.house import House
from monitor.cli.demo.narrator import Check, Narrator, as_json_line
from monitor.cli.demo.patience import Patience
from monitor.cli.demo.stage import AbandonedError, Stage
from monitor.cli.demo.world import (
    SECRET,
    SECRET_VARIABLE,
    open_world,
    write_configuration,
)
from monitor.errors import MonitorError

LIMIT_S = 150.0  # whatever happens, the demo waits no longer than this in all
DONE, FAILED, INTERRUPTED = 0, 1, 130
DATABASE, LOG, PAGE = "monitor.db", "daemon.log", "digest.html"


def run_demo(
    *,
    directory: Path | None,
    console: Console | None = None,
    quick: bool = False,
    as_json: bool = False,
) -> int:
    """Show the program at work; 0 only if everything that was expected came true.

    The configuration, the database, the daemon's log and the digest stay in `directory`; where it
    is None, only the digest stays, in a new temporary directory. `quick` leaves out the outages and
    the kills. With `as_json` every result is one JSON object a line on standard output, and the
    story goes to standard error; otherwise the story goes to `console`, or to standard output.

    Raises:
        MonitorError: `directory` cannot be used.
    """
    home = _home(directory)
    narrator = Narrator(console or Console(stderr=as_json))
    try:
        with _terminating():
            return _show(home.resolve(), narrator, quick=quick, as_json=as_json)
    except KeyboardInterrupt:
        narrator.say("interrupted; everything that was started is stopped")
        return INTERRUPTED
    finally:
        if directory is None:
            _tidy(home)


def _home(directory: Path | None) -> Path:
    """Where the demo lives, without what an earlier demo left there."""
    home = directory or Path(tempfile.mkdtemp(prefix="monitor-demo-"))
    try:
        home.mkdir(parents=True, exist_ok=True)
        for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", LOG, PAGE):
            (home / name).unlink(missing_ok=True)
    except OSError as trouble:
        raise MonitorError(
            f"demo: the folder {str(home)!r} cannot be used: {trouble.strerror}; name another one"
        ) from trouble
    return home


def _show(home: Path, narrator: Narrator, *, quick: bool, as_json: bool) -> int:
    with open_world() as world:
        config = write_configuration(world, home)
        house = House(config, home / LOG, {SECRET_VARIABLE: SECRET})
        stage = Stage(
            world=world,
            house=house,
            books=Books(world),
            patience=Patience(LIMIT_S),
            narrator=narrator,
            report=_print_json if as_json else _keep_quiet,
        )
        narrator.say(
            f"an invented world on 127.0.0.1: {len(world.sites)} sites, a webhook, a mailbox"
        )
        try:
            _play(stage, home, quick=quick)
        except AbandonedError as trouble:
            narrator.say("the daemon did not come up; its last words:", style="bold red")
            narrator.quote(str(trouble))
            stage.check("the daemon", "ready", is_true=False, came="it did not come up")
        finally:
            house.clear()
        return _conclude(stage, home)


def _print_json(check: Check) -> None:
    click.echo(as_json_line(check))


def _keep_quiet(check: Check) -> None:
    """The story has told it already."""


def _play(stage: Stage, home: Path, *, quick: bool) -> None:
    acts.baseline(stage)
    articles = acts.six_languages(stage)
    acts.a_wire_and_elsewhere(stage)
    acts.vanish(stage)
    acts.edits(stage, articles[0])
    for act in _BRIEF if quick else _WHOLE:
        act(stage)
    acts.vanished(stage)
    closing.close_books(stage)
    closing.explain(stage)
    closing.leave_digest(stage, home / PAGE)
    closing.stop(stage, home / DATABASE)


_BRIEF = (acts.broken_site_back,)
_WHOLE = (
    acts.receiver_down,
    acts.mail_down,
    acts.broken_site_back,
    acts.killed_after_publishing,
    acts.killed_while_telling,
)


def _conclude(stage: Stage, home: Path) -> int:
    """The table, where the digest lies, and the exit code."""
    narrator, checks = stage.narrator, stage.checks
    narrator.table(checks)
    good = sum(check.is_true for check in checks)
    if stage.patience.left_s == 0:
        narrator.say(f"the time of {LIMIT_S:.0f} s was used up", style="bold red")
    narrator.say(f"{good} of {len(checks)} came true", style="bold")
    if (home / PAGE).exists():
        narrator.say(f"the digest: {home / PAGE}")
    if good == len(checks):
        return DONE
    narrator.quote(stage.house.last_words())
    return FAILED


@contextmanager
def _terminating() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the demo as Ctrl-C does: nothing it started outlives it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _tidy(home: Path) -> None:
    """Leave nothing but the digest."""
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != PAGE:
            path.unlink(missing_ok=True)
    if not any(home.iterdir()):
        home.rmdir()


__all__ = ["Check", "run_demo"]
