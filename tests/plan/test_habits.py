"""What is odd about a source that is read all the same, and what of it is told."""

import datetime as dt
import json

import pytest

from monitor import identify
from monitor.plan import Visit, plan_poll
from monitor.records import (
    CadenceState,
    Draft,
    Habit,
    Known,
    KnownItem,
    Layout,
    Mark,
    Moment,
    NotModified,
    PollPlan,
    Reading,
    Rule,
    Source,
    SourceState,
)
from tests.plan.builders import NOW, desk, document, state, visit_of

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CARE = Rule(
    name="care", topics=(), events=("source.silent", "source.gap", "source.changed"), to=("desk",)
)
NEWS = Rule(name="news", topics=("caucasus",), events=("item.new", "item.revised"), to=("desk",))
BUSY = CadenceState(items=1_000, exposure_s=10 * 86_400, at=NOW - 6 * HOUR)  # a hundred a day
PAGE = Source(name="kura", url="https://kura.example/en/news", country="GE")
LISTED = tuple(f"old-{n}" for n in range(8))


def drafts(count: int = 8, *, words: str = "Tbilisi tells of matter", at=None) -> tuple[Draft, ...]:
    return tuple(
        Draft(url=f"https://kura.example/n/{n}", title=f"{words} {n}", published=at)
        for n in range(count)
    )


def moment(at: dt.datetime, precision="minute") -> Moment:
    return Moment(at=at, precision=precision, text=str(at))


def before(**changes: object) -> SourceState:
    """A busy source that has been watched for a month."""
    given: dict[str, object] = {
        "baselined_at": NOW - 30 * DAY,
        "succeeded_at": NOW - 6 * HOUR,
        "polled_at": NOW - 6 * HOUR,
        "last_new_at": NOW - 6 * HOUR,
        "cadence": BUSY,
        **changes,
    }
    return state(**given)


def read(
    ones: tuple[Draft, ...] = (),
    *,
    known: Known | None = None,
    url: str = "https://kura.example/en/news",
    layout: Layout | None = None,
    kind="listing",
    **changes: object,
) -> PollPlan:
    ones = ones or drafts()
    visit = Visit(
        source=PAGE,
        state=before(**changes),
        fetched=document(url=url),
        reading=Reading(kind=kind, drafts=ones, layout=layout),
        candidates=identify.candidates(PAGE, ones, now=NOW),
        entries=len(ones),
    )
    return plan_poll(visit, known or Known(), desk(CARE, NEWS), now=NOW)


def marks(plan: PollPlan) -> dict[str, str]:
    return {mark.kind: mark.words for mark in plan.state.habit.marks}


def told(plan: PollPlan) -> list[str]:
    return [message.type for message in plan.messages if message.type.startswith("source.")]


# ------------------------------------------------------------------ marks
def test_a_list_that_shrank_says_from_what_to_what_until_a_week_is_over():
    plan = read(drafts(2), habit=Habit(entries=20))
    assert marks(plan)["shrunk"] == "list went from 20 to 2"
    assert plan.state.habit.entries == 20
    assert told(plan) == []

    again = read(drafts(2), habit=plan.state.habit)
    assert again.state.habit.marks[0].since == NOW
    old = Habit(entries=20, marks=(Mark(kind="shrunk", words="", since=NOW - 8 * DAY),))
    accepted = read(drafts(2), habit=old)
    assert marks(accepted) == {}
    assert accepted.state.habit.entries == 2
    assert marks(read(drafts(5), habit=Habit(entries=20))) == {}
    assert "feed went" in marks(read(drafts(2), kind="feed", habit=Habit(entries=20)))["shrunk"]


def test_dates_that_are_all_one_minute_say_so():
    assert marks(read(drafts(at=moment(NOW))))["same-dates"] == "all dates equal: 2026-03-02 12:00"
    assert marks(read(drafts(at=moment(NOW, "day")))) == {}
    assert (
        marks(read((*drafts(at=moment(NOW)), Draft(title="Undated Tbilisi news of today")))) == {}
    )
    mixed = (*drafts(at=moment(NOW)), Draft(title="A day in Tbilisi", published=moment(NOW, "day")))
    assert marks(read(mixed)) == {}
    assert marks(read(drafts(4, at=moment(NOW)))) == {}


def test_headlines_in_another_script_say_so():
    first = read(drafts(words="Тбилиси сообщает о деле"))
    assert first.state.habit.language == "Cyrillic"
    flipped = read(drafts(), habit=first.state.habit)
    assert marks(flipped)["language"] == "language flipped: Latin letters, Cyrillic before"
    assert flipped.state.habit.language == "Cyrillic"
    assert marks(read(drafts(words="Թբիլիսին պատմում է"), habit=Habit(language="Armenian"))) == {}
    assert marks(read(drafts(3), habit=Habit(language="Georgian"))) == {}
    assert read(drafts(words="你好 世界 消息")).state.habit.language is None


@pytest.mark.parametrize(
    ("asked", "came", "is_odd"),
    [
        ("https://kura.example/en/news", "https://kura.example/", True),
        ("https://kura.example/en/news", "https://kura.example/en", False),
        ("https://kura.example/index.php", "https://kura.example/", False),
    ],
)
def test_a_redirect_to_the_home_page_says_so(asked, came, is_odd):
    source = Source(name="kura", url=asked)
    visit = visit_of(*drafts(), source=source, fetched=document(url=came), state=before())
    assert ("home-page" in marks(plan_poll(visit, Known(), desk(), now=NOW))) is is_odd


def test_what_was_read_from_nowhere_has_no_home_page():
    visit = visit_of(*drafts(), fetched=None, state=before())
    assert "home-page" not in marks(plan_poll(visit, Known(), desk(), now=NOW))


# ------------------------------------------------------------------ gap
def full(**changes: object) -> dict[str, object]:
    """A source whose documents overlapped until now, and whose last one is all gone."""
    return {"known": Known(listed=LISTED), "habit": Habit(overlaps=3), **changes}


def test_a_window_that_rolled_over_is_told_once_a_day():
    plan = read(**full())  # type: ignore[arg-type]
    assert told(plan) == ["source.gap"]
    assert json.loads(plan.messages[-1].body)["data"]["source"]["state"] == "gap"
    assert "may be missing" in marks(plan)["gap"]
    assert plan.state.habit.overlaps == 0
    told_before = Habit(overlaps=9, gap_told_at=NOW - 5 * HOUR, marks=plan.state.habit.marks)
    again = read(**full(habit=told_before))  # type: ignore[arg-type]
    assert told(again) == []
    assert "gap" in marks(again)
    late = Habit(marks=(Mark(kind="gap", words="", since=NOW - 2 * DAY),))
    assert "gap" not in marks(read(habit=late))


@pytest.mark.parametrize(
    "changes",
    [
        {"habit": Habit(overlaps=2)},
        {"known": Known(listed=LISTED[:4])},
        {"known": Known()},
        {"ones": drafts(4)},
        {"succeeded_at": None},
        {"kind": "page"},
        {"cadence": CadenceState(items=1, exposure_s=30 * 86_400, at=NOW)},  # rewritten?
        {"ones": drafts(at=moment(NOW - DAY))},  # older than the last look
        {"layout": Layout(before="a", after="b", reason="", items=8, known=9, refound=0,
                          is_doubtful=False)},
    ],
)  # fmt: skip
def test_a_gap_is_never_cried_where_something_else_explains_it(changes):
    assert "source.gap" not in told(read(**full(**changes)))  # type: ignore[arg-type]


def test_a_gap_needs_no_dates_but_dates_may_show_it():
    fresh = drafts(at=moment(NOW - HOUR))
    assert told(read(**full(ones=fresh))) == ["source.gap"]  # type: ignore[arg-type]


def test_documents_that_overlap_are_counted():
    ones = drafts()
    kept = identify.candidates(PAGE, ones, now=NOW)[0]
    item = KnownItem(
        id="old-0", source="kura", state="listed", title=kept.title, summary="",
        url=kept.draft.url, first_seen=NOW - DAY, last_seen=NOW - HOUR, published=None,
        keys=kept.keys, revision=1,
    )  # fmt: skip
    known = Known(
        listed=LISTED, aliases=dict.fromkeys(kept.aliases, "old-0"), items={"old-0": item}
    )
    plan = read(ones, known=known, habit=Habit(overlaps=3))
    assert plan.state.habit.overlaps == 4
    assert told(plan) == []


# ------------------------------------------------------------------ silence
def quiet(**changes: object) -> PollPlan:
    visit = Visit(
        source=PAGE, state=before(**changes), fetched=NotModified(url=PAGE.url, fetched_at=NOW)
    )
    return plan_poll(visit, Known(), desk(CARE), now=NOW)


def test_a_source_that_has_gone_silent_is_told_once_a_silence():
    last = NOW - 5 * DAY
    plan = quiet(last_new_at=last, habit=Habit(longest_lull=DAY))
    assert told(plan) == ["source.silent"]
    shown = json.loads(plan.messages[0].body)["data"]["source"]
    assert (shown["state"], shown["since"]) == ("silent", "2026-02-25T12:00:00Z")
    assert marks(plan)["silent"].startswith("nothing new for 5 d; it used to bring 9")

    again = quiet(last_new_at=last, habit=plan.state.habit)
    assert told(again) == []
    assert "silent" in marks(again)
    new = read(last_new_at=last, habit=plan.state.habit)
    assert marks(new) == {}
    assert new.state.habit.longest_lull == 5 * DAY


@pytest.mark.parametrize(
    "changes",
    [
        {"last_new_at": NOW - DAY},  # a day off
        {"last_new_at": None},
        {"last_new_at": NOW - 5 * DAY, "habit": Habit(longest_lull=3 * DAY)},  # it does so
        {"last_new_at": NOW - 5 * DAY, "baselined_at": NOW - 7 * DAY},  # hardly known
        {"last_new_at": NOW - 5 * DAY, "baselined_at": None},
        {"last_new_at": NOW - 3 * DAY, "baselined_at": NOW - 9 * DAY},  # a weekend
        {"last_new_at": NOW - 5 * DAY,
         "cadence": CadenceState(items=9, exposure_s=30 * 86_400, at=NOW)},  # a rare one
    ],
)  # fmt: skip
def test_a_silence_is_never_cried_where_the_rhythm_explains_it(changes):
    assert told(quiet(**changes)) == []


def test_a_document_without_anything_new_keeps_the_silence():
    ones = drafts()
    aliases = {
        alias: f"id-{n}"
        for n, each in enumerate(identify.candidates(PAGE, ones, now=NOW))
        for alias in each.aliases
    }
    items = {
        f"id-{n}": KnownItem(
            id=f"id-{n}", source="kura", state="listed", title=each.title, summary="",
            url=each.draft.url, first_seen=NOW - DAY, last_seen=NOW - HOUR, published=None,
            keys=each.keys, revision=1,
        )
        for n, each in enumerate(identify.candidates(PAGE, ones, now=NOW))
    }  # fmt: skip
    known = Known(listed=tuple(items), aliases=aliases, items=items)
    plan = read(ones, known=known, last_new_at=NOW - 5 * DAY)
    assert told(plan) == ["source.silent"]


# ------------------------------------------------------------------ layouts
def moved(*, is_doubtful: bool = False) -> Layout:
    return Layout(
        before="exact link ul > a", after="exact link ol > a", reason="nothing stands there",
        items=8, known=8, refound=0, is_doubtful=is_doubtful,
    )  # fmt: skip


def test_a_doubtful_layout_is_told_and_marked_for_a_week():
    plan = read(layout=moved(is_doubtful=True))
    assert told(plan) == ["source.changed"]
    assert json.loads(plan.messages[-1].body)["data"]["source"]["state"] == "layout?"
    assert plan.layout is not None
    assert "in doubt" in marks(plan)["layout"]
    assert "layout" in marks(read(habit=plan.state.habit))
    late = Habit(marks=(Mark(kind="layout", words="", since=NOW - 8 * DAY),))
    assert "layout" not in marks(read(habit=late))
    assert told(read(layout=moved())) == []


@pytest.mark.parametrize(
    ("stated", "is_told"),
    [
        (None, False),
        (moment(NOW - HOUR), True),
        (moment(NOW - DAY), False),
        (moment(NOW.replace(hour=0), "day"), True),
        (moment(NOW - 9 * DAY, "day"), False),
        (moment(NOW.replace(day=1, hour=0), "month"), False),
    ],
)
def test_what_a_new_layout_shows_for_the_first_time_is_told_by_its_own_date_alone(stated, is_told):
    known = Known(listed=LISTED[:2])
    plan = read(drafts(at=stated), layout=moved(), known=known)
    assert bool([m for m in plan.messages if m.type == "item.new"]) is is_told
    assert all(new.item.baseline is not is_told for new in plan.new)
    assert ("may be old: kept, not told" in plan.poll.detail) is not is_told


def test_without_a_last_success_the_place_alone_counts():
    plan = read(drafts(at=moment(NOW)), layout=moved(), succeeded_at=None)
    assert all(new.item.baseline for new in plan.new)
