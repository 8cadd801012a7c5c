"""What a look at a source says of its configuration."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.parse.discovery import Lead, Offer, offer_of
from monitor.plan.verifying import Look, Verdict, judge
from monitor.records import Child, Draft, Moment, Reading, Source, SourceKind
from tests.plan.builders import NOW

SOURCE = Source(name="kura", url="https://kura.ge/feed", kind="feed", language="en", country="GE")
GEORGIAN = "თბილისში მდინარე მტკვარზე ახალი ხიდი გაიხსნა და მოძრაობა აღდგა " * 5
TODAY = Moment(at=NOW, precision="day", text="today")
NEWS = Draft(title="The bridge over the river is open to the cars of the town", published=TODAY)


def reading(kind: SourceKind = "feed", *drafts: Draft, language: str | None = "en") -> Reading:
    return Reading(kind=kind, drafts=drafts or (NEWS, NEWS), language=language)


def offer(url: str, kind: SourceKind = "feed", *drafts: Draft) -> Offer:
    lead = Lead(url=url, kind=kind, origin="named", why="the page names it")
    found = offer_of(lead, url, reading(kind, *drafts, language=None), now=NOW)
    assert found is not None
    return found


def told(look: Look, **changed: object) -> Verdict:
    return judge(replace(look, **changed), now=NOW)  # type: ignore[arg-type]


WELL = Look(source=SOURCE, reading=reading(), looks="feed")
FAILED = Look(source=SOURCE, trouble="nothing there", trouble_kind="not-found")


def test_a_source_that_is_what_it_is_said_to_be_is_well():
    verdict = judge(WELL, now=NOW)

    assert (verdict.standing, verdict.advice, verdict.changes) == ("well", (), ())
    assert verdict.found == "feed, 2 items, newest 2026-03-02, en"
    assert not verdict.needs_somebody


@pytest.mark.parametrize(
    ("moved_to", "changes"),
    [
        ("https://kura.ge/rss", (("url", "https://kura.ge/rss"),)),
        ("https://kura.ge/", ()),
    ],
)
def test_an_address_that_moved_is_changed_unless_it_moved_home(
    moved_to: str, changes: tuple[tuple[str, str], ...]
):
    verdict = told(WELL, moved_to=moved_to)

    assert (verdict.standing, verdict.changes) == ("changed", changes)
    assert told(WELL, moved_to=SOURCE.url).standing == "well"


def test_what_is_of_another_kind_is_said_so():
    verdict = told(WELL, source=replace(SOURCE, kind="listing"))

    assert verdict.advice == ("it is a feed, not a listing",)
    assert verdict.changes == (("kind", "feed"),)
    assert told(WELL, source=replace(SOURCE, kind="auto")).standing == "well"


def test_a_feed_takes_the_place_of_a_list_unless_somebody_pinned_the_list():
    source = replace(SOURCE, kind="listing", url="https://kura.ge/news")
    look = Look(source=source, reading=reading("listing"), offers=(offer("https://kura.ge/rss"),))

    assert judge(look, now=NOW).changes == (("url", "https://kura.ge/rss"), ("kind", "feed"))
    assert told(look, source=replace(source, select="a.news")).standing == "well"
    assert told(look, offers=(offer("https://kura.ge/x", "sitemap"),)).standing == "well"
    in_georgian = offer("https://kura.ge/rss", "feed", Draft(title=GEORGIAN, published=TODAY))
    assert told(look, offers=(in_georgian,)).standing == "well"


def test_the_letters_say_which_language_it_is():
    in_georgian = reading("feed", Draft(title=GEORGIAN, published=TODAY))
    silent = reading("feed", Draft(title=GEORGIAN, published=TODAY), language=None)
    unsaid = replace(SOURCE, language=None)

    assert told(WELL, reading=in_georgian).changes == (("language", "ka"),)
    assert told(WELL, reading=silent, source=unsaid).advice == (
        "its items state no language; they are in ka",
    )
    assert told(WELL, source=unsaid).standing == "well"
    few = reading("feed", Draft(title="x", published=TODAY), language=None)
    assert told(WELL, reading=few, source=unsaid).standing == "well"
    assert told(WELL, reading=few, source=unsaid).found.endswith("newest 2026-03-02")


def test_what_is_old_or_empty_needs_somebody_and_a_page_does_not():
    day = Moment(at=NOW - dt.timedelta(days=90), precision="day", text="then")
    old = Draft(title="x", published=day)

    assert told(WELL, reading=reading("feed", old)).advice == ("nothing new since 2025-12-02",)
    assert told(WELL, reading=Reading(kind="feed", drafts=())).advice == ("it holds no item",)
    assert told(WELL, reading=reading("page", old), looks=None).standing == "well"
    undated = reading("feed", Draft(title="x"))
    assert told(WELL, reading=undated).found == "feed, 1 item, not dated, en"


def test_an_index_of_sitemaps_is_described_by_its_sitemaps():
    index = Reading(kind="sitemap", drafts=(), children=(Child(url="https://k.ge/a.xml"),))

    verdict = told(WELL, reading=index, looks="sitemap", source=replace(SOURCE, kind="sitemap"))

    assert (verdict.standing, verdict.found) == (
        "well",
        "sitemap, an index of 1, not dated, en",
    )


def test_a_country_that_the_address_contradicts_is_a_note_and_no_change():
    verdict = told(WELL, source=replace(SOURCE, country="AM"))

    assert (verdict.standing, verdict.changes) == ("well", ())
    assert verdict.advice == ("its address belongs to GE, its country is said to be AM",)


# ------------------------------------------------------------------ it cannot be read
def test_a_source_that_fails_is_replaced_by_the_best_that_fits():
    stale = Moment(at=NOW - dt.timedelta(days=400), precision="day", text="then")
    offers = (
        offer("https://kura.ge/old", "feed", Draft(title="x", published=stale)),
        offer("https://kura.ge/ka", "feed", Draft(title=GEORGIAN, published=TODAY)),
        offer("https://kura.ge/menu", "listing", Draft(title="Home")),
        offer("https://kura.ge/rss"),
    )

    verdict = told(FAILED, offers=offers)

    assert verdict.standing == "failing"
    assert verdict.advice == ("use the feed at https://kura.ge/rss: the page names it",)
    assert verdict.changes == (("url", "https://kura.ge/rss"), ("kind", "feed"))
    same = told(FAILED, offers=(offer("https://kura.ge/feed/", "listing", NEWS, NEWS, NEWS),))
    assert same.changes == (("kind", "listing"),)


def test_without_anything_that_fits_the_trouble_stands_alone():
    georgian = offer("https://kura.ge/ka", "feed", Draft(title=GEORGIAN, published=TODAY))

    assert judge(FAILED, now=NOW).advice == ()
    assert judge(FAILED, now=NOW).kind == "not-found"
    verdict = told(FAILED, offers=(georgian,))
    assert verdict.advice == ("found in ka only; not in en",)
    assert verdict.changes == ()
    anything = told(FAILED, source=replace(SOURCE, language=None), offers=(georgian,))
    assert anything.changes == (("url", "https://kura.ge/ka"), ("kind", "feed"))
    page = offer("https://kura.ge/about", "page")
    assert told(FAILED, offers=(page,)).changes == ()
