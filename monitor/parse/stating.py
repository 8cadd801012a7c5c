"""Where and when a date was stated: its zone, and the day in an address."""

import datetime as dt
import re
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.dates import read_date
from monitor.records import Moment

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)$")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - words
_IN_PATH = (
    re.compile(
        rf"/(20[0-3]\d|19[89]\d)([/_-])(\d{{1,2}}|{'|'.join(_MONTHS)})\2(\d{{1,2}})(?=[/._-]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"/(20[0-3]\d|19[89]\d)()(0[1-9]|1[0-2])([0-3]\d)(?=[/._-]|$)"),
)


def zoned(moment: Moment) -> Moment:
    """The moment in the zone in which it was stated: a day begins where it was stated."""
    found = _OFFSET.search(moment.text.strip())
    if found is None or moment.precision != "minute":
        return moment
    span = dt.timedelta(hours=int(found[2]), minutes=int(found[3]))
    if not span or span >= dt.timedelta(hours=24):
        return moment
    zone = dt.timezone(-span if found[1] == "-" else span)
    return replace(moment, at=moment.at.astimezone(zone))


def day_in_address(url: str) -> Moment | None:
    """The day in an address such as ``/2026/01/14/…``, ``/2026/jan/14/…`` or ``/20260114/…``."""
    path = urlsplit(url).path
    found = next((found for form in _IN_PATH if (found := form.search(path))), None)
    if found is None:
        return None
    name = found[3].lower()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
    text = f"{found[1]}-{month:02}-{int(found[4]):02}"
    return read_date(text, now=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
