"""Looks at pages: whose turn it is, what is known of the item, what was found."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

from monitor.records import Change, ContentKeys, LookClaim, Looked, LookPlan, LookState
from monitor.store.claims import next_token
from monitor.store.codec import MOMENT_COLUMNS, dump, from_ms, moment_values, to_ms
from monitor.store.evidence import keep_exhibits
from monitor.store.holding import HELD, held_of
from monitor.store.intake import (
    ADD_ALIAS,
    Indexed,
    Intake,
    after_editions,
    alias_rows,
    next_number,
)
from monitor.store.items import ITEM_COLUMNS, ITEM_JOIN, is_unstable, item_of
from monitor.store.known import PAST, REVISED, Lookup
from monitor.store.looking import (
    COMMON_PAGES,
    LOOK_COLUMNS,
    block_key,
    keep_blocks,
    keep_state,
    look_values,
)
from monitor.store.messages import keep_messages
from monitor.store.reading import Reading
from monitor.store.search import index_words
from monitor.store.sightings import BACKS

_SEEN_DUE = 1_000  # due looks that a claim chooses among
_FREE = (
    "l.due_ms <= ?1 AND l.lease_ms <= ?1 AND i.state <> 'deleted' AND "
    "EXISTS (SELECT 1 FROM source s WHERE s.name = l.source AND s.enrolled = 1)"
)
# A host that somebody looks at right now waits; of the others each gets a few of its turns.
_DUE = (
    f"SELECT * FROM (SELECT {LOOK_COLUMNS}, row_number() OVER "
    "(PARTITION BY l.host ORDER BY l.due_ms) AS turn FROM (SELECT l.* FROM look l "
    f"JOIN item i ON i.number = l.item WHERE {_FREE} ORDER BY l.due_ms LIMIT {_SEEN_DUE}) l "
    "JOIN item i ON i.number = l.item "
    "WHERE l.host NOT IN (SELECT host FROM look WHERE lease_ms > ?1)) "
    "WHERE turn <= ?2 AND (?4 IS NULL OR source = ?4) ORDER BY due_ms LIMIT ?3"
)
_TAKE = (
    "UPDATE look SET claim = ?, lease_ms = ? WHERE item = (SELECT number FROM item WHERE id = ?)"
)
_NEXT = "SELECT min(max(due_ms, lease_ms)) FROM look WHERE due_ms IS NOT NULL"
_WAIT = (
    "UPDATE look SET due_ms = ?1 WHERE due_ms < ?1 "
    "AND host = (SELECT host FROM look WHERE item = ?2)"
)
_ONE = f"SELECT {LOOK_COLUMNS} FROM look l JOIN item i ON i.number = l.item WHERE i.id = ?"
_PAST = (
    f"SELECT title_key, text_key, via FROM revision WHERE item = ?1 AND seq > ?2 - {PAST} "
    "ORDER BY seq"
)
_KEYS = (
    "SELECT title_key, text_key, copy_key, fold_version FROM revision WHERE item = ? AND seq = ?"
)
_COMMON = (
    f"SELECT block_key FROM block WHERE item <> ? AND block_key IN ({{}}) "
    f"GROUP BY block_key HAVING count(*) >= {COMMON_PAGES}"
)
_REFILL = "UPDATE revision SET content = ? WHERE number = ?"
_ENRICH = (
    f"UPDATE item SET authors = ?, {', '.join(f'{column} = ?' for column in MOMENT_COLUMNS)}, "
    "language = ?, page_revision = 0 WHERE number = ?"
)
_STATE = "UPDATE item SET state = ? WHERE number = ? AND state <> 'deleted'"


class Looks(Intake, Lookup, Reading):
    """The pages of items."""

    def claim_looks(
        self,
        *,
        limit: int,
        per_host: int,
        lease: dt.timedelta,
        now: dt.datetime,
        source: str | None = None,
    ) -> LookClaim:
        """Take pages that are due, the longest overdue first, at most `per_host` of one host.

        Nothing of a host at which an earlier claim is still looking. `source` limits it to the
        items of one. A claim of nothing has no states and the token 0.
        """
        with self._writing("claim due looks") as conn:
            rows = conn.execute(_DUE, (to_ms(now), per_host, limit, source)).fetchall()
            states = tuple(look_values(row) for row in rows)
            token = next_token(conn) if states else 0
            until = now + lease
            conn.executemany(_TAKE, [(token, to_ms(until), state.item_id) for state in states])
            return LookClaim(token=token, until=until, states=states)

    def next_look(self) -> dt.datetime | None:
        """When the next page is due, claims of now considered."""
        with self._reading("ask for the next look") as conn:
            row = conn.execute(_NEXT).fetchone()
        return from_ms(row[0]) if row[0] is not None else None

    def looked(self, item_id: str, blocks: Callable[[str], Collection[str]]) -> Looked | None:
        """What is known of an item; None if it is not there any more.

        `blocks` gives the keys of the blocks of the old text and the new one; they are looked up
        among those of other pages.
        """
        with self._reading("read a looked-at item") as conn:
            row = conn.execute(
                f"SELECT {ITEM_COLUMNS}, i.shown, i.page_revision FROM {ITEM_JOIN} WHERE i.id = ?",
                (item_id,),
            ).fetchone()
            if row is None:
                return None
            return self._looked(row, blocks)

    def _looked(self, row: tuple[Any, ...], blocks: Callable[[str], Collection[str]]) -> Looked:
        item, number = item_of(row), row[0]
        past = self._conn.execute(_PAST, (number, item.revision)).fetchall()
        keys = self._conn.execute(_KEYS, (number, row[-2])).fetchone()
        told_ms: dict[str, int] = dict(self._in_chunks(REVISED, [item.id]))
        page_text = item.content if row[-1] >= 0 else ""
        return Looked(
            item=item,
            keys=ContentKeys(
                title_key=keys[0], text_key=keys[1], copy_key=keys[2], fold_version=keys[3]
            ),
            matches=tuple(self._matches([number]).get(number, ())),
            page_text=page_text,
            past=tuple(dict.fromkeys((title, text) for title, text, via in past if via == "page")),
            titles=frozenset(title for title, _, _ in past),
            unstable=is_unstable(row),
            held=next(map(held_of, self._in_chunks(HELD, [number])), None),
            backs=dict(self._in_chunks(BACKS, [number])).get(number, 0),
            revised_told_at=from_ms(told_ms[item.id]) if item.id in told_ms else None,
            told=self._told({item.group}).get(item.group, ()),
            common=self._common(number, blocks(page_text)),
        )

    def _common(self, number: int, blocks: Collection[str]) -> frozenset[str]:
        """Of some blocks those that enough other pages have."""
        named = {block_key(each): each for each in blocks}
        keys = sorted(named)
        return frozenset(named[row[0]] for row in self._in_chunks(_COMMON, keys, number))

    def apply_looks(
        self, plans: Sequence[LookPlan], claim: LookClaim | None, *, now: dt.datetime
    ) -> tuple[str, ...]:
        """Keep all that looks decided and give their pages back, all or nothing.

        Returns the ids of items of which nothing was kept, because a later claim has taken them
        over or they are gone.
        """
        with self._writing("keep looks") as conn:
            left_out = []
            for plan in plans:
                row = conn.execute(
                    "SELECT l.item, l.claim FROM look l JOIN item i ON i.number = l.item "
                    "WHERE i.id = ?",
                    (plan.state.item_id,),
                ).fetchone()
                if row is None or (claim is not None and row[1] != claim.token):
                    left_out.append(plan.state.item_id)
                else:
                    self._keep_look(row[0], plan, now)
        return tuple(left_out)

    def _keep_look(self, number: int, plan: LookPlan, now: dt.datetime) -> None:
        conn = self._conn
        changes: tuple[Change, ...] = (plan.change,) if plan.change else ()
        kept_ms = after_editions(conn, to_ms(now))
        kept = self._change(changes, kept_ms)
        if plan.first is not None:
            kept += self._enrich(number, plan.first, kept_ms)
        index_words(conn, [(each.number, each.revision) for each in kept])
        written = [(each.item, each.revision) for each in kept]
        keep_exhibits(conn, plan.exhibits, written, kept_at=now)
        if plan.item_state is not None:
            conn.execute(_STATE, (plan.item_state, number))
        if plan.aliases:
            conn.executemany(ADD_ALIAS, alias_rows([(number, plan.aliases)]))
        keep_blocks(conn, number, plan.blocks, now=now)
        if plan.host_not_before is not None:
            conn.execute(_WAIT, (to_ms(plan.host_not_before), number))
        keep_state(conn, plan.state)
        keep_messages(conn, plan.messages)

    def _enrich(self, number: int, first: Change, kept_ms: int) -> list[Indexed]:
        """The text of the first look: version 0, which stands beside what the source gave."""
        conn, item = self._conn, first.item
        old = conn.execute("SELECT number FROM revision WHERE item = ? AND seq = 0", (number,))
        if (row := old.fetchone()) is not None:  # its words were let go; they are there again
            conn.execute(_REFILL, (first.revision.content, row[0]))
            return []
        kept = [Indexed(next_number(conn, "revision"), number, first.revision)]
        self._keep_words(kept, kept_ms)
        conn.execute(
            _ENRICH,
            (dump(item.authors), *moment_values(item.published), item.language, number),
        )
        self._judge([(number, first.matches)], kept_ms)
        return kept

    def look_state(self, item_id: str) -> LookState | None:
        """What is remembered of the looks at an item's page."""
        with self._reading("read a look") as conn:
            row = conn.execute(_ONE, (item_id,)).fetchone()
        return None if row is None else look_values(row)
