"""What is alike is found again, for as long as somebody may ask."""

import datetime as dt
from dataclasses import replace

from monitor import identify
from monitor.identify.trace import BANDS
from monitor.records import NearProbe, Tie
from monitor.store import Retention, Store
from monitor.store.near import HITS
from tests.store.making import NOW, new, plan

TITLE = "Rescue teams dig out three hikers near Kazbegi after an avalanche"
TEXT = (
    "Rescue workers in the district dug out three hikers on Saturday morning after an avalanche "
    "came down above the village of Gergeti, the emergency service of Georgia said in Tbilisi."
)


def probe(title: str = TITLE, text: str = TEXT) -> NearProbe:
    return NearProbe(traces={"mine": identify.trace_of(title, text)}, source="debed")


def keep(store: Store, name: str, *, story: str = "", at: dt.datetime = NOW) -> None:
    made = new(name, TITLE, summary=TEXT, first_seen=at, last_seen=at)
    trace = identify.trace_of(TITLE, TEXT)
    tie = Tie(other="earlier", kind="held", method="wording", score=0.9, why="a number")
    made = replace(made, trace=trace, story=story or name, ties=(tie,))
    store.apply([plan(at=at, new=(made,))], None, now=at)


def test_a_kept_item_is_found_by_its_trace_with_its_story(store: Store):
    keep(store, "first")
    keep(store, "second", story="first")

    near = store.near(probe(), now=NOW)

    assert {each.item_id for each in near.items["mine"]} == {"first", "second"}
    assert {each.bands for each in near.items["mine"]} == {BANDS}
    assert near.stories["first"].items == 2
    assert near.stories["first"].sources == ("desk",)
    assert near.carriers == {"first": 1, "second": 1}


def test_an_item_tells_its_ties_and_its_story(store: Store):
    keep(store, "first")

    dossier = store.item("first")

    assert (dossier.story, [tie.kind for tie in dossier.ties]) == ("first", ["held"])


def test_what_is_too_old_is_found_no_more_and_upkeep_lets_it_go(store: Store):
    keep(store, "first")

    assert store.near(probe(), now=NOW + dt.timedelta(days=14)).items["mine"]
    assert not store.near(probe(), now=NOW + dt.timedelta(days=28)).items["mine"]
    store.upkeep(Retention(), now=NOW + dt.timedelta(days=28))
    assert not store.near(probe(), now=NOW).items["mine"]


def test_a_term_that_everybody_uses_finds_nobody(store: Store):
    for number in range(HITS + 1):
        keep(store, f"item{number:02}")
    terms = replace(identify.trace_of(TITLE, TEXT), bands=())

    found = store.near(NearProbe(traces={"mine": terms}, source="debed"), now=NOW)

    assert found.items["mine"] == ()


def test_stories_are_listed_by_their_sources_and_time(store: Store):
    keep(store, "first")
    keep(store, "second", story="first", at=NOW + dt.timedelta(hours=2))

    [row] = store.stories()

    assert (row.state.title, row.ids) == (TITLE, ("first", "second"))
    assert row.last_seen - row.state.first_seen == dt.timedelta(hours=2)
    assert store.stories(sources=2) == ()
    assert store.stories(since=NOW + dt.timedelta(days=1)) == ()


def test_bands_of_equal_texts_are_equal_and_of_short_ones_none():
    one, other = identify.trace_of(TITLE, TEXT), identify.trace_of("Another headline", TEXT)

    assert one.bands == other.bands
    assert one.terms != other.terms
    assert identify.trace_of("Few words", "").bands == ()
    assert identify.trace_of("Few words but eight of them are quite enough", "").bands != ()


def test_near_copies_share_bands_and_strangers_none():
    kin = identify.trace_of(TITLE, f"{TEXT} The road is closed.")
    stranger = identify.trace_of(
        "Choir festival", "Singers from nine towns met in the old mill " * 3
    )

    assert set(kin.bands) & set(identify.trace_of(TITLE, TEXT).bands)
    assert not set(stranger.bands) & set(kin.bands)


def test_the_one_report_that_shares_names_and_figures_is_found_among_many_forms(store: Store):
    form = (
        "Former director {} will spend {} years behind bars, prosecutors of the capital district "
        "announced yesterday"
    )
    told = "Verdict about the old cable works: relatives wept as Manukyan heard of 47 years"
    kept = {f"form-{n}": form.format(f"Nobody{n}", 50 + n) for n in range(5)} | {"told": told}
    for name, title in kept.items():
        made = new(name, title, summary="", first_seen=NOW, last_seen=NOW)
        trace = identify.trace_of(title, "")
        store.apply([plan(at=NOW, new=(replace(made, trace=trace, story=name),))], None, now=NOW)

    asked = form.format("Manukyan", 47) + " about a cable"
    found = store.near(probe(asked, ""), now=NOW).items["mine"]

    assert "told" in {each.item_id for each in found}
