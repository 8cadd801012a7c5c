"""What a source and the page of one article tell of each other."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor import identify
from monitor.plan import plan_poll
from monitor.records import Draft, Known, LookPolicy, Moment, PollPlan, Reading
from tests.plan.builders import NOW, desk, document, state, visit_of
from tests.plan.test_poll import TEXT, draft, known_after, planned

HOUR = dt.timedelta(hours=1)
DESK = replace(desk(), looks=LookPolicy(ages=(2 * HOUR, 9 * HOUR), confirm_after=HOUR))
ARTICLE = "https://kura.example/n/1"


def asked(*drafts: Draft, **changes) -> list[str]:
    """The pages that a poll wants looked at."""
    plan = plan_poll(visit_of(*drafts, **changes), Known(), DESK, now=NOW)
    return [wish.url for wish in plan.looks]


# ------------------------------------------------------------------ what is looked at
def test_the_page_of_an_article_that_a_topic_wants_is_looked_at():
    assert asked(draft()) == [ARTICLE]
    assert asked(draft(title="maybe a road over the pass")) == [ARTICLE]


def test_what_no_topic_wants_or_has_no_address_is_not_looked_at():
    assert asked(draft(title="A choir festival in the hills")) == []
    assert asked(replace(draft(), url=None)) == []


@pytest.mark.parametrize("name", ["report.pdf", "photo.JPG", "voices.m4a"])
def test_a_file_is_no_page(name):
    assert asked(replace(draft(), url=f"https://kura.example/{name}?v=2")) == []


def test_a_watched_page_is_its_own_look():
    page = Reading(kind="page", drafts=(draft(),))

    assert asked(draft(), reading=page) == []


def test_nobody_looks_where_looking_is_off():
    plan = plan_poll(visit_of(draft()), known_after(planned(draft(9))), desk(), now=NOW)

    assert plan.looks == ()


@pytest.mark.parametrize(
    ("published", "is_asked"),
    [
        (None, False),
        (Moment(at=NOW - 3 * HOUR, precision="minute", text="today"), True),
        (Moment(at=NOW - 30 * HOUR, precision="minute", text="yesterday"), False),  # ages are over
        (Moment(at=NOW - 90 * HOUR, precision="minute", text="last week"), False),
        (Moment(at=NOW + 9 * HOUR, precision="minute", text="tomorrow"), False),
        (Moment(at=NOW - 3 * HOUR, precision="month", text="March 2026"), False),
    ],
)
def test_of_a_first_document_only_what_is_fresh_is_looked_at(published, is_asked):
    first = state(baselined_at=None)

    assert bool(asked(replace(draft(), published=published), state=first)) is is_asked


def test_what_stood_there_at_first_waits_for_its_next_age_and_news_does_not():
    fresh = replace(draft(), published=Moment(at=NOW - 3 * HOUR, precision="minute", text="today"))

    def due(**changes) -> list[dt.datetime]:
        plan = plan_poll(visit_of(fresh, **changes), Known(), DESK, now=NOW)
        return [wish.due_at for wish in plan.looks]

    assert due(state=state(baselined_at=None)) == [NOW + 6 * HOUR]
    assert due() == [NOW]


# ------------------------------------------------------------------ what a look told before
BODY = f"{TEXT}. Nine lorries waited at the pass, and two of them turned back to Tbilisi."


def edited(title: str, summary: str = TEXT, **seen) -> PollPlan:
    """The poll that brings another wording of an item whose page was looked at."""
    known = known_after(planned(draft()), page_text=BODY, **seen)
    return plan_poll(
        visit_of(
            draft(
                title=title,
            )
        ),
        known,
        DESK,
        now=NOW,
    )


def test_a_headline_that_a_look_found_before_is_not_told_again():
    title = "Road over the pass near Tbilisi reopens for lorries"
    key = identify.content_keys(title, TEXT, "").title_key

    again = edited(title, page_titles=frozenset({key}))
    fresh = edited(title)

    assert [each.type for each in again.messages] == []
    assert [each.type for each in fresh.messages] == ["item.revised"]


@pytest.mark.parametrize("title", ["9 lorries turn back at Tbilisi", "No road to Tbilisi is open"])
def test_a_headline_of_any_class_that_a_look_found_before_is_an_echo(title):
    key = identify.content_keys(title, TEXT, "").title_key

    again, fresh = edited(title, page_titles=frozenset({key})), edited(title)

    assert again.messages == ()
    assert [each.revision.edit for each in again.changes] == ["enrichment"]
    assert [each.type for each in fresh.messages] == ["item.revised"]


def test_a_number_that_stood_on_the_page_is_not_told_again():
    line = "At noon {} lorries waited at the pass near Tbilisi"
    first = replace(draft(), summary=line.format(12))
    known = known_after(planned(first), page_text="At two 90 lorries waited at the pass")

    def told(count: str) -> list[str]:
        now = replace(first, summary=line.format(count))
        plan = plan_poll(visit_of(now), known, DESK, now=NOW)
        assert [each.revision.edit for each in plan.changes] == ["number"]
        return [each.type for each in plan.messages]

    assert told("90") == []
    assert told("70") == ["item.revised"]


def test_an_edit_is_judged_with_the_fuller_text_of_the_page():
    class Reads:
        topic, version = "caucasus", "1"

        def __init__(self):
            self.read = []

        def judge(self, draft, *, country=None):
            self.read.append(draft.content)
            return desk().topics[0].judge(draft)

    topic = Reads()
    known = known_after(planned(draft()), page_text=BODY)
    visit = visit_of(draft(title="Tbilisi closes the road over the pass again"))

    plan_poll(visit, known, replace(DESK, topics=(topic,)), now=NOW)

    assert topic.read == [BODY]


# ------------------------------------------------------------------ a watched page
def test_a_watched_page_that_was_emptied_is_marked_and_read_whole_at_the_next_poll():
    page = Draft(guid="p", url=ARTICLE, title="The pass", content="\n\n".join([BODY] * 3))
    before = identify.candidates(visit_of().source, [page], now=NOW, is_page=True)
    first = plan_poll(
        visit_of(page, reading=Reading(kind="page", drafts=(page,)), candidates=before),
        known_after(planned(draft(9))), DESK, now=NOW,
    )  # fmt: skip
    known = known_after(first)
    known = replace(known, listed=tuple(known.items))
    little = replace(page, content="The pass.")
    after = identify.candidates(visit_of().source, [little], now=NOW, is_page=True)
    visit = visit_of(
        little,
        reading=Reading(kind="page", drafts=(little,)),
        candidates=after,
        fetched=document(etag='"e"'),
    )

    plan = plan_poll(visit, known, DESK, now=NOW)

    assert "emptied" in {mark.kind for mark in plan.state.habit.marks}
    assert (plan.state.etag, plan.state.body_hash) == (None, None)
    assert plan.changes == ()
