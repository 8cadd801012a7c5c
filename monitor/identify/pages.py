"""How the page of an item changed between two looks."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from monitor.identify import noise, wording
from monitor.identify.edits import numbers, overlap, text_of
from monitor.identify.keys import digest
from monitor.identify.novelty import EditClass
from monitor.text import fold

SHRUNK = 0.2  # of the former length; less is confirmed by a second look
_LONG_WORDS = 25  # a text of fewer words cannot shrink in earnest
_RELATED = 0.4  # share of an item's own words that its page shows
_UNRELATED = 0.1
_ENOUGH_WORDS = 12
_SMALL_LETTERS = 4  # shorter words are mostly those that every text has
_ADDED_WORDS = 6  # a sentence
_EXCERPT_CHARS = 600
_COMPARED = 4_000  # words of changed blocks that are compared
_NOT_FOUND = re.compile(
    r"\b(?:404|page not found|not found|error 5\d\d|does not exist|no longer available"
    r"|access denied|forbidden|страница не найдена|не найден\w*|ошибка"
    r"|доступ (?:запрещен|ограничен)"
    r"|էջը չի գտնվել|չի գտնվել|səhifə tapilmadi|tapilmadi|გვერდი (?:ვერ|არ) მოიძებნა|ვერ მოიძებნა"
    r"|sayfa bulunamadi|bulunamadi)\b"
)
_CORRECTION = re.compile(
    r"\b(?:corrections?|correct(?:ed|ing)|clarifications?|clarif(?:ied|ies)"
    r"|(?:an )?(?:earlier|previous) version|errata|erratum|retract(?:ed|ion)|editor s note"
    r"|исправлен\w*|исправлени\w*|уточнен\w*|поправк\w*|опровержени\w*|в предыдущей версии"
    r"|в более ранней версии|ошибочно|приносим извинения|от редакции"
    r"|ուղղում\w*|շտկում\w*|ճշգրտում\w*|հերքում\w*|վրիպակ\w*|նախորդ տարբերակ\w*"
    r"|düzəliş\w*|dəqiqləşdirmə\w*|təkzib\w*|əvvəlki versiya\w*|səhvən"
    r"|შესწორება\w*|დაზუსტება\w*|უარყოფა\w*|წინა ვერსია\w*|შეცდომით"
    r"|düzeltme\w*|düzeltildi|tekzip\w*|önceki sürüm\w*|açiklama notu|yanlişlikla)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """A page's title and text, as one look found them."""

    title: str
    text: str  # blocks a line each


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEdit:
    """What kind of change one state of a page is against another."""

    edit: EditClass
    is_event: bool
    before: str  # the blocks that changed, cut to an excerpt
    after: str


def page_key(words: PageWords, common: Collection[str]) -> tuple[str, str]:
    """Keys of title and text without noise; equal for two looks at an unchanged article."""
    return title_key(words.title), digest(" ".join(noise.own_words(words.text, common)))


def title_key(title: str) -> str:
    """The key of a headline, without labels."""
    return digest(fold(wording.headline(title)))


def is_shrunk(before: PageWords, after: PageWords, common: Collection[str]) -> bool:
    """Whether nearly all of a text is gone."""
    old = len(noise.own_words(before.text, common))
    return old >= _LONG_WORDS and len(noise.own_words(after.text, common)) < SHRUNK * old


def shows(words: PageWords, *known: str) -> bool:
    """Whether a page shows the item that has the `known` words, and no wall or error."""
    own = {word for word in text_of(*known) if len(word) > 3} or text_of(*known)
    shown = text_of(words.title, words.text)
    return bool(own) and len(own & shown) >= _RELATED * len(own)


def is_error(words: PageWords) -> bool:
    """Whether a page says of itself that it is none, whatever its status was."""
    return _NOT_FOUND.search(fold(words.title)) is not None


def compare_pages(
    before: PageWords, after: PageWords, *, common: Collection[str] = (), retitled: bool
) -> PageEdit:
    """What was edited; the first class that fits. The two are known to differ."""
    old, new = _changed(before.text, after.text, common)
    gone, come = fold(" ".join(old)), fold(" ".join(new))

    def edit(name: EditClass, *, is_event: bool) -> PageEdit:
        return PageEdit(
            edit=name,
            is_event=is_event,
            before="\n".join(old)[:_EXCERPT_CHARS],
            after="\n".join(new)[:_EXCERPT_CHARS],
        )

    if _is_other(before, after):
        return edit("text", is_event=False)
    if len(_CORRECTION.findall(come)) > len(_CORRECTION.findall(gone)):
        return edit("correction", is_event=True)
    if _numbers_differ(before, after, old, new):
        return edit("number", is_event=True)
    if retitled and not _is_typo(before.title, after.title):
        return edit("headline", is_event=True)
    if is_shrunk(before, after, common):
        return edit("removed", is_event=True)
    added, removed = _word_counts(gone, come)
    if added >= _ADDED_WORDS and removed < _ADDED_WORDS:
        return edit("added", is_event=False)
    if removed >= _ADDED_WORDS and added < _ADDED_WORDS:
        return edit("removed", is_event=False)
    return edit("text", is_event=False)


def _changed(before: str, after: str, common: Collection[str]) -> tuple[list[str], list[str]]:
    """The article's own blocks that only one of two texts has."""
    old, new = (list(noise.own_blocks(text, common)) for text in (before, after))
    kept = {noise.masked_block(each) for each in old} & {noise.masked_block(each) for each in new}
    return (
        [each for each in old if noise.masked_block(each) not in kept],
        [each for each in new if noise.masked_block(each) not in kept],
    )


def _is_other(before: PageWords, after: PageWords) -> bool:
    """Whether the address shows something unrelated now: a live page (``/latest``)."""
    new, old = (
        frozenset(word for word in text_of(each.title, each.text) if len(word) > _SMALL_LETTERS)
        for each in (after, before)
    )
    return min(len(new), len(old)) >= _ENOUGH_WORDS and overlap(new, old) < _UNRELATED


def _numbers_differ(before: PageWords, after: PageWords, old: list[str], new: list[str]) -> bool:
    """Whether each side has a number that the other lacks, in the title or in changed blocks."""
    titles = numbers(before.title), numbers(after.title)
    if titles[0] != titles[1] and text_of(before.title) != text_of(after.title):
        return True
    mine, theirs = numbers("\n".join(new)), numbers("\n".join(old))
    whole = numbers(before.text), numbers(after.text)
    return bool((mine - theirs) - whole[0]) and bool((theirs - mine) - whole[1])


def _word_counts(gone: str, come: str) -> tuple[int, int]:
    """How many words came and how many went."""
    old, new = Counter(gone.split()[:_COMPARED]), Counter(come.split()[:_COMPARED])
    return (new - old).total(), (old - new).total()


def _is_typo(old: str, new: str) -> bool:
    before, after = fold(old).split(), fold(new).split()
    changed = [(a, b) for a, b in zip(before, after, strict=False) if a != b]
    if len(before) != len(after) or len(changed) != 1:
        return False
    a, b = changed[0]
    return min(len(a), len(b)) > 4 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8
