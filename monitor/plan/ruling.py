"""What a person's word on how items are grouped means, and who hears of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from monitor.plan import routing
from monitor.plan.rejudge import arrived
from monitor.plan.setting import Desk
from monitor.records import Item, Match, Message, Ruling, RulingPlan, Source


def plan_ruling(
    ruling: Ruling,
    item: Item,
    matches: Sequence[Match],
    source: Source | None,
    desk: Desk,
    *,
    now: dt.datetime,
) -> RulingPlan:
    """Decide what a ruling means. Pure.

    An item that is no copy is told as new, once, where its group alone had kept it back: a message
    that was made of it before has the same id and is not made again. What was there before we
    looked, was deleted, or is of a source that is no longer configured, is told to nobody.
    """
    messages: tuple[Message, ...] = ()
    is_told = not item.baseline and item.state != "deleted" and source is not None
    if ruling.word == "not-a-copy" and is_told and source is not None:
        alone = replace(item, group=item.id, last_seen=now)
        messages = routing.tell_new(source, arrived(alone, tuple(matches)), desk)
    return RulingPlan(ruling=ruling, messages=messages)
