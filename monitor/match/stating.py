"""How a reason is written down: the words that gave it, where they stand, what they weigh."""

from monitor.match.sight import Mark
from monitor.records import Evidence

HEADLINE = ("title", "summary")


def stated(mark: Mark, concept: str, place: str | None, weight: float, rule: str) -> Evidence:
    """A reason with words behind it."""
    start, end = mark.start, mark.end
    return Evidence(
        concept=concept,
        place=place,
        name=mark.words.text[start:end],
        field=mark.field,
        start=start,
        end=end,
        weight=round(weight, 3),
        rule=rule,
    )


def bare(
    concept: str, name: str, weight: float, rule: str, place: str | None = None, *, field: str = ""
) -> Evidence:
    """A reason that no words of the item give: its source, its date, what is missing."""
    return Evidence(
        concept=concept,
        place=place,
        name=name,
        field=field,
        start=-1,
        end=-1,
        weight=round(weight, 3),
        rule=rule,
    )
