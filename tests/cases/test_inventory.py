"""Every acceptance case of identity has tests that bear its number."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
CASES = set(range(1, 56))
TEST = re.compile(r"^(?:async )?def (test_case_\w+)", re.MULTILINE)
NAMED = re.compile(r"test_(case(?:_and)?(?:_\d\d)+(?:_and(?:_\d\d)+)*)")
# What decides and keeps: from a document or a page to the outbox, the store, the files.
WHOLE = ("cases", "e2e", "store")
PARTS_ALONE = {47, 48}  # about the keys of words, which nobody sees


def cases_of(name: str) -> set[int]:
    """The cases that a test shows: ``test_case_31_and_33_…`` shows two."""
    found = NAMED.match(name)
    return {int(number) for number in re.findall(r"\d\d", found[1])} if found else set()


def shown_in(*folders: str) -> set[int]:
    return {
        case
        for folder in folders
        for path in (TESTS / folder).rglob("test_*.py")
        for name in TEST.findall(path.read_text("utf-8"))
        for case in cases_of(name)
    }


def test_every_case_has_a_test():
    assert sorted(CASES - shown_in(".")) == []


def test_every_case_that_a_person_would_notice_is_shown_from_document_to_outbox():
    assert sorted(CASES - PARTS_ALONE - shown_in(*WHOLE)) == []


def test_every_test_that_bears_a_number_bears_one_of_a_case():
    assert shown_in(".") <= CASES


def test_a_test_may_bear_several_numbers():
    assert cases_of("test_case_31_and_33_rates") == {31, 33}
    assert cases_of("test_case_23_24_25_noise") == {23, 24, 25}
    assert cases_of("test_case_08_the_title_of_2026") == {8}
    assert cases_of("test_another_case") == set()
