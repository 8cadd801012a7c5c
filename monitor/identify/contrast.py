"""What speaks against two texts being one, however alike they read.

The dangerous pair in news is the template: all words equal but a number, a name or a "not". What
differs is looked at, not what is shared: numbers by value, words that are opposites, negations,
and names that stand in each other's place.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice, product
from typing import Literal

from monitor.identify import wording
from monitor.identify.opposites import is_negated, is_negation, stances
from monitor.identify.places import place_of
from monitor.identify.tokens import Token, tokens
from monitor.identify.trimming import trimmed
from monitor.text import script_of

LEAD = 60  # tokens of a text that say what has happened
ALIGNED = 300  # tokens of a text that are laid side by side
SWAP = 4  # tokens on a side of a difference up to which one stands for the other
_STEM = 4  # letters by which two forms of a name are one
_ALIKE = 0.75  # likeness of two spellings of one name: Aliyev, Aliev
_NAMES = 20  # of a text that are looked for in another one
_SHOWN = 3  # differences named in a reason
_LOCATIVES = ("ში", "დან", "თან", "ელი", "ელმა", "ეთ", "ეთი")
_CAPITALS = 0.6  # share of capitalised words from which a headline tells no names
_TITLE_WORDS = """
    mr mrs ms dr pm mp president minister prime ministry government parliament general the a an in
    on at of and for to is are was deputy premier foreign defence defense interior company corp
    inc ltd republic president’s президент министр премьер г мид правительство парламент նախագահ
    վարչապետ նախարար bakan başkan cumhurbaşkani nazir prezident baş i it its he she they we us his
    her this that but with from new
"""
_TITLES = frozenset(_TITLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Contrast:
    """One thing that speaks against two texts being one."""

    kind: Literal["number", "day", "opposite", "name", "word"]
    why: str


@dataclass(frozen=True)
class Wording:
    """A headline and a text as tokens."""

    title: tuple[Token, ...]
    body: tuple[Token, ...]

    @cached_property
    def all(self) -> tuple[Token, ...]:
        """Headline and text."""
        return (*self.title, *self.body)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every form, shares without their sign."""
        return frozenset(_bare(each.form) for each in self.all)

    @cached_property
    def names(self) -> frozenset[str]:
        """Forms that stand capitalised inside a sentence."""
        capitals = sum(1 for each in self.title if each.is_name or each.is_opening)
        told = self.body if capitals > _CAPITALS * len(self.title) else self.all
        return frozenset(each.form for each in told if each.is_name)


def wording_of(title: str, text: str) -> Wording:
    """The tokens of a plain headline and a plain text, without what carriers hang on them."""
    body = trimmed(wording.body(trimmed(text)))
    return Wording(tokens(wording.headline(title)), tokens(body))


def contrast(a: Wording, b: Wording, *, aligned: bool = False) -> Contrast | None:
    """Why two texts that read alike are not one; None where nothing speaks against it.

    `aligned` says that the texts are one word for word but for little: then only what stands in
    one another's place counts, since a caption or a cut paragraph brings numbers of its own.
    """
    figures = None if aligned else _figures(a, b)
    return figures or _stands(a, b) or next(_swaps(a, b), None)


def names_differ(a: Wording, b: Wording) -> bool:
    """Whether a name stands for another one in two texts of one wording."""
    return any(found.kind == "name" for found in _swaps(a, b))


def stances_of_leads(a: Wording, b: Wording) -> tuple[Contrast, ...]:
    """What two reports in words of their own say against each other: numbers, days, opposites."""
    heads = Wording(a.title, ()), Wording(b.title, ())
    opposite = _stands(a, b) or next((c for c in _swaps(*heads) if c.kind == "opposite"), None)
    return tuple(found for found in (_figures(a, b), opposite) if found is not None)


# ------------------------------------------------------------------ numbers
def _figures(a: Wording, b: Wording) -> Contrast | None:
    mine, theirs = _own_figures(a, b), _own_figures(b, a)
    if mine and theirs:
        days = all(form[0] == "@" for form in (*mine, *theirs))
        why = f"each has a number of its own: {_listed(mine)} and {_listed(theirs)}"
        return Contrast("day" if days else "number", why)
    mine, theirs = _own_years(a, b), _own_years(b, a)
    if mine and theirs:
        why = f"each has a year of its own: {_listed(mine)} and {_listed(theirs)}"
        return Contrast("day", why)
    return None


def _own_figures(a: Wording, b: Wording) -> list[str]:
    lead = (*a.title, *a.body[:LEAD])
    return [each.form for each in lead if each.is_claimed and _bare(each.form) not in b.forms]


def _own_years(a: Wording, b: Wording) -> list[str]:
    lead = (*a.title, *a.body[:LEAD])
    return [each.form for each in lead if _is_year(each.form) and each.form not in b.forms]


def _is_year(form: str) -> bool:
    return len(form) == 5 and form[:3] in ("#19", "#20") and form[1:].isdigit()


def _bare(form: str) -> str:
    return form.rstrip("%") if form[:1] == "#" else form


def has_own_figure(a: Wording, b: Wording) -> bool:
    """Whether the lead of `a` states a number that `b` does not."""
    return bool(_own_figures(a, b))


# ------------------------------------------------------------------ opposites in the headlines
def _stands(a: Wording, b: Wording) -> Contrast | None:
    return _opposed(_own_words(a, b), _own_words(b, a))


def _own_words(a: Wording, b: Wording) -> list[str]:
    """Words of a headline of which the other one has no form, neither there nor in the lead."""
    stems = {each.form[:5] for each in (*b.title, *b.body[:LEAD])}
    return [each.form for each in a.title if each.form[:5] not in stems]


def _opposed(mine: Sequence[str], theirs: Sequence[str]) -> Contrast | None:
    ours = {stance: word for word in mine for stance in stances(word)}
    others = {stance: word for word in theirs for stance in stances(word)}
    for (pair, pole), word in ours.items():
        against = others.get((pair, not pole))
        if against and (pair, not pole) not in ours and (pair, pole) not in others:
            return _says(word, against)
    return None


def _says(one: str, other: str) -> Contrast:
    return Contrast("opposite", f"one says {one!r}, the other {other!r}")


# ------------------------------------------------------------------ what stands for what
def _swaps(a: Wording, b: Wording) -> Iterator[Contrast]:
    pairs: Counter[tuple[str, str]] = Counter()
    for one, other in ((a.title, b.title), (a.body[:ALIGNED], b.body[:ALIGNED])):
        for mine, theirs in spans_apart(one, other):
            found = _difference(a, b, mine, theirs)
            if found is not None:
                yield found
            if len(mine) == len(theirs) == 1 and _may_be_names(mine[0], theirs[0]):
                pair = (mine[0].form[:_STEM], theirs[0].form[:_STEM])
                pairs[pair] += 1
                if pairs[pair] > 1:
                    why = f"{mine[0].form!r} stands for {theirs[0].form!r} throughout"
                    yield Contrast("name", why)


def _may_be_names(one: Token, other: Token) -> bool:
    """Whether two words that stand for each other may be names, in whatever script."""
    if _are_forms(one.form, other.form) or one.form[:1] in "#@" or other.form[:1] in "#@":
        return False
    return _is_caseless(one.form) or all(t.is_name or t.is_opening for t in (one, other))


def spans_apart(
    one: Sequence[Token], other: Sequence[Token]
) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """Short spans in which two texts differ, between spans that they share."""
    left, right = [each.form for each in one], [each.form for each in other]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    if 2 * shared < min(len(left), len(right)):
        return
    for what, start, end, begin, until in matcher.get_opcodes():
        if what == "equal" or end - start > SWAP or until - begin > SWAP:
            continue
        yield one[start:end], other[begin:until]


def _difference(
    a: Wording, b: Wording, mine: Sequence[Token], theirs: Sequence[Token]
) -> Contrast | None:
    left, right = [each.form for each in mine], [each.form for each in theirs]
    if sum(map(is_negation, left)) % 2 != sum(map(is_negation, right)) % 2:
        return Contrast("opposite", "one of them says no")
    if not left or not right:
        return None
    for one, other in product(left, right):
        if is_negated(one, other):
            return _says(one, other)
    figures = [{_bare(form) for form in side if form[0] in "#@"} for side in (left, right)]
    if figures[0] - figures[1] and figures[1] - figures[0]:
        one, other = (_listed(sorted(side)) for side in figures)
        why = f"each has a number of its own: {one} and {other}"
        return Contrast("number", why)
    return _opposed(left, right) or _named(a, b, mine, theirs)


def _named(
    a: Wording, b: Wording, mine: Sequence[Token], theirs: Sequence[Token]
) -> Contrast | None:
    one = [each.form for each in mine if _is_name(each, a) and not _is_met(each.form, b)]
    other = [each.form for each in theirs if _is_name(each, b) and not _is_met(each.form, a)]
    if not one and not other and len(mine) == len(theirs) == 1:
        one, other = _located(mine[0].form, theirs[0].form)
    if one and other:
        return Contrast("name", f"names differ: {_listed(one)} and {_listed(other)}")
    return None


def _is_name(each: Token, text: Wording) -> bool:
    if each.form in _TITLES or each.form[:1] in "#@" or is_agency(each.form):
        return False
    if place_of(each.form) is not None:
        return True
    return each.form in text.names


def own_names(a: Wording, b: Wording) -> tuple[str, ...]:
    """Names that stand in `a` and, in no form, in `b`; the first ones of a long text alone."""
    names = dict.fromkeys(each.form for each in a.all[:ALIGNED] if _is_name(each, a))
    return tuple(name for name in islice(names, _NAMES) if not _is_met(name, b))


def _is_met(name: str, text: Wording) -> bool:
    """Whether a name stands in a text, in this form or another one."""
    place = place_of(name)
    return any(
        _are_forms(name, form) or (place is not None and place_of(form) == place)
        for form in text.forms
    )


def _are_forms(one: str, other: str) -> bool:
    """Whether two words are forms or spellings of one."""
    if one == other:
        return True
    if one[:1] in "#@" or other[:1] in "#@" or min(len(one), len(other)) < _STEM:
        return False
    if one[:_STEM] == other[:_STEM]:
        return True
    if one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _located(one: str, other: str) -> tuple[list[str], list[str]]:
    """Two Georgian words with one ending of place, each of another stem."""
    if _is_caseless(one) and not _are_forms(one, other):
        for ending in _LOCATIVES:
            if one.endswith(ending) and other.endswith(ending):
                return [one], [other]
    return [], []


def _is_caseless(word: str) -> bool:
    return script_of(word) == "georgian"


def is_agency(word: str) -> bool:
    """Whether a folded word is the name of an agency or a paper that is known."""
    return wording.signed(f"x - {word}") == "x"


def _listed(forms: Sequence[str]) -> str:
    return ", ".join(form.lstrip("#@") for form in forms[:_SHOWN])
