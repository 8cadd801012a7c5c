"""The address guard: no request reaches an address that is not public or named.

Names lead where the test says (`Names`); what must not be reached is a real server on loopback, the
canary, and the proof is that it never saw a connection.
"""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import ipaddress
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError, FetchError
from monitor.fetch import FetchPolicy, Outgoing, check_url
from monitor.fetch.addresses import is_admitted, is_public, read_networks
from monitor.fetch.answers import moved_to
from monitor.fetch.target import URL_LIMIT, read_target
from tests.fetch.world import Names, Request, failure, fetcher, follow, ok, redirect, site

pytestmark = pytest.mark.anyio

ALMOST_ALL_LOOPBACK = ("127.0.0.1/32",)  # so that 127.0.0.2 stands for "private"
PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.9.9.9",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "192.0.1.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


# ------------------------------------------------------------------ addresses
@pytest.mark.parametrize("text", PRIVATE)
def test_a_private_address_is_not_admitted(text):
    assert not is_public(ipaddress.ip_address(text))
    assert not is_admitted(ipaddress.ip_address(text), read_networks(("10.9.9.0/24",)))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_admitted(text):
    assert is_admitted(ipaddress.ip_address(text), ())


def test_a_named_network_is_admitted_mapped_or_not():
    allow = read_networks(("127.0.0.0/8", "fd00::/8"))

    for text in ("127.0.0.1", "::ffff:127.0.0.1", "fd00::1"):
        assert is_admitted(ipaddress.ip_address(text), allow)
    assert not is_admitted(ipaddress.ip_address("fe80::1"), allow)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_public_in_every_disguise_or_in_none(address):
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | int(address))
    translated = ipaddress.IPv6Address((0x64FF9B << 96) | int(address))

    assert is_public(address) == is_public(mapped) == is_public(translated)


@given(st.ip_addresses())
def test_what_the_library_calls_private_is_never_public(address):
    unwrapped = getattr(address, "ipv4_mapped", None) or address
    if unwrapped.is_private or unwrapped.is_multicast or unwrapped.is_reserved:
        translated = ipaddress.ip_network("64:ff9b::/96")
        assert not is_public(address) or address in translated


@pytest.mark.parametrize("cidr", ["127.0.0.0/99", "home", ""])
def test_a_network_that_is_none_is_a_configuration_error(cidr):
    with pytest.raises(ConfigError, match="is not a network"):
        read_networks((cidr,))


# ------------------------------------------------------------------ N32: at load
@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("ftp://example.org/feed", "scheme"),
        ("data:text/xml,<rss/>", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//example.org/feed", "scheme"),
        ("example.org/feed", "scheme"),
        ("", "scheme"),
        ("http:///feed", "address"),
        ("http://", "address"),
        ("http://10.0.0.1/", "address"),
        ("http://192.168.0.1/", "address"),
        ("http://127.0.0.1/", "address"),
        ("http://localhost/", "address"),
        ("http://news.localhost:80/", "address"),
        ("http://LOCALHOST/", "address"),
        ("http://[::1]/", "address"),
        ("http://[fe80::1%25lo]/", "address"),
        ("http://[::ffff:127.0.0.1]/", "address"),
        ("http://[64:ff9b::7f00:1]/", "address"),
        ("http://[::1", "address"),
        ("http://2130706433/", "address"),
        ("http://0x7f000001/", "address"),
        ("http://0x7f.1/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://0/", "address"),
        ("http://0x/", "address"),
        ("http://example.org./", "address"),
        ("http://.example.org/", "address"),
        ("http://example..org/", "address"),
        ("http://user@example.org/", "address"),
        ("http://user:secret@example.org/", "address"),
        ("http://@example.org/", "address"),
        ("http://example.org\\@10.0.0.1/", "address"),
        ("http://example.org\\.10.0.0.1/", "address"),
        ("http://example.org/a b", "address"),
        ("http://example.org/\r\nX: 1", "address"),
        (" http://example.org/", "address"),
        ("http://exam\u00a0ple.org/", "address"),
        ("http://exa%6dple.org/", "address"),
        ("http://１２７.0.0.1/", "address"),
        ("http://127。0。0。1/", "address"),
        ("http://ⓔxample.org/", "address"),
        ("http://exa^mple.org/", "address"),
        ("http://example.org:0/", "address"),
        ("http://example.org:99999/", "address"),
        ("http://example.org:http/", "address"),
        ("http://" + "a" * 64 + ".org/", "address"),
        ("http://" + "a." * 130 + "org/", "address"),
        ("http://example.org/" + "a" * URL_LIMIT, "address"),
    ],
)
def test_N32_an_address_that_can_never_be_asked_is_refused_at_load(url, kind):
    with pytest.raises(FetchError) as caught:
        check_url(url)

    assert caught.value.kind == kind
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/feed",
        "HTTP://EXAMPLE.org:8080/a?b=http://x@y/#c",
        "http://example.org?next=//10.0.0.1/",
        "https://news_room.example.org/",
        "https://\u057a\u0561\u057c\u0561\u057e.\u0570\u0561\u0575/\u056c\u0578\u0582\u0580",
        "https://xn--e1afmkfd.xn--p1ai/",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]:8443/",
    ],
)
def test_an_honest_address_passes_at_load(url):
    check_url(url)


def test_N32_the_allow_list_opens_exactly_what_it_names():
    check_url("http://127.0.0.1:8000/", allow_addresses=("127.0.0.0/8",))
    check_url("http://localhost:8000/", allow_addresses=("127.0.0.0/8",))
    check_url("http://localhost:8000/", allow_addresses=("::1/128",))
    with pytest.raises(FetchError):
        check_url("http://10.0.0.1/", allow_addresses=("127.0.0.0/8",))
    with pytest.raises(FetchError):
        check_url("http://localhost/", allow_addresses=("10.0.0.0/8",))


def test_a_fragment_is_never_sent():
    assert str(read_target("http://example.org/a#b", allow=())) == "http://example.org/a"


@given(st.text(max_size=60))
def test_any_text_is_an_address_to_ask_or_an_error(text):
    for url in (text, "http://" + text, "http://example.org/" + text):
        with suppress(FetchError):
            check_url(url)


# ------------------------------------------------------------------ redirects
async def led(location: str, status: str = "302 Found", **changes: Any) -> FetchError:
    """What comes of a redirect; a canary listens where it must not arrive."""
    async with site(host="127.0.0.2") as canary:
        async with site(redirect(location.replace("PORT", str(canary.port)), status)) as kiosk:
            options = {"allow_addresses": ALMOST_ALL_LOOPBACK} | changes
            error = await failure(kiosk.url(), **options)
        assert canary.connections == 0
    return error


async def test_N19_a_redirect_loop_ends_after_ten_hops():
    async with site(redirect("/again")) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "redirect"
    assert len(kiosk.requests) == 11


async def test_N19_endless_new_addresses_end_after_ten_hops():
    async def onward(request: Request, writer: Any) -> None:
        writer.write(redirect(request.path + "x"))

    async with site(onward) as kiosk:
        error = await failure(kiosk.url())

    assert error.kind == "redirect"
    assert len(kiosk.requests) == 11


async def test_ten_redirects_are_followed():
    async with site(*[redirect("/again")] * 10, ok(b"there")) as kiosk:
        answer = await follow(kiosk.url())

    assert answer.body == b"there"
    assert [hop.status for hop in answer.hops] == [302] * 10
    assert moved_to(answer) is None


@pytest.mark.parametrize("reply", [ok(b"", status="302 Found"), redirect(" ", "301 Moved")])
async def test_N20_a_redirect_to_nowhere_is_an_error(reply):
    async with site(reply) as kiosk:
        assert (await failure(kiosk.url())).kind == "redirect"


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "gopher://127.0.0.2:PORT/_GET", "ftp://127.0.0.2/", "data:,x"],
)
async def test_N21_a_redirect_to_another_scheme_is_refused(location):
    assert (await led(location)).kind == "scheme"


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",  # N22
        "http://127.0.0.2:PORT/",  # N23
        "http://127.9.9.9:PORT/",
        "http://0.0.0.0:PORT/",
        "http://0:PORT/",
        "http://[::1]:PORT/",  # N24
        "http://[fd00::1]:PORT/",
        "http://[ff02::1]:PORT/",
        "http://2130706434:PORT/",  # N25
        "http://0x7f000002:PORT/",
        "http://0177.0.0.2:PORT/",
        "http://127.2:PORT/",
        "http://[::ffff:127.0.0.2]:PORT/",  # N26
        "http://[::ffff:7f00:2]:PORT/",
        "http://[64:ff9b::7f00:2]:PORT/",
        "http://10.0.0.1:PORT/",  # N27
        "http://192.168.0.1:PORT/",
        "http://100.64.0.1:PORT/",
        "http://127.0.0.1@127.0.0.2:PORT/",  # N28
        "http://127.0.0.1\\@127.0.0.2:PORT/",
        "http://127.0.0.2.:PORT/",
        "http://１２７.０.０.２:PORT/",
        "//127.0.0.2:PORT/",
        "/\\127.0.0.2:PORT/",
        "http://127.0.0.2:PORT\\.127.0.0.1/",
        "http://[::1",
    ],
)
async def test_N22_to_N28_a_redirect_to_a_private_address_is_refused(location):
    async with site(host="127.0.0.2") as canary:
        text = location.replace("PORT", str(canary.port))
        reply = redirect(text.encode("utf-8").decode("latin-1"))
        async with site(reply) as kiosk:
            error = await failure(kiosk.url(), allow_addresses=ALMOST_ALL_LOOPBACK)

    assert error.kind == "address"
    assert canary.connections == 0


async def test_a_redirect_in_an_old_encoding_is_followed():
    async with site(redirect("/caf\xe9"), ok(b"there")) as kiosk:
        answer = await follow(kiosk.url())

    assert answer.body == b"there"
    assert kiosk.requests[1].path == "/caf%C3%A9"


async def test_a_redirect_is_an_answer_where_none_is_followed():
    async with site(redirect("http://10.0.0.1/")) as kiosk, fetcher() as out:
        answer = await out.send(Outgoing(url=kiosk.url(), method="POST", body=b"{}"))

    assert answer.status == 302
    assert answer.hops == ()


@pytest.mark.parametrize(
    ("status", "method"),
    [("301 M", "GET"), ("302 F", "GET"), ("303 S", "GET"), ("307 T", "POST"), ("308 P", "POST")],
)
async def test_a_post_keeps_its_method_where_the_standard_says_so(status, method):
    async with site(redirect("/next", status), ok()) as kiosk, fetcher() as out:
        headers = (("Content-Type", "application/json"),)
        await out.send(
            Outgoing(
                url=kiosk.url(), method="POST", body=b"{}", headers=headers, follow_redirects=True
            )
        )

    asked = kiosk.requests[1]
    assert asked.line == f"{method} /next HTTP/1.1"
    assert asked.body == (b"{}" if method == "POST" else b"")
    assert ("content-type" in asked.headers) == (method == "POST")


async def test_a_see_other_keeps_a_head_a_head():
    async with site(redirect("/next", "303 See Other"), ok(b"")) as kiosk, fetcher() as out:
        await out.send(Outgoing(url=kiosk.url(), method="HEAD", follow_redirects=True))

    assert kiosk.requests[1].line == "HEAD /next HTTP/1.1"


async def test_N34_secrets_do_not_cross_to_another_origin():
    secrets = (("Authorization", "Bearer s"), ("Cookie", "s=1"), ("X-Plain", "1"))
    async with site() as other, site(redirect("/same"), redirect(other.url())) as kiosk:
        out = fetcher()
        await out.send(Outgoing(url=kiosk.url(), headers=secrets, follow_redirects=True))

    assert kiosk.requests[1].headers["authorization"] == "Bearer s"
    assert kiosk.requests[1].headers["cookie"] == "s=1"
    (asked,) = other.requests
    assert "authorization" not in asked.headers
    assert "cookie" not in asked.headers
    assert asked.headers["x-plain"] == "1"


# ------------------------------------------------------------------ names
@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.2",),
        ("::1",),
        ("::ffff:127.0.0.2",),
        ("0.0.0.0",),
        ("169.254.169.254", "fd00:ec2::254"),
        ("fe80::1%lo",),
        ("not an address",),
        (),
    ],
)
async def test_N29_a_name_that_leads_to_a_private_address_is_refused(addresses):
    names = Names({"news.example": [addresses]})
    async with site(host="127.0.0.2") as canary:
        url = canary.url(host="news.example")
        error = await failure(url, names, allow_addresses=ALMOST_ALL_LOOPBACK)

    assert error.kind == "address"
    assert "news.example" in str(error)
    assert canary.connections == 0


async def test_N30_of_a_public_and_a_private_record_the_public_one_is_used():
    names = Names({"news.example": [("127.0.0.2", "127.0.0.1")]})
    async with site(ok(b"public")) as kiosk:
        answer = await follow(
            kiosk.url(host="news.example"), names, allow_addresses=ALMOST_ALL_LOOPBACK
        )

    assert answer.body == b"public"
    assert kiosk.requests[0].headers["host"] == f"news.example:{kiosk.port}"


async def test_N31_a_name_that_changes_between_check_and_connection_gains_nothing():
    names = Names({"news.example": [("127.0.0.1",), ("127.0.0.2",)]})
    async with site(host="127.0.0.2") as canary, site(ok(b"x")) as kiosk:
        canary_on_same_port = canary.port == kiosk.port
        assert (
            await follow(kiosk.url(host="news.example"), names, allow_addresses=ALMOST_ALL_LOOPBACK)
        ).body == b"x"
        assert names.asked == ["news.example"]  # one lookup, whose answer was used
        error = await failure(
            kiosk.url(host="news.example"), names, allow_addresses=ALMOST_ALL_LOOPBACK
        )

    assert error.kind == "address"
    assert not canary_on_same_port
    assert canary.connections == 0


async def test_N31_every_hop_is_looked_up_and_checked_again():
    names = Names({"news.example": [("127.0.0.1",), ("127.0.0.2",)]})
    async with site(redirect("/inside")) as kiosk:
        error = await failure(
            kiosk.url(host="news.example"), names, allow_addresses=ALMOST_ALL_LOOPBACK
        )

    assert error.kind == "address"
    assert len(kiosk.requests) == 1


async def test_a_dead_address_gives_way_to_the_next():
    names = Names({"news.example": [("127.0.0.3", "127.0.0.1")]})
    async with site(ok(b"x")) as kiosk:
        assert (await follow(kiosk.url(host="news.example"), names)).body == b"x"


async def test_a_name_that_nobody_knows_is_an_error():
    assert (await failure("http://nowhere.example/", Names({}))).kind == "dns"


async def test_environment_proxies_are_not_asked(monkeypatch):
    async with site() as proxy, site(ok(b"x")) as kiosk:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url("/"))
        assert (await follow(kiosk.url())).body == b"x"

    assert proxy.connections == 0


# ------------------------------------------------------------------ changes of policy
async def test_another_policy_counts_from_the_next_request_on():
    async with site() as kiosk, fetcher() as out:
        await out.send(Outgoing(url=kiosk.url()))
        out.reconfigure(FetchPolicy(user_agent="other/2"))
        with pytest.raises(FetchError, match="not public"):
            await out.send(Outgoing(url=kiosk.url()))


async def test_a_policy_with_a_network_that_is_none_is_refused_and_the_old_one_stays():
    async with site() as kiosk, fetcher() as out:
        with pytest.raises(ConfigError):
            out.reconfigure(FetchPolicy(user_agent="other/2", allow_addresses=("home",)))
        assert (await out.send(Outgoing(url=kiosk.url()))).status == 200
