"""Turns at a host, and what robots.txt says."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from monitor.errors import FetchError
from monitor.fetch import Answer
from monitor.fetch.hosts import HostGate
from monitor.fetch.robots import (
    Permission,
    RobotsBook,
    Rules,
    read_permission,
    relevant_text,
    rules_from,
)
from monitor.records import Document, Refused, Validators
from tests.fetch.world import NOW, Names, Request, Site, fetcher, ok, policy, redirect, site, source

pytestmark = pytest.mark.anyio

DAY_S = 86_400.0


def now() -> float:
    return asyncio.get_running_loop().time()


# ------------------------------------------------------------------ turns
async def test_one_host_is_asked_one_question_at_a_time():
    async def slow(request: Request, writer: Any) -> None:
        await asyncio.sleep(0.03)
        writer.write(ok())

    async with site(slow) as kiosk, fetcher() as out:
        polls = (out.document(source(kiosk.url(f"/{n}")), Validators(), now=NOW) for n in range(4))
        await asyncio.gather(*polls)

    assert len(kiosk.requests) == 4
    assert kiosk.most_at_once == 1


async def test_a_host_rests_between_two_questions():
    gap = dt.timedelta(seconds=0.2)
    async with site() as kiosk, fetcher(host_gap=gap) as out:
        began = now()
        for _ in range(2):
            await out.document(source(kiosk.url()), Validators(), now=NOW)
        elapsed = now() - began

    assert elapsed >= 0.2


async def test_waiting_for_a_turn_does_not_count_against_the_deadline():
    async def slow(request: Request, writer: Any) -> None:
        await asyncio.sleep(0.25)
        writer.write(ok())

    async with site(slow) as kiosk, fetcher(total_s=1.0) as out:
        polls = (out.document(source(kiosk.url()), Validators(), now=NOW) for _ in range(5))
        outcomes = await asyncio.gather(*polls)

    assert all(isinstance(outcome, Document) for outcome in outcomes)


async def test_a_turn_that_does_not_come_is_an_error_and_the_queue_goes_on():
    gate = HostGate()
    async with gate.turn("a.example", gap_s=0, wait_s=1):
        with pytest.raises(FetchError, match=r"a\.example") as caught:
            async with gate.turn("a.example", gap_s=0, wait_s=0.01):
                raise AssertionError
        async with gate.turn("b.example", gap_s=0, wait_s=0.01):
            pass
    async with gate.turn("a.example", gap_s=0.3, wait_s=0.01):
        pass
    with pytest.raises(FetchError):  # the rest is longer than the patience
        async with gate.turn("a.example", gap_s=0, wait_s=0.01):
            raise AssertionError
    async with gate.turn("a.example", gap_s=0, wait_s=1):
        pass

    assert caught.value.kind == "timeout"


async def test_a_failing_question_gives_its_turn_back():
    gate = HostGate()
    with pytest.raises(RuntimeError):
        async with gate.turn("a.example", gap_s=0, wait_s=1):
            raise RuntimeError
    async with gate.turn("a.example", gap_s=0, wait_s=0.01):
        pass


async def test_hosts_that_rested_are_forgotten():
    gate = HostGate()
    async with gate.turn("kept.example", gap_s=0, wait_s=1):
        for number in range(5000):
            gate.touch(f"{number}.example", gap_s=-1)
        assert len(gate._places) < 4200
        assert "kept.example" in gate._places


async def test_a_host_that_a_redirect_led_to_rests_from_that_too():
    names = Names({"a.example": [("127.0.0.1",)], "b.example": [("127.0.0.1",)]})
    out = fetcher(names, host_gap=dt.timedelta(seconds=0.2))
    async with site(ok()) as there, site(redirect(there.url("/x", host="b.example"))) as here:
        await out.document(source(here.url(host="a.example")), Validators(), now=NOW)
        began = now()
        await out.document(source(there.url(host="b.example")), Validators(), now=NOW)

    assert now() - began >= 0.15


async def test_no_more_polls_are_in_flight_than_the_policy_says():
    async def slow(request: Request, writer: Any) -> None:
        await asyncio.sleep(0.02)
        writer.write(ok())

    names = Names({f"{n}.example": [("127.0.0.1",)] for n in range(8)})
    async with site(slow) as kiosk, fetcher(names, polls_in_flight=3) as out:
        polls = (
            out.document(source(kiosk.url(host=f"{n}.example")), Validators(), now=NOW)
            for n in range(8)
        )
        await asyncio.gather(*polls)

    assert kiosk.most_at_once <= 3


# ------------------------------------------------------------------ robots.txt, asked
async def read_page(kiosk: Site, kind: str = "listing", **changes: Any) -> Any:
    async with fetcher(**changes) as out:
        return await out.document(source(kiosk.url(), kind=kind), Validators(), now=NOW)


def robots(text: str) -> dict[str, Any]:
    return {"/robots.txt": ok(text.encode(), "Content-Type: text/plain")}


@pytest.mark.parametrize("kind", ["listing", "page"])
async def test_a_page_that_robots_txt_forbids_is_not_asked_for(kind):
    async with site(paths=robots("User-agent: *\nDisallow: /feed\n")) as kiosk:
        outcome = await read_page(kiosk, kind)

    assert isinstance(outcome, Refused)
    assert (outcome.kind, outcome.status, outcome.retry_at) == ("robots", None, None)
    assert "robots.txt" in outcome.reason
    assert [asked.path for asked in kiosk.requests] == ["/robots.txt"]


@pytest.mark.parametrize("kind", ["feed", "sitemap", "auto"])
async def test_a_feed_is_published_to_be_polled_and_needs_no_permission(kind):
    async with site(paths=robots("User-agent: *\nDisallow: /\n")) as kiosk:
        assert isinstance(await read_page(kiosk, kind), Document)

    assert [asked.path for asked in kiosk.requests] == ["/feed"]


async def test_robots_txt_is_asked_once_for_many_pages():
    rules = robots("User-agent: other\nDisallow: /\n")
    async with site(paths=rules) as kiosk, fetcher() as out:
        pages = (
            out.document(source(kiosk.url(f"/{n}"), kind="page"), Validators(), now=NOW)
            for n in range(3)
        )
        outcomes = await asyncio.gather(*pages)

    assert all(isinstance(outcome, Document) for outcome in outcomes)
    assert [asked.path for asked in kiosk.requests].count("/robots.txt") == 1


async def test_a_user_may_switch_robots_txt_off():
    async with site(paths=robots("User-agent: *\nDisallow: /\n")) as kiosk:
        assert isinstance(await read_page(kiosk, robots=False), Document)


async def test_a_site_that_cannot_give_its_robots_txt_is_left_alone_for_a_while():
    failing = {"/robots.txt": ok(b"", status="503 Service Unavailable")}
    async with site(paths=failing) as kiosk:
        outcome = await read_page(kiosk)

    assert isinstance(outcome, Refused)
    assert outcome.kind == "robots"
    assert outcome.retry_at is not None
    assert dt.timedelta(minutes=9) < outcome.retry_at - outcome.at <= dt.timedelta(minutes=10)


async def test_a_robots_txt_that_nobody_answers_leaves_the_reason_to_the_page():
    async def silent(request: Request, writer: Any) -> None:
        await asyncio.Event().wait()

    async with site(ok(b"page"), paths={"/robots.txt": silent}) as kiosk:
        outcome = await read_page(kiosk, total_s=0.6)

    assert isinstance(outcome, Document)


async def test_a_silent_site_costs_a_page_one_deadline_in_all():
    async def silent(request: Request, writer: Any) -> None:
        await asyncio.Event().wait()

    async with site(silent) as kiosk:
        began = now()
        with pytest.raises(FetchError) as caught:
            await read_page(kiosk, total_s=1.5)

    assert caught.value.kind == "timeout"
    assert now() - began < 1.9


async def test_a_crawl_delay_raises_the_gap():
    async with site(paths=robots("User-agent: *\nCrawl-delay: 0.3\n")) as kiosk, fetcher() as out:
        page = source(kiosk.url(), kind="page")
        await out.document(page, Validators(), now=NOW)
        began = now()
        await out.document(page, Validators(), now=NOW)

    assert now() - began >= 0.3


# ------------------------------------------------------------------ robots.txt, read
def answer(status: int, text: str = "") -> Answer:
    return Answer(
        url="https://a.example/robots.txt",
        status=status,
        headers=(),
        body=text.encode(),
        hops=(),
        elapsed_s=0.1,
    )


def read(status: int, text: str = "", previous: Rules | None = None, at: float = 0) -> Rules:
    return rules_from(answer(status, text), previous, agent="monitor", now=at)


def ask(rules: Rules, path: str = "/news/1", at: float = 0.0) -> Permission:
    return read_permission(rules, f"https://a.example{path}", "monitor", now=at)


def test_our_own_group_counts_more_than_the_general_one():
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Monitor\nDisallow: /private\n"
    rules = read(200, text)

    assert ask(rules).is_allowed
    assert not ask(rules, "/private/1").is_allowed


def test_other_programs_rules_are_not_kept():
    text = (
        "# hello\nUser-agent: a\nUser-agent: Mon*\nDisallow: /x\n\nSitemap: https://a.example/s\n"
        "user agent b\nDisallow: /\nUser-agent: *\n# a remark\nDisallow: /y # why\n"
    )

    assert relevant_text(text, "Monitor").splitlines() == [
        "User-agent: mon",
        "Disallow: /x",
        "Sitemap: https://a.example/s",
        "User-agent: *",
        "Disallow: /y # why",
    ]


def test_a_hostile_robots_txt_is_read_up_to_a_limit():
    agents = "".join(f"User-agent: a{n}\nUser-agent: *\n" for n in range(1000))
    rules = "".join(f"Disallow: /{n or ''}\n" for n in range(10_000))

    assert len(relevant_text(agents + rules, "monitor").splitlines()) == 5_000
    assert not ask(read(200, agents + rules)).is_allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_everything(status):
    rules = read(status)

    assert ask(rules).is_allowed
    assert rules.until == DAY_S


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_older_copy_goes_on_counting_while_the_site_fails(status):
    old = rules_from(
        answer(200, "User-agent: *\nDisallow: /private\n"), None, agent="monitor", now=0
    )
    rules = read(status, previous=old, at=DAY_S)

    assert ask(rules).is_allowed
    assert not ask(rules, "/private/1").is_allowed
    assert rules.until == DAY_S + 600


def test_after_a_day_of_errors_there_are_no_rules():
    first = read(500)
    later = read(500, previous=first, at=600)
    at_last = read(500, previous=later, at=DAY_S + 1)

    assert [ask(rules).is_allowed for rules in (first, later, at_last)] == [False, False, True]


def test_a_crawl_delay_is_at_most_a_minute():
    rules = rules_from(
        answer(200, "User-agent: *\nCrawl-delay: 86400\n"), None, agent="monitor", now=0
    )

    assert ask(rules).delay_s == 60


def test_the_origins_unused_for_longest_make_room():
    book = RobotsBook()
    for number in range(1100):
        book.keep(("https", f"{number}.example", 443), answer(404), agent="monitor", now=0)

    assert book.fresh(("https", "0.example", 443), now=1) is None
    assert book.fresh(("https", "1099.example", 443), now=1) is not None
    assert book.fresh(("https", "1099.example", 443), now=DAY_S) is None


def test_the_policy_has_a_reason_for_each_limit():
    assert policy().total_s == 5.0
    with pytest.raises(AttributeError):
        policy().total_s = 1  # type: ignore[misc]
