"""What people say of copy groups and stories."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add the history of what was split and joined by hand."""
    ruling: dict[str, type] = {
        "number": int,
        "item": int,
        "word": str,
        "other": str,  # id of the group or story
        "by": str,
        "note": str,
        "at_ms": int,
    }
    create(db, "ruling", Table(ruling, pk="number", refers=("item", "item", "number")))
    db.conn.execute("CREATE INDEX ruling_item ON ruling(item, number)")
