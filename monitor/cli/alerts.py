"""Verbs about telling: alerts list, retry, test; digest preview, send."""

import asyncio
import datetime as dt
import json
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from monitor.cli.common import (
    DONE,
    NOTHING,
    Desk,
    clock_time,
    one_line,
    pass_desk,
    show_json,
    show_rows,
    talk,
)
from monitor.cli.fate import delivery_json
from monitor.daemon import collect, schedules_of, send_digest, send_test
from monitor.deliver import render_digest
from monitor.plan.digest import digest_view
from monitor.records import Delivery, DeliveryState, Schedule

States = dict[str, DeliveryState | None]
STATES: States = {"waiting": "waiting", "delivered": "delivered", "dead": "dead", "all": None}


@click.group()
def alerts() -> None:
    """What is owed, what was told, what was given up."""


@alerts.command("list", epilog="Example: monitor alerts list --state dead")
@click.option("--state", type=click.Choice(list(STATES)), default="all", show_default=True)
@click.option("--channel", help="Of this channel alone.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_desk
def list_(desk: Desk, state: str, channel: str | None, limit: int, as_json: bool) -> int:
    """Deliveries, the newest first, with the receiver's last answer."""
    with desk.reading() as store:
        rows = store.deliveries(state=STATES[state], channel=channel, limit=limit)
        closed = [each for each in store.channels() if each.closed]
        owed = store.owed(dt.datetime.now(dt.UTC))
    if as_json:
        show_json(delivery_json(each) for each in rows)
    else:
        zone = zoneinfo.ZoneInfo(desk.load().timezone)
        show_rows(
            ("made", "channel", "state", "tries", "next try", "what", "answer", "message"),
            (_cells(each, zone) for each in rows),
            wide="what",
        )
    for each in closed:
        talk.print(
            f"channel {each.name!r} is closed: its receiver asked never to be called again (410); "
            f"`monitor alerts retry --channel {each.name}` opens it",
            markup=False,
            style="red",
        )
    for count in owed:
        talk.print(f"{count.channel}: {count.count} {count.state}", markup=False)
    if not rows:
        talk.print("nothing found")
    return DONE if rows else NOTHING


@alerts.command(epilog="Example: monitor alerts retry --channel desk")
@click.argument("messages", nargs=-1)
@click.option("--channel", help="Everything of this channel that waits or was given up.")
@pass_desk
def retry(desk: Desk, messages: tuple[str, ...], channel: str | None) -> int:
    """Make messages due at once, under the ids that they have; a closed channel is opened."""
    configuration = desk.load()
    if not messages and channel is None:
        raise click.UsageError("name messages by id, or a channel with --channel")
    if channel is not None and channel not in {each.name for each in configuration.channels}:
        raise click.UsageError(f"no channel {channel!r} in {str(configuration.path)!r}")
    with desk.store_beside() as store:
        if channel is not None:
            store.reopen_channel(channel)
        count = store.retry(now=dt.datetime.now(dt.UTC), message_ids=messages, channel=channel)
    talk.print(f"{count} deliveries are due now; a running daemon sends them within seconds")
    return DONE if count else NOTHING


@alerts.command(epilog="Example: monitor alerts test desk")
@click.argument("channel")
@pass_desk
def test(desk: Desk, channel: str) -> int:
    """Send one test message over CHANNEL, past the outbox, and say what the receiver answered."""
    configuration = desk.load()
    names = [each.name for each in configuration.channels]
    if channel not in names:
        known = ", ".join(names) or "none is configured"
        raise click.UsageError(f"no channel {channel!r}; known: {known}")
    receipts = asyncio.run(send_test(configuration, channel))
    for recipient, receipt in receipts:
        to = f" to {recipient}" if recipient else ""
        word = type(receipt).__name__.lower()
        click.echo(f"{channel}{to}: {word}: {one_line(receipt.answer)}")
    taken = all(type(receipt).__name__ == "Accepted" for _, receipt in receipts)
    return DONE if taken else NOTHING


@click.group()
def digest() -> None:
    """Look at a digest, or send one now."""


@digest.command(epilog="Example: monitor digest preview morning --html morning.html")
@click.argument("name")
@click.option("--hours", default=24.0, show_default=True, type=click.FloatRange(0.001, 24 * 366))
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the page there."
)
@click.option("--json", "as_json", is_flag=True, help="The digest as one JSON object.")
@pass_desk
def preview(desk: Desk, name: str, hours: float, html: Path | None, as_json: bool) -> None:
    """Show what a digest of the last hours would say; nothing is sent or remembered."""
    schedule = _schedule(desk, name)
    now = dt.datetime.now(dt.UTC)
    since = now - dt.timedelta(hours=hours)
    with desk.reading() as store:
        material = collect(store, since=since, until=now)
    view = digest_view(schedule, material, slot=now, since=since)
    rendered = render_digest(view)
    if html is not None:
        html.write_text(rendered.html, encoding="utf-8")
        talk.print(f"written to {html}", markup=False)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False))
    elif html is None:
        click.echo(rendered.text)


@digest.command(epilog="Example: monitor digest send morning")
@click.argument("name")
@pass_desk
def send(desk: Desk, name: str) -> int:
    """Make the edition of this minute, owe it to the digest's channels, and deliver it.

    Its window begins where the last edition ended. A running daemon has to be stopped before.
    """
    configuration = desk.load()
    schedule = _schedule(desk, name)
    tallies = asyncio.run(send_digest(configuration, schedule))
    for channel, tally in tallies.items():
        click.echo(f"{channel}: {tally.delivered} delivered, {tally.deferred} waiting")
    return DONE if all(not (t.deferred or t.dead) for t in tallies.values()) else NOTHING


def _schedule(desk: Desk, name: str) -> Schedule:
    found = {each.name: each for each in schedules_of(desk.load())}
    if name not in found:
        known = ", ".join(found) or "none is configured"
        raise click.UsageError(f"no digest {name!r}; known: {known}")
    return found[name]


def _cells(each: Delivery, zone: dt.tzinfo) -> Sequence[str]:
    waits = each.state == "waiting"
    return (
        clock_time(each.message.created_at, zone),
        each.message.channel + (f" ({each.recipient})" if each.recipient else ""),
        each.state,
        str(each.tries),
        clock_time(each.next_try_at, zone) if waits else "",
        f"{each.message.type} {_title(each)}",
        each.answer,
        each.message.id,
    )


def _title(each: Delivery) -> str:
    """The headline of what is told; the body may be gone after a while."""
    if not each.message.body:
        return ""
    data = json.loads(each.message.body).get("data", {})
    item = cast("dict[str, str]", data.get("item") or data.get("source") or {})
    return item.get("title") or item.get("name") or ""
