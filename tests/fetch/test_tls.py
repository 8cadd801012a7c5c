"""Certificates: who is believed, and that nobody else is."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import asyncio
import datetime as dt
import ssl
from typing import Any

import pytest
import trustme

from monitor.errors import FetchError
from monitor.fetch import Fetcher, Outgoing
from monitor.records import Document, Source, Validators
from tests.fetch.world import Names, ok, policy, redirect, site

pytestmark = pytest.mark.anyio

NAMES: dict[str, list[tuple[str, ...]]] = {
    "news.example": [("127.0.0.1",)],
    "other.example": [("127.0.0.1",)],
}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(certificate: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def client_context(authority: Any) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def fetcher(context: ssl.SSLContext | None = None, **changes: Any) -> Fetcher:
    return Fetcher(policy(**changes), resolver=Names(dict(NAMES)), ssl_context=context)


async def failure(url: str, context: ssl.SSLContext | None = None, **changes: Any) -> FetchError:
    async with fetcher(context, **changes) as out:
        with pytest.raises(FetchError) as caught:
            await out.send(Outgoing(url=url, follow_redirects=True))
    return caught.value


async def test_the_name_is_verified_although_the_address_is_connected_to(authority):
    tls = server_context(authority.issue_cert("news.example"))
    async with site(ok(b"safe"), tls=tls) as kiosk, fetcher(client_context(authority)) as out:
        answer = await out.send(Outgoing(url=kiosk.url(host="news.example")))

    assert answer.body == b"safe"


async def test_N33_https_is_never_left_for_http(authority):
    tls = server_context(authority.issue_cert("news.example"))
    async with site() as plain, site(redirect(plain.url()), tls=tls) as kiosk:
        error = await failure(kiosk.url(host="news.example"), client_context(authority))

    assert error.kind == "redirect"
    assert "https to http" in str(error)
    assert plain.connections == 0


async def test_N35_a_certificate_of_nobody_we_know_is_refused(authority):
    tls = server_context(authority.issue_cert("news.example"))
    async with site(tls=tls) as kiosk:
        error = await failure(kiosk.url(host="news.example"))

    assert error.kind == "tls"
    assert kiosk.requests == []


async def test_N35_an_expired_certificate_is_refused(authority):
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    tls = server_context(authority.issue_cert("news.example", not_after=long_ago))
    async with site(tls=tls) as kiosk:
        error = await failure(kiosk.url(host="news.example"), client_context(authority))

    assert error.kind == "tls"


async def test_N35_a_certificate_for_another_name_is_refused(authority):
    tls = server_context(authority.issue_cert("news.example"))
    async with site(tls=tls) as kiosk:
        error = await failure(kiosk.url(host="other.example"), client_context(authority))

    assert error.kind == "tls"
    assert "other.example" in str(error)


async def test_N35_only_the_one_request_that_says_so_goes_unverified(authority):
    tls = server_context(authority.issue_cert("other.example"))
    async with site(ok(b"x"), tls=tls) as kiosk, fetcher() as out:
        url = kiosk.url(host="news.example")
        for _ in range(2):
            assert (await out.send(Outgoing(url=url, verify_tls=False))).body == b"x"
        with pytest.raises(FetchError):
            await out.send(Outgoing(url=url))


async def test_N35_a_source_that_says_so_is_read_unverified_but_not_what_it_redirects_to(authority):
    tls = server_context(authority.issue_cert("stranger.example"))
    now = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
    async with site(ok(b"elsewhere"), tls=tls) as other:
        away = redirect(other.url(host="other.example"))
        async with site(ok(b"<rss/>"), away, tls=tls) as kiosk, fetcher() as out:
            source = Source(
                name="n", url=kiosk.url(host="news.example"), kind="feed", verify_tls=False
            )
            document = await out.document(source, Validators(), now=now)
            assert isinstance(document, Document)
            with pytest.raises(FetchError) as caught:
                await out.document(source, Validators(), now=now)

    assert document.body == b"<rss/>"
    assert caught.value.kind == "tls"
    assert other.requests == []


def test_N35_what_an_unverified_source_names_elsewhere_is_verified():
    source = Source(name="n", url="https://news.example/a", verify_tls=False, select="li")

    assert not source.asked_at("https://NEWS.example/b", kind="page").verify_tls
    assert source.asked_at("https://other.example/b", kind="page").verify_tls
    assert source.asked_at("https://[broken/", kind="page").verify_tls
    strict = Source(name="n", url="https://news.example/a")
    assert strict.asked_at("https://news.example/b", kind="page").verify_tls


async def test_N36_a_private_authority_is_believed_where_the_environment_names_it(
    authority, monkeypatch, tmp_path
):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    tls = server_context(authority.issue_cert("news.example"))
    async with site(ok(b"x"), tls=tls) as kiosk, fetcher() as out:
        assert (await out.send(Outgoing(url=kiosk.url(host="news.example")))).body == b"x"


async def test_N37_tls_to_a_plain_port_is_an_error():
    async def hang_up(reader: Any, writer: Any) -> None:
        await reader.read(1)
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await failure(f"https://127.0.0.1:{port}/")

    assert error.kind == "tls"


@pytest.mark.parametrize(
    ("limit", "kind", "words"),
    [
        ({"total_s": 0.2}, "timeout", "within 0.2 s"),
        ({"connect_s": 0.05}, "tls", "no trusted connection within 0.05 s"),
    ],
)
async def test_N37_a_handshake_that_never_ends_is_cut(limit: Any, kind: str, words: str):
    async def silent(reader: Any, writer: Any) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await failure(f"https://127.0.0.1:{port}/", **limit)

    assert error.kind == kind
    assert words in str(error)
