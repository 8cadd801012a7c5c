"""A world of our own: sites that answer raw bytes on loopback, and names that lead where we say."""

import asyncio
import datetime as dt
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from monitor.errors import FetchError
from monitor.fetch import Answer, Fetcher, FetchPolicy, Outgoing, Resolver
from monitor.records import Source

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LOOPBACK = ("127.0.0.0/8",)
AGENT = "monitor/1.0 (+mailto:desk@example.org)"


@dataclass(frozen=True)
class Request:
    """One request as a site saw it."""

    line: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]


Reply = bytes | Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def ok(body: bytes = b"<rss/>", *headers: str, status: str = "200 OK") -> bytes:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return ok(b"", f"Location: {location}", status=status)


@dataclass
class Site:
    """A server on loopback: gives its replies one after another, the last one for ever."""

    replies: tuple[Reply, ...]
    paths: dict[str, Reply] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    sent: int = 0
    at_once: int = 0
    most_at_once: int = 0
    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    port: int = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._serve,
            self.host,
            0,
            ssl=self.tls,
            limit=2**20,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._tasks: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str = "/feed", host: str | None = None) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            self.at_once -= 1
            writer.close()
            with suppress(ConnectionError, OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:-2])
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        request = Request(head[0], headers, body)
        self.requests.append(request)
        reply = self.paths.get(request.path)
        if reply is None:
            reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        if isinstance(reply, bytes):
            writer.write(reply)
            await writer.drain()
        else:
            await reply(request, writer)

    async def pour(self, writer: asyncio.StreamWriter, piece: bytes) -> None:
        """Send a piece for ever, and count what the other side took."""
        while True:
            writer.write(piece)
            await writer.drain()
            self.sent += len(piece)


def site(*replies: Reply, **kwargs: Any) -> Site:
    return Site(replies or (ok(),), **kwargs)


@dataclass
class Names:
    """A name server that answers from a list; each further question gets the next answer."""

    table: dict[str, list[tuple[str, ...]]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        answers = self.table.get(host)
        if not answers:
            raise FetchError(f"the name {host!r} cannot be resolved", kind="dns")
        return answers.pop(0) if len(answers) > 1 else answers[0]


def policy(**changes: Any) -> FetchPolicy:
    defaults: dict[str, Any] = {
        "user_agent": AGENT,
        "allow_addresses": LOOPBACK,
        "host_gap": dt.timedelta(0),
        "total_s": 5.0,
    }
    return FetchPolicy(**(defaults | changes))


def fetcher(resolver: Resolver | None = None, **changes: Any) -> Fetcher:
    return Fetcher(policy(**changes), resolver=resolver)


def source(url: str, **changes: Any) -> Source:
    return Source(**({"name": "kiosk", "url": url, "kind": "feed"} | changes))


async def follow(url: str, resolver: Resolver | None = None, **changes: Any) -> Answer:
    """One GET that follows redirects."""
    async with fetcher(resolver, **changes) as out:
        return await out.send(Outgoing(url=url, follow_redirects=True))


async def failure(url: str, resolver: Resolver | None = None, **changes: Any) -> FetchError:
    """The error that one GET ends in."""
    try:
        answer = await follow(url, resolver, **changes)
    except FetchError as error:
        return error
    raise AssertionError(f"an answer came: {answer}")


async def kind_of(reply: Reply, **changes: Any) -> str:
    async with site(reply) as kiosk:
        return (await failure(kiosk.url(), **changes)).kind
