"""Every row of the table of threats has a test that bears its number."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
COUNTS = {"N": 51, "C": 34, "P": 15, "D": 19}
ACCESS = ("A09", "A10", "A12")  # the others belong to pages that do not exist
ROWS = {
    *(f"{group}{number:02}" for group, count in COUNTS.items() for number in range(1, count + 1)),
    *ACCESS,
}
ELSEWHERE: dict[str, str] = {}  # rows that cannot be tested here, with the reason
NAMED = re.compile(r"test_([ncpda]\d\d)(?:_to_([ncpda]\d\d))?_", re.IGNORECASE)


def names_of_tests() -> list[str]:
    return [
        node.name
        for path in sorted(TESTS.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def rows_of(name: str) -> set[str]:
    """The rows that a test shows: one, or those from one to another."""
    if (found := NAMED.match(name)) is None:
        return set()
    first, last = found[1].upper(), (found[2] or found[1]).upper()
    return {f"{first[0]}{number:02}" for number in range(int(first[1:]), int(last[1:]) + 1)}


def test_every_row_has_a_test_or_a_reason():
    shown = {row for name in names_of_tests() for row in rows_of(name)}

    assert sorted(ROWS - shown - ELSEWHERE.keys()) == []
    assert sorted(shown & ELSEWHERE.keys()) == []


def test_every_test_that_bears_a_number_bears_one_of_the_table():
    assert {row for name in names_of_tests() for row in rows_of(name)} <= ROWS
