"""Which entries of a document are known, which are new, and which have changed.

The order in which names count: the address, the guid where the source's guids are healthy, title
and day where there is no address, title and text. A hash of words alone never joins two articles
with different live addresses, unless title and text are equal within three days.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from monitor.identify import guard
from monitor.identify.candidates import COPY_WINDOW, alias_of, day_of, salted_id
from monitor.identify.edits import NEAR, compare_wording, overlap, text_of
from monitor.identify.guard import Trust, by_words, hit
from monitor.identify.keys import digest
from monitor.identify.novelty import Arrival, Edit, Novelty
from monitor.identify.watched import compare_watched, is_emptied
from monitor.records import (
    AliasKey,
    Candidate,
    CopyHit,
    Known,
    KnownItem,
    Seen,
    Source,
    SourceState,
)

TEXT_WINDOW = dt.timedelta(days=14)  # in which an item without address is known by its text
MOVED_WINDOW = dt.timedelta(hours=72)  # in which the same text under another address is a move
NAMED_REVISIONS = 20  # wordings by which an item is known; a live page has many more
_ARTICLE_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{2}(?!\d)|20\d{6}(?!\d))\d{3,}(?!\d)")


def resolve(
    source: Source,
    state: SourceState,
    candidates: Sequence[Candidate],
    known: Known,
    *,
    now: dt.datetime,
    is_page: bool = False,
) -> Novelty:
    """Sort every entry of a document into new, changed and seen; decide nothing about telling.

    `is_page`: the document is itself the item, a page that is watched.
    """
    trust = guard.judge_names(state, candidates, known)
    was_emptied = any(mark.kind == "emptied" for mark in state.habit.marks)
    sorting = _Sorting(source, known, trust, now, is_page=is_page, was_emptied=was_emptied)
    for candidate in candidates:
        sorting.place(candidate)
    gone = tuple(each for each in known.listed if each not in sorting.present)
    strange = [
        each for each in sorting.new if not guard.is_fresh(source, state, each.candidate, now)
    ]
    held = guard.is_held(
        state,
        known,
        told=len(candidates),
        new=len(strange),
        gone=len(gone),
        now=now,
    )
    return Novelty(
        new=tuple(sorting.new),
        changed=tuple(sorting.changed),
        seen=tuple(sorting.seen()),
        unlisted=gone,
        guid_trusted=trust.guid,
        held=held,
        migrated=trust.migrated or trust.reguided,
        emptied=sorting.emptied,
        notes=tuple(_notes(state, trust, held=held, new=len(sorting.new))),
    )


def _notes(state: SourceState, trust: Trust, *, held: bool, new: int) -> Iterator[str]:
    if trust.migrated or trust.reguided:
        yield "the source renamed its items: new addresses or guids were learned, nothing is new"
    if held:
        yield f"all {new} entries are strange and the known ones are gone: kept, not told"
    if state.guid_trusted and not trust.guid and not trust.reguided:
        yield "guids change or repeat: they are not used"
    if trust.guid and not state.guid_trusted:
        yield "guids are steady again: they are used"


@dataclass(slots=True)
class _Sorting:
    """The entries of one document as they find their places."""

    source: Source
    known: Known
    trust: Trust
    now: dt.datetime
    is_page: bool = False
    was_emptied: bool = False  # at the last poll, too
    emptied: bool = False
    new: list[Arrival] = field(default_factory=list)
    changed: list[Edit] = field(default_factory=list)
    present: dict[str, list[AliasKey]] = field(default_factory=dict)  # id to the aliases to add
    taken: dict[AliasKey, str] = field(default_factory=dict)  # by arrivals of this document
    places: dict[str, int] = field(default_factory=dict)  # of arrivals in `new`, by id
    copies: dict[str, CopyHit] = field(default_factory=dict)

    def place(self, candidate: Candidate) -> None:
        """Find the item that a candidate is, or make it a new one."""
        item = self._known_item(candidate)
        if item is not None:
            self._sight(candidate, item)
        elif (twin := self._twin(candidate)) is not None:
            self._name_twin(candidate, twin)
        else:
            self._arrive(candidate)

    def seen(self) -> Iterator[Seen]:
        """The known items of the document; a changed one only where it has names to add."""
        changed = {edit.known.id for edit in self.changed}
        for item_id, aliases in self.present.items():
            if aliases or item_id not in changed:
                yield Seen(item_id=item_id, new_aliases=tuple(aliases))

    # -------------------------------------------------------------- known
    def _known_item(self, candidate: Candidate) -> KnownItem | None:
        url = hit(candidate, "url", self.known)
        guid = hit(candidate, "guid", self.known) if self.trust.guid else None
        if url is not None and guid is not None and url.id != guid.id:
            is_moved = not _is_same_text(candidate, url) and _is_near(candidate, guid)
            return guid if is_moved else url
        if url is not None:
            return url
        if guid is not None and self._may_move(candidate, guid):
            return guid
        return self._by_words(candidate)

    def _may_move(self, candidate: Candidate, item: KnownItem) -> bool:
        """Whether an item known by its guid may stand under the candidate's new address."""
        if alias_of(candidate, "url") is None or item.url is None:
            return True
        return _is_near(candidate, item) or _share_number(candidate, item)

    def _by_words(self, candidate: Candidate) -> KnownItem | None:
        if self.trust.migrated:
            return by_words(candidate, self.known)
        text = hit(candidate, "title_text", self.known)
        dated = hit(candidate, "title_date", self.known)
        has_address = alias_of(candidate, "url") is not None
        if text is not None and _may_share_words(candidate, text, has_address=has_address):
            is_rival = has_address and text.url is not None
            span = MOVED_WINDOW if is_rival and not _share_number(candidate, text) else TEXT_WINDOW
            since = text.first_seen if is_rival else text.last_seen
            if self.now - since <= span:
                return text
        if dated is None or self._is_named_otherwise(candidate, dated):
            return None
        is_rival = has_address and dated.url is not None
        return None if is_rival and not _share_number(candidate, dated) else dated

    def _is_named_otherwise(self, candidate: Candidate, item: KnownItem) -> bool:
        """Whether a trusted guid says that two entries with one title and day are two items."""
        return self.trust.guid and alias_of(candidate, "guid") is not None and item.url is None

    def _sight(self, candidate: Candidate, item: KnownItem) -> None:
        is_first = item.id not in self.present
        is_own = item.source == self.source.name and item.state not in ("deleted", "withdrawn")
        edit = None
        if is_first and is_own and not self.trust.migrated:
            edit = self._edit(candidate, item)
        if edit is not None:
            self.changed.append(edit)
        is_reworded = edit is not None and item.revision < edit.seq <= NAMED_REVISIONS
        names = [
            alias
            for alias in self._free(candidate)
            if is_reworded or self._is_worth(alias, candidate)
        ]
        self.present.setdefault(item.id, []).extend(names)
        self.taken.update(dict.fromkeys(names, item.id))

    def _edit(self, candidate: Candidate, item: KnownItem) -> Edit | None:
        if not self.is_page:
            return compare_wording(candidate, item)
        self.emptied = is_emptied(candidate, item) and not self.was_emptied
        if self.emptied:
            return None
        return compare_watched(candidate, item, is_part=bool(self.source.select))

    def _is_worth(self, alias: AliasKey, candidate: Candidate) -> bool:
        """Whether a known item should be known by another name too."""
        if alias.kind == "guid":
            return self.trust.learn_guid
        return alias.kind == "url" or alias_of(candidate, "url") is None or self.trust.migrated

    # -------------------------------------------------------------- new
    def _free(self, candidate: Candidate) -> list[AliasKey]:
        """The aliases that name no item yet, neither in the store nor in this document."""
        return [
            alias
            for alias in candidate.aliases
            if alias not in self.known.aliases and alias not in self.taken
        ]

    def _twin(self, candidate: Candidate) -> str | None:
        """An arrival of this very document with the same words and no name against it."""
        kinds = {alias.kind: alias for alias in candidate.aliases}
        is_nameless = "url" not in kinds and "guid" not in kinds
        is_telling = candidate.keys.text_key or is_nameless
        text = kinds.get("title_text") if is_telling else None
        dated = kinds.get("title_date") if is_nameless else None
        return self.arrived_as(text) or self.arrived_as(dated)

    def arrived_as(self, alias: AliasKey | None) -> str | None:
        """The arrival of this document that bears a name."""
        item_id = self.taken.get(alias) if alias is not None else None
        return item_id if item_id in self.places else None

    def _name_twin(self, candidate: Candidate, twin: str) -> None:
        free = [alias for alias in self._free(candidate) if alias.kind in ("url", "guid")]
        self.taken.update(dict.fromkeys(free, twin))
        at = self.places[twin]
        named = self.new[at].candidate
        named = replace(named, aliases=(*named.aliases, *free))
        self.new[at] = replace(self.new[at], candidate=named)

    def _arrive(self, candidate: Candidate) -> None:
        aliases = tuple(self._free(candidate)) or (self._last_name(candidate),)
        candidate = replace(candidate, aliases=aliases)
        item_id = self._new_id(candidate)
        copy = self._copy(candidate)
        group = copy.group if copy is not None else item_id
        self.taken.update(dict.fromkeys(aliases, item_id))
        self.places[item_id] = len(self.new)
        self.new.append(Arrival(candidate=candidate, item_id=item_id, group=group, copy=copy))
        if candidate.keys.copy_key:
            own = CopyHit(
                item_id=item_id,
                source=self.source.name,
                group=group,
                first_seen=self.now,
                published=candidate.draft.published,
            )
            self.copies.setdefault(candidate.keys.copy_key, own)

    def _last_name(self, candidate: Candidate) -> AliasKey:
        """A name for an item whose every name belongs to another one."""
        draft, keys = candidate.draft, candidate.keys
        parts = (draft.url or "", draft.guid or "", keys.title_key, keys.text_key)
        return AliasKey(self.source.name, "title_text", digest("\n".join(parts)))

    def _new_id(self, candidate: Candidate) -> str:
        salt = 0
        while True:
            item_id = salted_id(self.source, candidate, salt)
            if item_id not in self.places and item_id not in self.known.items:
                return item_id
            salt += 1

    def _copy(self, candidate: Candidate) -> CopyHit | None:
        """The oldest item in the window with the same words."""
        key = candidate.keys.copy_key
        hits = (*self.known.copies.get(key, ()), *filter(None, (self.copies.get(key),)))
        return next((each for each in hits if self._is_near_in_time(candidate, each)), None)

    def _is_near_in_time(self, candidate: Candidate, copy: CopyHit) -> bool:
        if self.now - copy.first_seen > COPY_WINDOW:
            return False
        mine, theirs = candidate.draft.published, copy.published
        return mine is None or theirs is None or abs(mine.at - theirs.at) <= COPY_WINDOW


# ------------------------------------------------------------------ leaves
def _may_share_words(candidate: Candidate, item: KnownItem, *, has_address: bool) -> bool:
    """Whether equal words mean one item: a headline alone does so only with its day."""
    if candidate.keys.text_key or (has_address and _share_number(candidate, item)):
        return True
    mine, theirs = day_of(candidate.draft.published), day_of(item.published)
    if has_address and item.url is not None:
        return bool(mine) and mine == theirs
    return not mine or not theirs or mine == theirs


def _is_same_text(candidate: Candidate, item: KnownItem) -> bool:
    return candidate.keys.title_key == item.keys.title_key


def _is_near(candidate: Candidate, item: KnownItem) -> bool:
    if _is_same_text(candidate, item):
        return True
    if overlap(text_of(candidate.title), text_of(item.title)) >= NEAR:
        return True
    return overlap(text_of(candidate.summary), text_of(item.summary)) >= NEAR


def _share_number(candidate: Candidate, item: KnownItem) -> bool:
    """Whether two addresses bear the same article number (a slug that was edited)."""
    mine = set(_ARTICLE_NUMBER.findall(candidate.draft.url or ""))
    return not mine.isdisjoint(_ARTICLE_NUMBER.findall(item.url or ""))
