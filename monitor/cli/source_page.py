"""The verb `sources show`: everything that is known of one source."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, Desk, clock_time, count, iso, nearly, pass_desk
from monitor.cli.printing import Line, say, show_json, show_lines
from monitor.records import LayoutRow, PollRecord, Source, SourceState

if TYPE_CHECKING:
    from monitor.store import SourceRow

LAST_POLLS = 10
LAST_LAYOUTS = 20


@click.command(
    short_help="Everything that is known of one source.",
    epilog="Example: monitor sources show oc-media",
)
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@pass_desk
def show(desk: Desk, name: str, as_json: bool) -> int:
    """Everything that is known of one source: its state, its last answers, its layouts.

    What is odd about a source that is read all the same stands there in words, and every place
    at which the list of its page was found.
    """
    known = {source.name: source for source in desk.load().sources}
    if name not in known:
        raise click.UsageError(f"no source is called {name!r}{nearly(name, list(known))}")
    if not desk.has_database():
        say(f"{name} was not polled yet: `monitor poll {name}` asks it once")
        return NOTHING
    with desk.reading() as store:
        row = next((each for each in store.sources() if each.state.name == name), None)
        polls = store.polls(name, limit=LAST_POLLS)
        layouts = store.layouts(name, limit=LAST_LAYOUTS)
    if row is None or not polls:
        say(f"{name} was not polled yet: `monitor poll {name}` asks it once")
        return NOTHING
    if as_json:
        show_json([_json(known[name], row, polls, layouts)])
    else:
        show_lines(_lines(known[name], row, polls, layouts, desk.zone))
    return DONE


def _lines(
    source: Source,
    row: "SourceRow",
    polls: Sequence[PollRecord],
    layouts: Sequence[LayoutRow],
    zone: dt.tzinfo,
) -> Iterator[Line]:
    state = row.state
    yield "address", source.url
    if state.moved_to:
        yield "moved to", state.moved_to
    yield "kind", state.kind or source.kind
    yield "items", f"{row.items}, {row.relevant} relevant"
    read, new = clock_time(state.succeeded_at, zone), clock_time(state.last_new_at, zone)
    yield "read", f"last {read}; last with something new {new}"
    yield "next poll", f"{clock_time(state.due_at, zone)} ({state.reason})"
    yield from odd(state)
    if state.memory is not None:
        yield "list at", state.memory.wrapper
    label = "answers"
    for poll in polls:
        said = f": {poll.detail}" if poll.detail else ""
        entries = count(poll.entries, "entry", "entries")
        when = clock_time(poll.at, zone)
        yield label, f"{when} {poll.outcome}, {entries}, {poll.new} new{said}"
        label = ""
    label = "layouts"
    for each in layouts:
        for text in _layout_lines(each, zone):
            yield label, text
            label = ""


def _layout_lines(row: LayoutRow, zone: dt.tzinfo) -> Iterator[str]:
    layout = row.layout
    doubt = ", in doubt" if layout.is_doubtful else ""
    known = f", {layout.refound} of them known{doubt}" if layout.before is not None else ""
    titles = count(layout.items, "title")
    yield f"{clock_time(row.at, zone)} {layout.reason}: {titles}{known}"
    if layout.before is not None:
        yield f"  before {layout.before}"
    yield f"  after {layout.after}"


def odd(state: SourceState) -> list[tuple[str, str]]:
    """What somebody should know of a source: words of a kind, and what was seen."""
    failing = [(state.error_kind or "failing", state.error or "")] if state.errors else []
    return [*failing, *((mark.kind, mark.words) for mark in state.habit.marks)]


def _json(
    source: Source,
    row: "SourceRow",
    polls: Sequence[PollRecord],
    layouts: Sequence[LayoutRow],
) -> dict[str, object]:
    state = row.state
    return {
        "source": source.name,
        "url": source.url,
        "kind": state.kind or source.kind,
        "items": row.items,
        "relevant": row.relevant,
        "succeeded_at": iso(state.succeeded_at),
        "last_new_at": iso(state.last_new_at),
        "next_poll": iso(state.due_at),
        "reason": state.reason,
        "moved_to": state.moved_to,
        "errors": state.errors,
        "error_kind": state.error_kind,
        "error": state.error,
        "marks": marks_json(state),
        "wrapper": state.memory.wrapper if state.memory else None,
        "polls": [_poll_json(each) for each in polls],
        "layouts": [_layout_json(each) for each in layouts],
    }


def marks_json(state: SourceState) -> list[dict[str, object]]:
    """What is odd about a source that is read all the same."""
    return [
        {"kind": mark.kind, "words": mark.words, "since": iso(mark.since)}
        for mark in state.habit.marks
    ]


def _poll_json(poll: PollRecord) -> dict[str, object]:
    return {
        "at": iso(poll.at),
        "outcome": poll.outcome,
        "detail": poll.detail,
        "entries": poll.entries,
        "new": poll.new,
        "revised": poll.revised,
        "elapsed_ms": poll.elapsed_ms,
        "body_bytes": poll.body_bytes,
    }


def _layout_json(row: LayoutRow) -> dict[str, object]:
    layout = row.layout
    return {
        "at": iso(row.at),
        "before": layout.before,
        "after": layout.after,
        "reason": layout.reason,
        "items": layout.items,
        "known": layout.known,
        "refound": layout.refound,
        "doubtful": layout.is_doubtful,
    }
