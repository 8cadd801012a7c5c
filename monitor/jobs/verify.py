"""Verify: ask configured sources once, and look around where one is not what it should be."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from monitor.clock import Clock
from monitor.errors import FetchError, ParseError
from monitor.jobs.discover import Discovery, Site
from monitor.jobs.poll import Reader
from monitor.parse import discovery, kind_of
from monitor.parse.charset import decode
from monitor.parse.discovery import Lead
from monitor.plan.verifying import Look, Verdict, judge
from monitor.records import Document, Reading, Refused, Source, Validators

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 12  # sources asked at once; those of one host take turns all the same
# Troubles behind which the rest of a site may be well, so that looking around is worth it.
WORTH_A_SEARCH = frozenset(
    {"not-found", "gone", "blocked", "refused", "redirect", "not-readable", "not-a-feed"}
    | {"not-a-sitemap", "no-list", "no-article", "index", "empty", "robots", "parked"}
)


class Search(Protocol):
    """Looks for the sources behind an address."""

    async def discover(self, source: Source) -> Discovery:
        """Everything that a site offers near the address. Raises FetchError."""
        ...

    async def try_leads(self, source: Source, leads: Iterable[Lead]) -> Discovery:
        """What stands at these addresses."""
        ...


class Verifier:
    """Asks sources and says what would serve them better."""

    def __init__(self, *, site: Site, reader: Reader, search: Search, clock: Clock) -> None:
        """Take the world's doors."""
        self._site = site
        self._reader = reader
        self._search = search
        self._clock = clock

    async def verify_all(
        self, sources: Iterable[Source], *, told: Callable[[Verdict], object]
    ) -> None:
        """Ask all of them, some side by side; `told` hears each verdict as it is reached."""
        free = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(source: Source) -> None:
            async with free:
                try:
                    verdict = await self.verify(source)
                except Exception as error:  # a fault of ours must not end the other looks
                    log.exception("looking at %s failed", source.name)
                    verdict = _fault(source, error)
            told(verdict)

        async with asyncio.TaskGroup() as group:
            for source in sources:
                group.create_task(one(source))

    async def verify(self, source: Source) -> Verdict:
        """What one source gives now, and what to write instead."""
        look = await self._look(source)
        if look.reading is None and look.trouble_kind in WORTH_A_SEARCH:
            look = replace(look, offers=await self._around(source))
        return judge(look, now=self._clock.now())

    async def _look(self, source: Source) -> Look:
        try:
            fetched = await self._site.document(source, Validators(), now=self._clock.now())
        except FetchError as error:
            return Look(source=source, trouble=str(error), trouble_kind=error.kind)
        if isinstance(fetched, Document):
            return await self._read(source, fetched)
        if isinstance(fetched, Refused):
            return Look(source=source, trouble=fetched.reason, trouble_kind=fetched.kind)
        words = "the site says that it is gone for good (410)"
        return Look(source=source, trouble=words, trouble_kind="gone")

    async def _read(self, source: Source, document: Document) -> Look:
        look = Look(source=source, looks=kind_of(document), moved_to=document.moved_to)
        try:
            reading = await self._reading(source, document, look)
        except ParseError as error:
            return replace(look, trouble=str(error), trouble_kind=error.kind)
        if not reading.drafts and not reading.children:
            return replace(look, trouble=f"a {reading.kind} without items", trouble_kind="empty")
        look = replace(look, reading=reading)
        if reading.kind in {"listing", "page"}:
            text = decode(document.body, content_type=document.content_type, markup="html")
            leads = discovery.feeds_of_page(text, url=document.url)
            look = replace(look, offers=(await self._search.try_leads(source, leads)).offers)
        return look

    async def _reading(self, source: Source, document: Document, look: Look) -> Reading:
        """Read as it is configured, or as what it so clearly is. Raises ParseError."""
        kind = look.looks if look.looks and source.kind != "auto" else source.kind
        return await self._reader.read(document, kind=kind, source=source, now=self._clock.now())

    async def _around(self, source: Source) -> tuple[discovery.Offer, ...]:
        start = source.asked_at(discovery.edition_of(source.url), kind="auto")
        try:
            return (await self._search.discover(start)).offers
        except FetchError:
            return ()


def _fault(source: Source, error: Exception) -> Verdict:
    words = f"looking at it failed: {error!r}; this is a fault of the program, please report it"
    return Verdict(source=source, standing="failing", found=words, kind="fault")
