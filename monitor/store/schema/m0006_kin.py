"""What is alike: traces, ties, stories."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Add the windowed index of traces and what was decided with it."""
    # The week leads: writes stay in one part of the tree, and old weeks go in one piece.
    db.conn.execute(
        "CREATE TABLE trace (week INTEGER NOT NULL, key INTEGER NOT NULL, item INTEGER NOT NULL, "
        "PRIMARY KEY (week, key, item)) STRICT, WITHOUT ROWID"
    )
    tie: dict[str, type] = {
        "item": int,
        "other": str,  # an id: the earlier item
        "kind": str,  # copy | partial | held | story
        "method": str,
        "score": float,
        "why": str,
        "at_ms": int,
        "undone_ms": int,  # set when somebody took it back
    }
    create(
        db,
        "tie",
        Table(
            tie,
            pk=("item", "other"),
            nullable=("undone_ms",),
            refers=("item", "item", "number"),
        ),
    )
    story: dict[str, type] = {
        "id": str,  # the id of its first item
        "title": str,
        "first_ms": int,
        "last_ms": int,
    }
    create(db, "story", Table(story, pk="id"))
    db.conn.execute("CREATE INDEX story_last ON story(last_ms)")
    story_item: dict[str, type] = {"item": int, "story": str, "source": str, "at_ms": int}
    create(db, "story_item", Table(story_item, pk="item", refers=("item", "item", "number")))
    db.conn.execute("CREATE INDEX story_item_story ON story_item(story, at_ms)")
