"""One layer of content coding, taken off in bounded pieces."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import gzip
import sys
import zlib
from contextlib import suppress

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch.coding import PIECE_BYTES, decoder_for
from tests.fetch.world import failure, follow, kind_of, ok, site

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.anyio

MEGABYTE = 2**20


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


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
async def test_a_body_of_many_empty_streams_is_not_read_to_its_end(coding):
    assert await kind_of(ok(CODINGS[coding](b"") * 1000, f"Content-Encoding: {coding}")) == (
        "encoding"
    )
