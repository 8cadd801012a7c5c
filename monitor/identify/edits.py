"""What kind of change one wording is against another, and whether people may hear of it."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from monitor.identify import wording
from monitor.identify.keys import content_keys
from monitor.identify.novelty import Edit, EditClass
from monitor.records import Candidate, KnownItem
from monitor.text import FOLD_VERSION, fold, words

COSMETIC_KEPT = 4  # wordings of one state that differ in quotes and dashes; more are not kept
NEAR = 0.3  # share of common words from which two texts may be one article
_LEAD_WORDS = 100  # of a text whose numbers count: further down they change all the time
_UNRELATED = 0.1
_ENOUGH_WORDS = 12  # different ones, below which two wordings of one thing may share nothing
_TYPO_LETTERS = 5  # shorter words turn into their opposites by one letter (not, now)
_TYPO_RATIO = 0.8
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
    edit, is_event = _classify(candidate, known)
    return Edit(
        candidate=candidate,
        known=known,
        edit=edit,
        is_event=is_event,
        seq=known.revision + 1,
        unstable=known.unstable,
    )


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


def _back(candidate: Candidate, known: KnownItem) -> Edit | None:
    """A wording that the item had before: a sighting, and a mark that it goes to and fro."""
    if known.unstable:
        return None
    return Edit(
        candidate=candidate,
        known=known,
        edit="cosmetic",
        is_event=False,
        seq=known.revision,
        unstable=True,
    )


def _is_poorer(candidate: Candidate, known: KnownItem) -> bool:
    """Whether the same headline came with less text: a shorter feed is no edit of the article."""
    if candidate.keys.title_key != known.keys.title_key:
        return False
    summary = fold(candidate.summary)
    if not candidate.content and summary == fold(known.summary):
        return True
    return not candidate.content and fold(known.summary).startswith(summary)


def _classify(candidate: Candidate, known: KnownItem) -> tuple[EditClass, bool]:
    is_retitled = candidate.keys.title_key != known.keys.title_key
    if is_retitled and is_repaired(candidate, known):
        return "cosmetic", False
    if not is_retitled and _is_enriched(candidate, known):
        return "enrichment", False
    if _numbers_differ(candidate, known, is_retitled=is_retitled):
        return "number", not _is_other_article(candidate, known)
    if not is_retitled or _is_typo(candidate.title, known.title):
        return "text", False
    return "headline", not _is_other_article(candidate, known)


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


# ------------------------------------------------------------------ numbers and letters
def numbers(text: str) -> frozenset[str]:
    """The numbers of a text by value (``1,200`` is ``1200``), without times of day."""
    return frozenset(_values(_CLOCK.sub(" ", text)))


def _values(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", match[0]).replace(",", ".")
        whole, _, fraction = digits.partition(".")
        yield f"{whole.lstrip('0') or '0'}.{fraction.rstrip('0')}".rstrip(".")


def _numbers_differ(candidate: Candidate, known: KnownItem, *, is_retitled: bool) -> bool:
    if is_retitled:
        new = numbers(wording.headline(candidate.title))
        if new != numbers(wording.headline(known.title)):
            return True
    new, old = numbers(_lead(candidate.summary)), numbers(_lead(known.summary))
    return bool(new - old) and bool(old - new)


def _lead(text: str) -> str:
    return " ".join(text.split(maxsplit=_LEAD_WORDS)[:_LEAD_WORDS])


def _is_typo(new: str, old: str) -> bool:
    """Whether one longer word that is no name changed by a letter or two."""
    before, after = old.split(), new.split()
    if len(before) != len(after):
        return False
    changed = [(a, b) for a, b in zip(before, after, strict=True) if fold(a) != fold(b)]
    if len(changed) != 1:
        return False
    a, b = changed[0]
    if a[:1].isupper() or min(len(a), len(b)) < _TYPO_LETTERS:
        return False
    return SequenceMatcher(None, fold(a), fold(b), autojunk=False).ratio() >= _TYPO_RATIO


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
