"""How the nouns lie in columns: times as milliseconds UTC, tuples and reasons as JSON."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias, cast

from monitor.records import (
    AliasKey,
    CadenceState,
    Evidence,
    Match,
    Moment,
    Precision,
    SourceKind,
    SourceState,
)
from monitor.store.learned import (
    children_of,
    children_value,
    habit_of,
    habit_value,
    memory_of,
    memory_value,
)

Value: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Any, ...]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


# ------------------------------------------------------------------ times
def to_ms(at: dt.datetime) -> int:
    """Milliseconds since 1970, rounded down."""
    return (at - EPOCH) // _MILLISECOND


def from_ms(value: int) -> dt.datetime:
    """The instant, UTC; beyond the calendar its first or last instant."""
    try:
        return EPOCH + dt.timedelta(milliseconds=value)
    except OverflowError:
        return _LATEST if value > 0 else _EARLIEST


def to_ms_or_none(at: dt.datetime | None) -> int | None:
    """Like :func:`to_ms`; None stays None."""
    return None if at is None else to_ms(at)


def from_ms_or_none(value: int | None) -> dt.datetime | None:
    """Like :func:`from_ms`; None stays None."""
    return None if value is None else from_ms(value)


MOMENT_COLUMNS = ("published_ms", "published_zone_s", "published_precision", "published_text")


def moment_values(moment: Moment | None) -> tuple[Value, ...]:
    """A stated time in four columns; its zone is kept, since a day begins where it was stated."""
    if moment is None:
        return (None, None, None, None)
    offset = moment.at.utcoffset() or dt.timedelta()
    return (to_ms(moment.at), int(offset.total_seconds()), moment.precision, moment.text)


def moment_of(values: Sequence[Any]) -> Moment | None:
    """The way back from :func:`moment_values`."""
    ms, zone_s, precision, text = values
    if ms is None:
        return None
    at = from_ms(ms)
    if zone_s:
        at = at.astimezone(dt.timezone(dt.timedelta(seconds=zone_s)))
    return Moment(at=at, precision=cast("Precision", precision), text=text)


# ------------------------------------------------------------------ JSON
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(values: Sequence[object]) -> str:
    """A list as compact JSON, letters as they are."""
    return _encode(values) if values else "[]"


def strings(text: str) -> tuple[str, ...]:
    """A JSON list of strings as a tuple."""
    return tuple(json.loads(text)) if text != "[]" else ()


MATCH_COLUMNS = ("topic", "version", "relevant", "borderline", "score", "places", "why")


def match_values(match: Match) -> tuple[Value, ...]:
    """A judgement in the order of :data:`MATCH_COLUMNS`."""
    why = [
        (e.concept, e.place, e.name, e.field, e.start, e.end, e.weight, e.rule) for e in match.why
    ]
    return (
        match.topic,
        match.version,
        int(match.relevant),
        int(match.borderline),
        float(match.score),
        dump(match.places),
        dump(why),
    )


def match_of(values: Sequence[Any]) -> Match:
    """The way back from :func:`match_values`."""
    topic, version, relevant, borderline, score, places, why = values
    return Match(
        topic=topic,
        version=version,
        relevant=bool(relevant),
        borderline=bool(borderline),
        score=score,
        places=strings(places),
        why=tuple(_evidence(each) for each in json.loads(why)),
    )


def _evidence(values: Sequence[Any]) -> Evidence:
    concept, place, name, field, start, end, weight, rule = values
    return Evidence(
        concept=concept,
        place=place,
        name=name,
        field=field,
        start=start,
        end=end,
        weight=weight,
        rule=rule,
    )


# ------------------------------------------------------------------ alias keys
def key_of(*parts: str) -> int:
    """A signed 64-bit hash: index entries of one size, close together for one scope."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=4096)  # the scopes of a batch, again and again
def scope_key(scope: str) -> int:
    """The first column of an alias key."""
    return key_of(scope)


def alias_keys(alias: AliasKey) -> tuple[int, int]:
    """The two columns under which an alias is found."""
    return scope_key(alias.scope), key_of(alias.kind, alias.value)


# ------------------------------------------------------------------ the state of a source
# The order of the columns is the order of both functions below; a test compares them with
# SourceState, so that a field that is added there and forgotten here fails.
STATE_COLUMNS = (
    "due_ms",
    "kind",
    "baselined_ms",
    "etag",
    "last_modified",
    "body_hash",
    "full_ms",
    "not_before_ms",
    "errors",
    "error",
    "error_kind",
    "failing_since_ms",
    "down_told",
    "polled_ms",
    "succeeded_ms",
    "last_new_ms",
    "moved_to",
    "gone_since_ms",
    "guid_trusted",
    "rewritten_ms",
    "cadence_items",
    "cadence_exposure_s",
    "cadence_ms",
    "reason",
    "memory",
    "habit",
    "children",
)


def state_values(state: SourceState) -> tuple[Value, ...]:
    """What a source's row keeps, in the order of :data:`STATE_COLUMNS`."""
    return (
        to_ms(state.due_at),
        state.kind,
        to_ms_or_none(state.baselined_at),
        state.etag,
        state.last_modified,
        state.body_hash,
        to_ms_or_none(state.full_at),
        to_ms_or_none(state.not_before),
        state.errors,
        state.error,
        state.error_kind,
        to_ms_or_none(state.failing_since),
        int(state.down_told),
        to_ms_or_none(state.polled_at),
        to_ms_or_none(state.succeeded_at),
        to_ms_or_none(state.last_new_at),
        state.moved_to,
        to_ms_or_none(state.gone_since),
        int(state.guid_trusted),
        to_ms_or_none(state.rewritten_at),
        float(state.cadence.items),
        float(state.cadence.exposure_s),
        to_ms_or_none(state.cadence.at),
        state.reason,
        memory_value(state.memory),
        habit_value(state.habit),
        children_value(state.children),
    )


def state_of(name: str, values: Sequence[Any]) -> SourceState:
    """The way back from :func:`state_values`."""
    return SourceState(
        name=name,
        due_at=from_ms(values[0]),
        kind=cast("SourceKind | None", values[1]),
        baselined_at=from_ms_or_none(values[2]),
        etag=values[3],
        last_modified=values[4],
        body_hash=values[5],
        full_at=from_ms_or_none(values[6]),
        not_before=from_ms_or_none(values[7]),
        errors=values[8],
        error=values[9],
        error_kind=values[10],
        failing_since=from_ms_or_none(values[11]),
        down_told=bool(values[12]),
        polled_at=from_ms_or_none(values[13]),
        succeeded_at=from_ms_or_none(values[14]),
        last_new_at=from_ms_or_none(values[15]),
        moved_to=values[16],
        gone_since=from_ms_or_none(values[17]),
        guid_trusted=bool(values[18]),
        rewritten_at=from_ms_or_none(values[19]),
        cadence=CadenceState(
            items=values[20], exposure_s=values[21], at=from_ms_or_none(values[22])
        ),
        reason=values[23],
        memory=memory_of(values[24]),
        habit=habit_of(values[25]),
        children=children_of(values[26]),
    )
