"""Says what changed between two wordings in the few words of a subject line."""

from monitor.identify.worddiff import Run, around_changes, runs

__all__ = ["Run", "around_changes", "first_change", "runs"]


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
