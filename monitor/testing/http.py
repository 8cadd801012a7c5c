"""As much of an HTTP/1.1 server as the fakes need: one request a connection, and every way to fail.

Source: RFC 9112 (message format). Written by hand so that an answer can be wrong on purpose.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

BODY_LIMIT_BYTES = 32 << 20
HEADER_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked; header names in lower case."""

    at: dt.datetime
    method: str
    target: str  # path with its query, as sent
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A proper answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


# ------------------------------------------------------------------ ways to fail
@dataclass(frozen=True, slots=True)
class Status:
    """Answer with `code` in place of the content; `retry_after` as the header's text."""

    code: int
    retry_after: str | None = None
    body: bytes = b""
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Answer 200 with these bytes in place of the content."""

    content: bytes
    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Raw:
    """Write these bytes as they are, then close: not even HTTP if you like."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Hang:
    """Read the request and never answer, until the server goes down."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Read the request, then close the connection without a word."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Announce the whole body and close after `after_bytes` of it."""

    after_bytes: int


@dataclass(frozen=True, slots=True)
class Slow:
    """Wait `first_s` before the first byte, then `gap_s` between chunks of the body."""

    first_s: float = 0.0
    gap_s: float = 0.0
    chunk_bytes: int = 1024


Fault = Status | Body | Raw | Hang | Drop | Cut | Slow


# ------------------------------------------------------------------ the wire
async def read_request(reader: asyncio.StreamReader, *, at: dt.datetime) -> Request:
    """Read one request.

    Raises:
        EOFError: if the client left before it was complete.
        ValueError: if it is not HTTP, or larger than any client of ours sends.
    """
    line = (await reader.readline()).decode("latin-1")
    if not line:
        raise EOFError("the client said nothing")
    method, target, version = line.split()
    if not version.startswith("HTTP/"):  # a greeting of TLS may have three words by chance
        raise ValueError(f"no HTTP: {version!r}")
    headers: dict[str, str] = {}
    while text := (await reader.readline()).decode("latin-1").strip():
        name, _, value = text.partition(":")
        headers[name.strip().lower()] = value.strip()
        if len(headers) > HEADER_LIMIT:
            raise ValueError(f"more than {HEADER_LIMIT} headers")
    length = int(headers.get("content-length", "0"))
    if length > BODY_LIMIT_BYTES:
        raise ValueError(f"a body of {length} bytes")
    body = await reader.readexactly(length)
    return Request(at=at, method=method, target=target, headers=headers, body=body)


async def write_answer(
    writer: asyncio.StreamWriter,
    answer: Answer,
    *,
    begins: Callable[[int], None],
    fault: Fault | None = None,
    bare: bool = False,
) -> None:
    """Write `answer`, or what `fault` makes of it; `bare` leaves the body out (HEAD).

    `begins` hears the status just before its first byte, and nothing where no answer is given: who
    has the answer finds it in the books.
    """
    answer = _replaced(answer, fault)
    body = b"" if bare else answer.body
    match fault:
        case Hang():
            await asyncio.Event().wait()
        case Drop():
            return
        case Raw(content):
            writer.write(content)
            await writer.drain()
            return
        case Cut(after_bytes):
            body = body[:after_bytes]
        case Slow(first_s):
            await asyncio.sleep(first_s)
        case _:
            pass
    begins(answer.status)
    writer.write(_head(answer))
    if isinstance(fault, Slow):
        await _drip(writer, body, fault)
    else:
        writer.write(body)
    await writer.drain()


def _replaced(answer: Answer, fault: Fault | None) -> Answer:
    match fault:
        case Status(code, retry_after, body, location):
            named = {"retry-after": retry_after, "location": location}
            headers = {name: value for name, value in named.items() if value is not None}
            return Answer(status=code, headers=headers, body=body)
        case Body(content, content_type):
            return Answer(headers={"content-type": content_type}, body=content)
        case _:
            return answer


def _head(answer: Answer) -> bytes:
    phrase = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if answer.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        lines.append(f"content-length: {len(answer.body)}")
    lines += ["connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


async def _drip(writer: asyncio.StreamWriter, body: bytes, pace: Slow) -> None:
    for start in range(0, len(body), pace.chunk_bytes):
        writer.write(body[start : start + pace.chunk_bytes])
        await writer.drain()
        await asyncio.sleep(pace.gap_s)
