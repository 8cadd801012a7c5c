"""One store of each backend: what stands in these files holds for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store import Store
from tests.store.making import opened


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The one writer of an empty store in which ``desk`` and ``paper`` are enrolled."""
    assert request.param == "sqlite"
    made = opened(tmp_path / "monitor.db", sources=("desk", "paper"))
    yield made
    made.close()
