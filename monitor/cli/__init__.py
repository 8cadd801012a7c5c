"""The command line: parse arguments, call, print."""

import os
import sys
from pathlib import Path

import click

from monitor import __version__
from monitor.cli import alerts, checking, items, running, sources, topics
from monitor.cli.common import NOTHING, USAGE, Desk, talk
from monitor.errors import ConfigError, MonitorError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="monitor")
@click.option(
    "--config",
    "-c",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("sources.toml"),
    envvar="MONITOR_CONFIG",
    show_default=True,
    help="The configuration file.",
)
@click.pass_context
def cli(context: click.Context, config: Path) -> None:
    r"""Watch newsrooms and tell people, once and with reasons, of news about the South Caucasus.

    \b
    monitor demo                 see it work, offline, in a minute
    monitor check                look whether sources.toml can be used
    monitor run                  poll and tell until stopped
    monitor why ITEM             the whole fate of an item
    """
    context.obj = Desk(config)


for verb in (
    *(running.run, running.poll, running.demo, running.healthcheck, running.upkeep, running.backup),
    *(
        checking.check,
        sources.sources,
        items.items,
        items.search,
        items.show,
        items.why,
        items.diff,
    ),
    *(topics.topics, alerts.alerts, alerts.digest),
):
    cli.add_command(verb)


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


for verb in cli.commands.values():
    _accept_config(verb)


def main() -> None:
    """Run the command line and end with its exit code."""
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        talk.print("stopped")
        code = 130
    except click.ClickException as wrong:
        wrong.show()
        code = USAGE
    except ConfigError as wrong:
        talk.print(str(wrong), markup=False, style="red")
        code = USAGE
    except MonitorError as trouble:
        talk.print(f"error: {trouble}", markup=False, style="red")
        code = NOTHING
    except BrokenPipeError:
        # The reader had enough. Give Python's own flush at exit a place to write to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
