"""Which sitemaps of an index were read last."""

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add the JSON column of a source."""
    db.conn.execute("ALTER TABLE source ADD COLUMN children TEXT NOT NULL DEFAULT '[]'")
