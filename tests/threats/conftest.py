import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.testing import FakeClock, Newsroom
from tests.e2e.rig import Rig, newsroom, open_rig
from tests.threats.street import NameServer, Street


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
def kura(rig: Rig, clock: FakeClock) -> Iterator[Newsroom]:
    """The healthy source beside the hostile one."""
    with newsroom(clock) as site:
        site.publish("Old notice of the Lisbon harbour office", "Berth 7 is closed for cleaning.")
        rig.source("kura", site.url("/rss.xml"))
        yield site


@pytest.fixture
def street() -> Iterator[Street]:
    with Street() as opened:
        yield opened


@pytest.fixture
def names(street: Street) -> Iterator[NameServer]:
    """The name server of this process; it learns the street's names with `street.names()`."""
    with NameServer({}).serving() as server:
        yield server
