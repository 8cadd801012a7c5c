import datetime as dt
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.plan import digest
from monitor.plan.digest import (
    Material,
    digest_view,
    due_slot,
    next_slot,
    plan_edition,
    slot_of,
)
from monitor.records import (
    ContentKeys,
    EditRow,
    Evidence,
    Item,
    ItemRow,
    Match,
    Moment,
    Revision,
    Schedule,
    SourceState,
)
from tests.plan.builders import NOW, minutes

KEYS = ContentKeys(title_key="", text_key="", copy_key="", fold_version=1)
MORNING = Schedule(name="morning", to=("desk",), at=dt.time(7, 30), timezone="Asia/Tbilisi")
SLOT = dt.datetime(2026, 3, 2, 3, 30, tzinfo=dt.UTC)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


def matched(*places: str, relevant: bool = True, borderline: bool = False) -> Match:
    word = Evidence(
        concept="c",
        place=places[0] if places else None,
        name="Tbilisi",
        field="title",
        start=0,
        end=7,
        weight=1.0,
        rule="name",
    )
    return Match(
        topic="south-caucasus",
        version="1",
        relevant=relevant,
        borderline=borderline,
        score=1.2,
        places=places,
        why=(word,),
    )


def reported(name: str, *matches: Match, group: str = "", ago: float = 60, **more) -> ItemRow:
    item = Item(
        id=name,
        source=more.get("source", "kura"),
        state="listed",
        first_seen=SLOT - minutes(ago),
        last_seen=SLOT,
        title=f"Title of {name}",
        url=f"https://kura.example/{name}",
        summary="",
        content="",
        authors=(),
        published=more.get("published", Moment(at=SLOT, precision="day", text="2 March")),
        language="en",
        tags=(),
        group=group or name,
        revision=1,
        baseline=more.get("baseline", False),
    )
    return ItemRow(item=item, matches=matches or (matched("GE"),), story=more.get("story", ""))


def edited(name: str, edit: str) -> EditRow:
    def revision(seq: int, title: str) -> Revision:
        return Revision(
            item_id=name,
            seq=seq,
            seen_at=SLOT,
            title=title,
            summary="",
            content="",
            keys=KEYS,
            edit=edit,
        )

    item = reported(name).item
    return EditRow(item=item, before=revision(1, "before"), after=revision(2, "after"))


def view_of(*items: ItemRow, edits=(), sources=(), **changes):
    material = Material(items=items, edits=tuple(edits), sources=tuple(sources))
    return digest_view(MORNING, material, slot=SLOT, since=SLOT - dt.timedelta(days=1))


# ------------------------------------------------------------------ slots
def test_a_slot_is_due_from_its_minute_on_and_once():
    before, after = SLOT - minutes(1), SLOT + minutes(1)
    yesterday = SLOT - dt.timedelta(days=1)

    assert due_slot(MORNING, after=yesterday, now=before) is None
    assert due_slot(MORNING, after=yesterday, now=after) == SLOT
    assert due_slot(MORNING, after=SLOT, now=after) is None


def test_a_digest_that_was_missed_for_days_comes_once_with_the_newest_slot():
    assert due_slot(MORNING, after=SLOT - dt.timedelta(days=9), now=SLOT + minutes(5)) == SLOT


def test_only_the_chosen_days_have_slots():
    fridays = Schedule(name="weekly", to=(), at=dt.time(7, 30), timezone="Asia/Tbilisi", days=(4,))

    slot = due_slot(fridays, after=utc(2026, 1, 1), now=NOW)

    assert slot is not None
    assert slot.weekday() == 4
    assert next_slot(fridays, NOW) - slot == dt.timedelta(days=7)


def test_a_schedule_without_days_has_no_slot():
    never = Schedule(name="never", to=(), at=dt.time(7, 30), timezone="UTC", days=())

    assert due_slot(never, after=utc(2026, 1, 1), now=NOW) is None


def test_p10_a_time_that_happens_twice_has_one_slot_and_one_that_is_skipped_has_one():
    berlin = Schedule(name="night", to=(), at=dt.time(2, 30), timezone="Europe/Berlin")

    assert slot_of(berlin, dt.date(2026, 10, 25)) == utc(2026, 10, 25, 0, 30)
    assert slot_of(berlin, dt.date(2026, 3, 29)) == utc(2026, 3, 29, 1, 30)


@given(
    st.integers(0, 1_000 * 1_440),
    st.sampled_from(["Asia/Tbilisi", "Europe/Berlin", "America/New_York", "Asia/Baku"]),
    st.times(),
)
def test_p10_every_local_day_has_exactly_one_slot(minute, zone, at):
    schedule = Schedule(name="d", to=(), at=at.replace(second=0, microsecond=0), timezone=zone)
    now = utc(2025, 1, 1) + minutes(minute)
    slots = []
    for _ in range(10):
        now = next_slot(schedule, now)
        slots.append(now)
        assert due_slot(schedule, after=now - minutes(1), now=now) == now

    days = [(b - a).total_seconds() / 3_600 for a, b in itertools.pairwise(slots)]
    assert all(22.9 <= hours <= 25.1 for hours in days)


# ------------------------------------------------------------------ the view
def test_stories_stand_under_their_place_and_those_of_two_places_under_regional():
    view = view_of(
        reported("a", matched("GE")), reported("b", matched("AM", "AZ")), reported("c", matched())
    )

    sections = {s["code"]: [e["item_id"] for e in s["entries"]] for s in view["sections"]}
    assert sections == {"REGION": ["b", "c"], "GE": ["a"]}


def test_copies_fold_into_one_story_with_its_carriers():
    view = view_of(
        reported("a", group="a", ago=60),
        reported("b", group="a", ago=40, source="aras"),
    )

    (section,) = view["sections"]
    (entry,) = section["entries"]
    assert entry["item_id"] == "a"
    assert entry["copies"] == 1
    assert entry["carriers"][0]["source"] == "aras"
    assert entry["carriers"][0]["minutes_after"] == 20


def test_reports_of_one_event_are_one_story_and_each_stands_for_itself():
    view = view_of(
        reported("a", ago=60, story="a"),
        reported("b", ago=30, story="a", source="aras"),
        reported("copy", ago=10, story="a", group="b", source="debed"),
        reported("c"),
    )

    entries = {each["item_id"]: each for each in view["sections"][0]["entries"]}
    assert (view["totals"]["stories"], view["totals"]["texts"]) == (2, 3)
    assert entries.keys() == {"a", "b", "c"}
    assert [each["source"] for each in entries["a"]["reports"]] == ["aras"]
    assert entries["a"]["reports"][0]["minutes_after"] == 30
    assert entries["b"]["reports"][0]["minutes_after"] == -30
    assert (entries["b"]["copies"], entries["c"]["reports"]) == (1, [])
    assert entries["a"]["story"] == entries["b"]["story"] == "a"


def test_who_states_the_earliest_time_is_said_apart_from_who_was_seen_first():
    def at(ago: float, precision="minute") -> Moment:
        return Moment(at=SLOT - minutes(ago), precision=precision, text="")

    view = view_of(
        reported("a", group="a", ago=60, published=at(61)),
        reported("b", group="a", ago=40, published=at(90), source="aras"),
        reported("d", group="a", ago=30, published=at(900, "day"), source="debed"),
        reported("e", group="a", ago=20, published=None, source="enguri"),
    )
    unstated = view_of(reported("a"))

    (entry,) = view["sections"][0]["entries"]
    assert entry["source"] == "kura"
    assert entry["first_stated"] == {"source": "aras", "at": "2026-03-02T02:00:00Z"}
    assert unstated["sections"][0]["entries"][0]["first_stated"] is None


def test_what_came_with_the_baseline_and_what_is_not_relevant_is_counted_not_listed():
    view = view_of(
        reported("a", baseline=True),
        reported("b", matched(relevant=False, borderline=True)),
        reported("c", matched(relevant=False)),
    )

    assert view["empty"]
    assert view["held"] == {"copies": 0, "borderline": 1, "baseline": 1}
    assert view["totals"]["items"] == 2


def test_cosmetic_edits_are_not_told():
    view = view_of(reported("a"), edits=[edited("a", "number"), edited("b", "cosmetic")])

    assert [change["edit"] for change in view["changes"]] == ["number"]
    assert view["sections"][0]["entries"][0]["changed"] is True


def test_sources_that_fail_or_are_gone_need_somebody():
    failing = SourceState(name="aras", due_at=NOW, errors=4, error="no answer", failing_since=SLOT)
    gone = SourceState(name="berg", due_at=NOW, errors=1, gone_since=SLOT)
    odd = SourceState(name="celo", due_at=NOW, errors=3)
    well = SourceState(name="kura", due_at=NOW)

    view = view_of(sources=[failing, gone, odd, well])

    assert [need["source"] for need in view["needs_you"]] == ["aras", "berg", "celo"]
    assert view["totals"]["sources_read"] == 1


def test_a_flood_is_cut_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(digest, "ENTRY_LIMIT", 2)

    view = view_of(*(reported(f"i{n}", ago=n) for n in range(5)))

    assert view["left_out"] == 3
    assert len(view["sections"][0]["entries"]) == 2


def test_places_are_counted_and_unknown_ones_left_alone():
    view = view_of(reported("a", matched("GE", "TR")), reported("b", matched("GE")))

    counts = {place["code"]: place["count"] for place in view["places"]}
    assert counts["GE"] == 2
    assert "TR" not in counts


# ------------------------------------------------------------------ the edition
def edition_of(schedule: Schedule, *items: ItemRow, **more):
    material = Material(items=items, edits=(), sources=())
    return plan_edition(
        schedule,
        material,
        slot=SLOT,
        since=SLOT - dt.timedelta(days=1),
        now=NOW,
        recipients={"desk": ("a@kura.example", "b@kura.example")},
        **more,
    )


def test_an_edition_owes_one_message_to_each_channel_under_an_id_of_its_slot():
    edition, (message,) = edition_of(MORNING, reported("a"))
    _, (again,) = edition_of(
        MORNING,
        reported("a"),
    )

    assert message.id == again.id
    assert message.recipients == ("a@kura.example", "b@kura.example")
    assert json.loads(edition.body)["data"]["digest"]["name"] == "morning"


@pytest.mark.parametrize(("send_empty", "count"), [(True, 1), (False, 0)])
def test_an_empty_edition_is_sent_unless_switched_off(send_empty, count):
    schedule = Schedule(
        name="m",
        to=("desk",),
        at=dt.time(7, 30),
        timezone="UTC",
        send_empty=send_empty,
    )

    _, messages = edition_of(schedule)

    assert len(messages) == count
