"""Upkeep: forget what nobody needs, empty the log, keep the planner's figures fresh."""

import logging
from dataclasses import dataclass

from monitor.clock import Clock
from monitor.jobs.keeping import Keeping
from monitor.store import Retention, Store, UpkeepReport

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The store's housekeeping, one run at a time."""

    store: Store
    keeping: Keeping
    clock: Clock

    async def run(self) -> str:
        """Do one round and say in words what it did."""
        report = words_of(await self.keeping(self.store.upkeep, Retention(), now=self.clock.now()))
        log.info("upkeep: %s", report)
        return report

    async def beat(self) -> None:
        """Leave a sign of life that `monitor healthcheck` reads."""
        await self.keeping(self.store.beat, self.clock.now())


def words_of(report: UpkeepReport) -> str:
    """What upkeep did, in one line."""
    return (
        f"{report.polls} old polls and {report.bodies} settled messages let go, "
        f"{report.size_bytes / 1e6:.1f} MB"
    )
