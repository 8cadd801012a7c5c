"""One layer of content coding, taken off in bounded pieces.

A gigabyte of zeros is a megabyte of gzip: every decoder here gives at most :data:`PIECE_BYTES` at a
time, so that whoever adds them up can stop at a limit. Source: RFC 9110 8.4, RFC 8878, RFC 9659.
"""

import sys
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

from monitor.errors import FetchError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
PIECE_BYTES = 64 * 1024
ZSTD_WINDOW_LOG = 23  # 8 MiB: what RFC 9659 allows a sender
MEMBERS_LIMIT = 64  # streams one after another in one body: a million empty ones cost only CPU


class Decoder(Protocol):
    """Takes the coded bytes in any portions and gives the plain ones in small pieces."""

    def feed(self, coded: bytes) -> Iterator[bytes]:
        """The plain bytes that became readable."""
        ...

    def finish(self) -> None:
        """Say that all came.

        Raises:
            FetchError: kind ``encoding``, if the coded stream is not complete.
        """
        ...


def _broken(coding: str, why: object) -> FetchError:
    return FetchError(
        f"the answer says it is {coding!r} and cannot be read as that ({why}); "
        "nothing of it is kept",
        kind="encoding",
    )


def _count_member(coding: str, members: int) -> int:
    if members >= MEMBERS_LIMIT:
        raise _broken(coding, f"it holds more than {MEMBERS_LIMIT} streams")
    return members + 1


class PlainDecoder:
    """No coding at all."""

    def feed(self, coded: bytes) -> Iterator[bytes]:
        """The same bytes."""
        yield coded

    def finish(self) -> None:
        """Nothing can be missing."""


class ZlibDecoder:
    """``gzip``, one member or several, and ``deflate``, with zlib's wrapping or without it."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._stream: zlib._Decompress | None = None
        self._head = b""
        self._members = 0

    def feed(self, coded: bytes) -> Iterator[bytes]:
        """The plain bytes that became readable."""
        pending = self._head + coded
        while pending:
            if self._stream is None:
                if len(pending) < 2:
                    break
                self._stream = zlib.decompressobj(self._window_bits(pending))
            try:
                piece = self._stream.decompress(pending, PIECE_BYTES)
            except zlib.error as error:
                raise _broken(self._coding, error) from error
            if piece:
                yield piece
            pending = self._stream.unconsumed_tail
            if self._stream.eof:
                pending = self._rest(self._stream.unused_data)
        self._head = pending

    def _window_bits(self, head: bytes) -> int:
        if self._coding == "gzip":
            return 16 + zlib.MAX_WBITS
        is_wrapped = head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0
        return zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS

    def _rest(self, rest: bytes) -> bytes:
        """What follows a complete stream: another gzip member, or nothing."""
        if rest and (self._coding != "gzip" or not b"\x1f\x8b".startswith(rest[:2])):
            raise _broken(self._coding, f"{len(rest)} bytes follow its end")
        if rest:
            self._stream = None
            self._members = _count_member(self._coding, self._members)
        return rest

    def finish(self) -> None:
        """Refuse a stream that ends before its end."""
        if self._head or self._stream is None or not self._stream.eof:
            raise _broken(self._coding, "it ends too early")


class BrotliDecoder:
    """``br``."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, coded: bytes) -> Iterator[bytes]:
        """The plain bytes that became readable."""
        pending = coded
        while True:
            try:
                piece = self._stream.process(pending, output_buffer_limit=PIECE_BYTES)
            except brotli.error as error:
                raise _broken("br", error) from error
            pending = b""
            # `can_accept_more_data` speaks of the input only: output may still be waiting
            if not piece:
                return
            yield piece

    def finish(self) -> None:
        """Refuse a stream that ends before its end."""
        if not self._stream.is_finished():
            raise _broken("br", "it ends too early")


class ZstdDecoder:
    """``zstd``, one frame or several, with the window that RFC 9659 allows."""

    def __init__(self) -> None:
        self._stream = self._fresh()
        self._members = 0

    @staticmethod
    def _fresh() -> "zstd.ZstdDecompressor":
        option = zstd.DecompressionParameter.window_log_max
        return zstd.ZstdDecompressor(options={option: ZSTD_WINDOW_LOG})

    def feed(self, coded: bytes) -> Iterator[bytes]:
        """The plain bytes that became readable."""
        pending = coded
        while True:
            if self._stream.eof:
                if not pending:
                    return
                self._stream = self._fresh()
                self._members = _count_member("zstd", self._members)
            try:
                piece = self._stream.decompress(pending, PIECE_BYTES)
            except zstd.ZstdError as error:
                raise _broken("zstd", error) from error
            if piece:
                yield piece
            pending = self._stream.unused_data if self._stream.eof else b""
            if not self._stream.eof and self._stream.needs_input:
                return

    def finish(self) -> None:
        """Refuse a stream that ends before its end."""
        if not self._stream.eof:
            raise _broken("zstd", "it ends too early")


def decoder_for(content_encoding: str | None) -> Decoder:
    """The decoder for a ``Content-Encoding`` header.

    Raises:
        FetchError: kind ``encoding``, for an unknown coding or more than one layer.
    """
    names = [name.strip().lower() for name in (content_encoding or "").split(",")]
    codings = [name for name in names if name not in ("", "identity")]
    match codings:
        case []:
            return PlainDecoder()
        case ["gzip" | "x-gzip"]:
            return ZlibDecoder("gzip")
        case ["deflate"]:
            return ZlibDecoder("deflate")
        case ["br"]:
            return BrotliDecoder()
        case ["zstd"]:
            return ZstdDecoder()
        case _:
            raise FetchError(
                f"the answer is coded as {content_encoding!r:.80}; one layer of {ACCEPTED} is read",
                kind="encoding",
            )
