"""Judgements after the poll: what users say of them, and items judged anew."""
# ruff: noqa: S608 (statements are made of this package's own column names; values are bound)

import json
from collections.abc import Collection, Mapping, Sequence

from monitor.errors import StoreError
from monitor.records import Match, Opinion, OpinionRow, RejudgePlan, Stale
from monitor.store import meta
from monitor.store.codec import MATCH_COLUMNS, match_values, to_ms
from monitor.store.items import ITEM_COLUMNS, ITEM_JOIN, item_of
from monitor.store.known import TOLD
from monitor.store.messages import keep_messages
from monitor.store.opinions import OPINION_COLUMNS, opinion_of
from monitor.store.session import Session

ALL = 2**62  # above every number of an item
_STAMP, _BELOW = "judged_by", "judged_below"  # keys of meta
_ADD_OPINION = (
    "INSERT INTO opinion (item, topic, said, wanted, note, at_ms) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (item, topic) DO UPDATE SET said = excluded.said, wanted = excluded.wanted, "
    "note = excluded.note, at_ms = excluded.at_ms"
)
_OPINIONS = (
    f"SELECT {', '.join(f'o.{name}' for name in OPINION_COLUMNS)}, {ITEM_COLUMNS} FROM opinion o "
    "JOIN item i ON i.number = o.item "
    "JOIN revision r ON r.item = i.number AND r.seq = i.shown "
    "ORDER BY o.at_ms DESC, o.item, o.topic LIMIT ?"
)
_WIDTH = len(OPINION_COLUMNS)
_PORTION = (
    f"SELECT {ITEM_COLUMNS} FROM {ITEM_JOIN} WHERE i.number < ? ORDER BY i.number DESC LIMIT ?"
)
_VERSIONS = "SELECT item, topic, version, relevant FROM match WHERE item IN ({})"
# What an item is judged anew is no news: a match is as old as the item's first words, so that no
# digest to come tells it.
_JUDGE = (
    f"INSERT INTO match (item, {', '.join(MATCH_COLUMNS)}, since_ms) "
    "SELECT i.number, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
    "(SELECT kept_ms FROM revision WHERE item = i.number AND seq = 1) "
    "FROM item i WHERE i.id = ?1 AND i.revision = ?9 "
    "ON CONFLICT (item, topic) DO UPDATE SET version = excluded.version, "
    "borderline = excluded.borderline, score = excluded.score, places = excluded.places, "
    "why = excluded.why, relevant = excluded.relevant, "
    "since_ms = iif(relevant = excluded.relevant, since_ms, excluded.since_ms)"
)


class Judging(Session):
    """Work on judgements that no poll waits for."""

    def keep_opinion(self, opinion: Opinion) -> None:
        """Keep what a user says; the last word on an item and topic counts.

        Raises:
            StoreError: if there is no such item.
        """
        with self._writing("keep an opinion") as conn:
            row = conn.execute(
                "SELECT number FROM item WHERE id = ?", (opinion.item_id,)
            ).fetchone()
            if row is None:
                raise StoreError(
                    f"no item has the id {opinion.item_id!r}; list the items to see theirs"
                )
            conn.execute(
                _ADD_OPINION,
                (
                    *(row[0], opinion.topic, opinion.said, int(opinion.is_wanted)),
                    *(opinion.note, to_ms(opinion.at)),
                ),
            )

    def opinions(self, *, limit: int = 10_000) -> tuple[OpinionRow, ...]:
        """What users said, the last first."""
        with self._reading("list opinions") as conn:
            rows = conn.execute(_OPINIONS, (limit,)).fetchall()
        found = []
        for row in rows:
            item = item_of(tuple(row[_WIDTH:]))
            found.append(OpinionRow(opinion=opinion_of(item.id, row[:_WIDTH]), item=item))
        return tuple(found)

    # -------------------------------------------------------------- judging anew
    def stale(
        self, versions: Mapping[str, str], *, limit: int, below: int | None = None
    ) -> Stale | None:
        """The next items that other versions of these topics judged, the newest first.

        Goes on where the last portion that was kept ended, in this process or another; None when
        there is none left. With `below` it gives all items under that number, whoever judged them.
        """
        stamp = json.dumps(sorted(versions.items()), ensure_ascii=False)
        with self._reading("look for items to judge") as conn:
            start = below
            if start is None:
                goes_on = meta.get(conn, _STAMP) == stamp
                start = meta.number(conn, _BELOW) if goes_on else ALL
            if start <= 0:
                return None
            rows = conn.execute(_PORTION, (start, limit)).fetchall()
            judged = list(self._in_chunks(_VERSIONS, [row[0] for row in rows]))
        fresh = {
            (number, topic)
            for number, topic, version, _ in judged
            if versions.get(topic) == version
        }
        ids = {row[0]: row[1] for row in rows}
        asked = [
            row
            for row in rows
            if below is not None or any((row[0], topic) not in fresh for topic in versions)
        ]
        return Stale(
            stamp=stamp,
            below=rows[-1][0] if len(rows) == limit else 0,
            items=tuple(map(item_of, asked)),
            relevant=frozenset((ids[n], topic) for n, topic, _, relevant in judged if relevant),
        )

    def judge_anew(self, plan: RejudgePlan) -> tuple[str, ...]:
        """Keep a portion of judgements, and how far it went; the ids of messages that are new.

        An item whose words have changed since it was read keeps what its change was judged.
        """
        with self._writing("judge items anew") as conn:
            conn.executemany(
                _JUDGE,
                [
                    _judgement(each.item_id, match, each.revision)
                    for each in plan.judged
                    for match in each.matches
                ],
            )
            told = keep_messages(conn, plan.messages)
            meta.put(conn, _STAMP, plan.stamp)
            meta.put(conn, _BELOW, plan.below)
        return told

    def told(self, groups: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The channels that heard of each copy group, or will."""
        found: dict[str, list[str]] = {}
        with self._reading("ask who was told"):
            for group, channel in self._in_chunks(TOLD, sorted(groups)):
                found.setdefault(group, []).append(channel)
        return {group: tuple(channels) for group, channels in found.items()}


def _judgement(item_id: str, match: Match, revision: int) -> Sequence[object]:
    return (item_id, *match_values(match), revision)
