"""Looks at the pages of items, and what pages of one site have in common."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add the tables of looks and blocks, and what tells a page's words from a source's."""
    for column in (
        "revision ADD COLUMN via TEXT NOT NULL DEFAULT 'source'",  # source | page
        # The newest one of a look: 0 is the text of the first, which is no edit; -1: none.
        "item ADD COLUMN page_revision INTEGER NOT NULL DEFAULT -1",
        "item ADD COLUMN source_revision INTEGER NOT NULL DEFAULT 0",  # of its source; 0: newest
    ):
        db.conn.execute(f"ALTER TABLE {column}")
    look: dict[str, type] = {
        "item": int,
        "source": str,
        "host": str,  # registrable: whose turn is shared
        "url": str,
        "since_ms": int,
        "due_ms": int,  # NULL: no look any more
        "claim": int,
        "lease_ms": int,
        "looks": int,
        "failures": int,
        "looked_ms": int,
        "read_ms": int,
        "outcome": str,
        "detail": str,
        "etag": str,
        "last_modified": str,
        "body_hash": str,
        "title_key": str,
        "doubt": str,  # "" or what waits to be confirmed
        "doubt_ms": int,
    }
    nullable = (
        *("due_ms", "looked_ms", "read_ms", "etag", "last_modified", "body_hash", "doubt_ms"),
    )
    defaults: dict[str, str | float] = {
        "claim": 0,
        "lease_ms": 0,
        "looks": 0,
        "failures": 0,
        "outcome": "",
        "detail": "",
        "title_key": "",
        "doubt": "",
    }
    table = Table(
        look, pk="item", nullable=nullable, defaults=defaults, refers=("item", "item", "number")
    )
    create(db, "look", table)
    db.conn.execute("CREATE INDEX look_due ON look(due_ms) WHERE due_ms IS NOT NULL")
    db.conn.execute("CREATE INDEX look_lease ON look(lease_ms) WHERE lease_ms > 0")
    # One row for a block on a page. A block is not counted any more once it is known as common.
    db.conn.execute(
        "CREATE TABLE block (block_key INTEGER NOT NULL, item INTEGER NOT NULL, "
        "seen_day INTEGER NOT NULL, PRIMARY KEY (block_key, item)) STRICT, WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX block_item ON block(item)")
