"""Where and when a date was stated: its zone, and the day in an address."""

import datetime as dt
import re
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.dates import read_date
from monitor.records import Moment

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)$")
_IN_PATH = re.compile(r"/(20[0-3]\d|19[89]\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/.-]|$)")


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
    """The day in an address such as ``/2026/01/14/…``."""
    found = _IN_PATH.search(urlsplit(url).path)
    if found is None:
        return None
    text = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return read_date(text, now=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
