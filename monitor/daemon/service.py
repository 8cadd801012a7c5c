"""The daemon: one loop, five jobs, signals, and an orderly end.

APScheduler owns the tick, the digests and upkeep; which source is due is a column of the store.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.config import Configuration
from monitor.daemon.building import House, open_house
from monitor.daemon.notify import Notifier
from monitor.errors import MonitorError

log = logging.getLogger(__name__)

TICK_S = 0.5  # how late a due source may be noticed
LOOK_S = 1.0  # how late a due look at a page may be noticed
BEAT_S = 10.0  # a sign of life for `monitor healthcheck`
DIGEST_S = 20.0  # how late a digest may be made
HELD_S = 10.0  # a look into an index of few rows
UPKEEP_MIN = 60
REJUDGE_S = 60.0  # how late stored items begin to be judged by topics that changed
PATIENCE_S = 8.0  # for messages in flight when we are asked to stop; 15 s in all

Load = Callable[[], Configuration]


class Service:
    """Runs a house until it is told to stop."""

    def __init__(self, load: Load, notifier: Notifier, *, ready: Callable[[], None]) -> None:
        """`load` reads the configuration again on SIGHUP; `ready` is called once all runs."""
        self._load = load
        self._notifier = notifier
        self._ready = ready
        self._stop = asyncio.Event()
        self._reload_wish = asyncio.Event()
        self._bug: BaseException | None = None

    async def run(self, configuration: Configuration) -> None:
        """Work until SIGTERM or SIGINT.

        Raises:
            MonitorError: it cannot even start, or what it needs most broke down on the way.
        """
        async with self._listening(), open_house(configuration) as house:
            scheduler = self._schedule(house)
            keeper = asyncio.create_task(house.poller.keep_landed(), name="keep")
            keeper.add_done_callback(self._keeper_ended)
            reloader = asyncio.create_task(self._reload_when_asked(house), name="reload")
            house.dispatcher.start()
            scheduler.start()
            await self._guarded("beat", lambda: self._beat(house))  # well from the first moment on
            self._notifier.say("READY=1", "STATUS=polling")
            self._ready()
            await self._stop.wait()
            reloader.cancel()
            await asyncio.gather(reloader, return_exceptions=True)
            await self._wind_down(house, scheduler, keeper)
        if self._bug is not None:
            raise MonitorError(
                f"stopped: nothing could be written down after {type(self._bug).__name__}: "
                f"{self._bug}; the log holds the traceback, please report it"
            ) from self._bug

    def stop(self) -> None:
        """End in order: what is being sent may end, everything else is a row and waits."""
        self._stop.set()

    def interrupt(self) -> None:
        """End in order; whoever presses Ctrl-C a second time waits for nobody."""
        if self._stop.is_set():
            raise KeyboardInterrupt
        log.info("stopping: what is being sent may end; Ctrl-C again stops at once, all is kept")
        self._stop.set()

    # -------------------------------------------------------------- signals
    @contextlib.asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        """Hear the signals meanwhile, also while the house is opened and closed."""
        loop = asyncio.get_running_loop()
        heard = {
            signal.SIGTERM: self.stop,
            signal.SIGINT: self.interrupt,
            signal.SIGHUP: self._reload_wish.set,
        }
        for number, answer in heard.items():
            loop.add_signal_handler(number, answer)
        try:
            yield
        finally:
            for number in heard:
                loop.remove_signal_handler(number)

    async def _reload_when_asked(self, house: House) -> None:
        """One reload after the other, for ever; wishes that come meanwhile are one wish."""
        while True:
            await self._reload_wish.wait()
            self._reload_wish.clear()
            self._notifier.say("RELOADING=1")
            await self._reload(house)
            self._notifier.say("READY=1")

    async def _reload(self, house: House) -> None:
        """Take the new configuration, or keep the old one and say why."""
        database = house.configuration.database
        try:
            fresh = await asyncio.to_thread(self._load)
            if fresh.database != database:
                log.warning("reload: the database stays %r until a restart", database)
            await house.configure(replace(fresh, database=database))
        except MonitorError as broken:
            log.error("reload: %s; the old configuration stays", broken)  # noqa: TRY400
        else:
            house.dispatcher.start()
            log.info("reload: %d sources, %d alerts", len(fresh.sources), len(fresh.alerts))

    # -------------------------------------------------------------- the clockwork
    def _schedule(self, house: House) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        jobs: tuple[tuple[str, Callable[[], object], float], ...] = (
            ("poll", house.poller.tick, TICK_S),
            ("look", house.looker.tick, LOOK_S),
            ("beat", lambda: self._beat(house), self._beat_s),
            ("digest", house.digests.make_due, DIGEST_S),
            ("held", house.held.tell_due, HELD_S),
            ("upkeep", house.upkeep.run, UPKEEP_MIN * 60),
            ("rejudge", house.rejudge.run, REJUDGE_S),
        )
        for name, job, every in jobs:
            scheduler.add_job(self._guarded, "interval", seconds=every, args=(name, job), id=name)
        return scheduler

    async def _guarded(self, name: str, job: Callable[[], object]) -> None:
        """A job that cannot reach the store says so and comes again."""
        try:
            outcome = job()
            if asyncio.iscoroutine(outcome):
                await outcome
        except MonitorError as trouble:
            log.error("%s: %s", name, trouble)  # noqa: TRY400 - the line says it all

    @property
    def _beat_s(self) -> float:
        """Seconds between two signs of life; the service manager wants at least two in its time."""
        wanted = self._notifier.watchdog_s
        return BEAT_S if wanted is None else min(BEAT_S, wanted / 2)

    async def _beat(self, house: House) -> None:
        """Leave a sign of life; a full disk is no reason to be killed, a stuck one is."""
        try:
            await house.upkeep.beat()
        finally:
            self._notifier.say("WATCHDOG=1")

    # -------------------------------------------------------------- the end
    def _keeper_ended(self, task: asyncio.Task[None]) -> None:
        """Without the keeper nothing would be written any more: end, and be restarted."""
        if not task.cancelled() and (bug := task.exception()) is not None:
            log.critical("the keeper ended unexpectedly", exc_info=bug)
            self._bug = bug
            self._stop.set()

    async def _wind_down(
        self, house: House, scheduler: AsyncIOScheduler, keeper: "asyncio.Task[None]"
    ) -> None:
        """Let what is under way end within bounds; everything else is a row and waits."""
        self._notifier.say("STOPPING=1")
        log.info("stopping")
        scheduler.shutdown(wait=False)
        await house.looker.stop()
        await house.poller.stop()
        try:
            async with asyncio.timeout(PATIENCE_S / 2):
                await house.poller.settled()
        except TimeoutError:
            log.warning("some answers were not written down; their sources are due again")
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        await house.dispatcher.stop(PATIENCE_S)
        owed = await house.keeping(house.store.owed, house.clock.now())
        waiting = sum(each.count for each in owed if each.state == "waiting")
        log.info("stopped; %d deliveries wait", waiting)
