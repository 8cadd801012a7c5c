"""Group N where the program as a whole speaks: what is kept, told and shown of a bad answer."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import asyncio
import datetime as dt
import gzip
import json
import ssl

import pytest
import trustme

from monitor.testing import Newsroom
from tests.e2e.rig import Rig, verb
from tests.threats.answers import FEED, reset, to
from tests.threats.answers import head as open_head
from tests.threats.house import HOUR, NEWS, OLD, TEXT, news, old, state, told, under_fire
from tests.threats.street import NOBODY, NameServer, Site, Street, entry, feed, ok, page

pytestmark = pytest.mark.anyio

BESIDE = "Yerevan plants plane trees along the Hrazdan"


@pytest.fixture
def kiosk(rig: Rig, kura: Newsroom, street: Street, names: NameServer) -> Site:
    """The site that will turn bad; the healthy one stands beside it."""
    site = street.open("kiosk", old('ETag: "first"'))
    names.table = street.names()
    rig.source("kiosk", site.url, kind="feed")
    return site


@pytest.mark.parametrize(
    ("trouble", "kind", "said"),
    [
        pytest.param("unknown", "dns", "cannot be resolved", id="N01"),
        pytest.param("failing", "dns", "cannot be resolved", id="N02"),
        pytest.param("silent", "timeout", "within", id="N03"),
        pytest.param(NOBODY, "connect", "no connection to", id="N04"),
    ],
)
async def test_N01_to_N04_a_site_that_is_not_reached_costs_its_neighbour_nothing(
    rig, clock, kura, kiosk, names, *, trouble, kind, said
):
    async with under_fire(rig, clock, total_s=0.5) as program:
        await program.poll()
        names.trouble = {kiosk.host: trouble}
        kura.publish(BESIDE, TEXT)
        began = asyncio.get_running_loop().time()
        polled = await program.poll()
        took_s = asyncio.get_running_loop().time() - began
        names.trouble = {}
        kiosk.reply = news()
        await program.poll()

    assert (polled["kiosk"].poll.outcome, polled["kiosk"].state.error_kind) == ("failed", kind)
    assert said in polled["kiosk"].poll.detail
    assert took_s < 10
    assert polled["kura"].poll.new == 1
    assert told(rig) == [BESIDE, NEWS]


async def test_N02_a_name_server_that_fails_is_asked_again_ever_later(rig, clock, kiosk, names):
    waits = []
    async with under_fire(rig, clock) as program:
        await program.poll()
        names.trouble = {kiosk.host: "failing"}
        for _ in range(4):
            polled = await program.poll()
            waits.append((polled["kiosk"].state.due_at - clock.now()).total_seconds())

    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]


async def test_N04_sources_that_fail_together_are_not_asked_together_again(rig, clock, street):
    for number in range(6):
        site = street.open(f"shop-{number}", b"")
        rig.source(f"shop-{number}", f"http://{NOBODY}:{site.port}/feed", kind="feed")
    async with under_fire(rig, clock) as program:
        polled = await program.poll()

    assert len({each.state.due_at for each in polled.values()}) == 6


async def test_N05_a_reset_in_mid_body_stores_nothing_and_keeps_the_old_etag(rig, clock, kiosk):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = reset
        polled = await program.poll()
        before = len(kiosk.asked)
        kiosk.reply = news()
        await program.poll()

    assert polled["kiosk"].poll.outcome == "failed"
    assert polled["kiosk"].state.etag == '"first"'
    assert 'if-none-match: "first"' in kiosk.asked[before].lower()
    assert sorted(rig.items()) == sorted([OLD, NEWS, "Old notice of the Lisbon harbour office"])
    assert told(rig) == [NEWS]


@pytest.mark.parametrize(
    "body", [gzip.compress(b"<rss/>" * 99)[:-9], b"<rss/>"], ids=["cut", "label on plain text"]
)
async def test_N14_a_broken_coding_keeps_what_was_known(rig, clock, kiosk, body):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = ok(body, FEED, "Content-Encoding: gzip")
        polled = await program.poll()
        kiosk.reply = news()
        await program.poll()

    assert polled["kiosk"].poll.outcome == "failed"
    assert "gzip" in polled["kiosk"].poll.detail
    assert told(rig) == [NEWS]


async def test_N35_a_source_whose_certificate_nobody_vouches_for_is_refused_in_words(
    rig, clock, kura
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(99))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        rig.source("sealed", f"https://127.0.0.1:{port}/feed", kind="feed")
        async with under_fire(rig, clock) as program:
            polled = await program.poll()

    assert polled["sealed"].state.error_kind == "tls"
    assert "certificate" in polled["sealed"].poll.detail
    assert asked == []
    assert polled["kura"].poll.outcome == "read"


async def test_N38_a_move_is_followed_noted_and_shown_and_the_configuration_stays(
    rig, clock, kiosk, street, names
):
    other = street.open("other", news())
    names.table = street.names()
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = to(other.url, "301 Moved Permanently")
        before = len(kiosk.asked)
        await program.poll()
        await program.poll()

    assert told(rig) == [NEWS]
    assert len(kiosk.asked) == before + 2
    assert state(rig, "kiosk").moved_to == other.url
    rows = map(json.loads, verb(rig, "sources", "list", "--json").out.splitlines())
    (shown,) = (row for row in rows if row["source"] == "kiosk")
    assert (shown["url"], shown["moved_to"]) == (kiosk.url, other.url)


async def test_N42_a_new_body_under_an_old_etag_is_found_within_a_day(rig, clock, kiosk):
    async def stubborn(asked: str, writer: asyncio.StreamWriter) -> None:
        is_conditional = "if-none-match" in asked.lower()
        fresh = feed(
            entry(NEWS, TEXT, guid="new"), entry(OLD, guid="old"), headers=('ETag: "first"',)
        )
        writer.write(open_head(status="304 Not Modified") if is_conditional else fresh)
        await writer.drain()

    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = stubborn
        quiet = await program.poll()
        clock.advance(25 * HOUR)
        await program.poll()

    assert quiet["kiosk"].poll.outcome == "not-modified"
    assert told(rig) == [NEWS]


async def test_N42_a_body_that_changes_under_its_etag_is_read(rig, clock, kiosk):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = feed(
            entry(NEWS, TEXT, guid="new"), entry(OLD, guid="old"), headers=('ETag: "first"',)
        )
        await program.poll()

    assert told(rig) == [NEWS]


async def test_N45_a_source_that_is_gone_is_told_once_and_left_alone(rig, clock, kura, kiosk):
    rig.events = ("item.new", "source.down")
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = ok(b"", status="410 Gone")
        await program.poll()
        asked = len(kiosk.asked)
        for _ in range(5):
            clock.advance(HOUR)
            kura.publish(f"{BESIDE}, part {clock.now():%H}", TEXT)
            await program.poll()

    assert len(kiosk.asked) == asked
    events = [event for event, _ in rig.hooks()]
    assert (events.count("source.down"), events.count("item.new")) == (1, 5)


@pytest.mark.parametrize(
    ("wait", "least_h", "most_h"),
    [
        pytest.param("7200", 2, 2, id="N46 seconds"),
        pytest.param("Thu, 15 Jan 2026 12:00:00 GMT", 3, 3, id="N46 date"),
        pytest.param("99999999999", 1, 24, id="N47 absurd"),
        pytest.param("-5", 0, 1, id="N47 negative"),
        pytest.param("next week, perhaps", 0, 1, id="N47 junk"),
    ],
)
async def test_N46_to_N47_nobody_asks_before_the_time_that_a_site_named_nor_waits_for_ever(
    rig, clock, kiosk, wait, least_h, most_h
):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = ok(b"", f"Retry-After: {wait}", status="429 Too Many Requests")
        polled = await program.poll()
        kiosk.reply = news()
        asked = len(kiosk.asked)
        if least_h:
            clock.advance(least_h * HOUR - dt.timedelta(minutes=1))
            await program.poll()
            assert len(kiosk.asked) == asked
        clock.advance(most_h * HOUR + dt.timedelta(minutes=2))
        await program.poll()

    assert polled["kiosk"].state.error_kind == "rate-limited"
    assert told(rig) == [NEWS]


async def test_N48_what_appeared_during_an_outage_is_told_after_it(rig, clock, kiosk):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = ok(b"", status="503 Service Unavailable")
        failed = await program.poll()
        kiosk.reply = news()
        back = await program.poll()

    assert failed["kiosk"].state.error_kind == "server-error"
    assert back["kiosk"].state.errors == 0
    assert told(rig) == [NEWS]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param(
            page("<title>Oops</title><body>Something went wrong</body>"), "not-a-feed", id="N49"
        ),
        pytest.param(
            page("<title>Just a moment...</title>", "cf-mitigated: challenge", status="403 No"),
            "blocked",
            id="N50 status",
        ),
        pytest.param(
            page("<html><title>Just a moment...</title><body>Wait</body>"), "blocked", id="N50"
        ),
    ],
)
async def test_N49_to_N50_a_page_in_place_of_a_feed_is_named_and_the_old_items_stay(
    rig, clock, kiosk, reply, kind
):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = reply
        kinds = {(await program.poll())["kiosk"].state.error_kind for _ in range(3)}
        kept = rig.items()[OLD].item.state
        kiosk.reply = news()
        await program.poll()

    assert kept == "listed"
    assert told(rig) == [NEWS]
    shown = [json.loads(line) for line in verb(rig, "sources", "list", "--json").out.splitlines()]
    assert {row["source"]: row["state"] for row in shown} == {"kura": "in time", "kiosk": "in time"}
    assert kinds == {kind}


async def test_N51_cookies_of_one_site_are_never_sent_anywhere(rig, clock, kiosk, street, names):
    other = street.open("other", old())
    rig.source("other", other.url, kind="feed")
    names.table = street.names()
    kiosk.reply = old(*(f"Set-Cookie: c{n}={'x' * 3900}" for n in range(20)))
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = to(other.url)
        await program.poll()

    assert len(other.asked) == 3
    assert not any("cookie" in head.lower() for head in (*kiosk.asked, *other.asked))
