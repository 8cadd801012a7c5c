"""What users say of judgements."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add the table of opinions, one for each item and topic."""
    opinion: dict[str, type] = {
        "item": int,
        "topic": str,
        "said": str,
        "wanted": int,
        "note": str,
        "at_ms": int,
    }
    table = Table(opinion, pk=("item", "topic"), refers=("item", "item", "number"))
    create(db, "opinion", table)
