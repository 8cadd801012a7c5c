"""When a receiver asked us to come back."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

RETRY_AFTER_CAP = dt.timedelta(hours=24)


def retry_at(value: str | None, *, now: dt.datetime) -> dt.datetime | None:
    """Read a ``Retry-After`` header; None if there is none or it says nothing readable.

    Never before `now` and never more than :data:`RETRY_AFTER_CAP` after it.
    Source: RFC 9110, 10.2.3 (seconds or an HTTP date).
    """
    stated = (value or "").strip()
    if re.fullmatch(r"[0-9]+", stated):
        # ten digits are three centuries: beyond the cap, and too long for a timedelta further on
        seconds = int(stated) if len(stated) < 10 else 10**9
        return now + min(dt.timedelta(seconds=seconds), RETRY_AFTER_CAP)
    try:
        at = parsedate_to_datetime(stated)
    except (ValueError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.UTC)
    return min(max(at.astimezone(dt.UTC), now), now + RETRY_AFTER_CAP)
