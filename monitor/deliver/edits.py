"""Says what changed between two wordings, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS_COMPARED = 400  # the comparison is quadratic in the worst case
_CONTEXT = 70  # characters kept on each side of a change


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row that were kept, added or removed."""

    kind: str  # kept | added | removed
    text: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Give the words of both texts in reading order; what was removed stands before its successor.

    Joined with spaces, the kept and added runs are `after`.
    """
    old, new = before.split()[:_WORDS_COMPARED], after.split()[:_WORDS_COMPARED]
    found: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("kept", " ".join(new[c:d])))
            continue
        if b > a:
            found.append(Run("removed", " ".join(old[a:b])))
        if d > c:
            found.append(Run("added", " ".join(new[c:d])))
    return tuple(found)


def first_change(before: str, after: str, *, limit: int) -> str:
    """``140 → 410``: the first change; "" if there is none or it is longer than `limit`."""
    changed = runs(before, after)
    at = next((index for index, run in enumerate(changed) if run.kind != "kept"), len(changed))
    match changed[at : at + 2]:
        case [Run("removed", old), Run("added", new)]:
            said = f"{old} → {new}"
        case [Run("removed", old), *_]:
            said = f"without “{old}”"
        case [Run("added", new), *_]:
            said = f"now with “{new}”"
        case _:
            said = ""
    return said if len(said) <= limit else ""


def around_changes(found: tuple[Run, ...]) -> tuple[Run, ...]:
    """Shorten long kept runs to the words next to a change; no changed word is left out."""
    last = len(found) - 1
    return tuple(
        _trimmed(run, is_first=index == 0, is_last=index == last) if run.kind == "kept" else run
        for index, run in enumerate(found)
    )


def _trimmed(run: Run, *, is_first: bool, is_last: bool) -> Run:
    if len(run.text) <= 2 * _CONTEXT + 20:
        return run
    head = "" if is_first else run.text[:_CONTEXT].rpartition(" ")[0] + " "
    tail = "" if is_last else " " + run.text[-_CONTEXT:].partition(" ")[2]
    return Run("kept", f"{head}…{tail}")
