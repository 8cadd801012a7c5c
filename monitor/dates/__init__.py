"""Dates as newsrooms write them, in six languages, without guessing.

The machine forms (ISO 8601, RFC 822) are read first. Everything else becomes a row of one-letter
tokens (see :mod:`monitor.dates.words`), on which a handful of patterns decide. Every token has to
be accounted for: ``Top 10 stories of 2025`` holds a number and a year and is refused, because
nothing explains ``top`` and ``stories``.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.dates import words
from monitor.dates.machine import day_of, exact, machine, year_of, zone_of
from monitor.records import Moment

MAX_CHARS = 200  # a longer text is an article, not a date

_CLOCK = re.compile(r"(\d+):(\d+)(?::(\d+))?")
_TOKEN = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?![:\d])|\d+|[^\W\d_]+|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"^\s*(?:[^\W\d_]+\s*){1,3}:(?!\d)")

# In a signature c is a clock (10:45), d a number of one or two digits, y of four, x any other;
# the classes of words are the letters of `words`; a mark stands for itself; ? is a word that
# nobody explains.
_TIME = re.compile(
    r"F?(?:(?P<clock>c),?(?P<half>[ap]\.?)?|(?P<hour>d)(?P<half2>[ap]\.?))"
    r"(?P<zone>[(]?Z?(?P<sign>[+-])(?:y|c)|[(]?Z[+-]d|[(]?Z)?"
)
_AGO = re.compile(r"(?P<ago>(?:[dO]?[UV])+)\.?G")
_DAY = re.compile(
    r"(?P<ymd>y(?P<s1>[-/.])d(?P=s1)d-?)"
    r"|(?P<dmy>d(?P<s2>[-/.])d(?P=s2)[yd])(?![-/.:]d)"
    r"|(?P<yMd>yF?[-/.,]?M[-/.,]?dF?)"
    r"|(?P<dMy>dF?[-./,']*F?M[-./,']*F?(?:y|(?<=[-./,'])d(?![:ap])|d(?=$|F|,))?)"
    r"|(?P<ydM>y-?[FV]*,?dM)"
    r"|(?P<Mdy>M[-./]?dF{0,3}[-./,]*(?:y)?)"
    r"|(?P<My>M[.,]?F?y|yF?[.,]?M)"
    r"|(?P<word>T)|(?P<now>N)"
)
_DOTTED_CLOCK = re.compile(r"(?<![d.-])d\.d(?![.d-])")
_SHORT_DAY = re.compile(r"d([./])d(?![./]?[dy])")
_REST = re.compile(r"[FV,.|/()\[\]•·;'-]*:?[FV,.|/()\[\]•·;'-]*")


def read_date(text: str, *, languages: Sequence[str] = (), now: dt.datetime) -> Moment | None:
    """What moment `text` states, or None if it is not a date and nothing else.

    `now` is aware; it resolves relative words and gives the zone where none is stated. A day or
    a month comes as its first midnight in UTC, so that it prints as stated; a minute comes
    converted to UTC. A day without a year is the nearest one that is not in the future.
    `languages` matters only to ``1/9/2026``: month first for ``("en-US",)``, else day first.
    """
    stated = text.strip()
    if not stated or len(stated) > MAX_CHARS:
        return None
    try:
        return exact(stated) or machine(stated, now) or _people(stated, languages, now)
    except (ValueError, OverflowError):  # 31 February, an offset of 99 hours, the year 0
        return None


def may_hold_date(text: str) -> bool:
    """Whether it is worth asking :func:`read_date`: a digit or a relative word is there."""
    return _DIGIT.search(text) is not None or (len(text) <= MAX_CHARS and counts_back(text))


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=2_048)  # a page is looked through several times
def counts_back(text: str) -> bool:
    """Whether a word such as ``yesterday`` or ``ago`` stands in a text."""
    folded = words.fold(text)
    if not words.RELATIVE.isdisjoint(_WORD.findall(folded)):
        return True
    return any(pair in folded for pair in words.PAIRS)


class _Tokens:
    """A folded text as tokens, with the signature that the patterns read."""

    def __init__(self, text: str) -> None:
        folded = words.fold(text)
        for phrase, plain in words.PHRASES:
            if phrase in folded:
                folded = folded.replace(phrase, plain)
        self.tokens: list[str] = _TOKEN.findall(_LABEL.sub("", folded, count=1))
        self.signature = "".join(map(_letter, self.tokens))

    def numbers(self, start: int, end: int) -> list[int]:
        return [int(self.tokens[i]) for i in range(start, end) if self.signature[i] in "dyx"]

    def text(self, found: re.Match[str], group: str) -> str:
        """The text under a group of a match on the signature; empty where it matched nothing."""
        start, end = found.span(group)
        return "".join(self.tokens[start:end]) if start >= 0 else ""

    def value(self, letter: str, start: int, end: int) -> int:
        at = self.signature.index(letter, start, end)
        return words.WORDS[self.tokens[at]][1]

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as explained."""
        filler = words.FILLER * (end - start)
        self.signature = self.signature[:start] + filler + self.signature[end:]


def _letter(token: str) -> str:
    if ":" in token[1:]:
        return "c"
    if token.isdecimal():
        form = {1: "d", 2: "d", 4: "y"}.get(len(token), "x")
        return "x" if form == "y" and token[0] == "0" else form
    if token.isalpha():
        return words.WORDS.get(token, ("?", 0))[0]
    return token if token.isascii() or token in {"•", "·"} else "?"


def _people(text: str, languages: Sequence[str], now: dt.datetime) -> Moment | None:
    """The forms that people read."""
    tokens = _Tokens(text)
    if "?" in tokens.signature or len(tokens.tokens) > 24:
        return None
    if ago := _AGO.search(tokens.signature):
        moment = _ago(tokens, ago, text, now)
    else:
        clock = _clock(tokens)
        day = _calendar(tokens, languages, now, has_time=clock is not None)
        if day is not None and clock is None:
            clock = _dotted_clock(tokens)
        moment = _joined(text, day, clock, now)
    return moment if moment and _REST.fullmatch(tokens.signature) else None


def _ago(tokens: _Tokens, found: re.Match[str], text: str, now: dt.datetime) -> Moment | None:
    """``2 hours ago``: counted back from now, exact to the minute below a day."""
    seconds, count, coarsest = 0, 1, 0
    for at in range(found.start(), found.end("ago")):
        if tokens.signature[at] == "d":
            count = int(tokens.tokens[at])
        elif tokens.signature[at] == words.COUNT:
            count = words.WORDS[tokens.tokens[at]][1]
        else:
            unit = words.WORDS[tokens.tokens[at]][1]
            seconds, count = seconds + count * words.UNIT_SECONDS[unit], 1
            coarsest = max(coarsest, words.UNIT_SECONDS[unit])
    tokens.take(found.start(), found.end())
    then = now - dt.timedelta(seconds=seconds)
    if coarsest < 86_400:
        return Moment(at=then.astimezone(dt.UTC), precision="minute", text=text)
    if coarsest < 2_000_000:
        return day_of(text, then.year, then.month, then.day)
    return day_of(text, then.year, then.month, 1, "month")


_Clock = tuple[int, int, int, str | None]  # hour, minute, second, zone as stated


def _hms(text: str) -> tuple[int, int, int]:
    """The numbers of ``10:45`` or ``10:45:30.5``; zeros for an empty text."""
    found = _CLOCK.match(text)
    hour, minute, second = found.groups(default="0") if found else ("0", "0", "0")
    return int(hour), int(minute), int(second)


def _clock(tokens: _Tokens) -> _Clock | None:
    """The time of day, taken out of `tokens`; None if none is stated."""
    found = _TIME.search(tokens.signature)
    if found is None:
        return None
    hour, minute, second = _hms(tokens.text(found, "clock"))
    half = found["half"] or found["half2"]
    if found["hour"]:
        hour = int(tokens.text(found, "hour"))
    if half:
        hour = hour % 12 + (12 if half[0] == words.PM else 0)
    zone = tokens.text(found, "zone").lstrip("(")
    sign = max(zone.find("+"), zone.find("-"))
    if sign == 0 and zone[0] == "-" and tokens.text(found, "clock").count(":") < 2:
        raise ValueError(zone)  # from one hour to another
    tokens.take(*found.span())
    return hour, minute, second, (zone[sign:] if sign >= 0 else zone) or None


def _dotted_clock(tokens: _Tokens) -> _Clock | None:
    """``10.15`` beside a day that is stated otherwise."""
    found = _DOTTED_CLOCK.search(tokens.signature)
    if found is None or len(tokens.tokens[found.end() - 1]) < 2:
        return None
    hour, minute = tokens.numbers(*found.span())
    tokens.take(*found.span())
    return hour, minute, 0, None


def _calendar(
    tokens: _Tokens, languages: Sequence[str], now: dt.datetime, *, has_time: bool
) -> tuple[int, int, int | None] | dt.datetime | None:
    """Year, month and day (None: a month), or `now` for "just now"; None if no day is stated."""
    found = _DAY.search(tokens.signature)
    if found is None:
        short = _SHORT_DAY.search(tokens.signature) if has_time else None
        if short is None:
            return None
        day, month = tokens.numbers(*short.span())
        tokens.take(*short.span())
        return (*_nearest_past(month, day, now),)
    form, (start, end) = str(found.lastgroup), found.span()
    numbers = tokens.numbers(start, end)
    if form == "now":
        answer: tuple[int, int, int | None] | dt.datetime = now
    elif form == "word":
        then = now - dt.timedelta(days=tokens.value(words.DAY_WORD, start, end))
        answer = (then.year, then.month, then.day)
    elif form == "ymd":
        answer = (numbers[0], numbers[1], numbers[2])
    elif form == "dmy":
        named = (
            words.DAYS_OF_WEEK[token] for token in tokens.tokens if token in words.DAYS_OF_WEEK
        )
        answer = _ordered(numbers, languages, slash=found["s2"] == "/", weekday=next(named, None))
    else:
        answer = _named(form, tokens.value(words.MONTH, start, end), numbers, now)
    tokens.take(start, end)
    return answer


def _ordered(
    numbers: list[int], languages: Sequence[str], *, slash: bool, weekday: int | None
) -> tuple[int, int, int]:
    """Day first, as the whole region writes; month first where it cannot be otherwise."""
    day, month, year = numbers
    if year < 10:
        raise ValueError(year)  # 1.2.3 is a version
    american = slash and any(language.lower() == "en-us" for language in languages)
    if (
        (american and day <= 12)
        or (month > 12 >= day)
        or (weekday is not None and day <= 12 and _is_on(weekday, year, day, month))
    ):
        day, month = month, day
    return year, month, day


def _is_on(weekday: int, year: int, month: int, day: int) -> bool:
    """Whether only the month first gives a day of the week that was stated (Monday is 0)."""
    full = year_of(year)
    turned = dt.date(full, day, month).weekday() if day <= 12 else None
    return dt.date(full, month, day).weekday() == weekday != turned


def _named(
    form: str, month: int, numbers: list[int], now: dt.datetime
) -> tuple[int, int, int | None]:
    """A date with the month in words."""
    if form == "My":
        return numbers[0], month, None
    if form in {"yMd", "ydM"}:
        return numbers[0], month, numbers[1]
    if len(numbers) == 2:
        return numbers[1], month, numbers[0]
    return _nearest_past(month, numbers[0], now)


def _nearest_past(month: int, day: int, now: dt.datetime) -> tuple[int, int, int]:
    """The last such day that is not after tomorrow (a zone may be ahead of ours)."""
    latest = (now + dt.timedelta(days=1)).date()
    for year in range(latest.year, latest.year - 9, -1):
        try:
            if dt.date(year, month, day) <= latest:
                return year, month, day
        except ValueError:  # 29 February of a common year; any other day fails each time
            continue
    raise ValueError(day)


def _joined(
    text: str,
    day: tuple[int, int, int | None] | dt.datetime | None,
    clock: _Clock | None,
    now: dt.datetime,
) -> Moment | None:
    """One moment of a day and a time of day, either of which may be missing."""
    if isinstance(day, dt.datetime):
        return Moment(at=day.astimezone(dt.UTC), precision="minute", text=text)
    if clock is None:
        if day is None:
            return None
        return day_of(text, day[0], day[1], day[2] or 1, "day" if day[2] else "month")
    year, month, number = day or (now.year, now.month, now.day)
    if number is None:
        return None
    hour, minute, second, zone = clock
    at = dt.datetime(
        year_of(year), month, number, hour, minute, min(second, 59), tzinfo=zone_of(zone, now)
    )
    return Moment(at=at.astimezone(dt.UTC), precision="minute", text=text)
