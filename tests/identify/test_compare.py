"""How two drafts relate."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.identify import compare
from monitor.records import Draft
from tests.identify.shelf import TEXTS, TOPICS, on

WIRE = Draft(url="https://kura.example/1", title=TOPICS[0], summary=f"{TEXTS[0]} {TEXTS[1]}")
ELSEWHERE = replace(WIRE, url="https://aras.example/9")


def relation(a: Draft, b: Draft) -> str:
    assert compare(a, b).relation == compare(b, a).relation
    return compare(a, b).relation


def test_one_address_with_near_words_is_one_item():
    assert relation(WIRE, replace(WIRE, url="http://www.kura.example/1?utm_source=x")) == "same"
    assert relation(replace(WIRE, url=None, guid="a"), replace(WIRE, guid="a")) == "same"


def test_one_address_with_other_words_is_not_the_same():
    assert relation(WIRE, replace(WIRE, title=TOPICS[5], summary=TEXTS[5])) == "different"


def test_the_same_words_elsewhere_are_a_copy():
    assert relation(WIRE, ELSEWHERE) == "copy"
    assert relation(replace(WIRE, title=f"UPDATE: {WIRE.title}"), ELSEWHERE) == "copy"


@pytest.mark.parametrize("tail", [" - Reuters", " | aras.example", " - kura.example"])
def test_a_signature_does_not_hide_a_copy(tail):
    bare = Draft(title=TOPICS[1])

    assert relation(bare, replace(bare, title=TOPICS[1] + tail)) == "copy"


def test_two_forms_of_one_signature_do_not_hide_a_copy():
    forms = [Draft(title=f"{TOPICS[1]} - {tail}") for tail in ("Kura Herald", "kuraherald.example")]

    assert relation(*forms) == "copy"


def test_most_of_the_wording_is_a_copy():
    longer = replace(ELSEWHERE, summary=f"{WIRE.summary} {TEXTS[2]}")

    assert relation(WIRE, longer) == "copy"


def test_a_number_on_each_side_is_no_copy():
    one, other = (
        replace(WIRE, url=None, summary=f"{n} killed. {WIRE.summary}", published=on(1, n))
        for n in (2, 4)
    )
    verdict = compare(one, other)

    assert verdict.relation == "story"
    assert verdict.why == ("each has a number of its own: 2 and 4",)


def test_a_number_on_each_side_may_be_another_day_s_where_no_day_is_stated():
    one, other = (replace(WIRE, url=None, summary=f"{n} killed. {WIRE.summary}") for n in (2, 4))

    assert relation(one, other) == "different"


def test_a_number_on_one_side_needs_more_of_the_wording():
    text = " ".join(TEXTS[:4])
    half = " ".join((*TEXTS[:2], *TEXTS[4:6]))
    one = Draft(title=TOPICS[0], summary=text)
    other = Draft(title=TOPICS[0], summary=half)

    assert relation(one, other) == "copy"
    assert relation(one, replace(other, summary=f"{half} 12 cars wait.")) == "story"


def test_the_same_words_a_week_apart_are_different():
    old = replace(WIRE, url=None, published=on(1))

    assert relation(old, replace(ELSEWHERE, published=on(12))) == "different"
    assert relation(old, replace(ELSEWHERE, published=on(2))) == "copy"
    assert on(12).at - on(1).at > dt.timedelta(hours=72)


def test_few_equal_words_are_no_copy():
    photos = Draft(title="Photos of the day")

    assert relation(photos, photos) != "copy"


def test_nothing_in_common_is_different():
    assert relation(WIRE, Draft(title=TOPICS[6], summary=TEXTS[6])) == "different"
    assert relation(Draft(), Draft()) == "different"
