"""The messages: their ids and the JSON that they carry.

Source: Standard Webhooks specification, "Payload structure" (type, timestamp, data).
"""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence

from monitor.identify.worddiff import around_changes, in_brackets, passages, replacements, runs
from monitor.match import reasons
from monitor.records import EventType, Item, Match, Message, Moment, Source, SourceState

WORDS_LIMIT = 8  # replacements that a message names
DIFF_LIMIT = 600  # characters of a word diff that travel
SUMMARY_LIMIT = 2_000  # characters of a summary that travel; the whole stands in the archive
Json = dict[str, object]


def message_id(event: EventType, *parts: str) -> str:
    """An id that depends only on what is told to whom, so that no repeat ever has another one."""
    seed = "\0".join((event, *parts)).encode()
    digest = hashlib.blake2b(seed, digest_size=16).digest()
    return "msg_" + base64.b32encode(digest).decode().rstrip("=").lower()


def stamp(moment: dt.datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def encode(event: EventType, at: dt.datetime, data: Json) -> str:
    """The JSON text of a message; the same input gives the same bytes."""
    body = {"type": event, "timestamp": stamp(at), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def item_view(item: Item, source: Source) -> Json:
    """An item as messages show it."""
    return {
        "id": item.id,
        "title": item.title,
        "url": item.url,
        "source": source.name,
        "source_url": source.url,
        "summary": item.summary[:SUMMARY_LIMIT],
        "language": item.language,
        "published": moment_view(item.published),
        "first_seen": stamp(item.first_seen),
        "authors": list(item.authors),
        "tags": list(item.tags),
        "revision": item.revision,
    }


def changed_words(old: Mapping[str, str], new: Mapping[str, str]) -> Json:
    """What changed, word by word, in the parts of an item that both states have.

    ``words`` are the first replacements; ``diff`` has the places of each part that changed, with
    what went in ``[-…-]`` and what came in ``{+…+}``.
    """
    found = {part: runs(old[part], new[part]) for part in new if part in old}
    found = {part: each for part, each in found.items() if any(r.kind != "kept" for r in each)}
    words = [
        {"in": part, "before": before, "after": after}
        for part, each in found.items()
        for before, after in replacements(each)
    ]
    shown = {part: shortened(in_brackets(around_changes(each))) for part, each in found.items()}
    return {"words": words[:WORDS_LIMIT], "diff": shown}


def excerpts(old: str, new: str) -> tuple[str, str] | None:
    """The sentences of two texts that changed, for a message; None where nothing is compared."""
    changed = passages(old, new) if old and new else ()
    if not changed:
        return None
    before = " … ".join(each.before for each in changed if each.before)
    after = " … ".join(each.after for each in changed if each.after)
    return before[:DIFF_LIMIT], after[:DIFF_LIMIT]


def shortened(text: str) -> str:
    """A text within :data:`DIFF_LIMIT`."""
    return text if len(text) <= DIFF_LIMIT else text[:DIFF_LIMIT].rpartition(" ")[0] + " …"


def moment_view(moment: Moment | None) -> Json | None:
    """A stated time with its precision; None when nothing was stated."""
    if moment is None:
        return None
    return {"at": str(moment), "precision": moment.precision, "text": moment.text}


def match_view(matches: Sequence[Match]) -> Json:
    """Why an item is told: topics, places and the heaviest reasons, best match first."""
    ranked = sorted(matches, key=lambda match: -match.score)
    best = ranked[0]
    return {
        "topics": [match.topic for match in ranked],
        "places": list(best.places),
        "score": round(best.score, 3),
        "why": list(reasons(best)),
    }


def source_view(source: Source, state: SourceState, *, word: str, reason: str) -> Json:
    """A source's trouble as messages show it; `word` names the state."""
    return {
        "name": source.name,
        "url": source.url,
        "state": word,
        "reason": reason,
        "since": stamp(state.failing_since) if state.failing_since else None,
        "errors": state.errors,
    }


def address(
    message: Message,
    channels: Mapping[str, Sequence[str]],
    recipients: Mapping[str, tuple[str, ...]],
) -> tuple[Message, ...]:
    """One copy of `message` for each channel: `channels` maps names to the rules that asked."""
    return tuple(
        Message(
            id=message_id(message.type, message.id, name),
            type=message.type,
            channel=name,
            created_at=message.created_at,
            body=message.body,
            item_id=message.item_id,
            group=message.group,
            source=message.source,
            alerts=tuple(rules),
            recipients=recipients.get(name, ("",)),
        )
        for name, rules in sorted(channels.items())
    )
