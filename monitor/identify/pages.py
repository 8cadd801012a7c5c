"""How the page of an item changed between two looks."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from monitor.identify import noise, wording
from monitor.identify.classes import Words, classify, is_same_headline
from monitor.identify.edits import is_told_unasked, overlap, text_of
from monitor.identify.keys import digest
from monitor.identify.worddiff import share_changed
from monitor.records import EDIT_CLASSES, TOLD_CLASSES, EditClass
from monitor.text import fold

SHRUNK = 0.2  # of the former length; less is confirmed by a second look
_LONG_WORDS = 25  # a text of fewer words cannot shrink in earnest
_RELATED = 0.4  # share of an item's own words that its page shows
_UNRELATED = 0.1
_ENOUGH_WORDS = 12
_SMALL_LETTERS = 4  # shorter words are mostly those that every text has
_EXCERPT_CHARS = 600
_NOT_FOUND = re.compile(
    r"\b(?:404|page not found|not found|error 5\d\d|does not exist|no longer available"
    r"|access denied|forbidden|страница не найдена|не найден\w*|ошибка"
    r"|доступ (?:запрещен|ограничен)"
    r"|էջը չի գտնվել|չի գտնվել|səhifə tapilmadi|tapilmadi|გვერდი (?:ვერ|არ) მოიძებნა|ვერ მოიძებნა"
    r"|sayfa bulunamadi|bulunamadi)\b"
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
    is_event: bool  # told where a rule names no class
    is_tellable: bool  # may be told at all: the address shows the same article
    score: float  # how much changed, from 0 to 1
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
    title = after.title if retitled else before.title
    states = (
        Words(title=before.title, content="\n".join(old)),
        Words(title=title, content="\n".join(new)),
    )
    kind = classify(*states)
    is_retitled = retitled and not is_same_headline(before.title, after.title)
    is_emptied = is_shrunk(before, after, common)
    if is_emptied and EDIT_CLASSES.index(kind) > EDIT_CLASSES.index("correction"):
        kind = "removed"
    is_tellable = kind in TOLD_CLASSES and not _is_other(before, after)
    is_event = is_emptied or is_told_unasked(kind, is_retitled=is_retitled)
    return PageEdit(
        edit=kind,
        is_event=is_tellable and is_event,
        is_tellable=is_tellable,
        score=share_changed(before.title + "\n" + before.text, title + "\n" + after.text),
        before="\n".join(old)[:_EXCERPT_CHARS],
        after="\n".join(new)[:_EXCERPT_CHARS],
    )


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
