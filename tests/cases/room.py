"""A news room without sites: drafts go the way of a poll, into a real store and its outbox."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor import identify
from monitor.plan import Desk, Visit, plan_poll, read_news
from monitor.plan.holding import plan_held
from monitor.records import (
    Document,
    Draft,
    EventType,
    Item,
    Message,
    Moment,
    Near,
    PollPlan,
    Reading,
    Rule,
    Source,
    SourceState,
)
from monitor.store import Dossier, ItemFilter, Store, open_store
from tests.plan.builders import LIMITS, Words

MONDAY = dt.datetime(2026, 1, 12, 9, 0, tzinfo=dt.UTC)
QUARTER = dt.timedelta(minutes=15)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
EVENTS: tuple[EventType, ...] = ("item.new", "item.revised", "item.withdrawn", "source.changed")
RULE = Rule(name="region", topics=("caucasus",), events=EVENTS, to=("desk",))


@dataclass(slots=True)
class Room:
    """Sources that are polled one at a time; the first poll of each is its baseline."""

    store: Store
    desk: Desk
    now: dt.datetime = MONDAY
    sources: dict[str, Source] = field(default_factory=dict)

    def poll(
        self,
        *drafts: Draft,
        source: str = "kura",
        after: dt.timedelta = QUARTER,
        kind: str = "feed",
    ) -> PollPlan:
        """What a source shows now, `after` the last poll of any: decided and kept."""
        self.now += after
        asked = self.sources[source]
        before = self.store.source_state(source)
        assert before is not None
        visit = Visit(
            source=asked,
            state=before,
            fetched=_document(asked, self.now),
            reading=Reading(kind="listing" if kind == "listing" else "feed", drafts=()),
            candidates=identify.candidates(asked, drafts, now=self.now),
            entries=len(drafts),
        )
        with self.store.batch():
            plan = self._planned(visit)
            self.store.apply([plan], None, now=self.now)
        return plan

    def _planned(self, visit: Visit) -> PollPlan:
        known = self.store.known(identify.probe(visit.source, visit.candidates, now=self.now))
        news = read_news(visit, known, self.desk, now=self.now)
        near = self.store.near(news.probe, now=self.now) if news and news.probe else Near()
        return plan_poll(visit, known, self.desk, now=self.now, news=news, near=near)

    def wait(self, span: dt.timedelta) -> None:
        """Let time pass; what was held back is told when its time comes."""
        self.now += span
        rows = self.store.held(now=self.now, limit=100)
        self.store.settle_held(rows, plan_held(rows, self.sources, self.desk, now=self.now))

    def enrol(self, *names: str) -> None:
        """Add sources, each with its first document behind it."""
        for name in names:
            self.sources[name] = Source(name=name, url=f"https://{name}.example/feed")
        self.store.enrol(tuple(self.sources.values()), now=self.now)
        for name in names:
            self.poll(before(name), source=name, after=dt.timedelta(0))

    # ------------------------------------------------------------------ what is there
    @property
    def messages(self) -> tuple[Message, ...]:
        """What is owed to people, in the order in which it was made."""
        return tuple(each.message for each in reversed(self.store.deliveries(limit=1_000)))

    @property
    def told(self) -> list[tuple[str, str]]:
        """Event and headline of each message; for a source its state."""
        bodies = [json.loads(each.body) for each in self.messages]
        return [(body["type"], _headline(body["data"])) for body in bodies]

    @property
    def items(self) -> list[Item]:
        """All items but the old ones, the first seen first."""
        rows = self.store.items(ItemFilter(limit=1_000, deleted=True))
        return [row.item for row in reversed(rows) if not row.item.title.startswith("Old notice")]

    def only(self) -> Item:
        """The one item that there is."""
        (item,) = self.items
        return item

    def dossier(self, item: Item | None = None) -> Dossier:
        """All about an item, or the only one."""
        return self.store.item((item or self.only()).id)

    def versions(self, item: Item | None = None) -> list[str]:
        """The edit classes of an item's versions."""
        return [each.edit for each in self.dossier(item).revisions]


def _headline(told: dict[str, dict[str, str]]) -> str:
    return told["item"]["title"] if "item" in told else told["source"]["state"]


def _document(source: Source, now: dt.datetime) -> Document:
    return Document(
        url=source.url,
        status=200,
        body=b"",
        content_type="application/rss+xml",
        fetched_at=now,
        body_hash=f"{now}",
    )


@contextmanager
def open_room(folder: Path, *names: str, rules: Sequence[Rule] = (RULE,)) -> Iterator[Room]:
    """A room with these sources, each polled once."""
    with closing(open_store(str(folder / "room.db"), write=True, now=MONDAY)) as store:
        room = Room(store, Desk(topics=(Words(),), rules=tuple(rules), limits=LIMITS))
        room.enrol(*names)
        yield room


def state_of(room: Room, source: str = "kura") -> SourceState:
    """What is remembered of a source."""
    state = room.store.source_state(source)
    assert state is not None
    return state


# ------------------------------------------------------------------ drafts
def before(name: str) -> Draft:
    """What a source showed before anybody asked."""
    return Draft(
        guid="old",
        url=f"https://{name}.example/old",
        title=f"Old notice of the harbour office of {name}",
        summary=f"The berths of {name} are closed for cleaning.",
    )


def article(title: str, summary: str = "", *, number: int = 7, **changes: object) -> Draft:
    """An entry of the feed of ``kura``."""
    draft = Draft(
        guid=f"g{number}",
        url=f"https://kura.example/news/{number}",
        title=title,
        summary=summary,
        published=on(12, 8),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def on(day: int, hour: int = 0) -> Moment:
    """A stated day of January, or hour of it."""
    at = dt.datetime(2026, 1, day, hour, tzinfo=dt.UTC)
    return Moment(at=at, precision="minute" if hour else "day", text=f"{day} Jan 2026")
