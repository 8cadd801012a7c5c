"""P09: a clock that is wrong for a while brings no storm and no silence."""
# ruff: noqa: N802 (tests that show a row of the table of faults carry its id)

import datetime as dt
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.records import SourceState
from monitor.store import Store, open_store
from tests.store.making import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    edition,
    message,
    new,
    opened,
    plan,
    settlement,
)

YEAR = 365 * DAY


def lived(store: Store, at: dt.datetime) -> None:
    """A poll, a failed delivery, a waiting channel, a digest and a sign of life, all at `at`."""
    state = SourceState(name="desk", due_at=at + 15 * MINUTE, polled_at=at, not_before=at + MINUTE)
    store.apply([plan("desk", at=at, state=state, new=(new(),))], None, now=at)
    store.enqueue([message(created_at=at), message("msg2", created_at=at - MINUTE)])
    wait = settlement(state="waiting", tried_at=at, next_try_at=at + 5 * MINUTE)
    store.settle([replace(wait, channel_not_before=at + MINUTE)], asked={"hook": at + MINUTE})
    store.keep_edition(edition(at), [])
    store.beat(at)


@pytest.mark.parametrize("back", [HOUR, YEAR])
def test_P09_what_was_to_come_keeps_its_distance_from_the_present(store: Store, back):
    lived(store, NOW + back)

    store.beat(NOW)

    state = store.source_state("desk")
    assert state is not None
    assert (state.due_at, state.not_before) == (NOW + 15 * MINUTE, NOW + MINUTE)
    waits = {each.message.id: each.next_try_at for each in store.deliveries()}
    assert waits == {"msg1": NOW + 5 * MINUTE, "msg2": NOW}
    assert [(each.not_before, each.asked_until) for each in store.channels()] == [
        (NOW + MINUTE, NOW + MINUTE)
    ]


def test_P09_digests_go_on_after_a_year_that_did_not_come(store: Store):
    lived(store, NOW + YEAR)

    store.beat(NOW)

    assert store.last_edition("morning") is None
    assert [row.item.id for row in store.digest_items(NOW, NOW + DAY)] == ["item1"]


def test_P09_an_edition_of_this_day_stands_when_the_clock_goes_back_an_hour(store: Store):
    lived(store, NOW + HOUR)

    store.beat(NOW)

    assert store.last_edition("morning") == edition(NOW + HOUR)


def test_P09_a_source_that_was_nearly_due_is_due_within_the_hour(store: Store):
    lived(store, NOW + YEAR)
    nearly = SourceState(name="paper", due_at=NOW + YEAR - MINUTE)
    store.apply([plan("paper", state=nearly)], None, now=NOW + YEAR)

    store.beat(NOW)

    assert store.next_due(NOW) == NOW


def test_a_correction_by_seconds_moves_nothing(store: Store):
    lived(store, NOW + MINUTE)
    before = store.source_state("desk")

    store.beat(NOW)

    assert store.source_state("desk") == before


def test_P09_the_next_writer_notices_a_clock_that_was_set_back_while_nobody_was_at_work(
    tmp_path: Path,
):
    with closing(opened(tmp_path / "monitor.db")) as store:
        state = SourceState(name="desk", due_at=NOW + YEAR + HOUR, polled_at=NOW + YEAR)
        store.apply([plan("desk", at=NOW + YEAR, state=state)], None, now=NOW + YEAR)

    with closing(open_store(str(tmp_path / "monitor.db"), write=True, now=NOW)) as store:
        assert store.next_due(NOW) == NOW + HOUR
        assert len(store.claim_due(limit=1, lease=LEASE, now=NOW + HOUR).states) == 1
