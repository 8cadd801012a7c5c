"""Looks: fetch the page of an item, read it, decide, keep.

They come after polls: few at a time, one at a host, and on whatever the polls leave of the day.
What is due is a column of the store, and what a look decides is written in one transaction.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from monitor import identify
from monitor.errors import SourceError, StoreError
from monitor.jobs.flights import Doors, Flights
from monitor.plan import LookVisit, plan_look, with_exhibits
from monitor.records import (
    Document,
    Fetched,
    LookClaim,
    LookPlan,
    LookState,
    Reading,
    Sheet,
    Source,
    Validators,
)
from monitor.urls import site as site_of

log = logging.getLogger(__name__)

IN_FLIGHT = 4  # pages looked at at once: a tenth of the sockets that polls have
PER_HOST = 1
LEASE = timedelta(minutes=20)  # longer than any look may take, queue at its host included
ROUND_LIMIT = 200  # looks of one round by hand


class Pages(Protocol):
    """Asks a site for a page."""

    async def document(self, source: Source, validators: Validators, *, now: datetime) -> Fetched:
        """Give what the site answered. Raises FetchError."""
        ...


class Viewer(Protocol):
    """Reads the page of an article, somewhere it can be stopped."""

    async def look(self, document: Document, *, source: Source, now: datetime) -> Reading:
        """Give its one draft. Raises ParseError."""
        ...


class Looker(Flights[int]):
    """Looks at pages that are due and keeps what they show."""

    def __init__(self, *, site: Pages, reader: Viewer, doors: Doors) -> None:
        """Take who asks and who reads, and the doors."""
        super().__init__(doors)
        self._site = site
        self._reader = reader

    async def tick(self) -> None:
        """Take what is due, as far as there is room, and set off."""
        room = IN_FLIGHT - len(self._flying)
        if room <= 0 or self._desk is None or self._desk.looks is None:
            return
        now = self._clock.now()
        due = await self._keep(self._store.next_look)
        if due is not None and due <= now:  # a claim is a write, and most ticks find nothing
            self._set_off(await self._claim(room, None))

    async def round(self, names: Collection[str] | None = None) -> int:
        """Look at what is due of the named sources (or all); how many messages came of it."""
        done, told = 0, 0
        while done < ROUND_LIMIT:
            claims = [await self._claim(IN_FLIGHT, name) for name in names or (None,)]
            flights = [self._fly(state, claim) for claim in claims for state in claim.states]
            if not flights:
                break
            done += len(flights)
            told += sum(await asyncio.gather(*flights))
        return told

    async def _claim(self, limit: int, source: str | None) -> LookClaim:
        return await self._keep(
            self._store.claim_looks,
            limit=limit,
            per_host=PER_HOST,
            lease=LEASE,
            now=self._clock.now(),
            source=source,
        )

    def _set_off(self, claim: LookClaim) -> None:
        for state in claim.states:
            self._start(self._fly(state, claim), f"look {state.item_id}")

    async def _fly(self, state: LookState, claim: LookClaim) -> int:
        source = self._sources.get(state.source)
        if source is None:
            return 0  # taken out of the configuration since the claim, which lapses
        try:
            visit = await self._visit(source, state)
            plan = await self._keep(self._decide_and_apply, visit, claim)
        except StoreError as trouble:
            log.error("look at %r: %s; nothing is lost", state.url, trouble)  # noqa: TRY400
            return 0
        if plan.messages:
            self._told()
        return len(plan.messages)

    # -------------------------------------------------------------- ask and read
    async def _visit(self, source: Source, state: LookState) -> LookVisit:
        """Ask for the page and read it; whatever goes wrong is a value."""
        visit = LookVisit(source=source, state=state)
        try:
            return await self._ask_and_read(visit)
        except SourceError as failure:
            return replace(visit, failure=failure)
        except Exception as bug:  # one page must not stop the others
            self.failures += 1
            log.exception("look at %r: unexpected failure", state.url)
            return replace(visit, failure=_unexpected(state, bug))

    async def _ask_and_read(self, visit: LookVisit) -> LookVisit:
        state, now = visit.state, self._clock.now()
        asked = visit.source.asked_at(state.url, kind="page")
        fetched = await self._site.document(asked, _validators(state), now=now)
        if not isinstance(fetched, Document):
            return replace(visit, fetched=fetched)
        bare = replace(visit, fetched=replace(fetched, body=b""))
        if state.body_hash is not None and fetched.body_hash == state.body_hash:
            return bare
        reading = await self._reader.look(fetched, source=asked, now=now)
        return replace(bare, page=reading.drafts[0], sheet=Sheet(document=fetched))

    # -------------------------------------------------------------- decide and keep
    def _decide_and_apply(self, visit: LookVisit, claim: LookClaim) -> LookPlan:
        with self._store.batch():
            try:
                return self._decide(visit, claim)
            except StoreError:
                raise
            except Exception as bug:  # one page must not stop the others
                self.failures += 1
                log.exception("look at %r: unexpected failure", visit.state.url)
                failed = replace(visit, failure=_unexpected(visit.state, bug))
                return self._decide(failed, claim)

    def _decide(self, visit: LookVisit, claim: LookClaim) -> LookPlan:
        assert self._desk is not None  # noqa: S101 - configure() comes first
        now = self._clock.now()
        known = self._store.looked(visit.state.item_id, _blocks_of(visit))
        plan = with_exhibits(visit, plan_look(visit, known, self._desk, now=now))
        self._store.apply_looks([plan], claim, now=now)
        return plan


def _validators(state: LookState) -> Validators:
    """Nothing while a doubt waits: only a whole answer settles it."""
    if state.doubt is not None or state.read_at is None:
        return Validators()
    return Validators(etag=state.etag, last_modified=state.last_modified)


def _blocks_of(visit: LookVisit) -> Callable[[str], tuple[str, ...]]:
    """The blocks of a page's former text and of what it shows now."""
    shown = visit.page.content or "" if visit.page is not None else ""
    site = site_of(visit.state.url)

    def keys(former: str) -> tuple[str, ...]:
        both = (*identify.block_keys(shown), *identify.block_keys(former))
        return identify.site_key(site, both) if shown else ()

    return keys


def _unexpected(state: LookState, bug: Exception) -> SourceError:
    what = f"page {state.url!r}: unexpected {type(bug).__name__}: {bug}"
    return SourceError(f"{what}; the log holds the traceback, please report it", kind="bug")
