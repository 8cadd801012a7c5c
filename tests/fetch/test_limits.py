"""Time, bytes and broken answers: what a hostile or failing site may cost."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import asyncio
import contextlib
import socket
import struct

import pytest

from monitor.errors import FetchError
from monitor.fetch import Outgoing
from monitor.records import Validators
from tests.fetch.world import (
    NOW,
    Request,
    Site,
    failure,
    fetcher,
    follow,
    kind_of,
    ok,
    site,
    source,
)

pytestmark = pytest.mark.anyio

MEGABYTE = 2**20


def head(*headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode()


# ------------------------------------------------------------------ connections
async def test_N04_a_refused_connection_is_named():
    async with site() as kiosk:
        url = kiosk.url()

    error = await failure(url)

    assert error.kind == "connect"
    assert "127.0.0.1" in str(error)


async def test_N05_a_reset_in_mid_body_keeps_nothing():
    async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head("Content-Length: 1000") + b"half")
        await writer.drain()
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert await kind_of(reset) == "truncated"


async def test_a_reset_instead_of_an_answer_is_a_connection_error():
    async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert await kind_of(reset) == "connect"


async def test_closing_without_an_answer_is_a_protocol_error():
    assert await kind_of(b"") == "protocol"


# ------------------------------------------------------------------ time
async def test_N06_a_site_that_never_answers_is_cut_at_the_deadline():
    async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    assert await kind_of(silent, total_s=0.3) == "timeout"


async def test_N07_slow_headers_are_cut_at_the_deadline():
    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-Slow: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    assert await kind_of(drip, total_s=0.3) == "timeout"


async def test_N08_a_slow_body_is_cut_at_the_deadline():
    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head("Content-Length: 1000"))
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    assert await kind_of(drip, total_s=0.3) == "timeout"


async def test_the_deadline_covers_redirects_and_the_lookup():
    async def dawdle(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(head("Content-Length: 0").replace(b"200 OK", b"302 Found\r\nLocation: /again"))

    assert await kind_of(dawdle, total_s=0.35) == "timeout"

    async def never(host: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    assert (await failure("http://slow.example/", never, total_s=0.2)).kind == "timeout"


# ------------------------------------------------------------------ bytes
async def test_N09_an_endless_body_is_left_at_the_limit():
    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head())
        await kiosk.pour(writer, b"x" * 65536)

    async with site(endless) as kiosk:
        error = await failure(kiosk.url(), total_s=20.0)

    assert error.kind == "too-large"
    assert kiosk.sent < 24 * MEGABYTE  # the rest lay in the kernel's buffers


async def test_N10_endless_headers_are_left_at_the_limit():
    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        await kiosk.pour(writer, b"X-More: " + b"x" * 1000 + b"\r\n")

    async with site(endless) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "header"


async def test_N10_endless_interim_answers_are_left_at_the_limit():
    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        await kiosk.pour(writer, b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    async with site(endless) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "header"


async def test_N11_an_announced_excess_is_refused_before_the_body():
    async def large(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(f"Content-Length: {100 * MEGABYTE}"))
        await writer.drain()
        await asyncio.sleep(10)
        await kiosk.pour(writer, b"x" * 65536)

    async with site(large) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "too-large"
    assert "104857600" in str(error)
    assert kiosk.sent == 0


async def test_chunk_extensions_count_towards_the_limit_of_the_wire():
    async def padded(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head("Transfer-Encoding: chunked"))
        await kiosk.pour(writer, b"1;" + b"e" * 50_000 + b"\r\nx\r\n")

    async with site(padded) as kiosk:
        error = await failure(kiosk.url(), wire_limit_bytes=MEGABYTE)

    assert error.kind == "too-large"


async def test_a_body_in_crumbs_is_not_read_to_its_end():
    async def crumbs(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head("Transfer-Encoding: chunked"))
        await kiosk.pour(writer, b"1\r\nx\r\n" * 1000)

    async with site(crumbs) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "protocol"
    assert "crumbs" in str(error)


async def test_a_body_of_exactly_the_limit_is_taken():
    async with site(ok(b"x" * 1000)) as kiosk:
        answer = await follow(kiosk.url(), body_limit_bytes=1000)
        error = await failure(kiosk.url(), body_limit_bytes=999)

    assert len(answer.body) == 1000
    assert error.kind == "too-large"


@pytest.mark.parametrize("size", [MEGABYTE, 3 * MEGABYTE])
async def test_big_bodies_wait_for_each_other_and_all_arrive(size):
    async with site(ok(b"x" * size)) as kiosk, fetcher() as out:
        answers = await asyncio.gather(*(out.send(Outgoing(url=kiosk.url())) for _ in range(8)))

    assert [len(answer.body) for answer in answers] == [size] * 8


async def test_the_wait_for_a_slow_giant_does_not_count_against_the_deadline():
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head() + b"x" * (3 * MEGABYTE))
        await writer.drain()
        await asyncio.sleep(0.5)

    async with site(slow) as kiosk, fetcher(total_s=1.5) as out:
        answers = await asyncio.gather(*(out.send(Outgoing(url=kiosk.url())) for _ in range(4)))

    assert len(answers) == 4


async def test_a_slow_giant_holds_up_no_ordinary_feed():
    async def giant(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head() + b"x" * (3 * MEGABYTE))
        await asyncio.Event().wait()

    kiosk = site(ok(b"x" * MEGABYTE), paths={"/giant": giant})
    async with kiosk, fetcher(total_s=1.5) as out:
        stuck = asyncio.create_task(out.send(Outgoing(url=kiosk.url("/giant"))))
        await asyncio.sleep(0.2)
        answer = await out.send(Outgoing(url=kiosk.url()))
        with pytest.raises(FetchError):
            await stuck

    assert len(answer.body) == MEGABYTE


async def test_a_giant_that_is_still_being_read_keeps_the_next_one_waiting():
    async with site(ok(b"x" * 3 * MEGABYTE)) as kiosk, fetcher() as out:
        with contextlib.ExitStack() as hold:
            await out.document(source(kiosk.url()), Validators(), now=NOW, hold=hold)
            second = asyncio.create_task(out.send(Outgoing(url=kiosk.url())))
            done, _ = await asyncio.wait({second}, timeout=0.3)
            assert not done
        answer = await second

    assert len(answer.body) == 3 * MEGABYTE


# ------------------------------------------------------------------ framing
async def test_N15_a_body_shorter_than_announced_is_truncated():
    assert await kind_of(head("Content-Length: 100") + b"half") == "truncated"


async def test_N16_bytes_after_the_announced_end_are_nobodys_answer():
    async with site(ok(b"mine") + ok(b"smuggled"), ok(b"next")) as kiosk, fetcher() as out:
        bodies = [(await out.send(Outgoing(url=kiosk.url()))).body for _ in range(2)]

    assert bodies == [b"mine", b"next"]
    assert kiosk.connections == 2


@pytest.mark.parametrize("length", ["-5", "5\r\nContent-Length: 6", "five", "0x10"])
async def test_N16_a_length_that_is_no_length_is_an_error(length):
    assert await kind_of(head(f"Content-Length: {length}") + b"hello") == "protocol"


async def test_N17_chunk_garbage_is_an_error():
    assert await kind_of(head("Transfer-Encoding: chunked") + b"zz\r\nhello\r\n") == "protocol"


async def test_N17_a_missing_last_chunk_is_truncated():
    assert await kind_of(head("Transfer-Encoding: chunked") + b"5\r\nhello\r\n") == "truncated"


async def test_endless_trailers_are_left_at_the_limit():
    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n")
        await kiosk.pour(writer, b"X-More: " + b"x" * 1000 + b"\r\n")

    async with site(endless) as kiosk:
        assert (await failure(kiosk.url())).kind == "header"


async def test_N18_something_that_is_not_http_is_an_error():
    assert await kind_of(b"220 mail.example ESMTP\r\n") == "protocol"


# ------------------------------------------------------------------ answers whose status is enough
async def push(kiosk: Site, **changes: object) -> tuple[int, bytes, bool]:
    async with fetcher() as out:
        answer = await out.send(
            Outgoing(
                url=kiosk.url(),
                method="POST",
                headers=(("Content-Type", "application/json"),),
                body=b"{}",
                needs_body=False,
                **changes,  # type: ignore[arg-type]
            )
        )
    return answer.status, answer.body, answer.cut


async def test_a_push_carries_its_body():
    async with site() as kiosk:
        assert await push(kiosk) == (200, b"<rss/>", False)

    assert kiosk.requests[0].line == "POST /feed HTTP/1.1"
    assert kiosk.requests[0].body == b"{}"


async def test_a_large_answer_to_a_push_is_cut_and_its_status_counts():
    async def large(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(f"Content-Length: {50 * MEGABYTE}"))
        await kiosk.pour(writer, b"x" * 65536)

    async with site(large) as kiosk:
        assert await push(kiosk, body_limit_bytes=100) == (200, b"x" * 100, True)


async def test_a_broken_answer_to_a_push_is_cut_and_its_status_counts():
    async with site(head("Content-Length: 100") + b"half") as kiosk:
        assert await push(kiosk) == (200, b"half", True)


async def test_a_slow_answer_to_a_push_is_cut_and_its_status_counts():
    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head("Content-Length: 100") + b"x")
        await writer.drain()
        await asyncio.Event().wait()

    async with site(drip) as kiosk:
        assert await push(kiosk, total_s=0.5) == (200, b"x", True)


async def test_a_header_that_cannot_be_sent_is_an_error():
    async with site() as kiosk, fetcher() as out:
        with pytest.raises(FetchError) as caught:
            await out.send(Outgoing(url=kiosk.url(), headers=(("X-Bad", "a\r\nb"),)))

    assert caught.value.kind == "protocol"


async def test_a_contact_in_any_script_can_be_sent():
    async with site() as kiosk:
        await follow(kiosk.url(), user_agent="monitor/1 (խմբագիր)")

    sent = kiosk.requests[0].headers["user-agent"].encode("latin-1").decode("utf-8")
    assert sent == "monitor/1 (խմբագիր)"


async def test_an_answer_gives_its_headers_by_name():
    async with site(ok(b"", "Vary: a", "VARY: b")) as kiosk:
        answer = await follow(kiosk.url())

    assert answer.header("Vary") == "a, b"
    assert answer.header("x-none") is None
