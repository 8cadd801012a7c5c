"""Digests: which edition is due, and what stands in it.

A digest is an edition of a slot. Slots are computed with their zone from what has been kept, never
trusted to a timer: one local day has exactly one slot, also on the days when clocks change.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from monitor.match import reasons
from monitor.plan import messages
from monitor.plan.messages import Json, moment_view, stamp
from monitor.records import (
    Edition,
    EditRow,
    Item,
    ItemRow,
    Match,
    Message,
    Schedule,
    SourceState,
)

PLACES = {
    "AM": "Armenia",
    "AZ": "Azerbaijan",
    "GE": "Georgia",
    "AB": "Abkhazia",
    "SO": "South Ossetia",
    "NK": "Nagorno-Karabakh",
}
REGIONAL = "REGION"
ENTRY_LIMIT = 200  # entries of an edition; what is left out is said
CARRIER_LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that the store has about the window of an edition."""

    items: tuple[ItemRow, ...]  # every item first seen in the window
    edits: tuple[EditRow, ...]
    sources: tuple[SourceState, ...]


def slot_of(schedule: Schedule, day: dt.date) -> dt.datetime:
    """The instant of a local day's slot, UTC.

    A time that happens twice means its first; a time that the day skips means the same wall clock
    before the change. Source: PEP 495, fold=0.
    """
    local = dt.datetime.combine(day, schedule.at, tzinfo=ZoneInfo(schedule.timezone))
    return local.astimezone(dt.UTC)


def due_slot(schedule: Schedule, *, after: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """The newest slot in (`after`, `now`], or None; its window covers the missed ones."""
    today = now.astimezone(ZoneInfo(schedule.timezone)).date()
    for back in range(8):  # a schedule has at least one day a week
        day = today - dt.timedelta(days=back)
        slot = slot_of(schedule, day)
        if day.weekday() in schedule.days and slot <= now:
            return slot if slot > after else None
    return None


def next_slot(schedule: Schedule, now: dt.datetime) -> dt.datetime:
    """The first slot after `now`."""
    today = now.astimezone(ZoneInfo(schedule.timezone)).date()
    days = (today + dt.timedelta(days=ahead) for ahead in range(9))
    return next(
        slot_of(schedule, day)
        for day in days
        if day.weekday() in schedule.days and slot_of(schedule, day) > now
    )


def plan_edition(
    schedule: Schedule,
    material: Material,
    *,
    slot: dt.datetime,
    since: dt.datetime,
    now: dt.datetime,
    recipients: Mapping[str, tuple[str, ...]],
) -> tuple[Edition, tuple[Message, ...]]:
    """The edition of a slot and the messages that carry it."""
    view = digest_view(schedule, material, slot=slot, since=since)
    body = messages.encode("digest", now, {"digest": view})
    edition = Edition(digest=schedule.name, slot=slot, since=since, body=body, created_at=now)
    if view["empty"] and not schedule.send_empty:
        return edition, ()
    message = Message(
        id=f"{schedule.name}\0{stamp(slot)}",
        type="digest",
        channel="",
        created_at=now,
        body=body,
    )
    channels = {name: [schedule.name] for name in schedule.to}
    return edition, messages.address(message, channels, recipients)


def digest_view(
    schedule: Schedule, material: Material, *, slot: dt.datetime, since: dt.datetime
) -> Json:
    """What an edition says, as plain data for every way of showing it."""
    stories = _stories(material.items, schedule.topics)
    shown = stories[:ENTRY_LIMIT]
    edited = [edit for edit in material.edits if edit.after.edit not in ("cosmetic", "enrichment")]
    changed = {edit.item.id for edit in edited}
    sections = [
        {"code": code, "name": name, "entries": entries}
        for code, name in ((REGIONAL, "Regional"), *PLACES.items())
        if (entries := [_entry(s, stories, changed) for s in shown if _section(s[0]) == code])
    ]
    needs = [_need(state) for state in material.sources if state.errors >= 3 or state.gone_since]
    return {
        "name": schedule.name,
        "slot": stamp(slot),
        "slot_local": slot.astimezone(ZoneInfo(schedule.timezone)).isoformat(),
        "timezone": schedule.timezone,
        "since": stamp(since),
        "until": stamp(slot),
        "totals": _totals(material, stories, edited, schedule.topics),
        "places": _place_counts(stories),
        "sections": sections,
        "changes": [_change(edit) for edit in edited],
        "needs_you": needs,
        "held": _held(material.items, stories),
        "left_out": len(stories) - len(shown),
        "empty": not stories and not edited,
    }


# ------------------------------------------------------------------ stories
Story = tuple[ItemRow, ...]  # copies of one text, the first seen first


def _stories(items: Iterable[ItemRow], topics: Sequence[str]) -> list[Story]:
    """Relevant items by copy group, newest story first; what came as baseline is not news."""
    groups: dict[str, list[ItemRow]] = {}
    for reported in sorted(items, key=lambda each: (each.item.first_seen, each.item.id)):
        if not reported.item.baseline and _best(reported, topics) is not None:
            groups.setdefault(reported.item.group, []).append(reported)
    stories = [tuple(group) for group in groups.values()]
    return sorted(stories, key=lambda story: story[0].item.first_seen, reverse=True)


def _best(reported: ItemRow, topics: Sequence[str]) -> Match | None:
    fitting = [m for m in reported.matches if m.relevant and m.topic in topics]
    return max(fitting, key=lambda match: match.score, default=None)


def _lead_match(story: Story) -> Match:
    matches = [m for reported in story for m in reported.matches if m.relevant]
    return max(matches, key=lambda match: match.score)


def _section(lead: ItemRow) -> str:
    places = _lead_match((lead,)).places
    known = [place for place in places if place in PLACES]
    return known[0] if len(known) == 1 else REGIONAL


def _entry(story: Story, stories: Sequence[Story], changed: set[str]) -> Json:
    lead, match = story[0].item, _lead_match(story)
    same = _event(story)
    others = [each for each in stories if each is not story and _event(each) == same]
    return {
        "item_id": lead.id,
        "title": lead.title,
        "url": lead.url,
        "source": lead.source,
        "language": lead.language,
        "first_seen": stamp(lead.first_seen),
        "published": moment_view(lead.published),
        "places": list(match.places),
        "carriers": [_carrier(each.item, lead) for each in story[1:CARRIER_LIMIT]],
        "copies": len(story) - 1,
        "first_stated": _first_stated(story),
        "story": same,
        "reports": [_carrier(each[0].item, lead) for each in others[:CARRIER_LIMIT]],
        "why": list(reasons(match)),
        "changed": lead.id in changed,
    }


def _event(story: Story) -> str:
    """The event that a text tells; what belongs to no story tells one of its own."""
    return story[0].story or story[0].item.group


def _first_stated(story: Story) -> Json | None:
    """Which carrier states the earliest time of its own, to the minute; None where none does.

    What was seen first is not what was written first, and neither is what somebody states.
    """
    stated = [
        (each.item.published.at, each.item.source)
        for each in story
        if each.item.published is not None and each.item.published.precision == "minute"
    ]
    if not stated:
        return None
    at, source = min(stated)
    return {"source": source, "at": stamp(at)}


def _carrier(item: Item, lead: Item) -> Json:
    later = item.first_seen - lead.first_seen
    return {
        "source": item.source,
        "url": item.url,
        "title": item.title,
        "language": item.language,
        "minutes_after": int(later.total_seconds() // 60),
    }


# ------------------------------------------------------------------ the rest of the page
def _change(edit: EditRow) -> Json:
    return {
        "item_id": edit.item.id,
        "title": edit.after.title,
        "before": edit.before.title,
        "after": edit.after.title,
        "edit": edit.after.edit,
        "source": edit.item.source,
        "url": edit.item.url,
        "at": stamp(edit.after.seen_at),
    }


def _need(state: SourceState) -> Json:
    since = state.gone_since or state.failing_since
    return {
        "source": state.name,
        "reason": state.error or "failing",
        "since": stamp(since) if since else None,
    }


def _totals(
    material: Material, stories: list[Story], edited: list[EditRow], topics: Sequence[str]
) -> Json:
    fresh = [each for each in material.items if not each.item.baseline]
    return {
        "items": len(fresh),
        "relevant": sum(1 for each in fresh if _best(each, topics) is not None),
        "stories": len({_event(story) for story in stories}),
        "texts": len(stories),
        "sources": len(material.sources),
        "sources_read": sum(1 for state in material.sources if state.errors == 0),
        "copies": sum(len(story) - 1 for story in stories),
        "revised": len(edited),
        "held": sum(1 for each in material.items if each.item.baseline),
        "borderline": sum(1 for each in fresh if _is_borderline(each)),
    }


def _held(items: Sequence[ItemRow], stories: list[Story]) -> Json:
    return {
        "copies": sum(len(story) - 1 for story in stories),
        "borderline": sum(1 for r in items if not r.item.baseline and _is_borderline(r)),
        "baseline": sum(1 for each in items if each.item.baseline),
    }


def _is_borderline(reported: ItemRow) -> bool:
    return any(m.borderline for m in reported.matches) and not any(
        m.relevant for m in reported.matches
    )


def _place_counts(stories: list[Story]) -> list[Json]:
    counts = dict.fromkeys(PLACES, 0)
    for story in stories:
        for place in _lead_match(story).places:
            if place in counts:
                counts[place] += 1
    return [{"code": code, "name": PLACES[code], "count": n} for code, n in counts.items()]
