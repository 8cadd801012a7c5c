"""Find many names in a text: an index of folded stems, asked once for each different word.

Finding costs one dictionary look-up a word, whatever the number of names: what a word can begin is
worked out the first time it is met and kept, in a table with a limit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.match.languages import WordPattern
from monitor.text import fold, fold_with_offsets

Role = Literal["concept", "block", "list"]
_KEPT_WORDS = 60_000  # different words remembered; then the table starts anew
_LONGEST_WORD = 60  # characters; what is longer is no name
_LATIN, _CYRILLIC = "abcehkmoptxy", "авсенкмортху"  # look-alikes, pair by pair
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write one thing: its words, what they stand for, and how sure they must be."""

    words: tuple[WordPattern, ...]
    role: Role
    target: str  # concept id, list id, or the blocked phrase
    cased: bool = False  # counts only when it begins with a capital, in scripts that have them
    shouted: bool = False  # an abbreviation such as WHO: counts only all in capitals


@dataclass(frozen=True, slots=True)
class Found:
    """A name met in a text: words `first` up to `last` (exclusive)."""

    name: Name
    first: int
    last: int


class Lexicon:
    """All names of a profile, indexed."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Index the names by the stem of their first word."""
        self._stems: dict[str, list[Name]] = {}
        self._tails: dict[str, list[Name]] = {}
        for name in names:
            index = self._tails if name.words[0].tail else self._stems
            index.setdefault(name.words[0].stem, []).append(name)
        self._tail_sizes = sorted({len(tail) for tail in self._tails})
        self._anchors: dict[str, tuple[Name, ...]] = {}  # by word: names and blocked phrases
        self._context: dict[str, tuple[Name, ...]] = {}  # by word: words of lists

    def anchors(self, words: Sequence[str]) -> list[Found]:
        """Every concept's name and blocked phrase in folded `words`, overlaps included."""
        return self._find(words, self._anchors)

    def context(self, words: Sequence[str]) -> list[Found]:
        """Every word of the lists in folded `words`, overlaps included."""
        return self._find(words, self._context)

    def _find(self, words: Sequence[str], kept: dict[str, tuple[Name, ...]]) -> list[Found]:
        found = []
        for at, word in enumerate(words):
            names = kept.get(word)
            if names is None:
                self._remember(word)
                names = kept[word]
            if names:
                found += [
                    Found(name, at, at + len(name.words))
                    for name in names
                    if _goes_on(name, words, at)
                ]
        return found

    def _remember(self, word: str) -> None:
        if len(self._anchors) >= _KEPT_WORDS:
            self._anchors.clear()
            self._context.clear()
        names = [
            name
            for spelling in _spellings(word[:_LONGEST_WORD])
            for name in self._look_up(spelling)
        ]
        self._anchors[word] = tuple(name for name in names if name.role != "list")
        self._context[word] = tuple(name for name in names if name.role == "list")

    def _look_up(self, word: str) -> Iterator[Name]:
        for size in range(len(word), 0, -1):
            for name in self._stems.get(word[:size], ()):
                if name.words[0].accepts(word):
                    yield name
        for at in range(3, len(word)):
            for size in self._tail_sizes:
                for name in self._tails.get(word[at : at + size], ()):
                    if name.words[0].accepts(word):
                        yield name


def _goes_on(name: Name, words: Sequence[str], at: int) -> bool:
    """Whether the words behind the first one are the name's, too."""
    if len(name.words) == 1:
        return True
    following = words[at + 1 : at + len(name.words)]
    return len(following) == len(name.words) - 1 and all(
        pattern.accepts(word) for pattern, word in zip(name.words[1:], following, strict=True)
    )


def _spellings(word: str) -> tuple[str, ...]:
    """The word, and where Latin and Cyrillic letters are mixed in it, each script alone."""
    if word.isascii() or not any("a" <= letter <= "z" for letter in word):
        return (word,)
    if not any("а" <= letter <= "я" for letter in word):
        return (word,)
    return (word, word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN))


def longest(found: Iterable[Found]) -> list[Found]:
    """Of overlapping names the longest, of equals a blocked phrase; in the order of the text."""
    ranked = sorted(
        found,
        key=lambda hit: (hit.first - hit.last, hit.name.role != "block", -_letters(hit), hit.first),
    )
    taken: set[int] = set()
    kept = []
    for hit in ranked:
        span = range(hit.first, hit.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _letters(hit: Found) -> int:
    return sum(len(word.stem) for word in hit.name.words)


class Words:
    """One field's words, folded, with the way back to its text."""

    __slots__ = ("_ends", "_starts", "folded", "text")

    def __init__(self, text: str) -> None:
        """Fold `text`; the offsets are worked out only when somebody asks for them."""
        self.text = text
        self.folded: list[str] = fold(text).split()
        self._starts: list[int] = []
        self._ends: list[int] = []

    def start(self, at: int) -> int:
        """Where word `at` begins in the text."""
        self._locate()
        return self._starts[at]

    def end(self, at: int) -> int:
        """Where word `at` ends in the text, exclusive."""
        self._locate()
        return self._ends[at]

    def original(self, first: int, last: int) -> str:
        """The words as they stand in the text."""
        return self.text[self.start(first) : self.end(last - 1)]

    def is_capital(self, at: int) -> bool:
        """Whether word `at` begins with a capital, or in a script that has none."""
        letter = self.text[self.start(at)]
        return not letter.islower() or "\u10d0" <= letter <= "\u10ff"

    def _locate(self) -> None:
        if self._starts or not self.folded:
            return
        folded = fold_with_offsets(self.text)
        at = 0
        for word in self.folded:
            self._starts.append(folded.offsets[at])
            self._ends.append(folded.offsets[at + len(word) - 1] + 1)
            at += len(word) + 1
