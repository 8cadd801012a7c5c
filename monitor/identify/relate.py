"""What a new article is to the kept ones that share its trace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.identify import wording
from monitor.identify.candidates import COPY_WINDOW
from monitor.identify.compare import copied_why, is_column, spoken_against, tells_again
from monitor.identify.contrast import Wording, wording_of
from monitor.identify.kinship import STORY, kinship
from monitor.identify.likeness import likeness
from monitor.identify.signatures import unsigned
from monitor.identify.tokens import tokens
from monitor.records import Candidate, Moment, NearItem, Tie, TieKind

COMPARED_CHARS = 6_000  # of a text; what follows decides nothing
STORY_WINDOW = dt.timedelta(days=7)
PARTIAL = 0.8  # of the wording, below which a copy is called partial
_KEPT_WORDINGS = 32  # of a few thousand tokens at most
HELD = 3  # near copies with something against them that are written down


@dataclass(frozen=True, slots=True)
class Kin:
    """The ties of one article: at most one group, at most one story."""

    ties: tuple[Tie, ...] = ()
    copy_of: NearItem | None = None
    story_of: NearItem | None = None


def relate(candidate: Candidate, near: Sequence[NearItem], *, source: str, now: dt.datetime) -> Kin:
    """Find the copy, the story and the near misses of an article among what shares its trace.

    A source's own earlier article is never the original of a copy: a newsroom that prints its
    text again under another headline and address has something to say.
    """
    mine = _wording(candidate.title, candidate.content or candidate.summary)
    found = (_pair(candidate, mine, each, source, now) for each in near)
    pairs = [pair for pair in found if pair is not None]
    copies = [pair for pair in pairs if pair.tie.kind in ("copy", "partial")]
    # The oldest copy leads: a group is named after its first item.
    copy = min(copies, key=lambda pair: pair.other.first_seen, default=None)
    event = copy or _event(pairs)
    held = [pair for pair in pairs if pair.is_near_miss][:HELD]
    kept = [*([copy] if copy else held), *([event] if event and event not in (copy, *held) else [])]
    return Kin(
        ties=tuple(pair.tie for pair in kept),
        copy_of=copy.other if copy else None,
        story_of=event.other if event else None,
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """A kept article and what the new one is to it."""

    other: NearItem
    tie: Tie
    is_one_event: bool  # a toll that rose is one, a form that was filled in anew is not
    is_near_miss: bool = False  # worth telling beside: another name or day makes another thing


def _event(pairs: Sequence[_Pair]) -> _Pair | None:
    """The best of the articles that tell of the event, unless its story speaks against it.

    A story one of whose articles is the same form with something else filled in is another event,
    however well its other articles fit.
    """
    others = {_story_of(pair.other) for pair in pairs if not pair.is_one_event}
    told = [pair for pair in pairs if pair.is_one_event and _story_of(pair.other) not in others]
    return max(told, key=lambda pair: (pair.tie.score, pair.other.item_id), default=None)


def _story_of(other: NearItem) -> str:
    return other.story or other.item_id


@lru_cache(maxsize=_KEPT_WORDINGS)  # one event brings the same few kept articles again and again
def _wording(title: str, text: str) -> Wording:
    return wording_of(wording.signed(title), text[:COMPARED_CHARS])


def _pair(
    candidate: Candidate, mine: Wording, other: NearItem, source: str, now: dt.datetime
) -> _Pair | None:
    apart = _apart(candidate.draft.published, other.published, now - other.first_seen)
    if apart > STORY_WINDOW:
        return None
    titles = unsigned(candidate.title, other.title)
    mine = replace(mine, title=tokens(titles[0]))
    theirs = _wording(titles[1], other.text)
    alike = likeness(mine, theirs)
    copied = copied_why(mine, theirs, alike)
    against = spoken_against(mine, theirs, alike) if copied else None
    is_own = other.source == source
    if against is not None:
        is_again = tells_again(mine, theirs, against)
        if is_own and is_again:
            return None  # the same newsroom's next number: perhaps of one event, perhaps of its day
        is_told = against.kind not in ("name", "day") and apart <= COPY_WINDOW and not is_own
        tie = _tie(other, "held", "wording", alike.most, against.why)
        return _Pair(other, tie, is_one_event=is_again, is_near_miss=is_told)
    if copied and not is_own:
        if apart > COPY_WINDOW or is_column(mine, theirs, candidate.title, other.title):
            return None
        kind: TieKind = "copy" if max(alike.whole, alike.body) >= PARTIAL else "partial"
        return _Pair(other, _tie(other, kind, "wording", alike.most, copied), is_one_event=True)
    kin = kinship(mine, theirs)
    if kin.score < STORY:
        return None
    return _Pair(other, _tie(other, "story", "event", kin.score, kin.why), is_one_event=True)


def _tie(other: NearItem, kind: TieKind, method: str, score: float, why: str) -> Tie:
    return Tie(other=other.item_id, kind=kind, method=method, score=score, why=why)


def _apart(mine: Moment | None, theirs: Moment | None, seen: dt.timedelta) -> dt.timedelta:
    """How far apart two articles are: by their stated times, else by when they were first seen."""
    if mine is not None and theirs is not None:
        return abs(mine.at - theirs.at)
    return seen
