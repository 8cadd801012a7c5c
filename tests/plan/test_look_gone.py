"""What is believed of an item's page that is gone, nearly empty, or comes back."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor import identify
from monitor.errors import FetchError
from monitor.plan import LookVisit, plan_look
from monitor.records import Doubt, Draft, Gone, Looked, LookPlan, NotModified, Refused
from tests.plan.builders import NOW, SOURCE
from tests.plan.test_look import (
    DESK,
    FETCHED,
    HOUR,
    ITEM,
    OTHER,
    STATE,
    TEXT,
    TITLE,
    URL,
    answered,
    known,
    looked,
)

NOT_FOUND = Refused(url=URL, at=NOW, kind="not-found", reason="answered 404", status=404)
GONE = Gone(url=URL, since=NOW)
LONG = "\n\n".join(f"{TEXT} This was paragraph number {n} of the report." for n in range(3))
LITTLE = "City engineers replaced the deck of the Metekhi footbridge."


def doubted(kind: str, ago: dt.timedelta):
    return replace(STATE, doubt=Doubt(kind=kind, since=NOW - ago))


# ------------------------------------------------------------------ gone
@pytest.mark.parametrize("answer", [NOT_FOUND, GONE])
def test_a_page_that_is_missing_for_the_first_time_is_asked_once_more(answer):
    plan = answered(answer)

    assert plan.state.doubt == Doubt(kind="missing", since=NOW)
    assert (plan.state.outcome, plan.state.due_at) == ("missing", NOW + HOUR)
    assert (plan.change, plan.messages) == (None, ())


def test_a_second_look_too_soon_concludes_nothing():
    plan = answered(NOT_FOUND, state=doubted("missing", dt.timedelta(minutes=20)))

    assert (plan.state.outcome, plan.change) == ("missing", None)
    assert plan.state.due_at == NOW + dt.timedelta(minutes=40)


def test_a_page_that_is_still_missing_at_the_second_look_was_withdrawn():
    matched = DESK.topics[0].judge(Draft(title=TITLE))

    plan = answered(GONE, state=doubted("missing", HOUR), of=known(matches=(matched,)))

    assert plan.change is not None
    assert (plan.change.item.state, plan.change.revision.edit) == ("withdrawn", "withdrawn")
    assert plan.change.revision.content == TEXT
    assert [each.type for each in plan.messages] == ["item.withdrawn"]
    assert (plan.state.outcome, plan.state.doubt, plan.state.etag) == ("withdrawn", None, None)


def test_an_address_that_leads_to_the_front_page_is_missing():
    home = replace(FETCHED, url="https://kura.example/en/")

    assert answered(home).state.detail == "its address leads to the front page"


def test_a_withdrawn_article_that_stands_there_again_is_listed_again():
    item = replace(ITEM, state="withdrawn")

    plan = looked(of=replace(known(), item=item))

    assert (plan.state.outcome, plan.item_state) == ("unchanged", "listed")


# ------------------------------------------------------------------ nothing to see
def test_a_failure_concludes_nothing_and_is_tried_at_the_next_age():
    failure = FetchError("the host is silent", kind="timeout")
    plan = plan_look(LookVisit(source=SOURCE, state=STATE, failure=failure), known(), DESK, now=NOW)

    assert (plan.state.outcome, plan.state.detail) == ("failed", "the host is silent")
    assert (plan.state.failures, plan.state.due_at) == (1, STATE.since + 2 * HOUR)
    assert plan.change is None


@pytest.mark.parametrize(
    "answer", [NotModified(url=URL, fetched_at=NOW), replace(FETCHED, etag='"e"')]
)
def test_a_page_that_is_byte_for_byte_the_same_is_unchanged(answer):
    plan = answered(answer, state=replace(STATE, failures=2))

    assert (plan.state.outcome, plan.state.failures, plan.state.read_at) == ("unchanged", 0, NOW)
    assert plan.change is None


def test_the_validators_of_an_answer_without_a_body_are_kept():
    state = replace(STATE, etag='"old"')

    assert answered(NotModified(url=URL, fetched_at=NOW), state=state).state.etag == '"old"'
    assert answered(replace(FETCHED, etag='"e"'), state=state).state.etag == '"e"'


def test_the_first_text_of_an_answer_without_a_body_gives_no_name():
    draft = Draft(url=URL, title=TITLE, content=TEXT)
    visit = LookVisit(
        source=SOURCE, state=STATE, fetched=NotModified(url=URL, fetched_at=NOW), page=draft
    )

    plan = plan_look(visit, known(text=""), DESK, now=NOW)

    assert plan.first is not None
    assert plan.aliases == ()


# ------------------------------------------------------------------ nearly empty
def shrunk(state=STATE, *, title: str = TITLE, text: str = LITTLE) -> LookPlan:
    return looked(title, text, of=known(text=LONG), state=state)


def test_a_text_that_shrank_to_a_line_is_held_until_the_next_look():
    plan = shrunk()

    assert plan.state.outcome == "held"
    assert plan.state.doubt == Doubt(kind="shrunk", since=NOW)
    assert plan.state.due_at == NOW + dt.timedelta(minutes=5)
    assert plan.change is None


def test_a_text_in_doubt_is_held_from_the_first_doubt_on():
    since = NOW - dt.timedelta(minutes=2)

    plan = shrunk(doubted("shrunk", dt.timedelta(minutes=2)))

    assert (plan.state.doubt, plan.change) == (Doubt(kind="shrunk", since=since), None)


def test_a_doubt_of_another_kind_begins_anew():
    assert shrunk(doubted("missing", HOUR)).state.doubt == Doubt(kind="shrunk", since=NOW)


def test_a_text_that_is_still_a_line_at_the_second_look_was_taken_out():
    plan = shrunk(doubted("shrunk", HOUR))

    assert plan.change is not None
    assert plan.change.revision.edit == "removed"
    assert plan.state.doubt is None


def test_a_line_about_something_else_in_the_place_of_an_article_concludes_nothing():
    plan = shrunk(title="Subscribe now", text="Readers like you pay for our work.")

    assert (plan.state.outcome, plan.change) == ("failed", None)
    assert "shows something else" in plan.state.detail


# ------------------------------------------------------------------ to and fro, and on and on
def test_a_page_that_is_known_to_go_to_and_fro_is_seen_again_and_told_to_nobody():
    keys = identify.content_keys(TITLE, "", OTHER)
    seen = ((keys.title_key, keys.text_key),)

    plan = looked(text=OTHER, of=known(past=seen, unstable=True))

    assert (plan.state.outcome, plan.messages) == ("changed", ())
    assert plan.change is not None
    assert (plan.change.back, plan.change.unstable) == (True, True)


def test_a_page_that_changes_all_the_time_is_told_once_an_hour():
    item = replace(ITEM, revision=9)
    text = TEXT.replace("4 million", "6 million")

    def told(ago: dt.timedelta) -> int:
        of: Looked = replace(known(), item=item, revised_told_at=NOW - ago)
        return len(looked(text=text, of=of).messages)

    assert (told(HOUR / 2), told(2 * HOUR)) == (0, 1)
