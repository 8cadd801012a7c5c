"""Turns at a host: one request at a time, with a rest in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from monitor.errors import FetchError

_REMEMBERED = 4096  # hosts; beyond it those that nobody waits for and that are rested go


@dataclass(slots=True)
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # of the loop's clock, which never runs backwards
    users: int = 0


class HostGate:
    """Who may ask which host when; in memory, since a host is polled from one process."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, gap_s: float, wait_s: float) -> AsyncIterator[None]:
        """Wait until the host is free and rested, and keep it for the length of the block.

        `gap_s` is the rest after this turn; `wait_s` limits the queueing.

        Raises:
            FetchError: kind ``timeout``, if the turn did not come in time.
        """
        place = self._places.setdefault(host, _Place())
        place.users += 1
        try:
            await self._wait(place, host, wait_s)
            try:
                yield
            finally:
                place.free_at = asyncio.get_running_loop().time() + gap_s
                place.lock.release()
        finally:
            place.users -= 1
            self._forget()

    def touch(self, host: str, *, gap_s: float) -> None:
        """Note a request that a redirect brought to this host, so that it rests from that one too.

        Its own turn is not waited for: two hosts that redirect to each other would wait forever.
        """
        place = self._places.setdefault(host, _Place())
        place.free_at = max(place.free_at, asyncio.get_running_loop().time() + gap_s)
        self._forget()

    async def _wait(self, place: _Place, host: str, wait_s: float) -> None:
        try:
            async with asyncio.timeout(wait_s):
                await place.lock.acquire()
                try:
                    await self._rest(place)
                except asyncio.CancelledError:
                    place.lock.release()
                    raise
        except TimeoutError as error:
            raise FetchError(
                f"the turn at {host!r} did not come within {wait_s:g} s; too many sources share "
                "this host for its host_gap",
                kind="timeout",
            ) from error

    @staticmethod
    async def _rest(place: _Place) -> None:
        left = place.free_at - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.sleep(left)

    def _forget(self) -> None:
        if len(self._places) <= _REMEMBERED:
            return
        now = asyncio.get_running_loop().time()
        for host, place in list(self._places.items()):
            if not place.users and place.free_at <= now:
                del self._places[host]
