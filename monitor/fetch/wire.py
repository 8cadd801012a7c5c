"""Connections that are opened to the address that was checked, and to no other.

Each request has a connection of its own, closed after the answer. A monitor meets a host once every
few minutes, so a kept connection would nearly always be stale; and what a server sends after its
answer can then never be taken for the answer to the next question. There is no pool, so there is no
cost that grows with the number of requests in flight.
"""

import ipaddress
import socket
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import httpcore
import httpx

from monitor.errors import FetchError
from monitor.fetch.resolver import Resolver
from monitor.fetch.target import origin
from monitor.networks import Networks, is_admitted

SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)
# What a server may push ahead of our reading: keeps an endless body near what was really taken.
_SOCKET_OPTIONS: tuple[SocketOption, ...] = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024),)
_MAX_ADDRESSES = 6  # of one name; each may cost `connect_s`


@dataclass(slots=True, kw_only=True)
class Meter:
    """Counts the bytes of one answer as they come in."""

    head_limit: int
    head_lines: int
    wire_limit: int
    taken: int = 0
    in_head: bool = True

    def end_head(self, lines: int) -> None:
        """The head is here, with so many lines.

        Raises:
            FetchError: kind ``header``, if they are too many.
        """
        self.in_head = False
        if lines > self.head_lines:
            raise FetchError(
                f"the answer's head has {lines} lines, more than {self.head_lines}; its body is "
                "not read",
                kind="header",
            )

    def count(self, size: int) -> None:
        """Add what was read.

        Raises:
            FetchError: kind ``header`` or ``too-large``, at the limit.
        """
        self.taken += size
        if self.in_head and self.taken > self.head_limit + 64 * 1024:
            raise FetchError(
                f"the answer's head is longer than {self.head_limit} bytes; it is not read further",
                kind="header",
            )
        if self.taken > self.wire_limit:
            raise FetchError(
                f"the answer is longer than {self.wire_limit} bytes; it is not read further",
                kind="too-large",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How one request may travel; carried in the request's extensions."""

    allow: Networks
    meter: Meter
    connect_s: float  # for the connection, and again for setting up TLS on it
    verify_tls: bool = True


class _MeteredStream(httpcore.AsyncNetworkStream):
    """A connection whose bytes are counted and whose TLS failures are named."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, route: Route) -> None:
        self._inner = inner
        self._route = route

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        piece = await self._inner.read(max_bytes, timeout)
        self._route.meter.count(len(piece))
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the route's limit stands
    ) -> httpcore.AsyncNetworkStream:
        limit_s = self._route.connect_s
        try:
            inner = await self._inner.start_tls(ssl_context, server_hostname, limit_s)
        except httpcore.ConnectTimeout as error:
            raise FetchError(
                f"{server_hostname!r} lets us in and set up no trusted connection within "
                f"{limit_s:g} s; is this port meant for https",
                kind="tls",
            ) from error
        except (httpcore.ConnectError, ssl.CertificateError) as error:
            raise FetchError(
                f"no trusted connection to {server_hostname!r} ({error}); "
                "check its certificate and the machine's clock and certificate store",
                kind="tls",
            ) from error
        return _MeteredStream(inner, self._route)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the interface's own type
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks every address and connects to exactly what it checked.

    The TLS handshake still names and verifies the host: only the lookup is taken away from the
    library, so that no second one can give another answer.
    """

    def __init__(self, resolver: Resolver, route: Route) -> None:
        self._resolver = resolver
        self._route = route
        self._network = httpcore.AnyIOBackend()
        self.opened: httpcore.AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the total deadline stands above
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first admitted address that answers.

        Raises:
            FetchError: kind ``dns``, ``address`` or ``connect``.
        """
        addresses = await self._admitted(host)
        failure = "no address"
        for address in addresses[:_MAX_ADDRESSES]:
            try:
                stream = await self._network.connect_tcp(
                    address, port, self._route.connect_s, socket_options=_SOCKET_OPTIONS
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = str(error) or "no answer"
                continue
            self.opened = stream
            return _MeteredStream(stream, self._route)
        raise FetchError(
            f"no connection to {host!r} port {port} ({failure}); is the site up",
            kind="connect",
        )

    async def _admitted(self, host: str) -> tuple[str, ...]:
        try:
            found: tuple[str, ...] = (str(ipaddress.ip_address(host)),)
        except ValueError:
            found = await self._resolver(host)
        admitted = tuple(text for text in found if self._may_reach(text))
        if not admitted:
            raise FetchError(
                f"{host!r} leads to {', '.join(found[:4]) or 'no address'}, which is not public: "
                "not asked; name the network in allow_addresses if that is meant",
                kind="address",
            )
        return admitted

    def _may_reach(self, text: str) -> bool:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        return is_admitted(address, self._route.allow)


class _WireBody(httpx.AsyncByteStream):
    """The body as it comes, with the connection that ends with it."""

    def __init__(self, stream: AsyncIterable[bytes], close: Callable[[], Any]) -> None:
        self._stream = stream
        self._close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._stream:
                yield piece
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise broken_answer(error, in_head=False) from error

    async def aclose(self) -> None:
        await self._close()


def broken_answer(error: Exception, *, in_head: bool) -> FetchError:
    """What the HTTP library saw, in the words of this house."""
    why = str(error) or "the connection was reset"
    if "Receive buffer too long" in why:
        return FetchError(
            "the answer's head or a chunk's is longer than 100 KB; it is not read further",
            kind="header",
        )
    if isinstance(error, httpcore.NetworkError) and in_head:
        return FetchError(f"the connection broke before an answer came ({why})", kind="connect")
    if isinstance(error, httpcore.NetworkError) or "closed connection without" in why:
        return FetchError(
            f"the answer broke off ({why}); nothing of it is kept, and it is asked for again",
            kind="truncated",
        )
    return FetchError(f"the answer is not HTTP as it should be ({why})", kind="protocol")


@dataclass(slots=True)
class _Contexts:
    """The two TLS set-ups: the trusting one is made only if a user asks for it."""

    trusted: ssl.SSLContext | None = None
    unverified: ssl.SSLContext | None = field(default=None)

    def pick(self, *, verify: bool) -> ssl.SSLContext:
        if verify:
            # the default context reads SSL_CERT_FILE and SSL_CERT_DIR
            self.trusted = self.trusted or ssl.create_default_context()
            return self.trusted
        if self.unverified is None:
            self.unverified = ssl.create_default_context()
            self.unverified.check_hostname = False
            self.unverified.verify_mode = ssl.CERT_NONE
        return self.unverified


class PinnedTransport(httpx.AsyncBaseTransport):
    """httpx's seam to the network: one guarded connection for each request.

    A request must carry its :class:`Route` as the extension ``route``.
    """

    def __init__(self, resolver: Resolver, ssl_context: ssl.SSLContext | None = None) -> None:
        self._resolver = resolver
        self._contexts = _Contexts(ssl_context)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The head of the answer; its stream gives the body as it comes, still coded.

        Raises:
            FetchError: whatever went wrong on the wire.
        """
        route = cast("Route", request.extensions["route"])
        scheme, host, port = origin(request.url)
        backend = PinnedBackend(self._resolver, route)
        connection = httpcore.AsyncHTTPConnection(
            httpcore.Origin(scheme.encode(), host.encode(), port),
            ssl_context=self._contexts.pick(verify=route.verify_tls) if scheme == "https" else None,
            network_backend=backend,
        )

        async def close() -> None:
            await connection.aclose()
            if backend.opened is not None:
                await backend.opened.aclose()

        try:
            answer = await connection.handle_async_request(_as_wire(request))
            route.meter.end_head(len(answer.headers))
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            await close()
            raise broken_answer(error, in_head=True) from error
        except BaseException:
            await close()
            raise
        body = _WireBody(cast("AsyncIterable[bytes]", answer.stream), close)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, request=request)


def _as_wire(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        headers=request.headers.raw,
        content=cast("AsyncIterable[bytes]", request.stream),
    )
