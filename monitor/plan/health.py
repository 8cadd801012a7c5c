"""A source's next state: what an answer or a failure does to its schedule and its health."""

import datetime as dt
from dataclasses import replace

from monitor.plan.cadence import Observation, next_poll, span, spread
from monitor.plan.setting import Desk, Visit
from monitor.records import (
    Document,
    EventType,
    Gone,
    Limits,
    NotModified,
    Refused,
    SourceState,
    Validators,
)

DOWN_AFTER = 3  # failed polls in a row before anybody is told
FULL_EVERY = dt.timedelta(days=1)  # some servers keep an ETag while the body changes
GONE_PAUSE = dt.timedelta(days=7)  # 410: nobody is asked before, nothing is ever dropped
SLOW_KINDS = frozenset(
    {
        *("not-found", "blocked", "robots", "refused"),
        *("parked", "login-wall", "cookie-wall", "needs-browser"),
    }
)
SLOW_CAP = dt.timedelta(hours=24)  # for answers that only people can change
LATE_SHARE = 10  # a poll late by less than this part of its wait keeps the source's rhythm


def validators_for(state: SourceState, now: dt.datetime) -> Validators:
    """What to send along; nothing now and then, so that a forgetful server is found out.

    Source: Feed Reader Behavior Project, "unconditional requests"; a body that changes under one
    ETag is seen at the latest after a day.
    """
    if state.children:  # an index may stand while what it names changes
        return Validators()
    if state.full_at is None or now - state.full_at >= FULL_EVERY:
        return Validators()
    return Validators(etag=state.etag, last_modified=state.last_modified)


def after_answer(
    visit: Visit, desk: Desk, observation: Observation, *, now: dt.datetime
) -> SourceState:
    """The state after an answer that counts as success: read, unchanged or not modified."""
    state, fetched = visit.state, visit.fetched
    learned, seconds, reason = next_poll(
        state.cadence, observation, price=desk.price, limits=desk.limits, now=now
    )
    state = replace(
        state,
        due_at=_next_due(state.due_at, dt.timedelta(seconds=seconds), desk.limits, now),
        reason=reason,
        cadence=learned,
        not_before=None,
        errors=0,
        error=None,
        error_kind=None,
        failing_since=None,
        down_told=False,
        gone_since=None,
        polled_at=now,
        succeeded_at=now,
        last_new_at=now if observation.new else state.last_new_at,
    )
    match fetched:
        case Document():
            return replace(
                state,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                body_hash=fetched.body_hash,
                full_at=state.full_at if visit.was_conditional else now,
                moved_to=fetched.moved_to,
            )
        case NotModified():
            return replace(state, moved_to=fetched.moved_to)
        case _:
            return state


def after_failure(
    visit: Visit, desk: Desk, *, kind: str, reason: str, now: dt.datetime
) -> SourceState:
    """The state after a poll that gave nothing: what was known stays, the next try waits longer."""
    state = visit.state
    errors = state.errors + 1
    wait = _backoff(errors, kind, desk.limits, visit.jitter)
    due, why = now + wait, f"try {errors + 1} after {span(wait.total_seconds())}: {kind}"
    not_before = None
    if isinstance(visit.fetched, Refused) and visit.fetched.retry_at is not None:
        not_before = visit.fetched.retry_at
        if not_before > due:
            due, why = not_before, "the site asked to wait until then"
    return replace(
        state,
        due_at=due,
        not_before=not_before,
        reason=why,
        errors=errors,
        error=reason,
        error_kind=kind,
        failing_since=state.failing_since or now,
        polled_at=now,
    )


def after_gone(visit: Visit, gone: Gone, *, now: dt.datetime) -> SourceState:
    """410: the source is paused; it is looked at again in a week, in case somebody erred."""
    state = visit.state
    return replace(
        state,
        due_at=now + GONE_PAUSE,
        reason="gone (410): paused, looked at again in a week",
        gone_since=state.gone_since or gone.since,
        failing_since=state.failing_since or now,
        errors=state.errors + 1,
        error="the site says that this address is gone for good (410)",
        error_kind="gone",
        polled_at=now,
    )


def event_of(before: SourceState, after: SourceState) -> EventType | None:
    """The source event that this poll completes, if any; each streak is told once."""
    if before.down_told and not after.errors:
        return "source.recovered"
    is_down = after.errors >= DOWN_AFTER or after.gone_since is not None
    if is_down and not before.down_told:
        return "source.down"
    return None


def _next_due(
    due: dt.datetime, wait: dt.timedelta, limits: Limits, now: dt.datetime
) -> dt.datetime:
    """Counted from when the poll was due, so that small delays do not add up to a drift."""
    if dt.timedelta(0) <= now - due <= wait / LATE_SHARE:
        return max(due + wait, now + limits.min_interval)
    return now + wait


def _backoff(errors: int, kind: str, limits: Limits, jitter: float) -> dt.timedelta:
    cap = SLOW_CAP if kind in SLOW_KINDS else limits.error_backoff_cap
    doubled = limits.error_backoff * 2 ** min(errors - 1, 30)
    return dt.timedelta(seconds=spread(min(doubled, cap).total_seconds(), jitter))
