"""What becomes of a delivery after an attempt.

Source: Standard Webhooks specification, "Operational considerations": retries with growing delays
and jitter over about three days, 2xx alone is success, 410 disables the endpoint.
"""

import datetime as dt
import hashlib
from dataclasses import replace

from monitor.records import (
    Accepted,
    Closed,
    Deferred,
    Delivery,
    Receipt,
    Rejected,
    RetryPolicy,
    Settlement,
)

JITTER = 0.1  # of a delay, added: a receiver that comes back is not met by everybody at once
LONGEST_WAIT = dt.timedelta(hours=24)  # whatever a receiver asks for
ANSWER_LIMIT = 300  # characters of the receiver's words that are kept


def settle(
    delivery: Delivery, receipt: Receipt, policy: RetryPolicy, *, now: dt.datetime
) -> Settlement:
    """Decide the delivery's next state from what the receiver said.

    A delivery is given up when the receiver refused it for good, or when it is older than
    ``policy.give_up_after`` *and* every delay was tried: a clock that jumps a year ahead buries
    nothing. An outage makes the whole channel wait, so that its other messages spend no attempts.
    """
    settled = Settlement(
        message_id=delivery.message.id,
        recipient=delivery.recipient,
        channel=delivery.message.channel,
        state="waiting",
        tried_at=now,
        next_try_at=now,
        answer=receipt.answer[:ANSWER_LIMIT],
    )
    match receipt:
        case Accepted():
            return replace(settled, state="delivered")
        case Rejected():
            return replace(settled, state="dead")
        case Closed():
            return replace(settled, channel_closed=True)
        case _:
            return _deferred(settled, delivery, receipt, policy)


def _deferred(
    settled: Settlement, delivery: Delivery, receipt: Deferred, policy: RetryPolicy
) -> Settlement:
    now = settled.tried_at
    is_old = now - delivery.message.created_at >= policy.give_up_after
    if is_old and delivery.tries >= len(policy.delays):
        return replace(settled, state="dead")
    at = now + _delay(delivery, policy)
    if receipt.retry_at is not None:
        at = max(at, min(receipt.retry_at, now + LONGEST_WAIT))
    waits = receipt.outage or receipt.retry_at is not None
    return replace(settled, next_try_at=at, channel_not_before=at if waits else None)


def _delay(delivery: Delivery, policy: RetryPolicy) -> dt.timedelta:
    step = policy.delays[min(delivery.tries, len(policy.delays) - 1)]
    return step * (1 + JITTER * _chance(delivery))


def _chance(delivery: Delivery) -> float:
    """A number in [0, 1) that is another one for each message and attempt."""
    seed = f"{delivery.message.id}\0{delivery.recipient}\0{delivery.tries}".encode()
    return int.from_bytes(hashlib.blake2b(seed, digest_size=4).digest()) / 2**32
