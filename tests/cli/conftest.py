import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.world import World, open_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A newsroom with a history, polled and told; tests read it and change nothing."""
    with open_world(tmp_path_factory.mktemp("world")) as world:
        world.make_history()
        yield world


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    """A world of one's own, in which nothing was polled yet."""
    with open_world(tmp_path) as world:
        yield world


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of the machine leaks in, and no log level leaks out."""
    for name in ("MONITOR_CONFIG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "NOTIFY_SOCKET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    chatty = ("apscheduler", "httpx", "httpcore", "aiosmtplib", "asyncio")
    before = {name: logging.getLogger(name).level for name in chatty}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
