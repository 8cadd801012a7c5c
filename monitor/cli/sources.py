"""The verb `sources`: what is polled, how it is doing, and what an address would give."""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.adding import add, address_of, looks_like_address, nothing_in, search
from monitor.cli.common import (
    DONE,
    NOTHING,
    Desk,
    clock_time,
    content_of,
    count,
    iso,
    nearly,
    pass_desk,
    saved_file,
)
from monitor.cli.opml import export, import_
from monitor.cli.printing import say, show_json, show_rows
from monitor.cli.source_page import marks_json, odd, show
from monitor.cli.verifying import verify
from monitor.records import Candidate, Fetched, Reading, Source, SourceState

if TYPE_CHECKING:
    from monitor.jobs.discover import Discovery
    from monitor.store import SourceRow

COLUMNS = (
    *("source", "kind", "state", "last read", "a day", "items", "relevant"),
    *("language", "next", "why"),
)
LOOKED_AT = "test"  # the name of what is no source yet
KINDS = ("auto", "feed", "listing", "sitemap", "page")


@click.group(short_help="What is polled, and what an address would give.")
def sources() -> None:
    """What is polled, how it is doing, and what an address would give."""


@sources.command(
    "list",
    short_help="The configured sources with their state.",
    epilog="Example: monitor sources list --json",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--trouble", is_flag=True, help="Only those that need somebody.")
@click.option("--failing", is_flag=True, help="Only those whose last poll failed.")
@click.option("--tag", "tags", multiple=True, help="Only those with this tag; repeatable.")
@click.option("--state", "words", multiple=True, help="Only those in this state; repeatable.")
@pass_desk
def list_(
    desk: Desk,
    as_json: bool,
    trouble: bool,
    failing: bool,
    tags: tuple[str, ...],
    words: tuple[str, ...],
) -> int:
    """The configured sources with their state; those that need somebody first."""
    configuration = desk.load()
    rows = _states(desk)
    every = [(source, rows.get(source.name)) for source in configuration.sources]
    troubled = [pair for pair in every if _needs_somebody(pair[1])]
    well = [pair for pair in every if not _needs_somebody(pair[1])]
    known = [
        (source, row)
        for source, row in (troubled if trouble else troubled + well)
        if (not tags or not set(tags).isdisjoint(source.tags))
        and (not words or _state(row) in words)
        and (not failing or (row is not None and row.state.errors > 0))
    ]
    if as_json:
        show_json(_json(source, row) for source, row in known)
    else:
        show_rows(
            COLUMNS,
            (_cells(source, row, desk.zone) for source, row in known),
            wide=("why",),
            whole=True,
        )
    _sum_up(len(every), len(troubled), was_polled=any(rows.values()))
    return DONE if known else NOTHING


@sources.command(
    short_help="Show the items that ADDRESS would give.",
    epilog="Example: monitor sources test https://oc-media.org/feed/",
)
@click.argument("address", metavar="ADDRESS")
@click.option("--kind", type=click.Choice(KINDS), help="How to read it.  [default: auto]")
@click.option("--select", help="CSS selector of the entries of a list.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an item.")
@pass_desk
def test(desk: Desk, address: str, kind: str | None, select: str | None, as_json: bool) -> int:
    """Show the items that ADDRESS would give; nothing is stored, told or written.

    ADDRESS is an address, the name of a configured source, or a saved FILE. An address and a file
    need no configuration. An address is looked at as `sources add` does, unless its kind is given.
    """
    now = dt.datetime.now(dt.UTC)
    source, body = _meant(desk, address)
    zone = None if as_json else (desk.zone if desk.config.exists() else dt.UTC)
    if source.name == LOOKED_AT and not kind and not select:
        at = address if body is None else source.url
        return _show_found(search(desk, at, body=body), now, zone)
    given = {"kind": kind, "select": select}
    source = dataclasses.replace(source, **{k: v for k, v in given.items() if v})  # type: ignore[arg-type]
    outcome = asyncio.run(_look(desk, source, body, now))
    return _show(source, outcome, now, zone)


for verb in (add, show, verify, import_, export):
    sources.add_command(verb)


# ------------------------------------------------------------------ what is listed
def _states(desk: Desk) -> dict[str, "SourceRow"]:
    """What the database knows; nothing before the first poll."""
    if not desk.has_database():
        return {}
    with desk.reading() as store:
        return {row.state.name: row for row in store.sources()}


def _sum_up(total: int, troubled: int, *, was_polled: bool) -> None:
    if not total:
        say("nothing is configured: add a [[source]] with a name and a url")
    elif not was_polled:
        say(
            f"{count(total, 'source')}, none polled yet: `monitor poll` asks each of them once, "
            "`monitor run` goes on asking"
        )
    elif troubled:
        need = "needs" if troubled == 1 else "need"
        say(
            f"{count(total, 'source')}, {troubled} {need} somebody: "
            "`monitor sources test NAME` asks one of them now"
        )
    else:
        say(f"{count(total, 'source')}, none needs anybody")


def _needs_somebody(row: "SourceRow | None") -> bool:
    if row is None:
        return False
    state = row.state
    return state.errors > 0 or state.rewritten_at is not None or bool(state.habit.marks)


def _state(row: "SourceRow | None") -> str:
    return _word(row.state) if row else "new"


def _a_day(state: SourceState) -> float:
    """Items a day, as learned; six until something is known."""
    from monitor.plan.cadence import rate_of

    return rate_of(state.cadence) * 86_400


def _word(state: SourceState) -> str:
    if state.gone_since:
        return "gone"
    if state.errors:
        return state.error_kind or "failing"
    if state.rewritten_at:
        return "rewritten?"
    if state.habit.marks:
        return state.habit.marks[0].kind
    return "in time" if state.succeeded_at else "new"


def _cells(source: Source, row: "SourceRow | None", zone: dt.tzinfo) -> Sequence[str]:
    home = " ".join(word for word in (source.language, source.country) if word)
    if row is None:
        never = ("never", "", "0", "0")
        return (source.name, source.kind, _state(row), *never, home, "first round", "")
    state = row.state
    return (
        source.name,
        state.kind or source.kind,
        _word(state),
        clock_time(state.succeeded_at, zone),
        f"{_a_day(state):.1f}" if state.succeeded_at else "",
        str(row.items),
        str(row.relevant),
        home,
        clock_time(state.due_at, zone),
        _why(state, zone),
    )


def _why(state: SourceState, zone: dt.tzinfo) -> str:
    """What somebody should know: what is wrong since when, or how the pace was found."""
    parts = [f"moved to {state.moved_to}"] if state.moved_to else []
    parts += [words for _, words in odd(state)]
    if state.failing_since:
        tries = count(state.errors, "failed poll")
        parts.append(f"{tries} since {clock_time(state.failing_since, zone)}")
    return "; ".join(parts) or state.reason


def _json(source: Source, row: "SourceRow | None") -> dict[str, object]:
    base: dict[str, object] = {
        "source": source.name,
        "url": source.url,
        "configured_kind": source.kind,
        "language": source.language,
        "country": source.country,
        "tags": list(source.tags),
    }
    if row is None:
        return {**base, "state": _state(row), "items": 0, "relevant": 0}
    state = row.state
    return {
        **base,
        "state": _word(state),
        "kind": state.kind,
        "items": row.items,
        "relevant": row.relevant,
        "items_a_day": round(_a_day(state), 2) if state.succeeded_at else None,
        "polled_at": iso(state.polled_at),
        "succeeded_at": iso(state.succeeded_at),
        "last_new_at": iso(state.last_new_at),
        "next_poll": iso(state.due_at),
        "reason": state.reason,
        "errors": state.errors,
        "error": state.error,
        "error_kind": state.error_kind,
        "marks": marks_json(state),
        "failing_since": iso(state.failing_since),
        "moved_to": state.moved_to,
        "gone_since": iso(state.gone_since),
    }


# ------------------------------------------------------------------ what an address gives
def _meant(desk: Desk, address: str) -> tuple[Source, bytes | None]:
    """The source to look at, and its answer where that is a saved file."""
    if "://" in address:
        return Source(name=LOOKED_AT, url=address), None
    if path := saved_file(address):
        return Source(name=LOOKED_AT, url=path.resolve().as_uri()), content_of(path)
    known = {source.name: source for source in desk.load().sources} if desk.config.exists() else {}
    if address in known:
        return known[address], None
    if looks_like_address(address):
        return Source(name=LOOKED_AT, url=address_of(address)), None
    raise click.UsageError(
        f"{address!r} is no address such as https://example.org/feed, no file, and no source"
        f"{nearly(address, list(known))}"
    )


async def _look(
    desk: Desk, source: Source, body: bytes | None, now: dt.datetime
) -> Reading | Fetched:
    from monitor.daemon import look_at

    if body is not None:
        return await look_at(source, now=now, body=body)
    configuration = desk.load() if desk.config.exists() else None
    return await look_at(source, now=now, configuration=configuration)


def _show(
    source: Source, outcome: Reading | Fetched, now: dt.datetime, zone: dt.tzinfo | None
) -> int:
    """What came of a look; gives the exit code."""
    from monitor import identify

    if not isinstance(outcome, Reading):
        reason = getattr(outcome, "reason", "the site says that it is gone for good (410)")
        say(f"error: {source.url}: {reason}", tone="red")
        return NOTHING
    candidates = identify.candidates(source, outcome.drafts, now=now)
    _show_reading(outcome, candidates, zone)
    return DONE if candidates else NOTHING


def _show_found(found: "Discovery", now: dt.datetime, zone: dt.tzinfo | None) -> int:
    """The items of the best offer, and in a line each what else there is; gives the exit code."""
    from monitor import identify

    if not found.offers:
        say(f"error: {nothing_in(found, None)}", tone="red")
        return NOTHING
    best, *others = found.offers
    source = Source(name=LOOKED_AT, url=best.url)
    candidates = identify.candidates(source, best.reading.drafts, now=now)
    _show_reading(best.reading, candidates, zone)
    if best.lead.origin != "given" or others:
        say(f"from {best.url}: {best.lead.why}")
    for offer in others:
        say(f"or {count(len(offer.reading.drafts), 'item')} as {offer.kind}: {offer.url}")
    for lead in found.unasked:
        say(f"{lead.why}, which was not asked: {lead.url}")
    return DONE if candidates else NOTHING


def _show_reading(
    reading: Reading, candidates: Sequence[Candidate], zone: dt.tzinfo | None
) -> None:
    """The items as a table with times in `zone`, or, where that is None, as JSON."""
    if zone is None:
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
                (_stated(each, zone), each.title, each.draft.url or each.draft.guid or "")
                for each in candidates
            ),
            wide=("title", "address"),
        )
    language = reading.language or "language not stated"
    notes = "".join(f"; {note}" for note in reading.notes)
    say(f"read as {reading.kind}, {count(len(candidates), 'item')}, {language}{notes}")
    if reading.next_url:
        say(f"it goes on at {reading.next_url}")


def _stated(candidate: Candidate, zone: dt.tzinfo) -> str:
    """When the publisher says that it was published, as precisely as that was said."""
    stated = candidate.draft.published
    if stated is None or stated.precision != "minute":
        return str(stated or "")
    return stated.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
