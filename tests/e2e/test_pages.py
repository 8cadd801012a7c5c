"""A page with an article and, beside it, the list of the latest news."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.testing import Body, Newsroom
from tests.e2e.rig import Rig, newsroom, verb

LATEST = (
    ("A Ferry, a Railway and a Long Quarrel over the Caspian", "09.Jan.2026"),
    ("Solidarity on Paper: Two Neighbours and One Pipeline", "08.Jan.2026"),
    ("Azerbaijan’s Olive Groves: Hopes, Limits and Water", "07.Jan.2026"),
    ("The Great Reshuffle in Lisbon’s City Hall", "06.Jan.2026"),
    ("Helsinki Did Not Confirm the Loss of a Tram", "05.Jan.2026"),
    ("A Cable Under the Sea: What Batumi Expects", "04.Jan.2026"),
    ("Georgia Waits for a Verdict on Its Mountain Roads", "04.Jan.2026"),
    ("Partners Discuss the Price of Grain", "03.Jan.2026"),
    ("Osaka Amid a Growing Shortage of Rice", "03.Jan.2026"),
    ("The South Caucasus Between Two Winters", "02.Jan.2026"),
)
ARTICLE = (
    "The foreign ministries of Armenia and Azerbaijan exchanged notes on Wednesday, and both said "
    "that the road through Syunik would be open to lorries before the summer.",
    "A spokeswoman in Yerevan added that surveyors from Baku had been invited to the border "
    "near Meghri. No date was given for their journey.",
    "The notes follow a meeting in Tbilisi at which the three transport ministers had agreed to "
    "count the lorries at each crossing for a month.",
)


@pytest.fixture
def site(rig: Rig) -> Iterator[Newsroom]:
    with newsroom(name="Atlas") as opened:
        rig.source("atlas", opened.url("/note"), kind="listing", language="en")
        rig.write()
        yield opened


def page(views: int, *, glued: bool = True) -> bytes:
    """The page, with a counter that changes at every look."""
    rows = "".join(
        f'<a href="/analysis/{n}">{title}</a><div class="d">{day}</div>'
        for n, (title, day) in enumerate(LATEST)
    )
    heading = "<span>Latest news</span>" if glued else "<h4>Latest news</h4>"
    paragraphs = "".join(f"<p>{each}</p>" for each in ARTICLE)
    return (
        "<!doctype html><html lang=en><head><title>Notes exchanged | Atlas</title></head><body>"
        f"<nav><a href='/'>Home</a> <a href='/about'>About</a></nav><article><h1>Yerevan and Baku "
        f"exchange notes on the road through Syunik</h1>{paragraphs}<i>{views} views</i></article>"
        f"<aside>{heading}{rows}</aside><footer>14 Jan 2026</footer></body></html>"
    ).encode()


@pytest.mark.parametrize("glued", [True, False])
def test_ten_items_with_their_days_are_stored_and_a_second_poll_stores_none(
    rig: Rig, site: Newsroom, *, glued: bool
):
    site.fault("/note", Body(page(100, glued=glued)))
    first = verb(rig, "poll")
    stored = {title: str(row.item.published) for title, row in rig.items().items()}
    site.heal("/note")
    site.fault("/note", Body(page(257, glued=glued)))
    second = verb(rig, "poll")

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert "10 new items" in first.err
    assert "0 new items" in second.err
    assert stored == {title: f"{day[7:]}-01-{day[:2]}" for title, day in LATEST}


def test_why_gives_the_reasons_of_a_saved_article_and_not_of_its_list(rig: Rig, tmp_path: Path):
    rig.write()
    (tmp_path / "note.html").write_bytes(page(100))

    outcome = verb(rig, "why", str(tmp_path / "note.html"))

    assert outcome.code == 0
    assert outcome.out.splitlines()[0].startswith("Yerevan and Baku exchange notes")
    assert "relevant" in outcome.out
    for name in ("Armenia", "Azerbaijan", "Syunik"):
        assert name in outcome.out
    assert "Lisbon" not in outcome.out
    assert "Batumi" not in outcome.out


def test_why_tells_the_fate_of_an_article_by_its_address(rig: Rig, site: Newsroom):
    site.fault("/note", Body(page(100)))
    verb(rig, "poll")
    address = site.url("/analysis/2")

    outcome = verb(rig, "why", address)

    assert outcome.code == 0
    assert LATEST[2][0] in outcome.out
    assert "Azerbaijan" in outcome.out
    assert "first document" in outcome.out  # why nobody was told
    nothing = verb(rig, "why", site.url("/analysis/77"))
    assert nothing.code == 1
    assert "Traceback" not in nothing.err
