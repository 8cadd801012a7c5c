"""What an answer or a failure does to a source's schedule and to what is told of it."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from monitor.errors import FetchError
from monitor.plan import plan_poll, validators_for
from monitor.records import (
    Gone,
    Known,
    Limits,
    NotModified,
    Refused,
    Rule,
    Source,
    SourceState,
    Validators,
)
from tests.plan.builders import LIMITS, NOW, RULE, SOURCE, desk, document, minutes, state, visit_of

TROUBLE = Rule(
    name="health",
    topics=(),
    events=("source.down", "source.recovered", "source.changed"),
    to=("desk",),
)


def quiet(**changes: object):
    """A visit that brought no document to read."""
    base: dict[str, object] = {"reading": None, "candidates": (), "fetched": None}
    return visit_of(**(base | changes))  # type: ignore[arg-type]


def planned(visit, *rules: Rule, limits: Limits = LIMITS):
    wishes = replace(desk(*rules or (RULE, TROUBLE)), limits=limits)
    return plan_poll(visit, Known(), wishes, now=NOW)


def refused(**changes: object) -> Refused:
    base = Refused(
        url=SOURCE.url, status=503, reason="503 from the site", kind="server-error", at=NOW
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def failing(errors: int, **changes: object) -> SourceState:
    return state(errors=errors, error="no", failing_since=NOW - minutes(9), **changes)


# ------------------------------------------------------------------ conditional requests
def test_a_request_carries_what_the_last_answer_gave():
    known = state(etag='"a"', last_modified="Mon", full_at=NOW - minutes(60))

    assert validators_for(known, NOW) == Validators(etag='"a"', last_modified="Mon")


@pytest.mark.parametrize("full_at", [None, NOW - dt.timedelta(days=1)])
def test_now_and_then_a_request_carries_nothing(full_at):
    assert validators_for(state(etag='"a"', full_at=full_at), NOW) == Validators()


def test_only_an_unconditional_answer_counts_as_a_full_one():
    full = planned(quiet(fetched=document()))
    half = planned(quiet(fetched=document(), was_conditional=True))

    assert full.state.full_at == NOW
    assert half.state.full_at is None


# ------------------------------------------------------------------ quiet answers
def test_an_answer_that_is_not_modified_is_a_success_without_items():
    answer = NotModified(url=SOURCE.url, fetched_at=NOW, moved_to="https://new.example/")
    plan = planned(quiet(fetched=answer, state=failing(2)))

    assert plan.poll.outcome == "not-modified"
    assert (plan.state.errors, plan.state.error, plan.state.succeeded_at) == (0, None, NOW)
    assert plan.state.moved_to == "https://new.example/"
    assert not plan.new


def test_the_same_body_again_is_unchanged_and_remembers_its_validators():
    plan = planned(quiet(fetched=document(etag='"b"')))

    assert (plan.poll.outcome, plan.state.etag) == ("unchanged", '"b"')


def test_a_visit_without_an_answer_is_quiet():
    assert planned(quiet()).poll.outcome == "not-modified"


# ------------------------------------------------------------------ failures
@pytest.mark.parametrize(("errors", "wait_s"), [(0, 60), (1, 120), (4, 960), (12, 21_600)])
def test_a_failing_source_is_asked_ever_later_up_to_a_cap(errors, wait_s):
    plan = planned(quiet(failure=FetchError("no answer", kind="timeout"), state=failing(errors)))

    assert (plan.state.due_at - NOW).total_seconds() == pytest.approx(wait_s, rel=0.26)
    assert plan.state.errors == errors + 1
    assert (plan.poll.outcome, plan.poll.detail) == ("failed", "no answer")


def test_n44_an_answer_that_only_people_can_change_waits_up_to_a_day():
    plan = planned(quiet(fetched=refused(kind="not-found", status=404), state=failing(30)))

    assert (plan.state.due_at - NOW).total_seconds() == pytest.approx(86_400, rel=0.26)


def test_a_failure_keeps_what_was_known():
    known = state(etag='"a"', body_hash="cd", kind="feed", succeeded_at=NOW - minutes(5))

    after = planned(quiet(failure=FetchError("no"), state=known)).state

    assert (after.etag, after.body_hash, after.kind) == ('"a"', "cd", "feed")
    assert after.succeeded_at == NOW - minutes(5)


def test_n46_nobody_is_asked_before_the_time_that_the_site_named():
    until = NOW + dt.timedelta(hours=5)

    plan = planned(quiet(fetched=refused(kind="rate-limited", retry_at=until)))

    assert plan.state.due_at == plan.state.not_before == until
    assert plan.poll.outcome == "refused"


def test_a_short_wait_that_the_site_named_does_not_shorten_our_own():
    plan = planned(quiet(fetched=refused(retry_at=NOW + minutes(1)), state=failing(6)))

    assert plan.state.due_at > NOW + minutes(20)


# ------------------------------------------------------------------ what is told
def events(plan):
    return [message.type for message in plan.messages]


def test_a_source_is_reported_down_at_its_third_failure_and_once():
    failure = FetchError("no answer", kind="timeout")
    second = planned(quiet(failure=failure, state=failing(1)))
    third = planned(quiet(failure=failure, state=failing(2)))
    fourth = planned(quiet(failure=failure, state=failing(3, down_told=True)))

    assert [events(plan) for plan in (second, third, fourth)] == [[], ["source.down"], []]
    assert third.state.down_told
    told = json.loads(third.messages[0].body)["data"]["source"]
    assert told == {
        "name": "kura",
        "url": SOURCE.url,
        "state": "timeout",
        "reason": "no answer",
        "since": "2026-03-02T11:51:00Z",
        "errors": 3,
    }


def test_a_source_that_was_reported_down_is_reported_back():
    plan = planned(quiet(fetched=document(), state=failing(7, down_told=True)))

    assert events(plan) == ["source.recovered"]
    assert not plan.state.down_told


def test_n45_a_source_that_is_gone_is_paused_and_told_once():
    gone = Gone(url=SOURCE.url, since=NOW)

    first = planned(quiet(fetched=gone))
    again = planned(quiet(fetched=gone, state=first.state))

    assert (events(first), events(again)) == (["source.down"], [])
    assert first.state.gone_since == NOW
    assert first.state.due_at - NOW == dt.timedelta(days=7)


def test_trouble_is_told_only_to_those_who_ask_for_it_of_this_source():
    other = replace(TROUBLE, sources=("aras",))
    failure = FetchError("no")

    plan = planned(quiet(failure=failure, state=failing(2)), RULE, other)

    assert plan.messages == ()


def test_a_streak_that_is_told_twice_by_two_processes_has_one_id():
    visit = quiet(failure=FetchError("no"), state=failing(2))

    ids = {plan.messages[0].id for plan in (planned(visit), planned(visit))}

    assert len(ids) == 1


def test_a_fixed_interval_holds_after_a_quiet_answer():
    often = Source(name="kura", url=SOURCE.url, every=minutes(2))

    plan = planned(quiet(fetched=document(), source=often))

    assert plan.state.due_at == NOW + minutes(2)
    assert plan.state.reason == "every 2 min, as configured"


@pytest.mark.parametrize(
    ("late_s", "wait_s"), [(0, 900), (3, 897), (90, 810), (91, 900), (-60, 900), (86_400, 900)]
)
def test_small_delays_do_not_add_up_and_great_ones_are_not_caught_up(late_s, wait_s):
    source = replace(SOURCE, every=minutes(15))
    due = NOW - dt.timedelta(seconds=late_s)

    plan = planned(quiet(source=source, state=state(due_at=due)))

    assert plan.state.due_at - NOW == dt.timedelta(seconds=wait_s)


def test_keeping_a_rhythm_never_asks_sooner_than_the_shortest_interval():
    source = replace(SOURCE, every=minutes(1))
    due = NOW - dt.timedelta(seconds=5)

    plan = planned(quiet(source=source, state=state(due_at=due)), limits=LIMITS)

    assert plan.state.due_at - NOW >= LIMITS.min_interval
