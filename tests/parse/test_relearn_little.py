"""What is left of a list may be little: it stays the list, and no chance list replaces it."""

from dataclasses import replace

import pytest

from monitor.errors import ParseError
from tests.parse.newsroom import TITLES
from tests.parse.test_relearn import FIRST, learned, read, rows

MANY = (*TITLES, *(f"{title} again" for title in TITLES))


def test_a_list_that_lost_most_of_its_entries_stays_if_they_are_known():
    memory = learned(f'<ul class="one">{rows(MANY)}</ul>')

    reading = read(f'<ul class="one">{rows(TITLES[:3])}</ul>', memory)

    assert reading.layout is None
    assert [draft.title for draft in reading.drafts] == list(TITLES[:3])


def test_a_few_lines_that_happen_to_be_links_do_not_replace_a_list():
    memory = learned(f'<ul class="one">{rows(MANY)}</ul>')
    links = "".join(f"<p><a href='/x{n}'>Our printed issue number {n}</a></p>" for n in range(3))

    with pytest.raises(ParseError) as caught:
        read(f"<footer>{links}</footer>", memory)

    assert caught.value.kind == "no-list"


def test_a_place_remembered_as_titles_and_dates_in_turns_is_found_by_that():
    memory = replace(learned(FIRST), wrapper="turns link ul.one > li.n > a")

    reading = read(FIRST, memory)

    assert reading.layout is None
    assert [draft.title for draft in reading.drafts] == list(TITLES)


def test_titles_and_dates_that_take_turns_no_more_are_looked_for_anew():
    memory = replace(learned(FIRST), wrapper="turns link div.gone > a")

    reading = read(FIRST, memory)

    assert reading.layout is not None
    assert "nothing stands at the former place" in reading.layout.reason
