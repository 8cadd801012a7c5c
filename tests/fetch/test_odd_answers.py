"""Answers that no honest server gives, beyond those of the table: each has an end and a word."""

import time

import pytest

from monitor.errors import FetchError
from monitor.records import Document, Refused, Validators
from tests.fetch.world import (
    NOW,
    Reply,
    Request,
    failure,
    fetcher,
    follow,
    ok,
    redirect,
    site,
    source,
)

pytestmark = pytest.mark.anyio

BODY = b"<rss/>"
START = b"HTTP/1.1 200 OK\r\n"
HERE = ("127.0.0.1/32",)  # so that every other address stands for "private"


def lines(*more: bytes, start: bytes = START, body: bytes = BODY) -> bytes:
    """An answer with a head as given; its end is the end of the connection."""
    return start + b"".join(each + b"\r\n" for each in more) + b"\r\n" + body


def chunks(*pieces: bytes) -> bytes:
    return lines(b"Transfer-Encoding: chunked", body=b"".join(pieces))


async def seen(reply: Reply) -> str:
    """What comes of a question: the body, or the kind of the error."""
    async with site(reply) as kiosk:
        try:
            return (await follow(kiosk.url(), total_s=5.0)).body.decode()
        except FetchError as error:
            is_one_line = "\n" not in str(error) and len(str(error)) < 400
            return error.kind if is_one_line else str(error)


# ------------------------------------------------------------------ heads
@pytest.mark.parametrize("line", [b"A: b", b"A:"], ids=["with words", "without"])
async def test_a_head_of_ten_thousand_lines_is_refused_in_a_moment(line):
    began = time.process_time()

    assert await seen(lines(*[line] * 10_000)) == "header"
    assert time.process_time() - began < 2


async def test_a_head_of_a_thousand_lines_is_read():
    assert await seen(lines(*[b"A: b"] * 1000)) == "<rss/>"


@pytest.mark.parametrize(
    "reply",
    [
        lines(b"X: " + b"y" * 2**20),
        lines(b"X" * 2**20 + b": y"),
        lines(start=b"HTTP/1.1 200 " + b"O" * 2**20 + b"\r\n"),
        lines(*[b"X: y"] * 40_000),
        lines(*[b"Set-Cookie: " + b"c" * 4000] * 64),
    ],
    ids=["long value", "long name", "long reason", "many lines", "many cookies"],
)
async def test_a_head_of_a_megabyte_is_left_at_the_limit(reply):
    assert await seen(reply) == "header"


@pytest.mark.parametrize(
    "reply",
    [
        BODY,  # HTTP/0.9: a body and nothing else
        BODY * 5000,
        lines(start=b"HTTP/2 200\r\n"),
        lines(start=b"ICY 200 OK\r\n"),
        lines(start=b"HTTP/1.1 099 Early\r\n"),
        lines(b"Upgrade: x", b"Connection: upgrade", start=b"HTTP/1.1 101 Switching\r\n"),
        lines(b"Content-Type : text/xml"),
        lines(b"X: a\0b"),
        START.replace(b"\r\n", b"\r") + b"\r" + BODY,
    ],
    ids=["0.9", "long 0.9", "2", "icy", "099", "101", "blank before colon", "nul", "bare cr"],
)
async def test_what_is_not_http_is_said_to_be_none(reply):
    assert await seen(reply) == "protocol"


async def test_an_older_version_of_http_will_do():
    assert await seen(lines(start=b"HTTP/1.0 200 OK\r\n")) == "<rss/>"


# ------------------------------------------------------------------ lengths and chunks
@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ("6, 6", "<rss/>"),
        ("+6", "protocol"),
        ("0x6", "protocol"),
        ("6;7", "protocol"),
        ("9" * 5000, "protocol"),
        ("9" * 20, "too-large"),
    ],
)
async def test_a_length_is_one_number_in_decimal(stated, outcome):
    assert await seen(lines(f"Content-Length: {stated}".encode())) == outcome


async def test_a_length_beside_chunks_is_no_second_answer():
    """RFC 9112 6.3: chunks go before a length; the connection is closed in any case."""
    reply = lines(
        b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"6\r\n<rss/>\r\n0\r\n\r\n"
    )
    async with site(reply) as kiosk:
        assert (await follow(kiosk.url())).body == BODY
        await follow(kiosk.url())

    assert kiosk.connections == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (chunks(b"-1\r\n"), "protocol"),
        (chunks(b"f" * 40 + b"\r\n"), "protocol"),
        (chunks(b"ffffffffffffffff\r\n<rss/>"), "truncated"),
        (lines(b"Transfer-Encoding: gzip, chunked"), "protocol"),
        (lines(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"), "protocol"),
    ],
    ids=["negative", "too many digits", "endless", "two codings", "twice"],
)
async def test_chunks_that_lie_are_an_error(reply, kind):
    assert await seen(reply) == kind


async def test_ten_thousand_trailers_cost_a_moment():
    began = time.process_time()

    assert await seen(chunks(b"6\r\n<rss/>\r\n0\r\n", b"T: t\r\n" * 10_000, b"\r\n")) == "<rss/>"
    assert time.process_time() - began < 2


@pytest.mark.parametrize("start", [b"0\r\n", b"1;"], ids=["trailers", "extensions"])
async def test_what_follows_chunks_without_end_is_left_at_the_limit(start):
    async def endless(request: Request, writer):
        writer.write(chunks(start))
        await kiosk.pour(writer, b"T: t\r\n" * 500 if start == b"0\r\n" else b"a=b;" * 500)

    async with site(endless) as kiosk:
        assert (await failure(kiosk.url())).kind == "header"


# ------------------------------------------------------------------ statuses
async def asked(status: str, *headers: str) -> object:
    async with site(ok(BODY, *headers, status=status)) as kiosk, fetcher() as out:
        return await out.document(source(kiosk.url()), Validators(), now=NOW)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("300 Many", "refused"),
        ("305 Proxy", "refused"),
        ("306 Switch", "refused"),
        ("407 Proxy", "refused"),
        ("421 Elsewhere", "refused"),
        ("511 Log in", "server-error"),
        ("600 Beyond", "server-error"),
        ("999 No", "server-error"),
    ],
)
async def test_a_status_that_means_no_document_has_its_word(status, kind):
    answer = await asked(status, "Location: http://10.0.0.1/")

    assert isinstance(answer, Refused)
    assert answer.kind == kind


@pytest.mark.parametrize("status", ["206 Part", "226 Delta"])
async def test_a_part_that_nobody_asked_for_is_no_document(status):
    with pytest.raises(FetchError, match="was not asked for") as caught:
        await asked(status, "Content-Range: bytes 0-5/999")

    assert caught.value.kind == "protocol"


async def test_a_success_of_another_number_is_one():
    assert isinstance(await asked("299 Fine"), Document)


# ------------------------------------------------------------------ redirects
@pytest.mark.parametrize(
    "location",
    [
        "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1%25lo]/",
        "http://[2606:4700::1111%25eth0]/",  # a public address through a door of our choice
        "http://[::127.0.0.2]/", "http://[::ffff:127.0.0.2]/", "http://[::ffff:0:127.0.0.2]/",
        "http://[0:0:0:0:0:ffff:7f00:2]/", "http://[64:ff9b::127.0.0.2]/",
        "http://[64:ff9b:1::7f00:2]/", "http://[2002:7f00:2::]/", "http://[2001:0:7f00:2::]/",
        "http://[fec0::1]/", "http://[2001:db8::1]/", "http://[::]/", "http://[100::1]/",
        "http://public.example@127.0.0.2/", "http://public.example:80@127.0.0.2/",
        "http://public.example%40127.0.0.2/", "http://127.0.0.2#@public.example/",
        "http://127.0.0.2?@public.example/", "//public.example@127.0.0.2/",
        "http:\\\\127.0.0.2\\", "ht\ttp://127.0.0.2/", "http://127.0.0.2\t.public.example/",
        "http://0177.0.0.02/", "http://017700000002/", "http://0x7f.0x0.0x0.0x2/",
        "http://0x7f.2/", "http://0x17f000002/", "http://4294967297/", "http://127.1/",
        "http://127.0.0.2../", "http://127。0。0。2/", "http://①②⑦.0.0.2/",
        "http://localhost./", "HTTP://127.0.0.2/", "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/", "http://127.0.0.1:-1/", "http://127.0.0.1:80:80/",
        f"http://{'a' * 300}.example/",
    ],
)  # fmt: skip
async def test_no_spelling_of_a_redirect_leads_inside(location):
    reply = redirect(location.encode().decode("latin-1"))
    async with site(host="127.0.0.2") as canary, site(reply) as kiosk:
        error = await failure(kiosk.url(), allow_addresses=HERE)

    assert error.kind == "address"
    assert len(kiosk.requests) == 1
    assert canary.connections == 0


@pytest.mark.parametrize("location", ["/a\r\nX-Planted: 1", "/a%0d%0aX-Planted:%201", "/a\nX: 1"])
async def test_line_ends_in_a_redirect_plant_no_header(location):
    async with site(redirect(location), ok()) as kiosk:
        await follow(kiosk.url())

    assert [sorted(each.headers) for each in kiosk.requests[1:]] == [
        sorted(kiosk.requests[0].headers)
    ]
    assert kiosk.requests[1].path.startswith("/a")


async def test_of_two_places_that_a_redirect_names_the_first_is_judged():
    reply = lines(b"Location: http://10.0.0.1/", b"Location: /fine", start=b"HTTP/1.1 302 F\r\n")
    async with site(reply, ok()) as kiosk:
        assert (await failure(kiosk.url())).kind == "address"

    assert len(kiosk.requests) == 1
