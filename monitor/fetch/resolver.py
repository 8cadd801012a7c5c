"""Names to addresses, off the event loop and within a limit."""

import asyncio
import socket
import threading
from typing import Protocol

from monitor.errors import FetchError


class Resolver(Protocol):
    """Where the addresses of a name come from."""

    async def __call__(self, host: str) -> tuple[str, ...]:
        """The addresses of a host as text, best first.

        Raises:
            FetchError: kind ``dns``.
        """
        ...


class SystemResolver:
    """The machine's own resolver, in threads of its own.

    A lookup cannot be cancelled: when a name server is silent its thread lives on for up to a
    minute. So the threads are daemons (they never hold up the end of the process) and counted (a
    slot is free again only when the lookup really ended).
    """

    def __init__(self, *, threads: int = 24, limit_s: float = 10.0) -> None:
        self._slots = asyncio.Semaphore(threads)
        self._limit_s = limit_s

    async def __call__(self, host: str) -> tuple[str, ...]:
        """The addresses of a host as text, in the order of the machine's address policy."""
        try:
            async with asyncio.timeout(self._limit_s):
                await self._slots.acquire()
                return await self._start(host)
        except TimeoutError as error:
            raise FetchError(
                f"the name {host!r} was not resolved within {self._limit_s:g} s; "
                "check the machine's name servers",
                kind="dns",
            ) from error
        except OSError as error:
            raise FetchError(
                f"the name {host!r} cannot be resolved ({error.strerror or error}); "
                "check its spelling and that the site still exists",
                kind="dns",
            ) from error

    def _start(self, host: str) -> "asyncio.Future[tuple[str, ...]]":
        loop = asyncio.get_running_loop()
        found: asyncio.Future[tuple[str, ...]] = loop.create_future()
        thread = threading.Thread(
            target=self._look_up, args=(host, found, loop), name=f"lookup {host}", daemon=True
        )
        thread.start()
        return found

    def _look_up(
        self,
        host: str,
        found: "asyncio.Future[tuple[str, ...]]",
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        outcome: tuple[str, ...] | OSError
        try:
            # bytes: the host is plain ASCII already, and str would go through another IDNA codec
            rows = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
            outcome = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
        except OSError as error:
            outcome = error
        try:
            loop.call_soon_threadsafe(self._settle, found, outcome)
        except RuntimeError:  # the loop ended while a silent name server was waited for
            return

    def _settle(
        self, found: "asyncio.Future[tuple[str, ...]]", outcome: tuple[str, ...] | OSError
    ) -> None:
        self._slots.release()
        if found.done():  # nobody waits any more
            return
        if isinstance(outcome, OSError):
            found.set_exception(outcome)
        else:
            found.set_result(outcome)
