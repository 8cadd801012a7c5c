"""The verb that lists stories: one event, told by several newsrooms."""

import datetime as dt
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, Desk, When, clock_time, count, iso, pass_desk
from monitor.cli.printing import say, show_json, show_rows

if TYPE_CHECKING:
    from monitor.store import StoryRow

_NAMED = 3  # sources that a line names


@click.command(epilog="Example: monitor stories --since 2d --sources 3")
@click.option("--since", type=When(), help="With an item seen since then: 2h, 3d or a date.")
@click.option(
    "--sources",
    default=2,
    show_default=True,
    type=click.IntRange(1, 1_000),
    help="Told by so many sources at least.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_desk
def stories(desk: Desk, since: dt.datetime | None, sources: int, limit: int, as_json: bool) -> int:
    """List stories: one event, several sources.

    The one told last comes first.

    Who is named first was seen first, which does not make it the original.
    """
    with desk.reading() as store:
        rows = store.stories(since=since, sources=sources, limit=limit)
    if as_json:
        show_json([story_json(row) for row in rows])
    elif rows:
        head = ("first seen", "sources", "items", "spread", "title", "told by", "id")
        show_rows(head, [_line(row, desk.zone) for row in rows])
    else:
        say(f"no story is told by {count(sources, 'source')}")
    return DONE if rows else NOTHING


def _line(row: "StoryRow", zone: dt.tzinfo) -> tuple[str, ...]:
    state = row.state
    named = ", ".join(state.sources[:_NAMED]) + (", …" if len(state.sources) > _NAMED else "")
    return (
        clock_time(state.first_seen, zone),
        str(len(state.sources)),
        str(state.items),
        f"{_minutes(row)} min",
        state.title,
        named,
        state.id[:8],
    )


def _minutes(row: "StoryRow") -> int:
    return round((row.last_seen - row.state.first_seen).total_seconds() / 60)


def story_json(row: "StoryRow") -> dict[str, object]:
    """A story as programs read it; times in UTC."""
    state = row.state
    return {
        "id": state.id,
        "title": state.title,
        "sources": list(state.sources),
        "items": list(row.ids),
        "count": state.items,
        "first_seen": iso(state.first_seen),
        "last_seen": iso(row.last_seen),
        "spread_min": _minutes(row),
    }
