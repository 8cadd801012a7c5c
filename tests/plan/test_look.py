"""What single looks at a page mean, decided without a store."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor import identify
from monitor.identify import pages
from monitor.plan import Desk, LookVisit, plan_look
from monitor.records import (
    Document,
    Draft,
    Gone,
    Item,
    Looked,
    LookPlan,
    LookPolicy,
    LookState,
    Moment,
    Refused,
    Rule,
)
from tests.plan.builders import LIMITS, NOW, SOURCE, Words

HOUR = dt.timedelta(hours=1)
URL = "https://kura.example/news/77"
TITLE = "Tbilisi reopens the Metekhi footbridge"
TEXT = (
    "City engineers replaced the deck and the railings of the Metekhi footbridge in Tbilisi.\n\n"
    "The works cost 4 million lari, and two workers were hurt when a scaffold fell down.\n\n"
    "From Monday on pedestrians may use the footbridge again from six until midnight."
)
OTHER = (
    "Fishermen of Setubal sold forty crates of sardines before the market closed on Tuesday.\n\n"
    "Prices fell by a fifth within an hour, said the harbour office of the southern town."
)
ITEM = Item(
    id="item", source="kura", state="listed", first_seen=NOW - HOUR, last_seen=NOW - HOUR,
    title=TITLE, url=URL, summary="", content=TEXT, authors=(), published=None, language="en",
    tags=(), group="item", revision=1, baseline=False,
)  # fmt: skip
RULE = Rule(
    name="edits",
    topics=("caucasus",),
    events=("item.new", "item.revised", "item.withdrawn"),
    to=("desk",),
)
DESK = Desk(
    topics=(Words(),),
    rules=(RULE,),
    limits=LIMITS,
    looks=LookPolicy(ages=(2 * HOUR, 24 * HOUR), confirm_after=HOUR),
)
STATE = LookState(
    item_id="item", source="kura", url=URL, since=NOW - HOUR, due_at=NOW, looks=1,
    read_at=NOW - HOUR, title_key=pages.title_key(TITLE),
)  # fmt: skip
FETCHED = Document(url=URL, status=200, body=b"", content_type=None, fetched_at=NOW, body_hash="b")


def known(text: str = TEXT, **changes) -> Looked:
    keys = identify.content_keys(TITLE, "", text)
    return Looked(**{"item": ITEM, "keys": keys, "matches": (), "page_text": text, **changes})


def looked(
    title: str = TITLE, text: str = TEXT, *, of: Looked | None = None, state=STATE, **page
) -> LookPlan:
    """A look that found a page."""
    draft = Draft(url=URL, title=title, content=text, **page)
    visit = LookVisit(source=SOURCE, state=state, fetched=FETCHED, page=draft)
    return plan_look(visit, of or known(), DESK, now=NOW)


def answered(answer, *, state=STATE, of: Looked | None = None) -> LookPlan:
    return plan_look(
        LookVisit(source=SOURCE, state=state, fetched=answer), of or known(), DESK, now=NOW
    )


def test_an_item_that_is_gone_is_looked_at_no_more():
    visit = LookVisit(source=SOURCE, state=STATE, fetched=FETCHED)

    for plan in (
        plan_look(visit, None, DESK, now=NOW),
        plan_look(visit, known(), replace(DESK, looks=None), now=NOW),
    ):
        assert plan == LookPlan(state=replace(STATE, due_at=None, detail="nobody looks any more"))


def test_what_robots_txt_forbids_is_never_asked_again():
    plan = answered(
        Refused(url=URL, at=NOW, kind="robots", reason="robots.txt forbids it", status=None)
    )

    assert (plan.state.due_at, plan.state.outcome) == (None, "refused")


def test_a_site_that_asks_to_wait_is_not_asked_before():
    later = NOW + 5 * HOUR

    plan = answered(
        Refused(url=URL, at=NOW, kind="blocked", reason="429", status=429, retry_at=later)
    )

    assert (plan.state.due_at, plan.host_not_before, plan.state.failures) == (later, later, 1)


def test_a_page_that_was_never_read_is_tried_a_few_times_after_its_ages_are_over():
    old = replace(STATE, since=NOW - 48 * HOUR, read_at=None)
    trouble = Refused(url=URL, at=NOW, kind="server", reason="503", status=503)
    waits = []
    for _ in range(4):
        old = answered(trouble, state=old).state
        waits.append(old.due_at and old.due_at - NOW)

    assert waits == [HOUR / 4, HOUR, 6 * HOUR, None]


def test_a_page_that_is_gone_before_it_was_read_is_withdrawn_by_nobody():
    plan = answered(Gone(url=URL, since=NOW), state=replace(STATE, read_at=None))

    assert (plan.state.outcome, plan.change, plan.messages) == ("missing", None, ())
    assert plan.state.detail == "its site says that it is gone (410)"


@pytest.mark.parametrize(
    ("title", "text", "page_text"),
    [
        ("404 Page not found", OTHER, TEXT),
        ("Sardines in plenty", OTHER, ""),
        (TITLE, "", ""),
        ("Sardines in plenty", "Sardines are cheap in Setubal.", TEXT),
        ("Sardines in plenty", "Sardines of Setubal are cheap " * 3, TEXT),
    ],
)
def test_an_answer_that_is_not_the_article_concludes_nothing(title, text, page_text):
    plan = looked(title, text, of=known(page_text))

    assert plan.state.outcome == "failed"
    assert (plan.change, plan.first, plan.messages) == (None, None, ())


@pytest.mark.parametrize(("baseline", "told"), [(False, 1), (True, 0)])
def test_the_first_text_of_an_old_item_tells_nobody(baseline, told):
    plan = looked(of=known("", item=replace(ITEM, content="", baseline=baseline)))

    assert plan.first is not None
    assert len(plan.messages) == told


@pytest.mark.parametrize(
    ("stated", "found", "kept"),
    [("day", "minute", "minute"), ("minute", "day", "minute"), (None, "day", "day"),
     ("day", None, "day")],
)  # fmt: skip
def test_the_more_exact_of_two_statements_of_one_day_is_kept(stated, found, kept):
    def moment(precision):
        return precision and Moment(at=NOW, precision=precision, text="2 March 2026")

    item = replace(ITEM, content="", published=moment(stated))

    plan = looked(of=known("", item=item), published=moment(found))

    assert plan.first is not None
    assert plan.first.item.published == moment(kept)


@pytest.mark.parametrize(("backs", "unstable"), [(0, False), (1, True)])
def test_a_state_that_the_page_had_before_is_a_sighting_and_not_told(backs, unstable):
    earlier = TEXT.replace("two workers", "nine workers")
    keys = identify.content_keys(TITLE, "", earlier)

    plan = looked(text=earlier, of=known(past=((keys.title_key, keys.text_key),), backs=backs))

    assert plan.change is not None
    assert (plan.change.back, plan.change.unstable) == (True, unstable)
    assert (plan.change.revision.seq, plan.change.revision.keys) == (ITEM.revision, keys)
    assert plan.messages == ()


def test_a_headline_that_the_page_had_before_is_a_sighting_of_it():
    title = "Metekhi footbridge in Tbilisi is open to all"
    keys = identify.content_keys(title, "", TEXT)
    of = known(past=((keys.title_key, keys.text_key),), titles=frozenset({pages.title_key(title)}))

    plan = looked(title, of=of)

    assert plan.change is not None
    assert (plan.change.back, plan.change.item.title) == (True, title)
    assert plan.messages == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("two workers", "nine workers", 1), ("From Monday on", "From now on all", 0)],
)
def test_of_a_page_that_goes_to_and_fro_only_what_is_grave_is_told(old, new, told):
    rule = replace(RULE, revisions="typo")
    of = known(unstable=True)
    visit = LookVisit(
        source=SOURCE,
        state=STATE,
        fetched=FETCHED,
        page=Draft(url=URL, title=TITLE, content=TEXT.replace(old, new)),
    )

    plan = plan_look(visit, of, replace(DESK, rules=(rule,)), now=NOW)

    assert plan.change is not None
    assert len(plan.messages) == told


def test_a_headline_that_its_source_gave_before_is_no_other_headline():
    title = "Metekhi footbridge in Tbilisi is open to all"

    plan = looked(title, of=known(titles=frozenset({pages.title_key(title)})))

    assert plan.change is not None
    assert (plan.change.item.title, plan.messages) == (TITLE, ())
