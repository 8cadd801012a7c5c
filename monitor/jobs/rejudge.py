"""Judge anew: when a topic changed, stored items are judged by what it says now.

Small portions, the newest items first, each kept in a transaction with how far it went: a kill
costs one portion, polls come in between, and nobody is told unless that is asked for.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.clock import Clock
from monitor.jobs.keeping import Keeping
from monitor.plan import Desk
from monitor.plan.rejudge import plan_rejudge
from monitor.records import RejudgePlan, Source, Stale
from monitor.store import Store
from monitor.store.judging import ALL

log = logging.getLogger(__name__)

PORTION = 100  # items of one transaction


@dataclass(slots=True)
class Tally:
    """What judging anew did."""

    judged: int = 0  # items
    gained: int = 0  # that became relevant for some topic
    lost: int = 0  # that are no longer relevant for some topic
    told: int = 0  # messages

    def add(self, stale: Stale, plan: RejudgePlan, told: int) -> None:
        """Count one portion."""
        now = {(each.item_id, m.topic) for each in plan.judged for m in each.matches if m.relevant}
        topics = {m.topic for each in plan.judged for m in each.matches}
        ids = {each.item_id for each in plan.judged}
        before = {(id_, topic) for id_, topic in stale.relevant if id_ in ids and topic in topics}
        self.judged += len(plan.judged)
        self.gained += len(now - before)
        self.lost += len(before - now)
        self.told += told


class Rejudge:
    """Brings stored judgements up to date."""

    def __init__(self, store: Store, keeping: Keeping, clock: Clock) -> None:
        """Know no topics yet; :meth:`configure` tells them."""
        self._store, self._keeping, self._clock = store, keeping, clock
        self._sources: dict[str, Source] = {}
        self._desk: Desk | None = None

    def configure(self, sources: Sequence[Source], desk: Desk) -> None:
        """Judge by these topics from the next portion on."""
        self._sources = {source.name: source for source in sources}
        self._desk = desk

    async def run(
        self,
        *,
        alert_since: dt.datetime | None = None,
        seen: Callable[[Tally], object] = lambda _: None,
    ) -> Tally:
        """Judge all that another version judged; with `alert_since` tell what is new since then.

        Raises:
            StoreError: the database cannot be used; what was kept is kept, the next run goes on.
        """
        tally = Tally()
        below = None if alert_since is None else ALL
        while (portion := await self._portion(below, alert_since)) is not None:
            stale, plan, told = portion
            tally.add(stale, plan, told)
            seen(tally)
            below = self._next(stale, plan, alert_since)
            await asyncio.sleep(0)
        if tally.judged:
            log.info("judged %d items anew: %d relevant now, %d no longer",
                     tally.judged, tally.gained, tally.lost)  # fmt: skip
        return tally

    @staticmethod
    def _next(stale: Stale, plan: RejudgePlan, alert_since: dt.datetime | None) -> int | None:
        """Where to go on; None: with what is stale, since older items are told to nobody."""
        if alert_since is None or not stale.items:
            return None
        is_past = stale.items[-1].first_seen < alert_since
        return None if is_past or plan.below <= 0 else plan.below

    async def _portion(
        self, below: int | None, alert_since: dt.datetime | None
    ) -> tuple[Stale, RejudgePlan, int] | None:
        desk = self._desk
        if desk is None:
            return None
        versions = {topic.topic: topic.version for topic in desk.topics}
        stale = await self._keeping(self._store.stale, versions, limit=PORTION, below=below)
        if stale is None:
            return None
        groups = {item.group for item in stale.items} if alert_since else set()
        told = await self._keeping(self._store.told, groups)
        plan = await asyncio.to_thread(
            plan_rejudge,
            stale,
            self._sources,
            desk,
            told=told,
            now=self._clock.now(),
            alert_since=alert_since,
        )
        fresh = await self._keeping(self._store.judge_anew, plan)
        return stale, plan, len(fresh)
