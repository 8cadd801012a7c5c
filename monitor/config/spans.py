"""Spans of time as people write them: ``90s``, ``15m``, ``2h``, ``1h30m``, ``1d``."""

import datetime as dt
import re

SPAN_PATTERN = r"^(?=[0-9])([0-9]{1,8}d)?([0-9]{1,8}h)?([0-9]{1,8}m)?([0-9]{1,8}s)?$"
SPAN_LIMIT = dt.timedelta(days=366)

_SPAN = re.compile(SPAN_PATTERN.removesuffix("$"))
_ADVICE = "give a span such as 90s, 15m or 2h"


def read_span(value: object) -> dt.timedelta:
    """The span that `value` names; a number without its unit is refused.

    Raises:
        ValueError: with the remedy as its message.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(  # noqa: TRY004 # one kind of error for one reader
            f'give a span with its unit between quotes, such as "{value}s", "15m" or "2h"'
        )
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(_ADVICE)
    days, hours, minutes, seconds = (int(part[:-1]) if part else 0 for part in found.groups())
    span = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if span > SPAN_LIMIT:
        raise ValueError(f"give at most {format_span(SPAN_LIMIT)}")
    return span


def format_span(span: dt.timedelta) -> str:
    """The shortest text that :func:`read_span` reads back as `span`; whole seconds."""
    seconds = int(span.total_seconds())
    parts = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
