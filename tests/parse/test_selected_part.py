"""The part of a watched page that the user names."""

from dataclasses import replace

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from tests.parse.newsroom import NOW, SOURCE, document


def part(body: str, select: str, kind="page") -> str | None:
    source = replace(SOURCE, kind=kind, select=select)
    reading = read_document(document(body, "text/html"), kind="page", source=source, now=NOW)
    return reading.drafts[0].content


def test_each_block_and_each_row_is_a_line_and_cells_are_apart():
    body = (
        "<body><h1>Roads</h1><div id=x>Now<p>The <b>pass</b> is <i>shut</i>.<br>Call 112</p>again"
        "<script>no()</script><!-- nor this --><table><tr><td>Lars</td><td>open</td></tr>"
        "<tr><th>Guba</th></tr></table></div><p>beside</p></body>"
    )
    assert part(body, "#x") == (
        "Now\n\nThe pass is shut.\n\nCall 112\n\nagain\n\nLars open\n\nGuba"
    )


def test_all_elements_that_match_are_read_in_order_and_each_word_once():
    body = "<body><div class=a>One<div class=a>two</div></div><p>no</p><div class=a>three</div>"
    assert part(body, ".a") == "One\n\ntwo\n\nthree"


def test_words_of_a_part_are_no_markup():
    assert part("<body><p id=x>1 &lt; 2 &amp; 3</p></body>", "#x") == "1 &lt; 2 &amp; 3"


def test_a_selector_of_a_source_that_turned_out_to_be_a_page_names_no_part():
    with pytest.raises(ParseError, match="no article was found"):
        part("<body><p id=x>Short</p></body>", "#x", kind="auto")


@pytest.mark.parametrize(
    ("select", "said"),
    [("p:::x", "not a CSS selector"), ("#y", "matches no words"), ("#e", "matches no words")],
)
def test_a_part_that_is_not_there_is_an_error_that_says_so(select, said):
    with pytest.raises(ParseError, match=said) as caught:
        part("<body><p id=x>Words</p><p id=e> </p></body>", select)
    assert caught.value.kind == "no-article"
