"""The dates that machines write: ISO 8601, RFC 822 and the spellings of nearly every feed."""

import datetime as dt
import re
from functools import lru_cache

from monitor.dates import words
from monitor.records import Moment, Precision

YEARS = range(1900, 2201)  # outside these a "year" is some other number

_ISO = re.compile(
    r"([1-9]\d{3})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s*"
    r"(Z|z|[+-]\d\d(?::?\d\d)?)?)?"
)
_RFC = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+([1-9]\d{3})\s+"
    r"(\d\d?):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
)
_WEEK = re.compile(r"([1-9]\d{3})-W(\d\d)-([1-7])")
_BASIC = re.compile(r"([1-9]\d{3})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d(?:\d\d)?)?")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def exact(text: str) -> Moment | None:
    """The two spellings of nearly every feed, cut at their fixed places; None for all others."""
    try:
        if text[10:11] == "T" and text[16:17] == ":" and (text[-1] == "Z" or text[-3] == ":"):
            at = dt.datetime.fromisoformat(text)
        elif text[3:5] == ", " and text[16:17] == text[25:26] == " " and text[:3].isalpha():
            at = dt.datetime(
                int(text[12:16]), _MONTHS[text[8:11].lower()], int(text[5:7]),
                int(text[17:19]), int(text[20:22]), int(text[23:25]), tzinfo=_offset(text[26:]),
            )  # fmt: skip
        else:
            return None
    except (ValueError, KeyError):  # a leap second, another language: read more slowly
        return None
    if at.tzinfo is None or at.year not in YEARS:
        return None
    if at.tzinfo is not dt.UTC or at.microsecond:
        at = at.astimezone(dt.UTC).replace(microsecond=0)
    return Moment(at=at, precision="minute", text=text)


@lru_cache(maxsize=64)
def _offset(zone: str) -> dt.tzinfo:
    """``GMT`` or ``+0400``; KeyError for others."""
    if zone in {"GMT", "+0000"}:
        return dt.UTC
    if len(zone) != 5 or zone[0] not in "+-" or not zone[1:].isdecimal():
        raise KeyError(zone)
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    return dt.timezone(dt.timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def machine(text: str, now: dt.datetime) -> Moment | None:
    """ISO 8601 and RFC 822, the forms of nearly every feed."""
    if iso := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, zone = iso.groups()
        if hour is None:
            return day_of(text, int(year), int(month), int(day))
    elif basic := _BASIC.fullmatch(text):
        year, month, day, hour, minute, second, zone = basic.groups()
    elif week := _WEEK.fullmatch(text):
        first = dt.date.fromisocalendar(*map(int, week.groups()))
        return day_of(text, first.year, first.month, first.day)
    elif rfc := _RFC.fullmatch(text):
        day, name, year, hour, minute, second, zone = rfc.groups()
        month = _MONTHS.get(name.lower(), 0)
        foreign = zone and zone[0] not in "+-" and zone.lower() not in words.WORDS
        if foreign or not month:
            return None
    else:
        return None
    offset = zone_of(zone, now)
    at = dt.datetime(
        year_of(int(year)), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59),
        tzinfo=offset,
    )  # fmt: skip
    return Moment(at=at.astimezone(dt.UTC), precision="minute", text=text)


def zone_of(stated: str | None, now: dt.datetime) -> dt.tzinfo | None:
    """A stated zone, that of `now` where none is stated. ValueError for what no clock shows."""
    if not stated:
        return now.tzinfo
    if stated[0] not in "+-":
        return dt.timezone(dt.timedelta(minutes=words.WORDS.get(stated.lower(), ("", 0))[1]))
    hours, colon, rest = stated[1:].partition(":")
    if not colon and len(hours) > 2:
        hours, rest = hours[:-2], hours[-2:]
    minutes = int(hours) * 60 + int(rest or 0)
    if minutes > _FARTHEST_MINUTES:  # 10:00-18:00 are hours of business
        raise ValueError(stated)
    return dt.timezone(dt.timedelta(minutes=-minutes if stated[0] == "-" else minutes))


_FARTHEST_MINUTES = 14 * 60  # Kiribati


def year_of(year: int) -> int:
    """`year` in full: two digits lie between 1970 and 2069."""
    full = year + (2000 if year < 70 else 1900) if year < 100 else year
    if full not in YEARS:
        raise ValueError(year)
    return full


def day_of(text: str, year: int, month: int, day: int, precision: Precision = "day") -> Moment:
    """A day at its first midnight in UTC. ValueError for one that no calendar has."""
    at = dt.datetime(year_of(year), month, day, tzinfo=dt.UTC)
    return Moment(at=at, precision=precision, text=text)
