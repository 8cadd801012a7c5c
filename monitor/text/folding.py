"""Folding: the form of a text in which two spellings of the same words are equal."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitor.text.references import REFERENCE, unescape

FOLD_VERSION = 1  # raise it whenever fold() gives another result for any text: keys are rebuilt

# Category Cf without a need to scan 1.1 million code points at import; a test compares.
_INVISIBLE = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]+")
# Accents that stay apart after composition carry no meaning for a comparison (a stress mark in
# a Russian word, the dot of a lower-cased İ); other marks are vowels of their scripts and stay.
_ACCENT_BLOCKS = (
    *((0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF)),
    *((0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF)),
)
_LETTERS = {"İ": "i", "I": "i", "ı": "i", "ё": "е", "_": " "}
# Apostrophes that Unicode counts as letters: Baku's suffix must fall off like after U+0027.
_LETTERS |= dict.fromkeys(map(chr, (*range(0x2B9, 0x2C0), 0x2C8, 0x2CA, 0x2CB)), " ")


class _Table(dict[int, str]):
    """Code point to folded text, filled as letters are met and bounded by `_CACHED`."""

    _CACHED = 0x3100  # alphabets; hostile text above them cannot grow the table

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        if code < self._CACHED:
            self[code] = folded
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    return "".join(map(_fold_part, unicodedata.normalize("NFKC", letter.casefold())))


def _fold_part(part: str) -> str:
    if part in _LETTERS:
        return _LETTERS[part]
    if any(first <= ord(part) <= last for first, last in _ACCENT_BLOCKS):
        return ""
    return part if part.isalnum() or unicodedata.category(part)[0] == "M" else " "


_TABLE = _Table()
_ASCII = {code: _fold_letter(chr(code)) for code in range(128)}


# The letters and signs of ordinary news, in two alphabets that fit the standard library's 8-bit
# codecs, five times faster than a table. Each folds to one letter and joins none of the others.
_PLAIN = "\0 \n\t" + "".join(map(chr, range(33, 127))) + "\u00a0«»„“”‘’‚–—…•·"
_CYRILLIC_AND_TURKIC = "".join(map(chr, range(0x400, 0x460))) + "ҐґÇçĞğİıÖöŞşÜüƏəÂâÎîÛûÉéÄä"
_ARMENIAN_AND_GEORGIAN = (
    "".join(map(chr, (*range(0x531, 0x557), *range(0x561, 0x587), *range(0x10D0, 0x10F1))))
    + "՝՛՞։՜֊՚"
)


class _Page:
    """An 8-bit code page, and its letters folded; "\ufffe" is a place without a letter."""

    def __init__(self, letters: str) -> None:
        page = (_PLAIN + letters).ljust(256, "\ufffe")
        self._codes = codecs.charmap_build(page)
        self._folded = "".join(
            letter if letter == "\ufffe" else _fold_letter(letter)[0] for letter in page
        )

    def fold(self, text: str) -> str | None:
        """The text with each letter folded, or None if it holds a letter of no place here."""
        try:
            codes = codecs.charmap_encode(text, "strict", self._codes)[0]
        except UnicodeEncodeError:
            return None
        return codecs.charmap_decode(codes, "strict", self._folded)[0].replace("եվ", "եւ")


_PAGES = (_Page(_CYRILLIC_AND_TURKIC), _Page(_ARMENIAN_AND_GEORGIAN))
_FIRST_ARMENIAN = "\u0530"  # the letters of the first page stand before it


def _fold_ordinary(text: str) -> str | None:
    """The letters of an ordinary text folded one by one, spaces as they stand; None of others."""
    if text.isascii():
        return text.translate(_ASCII)
    for page in _PAGES if text[0] < _FIRST_ARMENIAN else _PAGES[::-1]:
        if (folded := page.fold(text)) is not None:
            return folded
    return None


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and for each of its characters the index in the original it came from."""

    text: str
    offsets: Sequence[int]


def fold(text: str) -> str:
    """The form of a text in which two spellings of the same words are equal.

    Entities are read twice, compatibility forms and invisible characters go, case goes (İ, I and ı
    are one letter), ё is е, Armenian եվ, եւ and և are one, everything between words is one space.
    Folding what is folded changes nothing. Never show the result to anybody.
    """
    if "&" in text:
        text = unescape(unescape(text))
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    folded = _fold_ordinary(text.replace("և", "եւ").replace("№", "No"))
    return " ".join((_fold_any(text) if folded is None else folded).split())


def _fold_any(text: str) -> str:
    if not text.isprintable():
        text = _INVISIBLE_RUN.sub("", text)
    while True:
        text = unicodedata.normalize("NFKC", text).translate(_TABLE).replace("եվ", "եւ")
        if unicodedata.is_normalized("NFKC", text):
            return text


def fold_with_offsets(text: str) -> Folded:
    """What :func:`fold` gives, with the way back to the original."""
    offsets: Sequence[int] = range(len(text))
    if "&" in text:
        for _ in range(2):
            text, offsets = _substitute(text, offsets, REFERENCE)
    if not text.isprintable():
        text, offsets = _substitute(text, offsets, _INVISIBLE_RUN)
    plain, plain_offsets = _substitute(text, offsets, _TWOFOLD)
    if (folded := _fold_ordinary(plain)) is not None:
        return _squeeze(folded, plain_offsets)
    return _squeeze(*_fold_letters(text, offsets))


def fold_aligned(text: str) -> str | None:
    """The words of ``fold(text)``, each where it stands in `text`; None where lengths differ."""
    return None if "&" in text or "և" in text or "№" in text else _fold_ordinary(text)


def _substitute(
    text: str, offsets: Sequence[int], pattern: re.Pattern[str]
) -> tuple[str, Sequence[int]]:
    """Read references or drop invisible characters, keeping the offsets in step."""
    if pattern.search(text) is None:
        return text, offsets
    pieces: list[str] = []
    kept: list[int] = []
    end = 0
    for match in pattern.finditer(text):
        read = _READ[pattern](match[0])
        tail = _common_tail(match[0], read)
        pieces += (text[end : match.start()], read)
        kept.extend(offsets[end : match.start()])
        kept.extend([offsets[match.start()]] * (len(read) - tail))
        kept.extend(offsets[match.end() - tail : match.end()])
        end = match.end()
    return "".join((*pieces, text[end:])), (*kept, *offsets[end:])


# Both signs are common, and NFKC reads them as two letters whatever stands beside them.
_TWOFOLD = re.compile("[և№]")
_READ: dict[re.Pattern[str], Callable[[str], str]] = {
    REFERENCE: unescape,
    _INVISIBLE_RUN: lambda _: "",
    _TWOFOLD: lambda sign: unicodedata.normalize("NFKC", sign),
}


def _common_tail(a: str, b: str) -> int:
    """How many characters two texts share at their ends (``&ampJerry`` and ``&Jerry``)."""
    shortest = min(len(a), len(b))
    return next((n for n in range(shortest) if a[-1 - n] != b[-1 - n]), shortest)


def _fold_letters(text: str, offsets: Sequence[int]) -> tuple[str, Sequence[int]]:
    while True:
        text, offsets = _normalize(text, offsets)
        folded = list(map(_TABLE.__getitem__, map(ord, text)))
        if set(map(len, folded)) != {1}:
            offsets = [at for at, part in zip(offsets, folded, strict=True) for _ in part]
        text = "".join(folded).replace("եվ", "եւ")
        if unicodedata.is_normalized("NFKC", text):
            return text, offsets


# What can melt into the character before it: marks, Hangul vowels and finals, Kana voice marks.
_JOINING = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f\uffa0-\uffdf]")


def _normalize(text: str, offsets: Sequence[int]) -> tuple[str, Sequence[int]]:
    if unicodedata.is_normalized("NFKC", text):
        return text, offsets
    pieces: list[str] = []
    kept: list[int] = []
    for start, end in _spans(text):
        piece = unicodedata.normalize("NFKC", text[start:end])
        pieces.append(piece)
        same = len(piece) == end - start
        kept.extend(offsets[start:end] if same else [offsets[start]] * len(piece))
    return "".join(pieces), kept


def _spans(text: str) -> Iterable[tuple[int, int]]:
    """Spans that normalise on their own: whole words that need nothing, else their clusters."""
    for word in _WORD.finditer(text):
        start, end = word.span()
        if unicodedata.is_normalized("NFKC", word[0]):
            yield start, end
        else:
            yield from _clusters(text, start, end)


_SPACES = re.compile("  +")
_WORD = re.compile(" [^ ]*|[^ ]+")  # nothing melts into what stands before a space


def _clusters(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A character with whatever may melt into it, one after another."""
    for at in range(start + 1, end + 1):
        if at == end or not _joins(text[at]):
            yield start, at
            start = at


def _joins(letter: str) -> bool:
    if letter < "\u0300":
        return False
    return unicodedata.category(letter)[0] == "M" or _JOINING.match(letter) is not None


def _squeeze(text: str, offsets: Sequence[int]) -> Folded:
    """Runs of spaces to one, none at the ends; `text` holds no other white space."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    kept: list[int] = []
    for run in _SPACES.finditer(text, start, end):
        kept.extend(offsets[start : run.start()])
        start = run.end() - 1
    kept.extend(offsets[start:end])
    return Folded(" ".join(text.split()), kept)


def words(folded: str) -> list[str]:
    """The words of a folded text, in order."""
    return folded.split()


_SCRIPTS = (
    ("latin", re.compile("[a-zA-Z\u00aa\u00ba\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff]")),
    ("cyrillic", re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")),
    ("armenian", re.compile("[\u0531-\u0556\u0559-\u058a\ufb13-\ufb17]")),
    ("georgian", re.compile("[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]")),
)


def script_of(word: str) -> str:
    """The script most of the letters belong to: latin, cyrillic, armenian, georgian or other."""
    counts = {name: len(pattern.findall(word)) for name, pattern in _SCRIPTS}
    name = max(counts, key=counts.__getitem__)
    return name if counts[name] else "other"
