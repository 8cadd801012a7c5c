"""Says what changed between two texts, word by word, in bounded time on any input.

Sentences and paragraphs that both texts have are set aside first; only what stands between them is
laid side by side word by word. What is too long for that is shown as taken out and put in whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal, TypeAlias, cast

Kind = Literal["kept", "removed", "added"]
Span: TypeAlias = tuple[int, int, int, int]  # from, to in the old sequence; from, to in the new one

COMPARED_CHARS = 200_000  # of a changed passage, both sides together, that is read word by word
_READ_CHARS = 1_000_000  # of what is left between equal ends, read sentence by sentence
_NEAR_CHARS = 2_000  # in which the end of a sentence is looked for first
_GRID = 60_000_000  # cells of the table that two sequences span: 7.5 MB, some tens of milliseconds
_ISLAND = 3  # kept words in a row that are dissolved between larger changes
_CONTEXT = 70  # characters kept on each side of a change
_REPLACED_CHARS = 200  # of words that stand for each other; more are a rewritten passage
_BREAK = "\n"  # a token of its own: the end of a paragraph
_SPACE = re.compile(r"\s")
_SENTENCE_END = re.compile(r"(?<=[.!?։…。])\s|(?<=[.!?։…。][\"”»’)\]])\s|\n")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row that were kept, added or removed."""

    kind: Kind
    text: str  # words with one blank between them; a line break ends a paragraph


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where two texts differ: whole sentences on both sides, either may be empty."""

    before: str
    after: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Give the words of both texts in reading order; what was removed stands before its successor.

    Joined with spaces, the kept and added runs have the words of `after`, the kept and removed
    ones those of `before`.
    """
    head, old, new, tail = _between_ends(_plain(before), _plain(after))
    size = len(old) + len(new)
    words: tuple[Sequence[str], Sequence[str]] = _words(old), _words(new)
    if size <= COMPARED_CHARS:
        changed = differences(*words)
    elif size <= _READ_CHARS:
        words, changed = _within_blocks(old, new)
    else:
        changed = ((0, len(words[0]), 0, len(words[1])),)
    inner = _runs(*words, _without_islands(changed, words[0]))
    return tuple(_merged((*_run("kept", (head,)), *inner, *_run("kept", (tail,)))))


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """The sentences that only one of two texts has, side by side where they replace each other."""
    _, old, new, _ = _between_ends(_plain(before), _plain(after), at=_SENTENCE_END)
    if len(old) + len(new) > _READ_CHARS:
        return (Passage(old, new),)
    blocks = _blocks(old), _blocks(new)
    return tuple(
        Passage(" ".join(blocks[0][a:b]), " ".join(blocks[1][c:d]))
        for a, b, c, d in differences(*blocks)
    )


def share_changed(before: str, after: str) -> float:
    """How much of two texts is not in both, from 0 (equal) to 1 (nothing in common)."""
    counts = dict.fromkeys(("kept", "removed", "added"), 0)
    for run in runs(before, after):
        counts[run.kind] += len(run.text.split())
    total = 2 * counts["kept"] + counts["removed"] + counts["added"]
    return (counts["removed"] + counts["added"]) / total if total else 0.0


def around_changes(found: tuple[Run, ...]) -> tuple[Run, ...]:
    """Shorten long kept runs to the words next to a change; no changed word is left out."""
    last = len(found) - 1
    return tuple(
        _trimmed(run, is_first=index == 0, is_last=index == last) if run.kind == "kept" else run
        for index, run in enumerate(found)
    )


def replacements(found: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """What went and what came in its place, one of them "" where nothing did; short ones alone."""
    changes = (
        list(group) for kept, group in groupby(found, lambda r: r.kind == "kept") if not kept
    )
    for change in changes:
        before = " ".join(run.text for run in change if run.kind == "removed")
        after = " ".join(run.text for run in change if run.kind == "added")
        if max(len(before), len(after)) <= _REPLACED_CHARS:
            yield before, after


def in_brackets(found: Iterable[Run]) -> str:
    """A change in plain text: ``[-140-] {+at least 410+} lorries``."""
    forms = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(forms[run.kind].format(run.text) for run in found)


# ------------------------------------------------------------------ sequences
def differences(old: Sequence[str], new: Sequence[str]) -> tuple[Span, ...]:
    """Where two sequences differ, in order; a difference and its neighbour never touch.

    Two sequences whose table would be too large differ as a whole, but for equal ends.
    """
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    a, b, c, d = start, len(old) - end, start, len(new) - end
    if a == b and c == d:
        return ()
    if a == b or c == d or (b - a) * (d - c) > _GRID or b - a + d - c > _GRID // 60:
        return ((a, b, c, d),)
    return tuple(_joined(_edits(old[a:b], new[c:d]), start))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many elements two sequences share at their beginnings."""
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[n] != other[n]), shortest)


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    from rapidfuzz.distance import Indel  # heavy, and most polls bring no edit

    numbers: dict[str, int] = {}
    for each in (*old, *new):
        numbers.setdefault(each, len(numbers))
    coded = ("".join(chr(numbers[each]) for each in side) for side in (old, new))
    found = Indel.opcodes(*coded).as_list()
    for tag, a, b, c, d in cast("list[tuple[str, int, int, int, int]]", found):
        if tag != "equal":
            yield a, b, c, d


def _joined(spans: Iterable[Span], start: int) -> Iterator[Span]:
    """Spans moved on by `start`, those that touch made one."""
    joined: list[Span] = []
    for a, b, c, d in spans:
        if joined and (a, c) == (joined[-1][1], joined[-1][3]):
            joined[-1] = (joined[-1][0], b, joined[-1][2], d)
        else:
            joined.append((a, b, c, d))
    return (_moved(each, start) for each in joined)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by, span[2] + by, span[3] + by


def _without_islands(spans: Sequence[Span], old: Sequence[str]) -> list[Span]:
    """Few kept words between two larger changes say nothing: three changes become one."""
    found: list[Span] = []
    for span in spans:
        if found and _is_island(found[-1], span) and _BREAK not in old[found[-1][1] : span[0]]:
            found[-1] = (found[-1][0], span[1], found[-1][2], span[3])
        else:
            found.append(span)
    return found


def _is_island(one: Span, other: Span) -> bool:
    kept = other[0] - one[1]
    sizes = [max(b - a, d - c) for a, b, c, d in (one, other)]
    return kept <= _ISLAND and kept < min(sizes)


# ------------------------------------------------------------------ words and sentences
def _plain(text: str) -> str:
    """A text with one blank between words and one line break between paragraphs."""
    lines = (" ".join(line.split()) for line in text.split(_BREAK))
    return _BREAK.join(filter(None, lines))


def _between_ends(
    before: str, after: str, *, at: re.Pattern[str] = _SPACE
) -> tuple[str, str, str, str]:
    """The equal beginning of two texts, what is left of each, and their equal end.

    Cut where `at` says that a word, or a sentence, is over.
    """
    start = _equal(before, after, len(before[: len(after)]))
    if start < max(len(before), len(after)):
        start = _last_end(at, before, start)
    old, new = before[start:], after[start:]
    length = _equal(old[::-1], new[::-1], len(old[: len(new)]))
    if length < max(len(old), len(new)):
        found = at.search(old, len(old) - length)
        length = len(old) - found.end() if found else 0
    return (
        before[:start],
        old[: len(old) - length],
        new[: len(new) - length],
        old[len(old) - length :],
    )


def _last_end(at: re.Pattern[str], text: str, limit: int) -> int:
    """Where `at` matches last before `limit`; 0 where it does not."""
    for reach in (_NEAR_CHARS, limit):
        ends = [found.end() for found in at.finditer(text, max(limit - reach, 0), limit)]
        if ends:
            return ends[-1]
    return 0


def _equal(one: str, other: str, limit: int) -> int:
    """How many characters two texts share at their beginnings, at most `limit`."""
    if one[:limit] == other[:limit]:
        return limit
    low, high = 0, limit  # equal up to low, not up to high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle)
    return low


def _words(text: str) -> list[str]:
    return text.replace(_BREAK, f" {_BREAK} ").split(" ") if text else []


def _blocks(text: str) -> list[str]:
    """The sentences of a plain text."""
    return [each for line in text.split(_BREAK) for each in _SENTENCE_END.split(line) if each]


def _within_blocks(before: str, after: str) -> tuple[tuple[list[str], list[str]], tuple[Span, ...]]:
    """The words of two texts, and differences, looked for only inside sentences that differ."""
    old, new = _lines(before), _lines(after)
    mine, theirs = ([word for block in side for word in block] for side in (old, new))
    starts = _starts(old), _starts(new)
    found: list[Span] = []
    for a, b, c, d in differences([" ".join(x) for x in old], [" ".join(x) for x in new]):
        at, begin = starts[0][a], starts[1][c]
        left, right = mine[at : starts[0][b]], theirs[begin : starts[1][d]]
        inner: tuple[Span, ...] = ((0, len(left), 0, len(right)),)
        if sum(map(len, left)) + sum(map(len, right)) <= COMPARED_CHARS:
            inner = differences(left, right)
        found += [(i + at, j + at, k + begin, m + begin) for i, j, k, m in inner]
    return (mine, theirs), tuple(_joined(found, 0))


def _lines(text: str) -> list[list[str]]:
    """The words of each sentence, ends of paragraphs as tokens in front of what follows them."""
    found: list[list[str]] = []
    for line in text.split(_BREAK):
        blocks = [each.split(" ") for each in _SENTENCE_END.split(line) if each]
        if blocks and found:
            blocks[0].insert(0, _BREAK)
        found += blocks
    return found


def _starts(blocks: Sequence[Sequence[str]]) -> list[int]:
    return [0, *accumulate(map(len, blocks))]


# ------------------------------------------------------------------ runs
def _runs(old: Sequence[str], new: Sequence[str], spans: Iterable[Span]) -> Iterator[Run]:
    at = 0
    for a, b, c, d in spans:
        yield from _run("kept", new[at:c])
        yield from _run("removed", old[a:b])
        yield from _run("added", new[c:d])
        at = d
    yield from _run("kept", new[at:])


def _run(kind: Kind, tokens: Sequence[str]) -> Iterator[Run]:
    text = " ".join(tokens).replace(f" {_BREAK} ", _BREAK).strip(" ")
    if text:
        yield Run(kind, text)


def _merged(found: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one kind made one."""
    for kind, group in groupby(found, key=lambda run: run.kind):
        yield from _run(kind, [run.text for run in group])


def _trimmed(run: Run, *, is_first: bool, is_last: bool) -> Run:
    if len(run.text) <= 2 * _CONTEXT + 20:
        return run
    head = "" if is_first else run.text[:_CONTEXT].rpartition(" ")[0] + " "
    tail = "" if is_last else " " + run.text[-_CONTEXT:].partition(" ")[2]
    return Run("kept", f"{head}…{tail}")
