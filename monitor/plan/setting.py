"""What decisions are made with: the user's wishes, compiled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from monitor.errors import SourceError
from monitor.plan.cadence import DEFAULT_PRICE
from monitor.records import (
    Candidate,
    Draft,
    Fetched,
    Limits,
    LookPolicy,
    LookState,
    Match,
    Reading,
    Rule,
    Sheet,
    Source,
    SourceState,
)


class Topic(Protocol):
    """A compiled topic profile."""

    @property
    def topic(self) -> str:
        """Its name, as rules call it."""
        ...

    @property
    def version(self) -> str:
        """Another one whenever it would judge otherwise; stands on every match."""
        ...

    def judge(self, draft: Draft, *, country: str | None = None) -> Match:
        """Say whether `draft` is about the topic, and why."""
        ...


LIVE_EVERY = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that a poll's decision needs besides the poll itself."""

    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    limits: Limits
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by channel
    price: float = DEFAULT_PRICE
    live_every: dt.timedelta = LIVE_EVERY  # of a live page one update is told in this span
    looks: LookPolicy | None = None  # None: nobody looks at the pages of items


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came back from one source, before anything is decided.

    Exactly one of three: `failure`; `fetched` without a reading (a quiet, refusing or unchanged
    answer); `fetched` as a Document with its `reading` and `candidates`.
    """

    source: Source
    state: SourceState
    fetched: Fetched | None = None
    reading: Reading | None = None
    candidates: tuple[Candidate, ...] = ()
    sheets: tuple[Sheet, ...] = ()  # documents that were read, with their bodies
    entries: int = 0  # drafts that were read; the reading need not hold them any more
    body_bytes: int = 0  # of the document; likewise
    failure: SourceError | None = None
    elapsed_ms: int = 0
    was_conditional: bool = False
    jitter: float = 0.5  # in [0, 1), a hash of the source's name


@dataclass(frozen=True, slots=True, kw_only=True)
class LookVisit:
    """What came back from the page of one item, before anything is decided."""

    source: Source  # of the item
    state: LookState
    fetched: Fetched | None = None
    sheet: Sheet | None = None  # the page that was read, with its body
    page: Draft | None = None  # of a Document that was read; its content is plain text
    failure: SourceError | None = None
