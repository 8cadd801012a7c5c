"""What a new article is to the kept ones that share its trace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.identify import wording
from monitor.identify.candidates import COPY_WINDOW
from monitor.identify.compare import ALIGNED_SHARE, copied_why, is_column
from monitor.identify.contrast import Wording, contrast, wording_of
from monitor.identify.kinship import STORY, is_told_again, kinship
from monitor.identify.likeness import Likeness, likeness
from monitor.records import Candidate, Moment, NearItem, Tie, TieKind

COMPARED_CHARS = 6_000  # of a text; what follows decides nothing
STORY_WINDOW = dt.timedelta(days=7)
PARTIAL = 0.8  # of the wording, below which a copy is called partial
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
    told = [_tie(candidate, mine, each, source, now) for each in near]
    ties = [(each, tie) for each, tie in zip(near, told, strict=True) if tie is not None]
    copies = [pair for pair in ties if pair[1].kind in ("copy", "partial")]
    # The oldest copy leads: a group is named after its first item.
    copy = min(copies, key=lambda pair: pair[0].first_seen, default=None)
    event = copy or max(
        (pair for pair in ties if _is_one_event(mine, *pair)),
        key=lambda pair: (pair[1].score, pair[0].item_id),
        default=None,
    )
    held = [pair for pair in ties if pair[1].kind == "held"][:HELD]
    kept = [*([copy] if copy else held), *([event] if event and event not in (copy, *held) else [])]
    return Kin(
        ties=tuple(tie for _, tie in kept),
        copy_of=copy[0] if copy else None,
        story_of=event[0] if event else None,
    )


def _is_one_event(mine: Wording, other: NearItem, tie: Tie) -> bool:
    """Whether two articles tell of one event; a toll that rose does, a template filled anew not."""
    if tie.kind == "held":
        return is_told_again(mine, _wording(other.title, other.text))
    return tie.kind == "story"


def _wording(title: str, text: str) -> Wording:
    return wording_of(wording.signed(title), text[:COMPARED_CHARS])


def _tie(
    candidate: Candidate, mine: Wording, other: NearItem, source: str, now: dt.datetime
) -> Tie | None:
    apart = _apart(candidate.draft.published, other.published, now - other.first_seen)
    if apart > STORY_WINDOW:
        return None
    theirs = _wording(other.title, other.text)
    alike = likeness(mine, theirs)
    copied = copied_why(mine, theirs, alike)
    if copied and other.source != source:
        if apart > COPY_WINDOW or is_column(mine, theirs, candidate.title, other.title):
            return None
        return _copy(mine, theirs, alike, other.item_id, copied)
    kin = kinship(mine, theirs)
    if kin.score < STORY or (copied and contrast(mine, theirs) is not None):
        return None
    return Tie(other=other.item_id, kind="story", method="event", score=kin.score, why=kin.why)


def _copy(mine: Wording, theirs: Wording, alike: Likeness, other: str, why: str) -> Tie | None:
    """The tie of two texts of one wording; None where they say so of two things."""
    score = max(alike.whole, alike.body, alike.part, alike.order)
    against = contrast(mine, theirs, aligned=alike.body >= ALIGNED_SHARE)
    if against is None:
        is_whole = max(alike.whole, alike.body) >= PARTIAL
        kind: TieKind = "copy" if is_whole else "partial"
        return Tie(other=other, kind=kind, method="wording", score=score, why=why)
    if against.kind in ("number", "opposite"):
        return Tie(other=other, kind="held", method="wording", score=score, why=against.why)
    return None


def _apart(mine: Moment | None, theirs: Moment | None, seen: dt.timedelta) -> dt.timedelta:
    """How far apart two articles are: by their stated times, else by when they were first seen."""
    if mine is not None and theirs is not None:
        return abs(mine.at - theirs.at)
    return seen
