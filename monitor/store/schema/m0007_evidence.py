"""The ledger of evidence, the bodies that it speaks of, and the items that they showed."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add three tables; what was kept before has no evidence."""
    ledger: dict[str, type] = {
        "number": int,  # from 1, without gaps
        "before": str,  # the link of the row before
        "record": str,  # canonical JSON
        "link": str,
    }
    create(db, "ledger", Table(ledger, pk="number"))
    body: dict[str, type] = {
        "sha256": str,
        "size_bytes": int,
        "packed_bytes": int,  # 0 once it was let go
        "kept_ms": int,  # when it was last seen
        "packed": bytes,  # zstd
    }
    create(db, "body", Table(body, pk="sha256", nullable=("packed",)))
    # What is let go first, and what all of them take, without a look at the bodies themselves.
    db.conn.execute("CREATE INDEX body_kept ON body(kept_ms, packed_bytes) WHERE packed_bytes > 0")
    shown: dict[str, type] = {"item": int, "seq": int, "record": int}
    create(
        db, "exhibit", Table(shown, pk=("item", "seq", "record"), refers=("item", "item", "number"))
    )
