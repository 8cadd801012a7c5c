"""What an alert says, before it has any form: one view for items, one for sources."""

import datetime as dt
from dataclasses import dataclass

from monitor.deliver.edits import Run, around_changes, first_change, runs
from monitor.deliver.fields import Fields
from monitor.deliver.wording import (
    count,
    cut,
    day,
    language_tag,
    one_line,
    place_codes,
    place_name,
    span,
    stated,
)
from monitor.records import Message

SUBJECT_LIMIT = 90
_REASONS = 3
_SUMMARY_LIMIT = 1_200

# kind of event -> (word before a notice's source, what it means for the reader)
_NOTICES = {
    "source.down": (
        "Source down",
        "It could not be read. It is asked again, less and less often; every other source is read "
        "as usual.",
    ),
    "source.recovered": ("Source back", "It is read again as usual."),
    "source.silent": (
        "Source silent",
        "It answers, but nothing new has come for longer than it usually takes.",
    ),
    "source.gap": (
        "Source gap",
        "Two polls in a row share no item: some items may have come and gone between them.",
    ),
    "source.changed": (
        "Source changed",
        "It answers differently than before. Have a look at it and, if it moved for good, change "
        "its entry in the configuration.",
    ),
}
_EDITS = {
    "withdrawn": "taken back",
    "correction": "corrected",
    "number": "number changed",
    "negation": "says the opposite",
    "quote-or-name": "quote or name changed",
    "headline": "headline changed",
    "added": "text added",
    "removed": "text removed",
    "text": "text changed",
    "typo": "letters put right",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One article as a mail tells it."""

    subject: str
    title: str
    url: str
    language: str
    source: str
    source_url: str
    places: tuple[str, ...]  # names
    tag: str  # "headline changed", "withdrawn", "" for a new item
    seen: str
    dated: str  # as the publisher stated it, "" where nothing was
    authors: str
    summary: str
    title_runs: tuple[Run, ...]  # empty unless the title changed
    summary_runs: tuple[Run, ...]
    story: str  # "3 copies at other sources; first at Kura Post", "" where it stands alone
    why: tuple[str, ...]
    item_id: str
    rules: tuple[str, ...]
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """News about a source itself."""

    subject: str
    heading: str
    name: str
    url: str
    meaning: str
    reason: str
    since: str
    errors: str
    rules: tuple[str, ...]
    channel: str


def item_view(message: Message, body: Fields) -> ItemView:
    """Read an ``item.*`` or ``story.*`` message."""
    content, change = body.part("data"), body.part("data").part("change")
    item = content.part("item")
    before, after = change.part("before"), change.part("after")
    title = item.text("title") or item.text("url") or "(untitled)"
    codes = content.part("match").texts("places")
    return ItemView(
        subject=_item_subject(message, content, title, codes),
        title=title,
        url=item.address("url"),
        language=item.language(),
        source=item.text("source"),
        source_url=item.address("source_url"),
        places=tuple(map(place_name, codes)),
        tag=_tag(message, content),
        seen=_seen(item.time("first_seen")),
        dated=_dated(item.part("published")),
        authors=", ".join(item.texts("authors")[:3]),
        summary=item.text("summary", limit=_SUMMARY_LIMIT),
        title_runs=_changed(before.text("title"), after.text("title")),
        summary_runs=_changed(
            before.text("summary", limit=_SUMMARY_LIMIT),
            after.text("summary", limit=_SUMMARY_LIMIT),
        ),
        story=_story(content.part("story"), item.text("source")),
        why=content.part("match").texts("why")[:_REASONS],
        item_id=item.text("id"),
        rules=message.alerts,
        channel=message.channel,
    )


def notice_view(message: Message, body: Fields) -> NoticeView:
    """Read a ``source.*`` message."""
    source = body.part("data").part("source")
    word, meaning = _NOTICES.get(message.type, ("Source", ""))
    name = source.text("name") or one_line(message.source or "") or "(unnamed)"
    since, at = source.time("since"), body.time("timestamp") or message.created_at
    lasted = f", {span(at - since)}" if since and at > since else ""
    errors = source.number("errors")
    return NoticeView(
        subject=f"{word}: {cut(name, SUBJECT_LIMIT - len(word) - len(lasted) - 2)}{lasted}",
        heading=word,
        name=name,
        url=source.address("url"),
        meaning=meaning,
        reason=source.text("reason", limit=600),
        since=_seen(since),
        errors=count(errors, "failed poll") + " in a row" if errors else "",
        rules=message.alerts,
        channel=message.channel,
    )


# ------------------------------------------------------------------ subjects
def _item_subject(message: Message, content: Fields, title: str, codes: tuple[str, ...]) -> str:
    """Give the first alert's words first, so that mailboxes sort and fold what belongs together."""
    place = f"{place_codes(codes)} · " if codes else ""
    source = content.part("item").text("source", limit=40)
    before = content.part("change").part("before").text("title")
    tail = f" ({source})" if source else ""
    if message.type != "item.new":
        tail = f": {_change(content, before) or _tag(message, content) or 'update'}"
    words = before or title
    return place + cut(words, SUBJECT_LIMIT - len(place) - len(tail)) + tail


def _change(content: Fields, before: str) -> str:
    change = content.part("change")
    said = first_change(before, change.part("after").text("title"), limit=40)
    return f"{change.text('edit')} {said}".strip() if said else ""


def _tag(message: Message, content: Fields) -> str:
    if message.type == "item.new":
        return ""
    edit = content.part("change").text("edit", limit=40)
    names = {"item.withdrawn": "withdrawn", "story.grown": "story grows"}
    return names.get(message.type) or _EDITS.get(edit, edit or "revised")


# ------------------------------------------------------------------ lines
def _changed(before: str, after: str) -> tuple[Run, ...]:
    return around_changes(runs(before, after)) if after and before != after else ()


def _seen(at: dt.datetime | None) -> str:
    if at is None:
        return ""
    utc = at.astimezone(dt.UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def _dated(published: Fields) -> str:
    at = published.time("at")
    if at is None:
        return ""
    precision = published.text("precision")
    words = stated(at, precision, dt.UTC)
    return f"{words} UTC" if precision not in {"day", "month"} else f"{words}, no time given"


def _story(story: Fields, source: str) -> str:
    copies, first = story.number("copies"), story.text("first_source")
    parts = [f"{count(copies, 'copy', 'copies')} at other sources"] if copies else []
    if first and first != source:
        parts.append(f"first seen at {first}")
    return "; ".join(parts)


def content_language(language: str) -> str:
    """Give the value of Content-Language: our words are English, the headline may not be."""
    tag = language_tag(language)
    return f"en, {tag}" if tag and not tag.lower().startswith("en") else "en"
