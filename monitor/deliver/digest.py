"""What a digest says, before it has any form, and how it is kept within its size."""

import datetime as dt
from dataclasses import dataclass, replace

from monitor.deliver.alert import SUBJECT_LIMIT
from monitor.deliver.edits import Run, around_changes, runs
from monitor.deliver.fields import Fields
from monitor.deliver.wording import count, cut, day, place_name, short_day, short_time, span, zone

_OTHER_LANGUAGES = 4
_CARRIERS_NAMED = 6
_CHANGES_SHOWN = 40
_NEEDS_SHOWN = 30
_BAR = 14  # characters of the longest bar


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """How the times of one digest are told."""

    zone: dt.tzinfo
    is_long: bool  # it spans more than a day, so that a time alone would be ambiguous

    def full(self, at: dt.datetime) -> str:
        return short_time(at.astimezone(self.zone))

    def brief(self, at: dt.datetime) -> str:
        return self.full(at) if self.is_long else f"{at.astimezone(self.zone):%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How much was seen about one place."""

    name: str
    count: int
    bar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How another source says it, in its language."""

    language: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story."""

    title: str
    url: str
    language: str
    source: str
    others: tuple[Wording, ...]
    first: str  # "First Kura Post 11:48"
    spread: str  # "Sevan Wire +4 min, …", "" where nobody followed
    figures: str  # "3 sources, 2 languages, 4 copies folded", "" for one source alone
    why: str
    is_changed: bool
    weight: int  # how many carry it; the lightest are shortened first
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The stories of one place."""

    name: str
    figures: str
    entries: tuple[Entry, ...]
    more: int = 0  # stories left out for size


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An article that changed after publication."""

    edit: str
    source: str
    at: str
    url: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A source that a person should look at."""

    source: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A whole digest, in reading order."""

    subject: str
    title: str
    lead: str
    is_empty: bool
    places: tuple[Place, ...]
    sections: tuple[Section, ...]
    changes: tuple[Changed, ...]
    more_changes: int
    needs: tuple[Need, ...]
    more_needs: int
    read: str
    left_out: str
    footer: str

    @property
    def stories(self) -> int:
        """How many stories stand in it, in whatever length."""
        return sum(len(section.entries) for section in self.sections)


def digest_view(fields: Fields) -> DigestView:
    """Read the JSON view of a digest; what is missing is left out."""
    local = (
        fields.time("slot_local") or fields.time("slot") or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    )
    clock = _clock(fields, local)
    places, counts = _places(fields)
    sections = tuple(_section(part, counts, clock) for part in fields.parts("sections"))
    sections = tuple(section for section in sections if section.entries)
    changes, needs = fields.parts("changes"), fields.parts("needs_you")
    return DigestView(
        subject=_subject(fields, local, sections),
        title=f"South Caucasus, {day(local)}",
        lead=_lead(fields, clock),
        is_empty=not sections,
        places=places,
        sections=sections,
        changes=tuple(_change(part, clock) for part in changes[:_CHANGES_SHOWN]),
        more_changes=max(len(changes) - _CHANGES_SHOWN, 0),
        needs=tuple(_need(part, clock) for part in needs[:_NEEDS_SHOWN]),
        more_needs=max(len(needs) - _NEEDS_SHOWN, 0),
        read=_read(fields.part("totals")),
        left_out=_left_out(fields),
        footer=_footer(fields, local),
    )


def shortened(view: DigestView, *, full: int, kept: int) -> DigestView:
    """Keep the `full` heaviest stories whole, the others up to `kept` as one line, count the rest.

    Among equals what stands first in the digest is kept longer. The reading order never changes.
    """
    entries = [entry for section in view.sections for entry in section.entries]
    order = sorted(range(len(entries)), key=lambda at: (-entries[at].weight, at))
    whole, shown = set(order[:full]), set(order[:kept])
    sections, at = [], 0
    for section in view.sections:
        numbered = range(at, at + len(section.entries))
        at += len(section.entries)
        left = tuple(
            replace(entries[index], is_short=index not in whole)
            for index in numbered
            if index in shown
        )
        more = len(section.entries) - len(left)
        sections.append(replace(section, entries=left, more=more))
    return replace(view, sections=tuple(sections))


# ------------------------------------------------------------------ the head
def _clock(fields: Fields, local: dt.datetime) -> _Clock:
    since, until = fields.time("since"), fields.time("until")
    is_long = bool(since and until and until - since > dt.timedelta(hours=25))  # 25: a DST day
    return _Clock(zone=zone(fields.text("timezone"), local.tzinfo), is_long=is_long)


def _subject(fields: Fields, local: dt.datetime, sections: tuple[Section, ...]) -> str:
    head = f"South Caucasus, {short_day(local)}: "
    entries = [entry for section in sections for entry in section.entries]
    if not entries:
        return f"{head}nothing new"
    totals = fields.part("totals")
    parts = [count(totals.number("stories") or len(entries), "story", "stories")]
    if changed := len(fields.parts("changes")):
        parts.append(f"{changed} changed")
    tail = "; " + ", ".join(parts)
    largest = max(entries, key=lambda entry: entry.weight)
    return head + cut(largest.title, SUBJECT_LIMIT - len(head) - len(tail)) + tail


def _lead(fields: Fields, clock: _Clock) -> str:
    totals = fields.part("totals")
    window = _window(fields, clock)
    sources = count(totals.number("sources"), "source")
    if fields.is_set("empty") or not fields.parts("sections"):
        first = f"Nothing new{window.replace(', first seen', ' from', 1)}."
    else:
        first = (
            f"{count(totals.number('stories'), 'story', 'stories')} in "
            f"{count(totals.number('relevant'), 'relevant item')}, out of "
            f"{totals.number('items'):,} new ones at {sources}{window}."
        )
    parts = [first]
    if changed := len(fields.parts("changes")):
        parts.append(f"{count(changed, 'article')} changed after publication.")
    if needs := len(fields.parts("needs_you")):
        parts.append(f"{count(needs, 'source needs', 'sources need')} you.")
    return " ".join(parts)


def _window(fields: Fields, clock: _Clock) -> str:
    since, until = fields.time("since"), fields.time("until")
    if since is None or until is None:
        return ""
    times = f"{clock.full(since)} to {clock.full(until)}"
    return f", first seen {times}, {fields.text('timezone') or 'UTC'}"


def _places(fields: Fields) -> tuple[tuple[Place, ...], dict[str, int]]:
    parts = fields.parts("places")
    counts = {part.text("code"): part.number("count") for part in parts}
    most = max(counts.values(), default=0) or 1
    return tuple(
        Place(
            name=part.text("name", limit=40) or place_name(part.text("code")),
            count=part.number("count"),
            bar="▇" * -(-_BAR * part.number("count") // most),
        )
        for part in parts
    ), counts


# ------------------------------------------------------------------ stories
def _section(part: Fields, counts: dict[str, int], clock: _Clock) -> Section:
    code = part.text("code")
    return Section(
        name=part.text("name", limit=60) or place_name(code),
        figures=count(counts[code], "item") if counts.get(code) else "",
        entries=tuple(_entry(entry, clock) for entry in part.parts("entries")),
    )


def _entry(part: Fields, clock: _Clock) -> Entry:
    carriers, source = part.parts("carriers"), part.text("source", limit=60)
    seen, copies = part.time("first_seen"), part.number("copies")
    time = f" {clock.brief(seen)}" if seen else ""
    is_day_only = part.part("published").text("precision") in {"day", "month"}
    language = part.language()
    return Entry(
        title=part.text("title", limit=240) or part.text("url") or "(untitled)",
        url=part.address("url"),
        language=language,
        source=source,
        others=_others(carriers, language, part.text("title", limit=240)),
        first=f"First {source}{time}"
        + (" (states the day only)" if is_day_only else "")
        + _stated_earlier(part, source, clock),
        spread=_spread(carriers),
        figures=_figures(source, language, carriers, part),
        why=next(iter(part.texts("why")), ""),
        is_changed=part.is_set("changed"),
        weight=len(carriers) + copies,
    )


def _others(carriers: tuple[Fields, ...], own: str, lead: str) -> tuple[Wording, ...]:
    found: dict[str, Wording] = {}
    for carrier in carriers:
        language, title = carrier.language(), carrier.text("title", limit=240)
        if title and title != lead and language and language != own:
            found.setdefault(language, Wording(language=language, title=title))
    return tuple(found.values())[:_OTHER_LANGUAGES]


def _spread(carriers: tuple[Fields, ...]) -> str:
    named = ", ".join(
        f"{carrier.text('source', limit=60)} "
        f"+{span(dt.timedelta(minutes=carrier.number('minutes_after')))}"
        for carrier in carriers[:_CARRIERS_NAMED]
    )
    more = len(carriers) - _CARRIERS_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _stated_earlier(part: Fields, source: str, clock: _Clock) -> str:
    """Who states an earlier time than the one that was seen first."""
    stated = part.part("first_stated")
    who, at, seen = stated.text("source", limit=60), stated.time("at"), part.time("first_seen")
    if not who or who == source or at is None or seen is None:
        return ""
    return f"; {who} states {clock.brief(at)}"


def _figures(source: str, language: str, carriers: tuple[Fields, ...], part: Fields) -> str:
    sources = {source, *(carrier.text("source") for carrier in carriers)}
    languages = {language, *(carrier.language() for carrier in carriers)} - {""}
    parts = [count(len(sources), "source")] if len(sources) > 1 else []
    if len(languages) > 1:
        parts.append(count(len(languages), "language"))
    if copies := part.number("copies"):
        parts.append(f"{count(copies, 'copy', 'copies')} folded")
    if reports := len(part.parts("reports")):
        parts.append(f"{count(reports, 'other report')} of it")
    return ", ".join(parts)


# ------------------------------------------------------------------ after the stories
def _change(part: Fields, clock: _Clock) -> Changed:
    at = part.time("at")
    before, after = part.text("before", limit=600), part.text("after", limit=600)
    return Changed(
        edit=part.text("edit", limit=30) or "text",
        source=part.text("source", limit=60),
        at=clock.full(at) if at else "",
        url=part.address("url"),
        runs=around_changes(runs(before, after)) or (Run("kept", part.text("title")),),
    )


def _need(part: Fields, clock: _Clock) -> Need:
    since = part.time("since")
    return Need(
        source=part.text("source", limit=60),
        reason=part.text("reason", limit=240),
        since=f"since {clock.full(since)}" if since else "",
    )


def _read(totals: Fields) -> str:
    read, sources = totals.number("sources_read"), totals.number("sources")
    return f"{read:,} of {count(sources, 'source was', 'sources were')} read."


def _left_out(fields: Fields) -> str:
    held = fields.part("held")
    parts = [
        f"{count(held.number('copies'), 'copy', 'copies')} folded into their stories",
        f"{count(held.number('borderline'), 'borderline item')}",
        f"{count(held.number('baseline'), 'item')} of newly added sources",
    ]
    said = [part for part in parts if not part.startswith("0 ")]
    return ", ".join(said) + ". “monitor why ITEM” gives the reasons." if said else ""


def _footer(fields: Fields, local: dt.datetime) -> str:
    name = fields.text("name", limit=60)
    zone_name = fields.text("timezone") or "UTC"
    return (
        f"Digest “{name}” of {short_day(local)}, {local:%H:%M} {zone_name}. To stop it, take this "
        f"address out of the channel that the digest goes to."
    )
