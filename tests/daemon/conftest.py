from collections.abc import Iterator

import pytest

from monitor.testing import Mailbox, Newsroom, Receiver


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def site() -> Iterator[Newsroom]:
    """A site with one old article."""
    with Newsroom("Kura Post") as site:
        site.publish("Old news of the Lisbon harbour", "Berth four is closed for cleaning.")
        yield site


@pytest.fixture
def desk() -> Iterator[Receiver]:
    with Receiver() as desk:
        yield desk


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with Mailbox() as post:
        yield post
