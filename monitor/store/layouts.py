"""The history of where the lists of pages were found."""

import datetime as dt
import sqlite3

from monitor.records import Layout, LayoutRow
from monitor.store.codec import from_ms, to_ms

KEPT_LAYOUTS = 100  # of one source; the oldest go
_ADD_LAYOUT = (
    "INSERT INTO layout (source, at_ms, before, after, reason, items, known, refound, is_doubtful) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FORGET_LAYOUTS = (
    "DELETE FROM layout WHERE source = ?1 AND rowid NOT IN (SELECT rowid FROM layout "
    "WHERE source = ?1 ORDER BY at_ms DESC, rowid DESC LIMIT ?2)"
)
_LAYOUTS = (
    "SELECT at_ms, before, after, reason, items, known, refound, is_doubtful FROM layout "
    "WHERE source = ? ORDER BY at_ms DESC, rowid DESC LIMIT ?"
)


def keep_layout(conn: sqlite3.Connection, source: str, layout: Layout, at: dt.datetime) -> None:
    """Add a line to the history of a source's layouts."""
    conn.execute(
        _ADD_LAYOUT,
        (
            *(source, to_ms(at), layout.before, layout.after, layout.reason, layout.items),
            *(layout.known, layout.refound, int(layout.is_doubtful)),
        ),
    )
    conn.execute(_FORGET_LAYOUTS, (source, KEPT_LAYOUTS))


def layouts_of(conn: sqlite3.Connection, source: str, limit: int) -> tuple[LayoutRow, ...]:
    """The layouts of a source, the newest first."""
    return tuple(
        LayoutRow(
            at=from_ms(at_ms),
            layout=Layout(
                before=before,
                after=after,
                reason=reason,
                items=items,
                known=known,
                refound=refound,
                is_doubtful=bool(doubtful),
            ),
        )
        for at_ms, before, after, reason, items, known, refound, doubtful in conn.execute(
            _LAYOUTS, (source, limit)
        )
    )
