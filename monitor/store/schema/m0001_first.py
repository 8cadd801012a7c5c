"""The first tables."""

from sqlite_utils import Database

from monitor.store.schema.tables import Table, create


def apply(db: Database) -> None:
    """Make the tables of sources, items, messages and search."""
    _sources(db)
    _items(db)
    _outbox(db)
    create(db, "meta", Table({"key": str, "value": str}, pk="key"))
    # Contentless: the words stand in `revision`, one row of the index for each wording. Text is
    # folded before it comes here; what is left of accents goes too, so that people may type plain.
    db.conn.execute(
        "CREATE VIRTUAL TABLE item_search USING fts5("
        "title, summary, content, content='', tokenize=\"unicode61 remove_diacritics 2\")"
    )


_STATE: dict[str, type] = {
    "due_ms": int,
    "kind": str,
    "baselined_ms": int,
    "etag": str,
    "last_modified": str,
    "body_hash": str,
    "full_ms": int,
    "not_before_ms": int,
    "errors": int,
    "error": str,
    "error_kind": str,
    "failing_since_ms": int,
    "down_told": int,
    "polled_ms": int,
    "succeeded_ms": int,
    "last_new_ms": int,
    "moved_to": str,
    "gone_since_ms": int,
    "guid_trusted": int,
    "rewritten_ms": int,
    "cadence_items": float,
    "cadence_exposure_s": float,
    "cadence_ms": int,
    "reason": str,
}
_STATE_DEFAULTS: dict[str, str | float] = {
    "enrolled": 1,
    "claim": 0,
    "lease_ms": 0,
    "errors": 0,
    "down_told": 0,
    "guid_trusted": 1,
    "cadence_items": 0.0,
    "cadence_exposure_s": 0.0,
    "reason": "",
}


def _sources(db: Database) -> None:
    columns: dict[str, type] = {
        "name": str,
        "url": str,
        "configured_kind": str,
        "shard": int,
        "enrolled": int,
        "claim": int,  # the token of the last claim: what an earlier one brings is left out
        "lease_ms": int,  # claimed until then; 0: free
        **_STATE,
    }
    nullable = tuple(name for name in _STATE if name not in {"due_ms", *_STATE_DEFAULTS})
    table = Table(columns, pk="name", nullable=nullable, defaults=_STATE_DEFAULTS)
    create(db, "source", table)
    db.conn.execute("CREATE INDEX source_due ON source(due_ms) WHERE enrolled = 1")
    db.conn.execute("CREATE INDEX source_shard_due ON source(shard, due_ms) WHERE enrolled = 1")
    db.conn.execute("CREATE INDEX source_lease ON source(lease_ms) WHERE lease_ms > 0")
    poll: dict[str, type] = {
        "source": str,
        "at_ms": int,
        "outcome": str,
        "detail": str,
        "entries": int,
        "new": int,
        "revised": int,
        "elapsed_ms": int,
        "body_bytes": int,
    }
    create(db, "poll", Table(poll, refers=("source", "source", "name")))
    db.conn.execute("CREATE INDEX poll_source ON poll(source, at_ms)")
    db.conn.execute("CREATE INDEX poll_at ON poll(at_ms)")


def _items(db: Database) -> None:
    _item(db)
    alias: dict[str, type] = {
        "scope_key": int,
        "value_key": int,
        "scope": str,
        "kind": str,
        "value": str,
        "item": int,
    }
    of_item = ("item", "item", "number")
    create(db, "alias", Table(alias, refers=of_item))
    # The scope leads: the aliases of one source lie side by side, whatever else the table holds.
    db.conn.execute("CREATE UNIQUE INDEX alias_key ON alias(scope_key, value_key)")
    db.conn.execute("CREATE INDEX alias_item ON alias(item)")
    revision: dict[str, type] = {
        "number": int,  # also the row of item_search
        "item": int,
        "seq": int,
        "seen_ms": int,
        "kept_ms": int,  # when it was written; never before an edition that is out already
        "edit": str,
        "title_key": str,
        "text_key": str,
        "copy_key": str,
        "fold_version": int,
        "title": str,
        "summary": str,
        "content": str,
    }
    create(db, "revision", Table(revision, pk="number", refers=of_item))
    db.conn.execute("CREATE UNIQUE INDEX revision_seq ON revision(item, seq)")
    db.conn.execute("CREATE INDEX revision_kept ON revision(kept_ms)")
    match: dict[str, type] = {
        "item": int,
        "topic": str,
        "version": str,
        "relevant": int,
        "borderline": int,
        "score": float,
        "places": str,  # JSON list
        "why": str,  # JSON list of [concept, place, name, field, start, end, weight, rule]
        "since_ms": int,  # kept when `relevant` became what it is
    }
    create(db, "match", Table(match, pk=("item", "topic"), refers=of_item))
    db.conn.execute("CREATE INDEX match_since ON match(since_ms) WHERE relevant = 1")


def _item(db: Database) -> None:
    item: dict[str, type] = {
        "number": int,  # local and never shown; `id` is what the world knows
        "id": str,
        "source": str,
        "state": str,
        "first_seen_ms": int,
        "last_seen_ms": int,
        "url": str,
        "authors": str,  # JSON list
        "published_ms": int,
        "published_zone_s": int,
        "published_precision": str,
        "published_text": str,
        "language": str,
        "tags": str,  # JSON list
        "copy_group": str,
        "copy_key": str,  # of the newest revision; "" is in no index
        "revision": int,  # seq of the newest one, whose words are the item's
        "baseline": int,
        "unstable": int,
    }
    nullable = (
        *("url", "published_ms", "published_zone_s", "published_precision", "published_text"),
        "language",
    )
    table = Table(
        item,
        nullable=nullable,
        pk="number",
        defaults={"unstable": 0},
        refers=("source", "source", "name"),
    )
    create(db, "item", table)
    for index in (
        "CREATE UNIQUE INDEX item_id ON item(id)",
        "CREATE INDEX item_first_seen ON item(first_seen_ms)",
        "CREATE INDEX item_source ON item(source, first_seen_ms)",
        "CREATE INDEX item_listed ON item(source, id) WHERE state = 'listed'",
        "CREATE INDEX item_copy_key ON item(copy_key, first_seen_ms) WHERE copy_key <> ''",
        "CREATE INDEX item_copy_group ON item(copy_group) WHERE copy_group <> id",
    ):
        db.conn.execute(index)


def _outbox(db: Database) -> None:
    message: dict[str, type] = {
        "number": int,  # order of making
        "id": str,
        "type": str,
        "channel": str,
        "created_ms": int,
        "item_id": str,
        "copy_group": str,
        "source": str,
        "alerts": str,  # JSON list
        "body": str,  # JSON text; "" once upkeep let it go
    }
    nullable = ("item_id", "copy_group", "source")
    create(db, "message", Table(message, nullable=nullable, pk="number"))
    db.conn.execute("CREATE UNIQUE INDEX message_id ON message(id)")
    db.conn.execute("CREATE INDEX message_item ON message(item_id) WHERE item_id IS NOT NULL")
    db.conn.execute(
        "CREATE INDEX message_group ON message(copy_group, channel) WHERE type = 'item.new'"
    )
    db.conn.execute("CREATE INDEX message_created ON message(created_ms) WHERE body <> ''")
    _deliveries(db)
    _digests(db)


def _deliveries(db: Database) -> None:
    delivery: dict[str, type] = {
        "message": int,
        "recipient": str,
        "channel": str,
        "state": str,
        "tries": int,
        "next_try_ms": int,
        "lease_ms": int,
        "last_try_ms": int,
        "answer": str,
    }
    table = Table(
        delivery,
        nullable=("last_try_ms",),
        pk=("message", "recipient"),
        defaults={"state": "waiting", "tries": 0, "lease_ms": 0, "answer": ""},
        refers=("message", "message", "number"),
    )
    create(db, "delivery", table)
    db.conn.execute(
        "CREATE INDEX delivery_due ON delivery(channel, next_try_ms) WHERE state = 'waiting'"
    )
    db.conn.execute("CREATE INDEX delivery_dead ON delivery(channel) WHERE state = 'dead'")
    channel: dict[str, type] = {
        "name": str,
        "not_before_ms": int,  # nothing goes out until then
        "asked_ms": int,  # the receiver itself asked to wait until then
        "closed": int,
        "failures": int,
    }
    defaults = {"not_before_ms": 0, "asked_ms": 0, "closed": 0, "failures": 0}
    create(db, "channel", Table(channel, pk="name", defaults=defaults))


def _digests(db: Database) -> None:
    edition: dict[str, type] = {
        "digest": str,
        "slot_ms": int,
        "since_ms": int,
        "body": str,
        "created_ms": int,
    }
    create(db, "edition", Table(edition, pk=("digest", "slot_ms")))
    db.conn.execute("CREATE INDEX edition_slot ON edition(slot_ms)")
