"""Who hears of what."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from monitor.plan import kin, messages
from monitor.plan.setting import Desk
from monitor.records import (
    EDIT_CLASSES,
    Change,
    EditClass,
    EventType,
    Item,
    Match,
    Message,
    NewItem,
    Rule,
    Source,
    SourceState,
    StoryState,
)


class Wording(Protocol):
    """What an item said before."""

    @property
    def title(self) -> str:
        """Its headline."""
        ...

    @property
    def summary(self) -> str:
        """Its summary."""
        ...


class Rated(Protocol):
    """An edit with its class, however it was found."""

    @property
    def edit(self) -> EditClass:
        """Its class."""
        ...

    @property
    def is_event(self) -> bool:
        """Whether it is told where a rule names no class."""
        ...

    @property
    def is_tellable(self) -> bool:
        """Whether it may be told at all."""
        ...

    @property
    def score(self) -> float:
        """How much changed, from 0 to 1."""
        ...


Channels = dict[str, list[str]]  # channel name -> names of the rules that want it told there


def wanted(
    event: EventType,
    source: Source,
    item: Item,
    matches: Sequence[Match],
    rules: Sequence[Rule],
) -> Channels:
    """The channels that some rule wants to hear of this item."""
    channels: Channels = {}
    for rule in rules:
        if event in rule.events and _covers(rule, source, item, matches):
            for name in rule.to:
                channels.setdefault(name, []).append(rule.name)
    return channels


def _covers(rule: Rule, source: Source, item: Item, matches: Sequence[Match]) -> bool:
    if rule.sources and source.name not in rule.sources:
        return False
    if rule.tags and not set(rule.tags) & set(source.tags):
        return False
    language = item.language or source.language
    if rule.languages and language not in rule.languages:
        return False
    return any(_fits(rule, match) for match in matches)


def _fits(rule: Rule, match: Match) -> bool:
    if not match.relevant or match.topic not in rule.topics:
        return False
    return not rule.places or bool(set(rule.places) & set(match.places))


def tell_new(
    source: Source,
    new: NewItem,
    desk: Desk,
    *,
    told: Collection[str] = (),
    story: messages.Json | None = None,
) -> tuple[Message, ...]:
    """The ``item.new`` messages of an item; channels that heard of its copy group are left out."""
    channels = wanted("item.new", source, new.item, new.matches, desk.rules)
    channels = {name: asked for name, asked in channels.items() if name not in told}
    return _tell("item.new", source, _Told(new.item, new.matches, story=story), channels, desk)


def tell_grown(source: Source, new: NewItem, state: StoryState, desk: Desk) -> tuple[Message, ...]:
    """The ``story.grown`` messages of a story that reached a telling number of sources."""
    channels = wanted("story.grown", source, new.item, new.matches, desk.rules)
    view = kin.grown_view(state, new, source)
    told = _Told(new.item, new.matches, story=view, name=f"{state.id}\0{len(state.sources)}")
    return _tell("story.grown", source, told, channels, desk)


def tell_revised(
    source: Source,
    before: Wording,
    change: Change,
    desk: Desk,
    *,
    edit: Rated,
    text: tuple[str, str] | None = None,
) -> tuple[Message, ...]:
    """The ``item.revised`` messages of an edit, to the rules that its class concerns.

    `text`: what changed in the text, before and after.
    """
    item = change.item
    rules = [rule for rule in desk.rules if _hears(rule, edit)]
    channels = wanted("item.revised", source, item, change.matches, rules)
    if not channels:
        return ()
    old = {"title": before.title, "summary": before.summary[: messages.SUMMARY_LIMIT]}
    new = {"title": item.title, "summary": item.summary[: messages.SUMMARY_LIMIT]}
    if text is not None:
        old["text"], new["text"] = text
    words: messages.Json = {
        "edit": change.revision.edit,
        "score": edit.score,
        "before": old,
        "after": new,
        **messages.changed_words(old, new),
    }
    return _tell("item.revised", source, _Told(item, change.matches, words), channels, desk)


def _hears(rule: Rule, edit: Rated) -> bool:
    """Whether an edit is grave enough for a rule."""
    if rule.revisions is None:
        return edit.is_event
    lowest = EDIT_CLASSES.index(rule.revisions)
    return edit.is_tellable and EDIT_CLASSES.index(edit.edit) <= lowest


def tell_withdrawn(
    source: Source, change: Change, desk: Desk, *, reason: str, now: dt.datetime
) -> tuple[Message, ...]:
    """The ``item.withdrawn`` messages of an article that its site took down."""
    item = replace(change.item, last_seen=now)
    channels = wanted("item.withdrawn", source, item, change.matches, desk.rules)
    words: messages.Json = {"edit": "withdrawn", "reason": reason}
    return _tell("item.withdrawn", source, _Told(item, change.matches, words), channels, desk)


def tell_source(
    event: EventType, source: Source, state: SourceState, desk: Desk, *, word: str, reason: str
) -> tuple[Message, ...]:
    """The messages about a source's own state, to the rules that ask for `event`."""
    channels: Channels = {}
    for rule in desk.rules:
        chosen = not rule.sources or source.name in rule.sources
        if event in rule.events and chosen:
            for name in rule.to:
                channels.setdefault(name, []).append(rule.name)
    now = state.polled_at or state.due_at
    view = messages.source_view(source, state, word=word, reason=reason)
    since = messages.stamp(state.failing_since or state.rewritten_at or now)
    message = Message(
        id=f"{source.name}\0{since}",
        type=event,
        channel="",
        created_at=now,
        body=messages.encode(event, now, {"source": view}),
        source=source.name,
    )
    return messages.address(message, channels, desk.recipients)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of an item."""

    item: Item
    matches: Sequence[Match]
    change: messages.Json | None = None
    story: messages.Json | None = None
    name: str = ""  # of what is told once, where that is not the item


def _tell(
    event: EventType,
    source: Source,
    told: _Told,
    channels: Mapping[str, Sequence[str]],
    desk: Desk,
) -> tuple[Message, ...]:
    if not channels:
        return ()
    item = told.item
    data: messages.Json = {
        "item": messages.item_view(item, source),
        "match": messages.match_view([match for match in told.matches if match.relevant]),
        "story": told.story or _alone(item),
        "alerts": sorted({rule for asked in channels.values() for rule in asked}),
    }
    if told.change is not None:
        data["change"] = told.change
    seq = "" if event == "item.new" else str(item.revision)
    message = Message(
        id=told.name or f"{item.id}\0{seq}",
        type=event,
        channel="",
        created_at=item.last_seen,
        body=messages.encode(event, item.last_seen, data),
        item_id=item.id,
        group=item.group,
        source=source.name,
    )
    return messages.address(message, channels, desk.recipients)


def _alone(item: Item) -> messages.Json:
    is_copy = item.group != item.id
    return {"id": item.group, "group": item.group, "is_copy": is_copy, "copies": 0}
