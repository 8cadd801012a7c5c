"""Copy groups and stories that people take apart, and put together again."""

import sqlite3
from typing import cast

from monitor.errors import StoreError
from monitor.records import Ruling, RulingPlan, RulingWord
from monitor.store.codec import Row, from_ms, to_ms
from monitor.store.messages import keep_messages
from monitor.store.session import Session

_ITEM = (
    "SELECT i.number, i.copy_group, coalesce(s.story, '') FROM item i "
    "LEFT JOIN story_item s ON s.item = i.number WHERE i.id = ?"
)
_ADD = "INSERT INTO ruling (item, word, other, by, note, at_ms) VALUES (?, ?, ?, ?, ?, ?)"
_LAST = (
    "SELECT word, other FROM ruling WHERE item = ? AND word IN (?, ?) ORDER BY number DESC LIMIT 1"
)
_RULINGS = "SELECT word, other, by, note, at_ms FROM ruling WHERE item = ? ORDER BY number"
_GROUP = "UPDATE item SET copy_group = ? WHERE number = ?"
_STORY = "UPDATE story_item SET story = ? WHERE item = ?"
# An item that leaves a story begins one of its own, as every item does that joins none.
_OWN_STORY = (
    "INSERT OR IGNORE INTO story (id, title, first_ms, last_ms) "
    "SELECT i.id, r.title, s.at_ms, s.at_ms FROM item i JOIN story_item s ON s.item = i.number "
    "JOIN revision r ON r.item = i.number AND r.seq = i.shown WHERE i.number = ?"
)
_TIES = "UPDATE tie SET undone_ms = ? WHERE item = ? AND kind IN (?, ?)"
_KINDS = {"copy": ("copy", "partial"), "story": ("story", "held")}


class Rulings(Session):
    """What people say of how items are grouped."""

    def rule(self, plan: RulingPlan) -> tuple[str, ...]:
        """Take an item out of its copy group or story, or put it back; the new messages' ids.

        Raises:
            StoreError: the item is in no such group, or nothing was taken back that could be.
        """
        ruling = plan.ruling
        with self._writing("rule on an item") as conn:
            row = conn.execute(_ITEM, (ruling.item_id,)).fetchone()
            if row is None:
                raise StoreError(
                    f"no item has the id {ruling.item_id!r}; list the items to see theirs"
                )
            other = _apply(conn, ruling, *row)
            values = (ruling.word, other, ruling.by, ruling.note, to_ms(ruling.at))
            conn.execute(_ADD, (row[0], *values))
            return keep_messages(conn, plan.messages)


def _apply(conn: sqlite3.Connection, ruling: Ruling, number: int, group: str, story: str) -> str:
    """Change the rows; the id of the group or story that it was about."""
    mine, word = ruling.item_id, ruling.word
    if word in ("not-a-copy", "a-copy"):
        present, kinds, statement = group, _KINDS["copy"], _GROUP
    else:
        present, kinds, statement = story or mine, _KINDS["story"], _STORY
    if word.startswith("not-"):
        if present == mine:
            what = "a copy of an earlier item" if word == "not-a-copy" else "in an earlier story"
            raise StoreError(
                f"item {mine!r} is not {what}; `monitor why {mine}` shows what it belongs to"
            )
        if word == "not-this-story":
            conn.execute(_OWN_STORY, (number,))
        conn.execute(statement, (mine, number))
        conn.execute(_TIES, (to_ms(ruling.at), number, *kinds))
        return present
    last = conn.execute(_LAST, (number, word, f"not-{word}")).fetchone()
    if last is None or last[0] == word:
        raise StoreError(f"item {mine!r} was not marked not-{word} before; nothing is to take back")
    conn.execute(statement, (last[1], number))
    conn.execute(_TIES, (None, number, *kinds))
    return str(last[1])


def rulings_of(conn: sqlite3.Connection, number: int, item_id: str) -> tuple[Ruling, ...]:
    """What people said of an item's groups, the first first."""
    return tuple(_ruling(item_id, row) for row in conn.execute(_RULINGS, (number,)))


def _ruling(item_id: str, row: Row) -> Ruling:
    return Ruling(
        item_id=item_id,
        word=cast("RulingWord", row[0]),
        other=row[1],
        by=row[2],
        note=row[3],
        at=from_ms(row[4]),
    )
