"""What stands in an item's fields: the names, the blocked phrases and the words of the lists."""

from collections.abc import Collection, Iterable, Iterator, KeysView, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple, TypeAlias

from monitor.match.definition import Definition
from monitor.match.expressions import Expressions
from monitor.match.lexicon import Hit, Lexicon, Name, Scanned, longest
from monitor.match.words import Words
from monitor.records import Draft
from monitor.text import plain_text

FIELDS = ("title", "summary", "content")
_MARKUP_LIMITS = {"title": 4_000, "summary": 20_000, "content": 200_000}  # characters looked at
_TEXT_LIMITS = {"title": 1_000, "summary": 5_000, "content": 20_000}  # ... of plain text
# Marks of one field that are weighed: of the first sixty-four names the third mention of each
# already counts for little, and rules that compare names with words would cost their product.
_MOST_NAMES = 64
_MOST_WORDS = 32  # of one list

Fields: TypeAlias = Sequence[tuple[str, Words]]


class Mark(NamedTuple):
    """A word of a list, or a name, at its place in a field."""

    field: str
    target: str  # the concept, list or blocked phrase it stands for
    first: int  # word
    last: int  # word, exclusive
    words: Words
    span: tuple[int, int] | None = None  # characters, where these are not whole words
    is_doubtful: bool = False  # may be the ordinary word of the same letters

    @property
    def key(self) -> str:
        """The words as they compare."""
        return " ".join(self.words.folded[self.first : self.last])

    @property
    def start(self) -> int:
        """Where it begins in the field's text."""
        return self.span[0] if self.span else self.words.start(self.first)

    @property
    def end(self) -> int:
        """Where it ends in the field's text, exclusive."""
        return self.span[1] if self.span else self.words.end(self.last - 1)


class Sight:
    """Everything found in one item; the words of lists are looked up when they are asked for."""

    def __init__(self, fields: Fields, scanned: Sequence[Scanned], lexicon: Lexicon) -> None:
        """Nothing found yet; :func:`look` fills it."""
        self.names: list[Mark] = []
        self.blocked: list[Mark] = []
        self._fields, self._scanned, self._lexicon = fields, scanned, lexicon
        self._taken: list[set[int]] = [set() for _ in fields]  # words of names, by field
        self._lists: dict[str, Sequence[Mark]] = {}
        self._hits: dict[str, list[tuple[int, Hit]]] | None = None

    def marks(self, lists: Collection[str], *, fields: Iterable[str] = FIELDS) -> list[Mark]:
        """The words of the named lists, in the order of the lists."""
        if self.lists.isdisjoint(lists):
            return []
        return [mark for id_ in lists for mark in self._list(id_) if mark.field in fields]

    @property
    def lists(self) -> KeysView[str]:
        """The lists of which a word may stand there: no more than a quick look."""
        return (self._context() if self._hits is None else self._hits).keys()

    def _list(self, id_: str) -> Sequence[Mark]:
        """The words of one list that stand outside the names."""
        if (marks := self._lists.get(id_)) is None:
            marks = self._lists[id_] = list(self._marks_of(id_)) if id_ in self._context() else ()
        return marks

    def _marks_of(self, id_: str) -> Iterator[Mark]:
        counts = [0] * len(self._fields)
        for number, (name, first, last) in self._context()[id_]:
            field, words = self._fields[number]
            if counts[number] >= _MOST_WORDS or not _counts(name, first, last, words):
                continue
            if self._taken[number].isdisjoint(range(first, last)):
                counts[number] += 1
                yield Mark(field, id_, first, last, words)

    def _context(self) -> dict[str, list[tuple[int, Hit]]]:
        """What may be words of lists, by list, each with the number of its field."""
        if self._hits is None:
            self._hits = {}
            for number, (_, words) in enumerate(self._fields):
                for hit in self._lexicon.context(words.folded, self._scanned[number]):
                    self._hits.setdefault(hit[0].target, []).append((number, hit))
        return self._hits

    @cached_property
    def known_firsts(self) -> set[tuple[str, int]]:
        """Where some name or word of a list begins: field and word."""
        marks = [*self.names, *self.marks(self._context())]
        return {(mark.field, mark.first) for mark in marks}

    @cached_property
    def known_lasts(self) -> set[tuple[str, int]]:
        """Behind which word some name or word of a list ends: field and word."""
        marks = [*self.names, *self.marks(self._context())]
        return {(mark.field, mark.last) for mark in marks}

    def add(self, number: int, hits: Sequence[Hit]) -> None:
        """Keep the longest of the names and blocked phrases of one field."""
        if not hits:
            return
        field, words = self._fields[number]
        counted = [hit for hit in hits if _counts(hit[0], hit[1], hit[2], words)]
        for name, first, last in longest(counted)[:_MOST_NAMES]:
            kept = self.names if name.role == "concept" else self.blocked
            doubt = name.common and (words.begins_a_sentence(first) or words.is_headline_case)
            kept.append(Mark(field, name.target, first, last, words, None, doubt))
            self._taken[number].update(range(first, last))

    def add_mark(self, number: int, mark: Mark) -> None:
        """Keep a name that was found in another way."""
        self.names.append(mark)
        self._taken[number].update(range(mark.first, mark.last))


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


def look(
    fields: Fields,
    lexicon: Lexicon,
    definition: Definition,
    expressions: Expressions,
    *,
    anyway: bool,
) -> Sight | None:
    """Find everything the profile knows in the fields.

    None when no name stands there, unless `anyway`: the lists are looked up only for items that
    have something to decide.
    """
    scanned = [lexicon.scan(words.folded) for _, words in fields]
    anchors = [
        lexicon.anchors(words.folded, each)
        for (_, words), each in zip(fields, scanned, strict=True)
    ]
    matched = list(_matched(fields, expressions)) if expressions.all else []
    if not anyway and not matched and not any(anchors):
        return None
    sight = Sight(fields, scanned, lexicon)
    for number, hits in enumerate(anchors):
        if not definition.chains:
            sight.add(number, hits)
            continue
        sight.add(number, [hit for hit in hits if hit[0].role != "part"])
        for mark in _chained(*fields[number], hits, definition):
            sight.add_mark(number, mark)
    for number, mark in matched:
        sight.add_mark(number, mark)
    return sight


def _counts(name: Name, first: int, last: int, words: Words) -> bool:
    if name.shouted:
        return words.original(first, last).isupper()
    return not name.cased or words.is_capital(first)


def _matched(fields: Fields, expressions: Expressions) -> Iterator[tuple[int, Mark]]:
    """What regular expressions found, with the words that it touches and its field's number."""
    for number, (field, words) in enumerate(fields):
        for target, start, end in islice(expressions.find(words.text), _MOST_NAMES):
            touched = [
                at
                for at in range(len(words.folded))
                if words.start(at) < end and words.end(at) > start
            ]
            if touched:
                first, last = touched[0], touched[-1] + 1
                yield number, Mark(field, target, first, last, words, (start, end))


def _chained(
    field: str, words: Words, hits: Sequence[Hit], definition: Definition
) -> Iterator[Mark]:
    """``gas NEAR/5 pipeline``: each part within reach of the one before, on either side."""
    parts: dict[str, list[tuple[int, int]]] = {}
    for name, first, last in hits:
        if name.role == "part" and len(parts.setdefault(name.target, [])) < _MOST_NAMES:
            parts[name.target].append((first, last))
    for chain in definition.chains:
        spans = parts.get(chain.parts[0], [])
        for key, reach in zip(chain.parts[1:], chain.spans, strict=True):
            spans = list(_joined(spans, parts.get(key, []), reach))
        for first, last in spans[:1]:
            yield Mark(field, chain.target, first, last, words)


def _joined(
    left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]], reach: int
) -> Iterator[tuple[int, int]]:
    for first, last in left:
        for other_first, other_last in right:
            between = max(other_first - last, first - other_last)
            if 0 <= between <= reach:
                yield min(first, other_first), max(last, other_last)
                break
