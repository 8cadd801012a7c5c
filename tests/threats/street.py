"""A street of sites, each at a loopback address and under a name of its own, that answer raw bytes.

Each name can be made to lead astray, too: the street is also the name server. Everything runs in a
thread, so that the program under test may be in this process or in another one.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

Reply = bytes | Callable[[str, asyncio.StreamWriter], Awaitable[None]]  # what was asked, where to

STOP_WITHIN_S = 5.0
NOBODY = "127.0.250.250"  # an address of this machine on which nothing listens
REAL = socket.getaddrinfo
SILENCE_S = 30.0  # longer than any test waits for a name


def ok(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A well-formed answer."""
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers)
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def page(body: str, *headers: str, status: str = "200 OK") -> bytes:
    """A web page."""
    return ok(body.encode(), "Content-Type: text/html; charset=utf-8", *headers, status=status)


def feed(*entries: str, head: str = "", headers: tuple[str, ...] = ()) -> bytes:
    """An RSS feed as an answer."""
    return ok(rss(*entries, head=head).encode(), "Content-Type: application/rss+xml", *headers)


def rss(*entries: str, head: str = "") -> str:
    """An RSS feed."""
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Kiosk</title>'
        f"<link>https://kiosk.example/</link>{''.join(entries)}</channel></rss>"
    )


def entry(title: str, summary: str = "", *, link: str = "", guid: str = "", more: str = "") -> str:
    """An entry of an RSS feed; what is empty is left out."""
    parts = {"title": title, "description": summary, "link": link, "guid": guid}
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in parts.items() if text)
    return f"<item>{inner}{more}</item>"


@dataclass
class Site:
    """One site: what it says now, and what it was asked."""

    name: str
    address: str
    reply: Reply
    port: int = 0
    asked: list[str] = field(default_factory=list)  # heads of the requests, as text

    @property
    def host(self) -> str:
        """Its name on the street."""
        return f"{self.name.lower()}.example"

    @property
    def url(self) -> str:
        """The address of its feed."""
        return f"http://{self.host}:{self.port}/feed"


class Street:
    """Opens sites and answers for them until its ``with`` block ends."""

    def __init__(self) -> None:
        self.sites: dict[str, Site] = {}
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.Task[Any]] = set()
        self._servers: list[asyncio.Server] = []

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, name="street", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(STOP_WITHIN_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_WITHIN_S)
        self._loop.close()

    def open(self, name: str, reply: Reply = b"") -> Site:
        """A new site at the next address."""
        number = len(self.sites) + 1
        site = Site(name, f"127.0.{1 + number // 200}.{1 + number % 200}", reply)
        asyncio.run_coroutine_threadsafe(self._start(site), self._loop).result(STOP_WITHIN_S)
        self.sites[name] = site
        return site

    def names(self) -> dict[str, str]:
        """Which name leads to which address."""
        return {site.host: site.address for site in self.sites.values()}

    async def _start(self, site: Site) -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._open.add(task)
            task.add_done_callback(self._open.discard)
            with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
                await _converse(site, reader, writer)
            writer.transport.abort()

        server = await asyncio.start_server(connected, site.address, 0)
        site.port = server.sockets[0].getsockname()[1]
        self._servers.append(server)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await asyncio.sleep(0)


async def _converse(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    site.asked.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
    reply = site.reply
    if isinstance(reply, bytes):
        writer.write(reply)
        await writer.drain()
    else:
        await reply(site.asked[-1], writer)
    writer.close()
    await writer.wait_closed()


@dataclass
class NameServer:
    """Stands where the machine's name server would: leads names where it is told to."""

    table: dict[str, str]
    trouble: dict[str, str] = field(default_factory=dict)  # host -> unknown | failing | silent
    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self, host: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """As :func:`socket.getaddrinfo`."""
        name = host.decode() if isinstance(host, bytes) else str(host)
        match self.trouble.get(name):
            case "unknown":
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            case "failing":
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            case "silent":
                self.over.wait(SILENCE_S)
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            case astray:
                return REAL(astray or self.table.get(name, host), *args, **kwargs)

    @contextlib.contextmanager
    def serving(self) -> Iterator[Self]:
        """Answer every question of this process."""
        socket.getaddrinfo = self
        try:
            yield self
        finally:
            self.over.set()
            socket.getaddrinfo = REAL
