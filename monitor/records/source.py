"""Sources: as configured, and as remembered between two polls."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlsplit

from monitor.records.document import Child
from monitor.records.learned import Habit, ListMemory
from monitor.records.words import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that is polled, as configured."""

    name: str
    url: str
    kind: SourceKind = "auto"
    language: str | None = None
    country: str | None = None  # ISO 3166 code, or AB, SO, NK for the disputed regions
    every: dt.timedelta | None = None  # None: learned
    tags: tuple[str, ...] = ()
    select: str | None = None  # CSS selector of the entries of a list, when pinned by the user
    select_title: str | None = None  # CSS selector within an entry, or of a page
    select_date: str | None = None  # the same
    allow_addresses: tuple[str, ...] = ()  # CIDRs reachable for this source besides public ones
    verify_tls: bool = True  # False: any certificate will do, on this source's own host alone

    def asked_at(self, url: str, *, kind: SourceKind) -> Self:
        """This source at an address that one of its documents named.

        The user vouched for one host without a certificate; what that names elsewhere is verified.
        """
        is_verified = self.verify_tls or _host(url) != _host(self.url)
        return replace(
            self,
            url=url,
            kind=kind,
            select=None,
            select_title=None,
            select_date=None,
            verify_tls=is_verified,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceState:
    """What is learned about how often a source publishes: a Gamma posterior, decayed."""

    items: float = 0.0
    exposure_s: float = 0.0
    at: dt.datetime | None = None  # when the two were last decayed; None: nothing learned yet


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the store remembers of one source between two polls."""

    name: str
    due_at: dt.datetime
    kind: SourceKind | None = None  # what an "auto" source turned out to be
    baselined_at: dt.datetime | None = None  # None: nothing was read yet, so nothing alerts yet
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    full_at: dt.datetime | None = None  # the last answer to an unconditional request
    not_before: dt.datetime | None = None  # the site asked us to wait until then
    errors: int = 0  # failed polls in a row
    error: str | None = None  # the last failure, in words
    error_kind: str | None = None
    failing_since: dt.datetime | None = None
    down_told: bool = False  # a source.down event stands for this streak
    polled_at: dt.datetime | None = None
    succeeded_at: dt.datetime | None = None
    last_new_at: dt.datetime | None = None
    moved_to: str | None = None  # where a permanent redirect led
    gone_since: dt.datetime | None = None  # 410: paused
    guid_trusted: bool = True
    rewritten_at: dt.datetime | None = None  # the feed-rewrite guard holds its alerts since then
    cadence: CadenceState = CadenceState()
    reason: str = ""  # why `due_at` is what it is
    memory: ListMemory | None = None  # of the list that the page holds
    children: tuple[Child, ...] = ()  # the sitemaps of an index that were read last
    habit: Habit = field(default_factory=Habit)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # brackets that are no IPv6 address
        return None
