"""Digest: make the editions that are due; the outbox carries them like any other message."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.clock import Clock
from monitor.jobs.keeping import Keeping
from monitor.plan.digest import Material, due_slot, plan_edition
from monitor.records import Schedule
from monitor.store import Store

log = logging.getLogger(__name__)


class DigestMaker:
    """Writes each slot's edition and its messages in one transaction, once."""

    def __init__(
        self, *, store: Store, keeping: Keeping, clock: Clock, told: Callable[[], None]
    ) -> None:
        """Take the store and the clock; `told` is called after messages were written."""
        self._store = store
        self._keep = keeping
        self._clock = clock
        self._told = told
        self._schedules: tuple[Schedule, ...] = ()
        self._recipients: Mapping[str, tuple[str, ...]] = {}

    def configure(
        self, schedules: Sequence[Schedule], recipients: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Use these digests from now on."""
        self._schedules = tuple(schedules)
        self._recipients = dict(recipients)

    async def make_due(self) -> int:
        """Make what is due now; a slot that was missed is covered by the next window."""
        made = 0
        for schedule in self._schedules:
            made += await self._keep(self._make_due, schedule, self._clock.now())
        if made:
            self._told()
        return made

    async def make_now(self, schedule: Schedule) -> bool:
        """Make an edition of everything up to now, beside the plan."""
        now = self._clock.now()
        # The store counts whole milliseconds, and a window ends before its slot: the next one.
        now = now.replace(microsecond=now.microsecond // 1000 * 1000) + timedelta(milliseconds=1)
        made = await self._keep(self._make, schedule, self._since(schedule), now, now)
        if made:
            self._told()
        return made

    def _make_due(self, schedule: Schedule, now: datetime) -> bool:
        since = self._since(schedule)
        slot = due_slot(schedule, after=since, now=now)
        return slot is not None and self._make(schedule, since, slot, now)

    def _since(self, schedule: Schedule) -> datetime:
        """Where the last edition ended; before the first one, where this database began."""
        last = self._store.last_edition(schedule.name)
        return last.slot if last else self._store.started_at()

    def _make(self, schedule: Schedule, since: datetime, slot: datetime, now: datetime) -> bool:
        edition, messages = plan_edition(
            schedule,
            collect(self._store, since=since, until=slot),
            slot=slot,
            since=since,
            now=now,
            recipients=self._recipients,
        )
        kept = self._store.keep_edition(edition, messages)
        if kept:
            log.info("digest %r: edition of %s, %d messages", schedule.name, slot, len(messages))
        return kept


def collect(store: Store, *, since: datetime, until: datetime) -> Material:
    """Everything that the store has about a window."""
    return Material(
        items=store.digest_items(since, until),
        edits=store.digest_edits(since, until),
        sources=tuple(row.state for row in store.sources(enrolled=True)),
    )
