"""What kind of edit turned one wording into another: rules alone, the gravest one that fits.

The order is that of :data:`monitor.records.EDIT_CLASSES`. Only what differs is looked at: headlines
as a whole, texts by the sentences that one of the two states lacks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from monitor.identify import notices, wording
from monitor.identify.contrast import Wording, contrast, has_own_figure, own_names
from monitor.identify.tokens import Token, tokens
from monitor.identify.worddiff import COMPARED_CHARS, Passage, differences, passages, share_changed
from monitor.records import EDIT_CLASSES, EditClass
from monitor.text import fold

ALIKE = 0.5  # share of common words from which a headline is the same one, changed
_SENTENCE_WORDS = 5  # fewer words that came or went are no sentence
_LOPSIDED = 3  # times as many words came as went (or went as came): text was added (or removed)
_COUNTER_WORDS = 3  # a number among fewer words is a counter: "12 comments"
_LEAD_WORDS = 100  # of a text: in so short a one every number counts
_PASSAGES = 40  # changed places of one text that are looked at
_PASSAGE_CHARS = 8_000  # of each
_END_CHARS = 20_000  # at the beginning and at the end of what changed, where notices are looked for
_TYPO_LETTERS = 5  # shorter words turn into their opposites by one letter (not, now)
_TYPO_RATIO = 0.8
_TYPOS = 3  # corrected words; more of them are another text
_QUOTED_WORDS = 3  # fewer words in quotation marks are a name or irony
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_QUOTED = re.compile(r"“([^“”]{1,600})”|«([^«»]{1,600})»|„([^„“”]{1,600})[“”]|\"([^\"]{1,600})\"")
_KINDS: dict[str, EditClass] = {
    "number": "number",
    "day": "number",
    "opposite": "negation",
    "name": "quote-or-name",
}
_RANKS = {name: rank for rank, name in enumerate(EDIT_CLASSES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One state of an item: plain texts, any of them may be empty."""

    title: str
    summary: str = ""
    content: str = ""


def classify(before: Words, after: Words) -> EditClass:
    """The class of an edit; ``cosmetic`` where the words are the same."""
    pairs = _pairs(before, after)
    changed = [each for pair in pairs for each in passages(*pair)]
    gone = _ends("\n".join((before.title, *(each.before for each in changed))))
    come = _ends("\n".join((after.title, *(each.after for each in changed))))
    if notices.retractions(come) > notices.retractions(gone):
        return "withdrawn"
    if notices.corrections(come) > notices.corrections(gone):
        return "correction"
    whole = Words(title="", summary=fold(gone), content=fold(come))
    found = (_headline(before.title, after.title), *_texts(pairs, changed, whole))
    return min(found, key=_RANKS.__getitem__)


def edit_score(before: Words, after: Words) -> float:
    """How much of an item changed, from 0 (nothing) to 1 (every word of it)."""
    pairs = ((before.title, after.title), *_pairs(before, after))
    old, new = ("\n".join(each) for each in zip(*pairs, strict=True))
    return round(share_changed(old, new), 3)


def _ends(text: str) -> str:
    """Where a newsroom puts a notice: the beginning and the end of a text."""
    return text if len(text) <= 2 * _END_CHARS else f"{text[:_END_CHARS]}\n{text[-_END_CHARS:]}"


def _pairs(before: Words, after: Words) -> list[tuple[str, str]]:
    """The texts that can be compared: one that a source leaves out once says nothing."""
    pairs = [(before.summary, after.summary), (before.content, after.content)]
    found = [pair for pair in pairs if all(pair)]
    return found or [(before.content or before.summary, after.content or after.summary)]


def is_same_headline(old: str, new: str) -> bool:
    """Whether two headlines say the same in the same words, however they are written."""
    return _headline(old, new) in ("cosmetic", "typo")


# ------------------------------------------------------------------ headlines
def _headline(old: str, new: str) -> EditClass:
    old, new = wording.headline(old), wording.headline(new)
    a, b = Wording(tokens(old), ()), Wording(tokens(new), ())
    clocks = set(_CLOCK.findall(old)), set(_CLOCK.findall(new))
    if _forms(a.title) == _forms(b.title) and clocks[0] == clocks[1]:
        return "cosmetic"
    found = contrast(a, b)
    if found is not None:
        return _KINDS[found.kind]
    is_alike = _share_kept(a.title, b.title) >= ALIKE
    if clocks[0] - clocks[1] and clocks[1] - clocks[0] and is_alike:
        return "number"
    if is_alike and (has_own_figure(a, b) or has_own_figure(b, a)):
        return "number"
    if _are_typos(a.title, b.title):
        return "typo"
    if is_alike and (own_names(a, b) or own_names(b, a) or _own_quotes(old, new)):
        return "quote-or-name"
    return "headline"


def _share_kept(one: Sequence[Token], other: Sequence[Token]) -> float:
    """The share of words that two headlines have in common, in order."""
    left, right = _forms(one), _forms(other)
    changed = sum(max(b - a, d - c) for a, b, c, d in differences(left, right))
    return 1 - changed / max(len(left), len(right), 1)


# ------------------------------------------------------------------ texts
def _texts(
    pairs: Sequence[tuple[str, str]], changed: Sequence[Passage], whole: Words
) -> Iterator[EditClass]:
    """The classes of what changed in texts; `whole` has the changed words of both states folded."""
    shown = [_cut(each) for each in changed[:_PASSAGES]]
    sides = [(Wording((), tokens(each.before)), Wording((), tokens(each.after))) for each in shown]
    is_short = all(len(text.split(maxsplit=_LEAD_WORDS)) < _LEAD_WORDS for p in pairs for text in p)
    for a, b in sides:
        yield from _contrasts(a, b, is_short=is_short)
        if any(name not in whole.summary for name in own_names(b, a)):
            yield "quote-or-name"
        if any(name not in whole.content for name in own_names(a, b)):
            yield "quote-or-name"
    if any(_own_quotes(each.before, each.after) for each in shown):
        yield "quote-or-name"
    yield _sizes(sides, is_wordless=not any(map(_differ, changed)))


def _cut(passage: Passage) -> Passage:
    return Passage(passage.before[:_PASSAGE_CHARS], passage.after[:_PASSAGE_CHARS])


def _differ(passage: Passage) -> bool:
    one, other = passage.before, passage.after
    if len(one) + len(other) > COMPARED_CHARS:
        return True
    return fold(one) != fold(other)


def _contrasts(a: Wording, b: Wording, *, is_short: bool) -> Iterator[EditClass]:
    """A number, a denial or a name that stands for another one in a sentence."""
    kept = len(set(_forms(a.body)) & set(_forms(b.body)))
    is_alike = is_short or kept >= max(_COUNTER_WORDS, ALIKE * min(len(a.body), len(b.body)))
    found = contrast(a, b) if is_alike else None
    if found is not None:
        yield _KINDS[found.kind]


def _sizes(sides: Sequence[tuple[Wording, Wording]], *, is_wordless: bool) -> EditClass:
    """Whether sentences came or went, letters were put right, or the text is another one."""
    added = removed = 0
    for a, b in sides:
        for start, end, begin, until in differences(_forms(a.body), _forms(b.body)):
            removed += end - start
            added += until - begin
    if not added and not removed:
        return "cosmetic" if is_wordless else "text"
    if added >= _SENTENCE_WORDS and added > _LOPSIDED * removed:
        return "added"
    if removed >= _SENTENCE_WORDS and removed > _LOPSIDED * added:
        return "removed"
    return "typo" if all(_are_typos(a.body, b.body) for a, b in sides) else "text"


# ------------------------------------------------------------------ words
def _forms(side: Sequence[Token]) -> list[str]:
    return [each.form for each in side]


def _are_typos(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether nothing differs but a letter or two in longer words that are no names."""
    spans = differences(_forms(one), _forms(other))
    if any(b - a != d - c for a, b, c, d in spans):
        return False
    pairs = [p for a, b, c, d in spans for p in zip(one[a:b], other[c:d], strict=True)]
    return len(pairs) <= _TYPOS and all(_is_typo(*pair) for pair in pairs)


def _is_typo(one: Token, other: Token) -> bool:
    if one.is_name or other.is_name or one.form[:1] in "#@" or other.form[:1] in "#@":
        return False
    if min(len(one.form), len(other.form)) < _TYPO_LETTERS:
        return False
    return SequenceMatcher(None, one.form, other.form, autojunk=False).ratio() >= _TYPO_RATIO


def _own_quotes(old: str, new: str) -> bool:
    """Whether one of two texts quotes words that the other does not have at all."""
    folded = fold(old), fold(new)
    return any(each not in folded[1] for each in _quotes(old)) or any(
        each not in folded[0] for each in _quotes(new)
    )


def _quotes(text: str) -> Iterator[str]:
    for found in _QUOTED.finditer(text):
        words = fold(next(filter(None, found.groups()), ""))
        if len(words.split()) >= _QUOTED_WORDS:
            yield words
