"""Who hears of what one document brought: new items, and items with other words."""

from monitor.identify import Edit
from monitor.plan import holding, kin, routing
from monitor.plan.messages import excerpts
from monitor.plan.page_words import is_from_page
from monitor.plan.setting import Desk, Visit
from monitor.records import Change, Known, Message, Near, NewItem


def tell_new(
    visit: Visit, new: tuple[NewItem, ...], known: Known, desk: Desk, near: Near
) -> tuple[Message, ...]:
    """The messages about new items: each copy group once on each channel, in this plan, too."""
    messages: list[Message] = []
    heard: dict[str, set[str]] = {}  # by copy group: channels told in this very plan
    for arrived in new:
        group = arrived.item.group
        told = {*known.told.get(group, ()), *near.told.get(group, ()), *heard.get(group, ())}
        story = kin.story_view(arrived, near)
        fresh = routing.tell_new(visit.source, arrived, desk, told=told, story=story)
        heard.setdefault(group, set()).update(message.channel for message in fresh)
        messages += fresh
        if (state := kin.has_grown(arrived, near.stories)) is not None:
            messages += routing.tell_grown(visit.source, arrived, state, desk)
    return tuple(messages)


def tell_edit(
    visit: Visit, edit: Edit, change: Change, known: Known, desk: Desk
) -> tuple[tuple[Message, ...], Change]:
    """An edit that makes an item relevant tells it as new; any other one as revised.

    The change comes back with what is held back of it.
    """
    before = edit.known
    told = known.told.get(change.item.group, ())
    first: tuple[Message, ...] = ()
    if not before.baseline:
        arrived = NewItem(
            item=change.item, aliases=(), revision=change.revision, matches=change.matches
        )
        first = routing.tell_new(visit.source, arrived, desk, told=told)
    if not edit.is_tellable or is_from_page(edit):
        return first, change
    just_told = {message.channel for message in first}
    text = edit.text or excerpts(before.content, edit.candidate.content)
    revised = routing.tell_revised(visit.source, before, change, desk, edit=edit, text=text)
    revised = tuple(message for message in revised if message.channel not in just_told)
    revised, change = holding.now_or_later(revised, change, before, edit=edit, desk=desk)
    return (*first, *revised), change
