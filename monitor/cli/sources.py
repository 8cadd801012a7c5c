"""The verb `sources`: what is polled, how it is doing, and what an address would give."""

import asyncio
import datetime as dt
import zoneinfo
from collections.abc import Sequence
from pathlib import Path

import click

from monitor import identify
from monitor.cli.common import (
    DONE,
    NOTHING,
    Desk,
    clock_time,
    iso,
    pass_desk,
    show_json,
    show_rows,
    talk,
)
from monitor.config import Configuration
from monitor.daemon import look_at
from monitor.errors import StoreError
from monitor.records import Candidate, Reading, Source, SourceState
from monitor.store import SourceRow


@click.group()
def sources() -> None:
    """What is polled, how it is doing, and what an address would give."""


@sources.command("list", epilog="Example: monitor sources list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--trouble", is_flag=True, help="Only those that need somebody.")
@pass_desk
def list_(desk: Desk, as_json: bool, trouble: bool) -> int:
    """The configured sources with their state; those that need somebody first."""
    configuration = desk.load()
    rows = _states(desk)
    known = [(source, rows.get(source.name)) for source in configuration.sources]
    if trouble:
        known = [pair for pair in known if _needs_somebody(pair[1])]
    known.sort(key=lambda pair: not _needs_somebody(pair[1]))
    if as_json:
        show_json(_json(source, row) for source, row in known)
    else:
        zone = zoneinfo.ZoneInfo(configuration.timezone)
        show_rows(
            ("source", "kind", "state", "last read", "items", "relevant", "next", "why"),
            (_cells(source, row, zone) for source, row in known),
            wide="why",
        )
    if not known:
        talk.print("nothing found")
    return DONE if known else NOTHING


@sources.command(epilog="Example: monitor sources test https://oc-media.org/feed/")
@click.argument("address")
@click.option(
    "--kind",
    type=click.Choice(["auto", "feed", "listing", "sitemap", "page"]),
    default="auto",
    show_default=True,
)
@click.option("--select", help="CSS selector of the entries of a list.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an item.")
@pass_desk
def test(desk: Desk, address: str, kind: str, select: str | None, as_json: bool) -> int:
    """Show the items that ADDRESS (or a saved FILE) would give; nothing is stored or told."""
    now = dt.datetime.now(dt.UTC)
    path = Path(address)
    url = path.resolve().as_uri() if path.is_file() else address
    source = Source(name="test", url=url, kind=kind, select=select)  # type: ignore[arg-type]
    if path.is_file():
        outcome = asyncio.run(look_at(source, now=now, body=path.read_bytes()))
    else:
        outcome = asyncio.run(look_at(source, now=now, configuration=_loaded(desk)))
    if not isinstance(outcome, Reading):
        reason = getattr(outcome, "reason", "nothing came")
        talk.print(f"error: {address}: {reason}", markup=False, style="red")
        return NOTHING
    candidates = identify.candidates(source, outcome.drafts, now=now)
    _show_reading(outcome, candidates, as_json=as_json)
    return DONE if candidates else NOTHING


# ------------------------------------------------------------------ help for the verbs above
def _states(desk: Desk) -> dict[str, SourceRow]:
    """What the database knows; nothing before the first poll."""
    try:
        with desk.reading() as store:
            return {row.state.name: row for row in store.sources()}
    except StoreError as missing:
        talk.print(f"note: {missing}", markup=False)
        return {}


def _loaded(desk: Desk) -> Configuration | None:
    """The configuration where there is one: `sources test` works without."""
    return desk.load() if desk.config.exists() else None


def _needs_somebody(row: SourceRow | None) -> bool:
    return row is not None and (row.state.errors > 0 or row.state.rewritten_at is not None)


def _word(state: SourceState) -> str:
    if state.gone_since:
        return "gone"
    if state.errors:
        return state.error_kind or "failing"
    if state.rewritten_at:
        return "rewritten?"
    return "in time" if state.succeeded_at else "new"


def _cells(source: Source, row: SourceRow | None, zone: dt.tzinfo) -> Sequence[str]:
    if row is None:
        return (source.name, source.kind, "new", "never", "0", "0", "at the next round", "")
    state = row.state
    kind = state.kind or source.kind
    moved = f"moved to {state.moved_to}; " if state.moved_to else ""
    return (
        source.name,
        kind,
        _word(state),
        clock_time(state.succeeded_at, zone),
        str(row.items),
        str(row.relevant),
        clock_time(state.due_at, zone),
        f"{moved}{state.error or state.reason}",
    )


def _json(source: Source, row: SourceRow | None) -> dict[str, object]:
    base: dict[str, object] = {
        "source": source.name,
        "url": source.url,
        "configured_kind": source.kind,
        "language": source.language,
        "country": source.country,
        "tags": list(source.tags),
    }
    if row is None:
        return {**base, "state": "new", "items": 0, "relevant": 0}
    state = row.state
    return {
        **base,
        "state": _word(state),
        "kind": state.kind,
        "items": row.items,
        "relevant": row.relevant,
        "polled_at": iso(state.polled_at),
        "succeeded_at": iso(state.succeeded_at),
        "last_new_at": iso(state.last_new_at),
        "next_poll": iso(state.due_at),
        "reason": state.reason,
        "errors": state.errors,
        "error": state.error,
        "failing_since": iso(state.failing_since),
        "moved_to": state.moved_to,
        "gone_since": iso(state.gone_since),
    }


def _show_reading(reading: Reading, candidates: Sequence[Candidate], *, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "title": each.title,
                "url": each.draft.url,
                "published": str(each.draft.published) if each.draft.published else None,
                "guid": each.draft.guid,
                "summary": each.summary,
            }
            for each in candidates
        )
    else:
        show_rows(
            ("stated", "title", "address"),
            (
                (str(each.draft.published or ""), each.title, each.draft.url or "")
                for each in candidates
            ),
            wide="title",
        )
    notes = "".join(f"; {note}" for note in reading.notes)
    language = reading.language or "language not stated"
    talk.print(f"read as {reading.kind}, {len(candidates)} items, {language}{notes}", markup=False)
