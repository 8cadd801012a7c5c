import datetime as dt

import pytest

from monitor.plan.retry import JITTER, settle
from monitor.records import (
    Accepted,
    Closed,
    Deferred,
    Delivery,
    Message,
    Rejected,
    RetryPolicy,
)
from tests.plan.builders import NOW, minutes

POLICY = RetryPolicy(
    delays=(dt.timedelta(seconds=5), minutes(1), minutes(30)), give_up_after=dt.timedelta(days=3)
)


def owed(*, tries: int = 0, age: dt.timedelta = dt.timedelta(minutes=1)) -> Delivery:
    message = Message(id="msg_1", type="item.new", channel="desk", created_at=NOW - age, body="{}")
    return Delivery(message=message, recipient="", state="waiting", tries=tries, next_try_at=NOW)


def refused(*, outage: bool = False, retry_at: dt.datetime | None = None) -> Deferred:
    return Deferred(answer="no", outage=outage, retry_at=retry_at)


def test_an_accepted_message_is_delivered():
    settled = settle(owed(), Accepted(answer="204"), POLICY, now=NOW)

    assert (settled.state, settled.answer) == ("delivered", "204")


def test_a_message_refused_for_good_becomes_a_dead_letter():
    assert settle(owed(), Rejected(answer="550"), POLICY, now=NOW).state == "dead"


def test_an_address_that_asks_never_to_be_called_again_closes_its_channel():
    settled = settle(owed(), Closed(answer="410"), POLICY, now=NOW)

    assert settled.channel_closed
    assert settled.state == "waiting"


@pytest.mark.parametrize(("tries", "delay"), [(0, 5), (1, 60), (2, 1_800), (9, 1_800)])
def test_each_try_waits_longer_until_the_last_delay_repeats(tries, delay):
    settled = settle(owed(tries=tries), refused(), POLICY, now=NOW)

    waited = (settled.next_try_at - NOW).total_seconds()
    assert delay <= waited <= delay * (1 + JITTER)


def test_messages_that_failed_together_come_back_apart():
    waits = {settle(owed(tries=n), refused(), POLICY, now=NOW).next_try_at for n in range(2, 9)}

    assert len(waits) == 7


def test_an_outage_makes_the_whole_channel_wait_and_a_refusal_does_not():
    out = settle(owed(), refused(outage=True), POLICY, now=NOW)
    no = settle(owed(), refused(), POLICY, now=NOW)

    assert out.channel_not_before == out.next_try_at
    assert no.channel_not_before is None


def test_a_receiver_that_asks_to_wait_is_obeyed_up_to_a_day():
    asked = settle(owed(), refused(retry_at=NOW + minutes(10)), POLICY, now=NOW)
    absurd = settle(owed(), refused(retry_at=NOW + dt.timedelta(days=900)), POLICY, now=NOW)

    assert asked.next_try_at == NOW + minutes(10)
    assert absurd.next_try_at == NOW + dt.timedelta(hours=24)


def test_a_message_is_given_up_when_it_is_old_and_every_delay_was_tried():
    old = owed(tries=3, age=dt.timedelta(days=3))

    assert settle(old, refused(), POLICY, now=NOW).state == "dead"


def test_a_clock_that_jumps_a_year_ahead_buries_nothing():
    settled = settle(owed(tries=1, age=dt.timedelta(days=365)), refused(), POLICY, now=NOW)

    assert settled.state == "waiting"


def test_a_long_answer_is_kept_short():
    settled = settle(owed(), Rejected(answer="x" * 10_000), POLICY, now=NOW)

    assert len(settled.answer) == 300
