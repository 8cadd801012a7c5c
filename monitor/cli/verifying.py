"""The verb `sources verify`: ask every source once, and correct what is configured."""

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, STOPPED, USAGE, Desk, count, nearly, pass_desk
from monitor.cli.printing import one_line, say, show_json, show_rows
from monitor.cli.running import progress
from monitor.records import Source

if TYPE_CHECKING:
    from monitor.plan.verifying import Verdict

OUT_OF_REACH = frozenset({"connect", "dns", "timeout"})


@click.command(
    short_help="Ask every source once and say what would serve better.",
    epilog="Example: monitor sources verify oc-media --write",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--write", is_flag=True, help="Write the corrections into the configuration.")
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source.")
@pass_desk
def verify(desk: Desk, names: tuple[str, ...], write: bool, yes: bool, as_json: bool) -> int:
    """Ask the named sources (or all) once, and say of each what was found and what would do.

    Sees addresses that moved, feeds where a page is configured, other kinds and other languages;
    looks around where a source cannot be read. Nothing is stored or told, and nothing is taken out
    of the configuration. Ends with 1 if a source needs somebody.
    """
    sources = _wanted(names, desk.load().sources)
    verdicts, is_whole = _ask(desk, sources)
    order = {source.name: place for place, source in enumerate(sources)}
    verdicts.sort(key=lambda each: (not each.needs_somebody, order[each.source.name]))
    if as_json:
        show_json(_json(each) for each in verdicts)
    else:
        _show(verdicts)
    _sum_up(verdicts, len(sources))
    if not is_whole:
        say("stopped; nothing was written")
        return STOPPED
    if write or yes:
        return _write(desk, verdicts, yes=yes)
    changed = [each for each in verdicts if each.changes]
    if changed:
        say(f"`monitor sources verify --write` corrects {count(len(changed), 'source')}")
    return NOTHING if any(each.needs_somebody for each in verdicts) else DONE


def _wanted(names: Sequence[str], sources: Sequence[Source]) -> Sequence[Source]:
    known = {source.name: source for source in sources}
    for name in names:
        if name not in known:
            raise click.UsageError(f"no source is called {name!r}{nearly(name, list(known))}")
    return [known[name] for name in dict.fromkeys(names)] if names else list(sources)


def _ask(desk: Desk, sources: Sequence[Source]) -> "tuple[list[Verdict], bool]":
    """The verdicts, and whether they are all; Ctrl-C keeps those that were reached."""
    from monitor.daemon import verify as verify_each

    verdicts: list[Verdict] = []
    with progress("asking", len(sources)) as (bar, task):

        def told(verdict: "Verdict") -> None:
            verdicts.append(verdict)
            bar.update(task, advance=1, description=f"asked {one_line(verdict.source.name)}")

        try:
            asyncio.run(verify_each(sources, configuration=desk.load(), told=told))
        except KeyboardInterrupt:
            return verdicts, False
    return verdicts, True


# ------------------------------------------------------------------ telling
def _show(verdicts: "Sequence[Verdict]") -> None:
    show_rows(
        ("source", "standing", "found", "instead"),
        (
            (each.source.name, each.standing, each.found, "; ".join(each.advice))
            for each in verdicts
        ),
        wide=("found", "instead"),
        whole=True,
    )


def _sum_up(verdicts: "Sequence[Verdict]", total: int) -> None:
    well = sum(not each.needs_somebody for each in verdicts)
    failing = [each for each in verdicts if each.standing == "failing"]
    asked = count(total, "source") if len(verdicts) == total else f"{len(verdicts)} of {total}"
    say(
        f"{asked} asked: {well} well, {len(verdicts) - well - len(failing)} to be changed, "
        f"{len(failing)} cannot be read"
    )
    unreached = [each for each in failing if each.kind in OUT_OF_REACH]
    if 1 < len(unreached) == len(verdicts):
        say("none was reached at all: is this machine on the internet?", tone="yellow")


def _json(verdict: "Verdict") -> dict[str, object]:
    return {
        "source": verdict.source.name,
        "url": verdict.source.url,
        "standing": verdict.standing,
        "found": verdict.found,
        "error_kind": verdict.kind or None,
        "advice": list(verdict.advice),
        "changes": dict(verdict.changes),
    }


# ------------------------------------------------------------------ writing
def _write(desk: Desk, verdicts: "Sequence[Verdict]", *, yes: bool) -> int:
    """Write the corrections; gives the exit code."""
    from monitor.config.writing import read_sheet, with_changes

    needy = any(each.needs_somebody and not each.changes for each in verdicts)
    changes = {each.source.name: dict(each.changes) for each in verdicts if each.changes}
    _leave_out_twins(changes, desk.load().sources)
    if not changes:
        say("there is nothing to correct")
        return NOTHING if needy else DONE
    for name, keys in changes.items():
        say(f"{name}: " + ", ".join(f"{key} = {value!r}" for key, value in keys.items()))
    if not yes and not sys.stdin.isatty():
        say("nothing was written; --yes writes without asking")
        return USAGE
    if not yes and not click.confirm(f"Correct {count(len(changes), 'source')}?", err=True):
        say("nothing was written")
        return NOTHING
    sheet = read_sheet(desk.config)
    desk.rewrite(sheet, with_changes(sheet, changes))
    say(f"corrected {count(len(changes), 'source')} in {desk.config}", tone="green")
    return NOTHING if needy else DONE


def _leave_out_twins(changes: dict[str, dict[str, str]], sources: Sequence[Source]) -> None:
    """No correction may lead to the address of another source."""
    from monitor.urls import canonical

    taken = {canonical(source.url): source.name for source in sources}
    for name, keys in list(changes.items()):
        other = taken.setdefault(canonical(keys["url"]), name) if "url" in keys else name
        if other != name:
            say(f"{name}: {keys['url']} is the address of {other}; it stays as it is")
            del changes[name]
