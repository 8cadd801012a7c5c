"""Which documents become evidence."""

from dataclasses import replace

from monitor.plan import LookVisit, plan_poll, with_exhibits
from monitor.records import Change, Draft, Known, LookPlan, LookState, Sheet
from monitor.records.evidence import canonical, digest, link_of, words_hash
from tests.plan.builders import NOW, SOURCE, desk, document, visit_of

SHEET = Sheet(document=document(b"<rss>the whole of it</rss>"))


def draft(n: int, title: str) -> Draft:
    return Draft(guid=f"g{n}", url=f"https://kura.example/n/{n}", title=title, summary=f"Text {n}")


def exhibits(*titles: str, sheets: tuple[Sheet, ...] = (SHEET,), **changes):
    drafts = [draft(n, title) for n, title in enumerate(titles)]
    visit = visit_of(*drafts, sheets=sheets, **changes)
    plan = plan_poll(visit, Known(), desk(), now=NOW)
    names = {new.item.id: new.item.title for new in plan.new}
    return [
        (each.sheet, [(names[name], seq) for name, seq in each.revisions]) for each in plan.exhibits
    ]


def test_a_document_is_evidence_of_its_wanted_items_alone():
    assert exhibits("Tbilisi bridge opens", "Lisbon bridge opens", "Porto bridge, maybe") == [
        (SHEET, [("Tbilisi bridge opens", 1), ("Porto bridge, maybe", 1)])
    ]


def test_a_document_without_a_wanted_item_is_no_evidence():
    assert exhibits("Lisbon bridge opens") == []
    assert exhibits() == []


def test_without_a_document_there_is_none():
    assert exhibits("Tbilisi bridge opens", sheets=()) == []


def test_of_an_index_the_sitemap_is_evidence_that_lists_the_item():
    index = replace(SHEET, urls=frozenset())
    first = replace(SHEET, urls=frozenset({"https://kura.example/n/0"}))
    second = replace(SHEET, urls=frozenset({"https://kura.example/n/1"}))

    shown = exhibits(
        "Tbilisi bridge opens", "Tbilisi tunnel opens", "Tbilisi pass opens",
        sheets=(index, first, second),
    )  # fmt: skip

    assert shown == [
        (index, [("Tbilisi pass opens", 1)]),
        (first, [("Tbilisi bridge opens", 1)]),
        (second, [("Tbilisi tunnel opens", 1)]),
    ]


# ------------------------------------------------------------------ looks
def look_visit(**changes) -> LookVisit:
    state = LookState(
        item_id="item1", source="kura", url="https://kura.example/n/1", since=NOW, due_at=NOW
    )
    return replace(LookVisit(source=SOURCE, state=state, sheet=SHEET), **changes)


def look_plan(title: str = "Tbilisi bridge opens", seq: int = 2) -> LookPlan:
    new = plan_poll(visit_of(draft(1, title)), Known(), desk(), now=NOW).new[0]
    revision = replace(new.revision, item_id="item1", seq=seq)
    change = Change(item=replace(new.item, id="item1"), revision=revision, matches=new.matches)
    return LookPlan(state=look_visit().state, change=change)


def test_a_page_with_other_words_is_evidence_of_them():
    (exhibit,) = with_exhibits(look_visit(), look_plan()).exhibits
    assert (exhibit.sheet, exhibit.revisions) == (SHEET, (("item1", 2),))


def test_the_first_text_of_a_page_has_its_evidence_too():
    plan = look_plan(seq=0)
    (exhibit,) = with_exhibits(look_visit(), replace(plan, change=None, first=plan.change)).exhibits
    assert exhibit.revisions == (("item1", 0),)


def test_a_look_that_found_nothing_to_keep_has_none():
    assert with_exhibits(look_visit(sheet=None), look_plan()).exhibits == ()
    assert with_exhibits(look_visit(), replace(look_plan(), change=None)).exhibits == ()
    assert with_exhibits(look_visit(), look_plan("Lisbon bridge opens")).exhibits == ()


# ------------------------------------------------------------------ hashes
def test_canonical_json_has_one_spelling():
    told = {"b": ["თ", 1, None], "a": "\ud800"}
    assert canonical(told) == '{"a":"\\ud800","b":["\\u10d7",1,null]}'


def test_a_link_can_be_made_with_any_sha256():
    assert link_of("0" * 64, digest("{}")) == digest("0" * 64 + "\n" + digest("{}"))


def test_words_that_move_from_field_to_field_are_other_words():
    assert words_hash("a", "b", "") != words_hash("a", "", "b") != words_hash("", "a", "b")
