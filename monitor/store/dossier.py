"""Everything about one item, for ``why`` and ``show``."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from monitor.errors import StoreError
from monitor.records import AliasKey, Revision, Tie
from monitor.store.codec import key_of, scope_key
from monitor.store.evidence import proofs_of
from monitor.store.items import (
    ITEM_COLUMNS,
    ITEM_COLUMNS_SHORT,
    ITEM_JOIN,
    REVISION_COLUMNS,
    is_unstable,
    item_of,
    revision_of,
)
from monitor.store.looking import look_of
from monitor.store.opinions import opinions_of
from monitor.store.outbox import deliveries_of
from monitor.store.reading import Reading
from monitor.store.rows import Dossier
from monitor.store.ruling import rulings_of
from monitor.store.sightings import sightings_of
from monitor.urls import canonical, site

SHOWN = 200  # aliases, revisions, carriers and deliveries each
CANDIDATES = 5  # ids that an ambiguous beginning names

_CARRIERS = (
    f"SELECT {ITEM_COLUMNS_SHORT} FROM {ITEM_JOIN} WHERE i.number IN (SELECT number FROM item "
    "WHERE copy_group = ?1 AND copy_group <> id UNION SELECT number FROM item WHERE id = ?1) "
    "AND i.id <> ?2 ORDER BY i.first_seen_ms, i.number LIMIT ?3"
)
_STORY_OF = "SELECT story FROM story_item WHERE item = ?"
_TIES = (
    "SELECT other, kind, method, score, why FROM tie WHERE item = ? AND undone_ms IS NULL "
    f"ORDER BY score DESC, other LIMIT {SHOWN}"
)


class Dossiers(Reading):
    """The reading of one item."""

    def item(self, name: str) -> Dossier:
        """The fate of the item with an id that begins with `name`, or with the address `name`.

        Raises:
            StoreError: if there is none, or more than one.
        """
        with self._reading("read an item"):
            number = self._by_address(name) if "://" in name else self._by_id(name)
            return self._dossier(number)

    def _by_id(self, start: str) -> int:
        rows = self._conn.execute(
            "SELECT id, number FROM item WHERE id >= ?1 AND id < ?1 || char(1114111) "
            "ORDER BY id LIMIT ?2",
            (start, CANDIDATES + 1),
        ).fetchall()
        exact = [number for item_id, number in rows if item_id == start]
        if exact or len(rows) == 1:
            return int((exact or [rows[0][1]])[0])
        if not rows or not start:
            raise StoreError(f"no item has an id that begins with {start!r}; list items or search")
        named = ", ".join(item_id for item_id, _ in rows[:CANDIDATES])
        more = ", …" if len(rows) > CANDIDATES else ""
        raise StoreError(
            f"item {start!r} is not clear: {named}{more} begin so; give more letters of the id"
        )

    def _by_address(self, url: str) -> int:
        """Addresses are known by the site of the source that gave them."""
        address = canonical(url)
        sites = {site(url), *(site(row[0]) for row in self._rows("SELECT url FROM source"))}
        key = key_of("url", address)
        sql = "SELECT item, value FROM alias WHERE value_key = ? AND scope_key IN ({})"
        scopes = [scope_key(f"site:{each}") for each in sorted(sites)]
        found = {row[0] for row in self._in_chunks(sql, scopes, key) if row[1] == address}
        if not found:
            raise StoreError(
                f"no item has the address {url!r} (known as {address!r}); search for its title"
            )
        if len(found) > 1:
            ids = ", ".join(self._ids(found))
            raise StoreError(f"address {url!r} is that of several items: {ids}; name one by its id")
        return int(found.pop())

    def _ids(self, numbers: set[int]) -> list[str]:
        sql = "SELECT id FROM item WHERE number IN ({}) ORDER BY number"
        return [row[0] for row in self._in_chunks(sql, sorted(numbers)[:CANDIDATES])]

    def _dossier(self, number: int) -> Dossier:
        row = self._rows(f"SELECT {ITEM_COLUMNS} FROM {ITEM_JOIN} WHERE i.number = ?", number)[0]
        item = item_of(row)
        of_item = "WHERE item = ? ORDER BY"
        aliases = self._rows(
            f"SELECT scope, kind, value FROM alias {of_item} rowid LIMIT {SHOWN}", number
        )
        # Of a live blog the first state and the newest ones.
        revisions = self._rows(
            f"SELECT {REVISION_COLUMNS} FROM revision r WHERE item = ?1 AND (seq <= 1 OR seq > "
            f"(SELECT max(seq) FROM revision WHERE item = ?1) - {SHOWN}) ORDER BY seq",
            number,
        )
        carriers = self._rows(_CARRIERS, item.group, item.id, SHOWN)
        return Dossier(
            item=item,
            unstable=is_unstable(row),
            aliases=tuple(AliasKey(*each) for each in aliases),
            revisions=_with_page_texts([revision_of(item.id, each) for each in revisions]),
            matches=tuple(self._matches([number]).get(number, ())),
            carriers=tuple(map(item_of, carriers)),
            deliveries=deliveries_of(self._conn, item_id=item.id, group=item.group, limit=SHOWN),
            source=self._source(item.source),
            look=look_of(self._conn, number),
            ties=tuple(self._ties(number)),
            story=next((row[0] for row in self._rows(_STORY_OF, number)), ""),
            shown=self._shown(number),
            sightings=sightings_of(self._conn, number),
            rulings=rulings_of(self._conn, number, item.id),
            opinions=opinions_of(self._conn, number, item.id),
            proofs=proofs_of(self._conn, number),
        )

    def _shown(self, number: int) -> int:
        """The version that is shown; that of the source beside which a page's first text stands."""
        [(shown, of_source)] = self._rows(
            "SELECT shown, source_revision FROM item WHERE number = ?", number
        )
        return int(shown or of_source or 1)

    def _ties(self, number: int) -> Iterator[Tie]:
        for other, kind, method, score, why in self._rows(_TIES, number):
            yield Tie(other=other, kind=kind, method=method, score=score, why=why)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._conn.execute(sql, values).fetchall()


def _with_page_texts(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """The versions, each with the fullest text that was known of it: the page's, once read."""
    text = ""
    shown: list[Revision] = []
    for each in revisions:
        if each.via == "page":
            text = each.content
        if each.seq:
            is_shorter = len(each.content) < len(text) and each.via != "page"
            shown.append(replace(each, content=text) if is_shorter else each)
    return tuple(shown)
