"""Keeping what polls decided: items, revisions, matches, outbox and the sources' next polls."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.records import (
    AliasKey,
    Change,
    Claim,
    Item,
    ItemState,
    Match,
    NewItem,
    PollPlan,
    Revision,
    Seen,
)
from monitor.store.codec import (
    MATCH_COLUMNS,
    MOMENT_COLUMNS,
    STATE_COLUMNS,
    Value,
    alias_keys,
    dump,
    match_values,
    moment_values,
    scope_key,
    state_values,
    to_ms,
)
from monitor.store.evidence import keep_exhibits
from monitor.store.holding import keep_held
from monitor.store.layouts import keep_layout
from monitor.store.looking import keep_wishes
from monitor.store.messages import keep_messages
from monitor.store.near import keep_kin
from monitor.store.search import index_words
from monitor.store.session import Session
from monitor.store.sightings import go_back

_ITEM_COLUMNS = (
    *("number", "id", "source", "state", "first_seen_ms", "last_seen_ms", "url", "authors"),
    *MOMENT_COLUMNS,
    *("language", "tags", "copy_group", "copy_key", "revision", "baseline"),
    "shown",
)


def _insert(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"


_ADD_ITEM = _insert("item", _ITEM_COLUMNS)
ADD_ALIAS = _insert("alias", ("scope_key", "value_key", "scope", "kind", "value", "item"))
_ADD_REVISION = _insert(
    "revision",
    (
        *("number", "item", "seq", "seen_ms", "kept_ms", "edit", "title_key", "text_key"),
        *("copy_key", "fold_version", "title", "summary", "content"),
        "via",
    ),
)
_ADD_MATCH = (
    f"INSERT INTO match (item, {', '.join(MATCH_COLUMNS)}, since_ms) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item, topic) DO UPDATE SET "
    "version = excluded.version, borderline = excluded.borderline, score = excluded.score, "
    "places = excluded.places, why = excluded.why, relevant = excluded.relevant, "
    "since_ms = iif(relevant = excluded.relevant, since_ms, excluded.since_ms)"
)
# A state that a user set (deleted) or a second look found (withdrawn) is not undone by a list.
_CHANGE_ITEM = (
    "UPDATE item SET state = iif(state IN ('listed', 'unlisted'), ?, state), "
    "last_seen_ms = max(last_seen_ms, ?), url = ?, authors = ?, "
    + ", ".join(f"{column} = ?" for column in MOMENT_COLUMNS)
    + ", language = ?, tags = ?, copy_group = ?, copy_key = iif(?, copy_key, ?), "
    "revision = ?, shown = ?, unstable = ?, "
    "source_revision = iif(?, iif(source_revision > 0, source_revision, revision), "
    "iif(source_revision > 0, ?, 0)), page_revision = iif(?, ?, page_revision) WHERE number = ?"
)
# No new words: the item was seen with words that it had before.
_MARK_ITEM = (
    "UPDATE item SET last_seen_ms = max(last_seen_ms, ?), unstable = max(unstable, ?) "
    "WHERE number = ?"
)
_SEE_ITEM = (
    "UPDATE item SET last_seen_ms = max(last_seen_ms, ?), "
    "state = iif(state = 'unlisted' AND source = ?, 'listed', state) WHERE id = ?"
)
_UNLIST = "UPDATE item SET state = 'unlisted' WHERE id = ? AND state = 'listed'"
_TAKEN = (
    "SELECT a.scope, a.kind, a.value, i.id, r.title_key, r.title FROM alias a "
    "JOIN item i ON i.number = a.item "
    "JOIN revision r ON r.item = i.number AND r.seq = i.shown "
    "WHERE a.scope_key = ? AND a.value_key IN ({})"
)
_KEEP_STATE = (
    f"UPDATE source SET {', '.join(f'{column} = ?' for column in STATE_COLUMNS)}, lease_ms = 0 "
    "WHERE name = ?"
)
_ADD_POLL = (
    "INSERT INTO poll (source, at_ms, outcome, detail, entries, new, revised, elapsed_ms, "
    "body_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A revision with the local numbers it got."""

    number: int
    item: int
    revision: Revision


class Intake(Session):
    """The write side of a poll."""

    def apply(
        self, plans: Sequence[PollPlan], claim: Claim | None, *, now: dt.datetime
    ) -> tuple[str, ...]:
        """Keep everything that `plans` decided and give their sources back, all or nothing.

        An item or message that is there already is left as it is, so a repeat is harmless.

        Args:
            plans: one for each source.
            claim: under which they were polled; None asks nobody.
            now: when this is written.

        Returns:
            The names of the sources that a later claim has taken over, or that were never
            enrolled: nothing of them was kept.
        """
        with self._writing("keep polls") as conn:
            kept_ms = after_editions(conn, to_ms(now))
            left_out = []
            for plan in plans:
                if self._is_taken_over(plan.state.name, claim):
                    left_out.append(plan.state.name)
                else:
                    self._keep(plan, kept_ms, now)
        return tuple(left_out)

    def mark(self, item_id: str, state: ItemState) -> None:
        """Set an item's state by hand; ``deleted`` stays, whatever its source lists.

        Raises:
            StoreError: if there is no such item.
        """
        with self._writing("mark an item") as conn:
            done = conn.execute("UPDATE item SET state = ? WHERE id = ?", (state, item_id))
            if not done.rowcount:
                raise StoreError(f"no item has the id {item_id!r}; list the items to see theirs")

    def _is_taken_over(self, name: str, claim: Claim | None) -> bool:
        row = self._conn.execute("SELECT claim FROM source WHERE name = ?", (name,)).fetchone()
        return row is None or (claim is not None and row[0] != claim.token)

    def _keep(self, plan: PollPlan, kept_ms: int, now: dt.datetime) -> None:
        conn, poll = self._conn, plan.poll
        known = self._standing(plan.new)
        fresh = [new for new in plan.new if new.item.id not in known]
        kept = [*self._add(fresh, kept_ms), *self._change(plan.changes, kept_ms)]
        index_words(conn, [(each.number, each.revision) for each in kept])
        written = [(each.item, each.revision) for each in kept]
        keep_exhibits(conn, plan.exhibits, written, kept_at=now)
        again = [
            Seen(item_id=known[new.item.id], new_aliases=new.aliases)
            for new in plan.new
            if new.item.id in known
        ]
        self._see([*plan.seen, *again], source=poll.source, at_ms=to_ms(poll.at))
        conn.executemany(_UNLIST, [(item_id,) for item_id in plan.unlisted])
        told_elsewhere = {mine for mine, theirs in known.items() if mine != theirs}
        keep_messages(conn, [each for each in plan.messages if each.item_id not in told_elsewhere])
        keep_wishes(conn, plan.looks)
        if plan.layout is not None:
            keep_layout(conn, poll.source, plan.layout, poll.at)
        conn.execute(_KEEP_STATE, (*state_values(plan.state), plan.state.name))
        conn.execute(
            _ADD_POLL,
            (
                *(poll.source, to_ms(poll.at), poll.outcome, poll.detail, poll.entries),
                *(poll.new, poll.revised, poll.elapsed_ms, poll.body_bytes),
            ),
        )

    # -------------------------------------------------------------- items
    def _standing(self, new: Sequence[NewItem]) -> dict[str, str]:
        """Which new items stand in the store already: id in the plan to id in the store.

        Two workers can find one article at once: one source under two claims gives it one id; two
        sources of a site give it two ids and one address. The second to arrive finds that address
        taken by an item with the same title, and is a sighting of it. A taken alias with another
        title is no such race (identity distrusts it); the item is new and goes without the alias.
        """
        ids = [each.item.id for each in new]
        known = {
            row[0]: row[0] for row in self._in_chunks("SELECT id FROM item WHERE id IN ({})", ids)
        }
        unknown = [each for each in new if each.aliases and each.item.id not in known]
        taken = self._taken({each.aliases[0] for each in unknown})
        for each in unknown:
            item_id, title = taken.get(each.aliases[0], ("", None))
            if title == (each.revision.keys.title_key or each.revision.title):
                known[each.item.id] = item_id
        return known

    def _taken(self, aliases: Iterable[AliasKey]) -> dict[AliasKey, tuple[str, str]]:
        """The items that have these aliases, with what tells one title from another."""
        scopes: dict[str, list[int]] = {}
        for alias in aliases:
            scopes.setdefault(alias.scope, []).append(alias_keys(alias)[1])
        return {
            AliasKey(*row[:3]): (row[3], row[4] or row[5])
            for scope, keys in scopes.items()
            for row in self._in_chunks(_TAKEN, keys, scope_key(scope))
        }

    def _add(self, new: Sequence[NewItem], kept_ms: int) -> list[Indexed]:
        if not new:
            return []
        conn = self._conn
        unique = list({each.item.id: each for each in reversed(new)}.values())[::-1]
        first = next_number(conn, "item")
        first_revision = next_number(conn, "revision")
        numbered = list(enumerate(unique, first))
        kept = [
            Indexed(number, item, each.revision)
            for number, (item, each) in enumerate(numbered, first_revision)
        ]
        conn.executemany(_ADD_ITEM, [_item_values(number, each) for number, each in numbered])
        conn.executemany(ADD_ALIAS, alias_rows((n, each.aliases) for n, each in numbered))
        self._keep_words(kept, kept_ms)
        self._judge(((number, each.matches) for number, each in numbered), kept_ms)
        keep_kin(conn, numbered)
        return kept

    def _change(self, changes: Sequence[Change], kept_ms: int) -> list[Indexed]:
        if not changes:
            return []
        ids = [each.item.id for each in changes]
        sql = "SELECT id, number, revision FROM item WHERE id IN ({})"
        standing = {row[0]: (row[1], row[2]) for row in self._in_chunks(sql, ids)}
        newer: list[tuple[int, Change]] = []
        marks: list[tuple[int, Change]] = []
        for each in changes:
            item, seq = standing.get(each.item.id, (0, 0))
            (newer if seq and each.revision.seq > seq else marks).append((item, each))
        self._conn.executemany(
            _MARK_ITEM,
            [(to_ms(each.item.last_seen), int(each.unstable), item) for item, each in marks],
        )
        for item, each in marks:
            if each.back and item:
                go_back(self._conn, item, each)
        for item, each in newer:
            if each.held is not None:
                keep_held(self._conn, item, each.held)
        number = next_number(self._conn, "revision")
        kept = [Indexed(number + n, item, each.revision) for n, (item, each) in enumerate(newer)]
        self._keep_words(kept, kept_ms)
        self._conn.executemany(_CHANGE_ITEM, [_change_values(item, each) for item, each in newer])
        self._judge(((item, each.matches) for item, each in newer), kept_ms)
        return kept

    def _keep_words(self, kept: Sequence[Indexed], kept_ms: int) -> None:
        self._conn.executemany(
            _ADD_REVISION, [_revision_values(each, kept_ms=kept_ms) for each in kept]
        )

    def _judge(self, judged: Iterable[tuple[int, Sequence[Match]]], kept_ms: int) -> None:
        self._conn.executemany(
            _ADD_MATCH,
            [
                (item, *match_values(match), kept_ms)
                for item, matches in judged
                for match in matches
            ],
        )

    def _see(self, seen: Sequence[Seen], *, source: str, at_ms: int) -> None:
        self._conn.executemany(_SEE_ITEM, [(at_ms, source, each.item_id) for each in seen])
        named = [each for each in seen if each.new_aliases]
        if named:
            sql = "SELECT id, number FROM item WHERE id IN ({})"
            numbers: dict[str, int] = dict(self._in_chunks(sql, [each.item_id for each in named]))
            rows = ((numbers[s.item_id], s.new_aliases) for s in named if s.item_id in numbers)
            self._conn.executemany(ADD_ALIAS, alias_rows(rows))


# ------------------------------------------------------------------ rows
def after_editions(conn: sqlite3.Connection, now_ms: int) -> int:
    """When this counts as kept: never inside the window of an edition that is out already."""
    row = conn.execute("SELECT max(slot_ms) FROM edition").fetchone()
    return max(now_ms, row[0] or 0)


def next_number(conn: sqlite3.Connection, table: str) -> int:
    """The local number of the next row of a table."""
    return int(conn.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()[0])


def _item_values(number: int, new: NewItem) -> tuple[Value, ...]:
    item = new.item
    return (
        number,
        item.id,
        item.source,
        item.state,
        to_ms(item.first_seen),
        to_ms(item.last_seen),
        *_described(item),
        new.revision.keys.copy_key,
        item.revision,
        int(item.baseline),
        item.revision,
    )


def _described(item: Item) -> tuple[Value, ...]:
    return (
        item.url,
        dump(item.authors),
        *moment_values(item.published),
        item.language,
        dump(item.tags),
        item.group,
    )


def _change_values(number: int, change: Change) -> tuple[Value, ...]:
    item = change.item
    is_page = int(change.revision.via == "page")
    return (
        item.state,
        to_ms(item.last_seen),
        *_described(item),
        is_page,  # a copy is told from what sources bring: that key stays
        change.revision.keys.copy_key,
        *(change.revision.seq, change.revision.seq, int(change.unstable)),
        *(is_page, change.revision.seq, is_page, change.revision.seq),
        number,
    )


def _revision_values(each: Indexed, *, kept_ms: int) -> tuple[Value, ...]:
    revision, keys = each.revision, each.revision.keys
    return (
        each.number,
        each.item,
        revision.seq,
        to_ms(revision.seen_at),
        kept_ms,
        revision.edit,
        keys.title_key,
        keys.text_key,
        keys.copy_key,
        keys.fold_version,
        revision.title,
        revision.summary,
        revision.content,
        revision.via,
    )


def alias_rows(
    named: Iterable[tuple[int, Iterable[AliasKey]]],
) -> list[tuple[Value, ...]]:
    """Rows of names, for the local numbers of their items."""
    return [
        (*alias_keys(alias), alias.scope, alias.kind, alias.value, number)
        for number, aliases in named
        for alias in aliases
    ]
