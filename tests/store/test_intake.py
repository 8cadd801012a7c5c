"""What a poll decides is kept whole, once, and known again."""

import sqlite3
from dataclasses import replace

import pytest

from monitor.errors import StoreError
from monitor.records import AliasKey, CopyHit, PollPlan, Seen
from monitor.store import ItemFilter, Store
from tests.store.making import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    change,
    day,
    guid_alias,
    keys,
    match,
    message,
    new,
    plan,
    probe,
    url_alias,
)

URL = url_alias("https://desk.example/item1")


def keep(store: Store, *plans: PollPlan) -> None:
    assert store.apply(plans, None, now=NOW) == ()


def test_a_kept_item_is_known_under_each_of_its_names(store: Store):
    first = new(published=day("2026-01-09", 4))
    keep(store, plan(new=(first,)))

    known = store.known(probe(URL, guid_alias("item1"), guid_alias("other")))

    assert known.aliases == {URL: "item1", guid_alias("item1"): "item1"}
    assert known.listed == ("item1",)
    item = known.items["item1"]
    assert (item.title, item.summary) == (first.item.title, first.item.summary)
    assert item.keys == first.revision.keys
    assert item.past == ((item.keys.title_key, item.keys.text_key),)
    assert (item.revision, item.group, item.unstable, item.baseline) == (1, "item1", False, False)
    assert item.published == first.item.published
    assert str(item.published) == "2026-01-09"


def test_a_time_in_utc_comes_back_as_it_was_stated(store: Store):
    keep(store, plan(new=(new(published=day("2026-01-09", 0)),)))

    assert store.item("item1").item.published == day("2026-01-09", 0)


def test_of_very_many_copies_the_oldest_of_each_text_are_told(store: Store):
    many = [
        new(f"{text}{n:04}", text, source="paper", first_seen=NOW + n * MINUTE)
        for text in ("first", "second")
        for n in range(1100)
    ]
    keep(store, plan("paper", new=tuple(many)))
    first, second = (keys(text, many[0].item.summary).copy_key for text in ("first", "second"))

    copies = store.known(probe(copies=(first, second))).copies

    assert [hit.item_id for hit in copies[second]] == [f"second{n:04}" for n in range(50)]
    assert len(copies[first]) == 50


def test_one_scope_does_not_know_the_names_of_another(store: Store):
    keep(store, plan(new=(new(),)))

    assert store.known(probe(AliasKey("paper", "guid", "item1"))).aliases == {}


def test_thousands_of_names_are_asked_in_one_go(store: Store):
    many = tuple(new(f"i{n:05}", f"Title {n}") for n in range(1500))
    keep(store, plan(new=many))

    known = store.known(probe(*(guid_alias(f"i{n:05}") for n in range(3000))))

    assert len(known.aliases) == len(known.items) == len(known.listed) == 1500
    assert known.aliases[guid_alias("i00777")] == "i00777"


def test_the_same_plan_twice_keeps_one_item_and_one_message(store: Store):
    same = plan(new=(new(),), messages=(message(),))

    keep(store, same, same)
    keep(store, same)

    assert len(store.items()) == len(store.deliveries()) == 1
    assert len(store.item("item1").revisions) == 1


def test_an_item_that_stands_twice_in_one_plan_is_kept_once(store: Store):
    keep(store, plan(new=(new(), replace(new(), aliases=()))))

    assert len(store.items()) == 1
    assert store.item("item1").aliases


def test_what_was_seen_again_moves_its_last_sight_and_gets_its_new_names(store: Store):
    keep(store, plan(new=(new(),)))
    moved = url_alias("https://desk.example/moved")

    keep(store, plan(at=NOW + DAY, seen=(Seen(item_id="item1", new_aliases=(moved,)),)))

    known = store.known(probe(moved))
    assert known.aliases == {moved: "item1"}
    assert known.items["item1"].last_seen == NOW + DAY


def test_a_sight_of_nobody_is_no_failure(store: Store):
    keep(store, plan(seen=(Seen(item_id="nobody", new_aliases=(URL,)),), unlisted=("nobody",)))

    assert store.known(probe(URL)).aliases == {}


def test_case_18_an_item_that_drops_off_the_list_is_kept_as_unlisted(store: Store):
    keep(store, plan(new=(new(),)))

    keep(store, plan(unlisted=("item1",)))

    assert store.item("item1").item.state == "unlisted"
    assert store.known(probe(URL)).listed == ()


def test_case_19_an_item_that_returns_is_listed_again_by_its_own_source_alone(store: Store):
    keep(store, plan(new=(new(),)), plan(unlisted=("item1",)))

    keep(store, plan("paper", seen=(Seen(item_id="item1"),)))
    assert store.item("item1").item.state == "unlisted"

    keep(store, plan(seen=(Seen(item_id="item1"),)))
    assert store.item("item1").item.state == "listed"


def test_a_changed_item_keeps_every_state_of_its_words(store: Store):
    first = new()
    keep(store, plan(new=(first,)))

    edit = change(first, "Bridge in Yerevan stays shut", matches=(match(score=2.0),))
    keep(store, plan(at=NOW + HOUR, changes=(edit,)))

    known = store.known(probe(URL)).items["item1"]
    assert (known.title, known.revision) == ("Bridge in Yerevan stays shut", 2)
    assert known.keys == edit.revision.keys
    assert known.past == tuple(
        (each.keys.title_key, each.keys.text_key) for each in (first.revision, edit.revision)
    )
    dossier = store.item("item1")
    assert dossier.revisions == (first.revision, edit.revision)
    assert dossier.matches == (match(score=2.0),)
    assert dossier.item == edit.item


def test_a_revision_that_is_there_already_changes_nothing(store: Store):
    first = new()
    keep(store, plan(new=(first,)), plan(changes=(change(first, "Second"),)))

    keep(store, plan(changes=(change(first, "Another second"),)))
    keep(store, plan(changes=(change(new("nobody"), "Nobody's"),)))

    assert [each.title for each in store.item("item1").revisions] == [first.item.title, "Second"]


def test_words_that_an_item_had_before_are_a_mark_and_no_revision(store: Store):
    first = new()
    edit = change(first, "Second")
    keep(store, plan(new=(first,)), plan(changes=(edit,)))

    back = change(first, first.item.title, unstable=True, at=NOW + DAY)
    keep(store, plan(changes=(back,)))
    keep(store, plan(changes=(replace(back, unstable=False),)))

    known = store.known(probe(URL)).items["item1"]
    assert (known.title, known.revision, known.unstable) == ("Second", 2, True)
    assert known.last_seen == NOW + DAY


def test_cosmetic_changes_add_nothing_to_the_past(store: Store):
    first = new()
    keep(store, plan(new=(first,)))
    for seq, title in enumerate(("BRIDGE opens in Yerevan", "Second", "SECOND"), 2):
        keep(store, plan(changes=(change(first, title, seq=seq, edit="cosmetic"),)))

    known = store.known(probe(URL)).items["item1"]

    assert (known.revision, len(known.past)) == (4, 2)


def test_an_item_that_flips_is_remembered_as_unstable(store: Store):
    first = new()
    keep(store, plan(new=(first,)), plan(changes=(change(first, "B", unstable=True),)))

    assert store.known(probe(URL)).items["item1"].unstable
    assert store.item("item1").unstable


def test_an_item_tells_when_its_last_revision_was_told(store: Store):
    first = new()
    told = message("msg2", type="item.revised", created_at=NOW + HOUR)
    keep(store, plan(new=(first,), messages=(message(),)))
    assert store.known(probe(URL)).items["item1"].revised_told_at is None

    keep(store, plan(changes=(change(first, "Second"),), messages=(told,)))

    assert store.known(probe(URL)).items["item1"].revised_told_at == NOW + HOUR


def test_copies_of_a_text_are_found_across_sources_oldest_first(store: Store):
    text = keys("Bridge opens in Yerevan", "The bridge was opened today.").copy_key
    older = new("older", first_seen=NOW - HOUR, group="older")
    copy = new("copy", source="paper", group="older")
    keep(store, plan("paper", new=(copy,)), plan(new=(older,)))

    known = store.known(probe(copies=(text, "", "unknown")))

    assert known.copies == {
        text: (
            CopyHit(
                item_id="older",
                source="desk",
                group="older",
                first_seen=NOW - HOUR,
                published=None,
            ),
            CopyHit(item_id="copy", source="paper", group="older", first_seen=NOW, published=None),
        )
    }
    assert store.known(replace(probe(copies=(text,)), copies_since=NOW + HOUR)).copies == {}


def test_a_group_tells_which_channels_have_heard_of_it(store: Store):
    keep(
        store,
        plan(
            new=(new(),),
            messages=(
                message("m1"),
                message("m2", channel="mail"),
                message("m3", channel="late", type="item.revised"),
            ),
        ),
    )

    told = store.known(probe(URL)).told

    assert {group: sorted(channels) for group, channels in told.items()} == {
        "item1": ["hook", "mail"]
    }


def test_a_batch_sees_its_own_writes_before_they_are_kept(store: Store):
    with store.batch():
        keep(store, plan(new=(new(),), messages=(message(),)))
        known = store.known(probe(URL, name="paper"))

    assert known.aliases == {URL: "item1"}
    assert known.told == {"item1": ("hook",)}


def test_case_51_two_claims_that_bring_one_new_item_keep_one_row_and_one_message(store: Store):
    store.claim_due(limit=9, lease=LEASE, now=NOW)
    found = plan(new=(new(),), messages=(message(),))

    keep(store, found)
    keep(store, found)

    assert len(store.items()) == len(store.deliveries()) == 1


def test_case_51_two_sources_of_a_site_that_bring_one_article_keep_one_row_and_one_message(
    store: Store,
):
    twin = new("twin", source="paper", aliases=(URL, guid_alias("x", "paper")))
    keep(store, plan(new=(new(),), messages=(message(),)))

    keep(store, plan("paper", new=(twin,), messages=(message("msg2", item_id="twin"),)))

    assert [row.item.id for row in store.items()] == ["item1"]
    assert [each.message.id for each in store.deliveries()] == ["msg1"]
    assert guid_alias("x", "paper") in store.item("item1").aliases


def test_an_item_whose_address_belongs_to_another_story_is_an_item_of_its_own(store: Store):
    other = new("other", "Rain in Batumi", aliases=(URL, guid_alias("other")))
    keep(store, plan(new=(new(),)))

    keep(store, plan(new=(other,), messages=(message("msg2", item_id="other"),)))

    assert len(store.items()) == 2
    assert store.known(probe(URL, guid_alias("other"))).aliases == {
        URL: "item1",
        guid_alias("other"): "other",
    }
    assert [each.message.id for each in store.deliveries()] == ["msg2"]


def test_an_item_without_any_name_is_kept(store: Store):
    keep(store, plan(new=(new(aliases=(), url=None, published=None),)))

    assert store.item("item1").item.url is None


def test_case_53_a_baseline_item_says_so(store: Store):
    keep(store, plan(new=(new(baseline=True),)))

    assert store.known(probe(URL)).items["item1"].baseline
    assert store.items()[0].item.baseline


def test_case_54_a_deleted_item_stays_deleted_whatever_its_source_says(store: Store):
    first = new()
    keep(store, plan(new=(first,)))
    store.mark("item1", "deleted")

    keep(store, plan(seen=(Seen(item_id="item1"),), changes=(change(first, "Again"),)))

    assert store.known(probe(URL)).items["item1"].state == "deleted"
    assert store.items() == ()
    assert len(store.items(ItemFilter(deleted=True))) == 1


def test_marking_what_is_not_there_says_so(store: Store):
    with pytest.raises(StoreError, match=r"no item has the id 'nobody'; list the items"):
        store.mark("nobody", "deleted")


def test_c30_sql_in_words_and_names_is_words_and_names(store: Store):
    evil = "x'); DROP TABLE item; --\" ? :a @b"
    keep(store, plan(new=(new(title=evil, aliases=(guid_alias(evil),)),)))

    assert store.known(probe(guid_alias(evil))).items["item1"].title == evil
    assert store.search(evil)[0].item.title == evil


# ------------------------------------------------------------------ batches
def test_a_plan_that_fails_is_undone_alone(store: Store):
    with store.batch():
        keep(store, plan(new=(new("good"),)))
        with pytest.raises(sqlite3.IntegrityError):
            keep(store, plan("paper", new=(new("lost", source="stranger"),)))
        keep(store, plan("paper", new=(new("better", source="paper"),)))

    assert sorted(row.item.id for row in store.items()) == ["better", "good"]


def test_text_that_is_no_text_is_the_callers_mistake_and_leaves_nothing(store: Store):
    with pytest.raises(UnicodeEncodeError):
        keep(store, plan(new=(new(title="lone \ud800 surrogate"),), messages=(message(),)))

    assert store.items() == () == store.deliveries()


def test_a_batch_that_is_left_by_an_exception_keeps_nothing(store: Store):
    def fail() -> None:
        with store.batch():
            keep(store, plan(new=(new(),)))
            raise KeyError("anything")

    with pytest.raises(KeyError, match="anything"):
        fail()

    assert store.items() == ()
    keep(store, plan(new=(new(),)))


def test_a_batch_does_not_nest(store: Store):
    with store.batch(), pytest.raises(AssertionError, match="does not nest"), store.batch():
        pass
