"""What is owed goes out, and what went out is not owed."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.records import Delivery
from monitor.store import Owed, Store
from tests.store.making import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    edition,
    message,
    new,
    plan,
    settlement,
)


def claimed(store: Store, at: dt.datetime = NOW, **options) -> list[str]:
    options = {"limit": 100, "lease": LEASE, "now": at, **options}
    return [each.message.id for each in store.claim_deliveries("hook", **options)]


def test_what_a_poll_owes_can_be_claimed_once_until_its_lease_ends(store: Store):
    told = message()
    store.apply([plan(new=(new(),), messages=(told,))], None, now=NOW)

    assert store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW) == (
        Delivery(message=told, recipient="", state="waiting", tries=0, next_try_at=NOW),
    )
    assert claimed(store) == []
    assert claimed(store, NOW + LEASE) == ["msg1"]


def test_each_recipient_has_a_delivery_of_its_own(store: Store):
    both = message(recipients=("a@desk.example", "b@desk.example"))
    store.enqueue([both])
    store.settle([settlement(recipient="a@desk.example")])

    owed = store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW)

    assert [each.recipient for each in owed] == ["b@desk.example"]
    assert store.message("msg1") == both


def test_the_oldest_message_goes_first_however_often_it_was_tried(store: Store):
    store.enqueue([message("old"), message("new")])
    store.settle([settlement("old", state="waiting", next_try_at=NOW + MINUTE)])

    assert claimed(store) == ["new"]
    store.release_deliveries(store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW + LEASE))
    assert claimed(store, NOW + LEASE, limit=1) == ["old"]


def test_a_message_is_owed_once_whatever_is_enqueued_again(store: Store):
    assert store.enqueue([message(), message(), message("msg2")]) == ("msg1", "msg2")
    store.settle([settlement()])

    assert store.enqueue([message(body="{}")]) == ()
    assert claimed(store) == ["msg2"]
    assert store.message("msg1") == message()


def test_an_attempt_is_written_down(store: Store):
    store.enqueue([message()])
    store.settle(
        [settlement(state="waiting", next_try_at=NOW + HOUR, answer="503 Service Unavailable")]
    )

    assert store.deliveries() == (
        Delivery(
            message=message(),
            recipient="",
            state="waiting",
            tries=1,
            next_try_at=NOW + HOUR,
            last_try_at=NOW,
            answer="503 Service Unavailable",
        ),
    )
    assert claimed(store) == []
    assert claimed(store, NOW + HOUR) == ["msg1"]


def test_what_was_delivered_stays_delivered_when_a_slower_attempt_fails(store: Store):
    store.enqueue([message()])

    store.settle([settlement(), settlement(state="dead", answer="gone")])

    assert [(each.state, each.tries, each.answer) for each in store.deliveries()] == [
        ("delivered", 1, "200 OK")
    ]


def test_a_delivery_given_back_is_due_at_once_and_costs_no_attempt(store: Store):
    store.enqueue([message()])
    store.release_deliveries(store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW))

    (again,) = store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW)

    assert again.tries == 0


# ------------------------------------------------------------------ channels
def test_an_outage_makes_the_whole_channel_wait_and_no_other(store: Store):
    store.enqueue([message("m1"), message("m2"), message("m3", channel="mail")])
    wait = settlement("m1", state="waiting", next_try_at=NOW, channel_not_before=NOW + MINUTE)
    store.settle([wait])

    assert claimed(store) == []
    assert len(store.claim_deliveries("mail", limit=9, lease=LEASE, now=NOW)) == 1
    assert [(each.failures, each.not_before) for each in store.channels()] == [(1, NOW + MINUTE)]
    assert store.next_delivery_at(NOW) == NOW + MINUTE
    assert claimed(store, NOW + MINUTE) == ["m1", "m2"]

    store.settle([settlement("m1")])
    assert [each.failures for each in store.channels()] == [0]


def test_force_does_not_wait_out_an_outage_but_does_what_the_receiver_asked(store: Store):
    store.enqueue([message("m1"), message("m2")])
    later = NOW + HOUR
    store.settle([settlement("m1", state="waiting", next_try_at=later, channel_not_before=later)])
    assert claimed(store, force=True) == ["m2", "m1"]

    store.settle([], asked={"hook": NOW + 2 * HOUR})

    assert claimed(store, NOW + HOUR, force=True) == []
    assert claimed(store, NOW + 2 * HOUR, force=True) == ["m1", "m2"]
    (channel,) = store.channels()
    assert (channel.not_before, channel.asked_until) == (NOW + 2 * HOUR, NOW + 2 * HOUR)


def test_d11_a_closed_channel_gives_nothing_until_it_is_opened_again(store: Store):
    store.enqueue([message()])
    store.settle([settlement(state="waiting", answer="410 Gone", channel_closed=True)])

    assert claimed(store, NOW + DAY, force=True) == []
    assert store.channels()[0].closed
    assert store.next_delivery_at(NOW) is None

    store.reopen_channel("hook")
    assert store.channels() == ()
    assert claimed(store) == ["msg1"]


# ------------------------------------------------------------------ by hand
@pytest.mark.parametrize("state", ["waiting", "dead"])
def test_a_channels_stuck_messages_can_be_tried_at_once(store: Store, state):
    store.enqueue([message("stuck"), message("told")])
    store.settle([settlement("stuck", state=state, next_try_at=NOW + DAY), settlement("told")])

    assert store.retry(now=NOW, channel="hook") == 1

    (again,) = store.claim_deliveries("hook", limit=9, lease=LEASE, now=NOW)
    assert (again.message.id, again.tries) == ("stuck", 0)


def test_d18_a_delivered_message_can_be_sent_again_under_its_own_id(store: Store):
    store.enqueue([message()])
    store.settle([settlement()])

    assert store.retry(now=NOW, message_ids=["msg1", "unknown"]) == 1
    assert claimed(store) == ["msg1"]


# ------------------------------------------------------------------ looking
def test_what_is_owed_is_counted_by_channel_and_state(store: Store):
    store.enqueue(
        [
            message("m1", created_at=NOW - DAY),
            message("m2"),
            message("m3"),
            message("m4", channel="mail"),
        ]
    )
    store.settle(
        [settlement("m2", state="waiting", next_try_at=NOW + DAY), settlement("m3", state="dead")]
    )

    assert store.owed(NOW) == (
        Owed(channel="hook", state="dead", count=1, due=0, oldest_at=NOW),
        Owed(channel="hook", state="waiting", count=2, due=1, oldest_at=NOW - DAY),
        Owed(channel="mail", state="waiting", count=1, due=1, oldest_at=NOW),
    )


def test_the_next_delivery_knows_of_leases_and_next_attempts(store: Store):
    assert store.next_delivery_at(NOW) is None
    store.enqueue([message()])
    assert store.next_delivery_at(NOW) == NOW

    assert claimed(store) == ["msg1"]
    assert store.next_delivery_at(NOW) == NOW + LEASE

    store.settle([settlement(state="waiting", next_try_at=NOW + HOUR)])
    assert store.next_delivery_at(NOW) == NOW + HOUR


def test_deliveries_are_listed_newest_first_by_state_and_channel(store: Store):
    store.enqueue([message("m1"), message("m2"), message("m3", channel="mail")])
    store.settle([settlement("m2", state="dead")])

    def listed(**which) -> list[str]:
        return [each.message.id for each in store.deliveries(**which)]

    assert listed() == ["m3", "m2", "m1"]
    assert listed(state="dead") == ["m2"]
    assert listed(channel="hook", limit=1) == ["m2"]
    assert store.message("unknown") is None


# ------------------------------------------------------------------ editions
def test_a_slot_has_one_edition_and_its_messages_are_owed_once(store: Store):
    digest = message("digest1", type="digest", item_id=None, group=None, source=None)

    assert store.keep_edition(edition(), [digest])
    assert not store.keep_edition(edition(body="other"), [replace(digest, id="digest2")])

    assert store.last_edition("morning") == edition()
    assert claimed(store) == ["digest1"]


def test_editions_of_a_digest_are_listed_latest_slot_first(store: Store):
    for slot in (NOW, NOW + DAY, NOW - DAY):
        store.keep_edition(edition(slot), [])
    store.keep_edition(edition(NOW + 2 * DAY, digest="evening"), [])

    assert [each.slot for each in store.editions("morning")] == [NOW + DAY, NOW, NOW - DAY]
    assert len(store.editions("morning", limit=2)) == 2
    assert store.last_edition("noon") is None
