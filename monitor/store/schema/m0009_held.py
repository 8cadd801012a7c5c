"""Changes that are told later, as one."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add the table of what is held back, one row for each item."""
    held: dict[str, type] = {
        "item": int,
        "before": int,  # seq of the version before the first change
        "edit": str,  # the gravest class
        "event": int,  # 1: told where a rule names no class
        "due_ms": int,
    }
    create(db, "held", Table(held, pk="item", refers=("item", "item", "number")))
    db.conn.execute("CREATE INDEX held_due ON held(due_ms)")
