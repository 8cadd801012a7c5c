"""What users said of judgements, out of its rows."""

import sqlite3
from collections.abc import Sequence
from typing import Any, cast

from monitor.records import Opinion, OpinionWord
from monitor.store.codec import from_ms

OPINION_COLUMNS = ("topic", "said", "wanted", "note", "at_ms")
_OF_ITEM = f"SELECT {', '.join(OPINION_COLUMNS)} FROM opinion WHERE item = ? ORDER BY at_ms, topic"  # noqa: S608 - own names


def opinion_of(item_id: str, row: Sequence[Any]) -> Opinion:
    """What was said of an item; `row` are the columns of an opinion."""
    topic, said, wanted, note, at_ms = row
    return Opinion(
        item_id=item_id,
        topic=topic,
        said=cast("OpinionWord", said),
        is_wanted=bool(wanted),
        note=note,
        at=from_ms(at_ms),
    )


def opinions_of(conn: sqlite3.Connection, number: int, item_id: str) -> tuple[Opinion, ...]:
    """What was said of one item, the last word last."""
    return tuple(opinion_of(item_id, row) for row in conn.execute(_OF_ITEM, (number,)))
