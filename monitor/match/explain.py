"""The reasons of a match in words, for mails and for ``why``."""

from monitor.records import Evidence, Match

# By rule: what the words do, and what stands for it where no words of the item do.
_SAYS = {
    "name": "names {thing}",
    "blocked": "is not {thing}",
    "resolved": "makes {thing} unlikely",
    "undecided": "may be {thing}, and nothing around it says so",
    "supported": "speaks for {thing}",
    "near": "is near {thing}",
    "prior": "comes from a newsroom in {thing}",
    "veto": "speaks of somewhere else",
    "hint": "may speak of somewhere else",
    "person": "is a person's name, not {thing}",
    "common": "may be the ordinary word here, not {thing}",
    "years": "{thing} counts less at that time",
    "hold": "keeps it borderline as {thing}",
    "missing": "is missing",
    "excluded": "is excluded",
    "outside": "is about other {thing}",
}
_SMALL = frozenset({"and", "corridor", "country", "in", "of", "or", "surname", "the", "war"})


def reasons(match: Match, *, limit: int = 3) -> tuple[str, ...]:
    """The heaviest reasons, such as ``"Zangezur" (title) names Zangezur corridor, +1.0``."""
    return tuple(_reason(evidence) for evidence in match.why[:limit])


def _reason(evidence: Evidence) -> str:
    words = evidence.concept.split("-")
    thing = " ".join(word if word in _SMALL else word[:1].upper() + word[1:] for word in words)
    said = _SAYS.get(evidence.rule, evidence.rule).format(thing=thing)
    if evidence.start < 0:
        return f"{said} ({evidence.name}), {evidence.weight:+.1f}"
    return f'"{evidence.name}" ({evidence.field}) {said}, {evidence.weight:+.1f}'
