"""A list page that is rebuilt twice: items keep flowing, and nothing old is told as new."""

import datetime as dt
import json

import pytest

from monitor.testing import Body, Newsroom
from tests.e2e.rig import Rig, at_work, newsroom, verb

pytestmark = pytest.mark.anyio

EVENTS = ("item.new", "item.revised", "source.changed")
STEP = dt.timedelta(hours=3)
OLD = (
    "Georgia counts its vineyards before the frost",
    "Armenia lends looms to the weavers of Gyumri",
    "Azerbaijan repaints the lighthouse of Absheron",
    "Tbilisi borrows two trams for the winter",
    "Yerevan plants plane trees along the Hrazdan",
    "Baku opens a reading room in the old bathhouse",
    "Batumi sends its ferry to the dry dock",
    "Sukhumi repairs the clock of the station",
    "Gyumri shows a hundred photographs of one street",
    "Kutaisi asks its choirs for new songs",
)
FIRST = "Georgia and Armenia open a second road crossing"
SECOND = "Azerbaijan lays a cable to Georgia under the sea"
THIRD = "Armenia and Georgia share one timetable for night trains"
FOURTH = "Tbilisi and Yerevan agree on the price of water"


def as_list(titles: tuple[str, ...], shown: int = 10) -> bytes:
    rows = "".join(
        f'<li class="row"><a href="/news/{_slug(title)}">{title}</a> <i>{_day(title)}</i></li>'
        for title in titles[:shown]
    )
    return _page(f'<h3>Latest news</h3><ul class="lenta">{rows}</ul>')


def as_cards(titles: tuple[str, ...], shown: int = 10) -> bytes:
    """Under other addresses, with a longer list."""
    rows = "".join(
        f'<article class="card"><a class="cover" href="/a/{_slug(title)}.html"><img src="/x.jpg">'
        f'</a><span class="tag">Society</span><h2 class="head"><a href="/a/{_slug(title)}.html">'
        f"{title}</a></h2><time>{_day(title)}</time></article>"
        for title in titles[:shown]
    )
    return _page(f'<main class="feed">{rows}</main>')


def as_table(titles: tuple[str, ...], shown: int = 10) -> bytes:
    rows = "".join(
        f'<tr><td class="d">{_day(title)}</td><td class="t"><a href="/a/{_slug(title)}.html">'
        f"{title}</a></td></tr>"
        for title in titles[:shown]
    )
    return _page(f'<table id="all">{rows}</table>')


def _page(body: str) -> bytes:
    menu = "".join(f'<li><a href="/{n}">Section number {n} of ours</a></li>' for n in range(9))
    return (
        f'<html lang="en"><body><nav><ul class="menu">{menu}</ul></nav>{body}'
        f"<footer>Kura Post</footer></body></html>"
    ).encode()


def _slug(title: str) -> str:
    return "-".join(title.lower().split()[:4])


def _day(title: str) -> str:
    """New ones are of the 15th; the others go back from the 14th."""
    return f"{14 - OLD.index(title):02}.01.2026" if title in OLD else "15.01.2026"


def _publish(site: Newsroom, page: bytes) -> None:
    site.heal("/news")
    site.fault("/news", Body(page))


async def test_a_list_that_is_rebuilt_twice_goes_on_and_tells_nothing_old(rig: Rig, clock):
    with newsroom(clock) as site:
        rig.events = EVENTS
        rig.source("kura", site.url("/news"), kind="listing", language="en")
        async with at_work(rig, clock) as program:
            for titles, layout, shown in (
                (OLD[1:8], as_list, 7),  # the baseline
                ((FIRST, *OLD[1:8]), as_list, 8),
                ((SECOND, FIRST, *OLD[1:]), as_cards, 11),  # two old ones that were never shown
                ((THIRD, SECOND, FIRST, *OLD), as_cards, 9),
                ((FOURTH, THIRD, SECOND, FIRST, *OLD[1:]), as_table, 13),
                ((FOURTH, THIRD, SECOND, FIRST, *OLD[1:]), as_table, 13),
            ):
                _publish(site, layout(titles, shown))
                await program.poll()
                clock.advance(STEP)

    assert rig.hooks() == [("item.new", title) for title in (FIRST, SECOND, THIRD, FOURTH)]
    assert len(rig.items()) == 4 + len(OLD)
    with rig.reading() as store:
        history = [row.layout for row in store.layouts("kura")]
    assert len(history) == 3
    table, cards, first = history
    assert (first.before, cards.before, table.before) == (None, first.after, cards.after)
    assert "li.row > a" in first.after
    assert "h2.head > a" in cards.after
    assert "td.t > a" in table.after
    assert not any(layout.is_doubtful for layout in history)
    assert cards.refound == 8

    told = verb(rig, "sources", "show", "kura")
    assert told.code == 0
    assert "td.t > a" in told.out
    assert "nothing stands at the former place any more" in told.out
    as_json = json.loads(verb(rig, "sources", "show", "kura", "--json").out)
    assert [row["after"] for row in as_json["layouts"]] == [row.after for row in history]


async def test_a_list_that_may_be_another_one_is_kept_held_back_and_told_of(rig: Rig, clock):
    others = tuple(f"Recipe {n} for the long winter evenings" for n in range(9))
    with newsroom(clock) as site:
        rig.events = EVENTS
        rig.source("kura", site.url("/news"), kind="listing", language="en")
        async with at_work(rig, clock) as program:
            _publish(site, as_list(OLD))
            await program.poll()
            clock.advance(STEP)
            strange = "".join(
                f'<p class="x"><a href="/r/{n}">{title} in Georgia and Armenia</a></p>'
                for n, title in enumerate(others)
            )
            _publish(site, _page(f"<div>{strange}</div>"))
            await program.poll()
            clock.advance(STEP)
            _publish(site, as_list((FIRST, *OLD)))
            await program.poll()

    assert [event for event, _ in rig.hooks()] == ["source.changed", "item.new"]
    assert rig.hooks()[-1] == ("item.new", FIRST)
    with rig.reading() as store:
        back, strange_one, _ = (row.layout for row in store.layouts("kura"))
    assert strange_one.is_doubtful
    assert not back.is_doubtful
