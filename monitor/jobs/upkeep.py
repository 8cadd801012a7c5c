"""Upkeep: forget what nobody needs, empty the log, keep the planner's figures fresh."""

import logging
from dataclasses import dataclass, field

from monitor.clock import Clock
from monitor.config import Configuration
from monitor.jobs.keeping import Keeping
from monitor.store import Retention, Store, UpkeepReport

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Upkeep:
    """The store's housekeeping, one run at a time."""

    store: Store
    keeping: Keeping
    clock: Clock
    retention: Retention = field(default_factory=Retention)

    def configure(self, retention: Retention) -> None:
        """Keep as long as this says from the next round on."""
        self.retention = retention

    async def run(self) -> str:
        """Do one round and say in words what it did."""
        now = self.clock.now()
        report = words_of(await self.keeping(self.store.upkeep, self.retention, now=now))
        log.info("upkeep: %s", report)
        return report

    async def beat(self) -> None:
        """Leave a sign of life that `monitor healthcheck` reads."""
        await self.keeping(self.store.beat, self.clock.now())


def retention_of(configuration: Configuration) -> Retention:
    """How long things are kept, as configured."""
    return Retention(
        evidence=configuration.keep_evidence, evidence_bytes=configuration.evidence_limit_bytes
    )


def words_of(report: UpkeepReport) -> str:
    """What upkeep did, in one line."""
    released = f"{report.evidence} documents of the evidence, " if report.evidence else ""
    return (
        f"{report.polls} old polls and {report.bodies} settled messages let go, "
        f"{released}"
        f"{report.size_bytes / 1e6:.1f} MB"
    )
