"""What kind of change one wording is against another, and whether people may hear of it."""

import re
from collections.abc import Iterator

from monitor.identify.classes import Words, classify, edit_score, is_same_headline
from monitor.identify.keys import content_keys
from monitor.identify.novelty import Edit
from monitor.records import EDIT_CLASSES, TOLD_CLASSES, Candidate, EditClass, KnownItem
from monitor.text import FOLD_VERSION, fold, words

COSMETIC_KEPT = 4  # wordings of one state that differ in quotes and dashes; more are not kept
NEAR = 0.3  # share of common words from which two texts may be one article
_UNRELATED = 0.1
_ENOUGH_WORDS = 12  # different ones, below which two wordings of one thing may share nothing
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}\b)*(?:[.,]\d+)?")
_LOOKED_AT = 300  # characters in which a wrong encoding shows
_MISREAD = ("cp1252", "latin-1", "cp1251", "koi8-r", "cp866", "iso8859-9")
_READ = ("utf-8", "cp1251", "koi8-r", "cp1254")


def compare_wording(candidate: Candidate, known: KnownItem) -> Edit | None:
    """How a known item changed, or None if it did not (or only seems to have)."""
    if known.keys.fold_version != FOLD_VERSION:
        return None  # its keys are about to be rebuilt; nothing can be compared until then
    keys = (candidate.keys.title_key, candidate.keys.text_key)
    if keys == (known.keys.title_key, known.keys.text_key):
        return _cosmetic(candidate, known)
    if is_garbled(candidate, known) or _is_poorer(candidate, known):
        return None
    if keys in known.past:
        return _back(candidate, known)
    return _edit(candidate, known)


def _cosmetic(candidate: Candidate, known: KnownItem) -> Edit | None:
    """Other quotes, dashes or case. Kept, never told, and not kept for ever."""
    if (candidate.title, candidate.summary) == (known.title, known.summary):
        return None
    if known.revision - len(known.past) >= COSMETIC_KEPT:
        return None
    return Edit(
        candidate=candidate,
        known=known,
        edit="cosmetic",
        is_event=False,
        seq=known.revision + 1,
        unstable=known.unstable,
    )


def _back(candidate: Candidate, known: KnownItem) -> Edit:
    """A wording that the item had before: a sighting; the second one means that it flips."""
    return Edit(
        candidate=candidate,
        known=known,
        edit="cosmetic",
        is_event=False,
        seq=known.revision,
        back=True,
        unstable=known.unstable or known.backs > 0,
    )


def _is_poorer(candidate: Candidate, known: KnownItem) -> bool:
    """Whether the same headline came with less text: a shorter feed is no edit of the article."""
    if candidate.keys.title_key != known.keys.title_key:
        return False
    summary = fold(candidate.summary)
    if not candidate.content and summary == fold(known.summary):
        return True
    return not candidate.content and fold(known.summary).startswith(summary)


def _edit(candidate: Candidate, known: KnownItem) -> Edit:
    """A new state of the item, with its class and what may be told of it."""
    before, after = _words(known), _words(candidate)
    kind, is_retitled = _kind(candidate, known, before, after)
    is_other = _is_other_article(candidate, known)
    if is_other:
        kind = "headline" if is_retitled else "text"
    is_tellable = kind in TOLD_CLASSES and not is_other
    return Edit(
        candidate=candidate,
        known=known,
        edit=kind,
        is_event=is_tellable and is_told_unasked(kind, is_retitled=is_retitled),
        is_tellable=is_tellable,
        score=edit_score(before, after),
        seq=known.revision + 1,
        unstable=known.unstable,
    )


def is_told_unasked(kind: EditClass, *, is_retitled: bool) -> bool:
    """Whether a class of edits is told where a rule names none: number and above, headlines."""
    if EDIT_CLASSES.index(kind) <= EDIT_CLASSES.index("number"):
        return True
    return is_retitled and EDIT_CLASSES.index(kind) <= EDIT_CLASSES.index("headline")


def _words(state: Candidate | KnownItem) -> Words:
    return Words(title=state.title, summary=state.summary, content=state.content)


def _kind(
    candidate: Candidate, known: KnownItem, before: Words, after: Words
) -> tuple[EditClass, bool]:
    """The class of an edit, and whether the headline has other words."""
    is_retitled = candidate.keys.title_key != known.keys.title_key
    if is_retitled and is_repaired(candidate, known):
        return "cosmetic", False
    kind = classify(before, after)
    is_notice = kind in ("withdrawn", "correction")
    if not is_retitled and not is_notice and _is_enriched(candidate, known):
        return "enrichment", False
    is_retitled = is_retitled and not is_same_headline(known.title, candidate.title)
    return kind, is_retitled


def _is_enriched(candidate: Candidate, known: KnownItem) -> bool:
    """Whether there is more text under the same headline, and what was there stands."""
    if not known.keys.text_key:
        return True
    if fold(candidate.summary).startswith(fold(known.summary)) and not candidate.content:
        return True
    known_alone = content_keys(known.title, known.summary, "").text_key == known.keys.text_key
    return known_alone and (
        fold(candidate.summary) == fold(known.summary)
        or fold(known.summary) in fold(candidate.content)
    )


def _is_other_article(candidate: Candidate, known: KnownItem) -> bool:
    """Whether an address shows something unrelated now (``/latest``): kept, not told as an edit."""
    new, old = text_of(candidate.title, candidate.summary), text_of(known.title, known.summary)
    return min(len(new), len(old)) >= _ENOUGH_WORDS and overlap(new, old) < _UNRELATED


# ------------------------------------------------------------------ numbers and words
def numbers(text: str) -> frozenset[str]:
    """The numbers of a text by value (``1,200`` is ``1200``), without times of day."""
    return frozenset(_values(_CLOCK.sub(" ", text)))


def _values(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", match[0]).replace(",", ".")
        whole, _, fraction = digits.partition(".")
        yield f"{whole.lstrip('0') or '0'}.{fraction.rstrip('0')}".rstrip(".")


def text_of(*parts: str) -> frozenset[str]:
    """The set of folded words of some texts."""
    return frozenset(word for part in parts for word in words(fold(part)))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words that two texts have in common (Jaccard)."""
    return len(a & b) / len(a | b) if a or b else 0.0


# ------------------------------------------------------------------ wrongly decoded
def is_garbled(candidate: Candidate, known: KnownItem) -> bool:
    """Whether the new wording is the known one, read in a wrong encoding."""
    title = candidate.draft.title or candidate.title
    if "\ufffd" in title and "\ufffd" not in known.title:
        return True
    return _is_misreading(title, known.title) or _is_misreading(candidate.summary, known.summary)


def is_repaired(candidate: Candidate, known: KnownItem) -> bool:
    """Whether the known wording was the one that had been read in a wrong encoding."""
    return _is_misreading(known.title, candidate.title)


def _is_misreading(wrong: str, right: str) -> bool:
    wrong, right = wrong[:_LOOKED_AT], right[:_LOOKED_AT]
    if wrong.isascii() or fold(wrong) == fold(right):
        return False
    expected = text_of(right)
    return any(overlap(text_of(read), expected) >= 0.5 for read in _readings(wrong))


def _readings(text: str) -> Iterator[str]:
    for misread in _MISREAD:
        raw = text.encode(misread, "replace")
        if raw.count(b"?") - text.count("?") > len(text) // 4:
            continue
        for read in _READ:
            if read != misread:
                yield raw.decode(read, "replace")
