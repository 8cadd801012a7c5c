"""Find many names in a text: an index of folded stems, asked once for each different word.

Finding costs one dictionary look-up a word, whatever the number of names: what a word can be a part
of is worked out the first time it is met and kept, in a table with a limit. A name of several words
is looked up by its longest one, so that "in", "the" and "of" ask nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

from monitor.match.languages import WordPattern

Role = Literal["concept", "block", "part", "list"]
_KEPT_WORDS = 40_000  # different words remembered; then the table starts anew
_LONGEST_WORD = 60  # characters; what is longer is no name
_SHORTEST_HEAD = 3  # letters that stand before the tail of a "*name"
_LOOK = 3  # letters by which a neighbour is looked up
_PREFIX = 2  # letters by which tails are looked up
# Look-alikes, pair by pair, in folded form.
_LATIN, _CYRILLIC = "abcehkmoptxyisj", "авсенкмортхуіѕј"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)


class Name(NamedTuple):
    """One way to write one thing: its words, what they stand for, and how sure they must be."""

    words: tuple[WordPattern, ...]
    role: Role
    target: str  # concept id, list id, part of a chain, or the blocked phrase
    cased: bool = False  # counts only when it begins with a capital, in scripts that have them
    shouted: bool = False  # an abbreviation such as WHO: counts only all in capitals
    common: bool = False  # also an ordinary word: the capital must mean something


# A name met in a text: from its first word up to its last, exclusive.
Hit: TypeAlias = tuple[Name, int, int]


class _Entry(NamedTuple):
    """A name, under the word by which it is looked up."""

    name: Name
    back: int  # words of the name before that word
    others: tuple[tuple[int, WordPattern], ...]  # the rest of its words, by distance


# Distance of a neighbour, letters of its look, entries by that look.
_Phrases: TypeAlias = tuple[tuple[int, int, dict[str, tuple[_Entry, ...]]], ...]


class _Part(NamedTuple):
    """What a word is alone, and what it is a part of: by the distance and look of a neighbour."""

    alone: tuple[Name, ...]
    phrases: _Phrases


_Known: TypeAlias = tuple[()] | tuple[_Part | None, _Part | None]
Scanned: TypeAlias = list[tuple[int, _Known]]
_ANCHORS, _CONTEXT = 0, 1


class _Memory(dict[str, _Known]):
    """What each word met so far can be a part of: anchors and context, or nothing."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._stems: dict[str, list[_Entry]] = {}
        self._tails: dict[str, list[_Entry]] = {}
        for name in names:
            entry = _entry(name)
            word = name.words[entry.back]
            if word.tail:
                self._tails.setdefault(word.stem[:_PREFIX], []).append(entry)
            else:
                self._stems.setdefault(word.stem, []).append(entry)
        self._longest = max(map(len, self._stems), default=0)

    def __missing__(self, word: str) -> _Known:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        entries = [
            entry
            for spelling in _spellings(word[:_LONGEST_WORD])
            for entry in self._look_up(spelling)
        ]
        known: _Known = ()
        if entries:
            anchors = [entry for entry in entries if entry.name.role != "list"]
            context = [entry for entry in entries if entry.name.role == "list"]
            known = (_part(anchors), _part(context))
        self[word] = known
        return known

    def _look_up(self, word: str) -> Iterator[_Entry]:
        for size in range(min(len(word), self._longest), 0, -1):
            for entry in self._stems.get(word[:size], ()):
                if entry.name.words[entry.back].accepts(word):
                    yield entry
        if not self._tails:
            return
        for at in range(_SHORTEST_HEAD, len(word) - 1):
            for entry in self._tails.get(word[at : at + _PREFIX], ()):
                tail = entry.name.words[entry.back]
                if word.startswith(tail.stem, at) and tail.accepts(word):
                    yield entry


class Lexicon:
    """All names of a profile, indexed."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Index the names by the longest stem of each."""
        self._memory = _Memory(names)

    def scan(self, words: Sequence[str]) -> Scanned:
        """The folded words that can be a part of some name, each with its place."""
        known = map(self._memory.__getitem__, words)
        return list(filter(_SECOND, enumerate(known)))

    def anchors(self, words: Sequence[str], scanned: Scanned) -> list[Hit]:
        """Every concept's name, part and blocked phrase in folded `words`, overlaps included."""
        return _found(words, scanned, _ANCHORS)

    def context(self, words: Sequence[str], scanned: Scanned) -> list[Hit]:
        """Every word of the lists in folded `words`, overlaps included."""
        return _found(words, scanned, _CONTEXT)


_SECOND = itemgetter(1)


def _found(words: Sequence[str], scanned: Scanned, which: int) -> list[Hit]:
    found: list[Hit] = []
    count = len(words)
    for at, known in scanned:
        if (part := known[which]) is None:
            continue
        alone, phrases = part
        for name in alone:
            found.append((name, at, at + 1))  # noqa: PERF401 - mostly there is one, or none
        for distance, size, by_look in phrases:
            beside = at + distance
            if 0 <= beside < count:
                for entry in by_look.get(words[beside][:size], ()):
                    if _goes_on(words, at, entry):
                        first = at - entry.back
                        found.append((entry.name, first, first + len(entry.others) + 1))
    return found


def _goes_on(words: Sequence[str], at: int, entry: _Entry) -> bool:
    """Whether the words around one are the name's, too."""
    first = at - entry.back
    if first < 0 or first + len(entry.others) >= len(words):
        return False
    return all(pattern.accepts(words[at + distance]) for distance, pattern in entry.others)


def _part(entries: Sequence[_Entry]) -> _Part | None:
    if not entries:
        return None
    by_distance: dict[tuple[int, int], dict[str, list[_Entry]]] = {}
    for entry in entries:
        if entry.others:
            distance, beside = entry.others[0]
            size = 0 if beside.tail or len(beside.stem) < _LOOK else _LOOK
            looks = by_distance.setdefault((distance, size), {})
            looks.setdefault(beside.stem[:size], []).append(entry)
    return _Part(
        tuple(entry.name for entry in entries if not entry.others),
        tuple(
            (distance, size, {look: tuple(each) for look, each in looks.items()})
            for (distance, size), looks in by_distance.items()
        ),
    )


def _entry(name: Name) -> _Entry:
    if len(name.words) == 1:
        return _Entry(name, 0, ())
    sizes = [0 if word.tail else len(word.stem) for word in name.words]
    back = sizes.index(max(sizes))
    others = [(at - back, word) for at, word in enumerate(name.words) if at != back]
    others.sort(key=lambda other: -sizes[other[0] + back])  # the most telling neighbour first
    return _Entry(name, back, tuple(others))


def _spellings(word: str) -> tuple[str, ...]:
    """The word, and where Latin and Cyrillic letters are mixed in it, each script alone."""
    if word.isascii() or not any("a" <= letter <= "z" for letter in word):
        return (word,)
    if not any("а" <= letter <= "ј" for letter in word):
        return (word,)
    return (word, word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN))


def longest(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Of overlapping names the longest, of equals a blocked phrase; in the order of the text."""
    if all(left[2] <= right[1] for left, right in pairwise(hits)):
        return hits
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=_rank):
        span = range(hit[1], hit[2])
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(hit)
    return sorted(kept, key=_SECOND)


def _rank(hit: Hit) -> tuple[int, bool, int, int]:
    name, first, last = hit
    letters = sum(len(word.stem) for word in name.words)
    return first - last, name.role != "block", -letters, first
