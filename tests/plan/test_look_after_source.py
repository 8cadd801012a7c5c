"""A page that follows its source says nothing new; a page that says more does."""

import datetime as dt
from dataclasses import replace

import pytest

from monitor.records import LookPlan
from tests.plan.builders import NOW
from tests.plan.test_look import HOUR, ITEM, TEXT, known, looked

AT_FIRST = "Tbilisi reopens the Metekhi footbridge; 3 workers were hurt"
BY_SOURCE = "Tbilisi reopens the Metekhi footbridge; 7 workers were hurt"
LINE = "{} 22.11.2026 " + TEXT  # pages whose headline is read as part of their text


def after_source(told_at: dt.datetime | None, text: str) -> LookPlan:
    """A look at a page after its source changed the headline; it was read an hour ago."""
    item = replace(ITEM, title=BY_SOURCE, revision=2)
    before = known(LINE.format(AT_FIRST), item=item, revised_told_at=told_at)
    return looked(BY_SOURCE, text, of=before)


def test_a_page_that_says_what_its_source_was_told_for_since_is_kept_and_not_told():
    plan = after_source(NOW - HOUR / 2, LINE.format(BY_SOURCE))

    assert plan.change is not None
    assert plan.change.revision.edit == "text"
    assert plan.messages == ()


@pytest.mark.parametrize("told_at", [None, NOW - 2 * HOUR])
def test_a_page_is_told_when_nothing_was_told_since_the_last_look(told_at):
    plan = after_source(told_at, LINE.format(BY_SOURCE))

    assert [message.type for message in plan.messages] == ["item.revised"]


def test_a_page_that_says_more_than_its_source_is_told():
    text = LINE.format(BY_SOURCE).replace("4 million lari", "9 million lari")
    plan = after_source(NOW - HOUR / 2, text)

    assert [message.type for message in plan.messages] == ["item.revised"]


def test_words_that_went_from_a_page_are_no_news_of_its_source():
    shorter = LINE.format(AT_FIRST).replace(" when a scaffold fell down", "")
    plan = after_source(NOW - HOUR / 2, shorter)

    assert plan.change is not None
    assert plan.change.revision.edit == "removed"
