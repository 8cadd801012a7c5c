"""The address guard: no request reaches an address that is not public or named.

Names lead where the test says (`Names`); what must not be reached is a real server on loopback, the
canary, and the proof is that it never saw a connection.
"""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

from typing import Any

import pytest

from monitor.errors import ConfigError, FetchError
from monitor.fetch import FetchPolicy, Outgoing
from monitor.fetch.answers import moved_to
from tests.fetch.world import Names, Request, failure, fetcher, follow, ok, redirect, site

pytestmark = pytest.mark.anyio

ALMOST_ALL_LOOPBACK = ("127.0.0.1/32",)  # so that 127.0.0.2 stands for "private"


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
