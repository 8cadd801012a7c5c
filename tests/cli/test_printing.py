"""Safe text, JSON lines and tables, apart from any verb."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.printing import cut, laid_out, one_line, say, show_json, visible

TRICKS = "a\x1b[31mb\x07c\u202ed\u2066e\x9bf\x7fg\ud800h\ufeffi\u200fj"
anything = st.text(st.characters())  # surrogates and controls, too


@given(anything)
def test_nothing_that_a_terminal_obeys_is_left(text: str):
    kept = visible(text)

    assert not {unicodedata.category(letter) for letter in kept} & {"Cs"}
    assert all(unicodedata.category(letter) != "Cc" or letter in "\t\n" for letter in kept)
    assert visible(kept) == kept


@given(anything)
def test_a_cell_is_one_line(text: str):
    assert not set(one_line(text)) & set("\t\n\r\v\f\x1c\x85\u2028")


def test_every_visible_letter_stays():
    assert visible(TRICKS) == "a[31mbcdefghij"
    assert visible("می\u200cخواهم 👩\u200d💻 ქართული") == "می\u200cخواهم 👩\u200d💻 ქართული"


@given(st.dictionaries(anything, anything, max_size=4))
def test_json_says_the_same_and_is_safe_to_show(row: dict[str, str]):
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert show_json([row, row]) == 2

    lines = out.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == [row, row]
    assert all(visible(line) == line for line in lines)


def test_letters_are_not_escaped_in_json(capsys):
    show_json([{"title": "Վրաստան, საქართველო"}])

    assert capsys.readouterr().out == '{"title": "Վրաստան, საქართველო"}\n'


def test_what_is_said_goes_to_standard_error_and_keeps_its_lines(capsys):
    say("two\nlines \x1b[2J")

    assert capsys.readouterr() == ("", "two\nlines [2J\n")


# ------------------------------------------------------------------ tables
ROWS = [
    ("14:31", "GE", "Upper Lars road closed by snow; at least 410 lorries waiting", "7"),
    ("13:50", "AM", "ქალაქის საბჭომ ბიუჯეტი დაამტკიცა", "12"),
]
COLUMNS = ("seen", "where", "title", "copies")


def table(width: int, *, whole: bool = False) -> list[str]:
    lines = laid_out(COLUMNS, ROWS, wide=("title",), whole=whole, width=width)
    return [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in lines]


def test_a_wide_terminal_shows_everything():
    assert table(100) == [
        "seen   where  title                                                         copies",
        "14:31  GE     Upper Lars road closed by snow; at least 410 lorries waiting       7",
        "13:50  AM     ქალაქის საბჭომ ბიუჯეტი დაამტკიცა                                  12",
    ]


def test_the_wide_column_gives_way():
    assert table(60) == [
        "seen   where  title                                   copies",
        "14:31  GE     Upper Lars road closed by snow; at le…       7",
        "13:50  AM     ქალაქის საბჭომ ბიუჯეტი დაამტკიცა            12",
    ]


def test_what_must_not_be_cut_stands_beneath():
    assert table(60, whole=True)[1:3] == [
        "14:31  GE                                                  7",
        "  Upper Lars road closed by snow; at least 410 lorries",
    ]


def test_a_narrow_terminal_gives_the_wide_column_lines_of_its_own():
    assert table(30) == [
        "seen   where  copies",
        "14:31  GE          7",
        "  Upper Lars road closed by",
        "  snow; at least 410 lorries",
        "  waiting",
        "13:50  AM         12",
        "  ქალაქის საბჭომ ბიუჯეტი",
        "  დაამტკიცა",
    ]


def test_no_rows_are_no_table():
    assert table(80) != []
    assert list(laid_out(COLUMNS, [], wide=(), whole=False, width=80)) == []


def test_states_have_a_colour_and_words():
    lines = list(laid_out(("state",), [("dead",), ("new",)], wide=(), whole=False, width=80))

    assert lines[1:] == ["\x1b[31mdead\x1b[0m", "new"]


@given(
    st.lists(st.tuples(anything, anything, anything), min_size=1, max_size=4), st.integers(20, 120)
)
def test_a_table_is_never_wider_than_the_terminal(rows, width):
    from rich.cells import cell_len

    kept = [tuple(one_line(cell)[:200] for cell in row) for row in rows]
    lines = laid_out(("a", "b", "c"), kept, wide=("c",), whole=False, width=width)

    firsts = [line for line in lines if not line.startswith("  ")]
    assert all(
        cell_len(line.replace("\x1b[1m", "").replace("\x1b[0m", "")) <= width for line in firsts
    )


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("📰📰📰", 5, "📰📰…"),
        ("a b c", 4, "a b…"),
        ("", 0, ""),
    ],
)
def test_what_is_cut_ends_in_an_ellipsis_and_fits(text: str, width: int, shown: str):
    assert cut(text, width) == shown
