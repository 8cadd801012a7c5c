"""The ground of the fakes: a server on 127.0.0.1 in a thread of its own.

A test, plain or async, and the demo use it alike: the server has its own loop, so nothing that the
caller does can stall it, and every public method may be called from any thread.
"""

import asyncio
import contextlib
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
STREAM_LIMIT_BYTES = 1 << 20
BACKLOG = 128
STOP_WITHIN_S = 5.0


class LoopbackServer(ABC):
    """A server that can go down and come back on the same port."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: socket.socket | None = None
        self._reserved: socket.socket | None = None
        self._port = 0
        self._open: set[asyncio.Task[None]] = set()

    # ------------------------------------------------------------------ life
    def __enter__(self) -> Self:
        """Start listening on a free port."""
        self._loop = asyncio.new_event_loop()
        name = type(self).__name__.lower()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()
        self.up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop: cut every connection, free the port, end the thread."""
        self.down()
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None
        loop, self._loop = self._running, None
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(STOP_WITHIN_S)
        loop.close()

    async def __aenter__(self) -> Self:
        """Start, from inside another loop; the server still runs in its own."""
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, from inside another loop."""
        self.__exit__(kind, error, trace)

    def up(self) -> None:
        """Listen (again), on the port of the first time."""
        if self._listener is None:
            self._run_there(self._listen)

    def down(self) -> None:
        """Refuse every connection and cut the open ones, as a machine that was switched off.

        The port stays bound without listening, so that nobody else can get it in the meantime.
        """
        if self._listener is not None:
            listener, self._listener = self._listener, None
            self._run_there(lambda: self._deafen(listener))

    @property
    def is_up(self) -> bool:
        """Whether a connection would be answered."""
        return self._listener is not None

    @property
    def port(self) -> int:
        """The TCP port, the same for the whole life of the server."""
        assert self._port, "use the server in a with statement"  # noqa: S101 - the caller's bug
        return self._port

    # ------------------------------------------------------------------ waiting
    def wait_until(self, is_so: Callable[[], bool], *, within_s: float = 5.0) -> bool:
        """Wait until `is_so` holds after something happened here; False when time ran out."""
        with self._changed:
            return self._changed.wait_for(is_so, within_s)

    async def until(self, is_so: Callable[[], bool], *, within_s: float = 5.0) -> bool:
        """As :meth:`wait_until`, without stopping the caller's loop."""
        return await asyncio.to_thread(self.wait_until, is_so, within_s=within_s)

    def _happened(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # ------------------------------------------------------------------ the server's own thread
    @abstractmethod
    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation; what a subclass is for."""

    @property
    def _running(self) -> asyncio.AbstractEventLoop:
        assert self._loop, "use the server in a with statement"  # noqa: S101 - the caller's bug
        return self._loop

    def _run_there(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        loop = self._running
        return asyncio.run_coroutine_threadsafe(work(), loop).result(STOP_WITHIN_S)

    async def _listen(self) -> None:
        listener, self._reserved = self._reserved or _bound(self._port), None
        listener.listen(BACKLOG)
        self._running.add_reader(listener, self._accept, listener)
        self._listener = listener
        self._port = listener.getsockname()[1]

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionAbortedError):  # it left again
            caller, _ = listener.accept()
            caller.settimeout(0)
            task = self._running.create_task(self._connected(caller))
            self._open.add(task)
            task.add_done_callback(self._open.discard)

    async def _deafen(self, listener: socket.socket) -> None:
        self._running.remove_reader(listener)
        listener.close()
        self._reserved = _bound(self._port)
        await asyncio.sleep(0)  # whoever was just let in gets as far as closing the door behind
        tasks = tuple(self._open)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # lets the transports say goodbye before the loop may end

    async def _connected(self, caller: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=caller, limit=STREAM_LIMIT_BYTES)
        try:
            await self._converse(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            pass  # the other side left or spoke nonsense: the conversation is over
        finally:
            writer.transport.abort()
            self._happened()


def _bound(port: int) -> socket.socket:
    """A socket that holds `port` (0: any) without listening: connections are refused."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((LOOPBACK, port))
    held.settimeout(0)
    return held
