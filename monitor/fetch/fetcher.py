"""The one way out: every request of this program, polls and webhooks alike, passes `send`."""

import asyncio
import contextlib
import datetime as dt
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from monitor.errors import FetchError
from monitor.fetch.answers import conditional_headers, read_answer
from monitor.fetch.bodies import Places
from monitor.fetch.coding import ACCEPTED
from monitor.fetch.exchange import Exchange
from monitor.fetch.hosts import HostGate
from monitor.fetch.policy import Answer, FetchPolicy, Outgoing
from monitor.fetch.resolver import Resolver, SystemResolver
from monitor.fetch.robots import TEXT_LIMIT_BYTES, Permission, RobotsBook, Rules, read_permission
from monitor.fetch.target import origin, read_target, shown
from monitor.fetch.wire import PinnedTransport
from monitor.networks import read_networks
from monitor.records import Fetched, Refused, Source, Validators
from monitor.urls import registrable_host

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, application/json;q=0.8, */*;q=0.5"
)
_PAGES = frozenset({"listing", "page"})  # what robots.txt is asked for
_ROBOTS_SHARE = 1 / 3  # of the deadline; the page has the rest


@dataclass(slots=True)
class _Watch:
    """What a visit may still cost: time, queueing for a turn not counted; and its body's place."""

    left_s: float
    hold: contextlib.ExitStack | None = None

    def spend(self, answer: Answer) -> Answer:
        """Take off what an answer cost."""
        self.left_s = max(0.01, self.left_s - answer.elapsed_s)
        return answer


class Fetcher:
    """Asks sites politely and takes answers carefully."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        resolver: Resolver | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """`ssl_context` None: the machine's certificates, or those of ``SSL_CERT_FILE``."""
        self._transport: httpx.AsyncBaseTransport = PinnedTransport(
            resolver or SystemResolver(), ssl_context
        )
        self._gate = HostGate()
        self._robots = RobotsBook()
        self._places = Places()
        self.reconfigure(policy)

    def reconfigure(self, policy: FetchPolicy) -> None:
        """Use another policy from the next request on; what is under way ends as it began.

        Raises:
            ConfigError: if `allow_addresses` holds something that is no network.
        """
        read_networks(policy.allow_addresses)
        self._policy = policy
        self._lanes = {
            "poll": asyncio.Semaphore(policy.polls_in_flight),
            "push": asyncio.Semaphore(policy.pushes_in_flight),
        }

    async def aclose(self) -> None:
        """Let go of the network; every connection ended with its own request already."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def send(self, outgoing: Outgoing, *, hold: contextlib.ExitStack | None = None) -> Answer:
        """The answer to one request, whatever its status.

        Few big bodies are in memory at once. One whose reader passes `hold` counts until `hold` is
        closed; one without counts until it is here.

        Raises:
            FetchError: if there is no usable answer; `kind` is one of ``dns``, ``address``,
                ``scheme``, ``connect``, ``tls``, ``timeout``, ``too-large``, ``header``,
                ``redirect``, ``encoding``, ``truncated``, ``protocol``.
        """
        policy = self._policy
        async with self._lanes[outgoing.lane]:
            exchange = Exchange(self._transport, policy, outgoing, places=self._places, hold=hold)
            return await exchange.run()

    async def document(
        self,
        source: Source,
        validators: Validators,
        *,
        now: dt.datetime,
        hold: contextlib.ExitStack | None = None,
    ) -> Fetched:
        """What the source has to say now, asked in the host's turn; for `hold` see :meth:`send`.

        Raises:
            FetchError: if there is no usable answer.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        policy = self._policy
        url = read_target(
            source.url,
            allow=read_networks((*policy.allow_addresses, *source.allow_addresses)),
        )
        watch = _Watch(policy.total_s, hold)
        delay_s = 0.0
        if policy.robots and source.kind in _PAGES:
            permission = await self._permission(source, url, watch)
            if not permission.is_allowed:
                at = now + dt.timedelta(seconds=loop.time() - started)
                return _forbidden(source, permission, at=at)
            delay_s = permission.delay_s
        answer = await self._poll(source, conditional_headers(validators), watch, delay_s)
        return read_answer(answer, at=now + dt.timedelta(seconds=loop.time() - started))

    async def permission(self, source: Source, *, now: dt.datetime) -> Refused | None:
        """None where robots.txt lets the page of `source` be polled, else what it says.

        Raises:
            FetchError: if the address may not be asked at all.
        """
        policy = self._policy
        allow = read_networks((*policy.allow_addresses, *source.allow_addresses))
        url = read_target(source.url, allow=allow)
        if not policy.robots:
            return None
        permission = await self._permission(source, url, _Watch(policy.total_s))
        return None if permission.is_allowed else _forbidden(source, permission, at=now)

    async def _poll(
        self,
        source: Source,
        conditions: tuple[tuple[str, str], ...],
        watch: _Watch,
        delay_s: float,
    ) -> Answer:
        """The site's answer; a "not modified" that nobody asked for is asked again, once."""
        policy = self._policy
        gap_s = max(delay_s, policy.host_gap.total_seconds())
        host = registrable_host(source.url)
        async with self._gate.turn(host, gap_s=gap_s, wait_s=policy.turn_wait_s):
            question = _question(source, conditions, watch)
            answer = watch.spend(await self.send(question, hold=watch.hold))
            if answer.status == 304 and not conditions:
                again = (("Cache-Control", "no-cache"),)
                question = _question(source, again, watch)
                answer = watch.spend(await self.send(question, hold=watch.hold))
                if answer.status == 304:
                    raise FetchError(
                        f"{shown(source.url)} answers 'not modified' (304) to a question without "
                        "conditions, twice: there is no document to read",
                        kind="protocol",
                    )
        if (led_to := registrable_host(answer.url)) != host:
            self._gate.touch(led_to, gap_s=gap_s)
        return answer

    async def _permission(self, source: Source, url: httpx.URL, watch: _Watch) -> Permission:
        """What robots.txt says.

        When it cannot be reached at all (no name, no connection, no time) the page lives at the
        same origin: its own request will fail by itself, and tell the reason better.
        """
        loop = asyncio.get_running_loop()
        rules = self._robots.fresh(origin(url), now=loop.time())
        if rules is None:
            try:
                rules = await self._ask_robots(source, url, watch)
            except FetchError:
                return Permission(is_allowed=True)
        return read_permission(rules, str(url), self._agent(), now=loop.time())

    def _agent(self) -> str:
        """The product's name, by which robots.txt speaks of us."""
        return self._policy.user_agent.split("/", 1)[0].split(" ", 1)[0]

    async def _ask_robots(self, source: Source, url: httpx.URL, watch: _Watch) -> Rules:
        policy = self._policy
        loop = asyncio.get_running_loop()
        question = Outgoing(
            url=str(url.copy_with(raw_path=b"/robots.txt")),
            headers=(("Accept", "text/plain, */*;q=0.5"), ("Accept-Encoding", ACCEPTED)),
            follow_redirects=True,
            needs_body=False,  # of a longer one the beginning counts (RFC 9309 2.5)
            total_s=watch.left_s * _ROBOTS_SHARE,
            body_limit_bytes=TEXT_LIMIT_BYTES,
            allow_addresses=source.allow_addresses,
            verify_tls=source.verify_tls,
            lane="poll",
        )
        gap_s = policy.host_gap.total_seconds()
        host = registrable_host(source.url)
        async with self._gate.turn(host, gap_s=gap_s, wait_s=policy.turn_wait_s):
            # another source of this origin may have asked while we queued
            if rules := self._robots.fresh(origin(url), now=loop.time()):
                return rules
            began = loop.time()
            try:
                answer = await self.send(question)
            finally:
                watch.left_s = max(0.01, watch.left_s - (loop.time() - began))
        return self._robots.keep(origin(url), answer, agent=self._agent(), now=loop.time())


def _question(source: Source, conditions: tuple[tuple[str, str], ...], watch: _Watch) -> Outgoing:
    return Outgoing(
        url=source.url,
        headers=(("Accept", _ACCEPT), ("Accept-Encoding", ACCEPTED), *conditions),
        follow_redirects=True,
        total_s=watch.left_s,
        allow_addresses=source.allow_addresses,
        verify_tls=source.verify_tls,
        lane="poll",
    )


def _forbidden(source: Source, permission: Permission, *, at: dt.datetime) -> Refused:
    retry_at = None
    if permission.retry_s is not None:
        retry_at = at + dt.timedelta(seconds=permission.retry_s)
    return Refused(
        url=source.url,
        status=None,
        reason=permission.why,
        kind="robots",
        at=at,
        retry_at=retry_at,
    )
