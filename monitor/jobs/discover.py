"""Discover: from the address that somebody has to what a site publishes there.

A few polite requests, one after another, in the order of trust: what the page names, what
robots.txt names, where such things usually are. What a page itself holds costs nothing more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from monitor.clock import Clock
from monitor.errors import FetchError, ParseError
from monitor.jobs.poll import Reader
from monitor.parse import discovery, kind_of
from monitor.parse.charset import decode
from monitor.parse.discovery import Lead, Offer
from monitor.records import (
    Document,
    Fetched,
    Gone,
    Reading,
    Refused,
    Source,
    SourceKind,
    Validators,
)
from monitor.urls import canonical

REQUESTS_LIMIT = 12  # of one search, robots.txt included
GUESSES_LIMIT = 6  # of these, at places that nobody named
GUESSES_BLOCKED = 2  # where the site let us in nowhere so far
WHYS: Mapping[SourceKind, str] = {
    "listing": "a list of headlines stands on the page",
    "page": "the page itself, as one text that is watched",
}
NAMED_LIMIT = 3  # feeds that the page names, of which one is good
# Errors of one answer, behind which the rest of a site may be well.
OF_ONE_ANSWER = frozenset({"encoding", "header", "protocol", "redirect", "too-large", "truncated"})


class Site(Protocol):
    """Asks addresses, and robots.txt whether a page may be asked."""

    async def document(self, source: Source, validators: Validators, *, now: datetime) -> Fetched:
        """Give what the site answered. Raises FetchError."""
        ...

    async def permission(self, source: Source, *, now: datetime) -> Refused | None:
        """Give None where robots.txt lets us poll the page. Raises FetchError."""
        ...


@dataclass(frozen=True, slots=True)
class Try:
    """An address that was asked, and what came."""

    url: str
    answer: str  # in words
    kind: str  # of an error or a refusal; "" where something was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a search found, the offer to be trusted most first."""

    url: str
    offers: tuple[Offer, ...]
    tries: tuple[Try, ...]
    unasked: tuple[Lead, ...] = ()  # what a saved page names
    needs_browser: bool = False
    moved_to: str | None = None  # where the address leads for good
    title: str | None = None  # of the site, as its page has it


@dataclass(slots=True)
class _Search:
    """One search under way."""

    source: Source  # where it began, with what it may reach
    offers: list[Offer] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    guesses: int = 0
    needs_browser: bool = False
    moved_to: str | None = None
    title: str | None = None
    is_offline: bool = False

    @property
    def has_feed(self) -> bool:
        return any(offer.kind == "feed" and not offer.is_stale for offer in self.offers)

    @property
    def is_shut_out(self) -> bool:
        """Whether every answer so far was that we may not come in."""
        return bool(self.tries) and all(
            each.kind in {"blocked", "rate-limited"} for each in self.tries
        )


class Discoverer:
    """Looks for the sources behind an address."""

    def __init__(
        self,
        *,
        site: Site,
        reader: Reader,
        clock: Clock,
        told: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Take the world's doors; `told` hears each address before it is asked."""
        self._site = site
        self._reader = reader
        self._clock = clock
        self._told = told

    async def discover(self, source: Source) -> Discovery:
        """Everything that the site of `source` offers near its address.

        Raises:
            FetchError: nobody answers there at all, or the address may not be asked.
        """
        search = _Search(source)
        lead = Lead(url=source.url, kind="auto", origin="given", why="it is the address given")
        page = await self._first(search, lead)
        text = await self._read_page(search, page, lead) if page else ""
        if search.offers and not text:  # a feed or a sitemap was given
            return _result(search)
        at = page.url if page else source.url
        await self._try_named(search, discovery.feeds_of_page(text, url=at))
        if not search.has_feed and not text:
            text = await self._try_home(search, at)
        if not search.has_feed:
            await self._try_usual(search, discovery.usual_feeds(at, text=text))
        await self._try_sitemaps(search, at)
        return _result(search)

    async def try_leads(self, source: Source, leads: Iterable[Lead]) -> Discovery:
        """What stands at the first few of these addresses."""
        search = _Search(source)
        await self._try_named(search, leads)
        return _result(search)

    async def look_into(self, document: Document, source: Source) -> Discovery:
        """What a saved page or feed offers; nothing is asked."""
        search = _Search(source, is_offline=True)
        text = decode(document.body, content_type=document.content_type, markup="html")
        url = document.url
        if kind_of(document) is None:
            url = discovery.address_in(text) or url
        lead = Lead(url=url, kind="auto", origin="given", why="it stands in the file given")
        page = await self._read_page(search, replace(document, url=url), lead)
        leads = discovery.feeds_of_page(page, url=url)
        return replace(_result(search), unasked=leads)

    # -------------------------------------------------------------- steps
    async def _first(self, search: _Search, lead: Lead) -> Document | None:
        """The answer at the address given; None where the search goes on without it."""
        try:
            return await self._ask(search, lead)
        except FetchError as error:
            if error.kind not in OF_ONE_ANSWER:
                raise
            search.tries.append(Try(lead.url, str(error), error.kind))
            return None

    async def _read_page(self, search: _Search, page: Document, lead: Lead) -> str:
        """Offer what `page` is; its text where it is a page, else ""."""
        if kind_of(page) is not None:
            await self._offer(search, page, lead)
            return ""
        text = decode(page.body, content_type=page.content_type, markup="html")
        found = await self._read(search, page, lead)
        if found is not None and await self._may_poll(search, page.url):
            self._keep(search, found, page, replace(lead, why=WHYS[found.kind]))
            await self._offer_otherwise(search, page, lead, found.kind)
        search.needs_browser = discovery.is_shell(text)
        search.title = discovery.title_in(text)
        return text

    async def _offer_otherwise(
        self, search: _Search, page: Document, lead: Lead, kind: SourceKind
    ) -> None:
        """The page as one text where it was read as a list, and the other way round."""
        other: SourceKind = "page" if kind == "listing" else "listing"
        if other == "page" and canonical(page.url) == canonical(discovery.home_of(page.url)):
            return
        try:
            reading = await self._reader.read(
                page, kind=other, source=search.source, now=self._clock.now()
            )
        except ParseError:
            return
        found = replace(lead, why=WHYS[other])
        self._keep(search, reading, page, found, is_likely=other == "page")

    async def _may_poll(self, search: _Search, url: str) -> bool:
        """Whether robots.txt lets us come back to a page."""
        source = search.source.asked_at(url, kind="listing")
        if search.is_offline:
            return True
        try:
            refusal = await self._site.permission(source, now=self._clock.now())
        except FetchError:
            return True  # whoever polls the page will hear why
        if refusal is not None:
            search.tries.append(Try(url, refusal.reason, refusal.kind))
        return refusal is None

    async def _try_named(self, search: _Search, leads: Iterable[Lead]) -> None:
        for lead in list(leads)[:NAMED_LIMIT]:
            await self._try(search, lead)

    async def _try_home(self, search: _Search, url: str) -> str:
        """Look at the site's first page where the address itself gave nothing."""
        home = discovery.home_of(url)
        lead = Lead(url=home, kind="auto", origin="named", why="it is the site's first page")
        page = await self._fetch(search, lead)
        if page is None:
            return ""
        text = await self._read_page(search, page, lead)
        await self._try_named(search, discovery.feeds_of_page(text, url=page.url))
        return text

    async def _try_usual(self, search: _Search, leads: Iterable[Lead]) -> None:
        for lead in leads:
            limit = GUESSES_BLOCKED if search.is_shut_out else GUESSES_LIMIT
            if search.has_feed or search.guesses >= limit:
                return
            search.guesses += 1
            await self._try(search, lead)

    async def _try_sitemaps(self, search: _Search, url: str) -> None:
        """The sitemap made for news that robots.txt names; without a feed also the usual ones."""
        if search.is_shut_out:
            return
        named = discovery.sitemaps_of_robots(await self._robots(search, url), url=url)
        news = [lead for lead in named if "news" in lead.url.lower()]
        leads = news[:1] if search.has_feed else [*named[:2], *discovery.usual_sitemaps(url)]
        for lead in leads:
            if any(offer.kind == "sitemap" and offer.is_sure for offer in search.offers):
                return
            await self._try(search, lead)

    async def _robots(self, search: _Search, url: str) -> str:
        lead = Lead(url=discovery.robots_of(url), kind="auto", origin="usual", why="")
        document = await self._fetch(search, lead)
        return document.body.decode("utf-8", "replace") if document else ""

    # -------------------------------------------------------------- one address
    async def _try(self, search: _Search, lead: Lead) -> None:
        document = await self._fetch(search, lead)
        if document is not None:
            await self._offer(search, document, lead)

    async def _fetch(self, search: _Search, lead: Lead) -> Document | None:
        """The document at an address, if there is one and it may be asked."""
        try:
            return await self._ask(search, lead)
        except FetchError as error:
            search.tries.append(Try(lead.url, str(error), error.kind))
            return None

    async def _ask(self, search: _Search, lead: Lead) -> Document | None:
        """Ask an address that was not asked before, within the limit. Raises FetchError."""
        place = lead.url.rstrip("/")
        if place in search.asked or len(search.asked) >= REQUESTS_LIMIT:
            return None
        search.asked.add(place)
        self._told(lead.url)
        source = search.source.asked_at(lead.url, kind="auto")
        fetched = await self._site.document(source, Validators(), now=self._clock.now())
        if isinstance(fetched, Document):
            if lead.origin == "given":
                search.moved_to = fetched.moved_to
            return fetched
        search.tries.append(_told_no(lead.url, fetched))
        return None

    async def _offer(self, search: _Search, document: Document, lead: Lead) -> None:
        """Keep what a document that is no page offers; an index is what its sitemaps are."""
        if lead.kind == "feed" and kind_of(document) != "feed":
            if not await self._led_home(search, document, lead):
                search.tries.append(Try(lead.url, "a web page, and no feed", "not-a-feed"))
            return
        if lead.kind == "sitemap" and kind_of(document) != "sitemap":
            search.tries.append(Try(lead.url, "no sitemap", "not-a-sitemap"))
            return
        reading = await self._read(search, document, lead)
        if reading is None:
            return
        if not reading.children:
            self._keep(search, reading, document, lead)
            return
        if search.is_offline:
            search.tries.append(Try(lead.url, "an index of sitemaps, which are not asked", "index"))
            return
        child, is_for_news = discovery.best_child(reading, of=lead)
        if is_for_news:
            await self._try(search, child)
        elif inner := await self._fetch(search, child):  # the index itself is the source
            read = await self._read(search, inner, child)
            if read is not None:
                self._keep(search, read, document, lead)

    async def _led_home(self, search: _Search, document: Document, lead: Lead) -> bool:
        if canonical(document.url) != canonical(discovery.home_of(lead.url)):
            return False
        search.tries.append(Try(lead.url, "it leads to the first page of the site", "home-page"))
        return True

    async def _read(self, search: _Search, document: Document, lead: Lead) -> Reading | None:
        source = search.source.asked_at(document.url, kind="auto")
        try:
            return await self._reader.read(
                document, kind="auto", source=source, now=self._clock.now()
            )
        except ParseError as error:
            search.tries.append(Try(lead.url, str(error), error.kind))
            return None

    def _keep(
        self,
        search: _Search,
        reading: Reading,
        document: Document,
        lead: Lead,
        *,
        is_likely: bool = True,
    ) -> None:
        now, url = self._clock.now(), document.moved_to or lead.url
        offer = discovery.offer_of(lead, url, reading, now=now, is_likely=is_likely)
        if offer is not None:
            search.offers.append(offer)
        else:
            search.tries.append(Try(lead.url, f"a {reading.kind} without any item", "empty"))


def _result(search: _Search) -> Discovery:
    return Discovery(
        url=search.source.url,
        offers=discovery.ranked(search.offers),
        tries=tuple(search.tries),
        needs_browser=search.needs_browser and not search.has_feed,
        moved_to=search.moved_to,
        title=search.title,
    )


def _told_no(url: str, fetched: Fetched) -> Try:
    match fetched:
        case Refused():
            return Try(url, fetched.reason, fetched.kind)
        case Gone():
            return Try(url, "the site says that it is gone for good (410)", "gone")
        case _:
            return Try(url, "the site answers that nothing changed", "protocol")
