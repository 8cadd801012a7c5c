from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room with one source."""
    with open_room(tmp_path, "kura") as opened:
        yield opened


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Room]:
    """A room with three sources."""
    with open_room(tmp_path, "kura", "aras", "debed") as opened:
        yield opened
