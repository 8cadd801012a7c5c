"""The command line: parse arguments, call, print."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from monitor import __version__
from monitor.cli import (
    alerts,
    care,
    checking,
    differing,
    evidence,
    items,
    rehearsal,
    running,
    sources,
    stories,
    topics,
)
from monitor.cli.common import DONE, NOTHING, STOPPED, USAGE, Desk
from monitor.cli.printing import say
from monitor.errors import ConfigError, MonitorError

GROUPS = (
    ("Watch", (running.demo, checking.check, running.run, running.poll)),
    (
        "Look",
        (
            *(items.items, items.search, items.show, items.why, differing.diff),
            *(stories.stories, evidence.evidence),
        ),
    ),
    ("Teach", (topics.topics, rehearsal.mark)),
    (
        "Operate",
        (
            *(sources.sources, alerts.alerts, alerts.digest),
            *(care.healthcheck, care.upkeep, care.backup, care.restore),
        ),
    ),
)


class Verbs(click.Group):
    """The verbs by what people want, and what every verb's end means to the shell."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs in their groups."""
        del ctx
        limit = formatter.width - 16
        for title, verbs in GROUPS:
            with formatter.section(title):
                formatter.write_dl(
                    [(verb.name or "", verb.get_short_help_str(limit)) for verb in verbs]
                )

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - as click has it
    ) -> click.Context:
        """Read the arguments; help may be asked for and cut short here."""
        with _broken_pipe_is_success():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb and end with its exit code."""
        with _broken_pipe_is_success():
            code = self._run(ctx)
            sys.stdout.flush()
        return ctx.exit(code)

    def _run(self, ctx: click.Context) -> int:
        try:
            code = super().invoke(ctx)
        except KeyboardInterrupt:
            say("stopped")
            return STOPPED
        except ConfigError as wrong:
            say(str(wrong), tone="red")
            return USAGE
        except MonitorError as trouble:
            say(f"error: {trouble}", tone="red")
            return NOTHING
        return code if isinstance(code, int) else DONE


@contextmanager
def _broken_pipe_is_success() -> Iterator[None]:
    """The reader had enough, as `head` does; that is no failure."""
    try:
        yield
    except BrokenPipeError:
        # Give Python's own flush at exit a place to write to.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # a stream without a file behind it
                os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        sys.exit(DONE)


def _colour(asked: str) -> bool | None:
    """Whether to colour; None: where it is a terminal. Sources: no-color.org, force-color.org."""
    if asked != "auto":
        return asked == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


@click.group(
    cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80}
)
@click.version_option(__version__, "-v", "--version", prog_name="monitor")
@click.option(
    "--config",
    "-c",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("sources.toml"),
    envvar="MONITOR_CONFIG",
    show_default=True,
    show_envvar=True,
    help="The configuration file.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours; NO_COLOR and FORCE_COLOR are heard, too.",
)
@click.pass_context
def cli(context: click.Context, config: Path, color: str) -> None:
    """Watch newsrooms and tell people, once and with reasons, of news about the South Caucasus.

    \b
    monitor demo          see it work, offline, in a minute
    monitor check         look whether sources.toml can be used
    monitor run           poll and tell until stopped
    monitor why ITEM      the whole fate of an item
    """  # noqa: D301 - the backspace is click's sign for lines that are not to be wrapped
    context.obj = Desk(config)
    context.color = _colour(color)


def _take_config(context: click.Context, _: click.Parameter, given: Path | None) -> None:
    desk = context.find_object(Desk)
    if given is not None and desk is not None:
        desk.config = given


def _accept_config(command: click.Command) -> None:
    """Let ``--config`` stand behind the verb as well, where people write it."""
    if isinstance(command, click.Group):
        for verb in command.commands.values():
            _accept_config(verb)
        return
    option = click.Option(
        ["--config", "-c"],
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=_take_config,
        is_eager=True,
        help="The configuration file; may stand before the verb, too.",
    )
    command.params.append(option)


topics.topics.add_command(rehearsal.test)
topics.topics.add_command(rehearsal.rejudge)
for _, verbs in GROUPS:
    for verb in verbs:
        cli.add_command(verb)
        _accept_config(verb)


def main() -> None:
    """Run the command line and end with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters that the terminal's coding has not
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="monitor")
