"""The pages of articles, from a site to an inbox: full texts, edits no feed tells, and when."""

import datetime as dt
from collections.abc import Sequence

import pytest

from monitor.testing import FakeClock, Newsroom
from tests.e2e.pages import (
    HOUR,
    NEWS,
    SUMMARY,
    TEXT,
    TOPIC,
    looks,
    page,
    published,
    show,
    versions,
)
from tests.e2e.rig import Rig, at_work, verb

pytestmark = pytest.mark.anyio


# ------------------------------------------------------------------ the full text
async def test_case_45_the_full_text_of_the_page_is_an_enrichment_and_no_revision(
    watched: Rig, site: Newsroom, clock: FakeClock
):
    async with at_work(watched, clock) as program:
        await published(program, watched, site, first=page(*TEXT))
        await program.poll()

    item = watched.items()[NEWS].item
    assert item.summary == SUMMARY
    assert item.content.split("\n\n") == list(TEXT)
    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]
    with watched.reading() as store:
        assert [row.item.title for row in store.search("scaffold")] == [NEWS]


async def test_an_article_that_only_its_full_text_makes_relevant_is_told_then(
    watched: Rig, site: Newsroom, clock: FakeClock
):
    (watched.directory / "scaffolds.toml").write_text(TOPIC)
    watched.to = ("letters",)
    watched.tables.append('[[alert]]\nname = "s"\ntopics = ["scaffolds.toml"]\nto = ["desk"]\n')
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        before = watched.hooks()
        await looks(program)
        await looks(program, after=HOUR)

    assert before == []
    assert watched.hooks() == [("item.new", NEWS)]
    assert len(watched.letters()) == 1


async def test_nobody_looks_at_what_no_topic_wants(watched: Rig, site, clock):
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish("Porto opens a school of sail makers", "Teachers come from Aveiro.")
        await program.poll()
        await looks(program)

    assert site.visits(article.path) == ()


# ------------------------------------------------------------------ edits
async def test_case_26_a_correction_under_the_text_is_told(watched: Rig, site, clock):
    note = "Correction: an earlier version of this article said that three workers were hurt."
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(*TEXT, note))
        await looks(program, after=HOUR)
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", NEWS)]
    change = watched.desk.taken()[-1].body["data"]["change"]
    assert change["edit"] == "correction"
    assert note in change["after"]["text"]
    assert versions(watched) == ["first", "correction"]


async def test_another_number_in_the_text_is_told_once(watched: Rig, site, clock):
    changed = TEXT[1].replace("two workers", "five workers").replace("4 million", "7 million")
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(TEXT[0], changed, TEXT[2]))
        for _ in range(3):
            await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", NEWS)]
    assert versions(watched)[1:] == ["number"]


async def test_a_headline_that_changes_in_page_and_feed_is_told_once(watched: Rig, site, clock):
    title = "Metekhi footbridge in Tbilisi opens again, railings still missing"
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        await looks(program)
        show(site, article.path, page(*TEXT, title=title))
        await looks(program, after=HOUR)
        site.edit(article.slug, title=title)
        await program.poll()
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", title)]
    assert watched.items()[title].item.content.split("\n\n") == list(TEXT)


async def test_a_headline_that_the_feed_told_first_is_not_told_by_the_page(watched, site, clock):
    title = "Metekhi footbridge in Tbilisi opens again, railings still missing"
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        await looks(program)
        site.edit(article.slug, title=title)
        show(site, article.path, page(*TEXT, title=title))
        await program.poll()
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", title)]


async def test_case_42_an_address_that_shows_another_article_has_versions_and_tells_nothing(
    watched: Rig, site, clock
):
    other = (
        "Fishermen of Setubal sold forty crates of sardines on Tuesday before the market closed, "
        "more than in any week of the winter, and hope that the weather stays calm.",
        "Prices fell by a fifth within an hour because three large boats came home together, said "
        "the harbour office, which expects the next fleet on Thursday evening.",
    )
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(*other, title="Sardines in plenty at Setubal"))
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert len(watched.items()) == 7


async def test_case_43_a_live_page_is_one_item_and_is_not_told_at_every_change(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        for number in range(11, 31):
            text = f"Rescuers now count {number} cars that were damaged on the {number} lari road."
            show(site, path, page(text, *TEXT))
            await looks(program, after=dt.timedelta(minutes=15))

    told = [event for event, _ in watched.hooks()]
    assert told.count("item.new") == 1
    assert 3 <= told.count("item.revised") <= 9
    assert len(watched.items()) == 7


# ------------------------------------------------------------------ when, and how often
def visits(site: Newsroom, path: str) -> Sequence[dt.timedelta]:
    """The ages at which a page was asked for."""
    times = [visit.request.at for visit in site.visits(path)]
    return [at - times[0] for at in times]


async def test_looks_come_at_the_ages_of_the_configuration_and_then_no_more(watched, site, clock):
    watched.head = ['recheck = ["10m", "1h", "2h"]']
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        for _ in range(40):
            await looks(program, after=dt.timedelta(minutes=5))

    assert visits(site, path) == [dt.timedelta(minutes=each) for each in (0, 10, 60, 120)]


async def test_without_ages_a_page_is_looked_at_once_for_its_text(watched, site, clock):
    watched.head = ["recheck = []"]
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        await looks(program, after=48 * HOUR)

    assert len(site.visits(path)) == 1
    assert watched.items()[NEWS].item.content


async def test_a_change_begins_the_ages_anew(watched, site, clock):
    watched.head = ['recheck = ["10m", "1h"]']
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(*TEXT, "Correction: it was closed for eleven months."))
        for _ in range(30):
            await looks(program, after=dt.timedelta(minutes=5))

    assert visits(site, path) == [dt.timedelta(minutes=each) for each in (0, 10, 20, 70)]


async def test_a_page_that_did_not_change_is_asked_for_conditionally(watched, site, clock):
    site.conditional = True
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, f"{SUMMARY}\n" + "\n".join(TEXT))
        await program.poll()
        await looks(program)
        await looks(program, after=HOUR)

    assert [visit.status for visit in site.visits(article.path)] == [200, 304]


async def test_show_and_why_say_when_the_page_was_looked_at(watched, site, clock):
    async with at_work(watched, clock) as program:
        await published(program, watched, site, first=page(*TEXT))

    shown = verb(watched, "why", NEWS)
    assert "looked at" in shown.out
    assert "next look" in shown.out
