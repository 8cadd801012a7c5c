import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.testing import FakeClock, Newsroom
from tests.e2e.pages import ALL
from tests.e2e.rig import Rig, newsroom, open_rig


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.startswith(("MONITOR_", "NOTIFY_")):
            monkeypatch.delenv(name)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
def site(clock: FakeClock) -> Iterator[Newsroom]:
    """A site on the fake clock, with six old articles."""
    with newsroom(clock) as opened:
        for number in range(6):
            opened.publish(
                f"Old notice {number} of the Lisbon harbour office",
                f"Berth {number} is closed for cleaning.",
                published=clock.now() - dt.timedelta(days=6 - number),
            )
        yield opened


@pytest.fixture
def watched(rig: Rig, site: Newsroom) -> Rig:
    """A rig that polls the site's feed and hears of everything."""
    rig.source("kura", site.url("/rss.xml"))
    rig.events = ALL
    return rig
