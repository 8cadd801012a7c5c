"""The pages of articles: what is no edit, what is no answer, and what vanished."""

import datetime as dt

import pytest

from monitor.testing import Body, Status
from tests.e2e.pages import (
    HOUR,
    NEWS,
    SUMMARY,
    TEXT,
    latest,
    looks,
    page,
    published,
    show,
    versions,
)
from tests.e2e.rig import Rig, at_work

pytestmark = pytest.mark.anyio


# ------------------------------------------------------------------ what is no edit
_AGE = "<p>%s minutes ago</p><span>%s views</span>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            page(*TEXT, beside=latest("Ferry to Batumi opens", "Yerevan plants trees along it")),
            page(*TEXT, beside=latest("A crane falls in Poti harbour", "Ferry to Batumi opens")),
            id="23-sidebar",
        ),
        pytest.param(
            page(
                *TEXT, head="<p>5 minutes ago</p><span>120 views</span>", foot="<p>3 comments</p>"
            ),
            page(
                *TEXT, head="<p>2 hours ago</p><span>4,312 views</span>", foot="<p>97 comments</p>"
            ),
            id="24-counters",
        ),
        pytest.param(
            page(*TEXT[:1], "Views: 120", *TEXT[1:], "Updated: 15 January 2026, 09:05"),
            page(*TEXT[:1], "Views: 6 511", *TEXT[1:], "Updated: 15 January 2026, 11:47"),
            id="24-counters-in-the-text",
        ),
        pytest.param(
            page(*TEXT),
            page(TEXT[0], "Read also: Ferry to Batumi opens after nine years", *TEXT[1:]),
            id="25-read-also",
        ),
    ],
)
async def test_case_23_24_25_what_stands_around_an_article_makes_no_version(
    watched: Rig, site, clock, before, after
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=before)
        show(site, path, after)
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]


async def test_blocks_that_a_site_shows_under_every_article_make_no_version(
    watched: Rig, site, clock
):
    def appeal(name: str) -> str:
        return f"Support independent reporting from the mountains: write to {name} today."

    titles = [f"Georgian village number {n} near Gori gets a new school roof" for n in range(5)]
    async with at_work(watched, clock) as program:
        await program.poll()
        paths = []
        for title in titles:
            article = site.publish(title, "The roof of the Georgian school was paid by the state.")
            text = f"{title}, said the ministry in Tbilisi, which paid for all of it this winter."
            site.fault(article.path, page(text, *TEXT[:2], appeal("Nino")))
            paths.append((article.path, title, text))
        await program.poll()
        await looks(program)
        for path, title, text in paths:
            show(site, path, page(text, *TEXT[:2], title=title))
        await looks(program, after=HOUR)

    assert [event for event, _ in watched.hooks()] == ["item.new"] * 5


# ------------------------------------------------------------------ vanishings
@pytest.mark.parametrize("code", [404, 410])
async def test_case_20_an_article_that_is_gone_twice_is_withdrawn_and_its_text_kept(
    watched: Rig, site, clock, code
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(code))
        await looks(program, after=dt.timedelta(minutes=20))
        first = watched.hooks()
        await looks(program, after=dt.timedelta(minutes=50))
        early = watched.hooks()
        await looks(program, after=dt.timedelta(minutes=15))
        await looks(program, after=3 * HOUR)

    assert first == early == [("item.new", NEWS)]
    assert watched.hooks() == [("item.new", NEWS), ("item.withdrawn", NEWS)]
    item = watched.items()[NEWS].item
    assert item.state == "withdrawn"
    assert item.content.split("\n\n") == list(TEXT)
    assert len(watched.letters()) == 2


async def test_case_20_a_redirect_to_the_front_page_counts_as_gone(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(302, location="/"))
        site.fault("/", page(*TEXT[:1], title="Kura Post, the news of the river"))
        await looks(program, after=HOUR)
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.withdrawn", NEWS)]


async def test_case_20_one_slip_of_a_site_withdraws_nothing(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(404))
        await looks(program, after=HOUR)
        show(site, path, page(*TEXT))
        await looks(program, after=HOUR)
        show(site, path, Status(404))
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert watched.items()[NEWS].item.state == "listed"


async def test_an_article_that_comes_back_is_no_longer_withdrawn(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(404))
        await looks(program, after=HOUR)
        await looks(program, after=HOUR)
        show(site, path, page(*TEXT))
        await looks(program, after=HOUR)
        await program.poll()

    assert watched.items()[NEWS].item.state == "listed"
    assert [event for event, _ in watched.hooks()] == ["item.new", "item.withdrawn"]


WALL = (
    b"<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
    b"<p>We and our 812 partners store information on your device. Accept all cookies or manage "
    b"your choices; you may withdraw your consent at any time in the settings.</p></body></html>"
)
ERROR = b"<html><head><title>Error 500</title></head><body><h1>Oops</h1><p>Try later</p></body>"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Status(403), id="403"),
        pytest.param(Status(429, retry_after="120"), id="429"),
        pytest.param(Status(503), id="503"),
        pytest.param(Body(WALL), id="cookie-wall"),
        pytest.param(Body(ERROR), id="error-with-200"),
        pytest.param(Body(b""), id="nothing"),
        pytest.param(Body(b"\x00\x01\x02" * 500), id="binary"),
    ],
)
async def test_case_21_an_answer_that_is_not_the_article_is_no_version_and_no_event(
    watched: Rig, site, clock, answer
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, answer)
        for _ in range(4):
            await looks(program, after=HOUR)
        look = watched.dossier(watched.items()[NEWS].item.id).look
        show(site, path, page(*TEXT))
        await looks(program, after=6 * HOUR)

    assert look is not None
    assert look.outcome in {"failed", "refused"}
    assert look.detail
    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]
    assert watched.items()[NEWS].item.content.split("\n\n") == list(TEXT)


async def test_case_22_a_text_that_is_nearly_gone_is_told_when_a_second_look_confirms_it(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT, *TEXT[:2]))
        show(site, path, page("The footbridge is open."))
        await looks(program, after=HOUR)
        first = watched.hooks()
        await looks(program, after=dt.timedelta(minutes=10))
        await looks(program, after=HOUR)

    assert first == [("item.new", NEWS)]
    assert watched.hooks() == [("item.new", NEWS), ("item.revised", NEWS)]
    assert versions(watched)[1:] == ["removed"]


async def test_case_22_a_text_that_is_back_at_the_next_look_was_never_gone(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page("The footbridge is open."))
        await looks(program, after=HOUR)
        show(site, path, page(*TEXT))
        await looks(program, after=dt.timedelta(minutes=10))

    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]


async def test_case_39_an_amp_address_of_a_known_article_is_another_name_for_it(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        await looks(program)
        watched_path = article.path
        site.edit(article.slug, path=f"/amp{watched_path}")
        await program.poll()
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert len(watched.items()) == 7


async def test_case_39_where_the_address_of_an_article_led_is_another_name_for_it(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY, path="/go.php?id=77", guid="")
        lasting = "/tbilisi/metekhi-footbridge-77.html"
        site.fault(article.path, Status(302, location=site.url(lasting)))
        site.fault(lasting, page(*TEXT))
        await program.poll()
        await looks(program)
        site.edit(article.slug, path=lasting, title="Metekhi: people walk over the river again")
        await program.poll()
        await looks(program, after=HOUR)

    assert [event for event, _ in watched.hooks()] == ["item.new", "item.revised"]
    assert len(watched.items()) == 7
