"""Judging stored items anew: what changes, and who hears of it if that is wanted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.plan import routing
from monitor.plan.setting import Desk
from monitor.records import (
    ContentKeys,
    Draft,
    Item,
    Judged,
    Match,
    Message,
    NewItem,
    RejudgePlan,
    Revision,
    Source,
    Stale,
)

_NO_KEYS = ContentKeys(title_key="", text_key="", copy_key="", fold_version=0)


def draft_of(item: Item) -> Draft:
    """A stored item as its source might give it today."""
    return Draft(
        url=item.url,
        title=item.title,
        summary=item.summary,
        content=item.content,
        authors=item.authors,
        published=item.published,
        tags=item.tags,
        language=item.language,
    )


def plan_rejudge(
    stale: Stale,
    sources: Mapping[str, Source],
    desk: Desk,
    *,
    told: Mapping[str, Sequence[str]],
    now: dt.datetime,
    alert_since: dt.datetime | None = None,
) -> RejudgePlan:
    """Decide what a portion of stored items is worth now. Pure.

    Nobody is told unless `alert_since` is given: then what was first seen since and is wanted now
    is told on the channels that have not heard of it or a copy. What stood there before its source
    was ours is never told. An item of a source that is no longer configured is judged without its
    country, and told to nobody.
    """
    judged = tuple(_judged(item, sources.get(item.source), desk) for item in stale.items)
    messages: list[Message] = []
    heard: dict[str, set[str]] = {group: set(channels) for group, channels in told.items()}
    for item, each in zip(stale.items, judged, strict=True):
        source = sources.get(item.source)
        if alert_since is None or source is None or item.first_seen < alert_since:
            continue
        if item.baseline or item.state == "deleted":
            continue
        channels = heard.setdefault(item.group, set())
        new = arrived(replace(item, last_seen=now), each.matches)  # a message of this hour
        fresh = routing.tell_new(source, new, desk, told=channels)
        channels.update(message.channel for message in fresh)
        messages += fresh
    return RejudgePlan(
        stamp=stale.stamp, below=stale.below, judged=judged, messages=tuple(messages)
    )


def _judged(item: Item, source: Source | None, desk: Desk) -> Judged:
    country = source.country if source else None
    draft = draft_of(item)
    matches = tuple(topic.judge(draft, country=country) for topic in desk.topics)
    return Judged(item_id=item.id, revision=item.revision, matches=matches)


def arrived(item: Item, matches: tuple[Match, ...]) -> NewItem:
    """The item as a message about something new takes it."""
    revision = Revision(
        item_id=item.id,
        seq=item.revision,
        seen_at=item.last_seen,
        title=item.title,
        summary=item.summary,
        content=item.content,
        keys=_NO_KEYS,
        edit="first",
    )
    return NewItem(item=item, aliases=(), revision=revision, matches=matches)
