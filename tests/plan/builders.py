"""Short ways to make the nouns that decisions are made of."""

import datetime as dt
from dataclasses import replace

from monitor import identify
from monitor.plan import Desk, Visit
from monitor.records import (
    Document,
    Draft,
    Evidence,
    Limits,
    Match,
    Reading,
    Rule,
    Source,
    SourceState,
)

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
LIMITS = Limits(
    min_interval=dt.timedelta(seconds=60),
    max_interval=dt.timedelta(hours=12),
    error_backoff=dt.timedelta(seconds=60),
    error_backoff_cap=dt.timedelta(hours=6),
)
SOURCE = Source(name="kura", url="https://kura.example/feed", country="GE")
RULE = Rule(name="region", topics=("caucasus",), events=("item.new", "item.revised"), to=("desk",))


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


class Words:
    """A topic of one word: what holds it in its title is about GE."""

    topic = "caucasus"

    version = "1"

    def __init__(self, word: str = "tbilisi") -> None:
        self.word = word

    def judge(self, draft: Draft, *, country: str | None = None) -> Match:
        found = self.word in (draft.title or "").lower()
        why = Evidence(
            concept=self.word,
            place="GE",
            name=self.word,
            field="title",
            start=0,
            end=len(self.word),
            weight=1.0,
            rule="name",
        )
        return Match(
            topic=self.topic,
            version="1",
            relevant=found,
            borderline="maybe" in (draft.title or ""),
            score=1.0 if found else 0.0,
            places=("GE",) if found else (),
            why=(why,) if found else (),
        )


def desk(*rules: Rule, recipients: dict[str, tuple[str, ...]] | None = None) -> Desk:
    return Desk(
        topics=(Words(),), rules=rules or (RULE,), limits=LIMITS, recipients=recipients or {}
    )


def state(**changes: object) -> SourceState:
    base = SourceState(name="kura", due_at=NOW, baselined_at=NOW - minutes(60))
    return replace(base, **changes)  # type: ignore[arg-type]


def document(body: bytes = b"<rss/>", **changes: object) -> Document:
    base = Document(
        url="https://kura.example/feed",
        status=200,
        body=body,
        content_type="application/rss+xml",
        fetched_at=NOW,
        body_hash="ab" * 16,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def visit_of(*drafts: Draft, source: Source = SOURCE, **changes: object) -> Visit:
    """A visit that read `drafts`."""
    reading = Reading(kind="feed", drafts=drafts)
    base = Visit(
        source=source,
        state=state(),
        fetched=document(),
        reading=reading,
        candidates=identify.candidates(source, drafts, now=NOW),
    )
    return replace(base, **changes)  # type: ignore[arg-type]
