"""A page that is watched as one item: what of it counts, what is told, what is noise."""

import datetime as dt

import pytest

from monitor.testing import Body, FakeClock, Newsroom, Status
from tests.e2e.pages import NEWS, TEXT, page, show
from tests.e2e.rig import Program, Rig, at_work

pytestmark = pytest.mark.anyio

PLACE = "/border/status"
QUIET = {"Lars": "open", "Sadakhlo": "open", "Bagratashen": "open"}


def table(rows: dict[str, str], *, views: int = 12, beside: str = "") -> Body:
    """A page with a table of crossings of Georgia and Armenia, and what else changes on it."""
    cells = "".join(
        f"<tr><td>{place}</td><td>{state}</td><td>{views} views</td></tr>"
        for place, state in rows.items()
    )
    return Body(
        f"<!doctype html><html><head><title>Border ({views})</title></head><body><h1>Crossings</h1>"
        f"<p>{beside}</p><table class=crossings>"
        f"<caption>Roads from Tbilisi, the Georgian capital, to Yerevan in Armenia</caption>{cells}"
        f"</table><p>Last updated: 15 January 2026, 09:{views:02}</p></body></html>".encode()
    )


@pytest.fixture
def crossings(rig: Rig, site: Newsroom) -> Rig:
    rig.source("border", site.url(PLACE), kind="page", select="table.crossings")
    site.fault(PLACE, table(QUIET))
    return rig


@pytest.fixture
def statement(rig: Rig, site: Newsroom) -> Rig:
    rig.source("statement", site.url(PLACE), kind="page")
    site.fault(PLACE, page(*TEXT))
    return rig


async def shown(program: Program, site: Newsroom, body: Body | Status) -> None:
    """Show this from now on, and poll it a day later."""
    show(site, PLACE, body)
    program.clock.advance(dt.timedelta(days=1))
    await program.poll()


def edits(rig: Rig) -> list[str]:
    """The edit classes of the one item's versions."""
    (row,) = rig.items().values()
    return [each.edit for each in rig.dossier(row.item.id).revisions]


async def test_a_change_in_the_chosen_part_is_told_with_what_was_and_what_is(
    crossings: Rig, site: Newsroom, clock: FakeClock
):
    async with at_work(crossings, clock) as program:
        await program.poll()
        await shown(program, site, table({**QUIET, "Lars": "closed, landslide on the road"}))

    (told,) = crossings.desk.taken()
    change = told.body["data"]["change"]
    assert told.event == "item.revised"
    assert change["before"]["text"] == "Lars open 12 views"
    assert change["after"]["text"] == "Lars closed, landslide on the road 12 views"
    assert len(edits(crossings)) == 2


async def test_what_stands_beside_the_chosen_part_and_counters_within_it_are_no_change(
    crossings: Rig, site: Newsroom, clock: FakeClock
):
    async with at_work(crossings, clock) as program:
        await program.poll()
        await shown(program, site, table(QUIET, views=57, beside="Snow is expected on Monday."))

    assert edits(crossings) == ["first"]
    assert crossings.hooks() == []


async def test_every_word_of_a_page_counts_where_nothing_is_chosen(statement, site, clock):
    changed = TEXT[2].replace("midnight", "dusk")
    async with at_work(statement, clock) as program:
        await program.poll()
        await shown(program, site, page(*TEXT[:2], changed))

    assert statement.hooks() == [("item.revised", NEWS)]
    text = statement.desk.taken()[0].body["data"]["change"]
    assert (text["before"]["text"], text["after"]["text"]) == (TEXT[2], changed)


async def test_a_page_that_goes_back_to_what_it_said_is_told_again(crossings, site, clock):
    async with at_work(crossings, clock) as program:
        await program.poll()
        await shown(program, site, table({**QUIET, "Lars": "closed for lorries"}))
        await shown(program, site, table(QUIET))

    assert [event for event, _ in crossings.hooks()] == ["item.revised", "item.revised"]


async def test_another_headline_of_the_same_text_counts_where_nothing_is_chosen(
    statement, site, clock
):
    title = "Tbilisi opens the Metekhi footbridge for good"
    async with at_work(statement, clock) as program:
        await program.poll()
        await shown(program, site, page(*TEXT, title=title))

    assert statement.hooks() == [("item.revised", title)]


async def test_words_that_vanish_are_believed_when_a_second_poll_finds_them_gone(
    crossings, site, clock
):
    many = {f"Crossing {name} on the Kura": "open for cars and lorries" for name in "abcdefgh"}
    site.heal(PLACE)
    site.fault(PLACE, table(many))
    left = table({"Crossing a": "shut"})
    async with at_work(crossings, clock) as program:
        await program.poll()
        await shown(program, site, left)
        first = edits(crossings)
        await shown(program, site, left)

    assert first == ["first"]
    assert len(edits(crossings)) == 2
    assert [event for event, _ in crossings.hooks()] == ["item.revised"]


async def test_words_that_are_back_at_the_next_poll_were_never_gone(statement, site, clock):
    short = "The footbridge over the Mtkvari in Tbilisi is open, says the Georgian mayor's office."
    async with at_work(statement, clock) as program:
        await program.poll()
        await shown(program, site, page(short))
        await shown(program, site, page(*TEXT))

    assert edits(statement) == ["first"]
    assert statement.hooks() == []


@pytest.mark.parametrize("trouble", [Status(404), page(), Body(b"<p>Nothing here.</p>")])
async def test_a_page_without_the_chosen_part_is_trouble_of_the_source_and_no_edit(
    crossings, site, clock, trouble
):
    crossings.events = ("item.revised", "source.down")
    async with at_work(crossings, clock) as program:
        await program.poll()
        for _ in range(3):
            await shown(program, site, trouble)

    assert edits(crossings) == ["first"]
    assert [event for event, _ in crossings.hooks()] == ["source.down"]
