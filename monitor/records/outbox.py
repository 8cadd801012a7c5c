"""What is owed to people, and what becomes of it."""

import datetime as dt
from dataclasses import dataclass

from monitor.records.words import DeliveryState, EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something owed to one channel: a row before it is a request."""

    id: str  # the same on every attempt; derived from what it tells, never from a counter
    type: EventType
    channel: str
    created_at: dt.datetime
    body: str  # the JSON text that a webhook carries, byte for byte; other channels render it
    item_id: str | None = None
    group: str | None = None
    source: str | None = None
    alerts: tuple[str, ...] = ()  # names of the rules (or the digest) that asked for it
    recipients: tuple[str, ...] = ("",)  # one delivery for each; "" where the channel is one place


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one recipient, with what became of it so far."""

    message: Message
    recipient: str
    state: DeliveryState
    tries: int
    next_try_at: dt.datetime
    last_try_at: dt.datetime | None = None
    answer: str = ""  # what the receiver said last, without secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The receiver took the message."""

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """The receiver did not take it now."""

    answer: str
    outage: bool  # nobody answered, or the whole receiver is busy: not this message's fault
    retry_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The receiver will never take this message."""

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The receiver asked never to be called again (HTTP 410)."""

    answer: str


Receipt = Accepted | Deferred | Rejected | Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What to write about one attempt."""

    message_id: str
    recipient: str
    state: DeliveryState
    tried_at: dt.datetime
    next_try_at: dt.datetime
    answer: str
    channel: str
    channel_not_before: dt.datetime | None = None  # set: the whole channel waits until then
    channel_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One digest of one slot; unique by (digest, slot)."""

    digest: str
    slot: dt.datetime  # the scheduled instant, UTC
    since: dt.datetime
    body: str  # the view as JSON; rendered at delivery
    created_at: dt.datetime
