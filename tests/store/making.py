"""Nouns for the tests of the store, complete and small; a test changes what it cares about."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.records import (
    AliasKey,
    Change,
    ContentKeys,
    Edition,
    Evidence,
    Item,
    Match,
    Message,
    Moment,
    NewItem,
    PollPlan,
    PollRecord,
    Probe,
    Revision,
    Settlement,
    Source,
    SourceState,
)
from monitor.store import Store, open_store
from monitor.text import fold
from monitor.urls import canonical, registrable_host

NOW = dt.datetime(2026, 1, 9, 7, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
LEASE = 5 * MINUTE


def opened(path: Path, *, sources: tuple[str, ...] = ("desk",)) -> Store:
    """A writer with sources enrolled."""
    store = open_store(str(path), write=True, now=NOW)
    store.enrol([source(name) for name in sources], now=NOW)
    return store


def source(name: str = "desk", **changes: Any) -> Source:
    return replace(Source(name=name, url=f"https://{name}.example/feed"), **changes)


def keys(title: str, text: str = "", *, version: int = 1) -> ContentKeys:
    def key(*parts: str) -> str:
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()

    title, text = fold(title), fold(text)
    copy = key(str(version), title, text) if text else ""
    return ContentKeys(
        title_key=key(str(version), title),
        text_key=key(str(version), text),
        copy_key=copy,
        fold_version=version,
    )


def url_alias(url: str) -> AliasKey:
    return AliasKey(f"site:{registrable_host(url)}", "url", canonical(url))


def guid_alias(guid: str, name: str = "desk") -> AliasKey:
    return AliasKey(name, "guid", guid)


def new(item_id: str = "item1", title: str = "Bridge opens in Yerevan", **changes: Any) -> NewItem:
    """A new item; `changes` are of the item, besides `aliases` and `matches`."""
    name = changes.get("source", "desk")
    aliases = changes.pop("aliases", None)
    matches = changes.pop("matches", (match(),))
    item = Item(
        id=item_id,
        source=name,
        state="listed",
        first_seen=NOW,
        last_seen=NOW,
        title=title,
        url=f"https://{name}.example/{item_id}",
        summary="The bridge was opened today.",
        content="",
        authors=("A. Writer",),
        published=None,
        language="en",
        tags=("city",),
        group=item_id,
        revision=1,
        baseline=False,
    )
    item = replace(item, **changes)
    if aliases is None:
        aliases = (url_alias(item.url or ""), guid_alias(item_id, name))
    return NewItem(item=item, aliases=aliases, revision=revision(item), matches=matches)


def revision(item: Item, *, edit: str = "first") -> Revision:
    return Revision(
        item_id=item.id,
        seq=item.revision,
        seen_at=item.last_seen,
        title=item.title,
        summary=item.summary,
        content=item.content,
        keys=keys(item.title, f"{item.summary} {item.content}".strip()),
        edit=edit,
    )


def change(before: NewItem, title: str, *, seq: int = 2, **options: Any) -> Change:
    """The item of `before` under another title."""
    at = options.pop("at", NOW + HOUR)
    edit = options.pop("edit", "headline")
    matches = options.pop("matches", (match(),))
    unstable = options.pop("unstable", False)
    item = replace(before.item, title=title, revision=seq, last_seen=at, **options)
    return Change(item=item, revision=revision(item, edit=edit), matches=matches, unstable=unstable)


def match(topic: str = "south-caucasus", **changes: Any) -> Match:
    why = Evidence(
        concept="yerevan",
        place="AM",
        name="Yerevan",
        field="title",
        start=16,
        end=23,
        weight=1.5,
        rule="name",
    )
    made = Match(
        topic=topic,
        version="1",
        relevant=True,
        borderline=False,
        score=1.5,
        places=("AM",),
        why=(why,),
    )
    return replace(made, **changes)


def message(message_id: str = "msg1", **changes: Any) -> Message:
    made = Message(
        id=message_id,
        type="item.new",
        channel="hook",
        created_at=NOW,
        body='{"type":"item.new"}',
        item_id="item1",
        group="item1",
        source="desk",
        alerts=("all",),
    )
    return replace(made, **changes)


def plan(name: str = "desk", *, at: dt.datetime = NOW, **parts: Any) -> PollPlan:
    """A poll of `name` at `at`, due again an hour later."""
    state = parts.pop("state", SourceState(name=name, due_at=at + HOUR, polled_at=at))
    poll = PollRecord(
        source=name,
        at=at,
        outcome="read",
        detail="",
        entries=len(parts.get("new", ())),
        new=len(parts.get("new", ())),
        revised=len(parts.get("changes", ())),
        elapsed_ms=120,
        body_bytes=2048,
    )
    return PollPlan(state=state, poll=poll, **parts)


def probe(*aliases: AliasKey, name: str = "desk", copies: tuple[str, ...] = ()) -> Probe:
    return Probe(source=name, aliases=aliases, copy_keys=copies, copies_since=NOW - 3 * DAY)


def settlement(message_id: str = "msg1", **changes: Any) -> Settlement:
    made = Settlement(
        message_id=message_id,
        recipient="",
        state="delivered",
        tried_at=NOW,
        next_try_at=NOW,
        answer="200 OK",
        channel="hook",
    )
    return replace(made, **changes)


def edition(slot: dt.datetime = NOW, **changes: Any) -> Edition:
    made = Edition(digest="morning", slot=slot, since=slot - DAY, body="{}", created_at=slot)
    return replace(made, **changes)


def day(text: str, hours_east: int) -> Moment:
    """A stated day of a zone."""
    zone = dt.timezone(dt.timedelta(hours=hours_east))
    at = dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    return Moment(at=at, precision="day", text=text)
