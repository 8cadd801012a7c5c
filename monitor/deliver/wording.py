"""Words, times and addresses as people read them; nothing a publisher wrote steers anything here.

Months and days are spelled from tables: ``strftime`` follows the locale of the process.
"""

import datetime as dt
import re
import unicodedata
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PLACE_NAMES = {
    "REGION": "Regional",
    "AM": "Armenia",
    "AZ": "Azerbaijan",
    "GE": "Georgia",
    "AB": "Abkhazia",
    "SO": "South Ossetia",
    "NK": "Nagorno-Karabakh",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MARKS_IN_A_ROW = 3  # accents and vowel signs of real words; beyond it is "zalgo"
_ADDRESS_LIMIT = 2_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def one_line(text: str, *, limit: int = 1_000) -> str:
    """Give `text` on one line: no control, no direction override, nothing invisible, cut politely.

    Safe in a mail's header, on a terminal and in a list. Never raises, whatever `text` holds.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[: 4 * limit]):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _MARKS_IN_A_ROW or category in {"Cf", "Cs", "Co"}:
            continue
        kept.append(" " if category in {"Cc", "Zl", "Zp", "Cn"} else letter)
    return cut(" ".join("".join(kept).split()), limit)


def cut(text: str, limit: int) -> str:
    """Shorten `text` to at most `limit` characters, at the end of a word where one is near."""
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 0)]
    while head and unicodedata.combining(text[len(head)]):
        head = head[:-1]  # a letter keeps its accents
    at_word = head.rpartition(" ")[0]
    return (at_word if len(at_word) > 0.6 * limit else head).rstrip(" ,;:.-–—") + "…"[:limit]


def web_address(text: str) -> str:
    """Give `text` if it is an http or https address that can stand in a mail; "" otherwise."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    if not is_web or len(address) > _ADDRESS_LIMIT:
        return ""
    return "".join(_address_letter(letter) for letter in address)


def _address_letter(letter: str) -> str:
    is_plain = unicodedata.category(letter)[0] in "LMNPS" and letter not in "<>\"'`\\{}|^"
    return letter if is_plain else quote(letter, safe="", errors="replace")


def language_tag(text: str) -> str:
    """Give a language tag fit for a ``lang`` attribute and a header; "" for anything else."""
    return text if _LANGUAGE.fullmatch(text) else ""


def place_name(code: str) -> str:
    """Give the English name of a place, or the code where there is none."""
    return PLACE_NAMES.get(code, code)


def place_codes(codes: tuple[str, ...]) -> str:
    """Give codes for a subject: ``AM AZ``, and after the third how many more."""
    more = f" +{len(codes) - 3}" if len(codes) > 3 else ""
    return " ".join(codes[:3]) + more


# ------------------------------------------------------------------ times
def zone(name: str, instead: dt.tzinfo | None = None) -> dt.tzinfo:
    """Give the zone called `name`; `instead` (or UTC) where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return instead or dt.UTC


def day(at: dt.datetime) -> str:
    """``Monday 23 November 2026``."""
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"


def short_day(at: dt.datetime) -> str:
    """``23 Nov``."""
    return f"{at.day} {_MONTHS[at.month - 1][:3]}"


def short_time(at: dt.datetime) -> str:
    """``23 Nov 07:30``."""
    return f"{short_day(at)} {at:%H:%M}"


def stated(at: dt.datetime, precision: str, timezone: dt.tzinfo) -> str:
    """Give a publisher's date, never more exactly than it was stated."""
    if precision == "month":
        return f"{_MONTHS[at.month - 1]} {at.year}"
    if precision == "day":
        return f"{short_day(at)} {at.year}"
    return short_time(at.astimezone(timezone))


def span(length: dt.timedelta) -> str:
    """``4 min``, ``2 h 05``, ``26 h``, ``5 d``; nothing is shorter than a minute."""
    minutes = max(int(length.total_seconds() // 60), 1)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} d"
    if hours >= 10 or (hours and not rest):
        return f"{hours} h"
    return f"{hours} h {rest:02}" if hours else f"{minutes} min"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 story``, ``7 stories``, ``1,204 items``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
