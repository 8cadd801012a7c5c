"""The tables, and the numbered migrations that lead to them.

A migration is one file, never edited once released: add the next number, and its line below. All
that are pending run in one transaction together with ``user_version``, so a crash leaves the old
schema or the new one. Inside a migration use ``execute`` alone: ``executescript``, ``commit`` and
``with connection`` end a transaction in silence.
"""

from contextlib import closing

from sqlite_utils import Database, Migrations

from monitor.store.schema import (
    m0001_first,
    m0002_layouts,
    m0003_children,
    m0004_opinions,
    m0005_looks,
    m0006_kin,
    m0007_evidence,
    m0008_sightings,
    m0009_held,
    m0010_rulings,
)

STEPS = (
    ("0001_first", m0001_first.apply),
    ("0002_layouts", m0002_layouts.apply),
    ("0003_children", m0003_children.apply),
    ("0004_opinions", m0004_opinions.apply),
    ("0005_looks", m0005_looks.apply),
    ("0006_kin", m0006_kin.apply),
    ("0007_evidence", m0007_evidence.apply),
    ("0008_sightings", m0008_sightings.apply),
    ("0009_held", m0009_held.apply),
    ("0010_rulings", m0010_rulings.apply),
)

migrations = Migrations("monitor")
for _name, _step in STEPS:
    migrations(name=_name)(_step)


def latest() -> int:
    """The version that this program writes."""
    with closing(Database(memory=True, execute_plugins=False)) as db:
        return len(migrations.pending(db))


def version_of(db: Database) -> int:
    """The version of an open database; 0 is an empty one."""
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: Database) -> None:
    """Bring `db` to :func:`latest`; the caller holds a write transaction."""
    assert db.conn.in_transaction, "needs a transaction"  # noqa: S101 (an invariant)
    migrations.apply(db)
    db.conn.execute(f"PRAGMA user_version = {latest()}")
