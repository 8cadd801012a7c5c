"""Time, bytes and broken answers: what a hostile or failing site may cost."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import asyncio
import gzip
import socket
import struct
import sys
import zlib
from contextlib import suppress
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch import Outgoing
from monitor.fetch.coding import PIECE_BYTES, decoder_for
from tests.fetch.world import Reply, Request, Site, failure, fetcher, follow, ok, site

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.anyio

MEGABYTE = 2**20


def head(*headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode()


async def kind_of(reply: Reply, **changes: Any) -> str:
    async with site(reply) as kiosk:
        return (await failure(kiosk.url(), **changes)).kind


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
        await asyncio.sleep(0.1)
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


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
async def test_a_body_of_many_empty_streams_is_not_read_to_its_end(coding):
    assert await kind_of(ok(CODINGS[coding](b"") * 1000, f"Content-Encoding: {coding}")) == (
        "encoding"
    )


async def test_a_body_of_exactly_the_limit_is_taken():
    async with site(ok(b"x" * 1000)) as kiosk:
        answer = await follow(kiosk.url(), body_limit_bytes=1000)
        error = await failure(kiosk.url(), body_limit_bytes=999)

    assert len(answer.body) == 1000
    assert error.kind == "too-large"


async def test_big_bodies_are_read_two_at_a_time_and_all_arrive():
    async with site(ok(b"x" * MEGABYTE)) as kiosk, fetcher() as out:
        answers = await asyncio.gather(*(out.send(Outgoing(url=kiosk.url())) for _ in range(6)))

    assert [len(answer.body) for answer in answers] == [MEGABYTE] * 6


# ------------------------------------------------------------------ codings
def deflated(body: bytes, bits: int = zlib.MAX_WBITS) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, bits)
    return stream.compress(body) + stream.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": deflated,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("coding", CODINGS)
async def test_every_coding_is_read(coding):
    body = b"<rss>" + bytes(range(256)) * 2000 + b"</rss>"
    async with site(ok(CODINGS[coding](body), f"Content-Encoding: {coding}")) as kiosk:
        assert (await follow(kiosk.url())).body == body


async def test_bare_deflate_is_read():
    async with site(ok(deflated(b"bare", -15), "Content-Encoding: deflate")) as kiosk:
        assert (await follow(kiosk.url())).body == b"bare"


@pytest.mark.parametrize("coding", CODINGS)
async def test_N12_a_bomb_is_left_at_the_limit(coding):
    bomb = CODINGS[coding](b"\0" * (20 * MEGABYTE))
    async with site(ok(bomb, f"Content-Encoding: {coding}")) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "too-large"
    assert "when decoded" in str(error)


@pytest.mark.parametrize(
    "coding", ["gzip, gzip", "gzip, br", "bzip2", "gzip\r\nContent-Encoding: gzip"]
)
async def test_N13_one_known_layer_is_read_and_no_more(coding):
    twice = gzip.compress(gzip.compress(b"x"))

    assert await kind_of(ok(twice, f"Content-Encoding: {coding}")) == "encoding"


async def test_identity_is_no_layer():
    async with site(ok(gzip.compress(b"x"), "Content-Encoding: identity, GZIP")) as kiosk:
        assert (await follow(kiosk.url())).body == b"x"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("fault", ["plain", "short", "longer", "flipped"])
async def test_N14_a_coding_that_is_broken_is_a_clear_error(coding, fault):
    whole = CODINGS[coding](bytes(range(256)) * 20)
    body = {
        "plain": b"<rss>this is not coded at all</rss>",
        "short": whole[:-3],
        "longer": whole + b"garbage!",
        "flipped": whole[:3] + bytes([whole[3] ^ 0xFF]) + b"\xff\xff" + whole[6:],
    }[fault]

    assert await kind_of(ok(body, f"Content-Encoding: {coding}")) == "encoding"


async def test_an_empty_body_is_empty_in_every_coding():
    async with site(ok(b"", "Content-Encoding: gzip")) as kiosk:
        assert (await follow(kiosk.url())).body == b""


def test_a_zstd_window_above_eight_megabytes_is_refused():
    options: dict[int, int] = {zstd.CompressionParameter.window_log: 25}
    stream = zstd.ZstdCompressor(options=options)
    wide = stream.compress(bytes(1000)) + stream.flush()

    with pytest.raises(FetchError, match="zstd"):
        list(decoder_for("zstd").feed(wide))


@given(
    coding=st.sampled_from(sorted(CODINGS)),
    parts=st.lists(st.binary(max_size=300), min_size=1, max_size=3),
    cuts=st.integers(min_value=1, max_value=50),
)
def test_any_portions_give_the_same_bytes(coding, parts, cuts):
    is_concatenable = coding in ("gzip", "x-gzip", "zstd")
    coded = b"".join(map(CODINGS[coding], parts)) if is_concatenable else None
    if coded is None:
        coded = CODINGS[coding](b"".join(parts))
    decoder = decoder_for(coding)
    pieces = [
        piece
        for start in range(0, len(coded), cuts)
        for piece in decoder.feed(coded[start : start + cuts])
    ]
    decoder.finish()

    assert b"".join(pieces) == b"".join(parts)


@given(coding=st.sampled_from([*sorted(CODINGS), None]), junk=st.binary(max_size=400))
def test_junk_is_an_error_or_bytes_and_never_anything_else(coding, junk):
    decoder = decoder_for(coding)
    with suppress(FetchError):
        pieces = list(decoder.feed(junk))
        assert coding is None or all(len(piece) <= PIECE_BYTES for piece in pieces)
        decoder.finish()


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
