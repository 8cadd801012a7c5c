"""Copies and stories in a poll: what to look for, what was found, and when a story has grown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor import identify
from monitor.identify import Arrival, Novelty
from monitor.plan import messages
from monitor.records import Match, Near, NearProbe, NewItem, Source, StoryState, Tie

FRESH = dt.timedelta(hours=72)  # what a first document states to be older starts no story
GROWN = (3, 10, 30)  # sources of a story that are worth a message


@dataclass(frozen=True, slots=True)
class News:
    """What a document brought, judged, before it is known what it is like."""

    novelty: Novelty
    new: tuple[NewItem, ...]
    held: frozenset[str]  # ids that the list may show late

    @property
    def probe(self) -> NearProbe | None:
        """What to ask the store about the few of them that somebody may hear of."""
        traces = {each.item.id: each.trace for each in self.new if each.trace is not None}
        if not traces:
            return None
        return NearProbe(traces=traces, source=self.new[0].item.source)


def traced(new: NewItem, *, now: dt.datetime) -> NewItem:
    """The new item with its trace, where somebody may hear of it and it is news.

    What no topic wants is never looked for: its copies are not wanted either. What was there
    before we looked has a trace only where it says that it is of these days.
    """
    item = new.item
    is_dated = item.published is not None and now - item.published.at <= FRESH
    if not _is_wanted(new.matches) or (item.baseline and not is_dated):
        return new
    trace = identify.trace_of(item.title, item.content or item.summary)
    return replace(new, trace=trace, story=item.id)


def _is_wanted(matches: Sequence[Match]) -> bool:
    return any(match.relevant or match.borderline for match in matches)


def tied(news: News, near: Near, *, now: dt.datetime) -> tuple[NewItem, ...]:
    """The new items with what they are to earlier ones: copy groups, near misses, stories."""
    arrivals = {each.item_id: each for each in news.novelty.new}
    return tuple(_tie(each, arrivals[each.item.id], near, now) for each in news.new)


def _tie(new: NewItem, arrival: Arrival, near: Near, now: dt.datetime) -> NewItem:
    exact = arrival.copy
    ties: tuple[Tie, ...] = ()
    if exact is not None:
        why = "the same words"
        tie = Tie(other=exact.item_id, kind="copy", method="text", score=1.0, why=why)
        ties = (tie,)
    found = near.items.get(new.item.id, ())
    if not found:
        return replace(new, ties=ties)
    kin = identify.relate(arrival.candidate, found, source=new.item.source, now=now)
    item, story = new.item, new.story
    if kin.story_of is not None:
        story = kin.story_of.story or kin.story_of.item_id
    if exact is not None:
        kept = tuple(tie for tie in kin.ties if tie.kind == "story")
        return replace(new, ties=(*ties, *kept), story=story)
    if kin.copy_of is not None:
        item = replace(item, group=kin.copy_of.group)
    return replace(new, item=item, ties=kin.ties, story=story)


# ------------------------------------------------------------------ what is said of it
def story_view(new: NewItem, near: Near) -> messages.Json:
    """An item's place among others, as messages show it."""
    item = new.item
    is_copy = item.group != item.id
    view: messages.Json = {
        "id": new.story or item.group,
        "group": item.group,
        "is_copy": is_copy,
        "copies": near.carriers.get(item.group, 0),
    }
    state = near.stories.get(new.story)
    if state is not None:
        view["sources"] = len(grown(state, item.source))
        view["first_source"] = state.sources[0] if state.sources else ""
        view["first_seen"] = messages.stamp(state.first_seen)
    held = next((tie for tie in new.ties if tie.kind == "held"), None)
    if held is not None:
        view["differs"] = {"from": held.other, "why": held.why}
    return view


def grown(state: StoryState, source: str) -> tuple[str, ...]:
    """The sources of a story with one more."""
    return tuple(dict.fromkeys((*state.sources, source)))


def has_grown(new: NewItem, stories: Mapping[str, StoryState]) -> StoryState | None:
    """The story that reaches a telling number of sources with this item; None otherwise."""
    state = stories.get(new.story)
    if state is None:
        return None
    sources = grown(state, new.item.source)
    if len(sources) == len(state.sources) or len(sources) not in GROWN:
        return None
    return replace(state, sources=sources, items=state.items + 1)


def grown_view(state: StoryState, new: NewItem, source: Source) -> messages.Json:
    """A story that grew, as a message shows it."""
    lead = new.item.first_seen - state.first_seen
    return {
        "id": state.id,
        "group": new.item.group,
        "title": state.title,
        "items": state.items,
        "sources": list(state.sources),
        "first_source": state.sources[0] if state.sources else source.name,
        "first_seen": messages.stamp(state.first_seen),
        "minutes": round(lead.total_seconds() / 60),
        "is_copy": new.item.group != new.item.id,
        "copies": 0,
    }
