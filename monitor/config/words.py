"""The types of single values: what is taken, and what would do when it is not.

Each reader raises a pydantic error whose message is the remedy; the caller adds what was seen.
"""

import base64
import datetime as dt
import re
import zoneinfo
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.config.addresses import read_network
from monitor.config.spans import SPAN_PATTERN, read_span
from monitor.config.suggest import did_you_mean, one_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DISPUTED = {"AB": "Abkhazia", "SO": "South Ossetia", "NK": "Nagorno-Karabakh"}
SECRET_LEAST_BYTES = 24  # what Standard Webhooks asks for

_NAME = re.compile(r"[^\W_][^\x00-\x1f\x7f]{0,99}")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MAILBOX = re.compile(r"[^\s@<>,;:\"\x00-\x1f\x7f]+@[^\s@<>,;:\"\x00-\x1f\x7f]+")
_HOST = re.compile(r"[^\s/@\x00-\x1f\x7f]+")


def remedy(text: str) -> PydanticCustomError:
    """The error that says what would do."""
    return PydanticCustomError("remedy", "{text}", {"text": text})


def matching(pattern: re.Pattern[str], advice: str) -> Callable[[str], str]:
    """A check for a whole text."""

    def check(text: str) -> str:
        if not pattern.fullmatch(text) or text != text.strip():
            raise remedy(advice)
        return text

    return check


def _told(read: Callable[[Any], object]) -> Callable[[Any], object]:
    """Turn a reader's ValueError into a remedy."""

    def check(value: object) -> object:
        try:
            return read(value)
        except ValueError as problem:
            raise remedy(str(problem)) from None

    return check


def _positive_span(value: object) -> dt.timedelta:
    span = read_span(value)
    if not span:
        raise ValueError("give a span longer than 0s")
    return span


def _clock(value: object) -> dt.time:
    if isinstance(value, dt.time):
        return value.replace(microsecond=0)
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise remedy("give a time of day such as 07:30")
    return dt.time(int(found[1]), int(found[2]))


def _day(value: object) -> int:
    if value not in DAYS:
        raise remedy(f"give {one_of(DAYS)}{did_you_mean(str(value)[:3], DAYS)}")
    return DAYS.index(str(value))


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        known = zoneinfo.available_timezones()
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(known)}
        zone = cities.get(name.strip().title().replace(" ", "_"))
        hint = f"; did you mean {zone!r}?" if zone else did_you_mean(name, known)
        raise remedy(f"give an IANA zone such as Asia/Tbilisi or UTC{hint}") from None
    return name


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes, Kosovo's and those of the disputed regions.

    Source: iso3166.tab of the time zone database.
    """
    table = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    codes = (line[:2] for line in table.splitlines() if line and not line.startswith("#"))
    return frozenset({*codes, "XK", *DISPUTED})


def _country(code: str) -> str:
    if code not in countries():
        hint = f"; did you mean {code.upper()!r}?" if code.upper() in countries() else ""
        raise remedy(f"give an ISO 3166 code such as GE, or AB, SO or NK{hint}")
    return code


def _place(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise remedy("give a place's code: AM, AZ, GE, AB, SO or NK")
    return code


def _contact(text: str) -> str:
    if not re.fullmatch(r"[!-~][ -~]{0,198}[!-~]", text) or set(text) & set("()"):
        raise remedy("give an e-mail or web address in plain letters, at most 200 characters")
    return text


def _secrets(value: object) -> object:
    return [value] if isinstance(value, str) else value


def is_weak(secret: str) -> bool:
    """Whether a secret is shorter than the standard asks for, or plain text.

    Source: Standard Webhooks, "Signature scheme": 24 to 64 random bytes, as base64.
    """
    return len(_decoded(secret)) < SECRET_LEAST_BYTES


def _decoded(secret: str) -> bytes:
    encoded = secret.removeprefix("whsec_")
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError:
        return b""


def _secret(text: str) -> str:
    if not text.strip() or (text.startswith("whsec_") and not _decoded(text)):
        raise remedy("give whsec_ and the base64 of 24 to 64 random bytes")
    return text


def _password(text: str) -> str:
    if not text:
        raise remedy("give the password, or leave it out")
    return text


def _network(text: str) -> str:
    return str(read_network(text))


_SPAN_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": SPAN_PATTERN, "examples": ["90s", "15m", "2h", "1d"]}
)
_CLOCK_SCHEMA = WithJsonSchema({"type": "string", "pattern": r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"})

Span = Annotated[dt.timedelta, BeforeValidator(_told(read_span)), _SPAN_SCHEMA]
PositiveSpan = Annotated[dt.timedelta, BeforeValidator(_told(_positive_span)), _SPAN_SCHEMA]
Clock = Annotated[dt.time, BeforeValidator(_clock), _CLOCK_SCHEMA]
Day = Annotated[int, BeforeValidator(_day), WithJsonSchema({"enum": list(DAYS)})]
Zone = Annotated[str, AfterValidator(_zone)]
Name = Annotated[
    str,
    AfterValidator(
        matching(_NAME, "give a name of 1 to 100 characters that begins with a letter or digit")
    ),
]
Language = Annotated[
    str,
    AfterValidator(
        matching(re.compile("[a-z]{2,3}"), "give a language code such as en, ru, hy, az, ka or tr")
    ),
]
Country = Annotated[str, AfterValidator(_country)]
PlaceCode = Annotated[str, AfterValidator(_place)]
Contact = Annotated[str, AfterValidator(_contact)]
Cidr = Annotated[str, AfterValidator(_told(_network))]
Mailbox = Annotated[
    str, AfterValidator(matching(_MAILBOX, "give an address such as desk@example.org"))
]
Host = Annotated[str, AfterValidator(matching(_HOST, "give a host name such as mail.example.org"))]
Secret = Annotated[str, AfterValidator(_secret)]
Text = Annotated[
    str, AfterValidator(matching(re.compile(r".*\S.*", re.DOTALL), "give a text, not blanks"))
]
Password = Annotated[str, AfterValidator(_password)]
Secrets = Annotated[
    list[Secret],
    BeforeValidator(_secrets),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
