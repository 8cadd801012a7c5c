"""What stands in an item's fields: the names, the blocked phrases and the words of the lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from monitor.match.lexicon import Found, Lexicon, Words, longest
from monitor.records import Draft
from monitor.text import plain_text

FIELDS = ("title", "summary", "content")
_MARKUP_LIMITS = {"title": 4_000, "summary": 20_000, "content": 200_000}  # characters looked at
_TEXT_LIMITS = {"title": 1_000, "summary": 5_000, "content": 20_000}  # ... of plain text
# Marks of one field that are weighed: of the first sixty-four names the third mention of each
# already counts for little, and rules that compare names with words would cost their product.
_MOST_NAMES = 64
_MOST_WORDS = 32  # of one list


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a list, or a name, at its place in a field."""

    field: str
    found: Found
    words: Words

    @property
    def target(self) -> str:
        """The concept, list or blocked phrase it stands for."""
        return self.found.name.target

    @property
    def key(self) -> str:
        """The words as they compare."""
        return " ".join(self.words.folded[self.found.first : self.found.last])

    @property
    def text(self) -> str:
        """The words as they stand in the field."""
        return self.words.original(self.found.first, self.found.last)


@dataclass(slots=True)
class Sight:
    """Everything found in one item."""

    names: list[Mark] = field(default_factory=list)
    blocked: list[Mark] = field(default_factory=list)
    lists: dict[str, list[Mark]] = field(default_factory=dict)

    def marks(self, lists: Iterable[str], *, fields: Iterable[str] = FIELDS) -> list[Mark]:
        """The words of the named lists, in the order of the lists."""
        return [mark for id_ in lists for mark in self.lists.get(id_, ()) if mark.field in fields]


def read_fields(draft: Draft) -> Iterator[tuple[str, Words]]:
    """The fields that hold text, as plain text, folded and cut to their limits."""
    for name in FIELDS:
        written: str | None = getattr(draft, name)
        if not written:
            continue
        written = written[: _MARKUP_LIMITS[name]]
        if "<" in written or "&" in written:
            written = plain_text(written)
        yield name, Words(written[: _TEXT_LIMITS[name]])


def look(fields: Sequence[tuple[str, Words]], lexicon: Lexicon, *, anyway: bool) -> Sight | None:
    """Find everything the lexicon knows in the fields.

    None when no name stands there, unless `anyway`: the lists are looked up only for items that
    have something to decide.
    """
    anchors = [lexicon.anchors(words.folded) for _, words in fields]
    if not anyway and not any(anchors):
        return None
    sight = Sight()
    for (name, words), found in zip(fields, anchors, strict=True):
        taken: set[int] = set()
        counts: dict[str, int] = {}
        for hit in islice(longest(hit for hit in found if _counts(hit, words)), _MOST_NAMES):
            kept = sight.names if hit.name.role == "concept" else sight.blocked
            kept.append(Mark(name, hit, words))
            taken.update(range(hit.first, hit.last))
        for hit in lexicon.context(words.folded):
            if taken.isdisjoint(range(hit.first, hit.last)) and _counts(hit, words):
                met = counts.get(hit.name.target, 0)
                if met < _MOST_WORDS:
                    counts[hit.name.target] = met + 1
                    sight.lists.setdefault(hit.name.target, []).append(Mark(name, hit, words))
    return sight


def _counts(hit: Found, words: Words) -> bool:
    if hit.name.shouted:
        return words.original(hit.first, hit.last).isupper()
    return not hit.name.cased or words.is_capital(hit.first)
