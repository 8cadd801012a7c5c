"""The hostile answers: what a site can do to whoever asks it, each under the id of its row.

Every one is given by a site that was well before and will be well again.
"""
# ruff: noqa: E501 - an answer stands on one line, as in the table that it belongs to

import asyncio
import gzip
import json
import socket
import struct
import sys
import zlib
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

from tests.threats.street import NOBODY, Reply, entry, feed, ok, page, rss

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MIB = 2**20
READ = ""  # nothing is wrong as far as the program can tell
FEED = "Content-Type: application/rss+xml"
STORY = entry(
    "Gyumri bakery fire", "Nobody was hurt in Gyumri.", guid="half", link="https://x.example/h"
)
WHOLE = rss(STORY * 40).encode()


@dataclass(frozen=True, slots=True)
class Hostile:
    """One thing that can happen; `kinds` are the words under which it may be recorded."""

    row: str
    reply: Reply
    kinds: frozenset[str]
    name_trouble: str = ""  # for the name server


def bomb(coding: str) -> Reply:
    """A quarter of a gigabyte of zeros, in as few bytes as `coding` can make of them."""
    zeros = bytes(MIB)
    if coding == "br":
        pressed: bytes = brotli.compress(zeros * 64, quality=3)
    elif coding == "zstd":
        pressed = zstd.compress(zeros * 64, level=3)
    else:
        stream = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
        first = stream.compress(zeros) + stream.flush(zlib.Z_FULL_FLUSH)
        block = stream.compress(zeros) + stream.flush(zlib.Z_FULL_FLUSH)
        pressed = first + block * 255 + stream.flush()
    return head(FEED, f"Content-Encoding: {coding}") + pressed


def head(*lines: str, status: str = "200 OK") -> bytes:
    """The head of an answer whose end is the end of the connection."""
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode("latin-1")


def to(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return ok(b"", f"Location: {location}", status=status)


def chunked(*pieces: bytes) -> bytes:
    """An answer in chunks as given."""
    return head(FEED, "Transfer-Encoding: chunked") + b"".join(pieces)


def without_end(start: bytes, piece: bytes, every_s: float = 0) -> Reply:
    """Say `start`, then `piece` for ever."""

    async def pour(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every_s)

    return pour


async def hang(_: str, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def reset(_: str, writer: asyncio.StreamWriter) -> None:
    """Break off in the middle of a body, with a reset."""
    writer.write(head(FEED, f"Content-Length: {len(WHOLE)}") + WHOLE[: len(WHOLE) // 2])
    await writer.drain()
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def ever_further() -> Reply:
    """Redirect to another new address each time."""
    count = iter(range(10_000))

    async def go(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(to(f"/next/{next(count)}"))
        await writer.drain()

    return go


async def moved(asked: str, writer: asyncio.StreamWriter) -> None:
    """Say for good that the feed stands elsewhere on this site."""
    is_old = asked.startswith("GET /feed ")
    writer.write(to("/moved", "301 Moved Permanently") if is_old else feed(STORY))
    await writer.drain()


async def to_tls(_: str, writer: asyncio.StreamWriter) -> None:
    """Redirect to TLS on a port that speaks none."""
    address, port = writer.get_extra_info("sockname")
    writer.write(to(f"https://{address}:{port}/"))
    await writer.drain()


def doctype(subset: str, title: str) -> bytes:
    """A feed with declarations of its own."""
    return feed(entry(title), head=f"<!DOCTYPE rss [{subset}]>")


def _rows() -> list[tuple[str, Reply, str]]:
    twice = gzip.compress(gzip.compress(WHOLE))
    return [
        # ------------------------------------------------------------ connection and body
        ("N05", reset, "connect protocol truncated"),
        ("N06", hang, "timeout"),
        ("N07", without_end(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.2), "timeout"),
        ("N08", without_end(head(FEED), b"<", 0.2), "timeout"),
        ("N09", without_end(head(FEED), b"<x/>" * 16_000), "too-large timeout"),
        ("N10-headers", without_end(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 500), "header"),
        ("N10-interim", without_end(b"", b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" * 99), "header"),
        ("N11", head(FEED, "Content-Length: 104857600"), "too-large"),
        *((f"N12-{coding}", bomb(coding), "too-large") for coding in ("gzip", "deflate", "br", "zstd")),
        ("N13-two-layers", ok(twice, FEED, "Content-Encoding: gzip, gzip"), "encoding"),
        ("N13-hidden", ok(twice, FEED, "Content-Encoding: gzip"), "not-a-feed"),
        ("N14-corrupt", ok(gzip.compress(WHOLE)[:-40] + b"x" * 40, FEED, "Content-Encoding: gzip"), "encoding"),
        ("N14-label", ok(WHOLE, FEED, "Content-Encoding: gzip"), "encoding"),
        ("N14-unknown", ok(WHOLE, FEED, "Content-Encoding: rot13"), "encoding"),
        ("N15", head(FEED, f"Content-Length: {len(WHOLE) + 500}") + WHOLE, "truncated"),
        ("N16-negative", head(FEED, "Content-Length: -5") + WHOLE, "protocol header"),
        ("N16-twice", head(FEED, "Content-Length: 5", "Content-Length: 900") + WHOLE, "protocol header"),
        ("N17-garbage", chunked(b"zz\r\n<rss/>\r\n0\r\n\r\n"), "protocol"),
        ("N17-no-last", chunked(b"%x\r\n" % len(WHOLE), WHOLE, b"\r\n"), "truncated"),
        ("N17-crumbs", chunked(b"1\r\n<\r\n" * 200_000), "protocol timeout"),
        ("N18-binary", bytes(range(256)) * 9, "protocol"),
        ("N18-ssh", b"SSH-2.0-OpenSSH_9.6\r\n", "protocol"),
        ("N18-http-0.9", WHOLE, "protocol"),
        ("N18-part", ok(WHOLE[:99], FEED, "Content-Range: bytes 0-98/6000", status="206 Part"), "protocol"),
        ("N18-nothing", b"", "protocol connect truncated"),
        # ------------------------------------------------------------ redirects
        ("N19-loop", to("/feed"), "redirect"),
        ("N19-new", ever_further(), "redirect"),
        ("N20", ok(b"", status="302 Found"), "redirect"),
        *((f"N21-{where[:3]}", to(where), "scheme") for where in (
            "file:///etc/passwd", "gopher://x.example/", "ftp://x.example/", "data:text/xml,<rss/>",
        )),
        *((f"{row}", to(where), "address") for row, where in PRIVATE),
        ("N37", to_tls, "tls timeout"),
        # ------------------------------------------------------------ statuses
        ("N38", moved, READ),
        ("N39", head(status="304 Not Modified"), "protocol"),
        ("N43", feed(STORY, headers=(f'ETag: "{"e" * 9000}"', "Last-Modified: a\x01b")), READ + " header protocol"),
        ("N44", ok(b"no", status="404 Not Found"), "not-found"),
        ("N45", ok(b"", status="410 Gone"), "gone"),
        ("N46", ok(b"", "Retry-After: 3600", status="429 Too Many Requests"), "rate-limited"),
        ("N47-absurd", ok(b"", "Retry-After: 99999999999", status="429 Too Many"), "rate-limited"),
        ("N47-junk", ok(b"", "Retry-After: -7 moons", status="503 Busy"), "server-error rate-limited"),
        ("N48", ok(b"", status="503 Service Unavailable"), "server-error"),
        ("N49", page("<html><title>Oops</title><body>Something went wrong</body></html>"), "not-a-feed"),
        ("N50-403", page("<title>Just a moment...</title>", "cf-mitigated: challenge", status="403 No"), "blocked"),
        ("N50-200", page("<html><title>Just a moment...</title><body>Wait</body></html>"), "blocked"),
        ("N51", feed(STORY, headers=tuple(f"Set-Cookie: c{n}={'x' * 3900}" for n in range(20))), READ),
        # ------------------------------------------------------------ content
        ("C01-file", doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), "unsafe"),
        ("C01-http", doctype('<!ENTITY x SYSTEM "http://10.0.0.1/">', "&x;"), "unsafe"),
        ("C01-parameter", doctype('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;', "a"), "unsafe"),
        ("C02", doctype(LAUGHS, "&h;"), "unsafe"),
        ("C03", doctype(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 10_000), "unsafe"),
        ("C04-xml", feed("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>"), "unsafe"),
        ("C04-html", page("<html><body>" + "<div>" * 100_000 + "x"), "unsafe not-a-feed limit"),
        ("C05", feed("<item " + " ".join(f'a{n}="x"' for n in range(200_000)) + "/>"), "unsafe"),
        ("C06-huge", feed(entry("x" * 20 * MIB)), "too-large"),
        ("C06-cyrillic", feed(entry("Щ" * MIB, guid="g" * MIB)), READ),
        ("C07", feed(entry("Nul \0 in the headline", guid="nul")), READ),
        ("C08", ok(WHOLE, "Content-Type: text/xml; charset=bogus-8"), READ),
        ("C10", ok(WHOLE.replace(b"bakery", b"b\xff\xfekery"), FEED), READ),
        ("C11", ok(WHOLE[: len(WHOLE) // 2], FEED), READ),
        ("C12", ok(json.dumps(SURROGATES).encode(), "Content-Type: application/feed+json"), READ),
        ("C12-digits", ok(b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":'
                          b'[{"id":' + b"1" * 100_000 + b',"title":"x"}]}', FEED), READ),
        ("C12-nested", ok(b'{"items":' + b"[" * 100_000, "Content-Type: application/json"), "not-a-feed"),
        ("C14", feed(entry("A harbour", more="<pubDate>year 9999999</pubDate>")), READ),
        ("C16", feed(entry("One without a name"), entry("Two without a name")), READ),
        ("C20", feed(*(entry(f"Note {n} of the office", guid=f"n{n}") for n in range(50_000))), READ),
        ("C21-empty", feed(), READ),
        ("C21-zero", ok(b"", FEED), "not-a-feed empty"),
        ("C22", page("<title>kiosk.example is for sale</title><body>Buy this domain</body>"), "parked"),
        ("C23", ok(bytes(range(256)) * 4000, FEED), "not-a-feed"),
    ]  # fmt: skip


PRIVATE = (
    ("N22", "http://169.254.169.254/latest/meta-data/"),
    ("N23-zero", "http://0.0.0.0/"),
    ("N23-short", "http://0/"),
    ("N24-loop", "http://[::1]/"),
    ("N24-ula", "http://[fd00::1]/"),
    ("N24-multicast", "http://[ff02::1]/"),
    ("N24-zone", "http://[2606:4700::1111%25eth0]/"),
    ("N25-decimal", "http://167772161/"),
    ("N25-hex", "http://0x0a000001/"),
    ("N25-octal", "http://012.0.0.1/"),
    ("N25-two-parts", "http://10.1/"),
    ("N26-mapped", "http://[::ffff:10.0.0.1]/"),
    ("N26-compatible", "http://[::10.0.0.1]/"),
    ("N26-6to4", "http://[2002:a00:1::]/"),
    ("N26-nat64", "http://[64:ff9b::a00:1]/"),
    ("N27-ten", "http://10.0.0.1/"),
    ("N27-192", "http://192.168.1.1/"),
    ("N27-shared", "http://100.64.0.1/"),
    ("N28-user", "http://news.example@10.0.0.1/"),
    ("N28-dot", "http://10.0.0.1./"),
    ("N28-width", "http://%EF%BC%91%EF%BC%90.0.0.1/"),
    ("N28-slashes", "//10.0.0.1/"),
    ("N28-backslash", "http://x.example\\@10.0.0.1/"),
    ("N28-coded", "http://%31%30.0.0.1/"),
    ("N28-ace", "http://xn--a-ecp.example/"),  # decodes to a digit with a dot, which is no letter
    ("N29", "http://private.example/"),
)
LAUGHS = '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">'
    for before, after in zip("abcdefg", "bcdefgh", strict=True)
)
SURROGATES = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "t",
    "items": [{"id": "\ud800", "title": "lone"}, {"id": "2", "title": "A whole one"}],
}


def hostile() -> dict[str, Hostile]:
    """Every answer by its label, which begins with its row."""
    kinds = {
        label: Hostile(label[:3], reply, frozenset(words.split(" ")))
        for label, reply, words in _rows()
    }
    for label, trouble in (
        ("N01", "unknown"),
        ("N02", "failing"),
        ("N03", "silent"),
    ):
        kinds[label] = Hostile(label, b"", frozenset({"dns", "timeout"}), trouble)
    kinds["N04"] = Hostile("N04", b"", frozenset({"connect"}), NOBODY)
    return kinds
