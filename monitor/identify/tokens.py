"""A text as comparable tokens: folded words, numbers by value, dates as one token each.

``three killed on 9 January`` and ``3 killed on 09.01`` give the same tokens, in any of the six
languages. A figure begins with ``#``, a date (month and day) with ``@``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.dates.words import MONTH, WORDS
from monitor.dates.words import fold as fold_date_word
from monitor.identify.numerals import is_one, scale_of, value_of
from monitor.identify.places import is_georgian_name
from monitor.text import fold, script_of

_SHAPES = re.compile(
    r"(?P<clock>(?<![\d.])\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<iso>(?<!\d)(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?!\d))"
    r"|(?P<dmy>(?<!\d)\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:(?:19|20)\d{2}|\d{2})(?!\d))"
    r"|(?P<dm>(?<![\d.,])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![\d%]|[.,]\d|\s*%))"
    r"|(?P<number>\d+(?:[.,\u00a0\u202f '’]\d{3}(?!\d))*(?:[.,]\d+)?)"
    r"|(?P<percent>%)"
    r"|(?P<word>[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*)"
)
_GROUPED = re.compile(r"[.,\u00a0\u202f '’](?=\d{3}(?!\d))")
_PERCENT = re.compile(r"percent\w{0,2}|pct|процент\w{0,3}|տոկոս\w{0,4}|პროცენტ\w{0,4}|faiz\w{0,4}")
_PERCENT_BEFORE = frozenset(("yüzde", "yüzdə"))
_TURKIC = re.compile("[əğşıçöüƏĞŞİÇÖÜ]")
_TURKIC_SHARE = 0.015  # of the characters; a name such as Erdoğan in an English text is less
_LINKS = frozenset(("", "-", "'", "’", "-\u00ad", "‑", "–"))
_ENDING_LETTERS = 4  # of what hangs on a number: 5th, 3-ci, 20-րդ, 15-მა
# Latin letters behind a number are a word as often (5-star, A1-hall): only these are endings.
_LATIN_ENDING = re.compile(
    "s|st|nd|rd|th|n?[ci]{1,2}|[iıuü]?n?[cç][iıuü]|[dt][aeə]n?|y?[aeəiıuü]|n?[iıuü]n|l[iıuüaeə][kq]?"
    "|s[iıuü]|l[aeə]r|[dt][iıuü]r?"
)
_GLUED_SCALES = {"m": 1_000_000, "mn": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
_MONEY = re.compile(r"[$€£₽₾֏₼₺]\s?\Z")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEAR_MARKS = frozenset(fold("год года году г թ թվականի წლის წელს წ ilin ildə il yili yil").split())
_HALVES = frozenset(("buçuk", "yarim"))
_EXACT_DIGITS = 15  # more are kept as they stand: no float holds them
_SENTENCE_END = re.compile(r"[.!?։…:|«„“\"(\[—–-]\s*\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, figure or date."""

    form: str  # comparable: a folded word, ``#3``, ``#2.5%`` or ``@01-09``
    is_name: bool = False  # capitalised where no sentence asks for it
    is_opening: bool = False  # capitalised at the beginning of a sentence: may be a name
    is_claimed: bool = False  # a figure or date that says something: not "one", not a year


@dataclass(frozen=True, slots=True)
class _Raw:
    """What stands in the text, before numbers are put together."""

    kind: str
    text: str
    form: str  # of a word, folded
    before: str  # what stands between the token before and this one
    is_plain: bool = False  # a word with which neither a number nor a date begins


def is_turkic(text: str) -> bool:
    """Whether a text is in Turkish or Azerbaijani, by its letters."""
    return len(_TURKIC.findall(text)) > _TURKIC_SHARE * len(text)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a plain text, in order; times of day are left out."""
    turkic = is_turkic(text)
    return tuple(_Line(list(_raw(text, turkic=turkic)), turkic=turkic).tokens())


def _raw(text: str, *, turkic: bool) -> Iterator[_Raw]:
    end = 0
    for found in _SHAPES.finditer(text):
        # Groups close from the inside out: of a date with its signs, the date is the last one.
        kind = found.lastgroup or ""
        before = text[end : found.start()]
        end = found.end()
        if kind == "word":
            form, is_plain = _read_word(found[0], turkic=turkic)
            yield _Raw(kind, found[0], form, before, is_plain)
        else:
            yield _Raw(kind, found[0], "", before)


@lru_cache(maxsize=16_384)
def _read_word(word: str, *, turkic: bool) -> tuple[str, bool]:
    """The folded form of a word, and whether neither a number nor a date begins with it."""
    form = fold(word).replace(" ", "")
    begins = (
        form in _PERCENT_BEFORE or value_of(form, turkic=turkic) is not None or _month_of(word) > 0
    )
    return form, not begins


_END = _Raw("end", "", "", " ")


class _Line:
    """Raw tokens on their way to comparable ones."""

    def __init__(self, raw: Sequence[_Raw], *, turkic: bool) -> None:
        self._raw = raw
        self._turkic = turkic

    def _at(self, at: int) -> _Raw:
        return self._raw[at] if at < len(self._raw) else _END

    def tokens(self) -> Iterator[Token]:
        at = 0
        while at < len(self._raw):
            if self._raw[at].is_plain:
                yield from self._word(at)
                at += 1
                continue
            after, found = self._date(at)
            if not found:
                after, found = self._figure(at)
            if not found:
                after, found = at + 1, self._word(at)
            yield from found
            at = after

    def _word(self, at: int) -> tuple[Token, ...]:
        each = self._raw[at]
        if each.kind != "word" or not each.form:
            return ()
        if not each.text[0].isupper():
            return (Token(each.form, is_name=is_georgian_name(each.form)),)
        is_opening = at == 0 or _SENTENCE_END.search(each.before) is not None
        return (Token(each.form, is_name=not is_opening, is_opening=is_opening),)

    # -------------------------------------------------------------- dates
    def _date(self, at: int) -> tuple[int, tuple[Token, ...]]:
        each = self._raw[at]
        if each.kind == "iso":
            year, month, day = each.text.split("-")
            return at + 1, _dated(int(month), int(day), year)
        if each.kind == "dmy":
            day, month, year = re.split(r"[./-]", each.text)
            return at + 1, _dated(int(month), int(day), year if len(year) == 4 else f"20{year}")
        if each.kind == "dm":
            day, month = each.text.split(".")
            return at + 1, _dated(int(month), int(day), "")
        return self._named_date(at)

    def _named_date(self, at: int) -> tuple[int, tuple[Token, ...]]:
        """``9 января 2026``, ``January 9th, 2026``, ``yanvarın 9-u``."""
        if self._raw[at].kind == "number":
            day, after = _day_of(self._raw[at]), self._past_ending(at + 1)
            month, after = _month_of(self._at(after).text), after + 1
        else:
            month, day = self._leading_month(at), _day_of(self._at(at + 1))
            after = self._past_ending(at + 2)
        if not day or not month or self._past_percent(after, is_share=False)[1]:
            return at, ()
        year = ""
        if _YEAR.fullmatch(self._at(after).text):
            year, after = self._at(after).text, self._past_ending(after + 1)
            after += self._at(after).form in _YEAR_MARKS
        return after, _dated(month, day, year)

    def _leading_month(self, at: int) -> int:
        """A month that a day may follow: ``May 9``, but not ``в мае 9 человек``."""
        each = self._raw[at]
        leads = each.form and self._at(at + 1).before.isspace()
        is_usual = leads and script_of(each.form) in ("latin", "armenian")
        return _month_of(each.text) if is_usual else 0

    def _past_ending(self, at: int) -> int:
        """Behind the ending that hangs on the number before `at`."""
        each = self._at(at)
        is_ending = each.kind == "word" and len(each.text) <= _ENDING_LETTERS
        if is_ending and script_of(each.form) == "latin":
            is_ending = _LATIN_ENDING.fullmatch(each.form) is not None
        return at + (is_ending and each.before in _LINKS and each.form not in _GLUED_SCALES)

    # -------------------------------------------------------------- numbers
    def _figure(self, at: int) -> tuple[int, tuple[Token, ...]]:
        start = at
        is_share = self._at(at).kind == "percent" or self._at(at).form in _PERCENT_BEFORE
        at += is_share
        if self._at(at).kind == "number":
            after, value, text = self._digits(at)
        else:
            after, value = self._spelled(at)
            text = _shown(value)
        if not text:
            return start, ()
        after, is_share = self._past_percent(after, is_share=is_share)
        is_year = not is_share and after == at + 1 and _YEAR.fullmatch(self._at(at).text)
        is_one_word = after == at + 1 and is_one(self._at(at).form)
        claimed = not (is_year or is_one_word)
        return after, (Token(f"#{text}{'%' * is_share}", is_claimed=claimed),)

    def _digits(self, at: int) -> tuple[int, float, str]:
        """A number in digits, and the scale behind it: ``2,5 млн``, ``3 тысячи``, ``$5bn``."""
        each = self._raw[at]
        digits = _GROUPED.sub("", each.text).replace(",", ".").rstrip(".")
        if len(digits) > _EXACT_DIGITS:
            return at + 1, 0.0, digits
        value, after = float(digits), self._past_ending(at + 1)
        is_money = _MONEY.search(each.before) and not self._at(after).before
        if is_money and (glued := _GLUED_SCALES.get(self._at(after).form, 0)):
            return after + 1, value * glued, _shown(value * glued)
        if self._at(after).form in _HALVES:
            value, after = value + 0.5, after + 1
        while scale := scale_of(self._at(after).form, turkic=self._turkic):
            value, after = value * scale, after + 1
        return after, value, _shown(value) or "0"

    def _spelled(self, at: int) -> tuple[int, float]:
        """A number in words; 0 where none stands."""
        total = part = 0
        least = 0  # the last scale: what follows it must be smaller
        while True:
            form = self._at(at).form
            value = value_of(form, turkic=self._turkic) if form else None
            scale = scale_of(form, turkic=self._turkic) if value is None and form else 0
            if value is not None and (not least or value < least) and _fits(part, value):
                part = part * 100 if value == 100 and 0 < part < 10 else part + value
            elif scale == 100 and 0 < part < 100:
                part *= 100
            elif scale > 100 and part and (not least or scale < least):
                total, part, least = total + part * scale, 0, scale
            elif form == "and" and part % 100 == 0 and part and self._is_small(at + 1):
                pass
            else:
                return at, total + part
            at += 1

    def _is_small(self, at: int) -> bool:
        value = value_of(self._at(at).form, turkic=False)
        return value is not None and value < 100

    def _past_percent(self, at: int, *, is_share: bool) -> tuple[int, bool]:
        each = self._at(at)
        if each.kind == "percent" or _PERCENT.fullmatch(each.form):
            return at + 1, True
        if each.form == "per" and self._at(at + 1).form == "cent":
            return at + 2, True
        return at, is_share


def _fits(part: int, value: int) -> bool:
    """Whether a numeral can follow what was read of a number."""
    if not part or (value == 100 and part < 10):
        return True
    return value < part and part % (20 if value < 20 and part % 20 == 0 else _above(value)) == 0


def _above(value: int) -> int:
    return 10 if value < 10 else 100 if value < 100 else 1000


def _shown(value: float) -> str:
    return f"{value:.12g}" if value else ""


def _dated(month: int, day: int, year: str) -> tuple[Token, ...]:
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ()
    date = Token(f"@{month:02}-{day:02}", is_claimed=True)
    return (date, Token(f"#{year}")) if year else (date,)


def _day_of(each: _Raw) -> int:
    return int(each.text) if each.kind == "number" and len(each.text) <= 2 else 0


def _month_of(word: str) -> int:
    kind, number = WORDS.get(fold_date_word(word), ("", 0))
    return number if kind == MONTH else 0
