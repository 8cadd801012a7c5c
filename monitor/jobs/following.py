"""Reading the sitemaps that an index names: the newest few, politely, never in a circle."""

import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from monitor.errors import ParseError, SourceError
from monitor.plan.sitemaps import ASKED_AT_ONCE, fresh, is_unchanged, latest, newest
from monitor.records import Child, Document, Draft, Reading, Sheet, SourceState

Ask = Callable[[str], Awaitable[Reading | None]]

_REQUESTS = 2 * ASKED_AT_ONCE  # at one poll, whatever the indexes name
_DEEP = 2  # indexes below the first one
_CARRIED_BYTES = 2 * 2**20  # of the sitemaps of one index; of others the hash alone is carried


class Bundle:
    """The documents of one visit to an index, each with the addresses that it lists.

    They wait for the store together, so they are carried only as far as they are small.
    """

    def __init__(self, index: tuple[Sheet, ...]) -> None:
        self.sheets = tuple(replace(each, urls=frozenset()) for each in index)
        self._left_bytes = _CARRIED_BYTES

    def add(self, document: Document, reading: Reading) -> None:
        """Add a sitemap that was read."""
        body = document.body
        sheet = Sheet(document=document, urls=frozenset(each.url or "" for each in reading.drafts))
        if len(body) > self._left_bytes:
            sheet = replace(
                sheet,
                document=replace(document, body=b""),
                sha256=hashlib.sha256(body).hexdigest(),
                size_bytes=len(body),
            )
        else:
            self._left_bytes -= len(body)
        self.sheets += (sheet,)


@dataclass(slots=True)
class _Walk:
    """What was asked and found so far."""

    ask: Ask
    asked: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


async def follow(
    index: Reading, ask: Ask, *, state: SourceState, now: dt.datetime
) -> Reading | None:
    """The index with the entries of its newest sitemaps; None where it says that none changed.

    Raises:
        ParseError: index, where not one of them could be read.
    """
    chosen = newest(index.children, state.children)
    if state.baselined_at is not None and is_unchanged(chosen, state):
        return None
    walk = _Walk(ask)
    drafts: list[Draft] = []
    kept: list[Child] = []
    for child in chosen:
        found = await _entries(walk, child.url, _DEEP)
        read = child if child.since else replace(child, since=now)
        kept.append(replace(read, lastmod="") if found is None else read)
        drafts += fresh(found or (), read, baselined_at=state.baselined_at)
    if len(walk.notes) == len(walk.asked):
        raise ParseError(
            f"none of the sitemaps of the index could be read: {'; '.join(walk.notes)}; "
            "try again later, or use one of them as the source",
            kind="index",
        )
    notes = (*index.notes, *walk.notes)
    return replace(index, drafts=latest(drafts), children=tuple(kept), notes=notes)


async def _entries(walk: _Walk, url: str, deep: int) -> list[Draft] | None:
    """The entries below one address; None if it could not be read."""
    if url in walk.asked or len(walk.asked) >= _REQUESTS:
        return []
    walk.asked.add(url)
    try:
        reading = await walk.ask(url)
    except SourceError as failure:
        walk.notes.append(f"{url!r}: {failure.kind}")
        return None
    if reading is None:
        walk.notes.append(f"{url!r}: no document")
        return None
    drafts = list(reading.drafts)
    if deep:
        for child in newest(reading.children, ()):
            drafts += await _entries(walk, child.url, deep - 1) or ()
    return drafts
