"""Whether the names that a source gives can be trusted, and whether it is still the same source."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.identify.candidates import alias_of
from monitor.records import AliasKey, Candidate, Known, KnownItem, Source, SourceState
from monitor.urls import site

_FEW = 5  # entries below which nothing is said of a whole document
_GUIDS_FEW = 3  # likewise for its guids
_HELD_SHARE = 0.8
_LEFT_SHARE = 0.8
_NORMAL_TIMES = 3  # the usual number of new entries that may come at once
_LONG_GAP = dt.timedelta(days=1)
_CLOCK_SLACK = dt.timedelta(minutes=2)  # between a publisher's clock and ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What the names of one document are worth."""

    guid: bool  # guids identify
    learn_guid: bool  # new guids of known items are worth keeping
    migrated: bool  # the texts are known, the names are not
    reguided: bool  # the addresses are known, the guids were good and are other ones now


def judge_names(state: SourceState, told: Sequence[Candidate], known: Known) -> Trust:
    """What a document's guids and addresses are worth, from what they lead to."""
    is_shared = _drops_guids(told)
    changes, agrees = _guids_against_urls(told, known)
    is_unsteady = changes > agrees and (changes >= _GUIDS_FEW or not agrees)
    is_steady = agrees > 0 and agrees >= changes
    trusted = not is_shared and not is_unsteady and (state.guid_trusted or is_steady)
    return Trust(
        guid=trusted,
        learn_guid=state.guid_trusted or trusted,
        migrated=_is_migrated(told, known, guid_trusted=trusted),
        reguided=is_unsteady and state.guid_trusted and changes >= _FEW,
    )


def _drops_guids(told: Sequence[Candidate]) -> bool:
    """Whether the entries have guids that name nothing (one guid on all, on several)."""
    useless = sum(1 for each in told if each.draft.guid and alias_of(each, "guid") is None)
    return useless >= _GUIDS_FEW or 0 < len(told) < 2 * useless


def _guids_against_urls(told: Sequence[Candidate], known: Known) -> tuple[int, int]:
    """How many entries known by address bear a guid never seen, or the one that they had."""
    changes = agrees = 0
    for each in told:
        url, guid = alias_of(each, "url"), alias_of(each, "guid")
        if url is None or guid is None or url not in known.aliases:
            continue
        item = known.items.get(known.aliases[url])
        if item is None or item.source != guid.scope:
            continue
        is_same = known.aliases.get(guid) == item.id
        changes, agrees = changes + (not is_same), agrees + is_same
    return changes, agrees


def _is_migrated(told: Sequence[Candidate], known: Known, *, guid_trusted: bool) -> bool:
    """Whether at least half of the entries are known texts under unknown names."""
    moved = [
        each
        for each in told
        if hit(each, "url", known) is None
        and not (guid_trusted and hit(each, "guid", known))
        and by_words(each, known) is not None
    ]
    return len(moved) >= _FEW and 2 * len(moved) >= len(told)


def hit(candidate: Candidate, kind: str, known: Known) -> KnownItem | None:
    """The item that one kind of the candidate's aliases leads to."""
    alias: AliasKey | None = alias_of(candidate, kind)
    return known.items.get(known.aliases.get(alias, "")) if alias is not None else None


def by_words(candidate: Candidate, known: Known) -> KnownItem | None:
    """The item with the same words, whatever its names are."""
    return hit(candidate, "title_text", known) or hit(candidate, "title_date", known)


def is_fresh(source: Source, state: SourceState, candidate: Candidate, now: dt.datetime) -> bool:
    """Whether a new entry says that it was published on this site since the last poll.

    A newsroom that publishes its whole page at once does; a page of somebody else, which took the
    address over, brings its own past along.
    """
    published, url = candidate.draft.published, candidate.draft.url
    if published is None or published.precision != "minute" or state.succeeded_at is None:
        return False
    if url is not None and site(url) != site(source.url):
        return False
    return state.succeeded_at - _CLOCK_SLACK <= published.at <= now + _CLOCK_SLACK


def is_held(
    state: SourceState, known: Known, *, told: int, new: int, gone: int, now: dt.datetime
) -> bool:
    """Whether another site seems to stand at the address: all is new, all that was there left.

    A burst that the source's habit explains is no such case, nor is what gathered while nobody
    looked for long.

    Args:
        state: of the source.
        known: for what was listed.
        told: entries in the document.
        new: of these, unknown by any name or word, and not fresh by their own account.
        gone: items listed at the last poll that are not in the document.
        now: the time of this poll.
    """
    if state.baselined_at is None or told < _FEW or new < _HELD_SHARE * told:
        return False
    if not known.listed or gone < _LEFT_SHARE * len(known.listed):
        return False
    gap = now - (state.succeeded_at or state.baselined_at)
    learned = dt.timedelta(seconds=min(state.cadence.exposure_s, 1e9))
    if gap > _LONG_GAP and learned < 2 * gap:
        return False
    usual = gap / learned * state.cadence.items if learned else 0.0
    return new >= _FEW + _NORMAL_TIMES * usual
