"""One round without a daemon: poll, make due digests, deliver, end."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import astuple, dataclass

from monitor.clock import SystemClock
from monitor.config import Configuration
from monitor.daemon.building import (
    House,
    channels_of,
    open_house,
    policy_of,
    recipients_of,
    wishes_of,
)
from monitor.fetch import Fetcher
from monitor.jobs.dispatch import Tally
from monitor.jobs.keeping import Keeping
from monitor.jobs.poll import Polled
from monitor.jobs.rejudge import Rejudge
from monitor.jobs.rejudge import Tally as Judgements
from monitor.plan import Visit
from monitor.plan.messages import encode
from monitor.records import Message, Receipt, Schedule
from monitor.store import open_store


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    polled: tuple[Polled, ...]
    tallies: dict[str, Tally]  # by channel


async def poll_once(
    configuration: Configuration,
    names: Collection[str] | None,
    *,
    seen: Callable[[Visit], object],
) -> Round:
    """Poll the named sources (None: all), due or not, and tell what is owed. Raises MonitorError.

    What waits for a retry is tried now, unless its receiver asked to wait.
    """
    async with open_house(configuration) as house:
        polled = await house.poller.round(names, seen=seen)
        await house.digests.make_due()
        await house.held.tell_due()
        told = await _deliver(house)  # nobody waits for the looks
        if await house.looker.round(names):
            told = {name: _sum(told[name], more) for name, more in (await _deliver(house)).items()}
        return Round(polled, told)


def _sum(first: Tally, later: Tally) -> Tally:
    return Tally(*(a + b for a, b in zip(astuple(first), astuple(later), strict=True)))


async def send_digest(configuration: Configuration, schedule: Schedule) -> dict[str, Tally]:
    """Make an edition of this second and deliver what is owed. Raises MonitorError."""
    async with open_house(configuration) as house:
        await house.digests.make_now(schedule)
        return await _deliver(house)


async def rejudge_stored(
    configuration: Configuration,
    *,
    alert_since: dt.datetime | None,
    seen: Callable[[Judgements], object],
) -> Judgements:
    """Judge stored items by the topics of now, beside a running daemon or without one.

    What it makes people be told waits in the outbox. Raises MonitorError.
    """
    clock = SystemClock()
    desk, _ = wishes_of(configuration)
    keeping = Keeping()
    try:
        store = await keeping(open_store, configuration.database, write="beside")
        try:
            job = Rejudge(store, keeping, clock)
            job.configure(configuration.sources, desk)
            return await job.run(alert_since=alert_since, seen=seen)
        finally:
            await keeping(store.close)
    finally:
        keeping.close()


async def send_test(configuration: Configuration, channel: str) -> list[tuple[str, Receipt]]:
    """Send one test message over a channel, past the outbox. Raises MonitorError."""
    now = dt.datetime.now(dt.UTC)
    fetcher = Fetcher(policy_of(configuration))
    try:
        door = channels_of(configuration, fetcher)[channel]
        recipients = recipients_of(configuration).get(channel, ("",))
        message = _test_message(channel, now)
        try:
            return [(to, await door.send(message, to, now=now)) for to in recipients]
        finally:
            await door.close()
    finally:
        await fetcher.aclose()


def _test_message(channel: str, now: dt.datetime) -> Message:
    view = {
        "name": "monitor",
        "url": None,
        "state": "test",
        "reason": f"a test of channel {channel!r}, sent by hand; nothing happened",
        "since": None,
        "errors": 0,
    }
    return Message(
        id=f"msg_test_{uuid.uuid4().hex}",
        type="source.changed",
        channel=channel,
        created_at=now,
        body=encode("source.changed", now, {"source": view}),
    )


async def _deliver(house: House) -> dict[str, Tally]:
    """Every channel on its own and at the same time."""
    names = [channel.name for channel in house.configuration.channels]
    tallies = await asyncio.gather(*(house.dispatcher.drain(name, force=True) for name in names))
    return dict(zip(names, tallies, strict=True))
