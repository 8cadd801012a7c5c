"""The daemon in this very process: from ready to stopped, reloads, and what breaks on the way."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.config import Configuration
from monitor.daemon import Notifier, Service
from monitor.errors import MonitorError, StoreError
from monitor.jobs.poll import Poller
from monitor.store import open_store
from monitor.testing import Newsroom, Receiver
from tests.daemon.settings import alert, configured, read, source, webhook, written

pytestmark = pytest.mark.anyio

NEWS = "Georgia and Armenia open a second crossing"
WITHIN_S = 20


class Manager:
    """The service manager's end of the socket."""

    def __init__(self, folder: Path, watchdog_s: float | None = None) -> None:
        self.door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.door.bind(str(folder / "notify"))
        self.door.setblocking(False)
        self.notifier = Notifier(str(folder / "notify"), watchdog_s)

    async def hear(self, wanted: str) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(WITHIN_S):
            while wanted not in (await loop.sock_recv(self.door, 1024)).decode().splitlines():
                continue


@pytest.fixture
def manager(tmp_path: Path):
    manager = Manager(tmp_path)
    yield manager
    manager.door.close()


@contextlib.asynccontextmanager
async def running(
    configuration: Configuration, notifier: Notifier | None = None
) -> AsyncIterator[tuple[Service, "asyncio.Task[None]"]]:
    """A service that is ready; it is stopped at the end."""
    ready = asyncio.Event()
    service = Service(
        lambda: read(configuration.path), notifier or Notifier(None, None), ready=ready.set
    )
    task = asyncio.create_task(service.run(configuration))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait((task, waiting), timeout=WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        yield service, task
    finally:
        service.stop()
        await asyncio.wait((task,), timeout=WITHIN_S)
    assert task.done()


async def test_it_polls_tells_and_stops_when_asked(tmp_path: Path, site: Newsroom, desk: Receiver):
    feed = source("kura", site.url("/rss.xml"), more='every = "1s"')
    configuration = configured(tmp_path, feed, webhook(desk.url), alert("desk"))

    async with running(configuration) as (service, task):
        assert await site.until(lambda: len(site.visits("/rss.xml")) >= 2, within_s=WITHIN_S)
        site.publish(NEWS, "Trucks pass from today.")
        assert await desk.until(lambda: len(desk.taken()) == 1, within_s=WITHIN_S)
        service.stop()
        await asyncio.wait_for(task, WITHIN_S)

    assert [hook.title for hook in desk.taken()] == [NEWS]


async def test_the_service_manager_hears_of_ready_life_and_the_end(
    tmp_path: Path, manager: Manager
):
    async with running(configured(tmp_path), manager.notifier):
        await manager.hear("WATCHDOG=1")
        await manager.hear("READY=1")

    await manager.hear("STOPPING=1")


async def test_an_impatient_watchdog_hears_of_life_in_time(tmp_path: Path):
    manager = Manager(tmp_path, watchdog_s=0.4)

    async with running(configured(tmp_path), manager.notifier):
        await manager.hear("READY=1")
        await manager.hear("WATCHDOG=1")
        await manager.hear("WATCHDOG=1")
    manager.door.close()


async def test_it_counts_as_well_from_the_moment_it_is_ready(tmp_path: Path):
    configuration = configured(tmp_path)

    async with running(configuration):
        store = open_store(configuration.database, write=False)
        beat = store.last_beat()
        store.close()

    assert beat is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order(tmp_path: Path, caplog, number: signal.Signals):
    caplog.set_level(logging.INFO)
    async with running(configured(tmp_path)) as (_, task):
        os.kill(os.getpid(), number)
        await asyncio.wait_for(task, WITHIN_S)

    assert "stopped; 0 deliveries wait" in caplog.text
    assert ("Ctrl-C again" in caplog.text) == (number == signal.SIGINT)


async def test_whoever_presses_ctrl_c_twice_waits_for_nobody():
    service = Service(lambda: read(Path("none")), Notifier(None, None), ready=lambda: None)
    service.interrupt()

    with pytest.raises(KeyboardInterrupt):
        service.interrupt()


async def test_sighup_takes_the_new_configuration(tmp_path: Path, site: Newsroom, manager: Manager):
    async with running(configured(tmp_path), manager.notifier):
        await manager.hear("READY=1")
        written(tmp_path, source("kura", site.url("/rss.xml")))
        os.kill(os.getpid(), signal.SIGHUP)
        await manager.hear("RELOADING=1")
        await manager.hear("READY=1")

        assert await site.until(lambda: len(site.visits("/rss.xml")) == 1, within_s=WITHIN_S)


async def test_P11_a_broken_file_keeps_the_old_configuration_and_names_the_line(  # noqa: N802
    tmp_path: Path, site: Newsroom, manager: Manager, caplog
):
    feed = source("kura", site.url("/rss.xml"), more='every = "1s"')
    async with running(configured(tmp_path, feed), manager.notifier):
        await manager.hear("READY=1")
        (tmp_path / "sources.toml").write_text("[[source]]\nname = 5\n", "utf-8")
        os.kill(os.getpid(), signal.SIGHUP)
        await manager.hear("RELOADING=1")
        await manager.hear("READY=1")
        before = len(site.visits("/rss.xml"))
        assert await site.until(lambda: len(site.visits()) > before, within_s=WITHIN_S)

    assert "sources.toml:2: source #1: name is 5" in caplog.text
    assert "the old configuration stays" in caplog.text


async def test_another_database_waits_for_a_restart_and_every_reload_says_so(
    tmp_path: Path, manager: Manager, caplog
):
    head = '[monitor]\ndatabase = "other.db"\n'
    async with running(configured(tmp_path), manager.notifier):
        await manager.hear("READY=1")
        written(tmp_path, head=head)
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGHUP)
            await manager.hear("RELOADING=1")
            await manager.hear("READY=1")

    assert caplog.text.count("monitor.db' until a restart") == 2
    assert not (tmp_path / "other.db").exists()


async def test_without_its_keeper_it_ends_with_an_error(tmp_path: Path, monkeypatch, caplog):
    # The net is for a bug that we do not know: no input reaches it, so one is put in by hand.
    async def breaks(self: Poller) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Poller, "keep_landed", breaks)
    async with running(configured(tmp_path)) as (_, task):
        with pytest.raises(MonitorError, match="RuntimeError: a bug"):
            await asyncio.wait_for(task, WITHIN_S)

    assert "the keeper ended unexpectedly" in caplog.text


async def test_what_was_not_written_down_in_time_is_given_up_and_due_again(
    tmp_path: Path, site: Newsroom, monkeypatch, caplog
):
    # As a disk that answers nobody would: the thread of the store could not be stopped again.
    async def sleeps(self: Poller) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Poller, "keep_landed", sleeps)
    monkeypatch.setattr("monitor.daemon.service.PATIENCE_S", 0.1)
    monkeypatch.setattr("monitor.daemon.service.TICK_S", 0.05)
    feed = source("kura", site.url("/rss.xml"))
    landed = asyncio.Event()
    put = asyncio.Queue.put

    async def noticed(self: "asyncio.Queue[object]", item: object) -> None:
        await put(self, item)
        landed.set()

    monkeypatch.setattr(asyncio.Queue, "put", noticed)
    async with running(configured(tmp_path, feed)):
        await asyncio.wait_for(landed.wait(), WITHIN_S)

    assert "some answers were not written down" in caplog.text


async def test_a_job_that_cannot_reach_the_store_says_so_and_comes_again(caplog):
    service = Service(lambda: read(Path("none")), Notifier(None, None), ready=lambda: None)
    tries: list[int] = []

    async def job() -> None:
        tries.append(1)
        raise StoreError("the disk is full")

    for _ in range(2):
        await service._guarded("digest", job)

    assert len(tries) == 2
    assert caplog.text.count("digest: the disk is full") == 2


async def test_a_job_may_be_a_plain_function(caplog):
    service = Service(lambda: read(Path("none")), Notifier(None, None), ready=lambda: None)
    done: list[str] = []

    await service._guarded("poll", lambda: done.append("yes"))

    assert done == ["yes"]


async def test_a_daemon_that_cannot_start_says_why(tmp_path: Path):
    (tmp_path / "monitor.db").write_bytes(b"not a database at all, and long enough to tell")
    service = Service(lambda: read(Path("none")), Notifier(None, None), ready=lambda: None)

    with pytest.raises(StoreError, match="is not a database"):
        await service.run(configured(tmp_path))
