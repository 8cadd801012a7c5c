"""Listings, search and the whole fate of one item."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.records import ItemRow, Seen, SourceState
from monitor.store import ItemFilter, Store
from monitor.store.search import WORDS, expression
from tests.store.making import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    change,
    edition,
    match,
    message,
    new,
    plan,
    settlement,
    url_alias,
)

FOREIGN = match(relevant=False, score=0.1, places=(), why=())
NEARLY = match(relevant=False, borderline=True, score=0.7)


def listed(store: Store, **wanted) -> list[str]:
    return [row.item.id for row in store.items(ItemFilter(**wanted))]


def found(store: Store, text: str, **wanted) -> list[str]:
    return [row.item.id for row in store.search(text, ItemFilter(**wanted))]


def at(minutes: int) -> dt.datetime:
    return NOW + minutes * MINUTE


@pytest.fixture
def filled(store: Store) -> Store:
    """Four items, a minute apart, of two sources."""
    store.apply(
        [
            plan(
                new=(
                    new("armenia", first_seen=at(0)),
                    new("sport", "Cup final", first_seen=at(1), matches=(NEARLY,)),
                    new("foreign", "Rain in Lima", first_seen=at(2), matches=(FOREIGN,)),
                )
            ),
            plan(
                "paper",
                new=(
                    new(
                        "border",
                        "Georgia and Azerbaijan open a crossing",
                        source="paper",
                        first_seen=at(3),
                        matches=(match(places=("AZ", "GE")), match("trade", score=3.0)),
                    ),
                ),
            ),
        ],
        None,
        now=NOW,
    )
    return store


def test_items_are_listed_newest_first_with_what_topics_say_of_them(filled: Store):
    rows = filled.items()

    assert [row.item.id for row in rows] == ["border", "foreign", "sport", "armenia"]
    first = new("armenia")
    assert rows[3] == ItemRow(item=first.item, matches=first.matches)
    assert [each.topic for each in rows[0].matches] == ["south-caucasus", "trade"]


def test_a_listing_can_be_narrowed(filled: Store):
    assert listed(filled, limit=2) == ["border", "foreign"]
    assert listed(filled, since=at(1), until=at(3)) == ["foreign", "sport"]
    assert listed(filled, source="paper") == ["border"]
    assert listed(filled, relevant=True) == ["border", "armenia"]
    assert listed(filled, relevant=False) == ["foreign", "sport"]
    assert listed(filled, relevant="borderline") == ["sport"]
    assert listed(filled, topic="trade") == ["border"]
    assert listed(filled, topic="trade", relevant=False) == ["foreign", "sport", "armenia"]
    assert listed(filled, places=("GE", "AB")) == ["border"]
    assert listed(filled, places=("AM",), relevant=True, source="desk") == ["armenia"]
    assert listed(filled, places=("NK",)) == []


# ------------------------------------------------------------------ search
SCRIPTS = [
    ("Мост открыли в Ереване", "ереван*", True),
    ("Мост открыли в Ереване", "ЕРЕВАН", True),
    ("Ёлка на площади в Гюмри", "елка гюмри", True),
    ("Կամուրջ բացվեց Երևանում", "ԵՐԵՒԱՆ", True),
    ("ხიდი გაიხსნა თბილისში", "თბილის", True),
    ("Bakıda körpü açıldı", "BAKI", True),
    ("Ağdam'da köprü açıldı", "agdam", True),
    ("Bridge opens in Yerevan", "yere", True),
    ("Bridge opens in Yerevan", "yere bridge", False),
    ("Bridge opens in Yerevan", "yere* bridge", True),
    ("Bridge opens in Yerevan", "bridge tbilisi", False),
]


@pytest.mark.parametrize(("title", "text", "is_found"), SCRIPTS)
def test_search_finds_words_of_six_scripts_by_their_beginning(store, title, text, is_found):
    store.apply([plan(new=(new(title=title),))], None, now=NOW)

    assert bool(found(store, text)) is is_found


def test_search_reads_title_summary_and_text(store: Store):
    store.apply([plan(new=(new(summary="In the summary", content="deep inside"),))], None, now=NOW)

    assert found(store, "yerevan summary inside") == ["item1"]


def test_search_can_be_narrowed_like_a_listing(filled: Store):
    assert found(filled, "bridge") == ["border", "foreign", "sport", "armenia"]
    assert found(filled, "bridge", source="desk", relevant=True) == ["armenia"]
    assert found(filled, "bridge", limit=1) == ["border"]


def test_a_rewritten_headline_is_found_by_its_old_words_and_its_new_ones(store: Store):
    first = new()
    store.apply([plan(new=(first,))], None, now=NOW)
    store.apply([plan(changes=(change(first, "Crossing shut", edit="headline"),))], None, now=NOW)
    store.apply(
        [plan(changes=(change(first, "CROSSING shut", seq=3, edit="cosmetic"),))], None, now=NOW
    )

    assert found(store, "bridge") == found(store, "crossing") == ["item1"]


@pytest.mark.parametrize("text", ["%", "_", "%bridge%", "b_idge", "bri%ge", "100%"])
def test_c31_percent_and_underscore_stand_for_themselves(store: Store, text):
    store.apply([plan(new=(new(),))], None, now=NOW)

    assert found(store, text) == (["item1"] if text == "%bridge%" else [])


@pytest.mark.parametrize(
    "text",
    [
        *('"', '"bridge', "NEAR(", "NEAR(bridge yerevan)", "title:", "content:x", "*", "^", "("),
        *(")", "AND", "OR NOT", "bridge AND", "-bridge", "{a b}: c", "a + b", "\0", "' OR 1=1 --"),
        *("", "  "),
    ],
)
def test_c32_search_syntax_is_only_words(store: Store, text):
    store.apply([plan(new=(new(),))], None, now=NOW)

    assert found(store, text) == (["item1"] if text in ('"bridge', "-bridge") else [])


@given(st.text(max_size=60))
def test_any_text_is_a_valid_search(text):
    import sqlite3

    query = expression(text)
    with sqlite3.connect(":memory:") as conn:
        conn.execute("CREATE VIRTUAL TABLE s USING fts5(a)")
        if query is not None:
            conn.execute("SELECT rowid FROM s WHERE s MATCH ?", (query,)).fetchall()
    conn.close()


def test_a_search_of_many_words_is_cut():
    query = expression("word " * 1000)

    assert query is not None
    assert query.count("word") == WORDS


# ------------------------------------------------------------------ digests
def test_a_digest_is_made_of_what_was_kept_in_its_window(filled: Store):
    filled.apply([plan(new=(new("later", content="long"),))], None, now=NOW + DAY)

    assert {row.item.id for row in filled.digest_items(NOW, NOW + DAY)} == {
        *("armenia", "sport", "foreign", "border")
    }
    (row,) = filled.digest_items(NOW + DAY, NOW + 2 * DAY)
    assert (row.item.id, row.item.content) == ("later", "")
    assert row.matches == (match(),)


def test_nothing_falls_between_two_editions(store: Store):
    """A poll that began before a slot and is kept after its edition belongs to the next one."""
    store.keep_edition(edition(NOW + HOUR), [])
    late = plan(at=NOW, new=(new("late"),))

    store.apply([late], None, now=NOW + 59 * MINUTE)

    assert store.digest_items(NOW, NOW + HOUR) == ()
    assert [row.item.id for row in store.digest_items(NOW + HOUR, NOW + DAY)] == ["late"]


def test_an_item_that_becomes_relevant_by_an_edit_belongs_to_the_window_of_the_edit(store: Store):
    first = new(matches=(FOREIGN,))
    store.apply([plan(new=(first,))], None, now=NOW)
    for seq, title in enumerate(("Talks in Baku", "Talks in Baku end"), 2):
        edit = change(first, title, seq=seq)
        store.apply([plan(changes=(edit,))], None, now=NOW + seq * DAY)

    assert [row.item.title for row in store.digest_items(NOW + 2 * DAY, NOW + 3 * DAY)] == [
        "Talks in Baku end"
    ]
    assert store.digest_items(NOW + 3 * DAY, NOW + 4 * DAY) == ()


def test_edits_of_a_window_come_with_the_words_before_and_after(store: Store):
    first = new()
    second = change(first, "Second")
    third = change(first, "Third", seq=3)
    store.apply([plan(new=(first,))], None, now=NOW)
    store.apply([plan(changes=(second,))], None, now=NOW + HOUR)
    store.apply([plan(changes=(third,))], None, now=NOW + 2 * HOUR)

    (row,) = store.digest_edits(NOW + 2 * HOUR, NOW + DAY)

    assert (row.before, row.after) == (second.revision, third.revision)
    assert row.item == third.item
    assert len(store.digest_edits(NOW, NOW + DAY)) == 2


def test_a_deleted_item_is_in_no_digest(store: Store):
    first = new()
    store.apply([plan(new=(first,)), plan(changes=(change(first, "Second"),))], None, now=NOW)
    store.mark("item1", "deleted")

    assert store.digest_items(NOW, NOW + DAY) == ()
    assert store.digest_edits(NOW, NOW + DAY) == ()


# ------------------------------------------------------------------ one item
def test_a_dossier_holds_the_whole_fate(store: Store):
    first = new()
    copy = new("copy", source="paper", group="item1", first_seen=at(1))
    state = SourceState(name="desk", due_at=NOW + HOUR, reason="learned")
    store.apply(
        [plan(state=state, new=(first,), messages=(message(),)), plan("paper", new=(copy,))],
        None,
        now=NOW,
    )
    store.settle([settlement()])

    dossier = store.item("item1")

    assert dossier.item == first.item
    assert dossier.aliases == first.aliases
    assert dossier.revisions == (first.revision,)
    assert dossier.matches == first.matches
    assert [each.id for each in dossier.carriers] == ["copy"]
    assert [(each.message.id, each.state) for each in dossier.deliveries] == [("msg1", "delivered")]
    assert dossier.source.state == state
    assert (dossier.source.items, dossier.source.relevant) == (1, 1)
    other = store.item("copy")
    assert [each.id for each in other.carriers] == ["item1"]
    assert [each.message.id for each in other.deliveries] == ["msg1"]


def test_an_item_is_found_by_the_beginning_of_its_id_or_any_address_it_had(store: Store):
    moved = url_alias("https://desk.example/moved")
    store.apply([plan(new=(new("abc123"), new("abcd", "Other")))], None, now=NOW)
    store.apply([plan(seen=(Seen(item_id="abc123", new_aliases=(moved,)),))], None, now=NOW)

    for name in ("abc1", "abc123", "https://desk.example/abc123", "http://www.desk.example/moved/"):
        assert store.item(name).item.id == "abc123"


def test_an_address_is_found_with_the_source_that_gave_it(store: Store):
    far = "https://far.example/story"
    given = replace(url_alias(far), scope="site:desk.example")
    store.apply([plan(new=(new(url=far, aliases=(given,)),))], None, now=NOW)

    assert store.item(far).item.id == "item1"

    again = new("item2", source="paper", aliases=(replace(given, scope="site:paper.example"),))
    store.apply([plan("paper", new=(again,))], None, now=NOW)
    with pytest.raises(StoreError, match=r"is that of several items: item1, item2; name one"):
        store.item(far)


def test_an_id_that_begins_another_is_meant_itself(store: Store):
    store.apply([plan(new=(new("abc"), new("abcd", "Other")))], None, now=NOW)

    assert store.item("abc").item.id == "abc"


def test_an_unclear_or_unknown_item_says_what_would_do(store: Store):
    store.apply([plan(new=tuple(new(f"ab{n}", f"Title {n}") for n in range(7)))], None, now=NOW)

    with pytest.raises(StoreError, match=r"item 'ab' is not clear: ab0, ab1, ab2, ab3, ab4, … "):
        store.item("ab")
    with pytest.raises(StoreError, match="no item has an id that begins with 'zz'"):
        store.item("zz")
    with pytest.raises(StoreError, match="no item has an id that begins with ''"):
        store.item("")
    with pytest.raises(StoreError, match=r"no item has the address 'https://desk\.example/none'"):
        store.item("https://desk.example/none")


# ------------------------------------------------------------------ sources
def test_sources_are_listed_with_what_they_brought(filled: Store):
    rows = {row.state.name: row for row in filled.sources()}

    assert list(rows) == ["desk", "paper"]
    assert (rows["desk"].items, rows["desk"].relevant) == (3, 1)
    assert (rows["paper"].items, rows["paper"].relevant) == (1, 1)
    assert rows["paper"].url == "https://paper.example/feed"
    assert (rows["paper"].configured_kind, rows["paper"].enrolled) == ("auto", True)


def test_polls_are_listed_newest_first(store: Store):
    store.apply([plan(at=NOW - HOUR), plan("paper"), plan(at=NOW + HOUR)], None, now=NOW)

    assert [each.at for each in store.polls("desk")] == [NOW + HOUR, NOW - HOUR]
    assert [each.source for each in store.polls(limit=2)] == ["desk", "paper"]
    assert store.polls("desk", limit=1) == (replace(plan(at=NOW + HOUR).poll),)
