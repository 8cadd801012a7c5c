"""Copies, near misses and stories where a person would notice: from sites to an inbox."""

import datetime as dt
import json
from contextlib import ExitStack

import pytest

from monitor.testing import Newsroom
from tests.e2e.rig import Rig, at_work, newsroom, verb

pytestmark = pytest.mark.anyio

WIRE = "Three rescued after avalanche near Kazbegi in northern Georgia"
TEXT = (
    "Rescue workers in the Georgian district of Kazbegi dug out three hikers on Saturday morning "
    "after an avalanche came down above the village of Gergeti, the emergency service said. The "
    "hikers were flown to a hospital in Tbilisi, where doctors called their condition stable. The "
    "road to the pass stays closed for cars until the snow is cleared, and the service asked "
    "people to keep away from the slopes for the next two days."
)


def several(stack: ExitStack, clock, rig: Rig, *names: str) -> list[Newsroom]:
    """Newsrooms with a first article each, enrolled."""
    sites = [stack.enter_context(newsroom(clock, name)) for name in names]
    for name, site in zip(names, sites, strict=True):
        site.publish(f"A first article of {name}", f"It stood there before anybody asked {name}.")
        rig.source(name, site.url("/rss.xml"))
    return sites


async def told_by(rig: Rig, clock, sites: list[Newsroom], texts: list[tuple[str, str]]) -> None:
    """Publish one text at each site, an hour after the other, and poll every time."""
    async with at_work(rig, clock) as program:
        await program.poll()
        for site, (title, text) in zip(sites, texts, strict=True):
            site.publish(title, text)
            await program.poll()
            clock.advance(dt.timedelta(hours=1))


def titles(rig: Rig) -> list[str]:
    return [title for _, title in rig.hooks()]


async def test_case_27_a_wire_text_that_carriers_dress_up_is_told_once(rig: Rig, clock):
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed", "kura")
        dressed = f"TBILISI, Jan 10 (Reuters) - {TEXT} Read also: Two held over theft of 40 cars."
        other = "Three hikers saved from avalanche in Kazbegi"
        await told_by(
            rig, clock, sites, [(WIRE, TEXT), (f"{WIRE} - Debed", dressed), (other, TEXT)]
        )

    assert titles(rig) == [WIRE]
    told = rig.dossier(rig.desk.taken()[0].body["data"]["item"]["id"])
    assert {each.source for each in told.carriers} == {"debed", "kura"}


async def test_case_28_a_carrier_with_a_paragraph_of_its_own_is_a_partial_copy(rig: Rig, clock):
    own = (
        "Local guides say that more people than ever come to the valley in winter. They ask for "
        "signs in several languages and for a hut below the glacier where one can wait for help."
    )
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        await told_by(rig, clock, sites, [(WIRE, TEXT), (WIRE, f"{TEXT} {own}")])

    assert titles(rig) == [WIRE]
    copy = rig.dossier(rig.items()[WIRE].item.id)
    ties = copy.ties or rig.dossier(copy.carriers[0].id).ties
    assert [tie.kind for tie in ties] == ["partial"]


async def test_case_29_another_toll_is_told_and_says_from_what_it_differs(rig: Rig, clock):
    other = WIRE.replace("Three", "Four")
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        texts = [(WIRE, TEXT), (other, TEXT.replace("three hikers", "four hikers"))]
        await told_by(rig, clock, sites, texts)

    assert titles(rig) == [WIRE, other]
    first, second = (hook.body["data"]["story"] for hook in rig.desk.taken())
    assert second["id"] == first["id"]
    assert second["group"] != first["group"]
    assert second["differs"]["why"].startswith("each has a number of its own")


async def test_case_30_reports_in_their_own_words_are_told_each_and_share_a_story(rig: Rig, clock):
    own = (
        "An avalanche above Gergeti buried three hikers in the Kazbegi district on Saturday. All "
        "of them were saved and taken to Tbilisi by helicopter, rescuers in Georgia reported."
    )
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        title = "Georgia: avalanche buries three near Kazbegi, all saved"
        await told_by(rig, clock, sites, [(WIRE, TEXT), (title, own)])

    assert titles(rig) == [WIRE, title]
    first, second = (hook.body["data"]["story"] for hook in rig.desk.taken())
    assert second["id"] == first["id"] == first["group"]
    assert not second["is_copy"]
    assert (second["sources"], second["first_source"]) == (2, "aras")


async def test_stories_are_listed_with_who_was_seen_first(rig: Rig, clock):
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        await told_by(rig, clock, sites, [(WIRE, TEXT), (WIRE, TEXT)])

    listed = verb(rig, "stories", "--json")
    [story] = [json.loads(line) for line in listed.out.splitlines()]
    assert listed.code == 0
    assert (story["title"], story["sources"], story["spread_min"]) == (WIRE, ["aras", "debed"], 60)
    assert verb(rig, "stories").code == 0
    assert verb(rig, "stories", "--sources", "3").code == 1
    copy = next(i for i in story["items"] if i != story["id"])
    assert "a copy of" in verb(rig, "why", copy).out


async def test_case_31_and_33_rates_of_two_days_and_weekly_columns_stay_apart(rig: Rig, clock):
    def rate(day: int, price: str) -> tuple[str, str]:
        title = f"Central Bank of Armenia: exchange rate for {day} January"
        return (
            title,
            f"On {day} January the Central Bank of Armenia set the dollar at {price} drams.",
        )

    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        await told_by(rig, clock, sites, [rate(9, "402.15"), rate(10, "403.80")])

    assert len(titles(rig)) == 2
    assert len({hook.body["data"]["story"]["group"] for hook in rig.desk.taken()}) == 2


async def test_case_32_confirms_and_denies_are_told_both(rig: Rig, clock):
    def said(verb: str) -> tuple[str, str]:
        return (
            f"Azerbaijan {verb} talks with Armenia on border roads",
            f"Azerbaijan {verb} that talks with Armenia on the border roads will be held in the "
            "spring, the foreign ministry said on Monday in a short statement on its website.",
        )

    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        await told_by(rig, clock, sites, [said("confirms"), said("denies")])

    assert len(titles(rig)) == 2


async def test_case_46_editions_in_other_languages_stay_apart(rig: Rig, clock):
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed")
        russian = (
            "Три человека спасены после лавины в Казбеги",
            "Спасатели Грузии откопали трёх туристов в Казбеги после схода лавины утром в субботу.",
        )
        await told_by(rig, clock, sites, [(WIRE, TEXT), russian])

    assert titles(rig) == [WIRE, russian[0]]


async def test_a_story_that_reaches_three_sources_is_told_once_where_a_rule_asks(rig: Rig, clock):
    rig.events = ("story.grown",)
    names = ("aras", "debed", "enguri", "kura")
    with ExitStack() as stack:
        sites = several(stack, clock, rig, *names)
        await told_by(rig, clock, sites, [(WIRE, TEXT)] * 4)

    [hook] = rig.desk.taken()
    story = hook.body["data"]["story"]
    assert hook.event == "story.grown"
    assert (story["title"], story["items"]) == (WIRE, 3)
    assert story["sources"] == ["aras", "debed", "enguri"]
    assert (story["first_source"], story["minutes"]) == ("aras", 120)


async def test_two_short_texts_that_differ_in_a_plain_word_are_both_told(rig: Rig, clock):
    form = "Fire breaks out in a {} on the edge of Gyumri in Armenia, two people hurt"
    bakery, school = (form.format(word) for word in ("bakery", "school"))
    text = "Rescue workers in Armenia put out a fire in a {} on the edge of Gyumri."
    with ExitStack() as stack:
        sites = several(stack, clock, rig, "aras", "debed", "kura")
        told = [(bakery, text.format("bakery")), (school, text.format("school"))]
        await told_by(rig, clock, sites, [*told, (f"{bakery} - Kura", text.format("bakery"))])

    assert titles(rig) == [bakery, school]
    assert "bakery" in rig.desk.taken()[1].body["data"]["story"]["differs"]["why"]
