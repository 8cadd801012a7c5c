"""A word that stands for another one: ``fire in a bakery``, ``fire in a school``.

Numbers, names and opposites speak for themselves (:mod:`monitor.identify.contrast`). Of any other
word nobody knows whether it makes another event or only another sentence. Where texts are short, or
equal but for it, it is taken to make another event: a second alert costs less than one that never
comes. Words that say nothing of their own do not count, nor do cases, spellings and synonyms.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import product

from monitor.dates.words import WEEKDAYS, WORDS
from monitor.identify.contrast import Contrast, Wording, is_agency, spans_apart
from monitor.identify.forms import are_forms
from monitor.identify.kinship import stem
from monitor.identify.opposites import is_negation, stances
from monitor.identify.small_words import SMALL_WORDS
from monitor.identify.tokens import Token

SHORT_FORMS = 20  # different words of a text, below which each of them weighs
FILLED_WORDS = 80  # of a text that may be a form with another word filled in
SWAP = 3  # words on a side that stand for each other
READ = 200  # words of the longer text in which a word of the shorter one is looked for
_LEAST = 3  # letters of a word that says something


def swapped(a: Wording, b: Wording) -> Contrast | None:
    """Why two texts of one wording tell of two things, by their plain words; None if they do not.

    Both are without the names of papers that sign them.
    """
    is_short = min(len(a.forms), len(b.forms)) < SHORT_FORMS
    found = _each_has_its_own(a, b) if is_short else _filled_in(a, b)
    if found is None:
        return None
    return Contrast("word", f"one says {found[0]!r}, the other {found[1]!r}")


def _each_has_its_own(a: Wording, b: Wording) -> tuple[str, str] | None:
    """A word of each of two short texts that the other one lacks."""
    return _another(_own(a.all[:READ], b), _own(b.all[:READ], a))


def _filled_in(a: Wording, b: Wording) -> tuple[str, str] | None:
    """The word that stands for another one in two texts that are one form filled in twice."""
    is_form = min(len(a.body), len(b.body)) < FILLED_WORDS
    met: Counter[tuple[str, str]] = Counter()
    for is_body, one, other in ((False, a.title, b.title), (True, a.body[:READ], b.body[:READ])):
        for mine, theirs in spans_apart(one, other):
            if max(len(mine), len(theirs)) > SWAP:
                continue
            found = _another(_own(mine, b), _own(theirs, a))
            if found is None:
                continue
            pair = stem(found[0]), stem(found[1])
            met[pair] += 1
            if (is_form and is_body) or met[pair] > 1:
                return found
    return None


def _own(words: Sequence[Token], other: Wording) -> list[str]:
    """The words that say something and have no form in the other text, each once."""
    told = dict.fromkeys(each.form for each in words if _says_something(each.form))
    others = [form for form in other.forms if form[0] not in "#@"] if told else []
    return [
        form
        for form in told
        if form not in other.forms and not any(are_forms(form, each) for each in others)
    ]


def _says_something(form: str) -> bool:
    if len(form) < _LEAST or form[0] in "#@" or form in SMALL_WORDS or is_negation(form):
        return False
    return not is_agency(form) and (form not in WORDS or form in WEEKDAYS)


def _another(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """The first words of two texts that stand against each other; a synonym does not."""
    for one, other in product(mine, theirs):
        if (one in WEEKDAYS) == (other in WEEKDAYS) and not stances(one) & stances(other):
            return one, other
    return None
