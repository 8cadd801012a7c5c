"""What a document that was read becomes: items, revisions, messages."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from monitor import identify
from monitor.plan import plan_poll
from monitor.records import (
    AliasKey,
    CopyHit,
    Draft,
    Known,
    KnownItem,
    Moment,
    NotModified,
    PollPlan,
    Reading,
    Rule,
)
from tests.plan.builders import NOW, RULE, SOURCE, Words, desk, minutes, state, visit_of

TEXT = "The road over the pass was closed this morning after heavy snow, the roads department said"
OTHER = "A delegation of farmers came to the capital to talk about prices of hazelnuts this year"


def draft(n: int = 1, title: str = "Tbilisi reopens the road over the pass", **more) -> Draft:
    return Draft(guid=f"g{n}", url=f"https://kura.example/n/{n}", title=title, summary=TEXT, **more)


def planned(*drafts: Draft, known: Known | None = None, rules=(RULE,), **changes) -> PollPlan:
    visit = visit_of(*drafts, **changes)
    return plan_poll(visit, known or Known(), desk(*rules), now=NOW)


def known_after(plan: PollPlan, **changes) -> Known:
    """What a store would say of the first item of `plan` when its document is read again."""
    new = plan.new[0]
    item = KnownItem(
        id=new.item.id,
        source=new.item.source,
        state="listed",
        title=new.item.title,
        summary=new.item.summary,
        content=new.item.content,
        url=new.item.url,
        first_seen=new.item.first_seen,
        last_seen=new.item.last_seen,
        published=new.item.published,
        keys=new.revision.keys,
        revision=1,
        past=((new.revision.keys.title_key, new.revision.keys.text_key),),
        group=new.item.group,
    )
    item = replace(item, **changes)
    told = {message.channel for message in plan.messages}
    return Known(
        aliases=dict.fromkeys(new.aliases, item.id),
        items={item.id: item},
        listed=(item.id,),
        told={new.item.group: tuple(told)},
    )


def test_a_new_relevant_item_is_kept_and_owed_to_its_channel():
    plan = planned(draft(published=Moment(at=NOW, precision="minute", text="noon")))

    (new,) = plan.new
    (message,) = plan.messages
    assert new.item.title == "Tbilisi reopens the road over the pass"
    assert (message.type, message.channel, message.item_id) == ("item.new", "desk", new.item.id)
    body = json.loads(message.body)
    assert body["data"]["item"]["url"] == "https://kura.example/n/1"
    assert body["data"]["match"]["places"] == ["GE"]
    assert body["data"]["alerts"] == ["region"]


def test_an_item_that_no_topic_wants_is_kept_and_not_told():
    plan = planned(draft(title="Football in another country altogether"))

    assert len(plan.new) == 1
    assert plan.messages == ()


def test_the_first_document_of_a_source_is_a_baseline_and_tells_nothing():
    plan = planned(draft(), state=state(baselined_at=None))

    assert plan.new[0].item.baseline
    assert plan.messages == ()
    assert plan.state.baselined_at == NOW


def test_the_same_document_again_brings_nothing():
    first = planned(draft())

    again = planned(draft(), known=known_after(first))

    assert (again.new, again.changes, again.messages) == ((), (), ())
    assert [seen.item_id for seen in again.seen] == [first.new[0].item.id]


def test_the_id_of_an_item_and_of_its_message_do_not_depend_on_the_moment():
    early = planned(draft())
    late = plan_poll(visit_of(draft()), Known(), desk(RULE), now=NOW + dt.timedelta(days=9))

    assert early.new[0].item.id == late.new[0].item.id
    assert early.messages[0].id == late.messages[0].id


def test_an_item_that_left_the_list_is_marked_and_not_told():
    first = planned(draft())

    plan = planned(
        draft(
            2,
            OTHER,
        ),
        known=known_after(first),
    )

    assert plan.unlisted == (first.new[0].item.id,)
    assert all(message.type == "item.new" for message in plan.messages)


# ------------------------------------------------------------------ copies
def copy_known(plan: PollPlan, *, told: tuple[str, ...]) -> Known:
    new = plan.new[0]
    hit = CopyHit(
        item_id=new.item.id,
        source="kura",
        group=new.item.group,
        first_seen=NOW,
        published=None,
    )
    return Known(copies={new.revision.keys.copy_key: (hit,)}, told={new.item.group: told})


def test_a_copy_on_another_site_joins_the_group_and_is_not_told_again():
    first = planned(draft())
    other = replace(SOURCE, name="aras", url="https://aras.example/feed")
    copied = replace(draft(), url="https://aras.example/x", guid="x")

    plan = planned(copied, source=other, known=copy_known(first, told=("desk",)))

    assert plan.new[0].item.group == first.new[0].item.id
    assert plan.messages == ()


def test_a_copy_is_told_where_its_first_carrier_was_not():
    first = planned(draft())
    other = replace(SOURCE, name="aras", url="https://aras.example/feed")
    copied = replace(draft(), url="https://aras.example/x", guid="x")
    both = replace(RULE, to=("desk", "mail"))

    plan = planned(copied, source=other, known=copy_known(first, told=("desk",)), rules=(both,))

    assert [message.channel for message in plan.messages] == ["mail"]


# ------------------------------------------------------------------ edits
def edited(first: PollPlan, changed: Draft, **known) -> PollPlan:
    return planned(changed, known=known_after(first, **known))


def test_a_rewritten_headline_is_a_revision_and_tells_what_stood_before():
    first = planned(draft())

    plan = edited(first, draft(title="Tbilisi opens its snowed-in mountain road to lorries"))

    (message,) = plan.messages
    (change,) = plan.changes
    assert message.type == "item.revised"
    assert change.item.revision == change.revision.seq == 2
    told = json.loads(message.body)["data"]["change"]
    assert told["before"]["title"] == "Tbilisi reopens the road over the pass"
    assert told["edit"] == change.revision.edit == "headline"


def test_an_item_that_becomes_relevant_by_an_edit_is_told_as_new():
    first = planned(draft(title="Road over the high pass reopens"))

    plan = edited(first, draft(title="Tbilisi: road over the high pass reopens"))

    assert [message.type for message in plan.messages] == ["item.new"]


def test_an_edited_item_of_the_baseline_is_revised_never_new():
    first = planned(draft(), state=state(baselined_at=None))

    plan = edited(first, draft(title="Tbilisi opens its mountain road to lorries"), baseline=True)

    assert [message.type for message in plan.messages] == ["item.revised"]


def test_an_edit_is_told_only_where_revisions_are_wanted():
    first = planned(draft())
    changed = draft(title="Tbilisi opens its mountain road to lorries")
    quiet = replace(RULE, events=("item.new",))

    plan = planned(changed, known=known_after(first), rules=(quiet,))

    assert len(plan.changes) == 1
    assert plan.messages == ()


@pytest.mark.parametrize(
    ("title", "revisions", "told"),
    [
        ("Tbilisi opens its mountain road to lorries", None, 1),
        ("Tbilisi opens its mountain road to lorries", "number", 0),
        ("Tbilisi opens its mountain road to lorries", "headline", 1),
        ("Tbilisi opens its high road at 9, 3 hurt", "number", 1),
        ("Tbilisi opens its high road at 9, 3 hurt", "correction", 0),
        ("Correction: Tbilisi opens its high road", "correction", 1),
    ],
)
def test_a_rule_hears_of_edits_from_its_class_on(title, revisions, told):
    first = planned(draft(title="Tbilisi opens its high road"))
    rule = replace(RULE, revisions=revisions)

    plan = planned(draft(title=title), known=known_after(first), rules=(rule,))

    assert [message.type for message in plan.messages] == ["item.revised"] * told


def test_an_edit_is_told_with_its_class_its_words_and_what_changed():
    first = planned(draft(title="Tbilisi: 2 hurt on the high road"))

    plan = edited(first, draft(title="Tbilisi: 4 hurt on the high road"))

    change = json.loads(plan.messages[0].body)["data"]["change"]
    assert change["edit"] == "number"
    assert 0 < change["score"] < 0.5
    assert change["words"] == [{"in": "title", "before": "2", "after": "4"}]
    assert change["diff"] == {"title": "Tbilisi: [-2-] {+4+} hurt on the high road"}


def test_the_sentences_of_a_text_that_changed_travel_with_it():
    text = "It was open at noon. {} people came by. It closed at night."
    first = planned(draft(title="Tbilisi road", content=text.format("Two hundred")))

    plan = edited(first, draft(title="Tbilisi road", content=text.format("Nine hundred")))

    change = json.loads(plan.messages[0].body)["data"]["change"]
    assert change["before"]["text"] == "Two hundred people came by."
    assert change["after"]["text"] == "Nine hundred people came by."


def test_case_43_a_live_blog_is_told_once_an_hour():
    first = planned(draft())
    changed = draft(title="Tbilisi opens its mountain road to lorries")

    soon = edited(first, changed, revision=9, revised_told_at=NOW - minutes(5))
    later = edited(first, changed, revision=9, revised_told_at=NOW - minutes(61))
    calm = edited(first, changed, revision=2, revised_told_at=NOW - minutes(5))

    assert [len(plan.messages) for plan in (soon, later, calm)] == [0, 1, 1]
    assert len(soon.changes) == 1


# ------------------------------------------------------------------ rules
@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"places": ("AM",)}, 0),
        ({"places": ("GE", "AM")}, 1),
        ({"languages": ("ka",)}, 0),
        ({"languages": ("en",)}, 1),
        ({"sources": ("aras",)}, 0),
        ({"sources": ("kura",)}, 1),
        ({"tags": ("sport",)}, 0),
        ({"tags": ("wire",)}, 1),
        ({"topics": ("lithium",)}, 0),
    ],
)
def test_a_rule_hears_only_of_what_it_covers(wish, told):
    tagged = replace(SOURCE, tags=("wire",), language="en")

    plan = planned(draft(), source=tagged, rules=(replace(RULE, **wish),))

    assert len(plan.messages) == told


def test_two_rules_to_one_channel_make_one_message_that_names_both():
    second = replace(RULE, name="georgia", places=("GE",))

    (message,) = planned(draft(), rules=(RULE, second)).messages

    assert message.alerts == ("region", "georgia")


def test_the_language_of_the_source_goes_before_that_of_the_document():
    reading = Reading(kind="feed", drafts=(draft(),), language="ru")

    stated = planned(draft(), reading=reading)
    configured = planned(draft(), reading=reading, source=replace(SOURCE, language="ka"))

    assert stated.new[0].item.language == "ru"
    assert configured.new[0].item.language == "ka"


def test_mail_addresses_become_the_recipients_of_one_message():
    wishes = desk(RULE, recipients={"desk": ("a@kura.example", "b@kura.example")})

    plan = plan_poll(visit_of(draft()), Known(), wishes, now=NOW)

    assert plan.messages[0].recipients == ("a@kura.example", "b@kura.example")


# ------------------------------------------------------------------ the feed-rewrite guard
def takeover(**changes) -> PollPlan:
    """Twenty unknown texts at once from a source that never brought any."""
    drafts = [
        Draft(guid=f"x{n}", url=f"https://casino.example/{n}", title=f"{OTHER} part {n} Tbilisi")
        for n in range(20)
    ]
    guard = Rule(name="g", topics=("caucasus",), events=("item.new", "source.changed"), to=("d",))
    first = planned(draft())
    return planned(*drafts, known=known_after(first), rules=(guard,), **changes)


def test_case_06_a_feed_that_is_all_new_is_held_and_told_once_as_a_source():
    plan = takeover()

    assert len(plan.new) == 20
    assert [message.type for message in plan.messages] == ["source.changed"]
    assert plan.state.rewritten_at == NOW
    assert all(new.item.baseline for new in plan.new)


def test_case_06_the_notice_is_not_repeated():
    plan = takeover(state=state(rewritten_at=NOW - minutes(5)))

    assert plan.messages == ()
    assert plan.state.rewritten_at == NOW - minutes(5)


def test_the_guard_opens_with_the_next_ordinary_document():
    plan = planned(draft(), state=state(rewritten_at=NOW - minutes(5)))

    assert plan.state.rewritten_at is None
    assert len(plan.messages) == 1


# ------------------------------------------------------------------ records
def test_a_poll_leaves_a_line_of_history():
    record = planned(draft(), body_bytes=500, entries=1, elapsed_ms=40).poll

    assert (record.outcome, record.entries, record.new) == ("read", 1, 1)
    assert (record.body_bytes, record.elapsed_ms) == (500, 40)


def test_the_dates_of_the_first_document_teach_the_rate():
    dated = [
        draft(
            n,
            f"{OTHER} {n}",
            published=Moment(at=NOW - minutes(30 * n), precision="minute", text=""),
        )
        for n in range(1, 20)
    ]

    plan = planned(*dated, state=state(baselined_at=None))

    assert plan.state.cadence.items == 19
    assert plan.state.due_at < NOW + minutes(25)


def test_a_promise_of_freshness_is_taken_from_quiet_answers_too():
    answer = NotModified(url=SOURCE.url, fetched_at=NOW, max_age=minutes(14))
    busy = replace(state().cadence, items=5_000.0, exposure_s=86_400.0, at=NOW)
    visit = visit_of(reading=None, candidates=(), fetched=answer, state=state(cadence=busy))

    plan = plan_poll(visit, Known(), desk(), now=NOW)

    assert plan.state.due_at >= NOW + minutes(12)


def test_an_alias_scope_is_the_site_for_addresses():
    (candidate,) = identify.candidates(SOURCE, (draft(),), now=NOW)

    assert candidate.aliases[0] == AliasKey("site:kura.example", "url", candidate.aliases[0].value)


def test_the_more_entries_a_document_has_the_less_of_each_is_judged(monkeypatch):
    read: list[int] = []

    class Counting(Words):
        def judge(self, draft: Draft, *, country: str | None = None):
            read.append(len(draft.summary or ""))
            return super().judge(draft, country=country)

    drafts = [replace(draft(n, f"{OTHER} {n}"), summary="word " * 4_000) for n in range(500)]
    wishes = replace(desk(), topics=(Counting(),))
    plan = plan_poll(visit_of(*drafts), Known(), wishes, now=NOW)

    assert set(read) == {2_000}
    assert len(plan.new[0].item.summary) > 10_000
