"""Verbs about telling: alerts list, retry, test; digest preview, send."""

import asyncio
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from monitor.cli.common import DONE, NOTHING, Desk, clock_time, count, nearly, pass_desk
from monitor.cli.printing import one_line, say, show_json, show_rows
from monitor.cli.views import delivery_json
from monitor.errors import MonitorError, StoreError
from monitor.records import Accepted, Closed, Deferred, Delivery, DeliveryState, Receipt, Schedule

if TYPE_CHECKING:
    from monitor.jobs.dispatch import Tally
    from monitor.store import Owed, Store

States = dict[str, DeliveryState | None]
STATES: States = {"waiting": "waiting", "delivered": "delivered", "dead": "dead", "all": None}
ID_CHARS = 12  # of a message's id on a terminal
MESSAGES = 100_000  # among which a beginning of an id is looked for
_WORDS = {Accepted: "taken", Deferred: "not now", Closed: "never again"}


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
        closed = [each.name for each in store.channels() if each.closed]
        owed = store.owed(dt.datetime.now(dt.UTC))
    if not rows and channel is not None:
        _know_channel(desk, channel)
    if as_json:
        show_json(delivery_json(each) for each in rows)
    else:
        show_rows(
            ("made", "channel", "state", "tries", "next try", "what", "answer", "message"),
            (_cells(each, desk.zone) for each in rows),
            wide=("what", "answer"),
            short={"message": ID_CHARS},
        )
    _sum_up(owed, closed, found=bool(rows))
    return DONE if rows else NOTHING


@alerts.command(
    short_help="Make messages due at once, under the ids that they have.",
    epilog="Example: monitor alerts retry --channel desk",
)
@click.argument("messages", nargs=-1, metavar="[MESSAGE]...")
@click.option("--channel", help="Everything of this channel that waits or was given up.")
@pass_desk
def retry(desk: Desk, messages: tuple[str, ...], channel: str | None) -> int:
    """Make messages due at once, under the ids that they have; a closed channel is opened.

    MESSAGE is an id or its beginning. Also what was delivered can be sent again so.
    """
    desk.load()
    if not messages and channel is None:
        raise click.UsageError("name messages by id, or a channel with --channel")
    if channel is not None:
        _know_channel(desk, channel)
    with desk.store_beside() as store:
        ids = [_whole_id(store, each) for each in messages]
        if channel is not None:
            store.reopen_channel(channel)
        due = store.retry(now=dt.datetime.now(dt.UTC), message_ids=ids, channel=channel)
    say(
        f"{count(due, 'delivery is', 'deliveries are')} due now; a running daemon sends within "
        "seconds, `monitor poll` does it at once"
        if due
        else "nothing waits there and nothing was given up"
    )
    return DONE if due else NOTHING


@alerts.command(
    short_help="Send one test message over CHANNEL.", epilog="Example: monitor alerts test desk"
)
@click.argument("channel")
@pass_desk
def test(desk: Desk, channel: str) -> int:
    """Send one test message over CHANNEL, past the outbox, and say what the receiver answered."""
    from monitor.daemon import send_test

    configuration = desk.load()
    _know_channel(desk, channel)
    receipts = asyncio.run(send_test(configuration, channel))
    for recipient, receipt in receipts:
        to = f" to {recipient}" if recipient else ""
        click.echo(one_line(f"{channel}{to}: {_word(receipt)}: {receipt.answer}"))
    taken = all(isinstance(receipt, Accepted) for _, receipt in receipts)
    return DONE if taken else NOTHING


@click.group()
def digest() -> None:
    """Look at a digest, or send one now."""


@digest.command(
    short_help="Show what a digest of the last hours would say.",
    epilog="Example: monitor digest preview morning --html morning.html",
)
@click.argument("name")
@click.option("--hours", default=24.0, show_default=True, type=click.FloatRange(0.001, 24 * 366))
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the page there."
)
@click.option("--json", "as_json", is_flag=True, help="The digest as one JSON object.")
@pass_desk
def preview(desk: Desk, name: str, hours: float, html: Path | None, as_json: bool) -> None:
    """Show what a digest of the last hours would say; nothing is sent or remembered."""
    from monitor.daemon import collect
    from monitor.deliver import render_digest
    from monitor.plan.digest import digest_view

    schedule = _schedule(desk, name)
    now = dt.datetime.now(dt.UTC)
    since = now - dt.timedelta(hours=hours)
    with desk.reading() as store:
        material = collect(store, since=since, until=now)
    view = digest_view(schedule, material, slot=now, since=since)
    rendered = render_digest(view)
    if html is not None:
        _write(html, rendered.html)
    if as_json:
        show_json([view])
    elif html is None:
        for line in rendered.text.splitlines():
            click.echo(line)


@digest.command(
    short_help="Make the edition of this minute and deliver it.",
    epilog="Example: monitor digest send morning",
)
@click.argument("name")
@pass_desk
def send(desk: Desk, name: str) -> int:
    """Make the edition of this minute, owe it to the digest's channels, and deliver it.

    Its window begins where the last edition ended. A running daemon has to be stopped before.
    """
    from monitor.daemon import send_digest

    configuration = desk.load()
    return _told(asyncio.run(send_digest(configuration, _schedule(desk, name))))


# ------------------------------------------------------------------ which
def _know_channel(desk: Desk, channel: str) -> None:
    known = [each.name for each in desk.load().channels]
    if channel not in known:
        raise click.UsageError(f"no channel {channel!r}{nearly(channel, known)}")


def _schedule(desk: Desk, name: str) -> Schedule:
    from monitor.daemon import schedules_of

    found = {each.name: each for each in schedules_of(desk.load())}
    if name not in found:
        raise click.UsageError(f"no digest {name!r}{nearly(name, list(found))}")
    return found[name]


def _whole_id(store: "Store", start: str) -> str:
    """The message whose id begins so. Raises StoreError."""
    if store.message(start) is not None:
        return start
    every = store.deliveries(limit=MESSAGES)
    found = sorted({e.message.id for e in every if start and e.message.id.startswith(start)})
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreError(f"message {start!r} is not clear: {', '.join(found[:5])} begin so")
    raise StoreError(f"no message begins with {start!r}; `monitor alerts list` shows them")


# ------------------------------------------------------------------ words
def _told(tallies: Mapping[str, "Tally"]) -> int:
    """Say what became of each channel's messages; gives the exit code."""
    for channel, tally in tallies.items():
        dead = f", {tally.dead} given up" if tally.dead else ""
        click.echo(f"{channel}: {tally.delivered} delivered, {tally.deferred} waiting{dead}")
    return NOTHING if any(tally.deferred or tally.dead for tally in tallies.values()) else DONE


def _word(receipt: Receipt) -> str:
    return _WORDS.get(type(receipt), "refused")


def _sum_up(owed: Sequence["Owed"], closed: Sequence[str], *, found: bool) -> None:
    for name in closed:
        say(
            f"channel {name!r} is closed: its receiver asked never to be called again (410); "
            f"`monitor alerts retry --channel {name}` opens it",
            tone="red",
        )
    for each in owed:
        if each.state == "dead":
            say(f"{each.channel}: {each.count} given up; `monitor alerts retry` sends them again")
        else:
            say(f"{each.channel}: {each.count} waiting, {each.due} of them due now")
    if not found:
        say("nothing found")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as trouble:
        raise MonitorError(f"cannot write {str(path)!r}: {trouble.strerror}") from trouble
    say(f"written to {path}")


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
    item = cast(
        "dict[str, str]", data.get("item") or data.get("source") or data.get("digest") or {}
    )
    return item.get("title") or item.get("name") or ""
