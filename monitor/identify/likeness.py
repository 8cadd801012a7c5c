"""How much of their wording two texts share."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from monitor.identify.contrast import Wording
from monitor.identify.tokens import Token

SHINGLE = 3  # tokens
BODY_WORDS = 12  # of a text that speaks for itself, whatever headline was put over it
ORDERED_FROM = 0.2  # of runs, below which the order of the words is not looked at
ORDERED_WORDS = 600  # of a text whose order is looked at
PART_WORDS = 15  # of a text that can be known as a part of another


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts share, 0 to 1; 0 where one is too short to say."""

    whole: float  # three-word runs of headline and text
    body: float  # three-word runs of the texts alone
    part: float  # of the shorter one's runs, those that stand in the longer one
    order: float  # words of the texts that stand in the same order

    @property
    def most(self) -> float:
        """The best of them: how much alike two texts are that are one."""
        return max(self.whole, self.body, self.part, self.order)


def likeness(a: Wording, b: Wording) -> Likeness:
    """What two texts share."""
    mine, theirs = _runs(a.all), _runs(b.all)
    whole = _share(mine, theirs)
    body = part = order = 0.0
    if min(len(a.body), len(b.body)) >= BODY_WORDS:
        body = _share(_runs(a.body), _runs(b.body))
        order = _order(a.body, b.body) if max(whole, body) >= ORDERED_FROM else 0.0
    if min(len(a.all), len(b.all)) >= PART_WORDS:
        part = len(mine & theirs) / min(len(mine), len(theirs))
    return Likeness(whole, body, part, order)


def _runs(words: Sequence[Token]) -> frozenset[tuple[str, ...]]:
    forms = [each.form for each in words]
    last = max(len(forms) - SHINGLE + 1, 1)
    return frozenset(tuple(forms[at : at + SHINGLE]) for at in range(last))


def _share(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other)


def _order(one: Sequence[Token], other: Sequence[Token]) -> float:
    left = [each.form for each in one[:ORDERED_WORDS]]
    right = [each.form for each in other[:ORDERED_WORDS]]
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
