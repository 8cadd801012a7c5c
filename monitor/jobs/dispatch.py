"""Dispatch: drain the outbox, each channel on its own.

A message was a row before this job ever saw it. Killed between the receiver's yes and our
note of it, the message goes out again under the same id.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.clock import Clock
from monitor.errors import StoreError
from monitor.jobs.keeping import Keeping
from monitor.plan.retry import settle
from monitor.records import Deferred, Delivery, Message, Receipt, RetryPolicy, Settlement
from monitor.store import Store

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
BATCH = 64  # deliveries claimed at once
LANES = 4  # sources told side by side over one channel; within a source the oldest goes first
LOOK_EVERY_S = 1.0  # how often a sleeping channel looks for retries that have come due


class Channel(Protocol):
    """A way to tell people."""

    @property
    def name(self) -> str:
        """As configured."""
        ...

    async def send(self, message: Message, recipient: str, *, now: datetime) -> Receipt:
        """Try once; never raises for anything the world does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A channel with the way it tries again."""

    channel: Channel
    policy: RetryPolicy


@dataclass(slots=True)
class Tally:
    """What one drain did."""

    delivered: int = 0
    deferred: int = 0
    dead: int = 0


class Dispatcher:
    """Tells every channel what it is owed; a dead one delays nobody else."""

    def __init__(self, *, store: Store, keeping: Keeping, clock: Clock) -> None:
        """Take the outbox and the clock; channels come with `configure`."""
        self._store = store
        self._keep = keeping
        self._clock = clock
        self._routes: dict[str, Route] = {}
        self._loops: dict[str, asyncio.Task[None]] = {}
        self._bell: dict[str, asyncio.Event] = {}
        self._stopping = False
        self.failures = 0

    def configure(self, routes: Mapping[str, Route]) -> None:
        """Use these channels from now on."""
        self._routes = dict(routes)

    def ring(self) -> None:
        """Something new is owed: wake every channel."""
        for bell in self._bell.values():
            bell.set()

    # -------------------------------------------------------------- the daemon's way
    def start(self) -> None:
        """Run one loop for each configured channel; loops of removed channels end by themselves."""
        for name in self._routes:
            running = self._loops.get(name)
            if running is None or running.done():
                self._bell[name] = asyncio.Event()
                self._loops[name] = asyncio.create_task(self._serve(name), name=f"tell {name}")

    async def stop(self, patience_s: float) -> None:
        """Let what is being sent end within `patience_s`, then let go: the rows wait."""
        self._stopping = True
        self.ring()
        if self._loops:
            await asyncio.wait(self._loops.values(), timeout=patience_s)
        for loop in self._loops.values():
            loop.cancel()
        await asyncio.gather(*self._loops.values(), return_exceptions=True)

    async def _serve(self, name: str) -> None:
        bell = self._bell[name]
        while not self._stopping and name in self._routes:
            bell.clear()
            try:
                await self.drain(name)
            except StoreError as trouble:
                log.error("channel %r: %s", name, trouble)  # noqa: TRY400 - the line says it all
            except Exception:  # a channel never stops for good
                self.failures += 1
                log.exception("channel %r: unexpected failure", name)
            try:
                await asyncio.wait_for(bell.wait(), LOOK_EVERY_S)
            except TimeoutError:
                continue  # time to look for retries

    # -------------------------------------------------------------- one drain
    async def drain(self, name: str, *, force: bool = False) -> Tally:
        """Send what `name` is owed now; with `force` also what would wait for its next try.

        Stops at the first outage: the channel then waits as a whole.
        """
        tally = Tally()
        tried: set[tuple[str, str]] = set()
        while not self._stopping:
            owed = await self._keep(
                self._store.claim_deliveries,
                name,
                limit=BATCH,
                lease=LEASE,
                now=self._clock.now(),
                force=force,
            )
            fresh = [each for each in owed if (each.message.id, each.recipient) not in tried]
            tried.update((each.message.id, each.recipient) for each in fresh)
            stopped = await self._send_all(name, fresh, tally)
            await self._keep(self._store.release_deliveries, owed)
            if not fresh or stopped:
                break
        return tally

    async def _send_all(self, name: str, owed: Sequence[Delivery], tally: Tally) -> bool:
        """Send in lanes, one a source; True when the channel is out."""
        lanes: dict[str, list[Delivery]] = {}
        for delivery in owed:
            lanes.setdefault(delivery.message.source or "", []).append(delivery)
        out = asyncio.Event()
        gate = asyncio.Semaphore(LANES)

        async def lane(deliveries: Sequence[Delivery]) -> None:
            async with gate:
                for delivery in deliveries:
                    if out.is_set() or self._stopping:
                        return
                    settlement = await self._send(name, delivery)
                    _count(tally, settlement)
                    if settlement.channel_not_before or settlement.channel_closed:
                        out.set()

        await asyncio.gather(*(lane(deliveries) for deliveries in lanes.values()))
        return out.is_set()

    async def _send(self, name: str, delivery: Delivery) -> Settlement:
        route = self._routes[name]
        try:
            receipt = await route.channel.send(
                delivery.message, delivery.recipient, now=self._clock.now()
            )
        except Exception as bug:  # one message must not stop the others
            self.failures += 1
            log.exception("channel %r: unexpected failure", name)
            receipt = Deferred(answer=f"unexpected {type(bug).__name__}: {bug}", outage=False)
        settlement = settle(delivery, receipt, route.policy, now=self._clock.now())
        asked = {name: settlement.next_try_at} if _asks_to_wait(receipt) else {}
        await self._keep(self._store.settle, [settlement], asked=asked)
        _say(settlement)
        return settlement


def _asks_to_wait(receipt: Receipt) -> bool:
    return isinstance(receipt, Deferred) and receipt.retry_at is not None


def _count(tally: Tally, settlement: Settlement) -> None:
    match settlement.state:
        case "delivered":
            tally.delivered += 1
        case "dead":
            tally.dead += 1
        case _:
            tally.deferred += 1


def _say(settlement: Settlement) -> None:
    """One line a try; ids and the receiver's words, never a secret."""
    name, ref = settlement.channel, settlement.message_id
    match settlement.state:
        case "delivered":
            log.info("channel %r: told %s", name, ref)
        case "dead":
            log.error("channel %r: gave up %s: %s", name, ref, settlement.answer)
        case _:
            closed = ", channel closed by its receiver" if settlement.channel_closed else ""
            log.warning(
                "channel %r: %s waits until %s: %s%s",
                name,
                ref,
                settlement.next_try_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                settlement.answer,
                closed,
            )
