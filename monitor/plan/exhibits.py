"""Which documents become evidence: those that showed what a topic wants, or what is told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.plan.setting import LookVisit, Visit
from monitor.records import Change, Exhibit, LookPlan, Match, Message, NewItem, Sheet


def poll_exhibits(
    visit: Visit,
    new: Sequence[NewItem],
    changes: Sequence[Change],
    messages: Sequence[Message],
) -> tuple[Exhibit, ...]:
    """The documents of a visit that showed wanted items for the first time or with new words."""
    told = {message.item_id for message in messages}
    arrived: tuple[NewItem | Change, ...] = (*new, *(each for each in changes if not each.back))
    wanted = [each for each in arrived if _is_wanted(each.matches, each.item.id, told)]
    shown: dict[int, list[tuple[str, int]]] = {}
    for each in wanted:
        for place in _places(visit.sheets, each.item.url):
            shown.setdefault(place, []).append((each.item.id, each.revision.seq))
    return tuple(
        Exhibit(source=visit.source.name, sheet=visit.sheets[place], revisions=tuple(revisions))
        for place, revisions in sorted(shown.items())
    )


def with_exhibits(visit: LookVisit, plan: LookPlan) -> LookPlan:
    """The plan of a look with the page as evidence, where it showed other words than before."""
    change = plan.change or plan.first
    if visit.sheet is None or change is None or change.back:
        return plan
    told = {message.item_id for message in plan.messages}
    if not _is_wanted(change.matches, change.item.id, told):
        return plan
    revisions = ((change.item.id, change.revision.seq),)
    exhibit = Exhibit(source=visit.source.name, sheet=visit.sheet, revisions=revisions)
    return replace(plan, exhibits=(exhibit,))


def _is_wanted(matches: Sequence[Match], item_id: str, told: set[str | None]) -> bool:
    return item_id in told or any(each.relevant or each.borderline for each in matches)


def _places(sheets: Sequence[Sheet], url: str | None) -> Iterator[int]:
    """Where in `sheets` an item stands: where its address is listed, or else in the first one."""
    listed = [place for place, each in enumerate(sheets) if each.urls is None or url in each.urls]
    yield from listed or range(min(len(sheets), 1))
