"""Articles that change all the time: their updates are told as one, once in a while.

What is held back is a row and no loss: it is told when its time comes, whether the article changes
again or not, against the words that people were told last.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from monitor.identify.classes import Words, edit_score
from monitor.plan import routing
from monitor.plan.messages import excerpts
from monitor.plan.routing import Rated
from monitor.plan.setting import Desk
from monitor.records import (
    EDIT_CLASSES,
    Change,
    EditClass,
    Held,
    HeldItem,
    Item,
    Message,
    Source,
)

LIVE_AFTER = 3  # versions after which an article that changes again so soon is a live one
AT_ONCE: tuple[EditClass, ...] = ("withdrawn", "correction")  # these never wait
# How newsrooms mark a page that they write on: before a headline, in its words, in its address.
_LIVE_TITLE = re.compile(
    r"\W*(?:live|онлайн|прямой эфир|canl[ıi]|ուղիղ(?: եթեր)?|პირდაპირი ეთერი)\s*[:.|–—-]"
    r"|.*\b(?:live ?blog|live updates|as it happen(?:s|ed)|текстовая трансляция|canlı anlatım)\b",
    re.IGNORECASE,
)
_LIVE_PATH = re.compile(r"/(?:live|live-?blog|live-updates)(?:/|$)", re.IGNORECASE)


class Told(Protocol):
    """What is known of what people heard of an item."""

    @property
    def revised_told_at(self) -> dt.datetime | None:
        """When its last update was told."""
        ...

    @property
    def held(self) -> Held | None:
        """What they have not heard of yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rolled:
    """The class of several changes as one."""

    edit: EditClass
    is_event: bool
    score: float
    is_tellable: bool = True


def is_live(item: Item) -> bool:
    """Whether a newsroom says of an article that it writes on."""
    path = urlsplit(item.url or "").path
    return bool(_LIVE_TITLE.match(item.title) or _LIVE_PATH.search(path))


def now_or_later(
    messages: tuple[Message, ...], change: Change, known: Told, *, edit: Rated, desk: Desk
) -> tuple[tuple[Message, ...], Change]:
    """The messages of an update, or none and the change with what is held back.

    The first update of an article is told at once. One that comes within `desk.live_every` of the
    last waits where the article is a live one, and so does all that follows while something waits.
    """
    now, told_at, held = change.revision.seen_at, known.revised_told_at, known.held
    if not messages:
        return (), change
    if held is None:
        is_soon = told_at is not None and now - told_at < desk.live_every
        is_often = change.revision.seq > LIVE_AFTER or is_live(change.item)
        if told_at is None or not is_soon or not is_often or edit.edit in AT_ONCE:
            return messages, change
        held = Held(
            before=change.revision.seq - 1,
            edit=edit.edit,
            is_event=edit.is_event,
            due_at=told_at + desk.live_every,
        )
    gravest = min(held.edit, edit.edit, key=EDIT_CLASSES.index)
    due_at = min(held.due_at, now) if edit.edit in AT_ONCE else held.due_at
    is_event = held.is_event or edit.is_event
    held = replace(held, edit=gravest, is_event=is_event, due_at=due_at)
    return (), replace(change, held=held)


def plan_held(
    rows: Sequence[HeldItem], sources: Mapping[str, Source], desk: Desk, *, now: dt.datetime
) -> tuple[Message, ...]:
    """What is due now of all that was held back: one update for each article. Pure.

    Nobody hears of an article whose words are again those that were told, that was deleted, or
    whose source is no longer configured.
    """
    return tuple(message for row in rows for message in _tell(row, sources, desk, now))


def _tell(
    row: HeldItem, sources: Mapping[str, Source], desk: Desk, now: dt.datetime
) -> tuple[Message, ...]:
    item, before, source = row.item, row.before, sources.get(row.item.source)
    shown = (item.title, item.summary, item.content)
    is_back = shown == (before.title, before.summary, before.content)
    if source is None or is_back or item.state in ("deleted", "withdrawn"):
        return ()
    edit = _Rolled(edit=row.held.edit, is_event=row.held.is_event, score=_score(row))
    revision = replace(before, seq=item.revision, seen_at=now, edit=row.held.edit)
    change = Change(item=replace(item, last_seen=now), revision=revision, matches=row.matches)
    text = excerpts(before.content, item.content)
    return routing.tell_revised(source, before, change, desk, edit=edit, text=text)


def _score(row: HeldItem) -> float:
    """The share of the words that changed between what was told last and what is shown."""
    states = (
        Words(title=each.title, summary=each.summary, content=each.content)
        for each in (row.before, row.item)
    )
    return edit_score(*states)
