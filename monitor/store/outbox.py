"""The outbox: deliveries that are due, what became of them, and the channels' own state."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from monitor.records import Delivery, DeliveryState, Message, Settlement
from monitor.store.codec import from_ms, from_ms_or_none, to_ms
from monitor.store.messages import MESSAGE_COLUMNS, keep_messages, message_of
from monitor.store.rows import ChannelState, Owed
from monitor.store.session import Session

_COLUMNS = (
    f"{MESSAGE_COLUMNS}, d.recipient, d.state, d.tries, d.next_try_ms, d.last_try_ms, d.answer"
)
_JOIN = "FROM delivery d JOIN message m ON m.number = d.message"
_DUE = (
    "SELECT message, recipient FROM delivery INDEXED BY delivery_due WHERE state = 'waiting' "
    "AND channel = ? AND next_try_ms <= ? AND lease_ms <= ? "
    "ORDER BY next_try_ms > ?, message, recipient LIMIT ?"
)
_LEASE = "UPDATE delivery SET lease_ms = ? WHERE message = ? AND recipient = ?"
_ONE = f"SELECT {_COLUMNS} {_JOIN} WHERE d.message = ? AND d.recipient = ?"
# What was accepted stays accepted, whatever a slower attempt has to say.
_SETTLE = (
    "UPDATE delivery SET state = ?, tries = tries + 1, last_try_ms = ?, next_try_ms = ?, "
    "lease_ms = 0, answer = ? WHERE message = (SELECT number FROM message WHERE id = ?) "
    "AND recipient = ? AND state <> 'delivered'"
)
_CHANNEL = "INSERT OR IGNORE INTO channel (name) VALUES (?)"
_AGAIN = "UPDATE delivery SET state = 'waiting', tries = 0, next_try_ms = ?, lease_ms = 0 "
_OWED = (
    "SELECT g.channel, '{state}', g.count, g.due, m.created_ms FROM (SELECT channel, "
    "count(*) AS count, sum(next_try_ms <= ?) AS due, min(message) AS oldest FROM delivery "
    "WHERE state = '{state}' GROUP BY channel) g JOIN message m ON m.number = g.oldest"
)
_FOREVER_MS = to_ms(dt.datetime.max.replace(tzinfo=dt.UTC))


class Outbox(Session):
    """Messages on their way out."""

    def enqueue(self, messages: Sequence[Message]) -> tuple[str, ...]:
        """Owe messages that no poll made; the ids of those that were not owed before."""
        with self._writing("keep messages") as conn:
            return keep_messages(conn, messages)

    def claim_deliveries(
        self,
        channel: str,
        *,
        limit: int,
        lease: dt.timedelta,
        now: dt.datetime,
        force: bool = False,
    ) -> tuple[Delivery, ...]:
        """Take deliveries of one channel for the time of `lease`, the oldest message first.

        Args:
            channel: nothing is given while it is closed or waits.
            limit: how many at most.
            lease: after it, what was not settled is given out again.
            now: what is due is due by then.
            force: after what is due take also what waits for its next attempt, unless the
                receiver asked to wait.
        """
        now_ms = to_ms(now)
        with self._writing("claim deliveries") as conn:
            if not _is_open(conn, channel, now_ms, force=force):
                return ()
            due_ms = _FOREVER_MS if force else now_ms
            keys = conn.execute(_DUE, (channel, due_ms, now_ms, now_ms, limit)).fetchall()
            until_ms = to_ms(now + lease)
            conn.executemany(_LEASE, [(until_ms, *key) for key in keys])
            return tuple(_delivery(conn.execute(_ONE, key).fetchone()) for key in keys)

    def release_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Give back what was claimed and not tried, as due as it was; settled ones stay settled."""
        with self._writing("give deliveries back") as conn:
            conn.executemany(
                "UPDATE delivery SET lease_ms = 0 WHERE message = (SELECT number FROM message "
                "WHERE id = ?) AND recipient = ? AND state = 'waiting'",
                [(each.message.id, each.recipient) for each in deliveries],
            )

    def settle(
        self,
        settlements: Sequence[Settlement],
        *,
        asked: Mapping[str, dt.datetime] | None = None,
    ) -> None:
        """Write down what became of attempts, one after another, and free their deliveries.

        Args:
            settlements: each counts as one attempt.
            asked: channels whose receiver itself asked to wait, and until when.
        """
        with self._writing("settle deliveries") as conn:
            for each in settlements:
                _settle(conn, each)
            for name, until in (asked or {}).items():
                conn.execute(_CHANNEL, (name,))
                conn.execute(
                    "UPDATE channel SET asked_ms = max(asked_ms, ?), "
                    "not_before_ms = max(not_before_ms, ?) WHERE name = ?",
                    (to_ms(until), to_ms(until), name),
                )

    def retry(
        self,
        *,
        now: dt.datetime,
        message_ids: Collection[str] = (),
        channel: str | None = None,
    ) -> int:
        """Make deliveries due at once, as if never tried, under the ids that they have.

        Messages named by id go out again whatever became of them, unless their body is gone; of a
        whole channel those that wait or were given up do.

        Returns:
            How many deliveries are due now.
        """
        count = 0
        with self._writing("retry deliveries") as conn:
            for each in message_ids:
                where = "WHERE message = (SELECT number FROM message WHERE id = ? AND body <> '')"
                count += conn.execute(_AGAIN + where, (to_ms(now), each)).rowcount
            if channel is not None:
                where = "WHERE channel = ? AND state = ?"
                for state in ("waiting", "dead"):
                    count += conn.execute(_AGAIN + where, (to_ms(now), channel, state)).rowcount
        return count

    def reopen_channel(self, name: str) -> None:
        """Forget that a channel is closed or waits; its messages keep their own times."""
        with self._writing("reopen a channel") as conn:
            conn.execute("DELETE FROM channel WHERE name = ?", (name,))

    # -------------------------------------------------------------- looking
    def owed(self, now: dt.datetime) -> tuple[Owed, ...]:
        """What waits and what was given up, by channel and state."""
        now_ms = to_ms(now)
        with self._reading("count what is owed") as conn:
            rows = conn.execute(_OWED.format(state="waiting"), (now_ms,)).fetchall()
            rows += conn.execute(_OWED.format(state="dead"), (now_ms,)).fetchall()
        return tuple(
            Owed(
                channel=channel,
                state=state,
                count=count,
                due=due if state == "waiting" else 0,
                oldest_at=from_ms(oldest_ms),
            )
            for channel, state, count, due, oldest_ms in sorted(rows)
        )

    def next_delivery_at(self, now: dt.datetime) -> dt.datetime | None:
        """When the next delivery can be claimed; `now` or earlier: at once. None: nothing waits."""
        sql = (
            "SELECT d.channel, min(max(d.next_try_ms, iif(d.lease_ms > ?, d.lease_ms, 0))), "
            "coalesce(c.not_before_ms, 0) FROM delivery d "
            "LEFT JOIN channel c ON c.name = d.channel "
            "WHERE d.state = 'waiting' AND NOT coalesce(c.closed, 0) GROUP BY d.channel"
        )
        with self._reading("ask for the next delivery") as conn:
            rows = conn.execute(sql, (to_ms(now),)).fetchall()
        return min((from_ms(max(try_ms, wait_ms)) for _, try_ms, wait_ms in rows), default=None)

    def deliveries(
        self,
        *,
        state: DeliveryState | None = None,
        channel: str | None = None,
        limit: int = 100,
    ) -> tuple[Delivery, ...]:
        """Deliveries, the newest message first."""
        sql = (
            f"SELECT {_COLUMNS} {_JOIN} WHERE (?1 IS NULL OR d.state = ?1) "
            "AND (?2 IS NULL OR d.channel = ?2) ORDER BY d.message DESC, d.recipient LIMIT ?3"
        )
        with self._reading("list deliveries") as conn:
            return tuple(map(_delivery, conn.execute(sql, (state, channel, limit))))

    def message(self, message_id: str) -> Message | None:
        """A message with all its recipients; None if there is none of that id."""
        with self._reading("read a message") as conn:
            row = conn.execute(
                f"SELECT {MESSAGE_COLUMNS}, m.number FROM message m WHERE m.id = ?", (message_id,)
            ).fetchone()
            if row is None:
                return None
            sql = "SELECT recipient FROM delivery WHERE message = ? ORDER BY rowid"
            recipients = tuple(each[0] for each in conn.execute(sql, (row[9],)))
            return message_of(row, recipients)

    def channels(self) -> tuple[ChannelState, ...]:
        """The channels that have a state of their own; one that never failed has none."""
        sql = "SELECT name, not_before_ms, asked_ms, closed, failures FROM channel ORDER BY name"
        with self._reading("list channels") as conn:
            rows = conn.execute(sql).fetchall()
        return tuple(
            ChannelState(
                name=name,
                not_before=from_ms_or_none(wait_ms or None),
                asked_until=from_ms_or_none(asked_ms or None),
                closed=bool(closed),
                failures=failures,
            )
            for name, wait_ms, asked_ms, closed, failures in rows
        )


def deliveries_of(
    conn: sqlite3.Connection, *, item_id: str, group: str, limit: int
) -> tuple[Delivery, ...]:
    """Deliveries of messages about an item or about the copy group it is in, oldest first."""
    sql = (
        f"SELECT {_COLUMNS} {_JOIN} WHERE m.number IN ("
        "SELECT number FROM message WHERE item_id = ? "
        "UNION SELECT number FROM message WHERE type = 'item.new' AND copy_group = ?) "
        "ORDER BY d.message, d.recipient LIMIT ?"
    )
    return tuple(map(_delivery, conn.execute(sql, (item_id, group, limit))))


def _is_open(conn: sqlite3.Connection, name: str, now_ms: int, *, force: bool) -> bool:
    row = conn.execute(
        "SELECT not_before_ms, asked_ms, closed FROM channel WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        return True
    not_before_ms, asked_ms, closed = row
    wait_ms = asked_ms if force else not_before_ms
    return not closed and wait_ms <= now_ms


def _settle(conn: sqlite3.Connection, each: Settlement) -> None:
    conn.execute(
        _SETTLE,
        (
            *(each.state, to_ms(each.tried_at), to_ms(each.next_try_at), each.answer),
            *(each.message_id, each.recipient),
        ),
    )
    if each.channel_closed or each.channel_not_before is not None:
        conn.execute(_CHANNEL, (each.channel,))
        wait_ms = to_ms(each.channel_not_before) if each.channel_not_before is not None else 0
        conn.execute(
            "UPDATE channel SET closed = max(closed, ?), failures = failures + ?, "
            "not_before_ms = max(not_before_ms, ?) WHERE name = ?",
            (int(each.channel_closed), int(wait_ms > 0), wait_ms, each.channel),
        )
    elif each.state == "delivered":
        conn.execute("UPDATE channel SET failures = 0 WHERE name = ?", (each.channel,))


def _delivery(row: tuple[Any, ...]) -> Delivery:
    recipient, state, tries, next_try_ms, last_try_ms, answer = row[9:]
    return Delivery(
        message=message_of(row, (recipient,)),
        recipient=recipient,
        state=cast("DeliveryState", state),
        tries=tries,
        next_try_at=from_ms(next_try_ms),
        last_try_at=from_ms_or_none(last_try_ms),
        answer=answer,
    )
