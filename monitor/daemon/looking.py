"""A look at one address without a store: nothing is kept, nothing is told."""

import datetime as dt
import hashlib
from dataclasses import replace

from monitor import __version__
from monitor.config import Configuration
from monitor.daemon.building import policy_of
from monitor.fetch import Fetcher, FetchPolicy
from monitor.jobs.following import follow
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
            child = replace(source, url=url, kind="sitemap")
            answer = await _ask(child, now, configuration)
            if not isinstance(answer, Document):
                return None
            return await sandbox.read(answer, kind="sitemap", source=child, now=now)

        state = SourceState(name=source.name, due_at=now)
        return await follow(reading, ask, state=state, now=now) or reading
    finally:
        await sandbox.aclose()


async def _ask(source: Source, now: dt.datetime, configuration: Configuration | None) -> Fetched:
    default = FetchPolicy(user_agent=f"monitor/{__version__} (news monitor)")
    fetcher = Fetcher(policy_of(configuration) if configuration else default)
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
