"""What is learned about lists and habits, and the history of layouts."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add the two JSON columns of a source and the table of layouts."""
    db.conn.execute("ALTER TABLE source ADD COLUMN memory TEXT")  # None: no list was learned
    db.conn.execute("ALTER TABLE source ADD COLUMN habit TEXT NOT NULL DEFAULT '{}'")
    layout: dict[str, type] = {
        "source": str,
        "at_ms": int,
        "before": str,
        "after": str,
        "reason": str,
        "items": int,
        "known": int,
        "refound": int,
        "is_doubtful": int,
    }
    create(db, "layout", Table(layout, nullable=("before",), refers=("source", "source", "name")))
    db.conn.execute("CREATE INDEX layout_source ON layout(source, at_ms)")
