"""Lookups: bounded, beside the event loop, and named when they fail."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import asyncio
import socket
import threading

import pytest

from monitor.errors import FetchError
from monitor.fetch import Outgoing, SystemResolver
from tests.fetch.world import fetcher, ok, site

pytestmark = pytest.mark.anyio


async def test_the_machine_knows_itself():
    assert "127.0.0.1" in await SystemResolver()("localhost")


async def test_a_name_is_found_and_used():
    async with site(ok(b"x")) as kiosk, fetcher(allow_addresses=("127.0.0.0/8", "::1")) as out:
        answer = await out.send(Outgoing(url=kiosk.url(host="localhost")))

    assert answer.body == b"x"


async def test_N01_a_name_that_does_not_exist_is_an_error():
    with pytest.raises(FetchError, match="nowhere") as caught:
        await SystemResolver()("nowhere.invalid")

    assert caught.value.kind == "dns"


@pytest.fixture
def silent_names(monkeypatch):
    """The machine's name servers do not answer until the event is set."""
    answered = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        answered.wait(10)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield answered
    answered.set()


def lookups(host: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == f"lookup {host}"]


async def test_N03_a_silent_name_server_is_waited_for_within_a_limit(silent_names):
    resolver = SystemResolver(limit_s=0.1)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    with pytest.raises(FetchError, match="not resolved within") as caught:
        await resolver("slow.example")
    ticking.cancel()

    assert caught.value.kind == "dns"
    assert ticks > 2  # the event loop went on


async def test_N03_a_lookup_counts_until_it_really_ends(silent_names):
    resolver = SystemResolver(threads=1, limit_s=0.1)
    for _ in range(2):  # the second does not even start
        with pytest.raises(FetchError):
            await resolver("counted.example")
    assert len(lookups("counted.example")) == 1

    silent_names.set()
    for thread in lookups("counted.example"):
        await asyncio.to_thread(thread.join, 5)

    assert await resolver("counted.example") == ("127.0.0.1",)


def test_N03_a_lookup_that_outlives_the_program_does_no_harm(silent_names):
    async def give_up() -> None:
        with pytest.raises(FetchError):
            await SystemResolver(limit_s=0.05)("late.example")

    asyncio.run(give_up())
    (lookup,) = lookups("late.example")
    assert lookup.daemon
    silent_names.set()
    lookup.join(5)
    assert not lookup.is_alive()
