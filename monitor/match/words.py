"""One field's words: folded for comparison, with the way back to how they stand in the text."""

from bisect import bisect_right
from collections.abc import Sequence

from monitor.text import fold_aligned, fold_with_offsets

_ENDS_A_SENTENCE = frozenset(".!?:;…—–|«»“”„\"'‘’()[]•\n։՝")
_LONG_WORD = 4  # letters from which a word's capital says how a headline is written
_TELLING_WORDS = 4  # long words that a headline needs to say so
_TITLE_CASE = 0.65  # share of capitals among longer words from which capitals mean nothing


class Words:
    """One field's words, folded, with the way back to its text."""

    __slots__ = ("_added", "_aligned", "_known", "_offsets", "_starts", "folded", "text")

    def __init__(self, text: str) -> None:
        """Fold `text`; where the words stand is worked out only when somebody asks for it."""
        self.text = text
        self._offsets: Sequence[int] | None = None  # of each folded letter; None: they are its own
        # Letters of the aligned text that the text has not; None: nobody asked where they are.
        self._added: Sequence[int] | None = ()
        # և is one letter in the text and two in the folded form, and the only one that is common.
        if "և" in text:
            aligned = fold_aligned(text.replace("և", "եւ"))
            self._added = None
        else:
            aligned = fold_aligned(text)
        if aligned is None:
            folded = fold_with_offsets(text)
            aligned, self._offsets = folded.text, folded.offsets
        self._aligned = aligned
        self.folded: list[str] = aligned.split()
        self._starts: list[int] = []  # in the aligned text, of the words met on the way
        self._known: dict[int, int] = {}  # ... of the words asked for

    def start(self, at: int) -> int:
        """Where word `at` begins in the text."""
        return self._original(self._start(at))

    def end(self, at: int) -> int:
        """Where word `at` ends in the text, exclusive."""
        return self._original(self._start(at) + len(self.folded[at]) - 1) + 1

    def _start(self, at: int) -> int:
        """Where word `at` begins in the aligned text: between two words there is only space."""
        if (known := self._known.get(at)) is None:
            known = self._known[at] = self._found(at)
        return known

    def _found(self, at: int) -> int:
        starts, folded = self._starts, self.folded
        if at >= len(starts) and folded.index(word := folded[at]) == at:
            return f" {self._aligned} ".find(f" {word} ")  # it stands there for the first time
        while len(starts) <= at:
            behind = starts[-1] + len(folded[len(starts) - 1]) if starts else 0
            starts.append(self._aligned.find(folded[len(starts)], behind))
        return starts[at]

    def _original(self, at: int) -> int:
        if self._offsets is not None:
            return self._offsets[at]
        if self._added is None:
            letters = (at for at, letter in enumerate(self.text) if letter == "և")
            self._added = [at + count for count, at in enumerate(letters, 1)]
        return at - bisect_right(self._added, at) if self._added else at

    def original(self, first: int, last: int) -> str:
        """The words as they stand in the text."""
        return self.text[self.start(first) : self.end(last - 1)]

    def is_capital(self, at: int) -> bool:
        """Whether word `at` begins with a capital, or in a script that has none."""
        letter = self.text[self.start(at)]
        return not letter.islower() or "\u10d0" <= letter <= "\u10ff"

    def begins_a_sentence(self, at: int) -> bool:
        """Whether word `at` stands where every word has a capital."""
        if at == 0:
            return True
        between = self.text[self.end(at - 1) : self.start(at)]
        return not _ENDS_A_SENTENCE.isdisjoint(between)

    @property
    def is_headline_case(self) -> bool:
        """Whether the text is Written Like This, or LIKE THIS: then its capitals say nothing."""
        return self._share_of_capitals() >= _TITLE_CASE

    def _share_of_capitals(self) -> float:
        long = [at for at, word in enumerate(self.folded) if len(word) >= _LONG_WORD]
        if len(long) < _TELLING_WORDS:
            return 0.0
        return sum(self.is_capital(at) for at in long) / len(long)
