"""Judging stored items anew: nobody hears of it unless that is asked for, and then once."""

import datetime as dt
from dataclasses import replace

from monitor.plan.rejudge import draft_of, plan_rejudge
from monitor.records import Item, Source, Stale
from tests.plan.builders import NOW, desk

HOUR = dt.timedelta(hours=1)
KURA = Source(name="kura", url="https://kura.example/feed", country="GE")
ITEM = Item(
    id="a",
    source="kura",
    state="listed",
    first_seen=NOW - HOUR,
    last_seen=NOW - HOUR,
    title="Tbilisi opens a bridge",
    url="https://kura.example/a",
    summary="",
    content="",
    authors=(),
    published=None,
    language="en",
    tags=(),
    group="a",
    revision=2,
    baseline=False,
)


def planned(*items: Item, since: dt.datetime | None = None, told=None, sources=None):
    return plan_rejudge(
        Stale(stamp="s", below=7, items=items),
        {"kura": KURA} if sources is None else sources,
        desk(),
        told=told or {},
        now=NOW,
        alert_since=since,
    )


def test_a_stored_item_is_judged_by_its_words_and_its_revision():
    plan = planned(ITEM, replace(ITEM, id="b", title="Chess in Lisbon"))

    assert [(each.item_id, each.revision) for each in plan.judged] == [("a", 2), ("b", 2)]
    assert [each.matches[0].relevant for each in plan.judged] == [True, False]
    assert (plan.stamp, plan.below, plan.messages) == ("s", 7, ())


def test_only_what_was_first_seen_since_then_is_told_and_as_of_now():
    old = replace(ITEM, id="b", group="b", first_seen=NOW - 3 * HOUR)

    plan = planned(ITEM, old, since=NOW - 2 * HOUR)

    assert {message.item_id for message in plan.messages} == {"a"}
    assert {message.created_at for message in plan.messages} == {NOW}


def test_a_copy_and_a_channel_that_heard_are_left_out():
    copy = replace(ITEM, id="b", group="a")
    once = planned(ITEM, copy, since=NOW - 2 * HOUR)
    channels = tuple(message.channel for message in once.messages)

    assert {message.item_id for message in once.messages} == {"a"}
    assert planned(ITEM, since=NOW - 2 * HOUR, told={"a": channels}).messages == ()


def test_nobody_is_told_of_what_was_there_before_or_is_deleted_or_of_no_source():
    since = NOW - 2 * HOUR

    assert planned(replace(ITEM, baseline=True), since=since).messages == ()
    assert planned(replace(ITEM, state="deleted"), since=since).messages == ()
    assert planned(ITEM, since=since, sources={}).messages == ()


def test_a_stored_item_becomes_a_draft_with_its_words():
    draft = draft_of(ITEM)

    assert (draft.title, draft.url, draft.language) == (ITEM.title, ITEM.url, "en")
