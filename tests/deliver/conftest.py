"""The world around the channels: mail servers and webhook receivers on loopback."""

import pytest


@pytest.fixture
def anyio_backend():
    return "asyncio"
