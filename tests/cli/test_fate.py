"""The words for fates that are hard to come by: gone, unsettled, carried far, given up."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import alerts
from monitor.cli.common import clock_time, content_of, instant
from monitor.cli.fate import description, story
from monitor.cli.views import word_for
from monitor.config import Configuration
from monitor.errors import MonitorError
from monitor.records import AliasKey, Delivery, Item, Message, Moment, Sighting, SourceState
from monitor.store import Dossier, SourceRow
from tests.daemon.settings import configured
from tests.store.making import DAY, HOUR, MINUTE, NOW, match, message, new, revision

ZONE = dt.UTC


def item(**changes: Any) -> Item:
    return replace(new().item, **changes)


def dossier(shown: Item | None = None, **changes: Any) -> Dossier:
    shown = shown or item()
    made = Dossier(
        item=shown,
        unstable=False,
        aliases=(AliasKey("site:desk.example", "url", "https://desk.example/item1"),),
        revisions=(revision(shown),),
        matches=(match(),),
        carriers=(),
        deliveries=(),
        source=SourceRow(
            state=SourceState(name="desk", due_at=NOW, reason="6.0 items a day expected"),
            url="https://desk.example/feed",
            configured_kind="auto",
            shard=0,
            enrolled=True,
            items=1,
            relevant=1,
        ),
    )
    return replace(made, **changes)


def delivery(told: Message | None = None, **changes: Any) -> Delivery:
    made = Delivery(
        message=told or message(), recipient="", state="waiting", tries=0, next_try_at=NOW
    )
    return replace(made, **changes)


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    return configured(tmp_path)


def why(shown: Dossier, configuration: Configuration) -> dict[str, str]:
    """Lines by their label; of several the last."""
    return dict(story(shown, configuration, ZONE))


def labelled(lines: Any, label: str) -> list[str]:
    return [text for name, text in lines if name == label]


# ------------------------------------------------------------------ where it stands
@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (item(state="withdrawn"), "taken down by its source"),
        (item(state="deleted"), "deleted by hand"),
        (item(state="unlisted"), "a topic wants it; no longer listed at its source, as old items"),
    ],
)
def test_where_an_item_stands_is_said_in_words(shown: Item, words: str, configuration):
    assert words in why(dossier(shown), configuration)["item"]


def test_a_withdrawn_item_is_called_so_before_all_else():
    assert word_for(item(state="withdrawn"), (match(),)) == "withdrawn"
    assert word_for(item(), (match(relevant=False, borderline=True),)) == "borderline"


def test_what_was_deleted_by_hand_and_what_is_borderline_was_not_told(configuration):
    unsure = match(relevant=False, borderline=True)
    shown = dossier(item(state="deleted"), matches=(unsure,))

    assert labelled(story(shown, configuration, ZONE), "not told") == [
        "it was deleted by hand",
        "it is borderline, and only what is relevant is told",
    ]


def test_a_source_that_is_no_longer_configured_is_not_polled(configuration):
    shown = dossier()

    lines = list(
        story(replace(shown, source=replace(shown.source, enrolled=False)), configuration, ZONE)
    )

    assert ("", "no longer configured, so it is not polled") in lines


def test_a_source_in_trouble_says_so_beside_its_next_poll(configuration):
    shown = dossier()
    state = replace(shown.source.state, error="no answer within 30 s")

    lines = list(
        story(replace(shown, source=replace(shown.source, state=state)), configuration, ZONE)
    )

    assert any(text.endswith("; failing: no answer within 30 s") for _, text in lines)


@pytest.mark.parametrize(
    ("precision", "said"),
    [("day", "09 Jan 2026, to the day ('9 January')"), ("month", "Jan 2026, to the month")],
)
def test_a_stated_day_is_not_made_a_minute(precision: Any, said: str, configuration):
    stated = Moment(at=NOW.replace(hour=0), precision=precision, text="9 January")

    assert said in why(dossier(item(published=stated)), configuration)["stated"]


def test_an_item_without_an_address_says_none(configuration):
    assert why(dossier(item(url=None)), configuration)["address"] == "none"


# ------------------------------------------------------------------ many of a kind
def test_a_live_blog_shows_its_first_and_its_newest_versions(configuration):
    versions = tuple(
        replace(revision(item(title=f"Count {n}")), seq=n, edit="number" if n > 1 else "first")
        for n in range(1, 41)
    )

    whole = replace(dossier(revisions=versions, unstable=True), shown=40)
    lines = list(story(whole, configuration, ZONE))

    texts = [text for _, text in lines]
    assert labelled(lines, "versions")[0].startswith("1, ")
    assert any(text.startswith("40, ") for text in texts)
    assert "and 28 versions more in between; `monitor diff`; --json gives all" in texts
    assert any(text.startswith("it goes to and fro") for text in texts)


def test_a_version_that_is_shown_again_is_named_with_its_times(configuration):
    versions = tuple(replace(revision(item(title=f"Title {n}")), seq=n) for n in (1, 2))
    again = tuple(
        Sighting(seq=seq, first_at=NOW, last_at=NOW + seq * HOUR, times=seq) for seq in (1, 2)
    )
    back = replace(dossier(item(revision=2), revisions=versions), shown=1, sightings=again)

    texts = [text for _, text in story(back, configuration, ZONE)]

    assert f"version 1 again, {clock_time(NOW + HOUR, ZONE)}, which is not told" in texts
    assert any(text.startswith("version 2 again, 2 times from ") for text in texts)
    assert "it shows version 1 now" in texts


def test_many_carriers_and_deliveries_are_counted(configuration):
    carriers = tuple(
        item(id=f"copy{n}", source=f"s{n}", url=None, group="item1") for n in range(14)
    )
    told = tuple(delivery(message(f"msg{n}")) for n in range(13))

    lines = list(story(dossier(carriers=carriers, deliveries=told), configuration, ZONE))

    texts = [text for _, text in lines]
    assert labelled(lines, "carried by") == [f"s0, {clock_time(NOW, ZONE)}, copy0"]
    assert "and 2 carriers more; --json gives all" in texts
    assert "and 1 delivery more; --json gives all" in texts
    assert len(labelled(lines, "owed")) == 12


@pytest.mark.parametrize(
    ("later", "said"),
    [(3 * DAY, "3 days"), (2 * HOUR, "2 hours"), (MINUTE, "1 minute"), (MINUTE / 2, "less than a")],
)
def test_a_copy_says_how_much_later_it_came(later: dt.timedelta, said: str, configuration):
    first = item(id="first", source="kura", group="first")
    copy = item(group="first", first_seen=NOW + later)

    lines = why(dossier(copy, carriers=(first,)), configuration)

    assert f"(first), first seen {said}" in lines["copy of"]


def test_names_that_nobody_can_read_are_said_in_words(configuration):
    names = (
        AliasKey("desk", "guid", "tag:desk.example,2026:1"),
        AliasKey("desk", "title_date", "f00"),
        AliasKey("desk", "title_date", "ba4"),
        AliasKey("desk", "future", "x"),
    )

    assert why(dossier(aliases=names), configuration)["known by"] == (
        "the id that its source gives it: tag:desk.example,2026:1; its title with its day; future"
    )


# ------------------------------------------------------------------ deliveries
def test_a_delivery_says_what_is_known_of_it_and_no_more(configuration):
    waits = delivery(message(alerts=()))
    dead = delivery(
        message(type="item.revised", item_id="other"),
        state="dead",
        tries=9,
        last_try_at=NOW,
        answer="550 no such mailbox",
        recipient="a@x.example",
    )

    lines = list(story(dossier(deliveries=(waits, dead)), configuration, ZONE))

    at = clock_time(NOW, ZONE)
    assert labelled(lines, "owed") == [f"item.new on hook; waits until {at} (msg1)"]
    assert labelled(lines, "given up") == [
        f"item.revised on hook to a@x.example; as other; 9 tries, last {at}; "
        "receiver: '550 no such mailbox'; asked for by all (msg1)"
    ]


def test_a_message_whose_body_was_let_go_is_listed_without_its_headline():
    assert alerts._title(delivery(message(body=""))) == ""
    assert alerts._title(delivery(message(body='{"data":{"source":{"name":"kura"}}}'))) == "kura"
    assert alerts._title(delivery(message(body='{"data":{"digest":{"name":"dawn"}}}'))) == "dawn"
    assert alerts._title(delivery(message(body='{"data":{}}'))) == ""


# ------------------------------------------------------------------ show, diff, small words
def test_show_gives_authors_tags_and_the_beginning_of_a_long_text():
    shown = item(content="word " * 1_000, summary="")

    lines = dict(description(dossier(shown), ZONE))

    assert (lines["by"], lines["tags"]) == ("A. Writer", "city")
    assert "summary" not in lines
    assert lines["text"].endswith("… (--json gives all)")
    assert len(lines["text"]) < 1_300


def test_show_leaves_out_what_is_not_there_or_the_same_twice():
    shown = item(authors=(), tags=(), summary="One text.", content="One text.")

    assert {"by", "tags", "text"}.isdisjoint(dict(description(dossier(shown), ZONE)))


def test_a_moment_of_another_year_has_its_year():
    assert clock_time(dt.datetime(1999, 12, 31, 9, tzinfo=dt.UTC), ZONE) == "31 Dec 1999"
    assert clock_time(None, ZONE) == "never"


def test_the_ends_of_time_are_instants_too():
    east = dt.timezone(dt.timedelta(hours=4))

    first = dt.datetime.fromisoformat("0001-01-01")
    assert instant(first, east) == first.replace(tzinfo=dt.UTC)
    assert instant(None, east) is None


def test_what_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(MonitorError, match="cannot read"):
        content_of(tmp_path)
