"""A look at one address without a store: nothing is kept, nothing is told."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence

from monitor import __version__
from monitor.clock import SystemClock
from monitor.config import Configuration
from monitor.daemon.building import policy_of
from monitor.fetch import Fetcher, FetchPolicy
from monitor.jobs.discover import Discoverer, Discovery
from monitor.jobs.following import follow
from monitor.jobs.verify import Verifier
from monitor.plan.verifying import Verdict
from monitor.records import Document, Fetched, Reading, Source, SourceState, Validators
from monitor.sandbox import Sandbox


async def look_at(
    source: Source,
    *,
    now: dt.datetime,
    configuration: Configuration | None = None,
    body: bytes | None = None,
) -> Reading | Fetched:
    """What `source` gives now, read in the sandbox; `body` stands for its answer when given.

    An answer that is no document is given back as it is. Raises FetchError, ParseError.
    """
    sandbox = Sandbox()
    try:
        fetched = (
            await _ask(source, now, configuration) if body is None else _saved(source, body, now)
        )
        if not isinstance(fetched, Document):
            return fetched
        reading = await sandbox.read(fetched, kind=source.kind, source=source, now=now)
        if not reading.children or body is not None:
            return reading

        async def ask(url: str) -> Reading | None:
            child = source.asked_at(url, kind="sitemap")
            answer = await _ask(child, now, configuration)
            if not isinstance(answer, Document):
                return None
            return await sandbox.read(answer, kind="sitemap", source=child, now=now)

        state = SourceState(name=source.name, due_at=now)
        return await follow(reading, ask, state=state, now=now) or reading
    finally:
        await sandbox.aclose()


async def discover(
    source: Source,
    *,
    configuration: Configuration | None = None,
    body: bytes | None = None,
    told: Callable[[str], object] = lambda _: None,
) -> Discovery:
    """What the site of `source` offers near its address; of a saved `body`, what stands in it.

    `told` hears each address before it is asked. Raises FetchError.
    """
    fetcher = Fetcher(policy_of(configuration) if configuration else _default())
    sandbox = Sandbox()
    try:
        search = Discoverer(site=fetcher, reader=sandbox, clock=SystemClock(), told=told)
        if body is None:
            return await search.discover(source)
        return await search.look_into(_saved(source, body, dt.datetime.now(dt.UTC)), source)
    finally:
        await sandbox.aclose()
        await fetcher.aclose()


async def verify(
    sources: Sequence[Source],
    *,
    configuration: Configuration,
    told: Callable[[Verdict], object],
) -> None:
    """Ask each of `sources` once; `told` hears what to say of it as soon as it is known."""
    fetcher, sandbox, clock = Fetcher(policy_of(configuration)), Sandbox(), SystemClock()
    try:
        search = Discoverer(site=fetcher, reader=sandbox, clock=clock)
        verifier = Verifier(site=fetcher, reader=sandbox, search=search, clock=clock)
        await verifier.verify_all(sources, told=told)
    finally:
        await sandbox.aclose()
        await fetcher.aclose()


def _default() -> FetchPolicy:
    return FetchPolicy(user_agent=f"monitor/{__version__} (news monitor)")


async def _ask(source: Source, now: dt.datetime, configuration: Configuration | None) -> Fetched:
    fetcher = Fetcher(policy_of(configuration) if configuration else _default())
    try:
        return await fetcher.document(source, Validators(), now=now)
    finally:
        await fetcher.aclose()


def _saved(source: Source, body: bytes, now: dt.datetime) -> Document:
    return Document(
        url=source.url,
        status=200,
        body=body,
        content_type=None,
        fetched_at=now,
        body_hash=hashlib.blake2b(body, digest_size=16).hexdigest(),
    )
