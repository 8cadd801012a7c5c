"""What polls and looks share: doors to the world, what people wish, and who is under way."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.clock import Clock
from monitor.jobs.keeping import Keeping
from monitor.plan import Desk
from monitor.records import Source
from monitor.store import Store

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What every flight comes back to."""

    store: Store
    keeping: Keeping  # the thread on which the store is spoken to
    clock: Clock
    told: Callable[[], None]  # called after messages were written


class Flights(Generic[R]):
    """Visits that are under way side by side, each of which gives an ``R``."""

    def __init__(self, doors: Doors) -> None:
        """Take the doors; until :meth:`configure` there is nothing to visit."""
        self._store = doors.store
        self._keep = doors.keeping
        self._clock = doors.clock
        self._told = doors.told
        self._sources: Mapping[str, Source] = {}
        self._desk: Desk | None = None
        self._flying: set[asyncio.Task[R]] = set()
        self.failures = 0  # caught by the last net: bugs, not sites

    def configure(self, sources: Sequence[Source], desk: Desk) -> None:
        """Use these sources and wishes from the next claim on."""
        self._sources = {source.name: source for source in sources}
        self._desk = desk

    async def stop(self) -> None:
        """Call back who is under way; their claims lapse and they are due again."""
        for task in tuple(self._flying):
            task.cancel()
        await asyncio.gather(*self._flying, return_exceptions=True)

    def _start(self, flight: Coroutine[object, object, R], name: str) -> None:
        task = asyncio.create_task(flight, name=name)
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)
