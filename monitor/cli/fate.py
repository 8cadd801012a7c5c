"""An item's whole fate, in words that a journalist understands."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from monitor.cli.common import clock_time, count
from monitor.cli.printing import Line
from monitor.cli.silence import not_told
from monitor.cli.topics import evidence_lines, verdict
from monitor.cli.views import word_for
from monitor.records import (
    AliasKey,
    Delivery,
    Item,
    LookState,
    Opinion,
    Proof,
    Revision,
    Ruling,
    Sighting,
)

if TYPE_CHECKING:
    from monitor.config import Configuration
    from monitor.store import Dossier

TEXT_LIMIT = 1_200  # characters of an article's text that `show` prints
VALUE_LIMIT = 120  # characters of a name under which an item is known
PROOFS_SHOWN = 3
SHOWN = 12  # versions, carriers, names or deliveries that people are shown; programs get all

_STANDING = {
    "relevant": "a topic wants it",
    "borderline": "may be relevant",
    "copy": "copy of what another source had first",
    "baseline": "a topic wants it; it was there before we looked",
    "-": "no topic wants it",
}
_PLACES = {
    "listed": "listed at its source",
    "unlisted": "no longer listed at its source, as old items are",
    "withdrawn": "taken down by its source",
    "deleted": "deleted by hand",
}
_NAMES = {
    "guid": "the id that its source gives it",
    "title_date": "its title with its day",
    "title_text": "its title with its text",
}
_EDITS = {
    "first": "as first seen",
    "withdrawn": "taken back or taken down",
    "correction": "corrected",
    "number": "a number or date changed",
    "negation": "says the opposite",
    "quote-or-name": "a quote or name came, went or changed",
    "headline": "another headline",
    "added": "text was added",
    "removed": "text was removed",
    "text": "the text changed",
    "typo": "letters were put right",
    "cosmetic": "only its look changed, which is not told",
    "enrichment": "more of the same was given, which is not told",
}
_TIES = {
    "copy": "a copy of",
    "partial": "a partial copy of",
    "held": "reads like, and is no copy of,",
    "story": "the same event as",
}
_RULINGS = {
    "not-a-copy": "no copy of",
    "a-copy": "a copy again of",
    "not-this-story": "not in story",
    "this-story": "back in story",
}
_STATES = {"waiting": "owed", "delivered": "told", "dead": "given up"}


def description(dossier: "Dossier", zone: dt.tzinfo) -> Iterator[Line]:
    """What `show` prints under the title."""
    yield from _head(dossier, zone)
    item = dossier.item
    if item.authors:
        yield "by", ", ".join(item.authors)
    if item.tags:
        yield "tags", ", ".join(item.tags)
    if item.summary:
        yield "summary", _short(item.summary)
    if item.content and item.content != item.summary:
        yield "text", _short(item.content)
    yield from _versions(dossier, zone)
    yield from _evidence(dossier.proofs, zone)
    yield from _carriers(dossier, zone)


def story(dossier: "Dossier", configuration: "Configuration", zone: dt.tzinfo) -> Iterator[Line]:
    """What `why` prints under the title: source, identity, reasons, what was held back, told."""
    yield from _head(dossier, zone)
    yield from _known_by(dossier.aliases)
    yield from _versions(dossier, zone)
    yield from _evidence(dossier.proofs, zone)
    yield from _carriers(dossier, zone)
    yield from _kin(dossier)
    yield from _rulings(dossier.rulings, zone)
    for match in dossier.matches:
        yield "topic", verdict(match)
        for line in evidence_lines(match):
            yield "", f"  {line}"
    for said in dossier.opinions:
        yield "marked", opinion_words(said, zone)
    for reason in not_told(dossier, configuration):
        yield "not told", reason
    for each in dossier.deliveries[:SHOWN]:
        yield _STATES[each.state], _delivery(each, dossier.item, zone)
    yield from _more(len(dossier.deliveries), "delivery, deliveries")


def opinion_words(said: Opinion, zone: dt.tzinfo) -> str:
    """What a user said of a judgement, when, and with which note."""
    wanted = "it is wanted" if said.is_wanted else "it is not wanted"
    note = f": {said.note}" if said.note else ""
    return f"{said.topic} was {said.said}, {wanted} ({clock_time(said.at, zone)}){note}"


def _head(dossier: "Dossier", zone: dt.tzinfo) -> Iterator[Line]:
    item, source = dossier.item, dossier.source
    word = word_for(item, dossier.matches)
    standing = f"{_STANDING[word]}; " if word in _STANDING else ""
    yield "address", item.url or "none"
    yield "item", f"{item.id}: {standing}{_PLACES[item.state]}"
    yield "source", f"{item.source} <{source.url}>"
    yield "", _next_poll(dossier, zone)
    if dossier.look is not None:
        yield "page", look_words(dossier.look, zone)
    first, last = clock_time(item.first_seen, zone), clock_time(item.last_seen, zone)
    yield "seen", f"first {first}, last {last}"
    if item.published is not None:
        stated = item.published
        at = {
            "minute": clock_time(stated.at, zone),
            "day": stated.at.strftime("%d %b %Y"),
            "month": stated.at.strftime("%b %Y"),
        }[stated.precision]
        yield "stated", f"{at}, to the {stated.precision} ({stated.text!r})"


def _next_poll(dossier: "Dossier", zone: dt.tzinfo) -> str:
    state = dossier.source.state
    if not dossier.source.enrolled:
        return "no longer configured, so it is not polled"
    trouble = f"; failing: {state.error}" if state.error else ""
    return f"next poll {clock_time(state.due_at, zone)} ({state.reason}){trouble}"


def look_words(look: LookState, zone: dt.tzinfo) -> str:
    """When the item's page was last looked at, what it was like, and when it is next."""
    coming = (
        "no more looks" if look.due_at is None else f"next look {clock_time(look.due_at, zone)}"
    )
    if look.looked_at is None:
        return f"not looked at yet; {coming}"
    found = _LOOKS.get(look.outcome, look.outcome)
    detail = f" ({look.detail})" if look.detail else ""
    return f"looked at {clock_time(look.looked_at, zone)}: {found}{detail}; {coming}"


_LOOKS = {
    "read": "its text was read",
    "unchanged": "as it was",
    "changed": "changed",
    "missing": "not there, which another look has to confirm",
    "withdrawn": "taken down",
    "held": "held back",
    "failed": "not seen",
    "refused": "not shown to us",
}


def _known_by(aliases: Sequence[AliasKey]) -> Iterator[Line]:
    """Names with the same words, such as the titles of two versions, are said once."""
    said = tuple(dict.fromkeys(_name(alias) for alias in aliases))
    yield "known by", "; ".join(said[:SHOWN])
    yield from _more(len(said), "name, names")


def _name(alias: AliasKey) -> str:
    if alias.kind == "url":
        return f"its address {alias.value[:VALUE_LIMIT]}"
    words = _NAMES.get(alias.kind, alias.kind)
    return f"{words}: {alias.value[:VALUE_LIMIT]}" if alias.kind == "guid" else words


def _versions(dossier: "Dossier", zone: dt.tzinfo) -> Iterator[Line]:
    revisions = dossier.revisions
    if len(revisions) < 2:
        return
    shown = (revisions[0], *revisions[1:][-(SHOWN - 1) :])
    label, last = "versions", None
    for each in shown:
        yield label, _version(each, last, zone)
        label, last = "", each
    yield from _more(len(revisions), "version, versions", note="in between; `monitor diff`")
    for sighting in dossier.sightings:
        yield "", _sighting(sighting, zone)
    if dossier.shown < revisions[-1].seq:
        yield "", f"it shows version {dossier.shown} now"
    if dossier.unstable:
        yield "", "it goes to and fro between wordings (unstable); going back to one is not told"


def how_much(before: Revision, after: Revision) -> float:
    """The share of the words that changed between two versions, from 0 to 1."""
    from monitor.identify.classes import Words, edit_score  # a listing needs no reading room

    states = (Words(title=r.title, summary=r.summary, content=r.content) for r in (before, after))
    return edit_score(*states)


def edit_words(edit: str) -> str:
    """The class of an edit in words."""
    return _EDITS.get(edit, edit)


def _version(each: Revision, before: Revision | None, zone: dt.tzinfo) -> str:
    """A version with its class, when it came and how much of it was new."""
    title = f": {each.title}" if before is None or each.title != before.title else ""
    share = "" if before is None else f" ({how_much(before, each):.0%} of the words)"
    return f"{each.seq}, {clock_time(each.seen_at, zone)}, {edit_words(each.edit)}{share}{title}"


def _sighting(each: Sighting, zone: dt.tzinfo) -> str:
    """When a version was shown again."""
    last = clock_time(each.last_at, zone)
    if each.times == 1:
        return f"version {each.seq} again, {last}, which is not told"
    first = clock_time(each.first_at, zone)
    return f"version {each.seq} again, {each.times} times from {first} to {last}"


def _evidence(proofs: Sequence[Proof], zone: dt.tzinfo) -> Iterator[Line]:
    """The documents that showed it, the newest last, as many as people are shown."""
    label = "evidence"
    for each in proofs[-PROOFS_SHOWN:]:
        kept = "" if each.is_here else ", its bytes are not kept any more"
        fetched = clock_time(each.fetched_at, zone)
        yield label, f"record {each.number}, fetched {fetched}, sha256 {each.sha256[:16]}…{kept}"
        label = ""


def _carriers(dossier: "Dossier", zone: dt.tzinfo) -> Iterator[Line]:
    """For a copy whom it follows; for all who else carries the same text."""
    item = dossier.item
    label = "carried by"
    if len(dossier.carriers) > 1:
        yield "copies", _copies(dossier, zone)
    for each in dossier.carriers[:SHOWN]:
        place = f"{each.source}, {clock_time(each.first_seen, zone)}, {each.url or each.id}"
        if each.id == item.group:
            later = _span(item.first_seen - each.first_seen)
            yield "copy of", f"{place} ({each.id}), first seen {later} before this one"
            continue
        yield label, place
        label = ""
    yield from _more(len(dossier.carriers), "carrier, carriers")


def _copies(dossier: "Dossier", zone: dt.tzinfo) -> str:
    """``+29 copies, first seen at kura-post, 12 Jan``: where we saw it first, not who wrote it."""
    first = min((dossier.item, *dossier.carriers), key=lambda each: each.first_seen)
    copies = count(len(dossier.carriers), "copy", "copies")
    seen = f"+{copies}, first seen at {first.source}, {clock_time(first.first_seen, zone)}"
    stated = [
        (each.published.at, each.source)
        for each in (dossier.item, *dossier.carriers)
        if each.published is not None and each.published.precision == "minute"
    ]
    if not stated:
        return f"{seen}; none states its minute"
    at, source = min(stated)
    return f"{seen}; the earliest stated time is that of {source}, {clock_time(at, zone)}"


def _kin(dossier: "Dossier") -> Iterator[Line]:
    """What the item is to earlier ones, by which rule, and what was held back."""
    for tie in dossier.ties:
        yield "likeness", f"{_TIES[tie.kind]} {tie.other}: {tie.why} ({tie.method} {tie.score:.2f})"
    if dossier.story and dossier.story != dossier.item.id:
        yield "story", f"{dossier.story}, told first by that item"


def _rulings(rulings: Sequence[Ruling], zone: dt.tzinfo) -> Iterator[Line]:
    """What people said of its copy group and story."""
    for each in rulings:
        note = f" ({each.note!r})" if each.note else ""
        by = f" by {each.by}" if each.by else ""
        yield (
            "by hand",
            f"{clock_time(each.at, zone)}{by}: {_RULINGS[each.word]} {each.other}{note}",
        )


def _delivery(each: Delivery, item: Item, zone: dt.tzinfo) -> str:
    message = each.message
    parts = [f"{message.type} on {message.channel}"]
    if each.recipient:
        parts[0] += f" to {each.recipient}"
    if message.item_id != item.id:
        parts.append(f"as {message.item_id}")
    if each.state == "waiting":
        parts.append(f"waits until {clock_time(each.next_try_at, zone)}")
    if each.last_try_at is not None:
        parts.append(
            f"{count(each.tries, 'try', 'tries')}, last {clock_time(each.last_try_at, zone)}"
        )
    if each.answer:
        parts.append(f"receiver: {each.answer!r}")
    if message.alerts:
        parts.append(f"asked for by {', '.join(message.alerts)}")
    return f"{'; '.join(parts)} ({message.id})"


# ------------------------------------------------------------------ small words
def _short(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]}… (--json gives all)"


def _more(total: int, noun: str, note: str = "") -> Iterator[Line]:
    """How many are not shown; `noun` in singular and plural."""
    left = total - SHOWN
    if left > 0:
        one, many = noun.split(", ")
        yield "", f"and {count(left, one, many)} more{note and ' '}{note}; --json gives all"


def _span(span: dt.timedelta) -> str:
    seconds = span.total_seconds()
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return count(int(seconds // size), unit)
    return "less than a minute"
