"""Decide names that mean more than one thing: Georgia the country, the state, or a woman."""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.match.definition import Concept, Resolution
from monitor.match.sight import Mark, Sight

_BEFORE_A_PERSON = "before-a-person"  # lists that a profile with `person_name` ships
_BEFORE_A_PLACE = "before-a-place"
_SPACES = (" ", "\u00a0")


class Share(NamedTuple):
    """How much of an ambiguous name's weight stands, and what decided it."""

    part: float  # of the weight; 0 to 1
    marks: Sequence[Mark]  # the words that speak for (`part` is 1) or against it
    region: bool = False  # other names of the topic speak for it
    home: bool = False  # the source's country decides


def is_a_person(mark: Mark, concept: Concept, sight: Sight) -> bool:
    """Whether the name stands for somebody, or a company, of the same name."""
    if concept.not_after and follows(mark, sight, concept.not_after):
        return True
    if concept.not_before and precedes(mark, sight, concept.not_before):
        return True
    if concept.surname and is_surname(mark, sight):
        return True
    resolution = concept.resolution
    return resolution is not None and resolution.person_name and is_person_name(mark, sight)


def is_person_name(mark: Mark, sight: Sight) -> bool:
    """Whether the name stands as somebody's first name.

    "Georgia Stanway", "Georgia-Mae Fenton", "his wife Georgia"; not "in Georgia", not a headline
    Written Like This.
    """
    words, last = mark.words, mark.last
    if follows(mark, sight, (_BEFORE_A_PERSON,)):
        return True
    if last >= len(words.folded) or not words.is_capital(last):
        return False
    if (mark.field, last) in sight.known_firsts:
        return False
    between = words.text[words.end(last - 1) : words.start(last)]
    if between == "-":
        return True
    if between not in _SPACES or follows(mark, sight, (_BEFORE_A_PLACE,)):
        return False
    return not words.is_headline_case


def is_surname(mark: Mark, sight: Sight) -> bool:
    """Whether an unknown capitalised word of a sentence stands before: "the poet Anna Ganja"."""
    words, before = mark.words, mark.first - 1
    if before < 1 or words.begins_a_sentence(before):
        return False
    if (mark.field, mark.first) in sight.known_lasts or words.is_headline_case:
        return False
    between = words.text[words.end(before) : words.start(mark.first)]
    return between in _SPACES and words.text[words.start(before)].isupper()


def follows(mark: Mark, sight: Sight, lists: tuple[str, ...]) -> bool:
    """Whether the name stands directly behind a word of one of the lists."""
    return any(
        other.last == mark.first and other.words is mark.words for other in sight.marks(lists)
    )


def precedes(mark: Mark, sight: Sight, lists: tuple[str, ...]) -> bool:
    """Whether the name stands directly before a word of one of the lists."""
    return any(
        other.first == mark.last and other.words is mark.words for other in sight.marks(lists)
    )


def share(resolution: Resolution, sight: Sight, *, region: int, country: str | None) -> Share:
    """How much of an ambiguous name's weight stands, and what decided it.

    `region` counts the sure names of the topic met in the item.
    """
    speaking = sight.marks(resolution.support)
    against = sight.marks(resolution.oppose)
    support = len({mark.key for mark in speaking})
    oppose = len({mark.key for mark in against})
    counts_region = "@region" in resolution.support and region > 0
    support += 2 * region if counts_region else 0
    is_home, is_elsewhere = country in resolution.at_home, country in resolution.elsewhere
    support += 2 * is_home
    oppose += 2 * is_elsewhere
    if support > oppose:
        return Share(1.0, speaking, counts_region, is_home)
    if oppose:
        part = 0.0 if oppose > support else resolution.default / 2
        return Share(part, against, home=is_elsewhere)
    return Share(resolution.default, ())
