"""Whether two reports, each in its own words, tell of one event.

What counts is explained in words: how much of each headline the other report bears out, which
names and numbers both tell, and which of them stand against each other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.identify.contrast import Wording, stances_of_leads
from monitor.identify.tokens import Token

STORY = 0.5  # score from which two reports are one story
AGAIN = 0.6  # of each headline, from which a text with another number tells of the same event
STEM = 5  # letters of a word: enough in all six languages
READ = 200  # tokens of a text that are looked at
_NAMES = 8  # shared names beyond which more say no more
# Fitted on labelled pairs of English and Russian reports, and rounded.
_BIAS = -2.15
_BORNE_OUT = 4.0
_SHARED_NAMES = 1.7
_SHARED_FIGURES = 1.0
_EACH_FIGURE = 0.3
_FIGURES = 3  # shared figures beyond which more say no more
_NAMES_AGAINST = 0.3
_FIGURES_AGAINST = 2.8  # in the headlines
_AGAINST = {"number": 1.7, "day": 2.2, "opposite": 2.8}  # in the leads
_SURE = 2.0  # a headline of this many words or fewer bears little out
_COMMON_WORDS = """
    after about again against also been before being could during first from have having into more
    most only other over said says some such than that their them then there these they this those
    under until very were what when where which while will with would your если было были будет
    быть всех даже еще какой когда который которые которая между может можно нужно около очень
    перед после потому почему против свой себя стал стала стали также только через чтобы этого
    этом этот այդպես այլեւ ապա բոլոր եղել եղավ էին կամ համար հետո մասին մեջ միայն մինչեւ նաեւ նրա
    որպես որոնք որտեղ պետք սակայն վրա ასევე ამის ეს იმის იყო იყვნენ თუმცა მაგრამ მათი მერე მხოლოდ
    როგორ რომელიც რომლის უნდა შემდეგ ancak artik bile birlikte buna bunu çünkü daha dedi diye eden
    edildi ettigi gibi göre için içinde kadar olan olarak oldu olduğunu olup onun sonra şekilde
    tarafindan üzere yeni amma artiq belə bildirib edib edilib görə hansi həmin kimi lakin olub
    olunub onlar sonra tərəfindən üçün üzrə
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Kinship:
    """How likely two reports are one story, and why."""

    score: float  # 0 to 1
    why: str


def kinship(a: Wording, b: Wording) -> Kinship:
    """How two reports of any time relate; that they are near in time is asked elsewhere."""
    mine, theirs = _stems(a), _stems(b)
    borne = borne_out(a, b)
    ours, others = _names(a), _names(b)
    shared = ours & others
    most = max(1, min(len(ours), len(others), _NAMES))
    sum_ = _BIAS + _BORNE_OUT * borne + _SHARED_NAMES * min(len(shared) / most, 1.5)
    if _own_names(a, theirs) and _own_names(b, mine):
        sum_ -= _NAMES_AGAINST
    if _against(a, b):
        sum_ -= _FIGURES_AGAINST
    sum_ += _agreed_figures(a, b)
    sum_ -= sum(_AGAINST[each.kind] for each in stances_of_leads(a, b))
    return Kinship(1 / (1 + math.exp(-sum_)), _reason(borne, shared))


def is_told_again(a: Wording, b: Wording) -> bool:
    """Whether two texts of one wording tell of one event, and are not a template filled twice.

    A toll that rose stands among the same names; another town's has names of its own.
    """
    mine, theirs = _names(a), _names(b)
    are_others = 2 * len(mine & theirs) < min(len(mine), len(theirs))
    return not are_others and borne_out(a, b) >= AGAIN


def borne_out(a: Wording, b: Wording) -> float:
    """How much of each headline stands in the other report, 0 to 1."""
    return (_borne_out(a.title, _stems(b)) + _borne_out(b.title, _stems(a))) / 2


def _reason(borne: float, shared: frozenset[str]) -> str:
    names = f", {len(shared)} shared names" if shared else ""
    return f"{borne:.2f} of each headline is borne out by the other report{names}"


def telling(words: Sequence[Token]) -> list[Token]:
    """The words that say something."""
    return [each for each in words if is_telling(each.form)]


def is_telling(form: str) -> bool:
    """Whether a folded word says something: no particle, no common word."""
    return len(form) > 3 and form not in _COMMON


def stem(form: str) -> str:
    """What the forms of a word share; a figure is itself."""
    return form if form[0] in "#@" else form[:STEM]


def _stems(text: Wording) -> frozenset[str]:
    return frozenset(stem(each.form) for each in (*text.title, *text.body[:READ]))


def _borne_out(title: Sequence[Token], stems: frozenset[str]) -> float:
    """The share of a headline's words that stand in the other report."""
    words = telling(title)
    found = sum(1 for each in words if stem(each.form) in stems)
    return found / max(len(words), _SURE)


def _names(text: Wording) -> frozenset[str]:
    return frozenset(
        stem(each.form)
        for each in (*text.title, *text.body[:READ])
        if each.is_name and len(each.form) > 2
    )


def _agreed_figures(a: Wording, b: Wording) -> float:
    """What it weighs that two reports tell the same figures of two digits or more, and how many."""
    ours, others = _telling_figures(a), _telling_figures(b)
    shared = len(ours & others)
    share = shared / max(1, min(len(ours), len(others)))
    return _SHARED_FIGURES * share + _EACH_FIGURE * min(shared, _FIGURES)


def _telling_figures(text: Wording) -> frozenset[str]:
    return frozenset(
        each.form
        for each in (*text.title, *text.body[:READ])
        if each.is_claimed and each.form[0] == "#" and len(each.form) > 2 and each.form[2] != "%"
    )


def _own_names(text: Wording, stems: frozenset[str]) -> bool:
    """Whether a headline names somebody whom the other report does not."""
    return any(
        each.is_name and len(each.form) > 2 and stem(each.form) not in stems for each in text.title
    )


def _against(a: Wording, b: Wording) -> bool:
    """Whether each headline states a number or a date that the other report does not."""
    return _own_figures(a, b) and _own_figures(b, a)


def _own_figures(a: Wording, b: Wording) -> bool:
    return any(each.is_claimed and each.form not in b.forms for each in a.title)
