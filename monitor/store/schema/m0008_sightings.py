"""Wordings that an item goes back to."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add which version an item shows, and when it showed former ones again."""
    db.conn.execute("ALTER TABLE item ADD COLUMN shown INTEGER NOT NULL DEFAULT 1")  # a seq
    db.conn.execute("UPDATE item SET shown = revision WHERE revision <> 1")
    sighting: dict[str, type] = {
        "item": int,
        "seq": int,  # of the version that was there again
        "first_ms": int,
        "last_ms": int,
        "times": int,
    }
    create(
        db,
        "sighting",
        Table(sighting, pk=("item", "seq"), refers=("item", "item", "number")),
    )
