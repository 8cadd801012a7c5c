"""Documents read in worker processes: the same readings, and every limit holds."""

import asyncio
import datetime as dt
import os
import signal

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from monitor.records import Document, Draft, Layout, ListMemory, Moment, Reading, Source
from monitor.sandbox import Sandbox, wire
from monitor.sandbox.pool import _environment

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
URL = "https://herald.example/x"
SHORT_PAGE = (
    b"<html><head><title>Ferry opens</title></head><body><header><a href='/'>Kura</a></header>"
    b"<main><article><h1>Ferry opens</h1><p>The port waits for it.</p></article></main></body>"
    b"</html>"
)
SOURCE = Source(name="herald", url=URL, language="en", select=None)
PLAIN = "".join(f"Headline number {n} of the day\n{n + 1:02}.Mar.2026\n" for n in range(5)).encode()
FEED = (
    b"<rss><channel><title>T</title><item><title>One</title><link>https://herald.example/1</link>"
    b"</item></channel></rss>"
)
# Closed attributes hide from the counting of the scan; the lenient reader is quadratic in them.
SLOW = (
    b"<rss><channel><title>x</title><item "
    + b" ".join(b'a%d=">"' % n for n in range(200_000))
    + b"><title>a & b<br></title></item>"
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def document(body: bytes) -> Document:
    return Document(
        url=URL, status=200, body=body, content_type=None, fetched_at=NOW, body_hash="0" * 32
    )


def read(sandbox: Sandbox, body: bytes, kind="auto"):
    return sandbox.read(document(body), kind=kind, source=SOURCE, now=NOW)


def pids(sandbox: Sandbox) -> list[int]:
    return [worker._process.pid for worker in (*sandbox._idle, *sandbox._busy)]


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - a process of the system sets no event
            await asyncio.sleep(0.01)


async def test_a_worker_reads_as_the_parsers_do_and_serves_again():
    async with Sandbox() as sandbox:
        first = await read(sandbox, PLAIN)
        started = pids(sandbox)
        second = await read(sandbox, PLAIN)
        assert pids(sandbox) == started
    expected = read_document(document(PLAIN), kind="auto", source=SOURCE, now=NOW)
    assert first == second == expected
    assert not any(map(lives, started))


async def test_pages_of_articles_are_all_read_by_one_worker():
    async with Sandbox() as sandbox:
        workers = set()
        for _ in range(3):  # a short one sets everything in motion that looks for its text
            await sandbox.look(document(SHORT_PAGE), source=SOURCE, now=NOW)
            workers.update(pids(sandbox))
        assert len(workers) == 1


async def test_a_well_formed_feed_starts_no_worker():
    async with Sandbox() as sandbox:
        reading = await read(sandbox, FEED)
        assert (reading.kind, pids(sandbox)) == ("feed", [])


async def test_an_error_of_the_parsers_keeps_its_words_and_its_worker():
    async with Sandbox() as sandbox:
        with pytest.raises(ParseError, match="no list of headlines") as caught:
            await read(sandbox, b"<p>nothing</p>", "listing")
        assert caught.value.kind == "no-list"
        assert len(pids(sandbox)) == 1


async def test_processor_time_is_limited_and_the_next_document_is_read():
    async with Sandbox(cpu_limit_s=1, wall_s=60) as sandbox:
        with pytest.raises(ParseError, match="more than 1 s of processor time") as caught:
            await read(sandbox, SLOW)
        assert caught.value.kind == "limit"
        assert pids(sandbox) == []
        assert (await read(sandbox, PLAIN)).kind == "listing"


async def test_time_is_limited():
    async with Sandbox(wall_s=0.7, cpu_limit_s=60) as sandbox:
        with pytest.raises(ParseError, match=r"takes more than 0\.7 s") as caught:
            await read(sandbox, SLOW)
        assert caught.value.kind == "limit"
        assert pids(sandbox) == []


async def test_memory_is_limited():
    many = b"<html><body>" + b'<p>some text <a href="/x">and a link</a></p>' * 80_000
    async with Sandbox(memory_limit_bytes=100_000_000, wall_s=60) as sandbox:
        with pytest.raises(ParseError) as caught:
            await read(sandbox, many, "listing")
        assert caught.value.kind in {"limit", "not-readable"}
        assert (await read(sandbox, PLAIN)).kind == "listing"


async def test_a_worker_that_complains_without_end_is_limited_like_any_other():
    """lxml complains of each error of a document that it has no memory to note."""
    async with Sandbox(cpu_limit_s=3, wall_s=20, memory_limit_bytes=48_000_000) as sandbox:
        with pytest.raises(ParseError) as caught:
            await read(sandbox, SLOW)
        assert caught.value.kind == "limit"
        assert (await read(sandbox, PLAIN)).kind == "listing"


async def test_a_worker_that_is_killed_costs_one_document():
    async with Sandbox() as sandbox:
        await read(sandbox, PLAIN)
        os.kill(pids(sandbox)[0], signal.SIGKILL)
        with pytest.raises(ParseError, match="more memory than this machine has left"):
            await read(sandbox, PLAIN)
        assert (await read(sandbox, PLAIN)).kind == "listing"


async def test_a_worker_that_fails_tells_its_last_words():
    async with Sandbox() as sandbox:
        with pytest.raises(ParseError, match="KeyError: 'bogus'") as caught:
            await read(sandbox, PLAIN, "bogus")
        assert caught.value.kind == "limit"


async def test_cancelling_a_reading_kills_its_worker():
    async with Sandbox(cpu_limit_s=60, wall_s=60) as sandbox:
        reading = asyncio.create_task(read(sandbox, SLOW))
        await until(lambda: pids(sandbox))
        (pid,) = pids(sandbox)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert not lives(pid)


async def test_closing_kills_the_worker_that_reads_and_tells_who_waits():
    sandbox = Sandbox(cpu_limit_s=60, wall_s=60)
    reading = asyncio.create_task(read(sandbox, SLOW))
    await until(lambda: pids(sandbox))
    (pid,) = pids(sandbox)
    await sandbox.aclose()
    with pytest.raises(ParseError):
        await reading
    assert not lives(pid)


async def test_as_many_workers_read_side_by_side_as_were_asked_for():
    async with Sandbox(workers=2) as sandbox:
        readings = await asyncio.gather(*(read(sandbox, PLAIN) for _ in range(6)))
        assert len({id(reading) for reading in readings}) == 6
        assert len(pids(sandbox)) <= 2


async def test_a_worker_is_replaced_after_so_many_documents():
    async with Sandbox(documents_per_worker=2) as sandbox:
        await read(sandbox, PLAIN)
        (first,) = pids(sandbox)
        await read(sandbox, PLAIN)
        assert pids(sandbox) == []
        assert not lives(first)


async def test_a_worker_that_keeps_much_memory_is_replaced():
    async with Sandbox(memory_limit_bytes=32_000_000) as sandbox:
        await read(sandbox, PLAIN)
        assert pids(sandbox) == []


async def test_an_idle_worker_ends_by_itself_and_a_used_one_stays():
    async with Sandbox(idle_s=0.3) as sandbox:
        await read(sandbox, PLAIN)
        (pid,) = pids(sandbox)
        await asyncio.sleep(0.2)  # the span under test is one of real time
        await read(sandbox, PLAIN)
        await asyncio.sleep(0.2)
        assert pids(sandbox) == [pid]
        await until(lambda: not pids(sandbox) and not lives(pid))
        assert (await read(sandbox, PLAIN)).kind == "listing"


async def test_a_worker_that_does_not_leave_is_killed():
    async with Sandbox() as sandbox:
        await read(sandbox, PLAIN)
        (pid,) = pids(sandbox)
        os.kill(pid, signal.SIGSTOP)
    assert not lives(pid)


async def test_an_answer_without_end_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(wire, "MAX_FRAME_BYTES", 10)
    async with Sandbox() as sandbox:
        with pytest.raises(ParseError, match=r"takes an answer of \d+ bytes") as caught:
            await read(sandbox, PLAIN)
        assert caught.value.kind == "limit"
        assert pids(sandbox) == []


def test_a_worker_sees_no_secret_of_the_environment():
    passed = _environment({"PATH": "/bin", "SMTP_PASSWORD": "x", "COVERAGE_FILE": "y"})

    assert {k: v for k, v in passed.items() if not k.startswith("MALLOC_")} == {
        "PATH": "/bin",
        "COVERAGE_FILE": "y",
    }


def test_a_reading_passes_the_wire_unchanged():
    draft = Draft(
        guid="g", url=URL, title="a\ud800b", summary="s", content="c", authors=("Ani",),
        published=Moment(at=NOW, precision="minute", text="now"), tags=("x",),
        enclosures=((URL, None, 3),), language="hy",
    )  # fmt: skip
    layout = Layout(
        before=None, after="w", reason="r", items=3, known=0, refound=0, is_doubtful=False
    )
    reading = Reading(
        kind="listing", drafts=(draft, Draft()), title="T", language="en", notes=("n",),
        next_url=URL, memory=MEMORY, layout=layout,
    )  # fmt: skip

    payload = wire.answer(reading, held_bytes=7)[wire.LENGTH.size :]

    assert wire.read_answer(payload) == (reading, 7)


def test_a_request_carries_what_parsers_read():
    for memory in (None, MEMORY):
        header = wire.request(document(b"x"), kind="listing", source=SOURCE, now=NOW, memory=memory)
        asked = wire.read_request(header[wire.LENGTH.size :], b"x")
        assert asked == wire.Asked(document(b"x"), "listing", SOURCE, NOW, memory)


MEMORY = ListMemory(wrapper="exact link ul > li > a", titles=("00ff",), size=1, dated=1.0)
