"""Finding the list of a page again: where it was, or, if that does not hold, anew.

What was read before is known by short hashes of its titles, so that a new layout is told from new
items: the list that holds titles already known is the same list, wherever it stands now.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.parse import limits
from monitor.parse.listing_model import Listing
from monitor.parse.ranking import LIKELY_SCORE
from monitor.records import Draft, Layout, ListMemory
from monitor.text import fold

_FEW = 5  # titles below which their absence says nothing
_SHRUNK = 5  # a list of a fifth of its former size, and of fewer than this, is not the same
_REFOUND_SHARE = 0.2  # of the titles that could be found again, to take a list for the same
_SURE_SHARE = 0.4  # and to take it without a doubt


@dataclass(frozen=True, slots=True)
class Choice:
    """The list that a page is read by, and what changed about its place."""

    listing: Listing
    memory: ListMemory | None  # None where the place cannot be named
    layout: Layout | None = None


def title_key(title: str) -> str:
    """A short hash of a title, case and marks aside."""
    return hashlib.blake2b(fold(title).encode("utf-8", "replace"), digest_size=5).hexdigest()


def trouble_with(found: Listing | None, memory: ListMemory) -> str | None:
    """Why the list at the former place is not to be trusted, in words; None if it is."""
    if found is None or not found.items:
        return "nothing stands at the former place any more"
    keys = keys_of(found.items)
    size = len(found.items)
    if len(set(keys)) * 2 <= size:
        return "the titles at the former place are equal to each other"
    if size * 5 <= memory.size and size < _SHRUNK:
        return f"the list at the former place went from {memory.size} to {size} entries"
    if memory.dated >= 0.8 and _dated(found.items) < 0.2:
        return "the dates at the former place are gone"
    if len(memory.titles) >= _FEW and not _refound(keys, memory):
        return f"none of the {len(memory.titles)} known titles stands at the former place"
    return None


def settle(found: Listing, memory: ListMemory | None, *, layout: Layout | None = None) -> Choice:
    """Read by this list, and remember it."""
    if found.wrapper is None or len(found.wrapper) > limits.MAX_WRAPPER_CHARS:
        return Choice(found, None, layout)
    keys = keys_of(found.items)
    older = memory.titles if memory else ()
    remembered = tuple(dict.fromkeys((*keys, *older)))[: limits.MAX_REMEMBERED]
    learned = ListMemory(
        wrapper=found.wrapper,
        titles=remembered,
        size=len(found.items),
        dated=round(_dated(found.items), 2),
    )
    return Choice(found, learned, layout)


def choose_anew(
    ranked: Sequence[Listing], former: Listing | None, memory: ListMemory, trouble: str
) -> Choice | None:
    """The list to read from now on, after `trouble` with the former one; None if there is none.

    The one that holds most known titles is it. Where none holds enough, a former place that is
    still a good list stays: a busy site may have replaced all of its titles between two polls.
    """
    best = max(ranked, key=lambda one: _claim(one, memory), default=None)
    if best is None:
        return None
    refound = _refound(keys_of(best.items), memory)
    if refound < _enough(best, memory):
        if former is not None and _may_stay(former, ranked[0], trouble):
            return settle(former, memory)
        best, refound = ranked[0], _refound(keys_of(ranked[0].items), memory)
        if best.score < LIKELY_SCORE:
            return None
    if best.wrapper == memory.wrapper:
        return settle(best, memory)
    is_doubtful = refound < _SURE_SHARE * min(len(best.items), memory.size)
    layout = Layout(
        before=memory.wrapper,
        after=best.wrapper or "text",
        reason=trouble,
        items=len(best.items),
        known=len(memory.titles),
        refound=refound,
        is_doubtful=is_doubtful,
    )
    return settle(best, memory, layout=layout)


def first(found: Listing) -> Choice:
    """Read by this list for the first time."""
    layout = Layout(
        before=None,
        after=found.wrapper or "text",
        reason="; ".join(found.why),
        items=len(found.items),
        known=0,
        refound=0,
        is_doubtful=False,
    )
    choice = settle(found, None, layout=layout)
    return choice if choice.memory else Choice(found, None)


def keys_of(drafts: Sequence[Draft]) -> list[str]:
    """The title keys of a list, in its order."""
    return [title_key(draft.title or draft.url or "") for draft in drafts]


def _claim(found: Listing, memory: ListMemory) -> tuple[int, float]:
    return _refound(keys_of(found.items), memory), found.score


def _refound(keys: Sequence[str], memory: ListMemory) -> int:
    return len(set(keys) & set(memory.titles))


def _enough(found: Listing, memory: ListMemory) -> float:
    return max(2.0, _REFOUND_SHARE * min(len(found.items), memory.size))


def _may_stay(former: Listing, best: Listing, trouble: str) -> bool:
    return trouble.startswith("none of") and former.score * 2 >= best.score


def _dated(drafts: Sequence[Draft]) -> float:
    return sum(draft.published is not None for draft in drafts) / len(drafts)
