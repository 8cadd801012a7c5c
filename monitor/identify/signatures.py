"""Two headlines without the names under which papers sign them.

Who signs one of them is seen best beside the other: ``Kura Herald`` here and ``kuraherald.example``
there are one paper, and two equal headlines that end in a name each end in two papers.
"""

import re

from monitor.identify import wording
from monitor.identify.places import place_of
from monitor.text import fold

_SIGNED_WORDS = 5  # of a headline whose tail may be taken for a paper that nobody knows
_PAPER_WORDS = 4


def unsigned(one: str, other: str) -> tuple[str, str]:
    """Both plain headlines without the publishers that sign them.

    A tail is a publisher where it is a known one, a host, the name of the other one's host, or
    where two equal headlines end in a name each.
    """
    left, right = wording.headline(one), wording.headline(other)
    tails = [wording.split_tail(title)[1] for title in (left, right)]
    names = wording.publisher_names(*(t for t in tails if wording.host_label(t)))
    left, right = (wording.signed(wording.without_publisher(t, names)) for t in (left, right))
    heads = [_without_papers(title) for title in (left, right)]
    is_signed = fold(heads[0]) == fold(heads[1]) and len(heads[0].split()) >= _SIGNED_WORDS
    return (heads[0], heads[1]) if is_signed else (left, right)


def _without_papers(title: str) -> str:
    """A title without the last clauses that look like names of papers."""
    head, tail = wording.split_tail(title)
    while head and _looks_like_a_paper(tail):
        title = head
        head, tail = wording.split_tail(title)
    return title


def _looks_like_a_paper(tail: str) -> bool:
    words = re.split(r"[\s-]+", tail)
    return len(words) <= _PAPER_WORDS and all(
        word[:1].isupper() and not any(map(str.isdigit, word)) and place_of(fold(word)) is None
        for word in words
    )
