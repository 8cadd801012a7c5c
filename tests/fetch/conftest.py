"""What every test of this room shares."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """The daemon runs on asyncio, and so do its tests."""
    return "asyncio"
