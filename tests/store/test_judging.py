"""What users say of judgements is kept, and items are judged anew in portions."""

from dataclasses import replace

import pytest

from monitor.errors import StoreError
from monitor.records import Judged, Match, Opinion, RejudgePlan, Stale
from monitor.store import ItemFilter, Store
from monitor.store.judging import ALL
from tests.store.making import DAY, HOUR, NOW, change, match, message, new, plan

NEWEST = {"south-caucasus": "2"}


def opinion(item_id: str = "item1", **changes) -> Opinion:
    made = Opinion(
        item_id=item_id, topic="south-caucasus", said="wrong", is_wanted=False, note="", at=NOW
    )
    return replace(made, **changes)


def fill(store: Store, count: int) -> None:
    items = tuple(new(f"item{n}", f"Title {n}", matches=(match(),)) for n in range(1, count + 1))
    store.apply([plan(new=items)], None, now=NOW)


def keep(store: Store, stale: Stale, **changes) -> Match:
    """Judge a portion by version 2, which wants nothing."""
    judged = replace(match(), version="2", relevant=False, score=0.0, **changes)
    done = tuple(
        Judged(item_id=item.id, revision=item.revision, matches=(judged,)) for item in stale.items
    )
    store.judge_anew(RejudgePlan(stamp=stale.stamp, below=stale.below, judged=done))
    return judged


def test_the_last_word_of_a_user_counts(store: Store):
    fill(store, 1)
    store.keep_opinion(opinion(note="a street"))
    store.keep_opinion(opinion(said="right", is_wanted=True, at=NOW + HOUR))

    (row,) = store.opinions()

    assert (row.opinion.said, row.opinion.is_wanted, row.opinion.note) == ("right", True, "")
    assert (row.opinion.at, row.item.title) == (NOW + HOUR, "Title 1")


def test_an_opinion_about_nothing_is_refused(store: Store):
    with pytest.raises(StoreError, match="no item has the id 'item9'"):
        store.keep_opinion(opinion("item9"))


def test_portions_go_on_until_every_item_is_of_the_new_version(store: Store):
    fill(store, 5)
    seen = []
    while (stale := store.stale(NEWEST, limit=2)) is not None:
        seen.append([item.id for item in stale.items])
        keep(store, stale)

    assert seen == [["item5", "item4"], ["item3", "item2"], ["item1"]]
    assert store.items(ItemFilter(relevant=True)) == ()
    assert store.stale(NEWEST, limit=2) is None


def test_a_portion_that_was_not_kept_comes_again(store: Store):
    fill(store, 3)

    first = store.stale(NEWEST, limit=2)

    assert store.stale(NEWEST, limit=2) == first
    assert first is not None
    assert first.relevant == {("item3", "south-caucasus"), ("item2", "south-caucasus")}


def test_items_of_the_present_version_are_passed_over(store: Store):
    fill(store, 3)

    stale = store.stale({"south-caucasus": match().version}, limit=10)

    assert stale is not None
    assert (stale.items, stale.below) == ((), 0)


def test_another_change_of_the_topic_begins_anew(store: Store):
    fill(store, 3)
    stale = store.stale(NEWEST, limit=10)
    assert stale is not None
    keep(store, stale)

    again = store.stale({"south-caucasus": "3"}, limit=10)

    assert again is not None
    assert len(again.items) == 3


def test_all_items_can_be_asked_for_whoever_judged_them(store: Store):
    fill(store, 3)

    stale = store.stale({"south-caucasus": match().version}, limit=2, below=ALL)

    assert stale is not None
    assert [item.id for item in stale.items] == ["item3", "item2"]


def test_an_item_that_changed_meanwhile_keeps_what_its_change_was_judged(store: Store):
    first = new()
    store.apply([plan(new=(first,))], None, now=NOW)
    stale = store.stale(NEWEST, limit=10)
    assert stale is not None
    changed = change(first, "Another title", matches=(replace(match(), score=3.0),))
    store.apply([plan(changes=(changed,))], None, now=NOW + HOUR)

    keep(store, stale)

    assert store.item("item1").matches[0].score == 3.0


def test_what_becomes_relevant_anew_is_in_no_digest_to_come(store: Store):
    dull = replace(match(), relevant=False)
    store.apply([plan(new=(new(matches=(dull,)),))], None, now=NOW)
    stale = store.stale(NEWEST, limit=10)
    assert stale is not None
    wanted = replace(match(), version="2", relevant=True)
    judged = Judged(item_id="item1", revision=1, matches=(wanted,))
    store.judge_anew(RejudgePlan(stamp=stale.stamp, below=0, judged=(judged,)))

    assert store.item("item1").matches == (wanted,)
    assert store.digest_items(NOW + HOUR, NOW + DAY) == ()


def test_messages_of_a_portion_are_owed_once(store: Store):
    fill(store, 1)
    owed = message("msg1", item_id="item1", group="item1")
    wish = RejudgePlan(stamp="x", below=0, messages=(owed,))

    assert store.judge_anew(wish) == ("msg1",)
    assert store.judge_anew(wish) == ()
    assert store.told({"item1", "item2"}) == {"item1": (owed.channel,)}
