"""What one document brought, as :func:`monitor.identify.resolve` found it."""

from dataclasses import dataclass

from monitor.records import Candidate, CopyHit, EditClass, KnownItem, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An item that this source never showed before."""

    candidate: Candidate  # with the aliases that are free: the others name other items
    item_id: str
    group: str  # copy group: its own id unless it is a copy
    copy: CopyHit | None = None  # the oldest item in the window with the same text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A known item whose words are no longer those of its newest revision."""

    candidate: Candidate
    known: KnownItem
    edit: EditClass
    is_event: bool  # told where a rule names no class: number and above, and headlines
    is_tellable: bool = False  # may be told at all: it is about the same article, in other words
    score: float = 0.0  # how much changed, from 0 to 1
    seq: int  # of the new revision; the known one's where there is only a mark to set
    text: tuple[str, str] | None = None  # the blocks of a watched page that went and that came
    back: bool = False  # to words that it had before: no new revision
    unstable: bool = False  # the item goes back and forth between wordings it had before


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """Every entry of a document, sorted into new, changed and seen."""

    new: tuple[Arrival, ...] = ()
    changed: tuple[Edit, ...] = ()
    seen: tuple[Seen, ...] = ()
    unlisted: tuple[str, ...] = ()  # ids listed at the last poll that are not in this document
    guid_trusted: bool = True
    held: bool = False  # another site seems to stand here: keep all of it, tell none of it
    migrated: bool = False  # known texts under new names: the names were added, nothing is new
    emptied: bool = False  # nearly all words of a watched page are gone: another poll decides
    notes: tuple[str, ...] = ()  # what was unusual, in words, for the source's health
