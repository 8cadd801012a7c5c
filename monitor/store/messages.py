"""Messages as rows: what is owed, made once under its id."""

import sqlite3
from collections.abc import Sequence
from typing import Any, cast

from monitor.records import EventType, Message
from monitor.store.codec import dump, from_ms, strings, to_ms

MESSAGE_COLUMNS = (
    "m.id, m.type, m.channel, m.created_ms, m.body, m.item_id, m.copy_group, m.source, m.alerts"
)
_ADD_MESSAGE = (
    "INSERT OR IGNORE INTO message "
    "(id, type, channel, created_ms, item_id, copy_group, source, alerts, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_DELIVERY = (
    "INSERT OR IGNORE INTO delivery (message, recipient, channel, next_try_ms) "
    "SELECT number, ?, channel, created_ms FROM message WHERE id = ?"
)


def keep_messages(conn: sqlite3.Connection, messages: Sequence[Message]) -> tuple[str, ...]:
    """Owe `messages`; one whose id is there stays as it is, with the deliveries it has.

    Returns:
        The ids that are new.
    """
    fresh = []
    for each in messages:
        alerts = dump(each.alerts)
        done = conn.execute(
            _ADD_MESSAGE,
            (
                *(each.id, each.type, each.channel, to_ms(each.created_at), each.item_id),
                *(each.group, each.source, alerts, each.body),
            ),
        )
        if done.rowcount:
            fresh.append(each.id)
            conn.executemany(_ADD_DELIVERY, [(to, each.id) for to in each.recipients])
    return tuple(fresh)


def message_of(values: Sequence[Any], recipients: tuple[str, ...]) -> Message:
    """A message from :data:`MESSAGE_COLUMNS`."""
    return Message(
        id=values[0],
        type=cast("EventType", values[1]),
        channel=values[2],
        created_at=from_ms(values[3]),
        body=values[4],
        item_id=values[5],
        group=values[6],
        source=values[7],
        alerts=strings(values[8]),
        recipients=recipients,
    )
