"""The reasons of a match in words, for mails and for ``why``."""

from monitor.records import Evidence, Match

# By rule: what the words do, and what stands for it where no words of the item do.
_SAYS = {
    "name": "names {thing}",
    "blocked": "is a phrase that means something else",
    "resolved": "makes {thing} unlikely",
    "undecided": "may be {thing}, and nothing around it says so",
    "supported": "speaks for {thing}",
    "near": "strengthens the name beside it ({thing})",
    "prior": "comes from a newsroom in {thing}",
    "letters": "is written in the letters of {thing}",
    "veto": "speaks of somewhere else",
    "hint": "may speak of somewhere else",
    "person": "is a person's name, not {thing}",
    "common": "may be the ordinary word here, not {thing}",
    "years": "{thing} counts less at that time",
    "hold": "keeps it borderline ({thing})",
    "missing": "is missing",
    "excluded": "is excluded",
    "outside": "is about other {thing}",
}
_WEAKENS = "weakens the name beside it ({thing})"
_ABOUT_NOWHERE = "is about no country"
_AT_HOME = "is a word of home"
_TAGGED = frozenset({"near", "hold"})  # rules whose concept is a word for a group of words
_OF_THE_ITEM = frozenset({"prior", "letters"})  # rules that no words stand behind
_SMALL = frozenset({"and", "corridor", "country", "in", "of", "or", "surname", "the", "war"})


def reasons(match: Match, *, limit: int = 3) -> tuple[str, ...]:
    """The heaviest reasons, such as ``"Zangezur" (title) names Zangezur corridor, +1.0``."""
    return tuple(_reason(evidence) for evidence in match.why[:limit])


def _say(evidence: Evidence) -> str:
    """What the words do, still without the thing that it is about."""
    match (evidence.rule, evidence.concept):
        case ("near", "domestic"):
            return _AT_HOME
        case ("near", _) if evidence.weight < 0:
            return _WEAKENS
        case ("veto", "elsewhere"):
            return _ABOUT_NOWHERE
        case _:
            return _SAYS.get(evidence.rule, evidence.rule)


def _reason(evidence: Evidence) -> str:
    words = evidence.concept.split("-")
    thing = " ".join(word if word in _SMALL else word[:1].upper() + word[1:] for word in words)
    said = _say(evidence).format(thing=evidence.concept if evidence.rule in _TAGGED else thing)
    if evidence.start < 0 and evidence.rule in _OF_THE_ITEM:
        return f"{said}, {evidence.weight:+.1f}"
    if evidence.start < 0:
        return f"{said} ({evidence.name}), {evidence.weight:+.1f}"
    return f'"{evidence.name}" ({evidence.field}) {said}, {evidence.weight:+.1f}'
