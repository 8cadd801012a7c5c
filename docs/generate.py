"""Write the pages of the reference that say what the code says: commands and settings.

``make docs`` writes them; a test fails when a page differs from what would be written.
"""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from docs.samples import samples_page
from monitor.cli import cli
from monitor.config import SettingRow, settings_table

REFERENCE = Path(__file__).resolve().parent / "reference"
NOTE = "<!-- Written by `make docs` from the program itself; do not edit. -->"
EVERYWHERE = frozenset({"config"})  # options of every verb; the head of the page has them
Verb = tuple[str, click.Command]


def main() -> None:
    """Write every generated page."""
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The text of every generated page, by its file's name."""
    return {
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "why.md": samples_page(NOTE),
    }


def commands() -> tuple[Verb, ...]:
    """Every verb that does something, with its full name, in the order of the alphabet."""
    return tuple(_verbs("monitor", cli))


def tables() -> dict[str, list[SettingRow]]:
    """Every key of the configuration, by its table."""
    found: dict[str, list[SettingRow]] = {}
    for row in settings_table():
        found.setdefault(row.table, []).append(row)
    return found


# ------------------------------------------------------------------ commands
_COMMANDS_HEAD = """\
# Commands

`monitor --config FILE VERB …`, or `-c FILE` on either side of the verb, names the configuration.
Without it, and without the variable `MONITOR_CONFIG`, it is `sources.toml` in the folder you are
in. `-h` behind any verb prints what stands here, `monitor --version` the version; `--color never`,
or the variable `NO_COLOR`, takes the colours away.

What was asked for goes to standard output: a table on a terminal, tab-separated lines in a pipe,
one JSON object a line with `--json`. What is said to you goes to standard error.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | nothing was found, or a part failed: a source, a message, the database |
| 2 | the command or the configuration is wrong |
| 130 | stopped with Ctrl-C |

A pipe that is closed early (`monitor items | head`) is success.
"""


def commands_page() -> str:
    """The page of the commands."""
    verbs = commands()
    index = "\n".join(f"| [`{name}`](#{_anchor(name)}) | {_first(verb)} |" for name, verb in verbs)
    parts = [NOTE, _COMMANDS_HEAD, f"| verb | what it does |\n|---|---|\n{index}\n"]
    parts += [_command(name, verb) for name, verb in verbs]
    return "\n".join(parts)


def _verbs(name: str, command: click.Command) -> Iterator[Verb]:
    if isinstance(command, click.Group):
        for word in sorted(command.commands):
            yield from _verbs(f"{name} {word}", command.commands[word])
    else:
        yield name, command


def _command(name: str, verb: click.Command) -> str:
    context = click.Context(verb, info_name=name)
    usage = " ".join([name, *verb.collect_usage_pieces(context)])
    lines = [f"## {name}", "", inspect.cleandoc(verb.help or ""), "", f"    {usage}", ""]
    options = [
        _option(each)
        for each in verb.params
        if isinstance(each, click.Option) and each.name not in EVERYWHERE
    ]
    lines += _table(("option", "meaning"), options)
    example = (verb.epilog or "").removeprefix("Example: ")
    return "\n".join([*lines, f"Example: `{example}`", ""])


def _option(option: click.Option) -> tuple[str, str]:
    kind = "" if option.is_flag else f" {_kind(option)}"
    names = ", ".join(sorted(option.opts, key=len, reverse=True))
    meaning = [option.help] if option.help else []
    if option.show_default and option.default is not None:
        meaning.append(f"Default: {option.default}.")
    return f"`{names}{kind}`", " ".join(meaning)


def _kind(option: click.Option) -> str:
    if isinstance(option.type, click.IntRange | click.FloatRange):
        return "NUMBER"
    return option.make_metavar(click.Context(cli))


def _first(verb: click.Command) -> str:
    return inspect.cleandoc(verb.help or "").split("\n\n")[0].replace("\n", " ")


# ------------------------------------------------------------------ settings
_SETTINGS_HEAD = """\
# Settings

One file, `sources.toml`, and the environment. `monitor check` names every mistake with its file and
line; `monitor check --schema` prints the JSON Schema of the file for editors.

- **Spans** are texts with a unit: `"90s"`, `"15m"`, `"2h"`, `"1h30m"`, `"3d"`. Every span may be
  given in seconds.
- **Paths** begin at the folder of the configuration file.
- **Secrets** (`url` and `secret` of a webhook, `password` of e-mail) come in three forms: the text
  itself, `…_env` with the name of a variable, `…_file` with the path of a file.
- **Variables** beat the file. `<NAME>` is the name of the table in capitals, with `_` for all but
  letters and digits: the channel `my-desk` has `MONITOR_CHANNEL_MY_DESK_URL`. Any of them with
  `_FILE` behind it is the path of a file that holds the value. Lists are separated by commas. An
  empty variable counts as absent.
- `recheck = []` leaves one look at each relevant article, for its full text; see
  [watch articles](../how-to/articles.md).
"""


def settings_page() -> str:
    """The page of the settings."""
    parts = [NOTE, _SETTINGS_HEAD]
    for table, rows in tables().items():
        cells = [
            (f"`{row.key}`", row.type, _code(row.default), row.meaning, _code(row.variable))
            for row in rows
        ]
        lines = _table(("key", "type", "default", "meaning", "variable"), cells)
        parts.append("\n".join([f"## {table}", "", *lines]))
    return "\n".join(parts)


def _code(text: str) -> str:
    return f"`{text}`" if text and text != "required" else text


# ------------------------------------------------------------------ Markdown
def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [_row(row) for row in rows]
    return [_row(head), _row(["---"] * len(head)), *lines, ""] if lines else []


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _anchor(heading: str) -> str:
    return heading.replace(" ", "-")


if __name__ == "__main__":
    main()
