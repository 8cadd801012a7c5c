"""The ground of the fakes: a server on 127.0.0.1 in a thread of its own.

A test, plain or async, and the demo use it alike: the server has its own loop, so nothing that the
caller does can stall it, and every public method may be called from any thread.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
STREAM_LIMIT_BYTES = 1 << 20
STOP_WITHIN_S = 5.0


class LoopbackServer:
    """A server that can go down and come back on the same port."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: asyncio.Server | None = None
        self._reserved: socket.socket | None = None
        self._port = 0
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

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
        if self._server is None:
            self._run_there(self._listen())

    def down(self) -> None:
        """Refuse every connection and cut the open ones, as a machine that was switched off.

        The port stays bound without listening, so that nobody else can get it in the meantime.
        """
        if self._server is not None:
            server, self._server = self._server, None
            self._run_there(self._deafen(server))

    @property
    def is_up(self) -> bool:
        """Whether a connection would be answered."""
        return self._server is not None

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
    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation; what a subclass is for."""
        raise NotImplementedError

    @property
    def _running(self) -> asyncio.AbstractEventLoop:
        assert self._loop, "use the server in a with statement"  # noqa: S101 - the caller's bug
        return self._loop

    def _run_there(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._running).result(STOP_WITHIN_S)

    async def _listen(self) -> None:
        listener, self._reserved = self._reserved or _bound(self._port), None
        self._server = await asyncio.start_server(
            self._connected, sock=listener, limit=STREAM_LIMIT_BYTES
        )
        self._port = listener.getsockname()[1]

    async def _deafen(self, server: asyncio.Server) -> None:
        server.close()
        self._reserved = _bound(self._port)
        for writer in self._open.values():
            writer.transport.abort()
        tasks = tuple(self._open)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # lets the transports say goodbye before the loop may end

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio runs this as a task
        self._open[task] = writer
        try:
            await self._converse(reader, writer)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError, asyncio.CancelledError):
            # The other side left, spoke nonsense or we go down: the conversation is over, and a
            # task that ends as cancelled would be reported by asyncio's streams as an error.
            writer.transport.abort()
        finally:
            del self._open[task]
            writer.close()
            self._happened()


def _bound(port: int) -> socket.socket:
    """A socket that holds `port` (0: any) without listening: connections are refused."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((LOOPBACK, port))
    held.settimeout(0)
    return held
