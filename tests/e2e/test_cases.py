"""The acceptance cases of identity where a person would notice: from a site to an inbox."""

import datetime as dt
import sqlite3
from contextlib import closing

import pytest

from monitor.daemon import desk_of
from monitor.plan import plan_poll
from monitor.records import Known
from monitor.testing import Body
from tests.e2e.rig import Rig, at_work, newsroom

pytestmark = pytest.mark.anyio

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
TEXT = "City engineers of the Georgian capital replaced the deck and the railings over the Mtkvari."
NEW = ("item.new", NEWS)
DAY = dt.timedelta(days=1)


async def test_case_01_the_same_answer_twice_brings_nothing(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
        clock.advance(DAY)

        plans = await program.poll()

    assert (plans["kura"].poll.new, plans["kura"].poll.revised) == (0, 0)
    assert rig.hooks() == [NEW]
    assert len(rig.letters()) == 1
    item = rig.items()[NEWS].item
    assert item.revision == 1
    assert (item.first_seen, item.last_seen) == (clock.now() - DAY, clock.now())


async def test_case_01_an_article_that_is_still_listed_was_seen_now(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    site.publish(NEWS, TEXT)
    async with at_work(rig, clock) as program:
        await program.poll()
        clock.advance(DAY)
        site.publish("Porto opens a school of sail makers", "Teachers come from Aveiro.")
        await program.poll()

    item = rig.items()[NEWS].item
    assert (item.first_seen, item.last_seen) == (clock.now() - DAY, clock.now())


@pytest.mark.parametrize("tracking", ["?utm_source=front&utm_medium=feed", "?fbclid=IwAR0x"])
async def test_case_02_a_tracking_parameter_is_no_news(rig: Rig, site, clock, tracking):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        article = site.publish(NEWS, TEXT)
        await program.poll()
        site.edit(article.slug, path=article.path + tracking)

        plans = await program.poll()

    assert (plans["kura"].poll.new, plans["kura"].poll.revised) == (0, 0)
    assert rig.hooks() == [NEW]


async def test_case_04_new_guids_in_the_whole_feed_are_no_news(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
        for article in site.articles:
            site.edit(article.slug, guid=f"urn:new:{article.slug}")

        plans = await program.poll()

    assert plans["kura"].poll.new == 0
    assert "renamed" in plans["kura"].poll.detail
    assert rig.hooks() == [NEW]


async def test_case_05_new_guids_and_addresses_in_the_whole_feed_are_no_news(rig: Rig, site, clock):
    rig.source("kura", site.url("/atom.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
        site.rewrite_links()

        moved = await program.poll()
        clock.advance(DAY)
        site.publish("Yerevan plants plane trees along the Hrazdan", "Gardeners of the city came.")
        await program.poll()

    assert [title for _, title in rig.hooks()] == [
        NEWS,
        "Yerevan plants plane trees along the Hrazdan",
    ]
    assert "renamed" in moved["kura"].poll.detail
    assert len(rig.items()) == 8


async def test_case_07_a_rewritten_headline_is_told_as_an_update_of_the_same_article(
    rig: Rig, site, clock
):
    rig.source("kura", site.url("/rss.xml"))
    rewritten = "Metekhi footbridge in Tbilisi opens again, railings still missing"
    async with at_work(rig, clock) as program:
        await program.poll()
        article = site.publish(NEWS, TEXT)
        await program.poll()
        site.edit(article.slug, title=rewritten)
        await program.poll()
        await program.poll()

    first, second = rig.desk.taken()
    assert [NEW, ("item.revised", rewritten)] == rig.hooks()
    assert first.body["data"]["item"]["id"] == second.body["data"]["item"]["id"]
    assert first.id != second.id
    mail, update = (letter.message for letter in rig.letters())
    assert update["references"] == mail["references"]
    dossier = rig.dossier(first.body["data"]["item"]["id"])
    assert [each.edit for each in dossier.revisions] == ["first", "headline"]


@pytest.mark.parametrize(
    "dressed",
    [
        NEWS.replace("the Metekhi footbridge", "the “Metekhi” footbridge"),
        NEWS.replace(" ", "\u00a0", 2),
        NEWS.upper(),
        NEWS.replace("repairs", "re\u00adpairs"),
    ],
)
async def test_case_08_quotes_case_and_spaces_are_kept_and_not_told(rig, site, clock, dressed):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        article = site.publish(NEWS, TEXT)
        await program.poll()
        site.edit(article.slug, title=dressed)
        await program.poll()

    assert rig.hooks() == [NEW]
    assert len(rig.letters()) == 1


async def test_case_09_another_number_is_told(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    two, four = (f"{n} climbers rescued on Mount Kazbek in Georgia" for n in ("2", "4"))
    async with at_work(rig, clock) as program:
        await program.poll()
        article = site.publish(two, "Rescuers from Stepantsminda went up at night.")
        await program.poll()
        site.edit(article.slug, title=four)
        await program.poll()

    assert rig.hooks() == [("item.new", two), ("item.revised", four)]
    change = rig.desk.taken()[-1].body["data"]["change"]
    assert (change["edit"], change["before"]["title"]) == ("number", two)


async def test_case_10_going_back_to_an_earlier_headline_is_not_told_again(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    other = "Metekhi footbridge in Tbilisi opens again, railings still missing"
    async with at_work(rig, clock) as program:
        await program.poll()
        article = site.publish(NEWS, TEXT)
        for title in (NEWS, other, NEWS, other, NEWS):
            site.edit(article.slug, title=title)
            await program.poll()
            clock.advance(dt.timedelta(minutes=10))

    assert rig.hooks() == [NEW, ("item.revised", other)]


async def test_case_15_a_list_without_addresses_is_stored_once(rig: Rig, site, clock):
    rig.source("list", site.url("/latest-lines"), kind="listing", language="en")
    rows = [
        ("Armenia and Iran open a market in Meghri", "05.Jan.2026"),
        ("Baku museum shows carpets from Guba", "04.Jan.2026"),
        ("Batumi port takes its first grain of the year", "04.Jan.2026"),
        ("Gyumri bakers revive a bread of the highlands", "03.Jan.2026"),
        ("Sukhumi botanists count their palms", "02.Jan.2026"),
    ]
    async with at_work(rig, clock) as program:
        site.fault("/latest-lines", Body(a_list(rows)))
        first = await program.poll()
        site.heal("/latest-lines")
        site.fault("/latest-lines", Body(a_list(rows) + b"<!-- another byte -->"))
        again = await program.poll()

    assert (first["list"].poll.new, again["list"].poll.new) == (5, 0)
    assert {t: str(row.item.published) for t, row in rig.items().items()} == {
        title: dt.datetime.strptime(day, "%d.%b.%Y").date().isoformat()  # noqa: DTZ007 - a day
        for title, day in rows
    }


async def test_case_27_a_wire_text_on_five_sites_is_told_once_and_names_its_carriers(
    rig: Rig, clock
):
    names = ("aras", "debed", "enguri", "kura", "rioni")
    with (
        newsroom(clock, "aras") as a,
        newsroom(clock, "debed") as b,
        newsroom(clock, "enguri") as c,
        newsroom(clock, "kura") as d,
        newsroom(clock, "rioni") as e,
    ):
        sites = dict(zip(names, (a, b, c, d, e), strict=True))
        for name, each in sites.items():
            each.publish(f"A first story of {name}", "With its own words.")
            rig.source(name, each.url("/rss.xml"))
        async with at_work(rig, clock) as program:
            await program.poll()
            wire = a.publish(NEWS, TEXT)
            for each in (b, c):
                each.copy(wire)
            await program.poll()
            clock.advance(dt.timedelta(hours=2))
            for each in (d, e):
                each.copy(wire)
            await program.poll()

    assert rig.hooks() == [NEW]
    assert len(rig.letters()) == 1
    told = rig.dossier(rig.desk.taken()[0].body["data"]["item"]["id"])
    assert {told.item.source, *(each.source for each in told.carriers)} == set(names)


async def test_case_50_the_feed_and_the_page_of_one_site_are_one_story(rig: Rig, site, clock):
    rig.source("feed", site.url("/rss.xml"))
    rig.source("page", site.url("/latest"), kind="listing", language="en")
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
        await program.poll()

    assert rig.hooks() == [NEW]
    assert len(rig.letters()) == 1
    assert len(rig.items()) == len(site.articles)


async def test_case_51_two_workers_with_the_same_article_store_and_tell_it_once(
    rig: Rig, site, clock
):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        store, configuration = program.house.store, program.house.configuration
        slow = store.claim_now(None, lease=dt.timedelta(seconds=1), now=clock.now())
        visit = await program.house.poller.visit(configuration.sources[0], slow.states[0])
        nothing_known_yet = plan_poll(visit, Known(), desk_of(configuration), now=clock.now())
        clock.advance(dt.timedelta(minutes=1))  # the slow worker's lease lapses
        await program.poll()
        rows = len(rig.items())

        left_out = store.apply([nothing_known_yet], slow, now=clock.now())
        store.apply([nothing_known_yet], None, now=clock.now())  # even if nobody fenced it off
        await program.tell()

    assert left_out == ("kura",)
    assert rig.hooks() == [NEW]
    assert len(rig.letters()) == 1
    assert len(rig.items()) == rows == 7


async def test_case_52_what_was_stored_before_a_crash_is_told_after_it(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.gather()  # stored; nobody was told before the program ended
    assert rig.hooks() == []

    async with at_work(rig, clock) as program:
        await program.tell()
        await program.poll()

    assert rig.hooks() == [NEW]
    assert len(rig.letters()) == 1


async def test_case_53_a_source_that_is_added_with_its_archive_is_not_told(rig: Rig, site, clock):
    rig.source("kura", site.url("/rss.xml"))
    with newsroom(clock, "Ararat") as archive:
        for number in range(30):
            archive.publish(f"Yerevan street number {number} gets a new name", "In Armenia.")
        async with at_work(rig, clock) as program:
            await program.poll()
        rig.source("ararat", archive.url("/rss.xml"))
        async with at_work(rig, clock) as program:
            plans = await program.poll()

    assert plans["ararat"].poll.new == 30
    assert rig.hooks() == []
    assert rig.letters() == ()
    assert all(row.item.baseline for row in rig.items().values())


async def test_case_55_keys_of_an_older_folding_are_rebuilt_and_nothing_is_told(
    rig: Rig, site, clock
):
    rig.source("kura", site.url("/rss.xml"))
    async with at_work(rig, clock) as program:
        await program.poll()
        site.publish(NEWS, TEXT)
        await program.poll()
    make_older(rig)

    async with at_work(rig, clock) as program:
        site.publish("Porto opens a school of sail makers", "Teachers come from Aveiro.")
        plans = await program.poll()

    assert (plans["kura"].poll.new, plans["kura"].poll.revised) == (1, 0)
    assert rig.hooks() == [NEW]
    assert [each.edit for each in rig.dossier(rig.items()[NEWS].item.id).revisions] == ["first"]


# ------------------------------------------------------------------ words of these tests
def a_list(rows: list[tuple[str, str]]) -> bytes:
    """A list whose titles are no links."""
    items = "".join(f"<li>{title}<br>{day}</li>" for title, day in rows)
    return f"<html lang=en><body><h3>Latest news</h3><ul>{items}</ul></body></html>".encode()


def make_older(rig: Rig) -> None:
    """Give the database the keys of a folding that is not ours."""
    with closing(sqlite3.connect(rig.database)) as conn, conn:
        conn.execute("UPDATE revision SET fold_version = 0, title_key = 'x', text_key = 'y'")
        conn.execute("UPDATE meta SET value = '0' WHERE key = 'fold_version'")
