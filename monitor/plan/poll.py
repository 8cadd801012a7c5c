"""What one poll means: everything decided into one frozen plan, nothing done.

A visit is what came back from a source: a document that was read, a quiet answer, a refusal or a
failure. :func:`plan_poll` turns it, with what the store knows, into the next state of the source,
the items to keep and the messages that are owed.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor import identify
from monitor.identify import Arrival, Edit, Novelty
from monitor.plan import habits, kin, routing
from monitor.plan.cadence import Observation
from monitor.plan.exhibits import poll_exhibits
from monitor.plan.health import after_answer, after_failure, after_gone, event_of
from monitor.plan.kin import News
from monitor.plan.page_words import is_echo, look_wishes, with_page
from monitor.plan.relayout import held_back, moved
from monitor.plan.setting import Desk, Visit
from monitor.plan.telling import tell_edit, tell_new
from monitor.records import (
    Candidate,
    Change,
    Document,
    EventType,
    Gone,
    Item,
    Known,
    Match,
    Message,
    Near,
    NewItem,
    NotModified,
    PollPlan,
    PollRecord,
    Refused,
    Revision,
    Seen,
    SourceState,
)

NOTHING_NEAR = Near()
JUDGED_CHARS = 1_000_000  # of one document; a hundred entries of 10,000 are read to their end
LEAST_CHARS = 500  # of each entry, however many there are: a lead and more


def read_news(visit: Visit, known: Known, desk: Desk, *, now: dt.datetime) -> News | None:
    """What a document brought, sorted and judged; None where none was read.

    Its `probe` is to be asked of the store before :func:`plan_poll` decides.
    """
    if visit.failure is not None or visit.reading is None:
        return None
    source, state = visit.source, visit.state
    is_page = visit.reading.kind == "page"
    novelty = identify.resolve(source, state, visit.candidates, known, now=now, is_page=is_page)
    held = held_back(visit, novelty, known)
    is_silent = state.baselined_at is None or novelty.held
    new = (
        _arrive(visit, each, desk, now, baseline=is_silent or each.item_id in held)
        for each in novelty.new
    )
    return News(novelty, tuple(kin.traced(each, now=now) for each in new), held)


def plan_poll(
    visit: Visit,
    known: Known,
    desk: Desk,
    *,
    now: dt.datetime,
    news: News | None = None,
    near: Near = NOTHING_NEAR,
) -> PollPlan:
    """Decide what a visit means. Pure: the same arguments give the same plan.

    Args:
        visit: what came back from the source.
        known: what the store knows of its entries.
        desk: what people asked for.
        now: the time of the poll.
        news: what :func:`read_news` made of the same visit; read here where it is not given.
        near: what the store answered to the probe of `news`.
    """
    if visit.failure is not None:
        reason = str(visit.failure)
        return _failed(visit, desk, kind=visit.failure.kind, reason=reason, now=now)
    match visit.fetched:
        case Refused():
            refused = visit.fetched
            return _failed(visit, desk, kind=refused.kind, reason=refused.reason, now=now)
        case Gone():
            state = after_gone(visit, visit.fetched, now=now)
            return _quiet(visit, state, desk, outcome="gone", now=now)
        case NotModified() | Document() | None if visit.reading is None:
            outcome = "unchanged" if isinstance(visit.fetched, Document) else "not-modified"
            state = after_answer(visit, desk, _observation(visit, 0), now=now)
            state = replace(state, habit=habits.after_quiet(visit, now))
            return _quiet(visit, state, desk, outcome=outcome, now=now)
        case _:
            news = news or read_news(visit, known, desk, now=now)
            assert news is not None  # noqa: S101 - there is a reading and no failure
            return _read(visit, known, desk, _Found(news, near, now))


def _failed(visit: Visit, desk: Desk, *, kind: str, reason: str, now: dt.datetime) -> PollPlan:
    state = after_failure(visit, desk, kind=kind, reason=reason, now=now)
    outcome = "refused" if isinstance(visit.fetched, Refused) else "failed"
    return _quiet(visit, state, desk, outcome=outcome, now=now, detail=reason)


def _quiet(
    visit: Visit,
    state: SourceState,
    desk: Desk,
    *,
    outcome: str,
    now: dt.datetime,
    detail: str = "",
) -> PollPlan:
    """A plan that touches no item."""
    state, messages = _tell_health(visit, state, desk)
    return PollPlan(
        state=state, poll=_record(visit, outcome, now, detail=detail), messages=messages
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a document brought and what it is like."""

    news: News
    near: Near
    now: dt.datetime


def _read(visit: Visit, known: Known, desk: Desk, found: _Found) -> PollPlan:
    """A document was read: say what its items are to earlier ones, and who hears of them."""
    state, reading, now = visit.state, visit.reading, found.now
    assert reading is not None  # noqa: S101 - the caller's match leaves nothing else
    novelty, held = found.news.novelty, found.news.held
    is_silent = state.baselined_at is None or novelty.held
    layout = moved(visit)
    new = kin.tied(found.news, found.near, now=now)
    is_quiet = is_silent or layout is not None
    edits = [
        _edited(visit, edit, known, desk, now=now, is_quiet=is_quiet) for edit in novelty.changed
    ]
    changes = tuple(change for _, change in edits)
    revised = sum(not change.back for change in changes)
    after = after_answer(visit, desk, _observation(visit, len(new)), now=now)
    after = replace(
        after,
        kind=reading.kind,
        baselined_at=state.baselined_at or now,
        guid_trusted=novelty.guid_trusted,
        rewritten_at=_rewritten(state, novelty, now),
        memory=reading.memory,
        children=reading.children,
        habit=habits.after_reading(visit, novelty, known, now=now),
    )
    if novelty.emptied:  # the next answer is read whole, whatever it is
        after = replace(after, body_hash=None, etag=None, last_modified=None)
    after, notices = _tell_health(visit, after, desk)
    fresh = tuple(each for each in new if not each.item.baseline)
    # A new layout words its items otherwise; that is no edit of the newsroom's.
    told = () if is_silent else tell_new(visit, fresh, known, desk, found.near)
    told += tuple(message for messages, _ in edits for message in messages)
    notes = (*reading.notes, *novelty.notes, *_said_of(held))
    return PollPlan(
        state=after,
        poll=_record(visit, "read", now, detail="; ".join(notes), new=len(new), revised=revised),
        new=new,
        changes=changes,
        seen=(*novelty.seen, *(Seen(item_id=change.item.id) for change in changes)),
        unlisted=novelty.unlisted,
        messages=(*told, *notices),
        looks=look_wishes(visit, new, changes, desk, now=now),
        exhibits=poll_exhibits(visit, new, changes, told),
        layout=reading.layout,
    )


def _said_of(held: frozenset[str]) -> tuple[str, ...]:
    if not held:
        return ()
    return (f"{len(held)} that it shows for the first time may be old: kept, not told",)


# ------------------------------------------------------------------ items
def _arrive(
    visit: Visit, arrival: Arrival, desk: Desk, now: dt.datetime, *, baseline: bool
) -> NewItem:
    candidate = arrival.candidate
    item = _item(visit, arrival.item_id, candidate, now)
    item = replace(item, group=arrival.group, baseline=baseline)
    return NewItem(
        item=item,
        aliases=candidate.aliases,
        revision=_revision(item, candidate, "first"),
        matches=_judge(visit, candidate, desk),
    )


def _edited(
    visit: Visit, edit: Edit, known: Known, desk: Desk, *, now: dt.datetime, is_quiet: bool
) -> tuple[tuple[Message, ...], Change]:
    """What becomes of an edit, and what is told of it now."""
    change = _change(visit, edit, desk, now)
    return ((), change) if is_quiet else tell_edit(visit, edit, change, known, desk)


def _change(visit: Visit, edit: Edit, desk: Desk, now: dt.datetime) -> Change:
    before = edit.known
    item = replace(
        _item(visit, before.id, edit.candidate, now),
        first_seen=before.first_seen,
        group=before.group or before.id,
        revision=edit.seq,
        baseline=before.baseline,
    )
    return Change(
        item=item,
        revision=_revision(item, edit.candidate, "enrichment" if is_echo(edit) else edit.edit),
        matches=_judge(visit, with_page(edit.candidate, before), desk),
        unstable=edit.unstable,
        back=edit.back,
    )


def _item(visit: Visit, item_id: str, candidate: Candidate, now: dt.datetime) -> Item:
    draft = candidate.draft
    reading_language = visit.reading.language if visit.reading else None
    return Item(
        id=item_id,
        source=visit.source.name,
        state="listed",
        first_seen=now,
        last_seen=now,
        title=candidate.title,
        url=draft.url,
        summary=candidate.summary,
        content=candidate.content,
        authors=draft.authors,
        published=draft.published,
        language=visit.source.language or draft.language or reading_language,
        tags=draft.tags,
        group=item_id,
        revision=1,
        baseline=False,
    )


def _revision(item: Item, candidate: Candidate, edit: str) -> Revision:
    return Revision(
        item_id=item.id,
        seq=item.revision,
        seen_at=item.last_seen,
        title=candidate.title,
        summary=candidate.summary,
        content=candidate.content,
        keys=candidate.keys,
        edit=edit,
    )


def _judge(visit: Visit, candidate: Candidate, desk: Desk) -> tuple[Match, ...]:
    """What every topic says of the words as they are stored and shown, within the poll's share."""
    share = max(LEAST_CHARS, JUDGED_CHARS // max(len(visit.candidates), 1))
    draft = replace(
        candidate.draft,
        title=candidate.title,
        summary=candidate.summary[:share],
        content=candidate.content[:share],
    )
    return tuple(topic.judge(draft, country=visit.source.country) for topic in desk.topics)


# ------------------------------------------------------------------ messages
def _tell_health(
    visit: Visit, state: SourceState, desk: Desk
) -> tuple[SourceState, tuple[Message, ...]]:
    """The source's own events; the state remembers what was told."""
    event = event_of(visit.state, state)
    messages: tuple[Message, ...] = ()
    if event is not None:
        word = "recovered" if event == "source.recovered" else state.error_kind or "failing"
        reason = state.error or f"answers again; was: {visit.state.error}"
        shown = replace(state, failing_since=state.failing_since or visit.state.failing_since)
        messages = routing.tell_source(event, visit.source, shown, desk, word=word, reason=reason)
        state = replace(state, down_told=event == "source.down")
    if state.rewritten_at is not None and visit.state.rewritten_at is None:
        reason = "nearly everything in it is new at once: stored, held back from alerts"
        messages += routing.tell_source(
            "source.changed",
            visit.source,
            state,
            desk,
            word="rewritten?",
            reason=reason,
        )
    for event, word, words in _told_of(visit, state):
        shown = replace(state, failing_since=visit.state.last_new_at)
        messages += routing.tell_source(event, visit.source, shown, desk, word=word, reason=words)
    return state, messages


def _told_of(visit: Visit, state: SourceState) -> Iterator[tuple[EventType, str, str]]:
    """What this poll found odd about a source that people want to hear of: event, word, words."""
    before, habit = visit.state.habit, state.habit
    words = {mark.kind: mark.words for mark in habit.marks}
    if habit.silent_told_at != before.silent_told_at:
        yield "source.silent", "silent", words["silent"]
    if habit.gap_told_at != before.gap_told_at:
        yield "source.gap", "gap", words["gap"]
    layout = moved(visit)
    if layout is not None and layout.is_doubtful and state.rewritten_at is None:
        yield "source.changed", "layout?", words["layout"]


# ------------------------------------------------------------------ small facts
def _rewritten(state: SourceState, novelty: Novelty, now: dt.datetime) -> dt.datetime | None:
    """When the feed-rewrite guard last closed; it opens with the next ordinary document."""
    if not novelty.held:
        return None
    return state.rewritten_at or now


def _observation(visit: Visit, new: int) -> Observation:
    fetched = visit.fetched
    max_age = fetched.max_age if isinstance(fetched, Document | NotModified) else None
    dates = tuple(
        candidate.draft.published.at
        for candidate in visit.candidates
        if candidate.draft.published is not None
    )
    return Observation(
        new=new,
        dates=dates,
        first=visit.state.baselined_at is None,
        max_age=max_age,
        every=visit.source.every,
        jitter=visit.jitter,
    )


def _record(
    visit: Visit,
    outcome: str,
    now: dt.datetime,
    *,
    detail: str = "",
    new: int = 0,
    revised: int = 0,
) -> PollRecord:
    return PollRecord(
        source=visit.source.name,
        at=now,
        outcome=outcome,
        detail=detail,
        entries=visit.entries,
        new=new,
        revised=revised,
        elapsed_ms=visit.elapsed_ms,
        body_bytes=visit.body_bytes,
    )
