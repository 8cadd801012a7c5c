"""Poll: ask the site, read the answer, ask the store, decide, keep.

Sources are visited side by side; what comes back is planned and applied one after another in short
transactions, so that two sources that carry one story see each other.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from monitor import identify
from monitor.errors import SourceError, StoreError
from monitor.jobs.flights import Doors, Flights
from monitor.jobs.following import Bundle, follow
from monitor.plan import Visit, plan_poll, read_news, validators_for
from monitor.records import (
    Candidate,
    Claim,
    Document,
    Fetched,
    Known,
    ListMemory,
    Near,
    PollPlan,
    PollRecord,
    Reading,
    Sheet,
    Source,
    SourceKind,
    SourceState,
    Validators,
)

log = logging.getLogger(__name__)

IN_FLIGHT = 64  # sources visited at once; bodies in flight are what memory is spent on
BATCH = 32  # visits decided in one transaction
LEASE = timedelta(minutes=20)  # longer than any visit may take, queue at a host included
STORE_RETRY_S = (1.0, 2.0, 4.0, 8.0)  # waits while the disk is full or locked


class Site(Protocol):
    """Asks a source for its document."""

    async def document(
        self, source: Source, validators: Validators, *, now: datetime, hold: ExitStack
    ) -> Fetched:
        """Give what the site answered; a big body counts until `hold` is closed.

        Raises FetchError.
        """
        ...


class Reader(Protocol):
    """Reads a document into drafts, somewhere it can be stopped."""

    async def read(
        self,
        document: Document,
        *,
        kind: SourceKind,
        source: Source,
        now: datetime,
        memory: ListMemory | None = None,
    ) -> Reading:
        """Give what stands in it, a list where `memory` knows it. Raises ParseError."""
        ...


@dataclass(frozen=True, slots=True)
class Landed:
    """A visit with the right to write it down, and what counts as in flight until it is."""

    visit: Visit
    claim: Claim
    hold: ExitStack = field(default_factory=ExitStack)


@dataclass(frozen=True, slots=True)
class Polled:
    """What is left to say of a poll once its items are written down."""

    state: SourceState
    poll: PollRecord


class Poller(Flights[None]):
    """Visits due sources and keeps what they say."""

    def __init__(self, *, site: Site, reader: Reader, doors: Doors) -> None:
        """Take who asks and who reads, and the doors."""
        super().__init__(doors)
        self._site = site
        self._reader = reader
        self._landing: asyncio.Queue[Landed] = asyncio.Queue(maxsize=IN_FLIGHT)

    # -------------------------------------------------------------- the daemon's way
    async def tick(self) -> None:
        """Take what is due, as far as there is room, and set off."""
        room = IN_FLIGHT - len(self._flying) - self._landing.qsize()
        if room <= 0:
            return
        now = self._clock.now()
        due = await self._keep(self._store.next_due, now)
        if due is not None and due <= now:  # a claim is a write, and most ticks find nothing
            claim = await self._keep(self._store.claim_due, limit=room, lease=LEASE, now=now)
            self._set_off(claim)

    async def keep_landed(self) -> None:
        """Write down what comes back, for ever; the one task that does."""
        while True:
            batch = [await self._landing.get()]
            while len(batch) < BATCH and not self._landing.empty():
                batch.append(self._landing.get_nowait())
            while not await self._kept(batch):
                log.error("%d answers wait for the store", len(batch))
            for landed in batch:
                landed.hold.close()
                self._landing.task_done()

    async def _kept(self, batch: Sequence[Landed]) -> bool:
        try:
            await self._keep_batch(batch)
        except StoreError:
            return False  # said before; the daemon asks until it is told to stop
        return True

    async def settled(self) -> None:
        """Wait until everything that came back is written down."""
        await self._landing.join()

    async def settled_flights(self) -> None:
        """Wait until everybody who is under way is back and written down."""
        while self._flying:
            await asyncio.wait(tuple(self._flying))
        await self.settled()

    # -------------------------------------------------------------- one round, for `monitor poll`
    async def round(
        self, names: Iterable[str] | None = None, *, seen: Callable[[Visit], object]
    ) -> tuple[Polled, ...]:
        """Visit the named sources (or all) once, due or not, and give what came of each."""
        wanted = None if names is None else tuple(names)
        now = self._clock.now()
        claim = await self._keep(self._store.claim_now, wanted, lease=LEASE, now=now)
        polled: list[Polled] = []
        for start in range(0, len(claim.states), IN_FLIGHT):
            part = replace(claim, states=claim.states[start : start + IN_FLIGHT])
            polled += await self._round_of(part, seen)
        return tuple(polled)

    async def _round_of(self, claim: Claim, seen: Callable[[Visit], object]) -> list[Polled]:
        """Visit the sources of one claim; who is back together is written down together."""
        flying = {
            asyncio.create_task(self._landed(state, claim))
            for state in claim.states
            if state.name in self._sources
        }
        polled: list[Polled] = []
        while flying:
            back, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            batch = [task.result() for task in back]
            plans = await self._keep_batch(batch)
            polled += [Polled(state=plan.state, poll=plan.poll) for plan in plans]
            for landed in batch:
                landed.hold.close()
                seen(landed.visit)
        return polled

    # -------------------------------------------------------------- ask and read
    async def visit(
        self, source: Source, state: SourceState, *, hold: ExitStack | None = None
    ) -> Visit:
        """Ask the site and read its answer; whatever goes wrong is a value.

        A body that was read stays with the visit as evidence; a big one counts until `hold` is
        closed.
        """
        started = self._clock.monotonic()
        visit = Visit(source=source, state=state, jitter=_chance(source.name))
        with ExitStack() as here:
            try:
                visit = await self._ask_and_read(visit, hold or here)
            except SourceError as failure:
                visit = replace(visit, failure=failure)
            except Exception as bug:  # one source must not stop the others
                self.failures += 1
                log.exception("source %r: unexpected failure", source.name)
                visit = replace(visit, failure=_unexpected(source, bug))
        if hold is not None and not visit.sheets:
            hold.close()
        elapsed = round((self._clock.monotonic() - started) * 1000)
        return replace(visit, elapsed_ms=elapsed)

    async def _ask_and_read(self, visit: Visit, hold: ExitStack) -> Visit:
        source, now = visit.source, self._clock.now()
        visit, reading = await self._first_document(visit, now, hold)
        if reading is None:
            return visit
        if reading.children:
            hold.close()  # its sitemaps need the place
            bundle = Bundle(visit.sheets)
            ask = partial(self._ask_child, source, now, bundle)
            followed = await follow(reading, ask, state=visit.state, now=now)
            if followed is None:
                return replace(visit, sheets=())
            reading, visit = followed, replace(visit, sheets=bundle.sheets)
        is_page = reading.kind == "page"
        candidates = await asyncio.to_thread(
            identify.candidates, source, reading.drafts, now=now, is_page=is_page
        )
        return replace(
            visit,
            reading=replace(reading, drafts=()),
            entries=len(reading.drafts),
            candidates=_lighter(candidates),
        )

    async def _first_document(
        self, visit: Visit, now: datetime, hold: ExitStack
    ) -> tuple[Visit, Reading | None]:
        """The visit with what the source's own address gave; no reading where nothing is new."""
        source, state = visit.source, visit.state
        validators = validators_for(state, now)
        kind = source.kind if source.kind != "auto" else state.kind or "auto"
        asked = replace(source, kind=kind)  # robots.txt counts for what turned out to be a page
        fetched = await self._site.document(asked, validators, now=now, hold=hold)
        conditional = validators != Validators()
        visit = replace(visit, fetched=fetched, was_conditional=conditional)
        if not isinstance(fetched, Document):
            return visit, None
        visit = replace(visit, body_bytes=len(fetched.body), fetched=replace(fetched, body=b""))
        if _is_unchanged(fetched, state):
            return visit, None
        reading = await self._reader.read(
            fetched, kind=kind, source=source, now=now, memory=state.memory
        )
        return replace(visit, sheets=(Sheet(document=fetched),)), reading

    async def _ask_child(
        self, source: Source, now: datetime, bundle: Bundle, url: str
    ) -> Reading | None:
        """One sitemap of an index; None if there was no document."""
        asked = source.asked_at(url, kind="sitemap")
        with ExitStack() as hold:
            fetched = await self._site.document(asked, Validators(), now=now, hold=hold)
            if not isinstance(fetched, Document):
                return None
            reading = await self._reader.read(fetched, kind="sitemap", source=source, now=now)
            bundle.add(fetched, reading)
            return reading

    # -------------------------------------------------------------- decide and keep
    async def _keep_batch(self, batch: Sequence[Landed]) -> list[PollPlan]:
        """Write a batch down; a store that cannot take it now is asked again a few times.

        Raises:
            StoreError: it still cannot; nothing of the batch was written.
        """
        for wait in STORE_RETRY_S:
            try:
                return await self._keep_once(batch)
            except StoreError as trouble:
                log.error("%s; nothing is lost, next try in %.0f s", trouble, wait)  # noqa: TRY400
                await asyncio.sleep(wait)
        return await self._keep_once(batch)

    async def _keep_once(self, batch: Sequence[Landed]) -> list[PollPlan]:
        plans = await self._keep(self._decide_and_apply, batch)
        for plan in plans:
            _say(plan)
        if any(plan.messages for plan in plans):
            self._told()
        return plans

    def _decide_and_apply(self, batch: Sequence[Landed]) -> list[PollPlan]:
        with self._store.batch():
            return [self._decide_one(landed) for landed in batch]

    def _decide_one(self, landed: Landed) -> PollPlan:
        try:
            return self._decide(landed.visit, landed.claim)
        except StoreError:
            raise
        except Exception as bug:  # one source must not stop the others
            self.failures += 1
            source = landed.visit.source
            log.exception("source %r: unexpected failure", source.name)
            failed = replace(landed.visit, failure=_unexpected(source, bug))
            return self._decide(failed, landed.claim)

    def _decide(self, visit: Visit, claim: Claim) -> PollPlan:
        assert self._desk is not None  # noqa: S101 - configure() comes first
        now = self._clock.now()
        known = Known()
        if visit.reading is not None and visit.failure is None:
            known = self._store.known(identify.probe(visit.source, visit.candidates, now=now))
        news = read_news(visit, known, self._desk, now=now)
        probe = news.probe if news is not None else None
        near = Near() if probe is None else self._store.near(probe, now=now)
        plan = plan_poll(visit, known, self._desk, now=now, news=news, near=near)
        self._store.apply([plan], claim, now=now)
        return plan

    def _set_off(self, claim: Claim) -> None:
        for state in claim.states:
            if state.name in self._sources:
                self._start(self._fly(state, claim), f"poll {state.name}")

    async def _fly(self, state: SourceState, claim: Claim) -> None:
        await self._landing.put(await self._landed(state, claim))

    async def _landed(self, state: SourceState, claim: Claim) -> Landed:
        """A visit; a big body counts until it is written down, as it does while it is read."""
        hold = ExitStack()
        try:
            visit = await self.visit(self._sources[state.name], state, hold=hold)
        except BaseException:
            hold.close()
            raise
        return Landed(visit, claim, hold)


def _say(plan: PollPlan) -> None:
    """One line for a poll that gave nothing."""
    state = plan.state
    if state.errors:
        log.info("source %r: %s (%s)", state.name, state.error, state.reason)


def _lighter(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates without the markup that they were made of, which nothing asks for any more.

    A visit waits for its turn at the store; sixty-four that wait are what a cold start weighs.
    """
    return tuple(
        replace(each, draft=replace(each.draft, summary=None, content=None)) for each in candidates
    )


def _is_unchanged(document: Document, state: SourceState) -> bool:
    if state.children:  # an index may stand while what it names changes
        return False
    return state.baselined_at is not None and document.body_hash == state.body_hash


def _chance(name: str) -> float:
    """A number in [0, 1) that stays with the source."""
    digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def _unexpected(source: Source, bug: Exception) -> SourceError:
    what = f"source {source.name!r}: unexpected {type(bug).__name__}: {bug}"
    return SourceError(f"{what}; the log holds the traceback, please report it", kind="bug")
