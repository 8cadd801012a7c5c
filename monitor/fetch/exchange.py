"""One request from the lookup to the last byte: redirects, limits, deadline."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from monitor.errors import FetchError
from monitor.fetch.bodies import Body, Places
from monitor.fetch.coding import decoder_for
from monitor.fetch.policy import Answer, FetchPolicy, Hop, Outgoing
from monitor.fetch.target import origin, read_location, read_target, shown
from monitor.fetch.wire import Meter, Route
from monitor.networks import Networks, read_networks

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BIG_BODY_WAIT_S = 60.0
_CUT_BODY_S = 3.0  # for a body that is not needed
# what belongs to one origin and to no other (RFC 9110 15.4)
_PRIVATE_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_BODY_HEADERS = frozenset({"content-type", "content-length", "content-encoding"})


@dataclass(slots=True)
class _Asked:
    """The request as it stands after the redirects so far."""

    url: httpx.URL
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None

    def moved(self, target: httpx.URL, status: int) -> "_Asked":
        """The request that a redirect asks for (RFC 9110 15.4)."""
        headers, method, body = self.headers, self.method, self.body
        if status == 303 or (status in (301, 302) and method == "POST"):
            method, body = ("HEAD" if method == "HEAD" else "GET"), None
            headers = _without(headers, _BODY_HEADERS)
        if origin(target) != origin(self.url):
            headers = _without(headers, _PRIVATE_HEADERS)
        return _Asked(target, method, headers, body)


def _without(
    headers: tuple[tuple[str, str], ...], names: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() not in names)


class Exchange:
    """Carries one :class:`Outgoing` to its :class:`Answer`."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        policy: FetchPolicy,
        outgoing: Outgoing,
        *,
        places: Places,
        hold: contextlib.ExitStack | None = None,
    ) -> None:
        """`hold` keeps the place of a big body until it closes; None: until the body is here."""
        self._hold = hold
        self._transport = transport
        self._policy = policy
        self._outgoing = outgoing
        self._places = places
        self._total_s = policy.total_s if outgoing.total_s is None else outgoing.total_s
        self._scope = asyncio.timeout(None)
        self._hops: list[Hop] = []
        self._host = ""  # the one whose certificate may be waived

    async def run(self) -> Answer:
        """The final answer.

        Raises:
            FetchError: whatever stood in the way; its kind says what.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout_at(started + self._total_s) as self._scope:
                return await self._follow(started)
        except TimeoutError as error:
            raise FetchError(
                f"no complete answer from {shown(self._outgoing.url)} within {self._total_s:g} s; "
                "it is given up, and asked again at its next turn",
                kind="timeout",
            ) from error

    async def _follow(self, started: float) -> Answer:
        out = self._outgoing
        allow = read_networks((*self._policy.allow_addresses, *out.allow_addresses))
        asked = _Asked(read_target(out.url, allow=allow), out.method, out.headers, out.body)
        self._host = asked.url.host
        while True:
            response = await self._ask(asked, allow)
            try:
                target = self._next(asked.url, response, allow)
                if target is None:
                    return await self._answer(asked.url, response, started)
            finally:
                await response.aclose()
            asked = asked.moved(target, response.status_code)

    async def _ask(self, asked: _Asked, allow: Networks) -> httpx.Response:
        named = {name.lower() for name, _ in asked.headers}
        defaults = {"user-agent": self._policy.user_agent, "accept": "*/*", "connection": "close"}
        headers = [(name, value) for name, value in defaults.items() if name not in named]
        headers += asked.headers
        policy = self._policy
        route = Route(
            allow=allow,
            meter=Meter(
                head_limit=policy.header_limit_bytes,
                head_lines=policy.header_lines,
                wire_limit=policy.wire_limit_bytes,
            ),
            connect_s=policy.connect_s,
            verify_tls=self._outgoing.verify_tls or asked.url.host != self._host,
        )
        request = httpx.Request(
            asked.method,
            asked.url,
            headers=[(name.encode("ascii"), _header_bytes(value)) for name, value in headers],
            content=asked.body,
            extensions={"route": route},
        )
        return await self._transport.handle_async_request(request)

    def _next(self, url: httpx.URL, response: httpx.Response, allow: Networks) -> httpx.URL | None:
        """Where to go on, or None if this is the final answer."""
        if response.status_code not in REDIRECTS or not self._outgoing.follow_redirects:
            return None
        locations = [value for name, value in response.headers.raw if name.lower() == b"location"]
        if not locations or not locations[0].strip():
            raise FetchError(
                f"{shown(url)} answers {response.status_code} without saying where to",
                kind="redirect",
            )
        self._hops.append(Hop(url=str(url), status=response.status_code))
        if len(self._hops) > self._policy.max_redirects:
            raise FetchError(
                f"{shown(self._outgoing.url)} redirects more than "
                f"{self._policy.max_redirects} times; the last leads from {shown(url)}",
                kind="redirect",
            )
        try:
            location = locations[0].decode("utf-8")
        except UnicodeDecodeError:
            location = locations[0].decode("latin-1")
        return read_location(url, location.strip(), allow=allow)

    async def _answer(self, url: httpx.URL, response: httpx.Response, started: float) -> Answer:
        body, is_cut = await self._body(response)
        return Answer(
            url=str(url),
            status=response.status_code,
            headers=tuple(
                (name.decode("ascii").lower(), value.decode("latin-1"))
                for name, value in response.headers.raw
            ),
            body=body,
            hops=tuple(self._hops),
            elapsed_s=asyncio.get_running_loop().time() - started,
            cut=is_cut,
        )

    async def _body(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The decoded body, and whether it is only the beginning."""
        limit = self._outgoing.body_limit_bytes
        if self._outgoing.needs_body and response.status_code < 300:
            limit = limit or self._policy.body_limit_bytes
            _check_announced(response.headers, limit)
            body = Body(limit)
            try:
                await self._read(response, body)
                return body.taken(), False
            finally:
                body.drop()  # an error's traceback would keep it alive
        body = Body(limit or self._policy.error_body_limit_bytes)
        now = asyncio.get_running_loop().time()
        ends = self._scope.when() or now
        try:
            # just before the deadline of the whole: the status is known and worth keeping
            async with asyncio.timeout_at(now + min(_CUT_BODY_S, 0.8 * (ends - now))):
                await self._read(response, body)
        except (FetchError, TimeoutError):
            return body.taken(), True
        return body.taken(), False

    async def _read(self, response: httpx.Response, body: Body) -> None:
        decoder = decoder_for(",".join(response.headers.get_list("content-encoding")))
        tiers = iter(self._places.tiers)
        tier = next(tiers)
        with contextlib.ExitStack() as seat:
            async for coded in response.aiter_raw():
                body.count(coded)
                for piece in decoder.feed(coded):
                    body.add(piece)
                    if body.size > tier.above_bytes:
                        await self._wait_for(tier.places)
                        seat.close()
                        seat.callback(tier.places.release)
                        tier = next(tiers)
            if body.portions:  # servers label an empty body with a coding, too
                decoder.finish()
            if self._hold is not None:
                self._hold.push(seat.pop_all())

    async def _wait_for(self, places: asyncio.Semaphore) -> None:
        """Take a place for a big body; the time in the queue is not the site's fault."""
        loop = asyncio.get_running_loop()
        left = (self._scope.when() or 0.0) - loop.time()
        self._scope.reschedule(loop.time() + left + _BIG_BODY_WAIT_S)
        await places.acquire()
        self._scope.reschedule(loop.time() + left)


def _header_bytes(value: str) -> bytes:
    """A validator goes back as it came (latin-1); what a user wrote may need more (a contact)."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


def _check_announced(headers: Mapping[str, str], limit: int) -> None:
    """Refuse by the header what would be refused at its end."""
    announced = headers.get("content-length", "").split(",")[0].strip()
    if announced.isdigit() and int(announced[:20]) > limit:
        raise FetchError(
            f"the answer announces {announced[:20]} bytes; {limit} are the limit, nothing is read",
            kind="too-large",
        )
