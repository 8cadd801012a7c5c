from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.jobs.keeping import Keeping
from monitor.store import Store, open_store
from monitor.testing import FakeClock


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "monitor.db"), write=True, now=clock.now())
    yield opened
    opened.close()


@pytest.fixture
def keeping() -> Iterator[Keeping]:
    kept = Keeping()
    yield kept
    kept.close()
