"""A shelf for items: the store's answers, from dictionaries; and a newsroom that fills it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor import identify
from monitor.identify import Edit, Novelty
from monitor.records import (
    AliasKey,
    Candidate,
    CopyHit,
    Draft,
    ItemState,
    Known,
    KnownItem,
    Moment,
    Probe,
    Source,
    SourceState,
)

MONDAY = dt.datetime(2026, 1, 12, 9, 0, tzinfo=dt.UTC)


def on(day: int, hour: int = 0, minute: int = 0) -> Moment:
    at = dt.datetime(2026, 1, day, hour, minute, tzinfo=dt.UTC)
    return Moment(at=at, precision="minute" if hour or minute else "day", text=f"{day} Jan 2026")


@dataclass
class Shelf:
    """Keeps what earlier polls brought, like the store does."""

    aliases: dict[AliasKey, str] = field(default_factory=dict)
    items: dict[str, KnownItem] = field(default_factory=dict)
    wordings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def known(self, probe: Probe) -> Known:
        hits = {alias: self.aliases[alias] for alias in probe.aliases if alias in self.aliases}
        copies: dict[str, tuple[CopyHit, ...]] = {}
        for item in sorted(self.items.values(), key=lambda each: each.first_seen):
            if item.keys.copy_key in probe.copy_keys and item.first_seen >= probe.copies_since:
                found = copies.get(item.keys.copy_key, ())
                copies[item.keys.copy_key] = (*found, _copy_hit(item))
        listed = [
            each.id
            for each in self.items.values()
            if each.source == probe.source and each.state == "listed"
        ]
        return Known(
            aliases=hits,
            items={item_id: self.items[item_id] for item_id in set(hits.values())},
            copies=copies,
            listed=tuple(listed),
        )

    def keep(self, source: Source, novelty: Novelty, now: dt.datetime) -> None:
        for arrival in novelty.new:
            assert arrival.item_id not in self.items
            self.items[arrival.item_id] = _first(source, arrival, now)
            self._name(arrival.item_id, arrival.candidate.aliases)
            self.wordings[arrival.item_id] = []
            self._word(arrival.item_id, arrival.candidate)
        for edit in novelty.changed:
            item = self.items[edit.known.id]
            if edit.seq > item.revision:
                self._word(item.id, edit.candidate)
            elif edit.back:
                self._show_again(item.id, edit.candidate)
            self.items[item.id] = replace(self.items[item.id], unstable=edit.unstable)
        for seen in novelty.seen:
            self._name(seen.item_id, seen.new_aliases)
        for item_id in [each.item_id for each in novelty.seen]:
            item = self.items[item_id]
            if item.state in ("listed", "unlisted") and item.source == source.name:
                self.items[item_id] = replace(item, state="listed", last_seen=now)
        for item_id in novelty.unlisted:
            self.mark(item_id, "unlisted")

    def mark(self, item_id: str, state: ItemState) -> None:
        self.items[item_id] = replace(self.items[item_id], state=state)

    def _name(self, item_id: str, aliases: Sequence[AliasKey]) -> None:
        for alias in aliases:
            assert alias not in self.aliases, f"{alias} names two items"
            self.aliases[alias] = item_id

    def _show_again(self, item_id: str, candidate: Candidate) -> None:
        item = self.items[item_id]
        self.items[item_id] = replace(
            item,
            title=candidate.title,
            summary=candidate.summary,
            content=candidate.content,
            keys=candidate.keys,
            backs=item.backs + 1,
        )

    def _word(self, item_id: str, candidate: Candidate) -> None:
        wordings = self.wordings[item_id]
        wordings.append((candidate.title, candidate.summary))
        item = self.items[item_id]
        keys = candidate.keys
        pair = (keys.title_key, keys.text_key)
        past = item.past if pair in item.past[-1:] else (*item.past, pair)
        self.items[item_id] = replace(
            item,
            title=candidate.title,
            summary=candidate.summary,
            content=candidate.content,
            keys=keys,
            past=past,
            revision=len(wordings),
        )


def _first(source: Source, arrival: identify.Arrival, now: dt.datetime) -> KnownItem:
    candidate = arrival.candidate
    return KnownItem(
        id=arrival.item_id,
        source=source.name,
        state="listed",
        title=candidate.title,
        summary=candidate.summary,
        content=candidate.content,
        url=candidate.draft.url,
        first_seen=now,
        last_seen=now,
        published=candidate.draft.published,
        keys=candidate.keys,
        revision=1,
        group=arrival.group,
    )


def _copy_hit(item: KnownItem) -> CopyHit:
    return CopyHit(
        item_id=item.id,
        source=item.source,
        group=item.group or item.id,
        first_seen=item.first_seen,
        published=item.published,
    )


@dataclass
class Desk:
    """Polls one source again and again and keeps what it brings."""

    shelf: Shelf
    source: Source
    now: dt.datetime = MONDAY
    state: SourceState | None = None

    def poll(self, *drafts: Draft, after: dt.timedelta = dt.timedelta(minutes=15)) -> Novelty:
        before = self.state or SourceState(name=self.source.name, due_at=self.now)
        self.now += after
        told = identify.candidates(self.source, drafts, now=self.now)
        known = self.shelf.known(identify.probe(self.source, told, now=self.now))
        novelty = identify.resolve(self.source, before, told, known, now=self.now)
        self.shelf.keep(self.source, novelty, self.now)
        self.state = replace(
            before,
            baselined_at=before.baselined_at or self.now,
            succeeded_at=self.now,
            guid_trusted=novelty.guid_trusted,
        )
        return novelty

    @property
    def items(self) -> list[KnownItem]:
        return [each for each in self.shelf.items.values() if each.source == self.source.name]


def a_desk(name: str = "kura", url: str = "https://kura.example/rss", shelf: Shelf | None = None):
    return Desk(shelf=shelf if shelf is not None else Shelf(), source=Source(name=name, url=url))


TOPICS = (
    "The bridge over the Debed opens to lorries",
    "A school in Akhalkalaki gets a new roof",
    "Vineyards of Kakheti count the damage of the hail",
    "Trains between Tbilisi and Yerevan run twice a day",
    "The museum in Sheki shows carpets from three valleys",
    "Engineers inspect the old dam above Jvari",
    "Sevan fishermen ask for a longer season",
    "Ganja plants four thousand plane trees",
)
TEXTS = (
    "The ministry said the works had taken two winters and cost less than planned.",
    "Parents had waited for it since the storm that tore the old one away.",
    "Growers expect help from the insurance fund before the next season begins.",
    "The railway hopes that tourists will leave their cars at home in summer.",
    "Most of them were lent by families who have kept them for generations.",
    "Their report will be published when the water is low enough to dive.",
    "They say that the fish come later every year and stay in deep water.",
    "Volunteers dug the holes, and the town will water them through August.",
)


def a_feed(
    count: int = 6, *, host: str = "kura.example", guids: str | None = "g{}", path: str = "news"
) -> list[Draft]:
    return [
        Draft(
            guid=guids.format(n) if guids else None,
            url=f"https://{host}/{path}/{n + 101}",
            title=TOPICS[n],
            summary=TEXTS[n],
            published=on(11, 8, n),
        )
        for n in range(count)
    ]


HOUR = dt.timedelta(hours=1)
SNOW = "Two passes were closed overnight, and the road police turned lorries back at the border."


def nothing_happened(novelty: Novelty) -> bool:
    return not novelty.new and not novelty.changed and not novelty.held


def article(title: str, *, number: int = 7, summary: str = SNOW, **fields: object) -> Draft:
    draft = Draft(
        guid=f"guid-{number}",
        url=f"https://kura.example/news/{number}",
        title=title,
        summary=summary,
        published=on(12, 7),
    )
    return replace(draft, **fields)  # type: ignore[arg-type]


def the_edit(novelty: Novelty) -> Edit:
    assert not novelty.new
    (edit,) = novelty.changed
    return edit
