"""What a new article is to the kept ones that share its trace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.identify import wording
from monitor.identify.candidates import COPY_WINDOW
from monitor.identify.compare import copied_why, is_column, spoken_against
from monitor.identify.contrast import Wording, wording_of
from monitor.identify.kinship import STORY, is_told_again, kinship
from monitor.identify.likeness import Likeness, likeness
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
    told = (_pair(candidate, mine, each, source, now) for each in near)
    pairs = [pair for pair in told if pair is not None]
    copies = [pair for pair in pairs if pair.tie.kind in ("copy", "partial")]
    # The oldest copy leads: a group is named after its first item.
    copy = min(copies, key=lambda pair: pair.other.first_seen, default=None)
    event = copy or max(
        (pair for pair in pairs if pair.is_one_event),
        key=lambda pair: (pair.tie.score, pair.other.item_id),
        default=None,
    )
    held = [pair for pair in pairs if pair.tie.kind == "held"][:HELD]
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
    is_one_event: bool  # a toll that rose is one, a template filled anew is not


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
    if not copied or other.source == source:
        return _story(mine, theirs, alike, other, is_copied=bool(copied))
    if apart > COPY_WINDOW or is_column(mine, theirs, candidate.title, other.title):
        return None
    return _copy(mine, theirs, alike, other, copied)


def _story(
    mine: Wording, theirs: Wording, alike: Likeness, other: NearItem, *, is_copied: bool
) -> _Pair | None:
    kin = kinship(mine, theirs)
    if kin.score < STORY or (is_copied and spoken_against(mine, theirs, alike) is not None):
        return None
    tie = Tie(other=other.item_id, kind="story", method="event", score=kin.score, why=kin.why)
    return _Pair(other, tie, is_one_event=True)


def _copy(
    mine: Wording, theirs: Wording, alike: Likeness, other: NearItem, why: str
) -> _Pair | None:
    """The tie of two texts of one wording; None where they say so of two named things."""
    score = max(alike.whole, alike.body, alike.part, alike.order)
    against = spoken_against(mine, theirs, alike)
    if against is not None and against.kind in ("name", "day"):
        return None
    is_whole = max(alike.whole, alike.body) >= PARTIAL
    kind: TieKind = "held" if against is not None else "copy" if is_whole else "partial"
    tie = Tie(
        other=other.item_id, kind=kind, method="wording", score=score,
        why=against.why if against is not None else why,
    )  # fmt: skip
    if against is None:
        return _Pair(other, tie, is_one_event=True)
    is_again = against.kind != "word" and is_told_again(mine, theirs)
    return _Pair(other, tie, is_one_event=is_again)


def _apart(mine: Moment | None, theirs: Moment | None, seen: dt.timedelta) -> dt.timedelta:
    """How far apart two articles are: by their stated times, else by when they were first seen."""
    if mine is not None and theirs is not None:
        return abs(mine.at - theirs.at)
    return seen
