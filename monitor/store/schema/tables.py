"""What migrations make tables with."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Table:
    """A strict table whose columns are NOT NULL unless named in `nullable`."""

    columns: dict[str, type]
    _: KW_ONLY
    pk: str | tuple[str, ...] | None = None
    nullable: tuple[str, ...] = ()
    defaults: Mapping[str, str | float] = field(default_factory=dict)
    refers: tuple[str, str, str] | None = None  # column, other table, its column


def create(db: Database, name: str, table: Table) -> None:
    """Make one table; its key and `nullable` columns aside, nothing in it may be missing."""
    keys = (table.pk,) if isinstance(table.pk, str) else table.pk or ()
    filled = [each for each in table.columns if each not in (*table.nullable, *keys)]
    db.table(name).create(
        table.columns,
        pk=table.pk,
        not_null=filled,
        defaults=dict(table.defaults),
        foreign_keys=[table.refers] if table.refers else None,
        strict=True,
    )
