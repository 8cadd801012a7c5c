"""Mail servers that flood, drip, babble or lie: the mail waits, and its channel says why."""
# ruff: noqa: N802 - tests that show a row of the table of threats carry its id

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import trustme

from monitor.deliver import EmailSpec, build_channel
from monitor.records import Accepted, Deferred, Receipt, Rejected
from tests.deliver.receiver import no_post
from tests.deliver.samples import NOW, message

pytestmark = pytest.mark.anyio

PASSWORD = "correct-horse-battery"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(talk: Talk) -> AsyncIterator[int]:
    """The port of a server that talks like this to whoever comes."""
    calls: set[asyncio.Task[None]] = set()

    async def call(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        calls.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await talk(reader, writer)
        writer.transport.abort()

    server = await asyncio.start_server(call, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for each in calls:
            each.cancel()
        await asyncio.gather(*calls)


async def sent(talk: Talk, *, timeout_s: float = 5.0, **changes: object) -> Receipt:
    values: dict[str, object] = {
        "name": "mail", "host": "127.0.0.1", "security": "none", "username": None,
        "password": None, "sender": "monitor@example.org", "timeout_s": timeout_s,
    }  # fmt: skip
    async with listening(talk) as port:
        spec = EmailSpec(**values | changes | {"port": port})  # type: ignore[arg-type]
        channel = build_channel(spec, send=no_post)
        try:
            return await channel.send(message(), "desk@example.org", now=NOW)
        finally:
            await channel.close()


def saying(
    banner: bytes = b"220 ready\r\n", end: bytes = b"250 queued\r\n", **replies: bytes
) -> Talk:
    """A server with a reply of its own to each verb; `end` is what it says after a mail."""
    usual = {"EHLO": b"250 mail.test\r\n", "DATA": b"354 go on\r\n"}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(banner)
        while line := await reader.readline():
            verb = line[:4].decode("latin-1").upper()
            reply = replies.get(verb, usual.get(verb, b"250 ok\r\n"))
            writer.write(reply)
            if verb == "DATA" and reply.startswith(b"354"):
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(end)
            await writer.drain()

    return talk


def pouring(piece: bytes, *, every_s: float = 0.0) -> Talk:
    """A server that says this for ever and hears nothing."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every_s)

    return talk


def waits(receipt: Receipt) -> str:
    """What is said of a mail that is kept for later because its server is in trouble."""
    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert receipt.answer.startswith("channel 'mail': 127.0.0.1:")
    assert "\n" not in receipt.answer
    assert len(receipt.answer) < 400
    receipt.answer.encode("utf-8")
    return receipt.answer


@pytest.mark.parametrize(
    "talk",
    [
        saying(banner=b"220 " + b"x" * 10_000_000 + b"\r\n"),
        pouring(b"220-and more\r\n" * 500),
        pouring(b"x" * 65_536),
        saying(EHLO=b"250-SIZE\r\n" * 100_000 + b"250 ok\r\n"),
        saying(MAIL=b"550 " + b"y" * 1_000_000 + b"\r\n"),
    ],
    ids=["banner", "lines", "no line end", "offers", "reply"],
)
async def test_D01_a_server_that_floods_is_left_at_the_limit(talk):
    began = time.process_time()

    assert "is not SMTP (Response too long); check host and port" in waits(await sent(talk))
    assert time.process_time() - began < 10  # ten megabytes line by line would take longer


async def test_D01_a_greeting_in_drips_costs_no_more_than_the_time_limit():
    receipt = await sent(pouring(b"2", every_s=0.02), timeout_s=0.2)

    assert "no answer in time" in waits(receipt)


@pytest.mark.parametrize(
    "talk",
    [
        saying(banner=b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        saying(banner=b"\x00\xff\xfe\r\n"),
        saying(banner=b"\r\n"),
        saying(EHLO=b"what?\r\n"),
        saying(end=b"what?\r\n"),
    ],
)
async def test_D01_what_is_no_mail_server_is_said_to_be_none(talk):
    assert "its answer is not SMTP (Malformed" in waits(await sent(talk))


@pytest.mark.parametrize(
    "talk",
    [
        saying(banner=b"220-one\r\n250-two\r\n999 three\r\n"),
        saying(banner=b"554 we are closed\r\n"),
        saying(DATA=b"421 too busy\r\n"),
        saying(end=b"421 too busy\r\n"),
        saying(DATA=b"250 ok\r\n"),  # without the wait for a mail
        saying(RCPT=b"354 go on\r\n"),
        saying(RCPT=b"000 ok\r\n"),
        saying(RCPT=b"-12 ok\r\n"),
        saying(end=b"4\r\n"),
    ],
    ids=["greeting", "closed", "421", "421 after", "250", "354", "000", "-12", "4"],
)
async def test_D01_a_reply_out_of_place_keeps_the_mail(talk):
    waits(await sent(talk))


@pytest.mark.parametrize(
    ("talk", "kind", "said"),
    [
        (saying(MAIL=b"451 \x1b[2J\x07 later \xe2\x80\xaeretal\r\n"), Deferred, "451 [2J later"),
        (saying(RCPT=b"550 \xff\xfe nobody\r\n"), Rejected, "550 nobody"),
        (saying(end=b"250 \xff\xfe\r\n"), Accepted, "250"),
        (saying(EHLO=b"250-\xff\x00\r\n250-\x1b[31m\r\n250 ok\r\n"), Accepted, "250 queued"),
    ],
)
async def test_what_a_server_says_is_cleaned_before_it_is_kept(talk, kind, said):
    receipt = await sent(talk)

    assert isinstance(receipt, kind)
    assert receipt.answer.startswith(said)
    assert receipt.answer.isprintable()


# ------------------------------------------------------------------ said before TLS
@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


async def test_D06_what_was_slipped_in_before_tls_counts_for_nothing(authority, tmp_path):
    """Replies planted in clear behind the answer to STARTTLS (RFC 3207 4.2: discard them)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    planted = (
        b"250-mail.test\r\n250 AUTH PLAIN\r\n235 in\r\n250 a\r\n250 b\r\n354 c\r\n250 planted\r\n"
    )
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        await reader.readline()
        writer.write(b"250-mail.test\r\n250 STARTTLS\r\n")
        await reader.readline()
        writer.write(b"220 go ahead\r\n" + planted)
        await writer.drain()
        await writer.start_tls(context)
        while line := await reader.readline():
            heard.append(line)
            is_login = line.startswith(b"AUTH")
            writer.write(b"535 no\r\n" if is_login else b"250-mail.test\r\n250 AUTH PLAIN\r\n")

    receipt = await sent(
        talk,
        security="starttls",
        username="monitor",
        password=PASSWORD,
        ca_file=str(tmp_path / "ca.pem"),
    )

    assert "the login was refused (535 no)" in waits(receipt)
    assert [line[:4] for line in heard] == [b"EHLO", b"AUTH"]
