"""The reasons of a match in words, for mails and for ``why``."""

from monitor.records import Evidence, Match

_SAYS = {
    "name": "names {thing}",
    "blocked": "is not {thing}",
    "resolved": "decides {thing}",
    "near": "is near {thing}",
    "prior": "comes from a newsroom in {thing}",
    "veto": "speaks of somewhere else",
    "hold": "keeps it borderline: {thing}",
}


def reasons(match: Match, *, limit: int = 3) -> tuple[str, ...]:
    """The heaviest reasons, such as ``"Zangezur" (title) names Zangezur corridor, +1.0``."""
    return tuple(_reason(evidence) for evidence in match.why[:limit])


def _reason(evidence: Evidence) -> str:
    thing = evidence.concept.replace("-", " ")
    thing = thing[:1].upper() + thing[1:]
    said = _SAYS.get(evidence.rule, evidence.rule).format(thing=thing)
    if evidence.start < 0:
        return f"{said} ({evidence.name}), {evidence.weight:+.1f}"
    return f'"{evidence.name}" ({evidence.field}) {said}, {evidence.weight:+.1f}'
