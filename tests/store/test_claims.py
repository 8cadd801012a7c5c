"""Who may poll what, and for how long."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.records import CadenceState, Child, Habit, ListMemory, Mark, SourceState
from monitor.store import Store
from monitor.store.codec import STATE_COLUMNS, from_ms, state_of, state_values, to_ms
from tests.store.making import DAY, HOUR, LEASE, MINUTE, NOW, new, plan, probe, source, url_alias


def names(claim) -> list[str]:
    return [state.name for state in claim.states]


def test_a_new_source_is_due_at_once_and_only_one_claim_gets_it(store: Store):
    first = store.claim_due(limit=10, lease=LEASE, now=NOW)
    second = store.claim_due(limit=10, lease=LEASE, now=NOW)

    assert sorted(names(first)) == ["desk", "paper"]
    assert first.until == NOW + LEASE
    assert second.states == ()


def test_a_claim_takes_no_more_than_asked_and_the_longest_overdue_first(store: Store):
    store.apply([plan("desk", at=NOW - 2 * HOUR), plan("paper", at=NOW - 3 * HOUR)], None, now=NOW)

    assert names(store.claim_due(limit=1, lease=LEASE, now=NOW)) == ["paper"]


def test_a_claim_of_one_shard_leaves_the_others(store: Store):
    shards = {row.state.name: row.shard for row in store.sources()}
    assert shards["desk"] != shards["paper"]

    claim = store.claim_due(limit=10, lease=LEASE, now=NOW, shard=shards["paper"])

    assert names(claim) == ["paper"]


def test_a_lapsed_claim_is_given_out_again_under_a_higher_token(store: Store):
    first = store.claim_due(limit=10, lease=LEASE, now=NOW)

    second = store.claim_due(limit=10, lease=LEASE, now=NOW + LEASE)

    assert sorted(names(second)) == ["desk", "paper"]
    assert second.token > first.token


def test_what_a_later_claim_took_over_is_left_out_whole(store: Store):
    slow = store.claim_due(limit=10, lease=LEASE, now=NOW)
    fast = store.claim_now(["desk"], lease=LEASE, now=NOW + LEASE)
    late = plan("desk", new=(new("late"),)), plan("paper", new=(new("fine", source="paper"),))

    left_out = store.apply(late, slow, now=NOW + LEASE)

    assert left_out == ("desk",)
    assert [row.item.id for row in store.items()] == ["fine"]
    assert store.apply([plan("desk", new=(new("late"),))], fast, now=NOW + LEASE) == ()


def test_a_poll_of_a_source_that_was_never_enrolled_is_left_out(store: Store):
    assert store.apply([plan("stranger")], None, now=NOW) == ("stranger",)
    assert store.source_state("stranger") is None


def test_applying_gives_the_source_back_until_it_is_due_again(store: Store):
    claim = store.claim_due(limit=10, lease=LEASE, now=NOW)
    store.apply([plan("desk"), plan("paper")], claim, now=NOW)

    assert store.claim_due(limit=10, lease=LEASE, now=NOW + MINUTE).states == ()
    assert len(store.claim_due(limit=10, lease=LEASE, now=NOW + HOUR).states) == 2


def test_renewing_keeps_only_what_was_not_taken_over(store: Store):
    claim = store.claim_due(limit=10, lease=LEASE, now=NOW)
    store.claim_now(["paper"], lease=LEASE, now=NOW + LEASE)

    renewed = store.renew(claim, lease=LEASE, now=NOW + LEASE)

    assert names(renewed) == ["desk"]
    assert renewed.until == NOW + 2 * LEASE
    assert store.claim_due(limit=10, lease=LEASE, now=NOW + LEASE).states == ()


def test_a_released_claim_is_as_due_as_before(store: Store):
    store.release(store.claim_due(limit=10, lease=LEASE, now=NOW))

    assert len(store.claim_due(limit=10, lease=LEASE, now=NOW).states) == 2


def test_a_forced_claim_ignores_what_is_due_but_not_a_site_that_asked_to_wait(store: Store):
    waiting = SourceState(name="desk", due_at=NOW + DAY, not_before=NOW + HOUR)
    store.apply([plan("desk", state=waiting), plan("paper")], None, now=NOW)

    assert names(store.claim_now(None, lease=LEASE, now=NOW)) == ["paper"]
    assert names(store.claim_now(["desk"], lease=LEASE, now=NOW)) == []
    assert names(store.claim_now(["desk"], lease=LEASE, now=NOW + HOUR)) == ["desk"]


def test_a_source_that_is_gone_is_asked_only_by_name(store: Store):
    gone = SourceState(name="desk", due_at=NOW + DAY, gone_since=NOW)
    store.apply([plan("desk", state=gone)], None, now=NOW)

    assert names(store.claim_now(None, lease=LEASE, now=NOW)) == ["paper"]
    assert names(store.claim_now(["desk"], lease=LEASE, now=NOW)) == ["desk"]


def test_the_next_due_instant_knows_of_claims(store: Store):
    assert store.next_due(NOW) == NOW
    claim = store.claim_due(limit=10, lease=LEASE, now=NOW)
    assert store.next_due(NOW) == NOW + LEASE

    store.apply([plan("desk"), plan("paper", at=NOW + MINUTE)], claim, now=NOW)
    assert store.next_due(NOW) == NOW + HOUR

    store.enrol([], now=NOW)
    assert store.next_due(NOW) is None


# ------------------------------------------------------------------ enrolment
def test_a_source_that_is_no_longer_configured_keeps_everything_and_is_not_polled(store: Store):
    store.apply([plan("paper", new=(new("kept", source="paper"),))], None, now=NOW)

    store.enrol([source("desk")], now=NOW)

    assert names(store.claim_now(None, lease=LEASE, now=NOW)) == ["desk"]
    assert [row.item.id for row in store.items()] == ["kept"]
    assert [row.state.name for row in store.sources(enrolled=False)] == ["paper"]

    store.enrol([source("desk"), source("paper")], now=NOW)
    assert len(store.sources(enrolled=True)) == 2


def test_another_address_keeps_items_and_forgets_what_the_old_one_answered(store: Store):
    old = SourceState(
        name="desk",
        due_at=NOW + DAY,
        etag='"1"',
        last_modified="x",
        body_hash="h",
        baselined_at=NOW,
    )
    store.apply([plan("desk", state=replace(old, kind="feed"), new=(new(),))], None, now=NOW)
    under_way = store.claim_now(["desk"], lease=LEASE, now=NOW)

    store.enrol([source("desk", url="https://desk.example/atom"), source("paper")], now=NOW + HOUR)

    state = store.source_state("desk")
    assert state == SourceState(name="desk", due_at=NOW + HOUR, baselined_at=NOW, reason=old.reason)
    assert store.known(probe(url_alias("https://desk.example/item1"))).items
    assert store.apply([plan("desk", state=old)], under_way, now=NOW + HOUR) == ("desk",)


def test_enrolling_the_same_sources_again_changes_nothing(store: Store):
    store.apply([plan("desk")], None, now=NOW)
    before = store.sources()

    store.enrol([source("desk"), source("paper")], now=NOW + DAY)

    assert store.sources() == before


def test_ten_thousand_sources_are_claimed_in_bulk(store: Store):
    store.enrol([source(f"s{n}") for n in range(10_000)], now=NOW)

    claim = store.claim_now([f"s{n}" for n in range(10_000)], lease=LEASE, now=NOW)

    assert len(claim.states) == 10_000
    assert len(store.renew(claim, lease=LEASE, now=NOW).states) == 10_000


# ------------------------------------------------------------------ state
FULL = SourceState(
    name="desk",
    due_at=NOW,
    kind="feed",
    baselined_at=NOW - DAY,
    etag='W/"a,b"',
    last_modified="Fri, 09 Jan 2026 07:00:00 GMT",
    body_hash="00ff",
    full_at=NOW - HOUR,
    not_before=NOW + MINUTE,
    errors=3,
    error="no answer",
    error_kind="timeout",
    failing_since=NOW - HOUR,
    down_told=True,
    polled_at=NOW - MINUTE,
    succeeded_at=NOW - 2 * HOUR,
    last_new_at=NOW - DAY,
    moved_to="https://desk.example/new",
    gone_since=NOW - MINUTE,
    guid_trusted=False,
    rewritten_at=NOW - 3 * HOUR,
    cadence=CadenceState(items=2.5, exposure_s=7200.5, at=NOW),
    reason="learned",
    memory=ListMemory(wrapper="exact link ul > li > a", titles=("0a1b2c3d",), size=20, dated=0.5),
    habit=Habit(
        entries=20,
        overlaps=4,
        language="hy",
        longest_lull=HOUR,
        silent_told_at=NOW - DAY,
        gap_told_at=NOW - HOUR,
        marks=(Mark(kind="shrunk", words="list went from 20 to 2", since=NOW),),
    ),
    children=(Child(url="https://desk.example/1.xml", lastmod="2026-01-09", since=NOW),),
)


def test_a_state_comes_back_as_it_went(store: Store):
    store.apply([plan("desk", state=FULL)], None, now=NOW)

    assert store.source_state("desk") == FULL


def test_every_field_of_a_state_has_its_column():
    values = state_values(FULL)

    assert len(values) == len(STATE_COLUMNS)
    assert None not in values
    assert state_of("desk", values) == FULL
    blank = SourceState(name="desk", due_at=NOW)
    untouched = [
        name
        for name in SourceState.__dataclass_fields__
        if name not in ("name", "due_at") and getattr(FULL, name) == getattr(blank, name)
    ]
    assert untouched == []


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_an_instant_comes_back_to_the_millisecond(at: dt.datetime):
    assert dt.timedelta() <= at - from_ms(to_ms(at)) < dt.timedelta(milliseconds=1)


def test_a_time_outside_the_calendar_is_read_as_its_edge():
    assert from_ms(10**18) == dt.datetime.max.replace(tzinfo=dt.UTC)
    assert from_ms(-(10**18)) == dt.datetime.min.replace(tzinfo=dt.UTC)
