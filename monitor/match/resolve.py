"""Decide names that mean more than one thing: Georgia the country, the state, or a woman."""

from monitor.match.definition import Resolution
from monitor.match.lexicon import Words
from monitor.match.sight import Mark, Sight

_BEFORE_A_PERSON = "before-a-person"  # lists that a profile with `person_name` ships
_AFTER_A_PLACE = "after-a-place"
_BEFORE_A_PLACE = "before-a-place"
_HEADLINE_WORDS = 4  # fewer words tell nothing about a headline's capitals
_TITLE_CASE = 0.65  # share of capitals among longer words from which capitals mean nothing


def is_person_name(mark: Mark, sight: Sight) -> bool:
    """Whether the name stands as somebody's first name.

    "Georgia Stanway", "Georgia-Mae Fenton", "his wife Georgia"; not "in Georgia", not a headline
    Written Like This.
    """
    words, last = mark.words, mark.found.last
    if follows(mark, sight, (_BEFORE_A_PERSON,)):
        return True
    if last >= len(words.folded) or _is_known(sight, mark, last) or not words.is_capital(last):
        return False
    between = words.text[words.end(last - 1) : words.start(last)]
    if between == "-":
        return True
    if between not in (" ", "\u00a0") or follows(mark, sight, (_BEFORE_A_PLACE,)):
        return False
    return not _is_title_case(words)


def follows(mark: Mark, sight: Sight, lists: tuple[str, ...]) -> bool:
    """Whether the name stands directly behind a word of one of the lists."""
    return any(
        other.found.last == mark.found.first and other.words is mark.words
        for other in sight.marks(lists)
    )


def _is_known(sight: Sight, mark: Mark, at: int) -> bool:
    """Whether the word behind the name is one that follows places."""
    everything = [*sight.names, *(one for marks in sight.lists.values() for one in marks)]
    return any(
        other.field == mark.field and other.found.first == at and other is not mark
        for other in everything
    )


def _is_title_case(words: Words) -> bool:
    long = [at for at, word in enumerate(words.folded) if len(word) > 3]
    if len(long) < _HEADLINE_WORDS:
        return False
    return sum(words.is_capital(at) for at in long) / len(long) >= _TITLE_CASE


def share(
    resolution: Resolution, sight: Sight, *, region: int, country: str | None
) -> tuple[float, list[Mark]]:
    """How much of an ambiguous name's weight stands, and the words that decided against it.

    `region` counts the sure names of the topic met in the item.
    """
    support = len({mark.key for mark in sight.marks(resolution.support)})
    against = sight.marks(resolution.oppose)
    oppose = len({mark.key for mark in against})
    if "@region" in resolution.support:
        support += 2 * region
    if country in resolution.at_home:
        support += 2
    if country in resolution.elsewhere:
        oppose += 2
    if support > oppose:
        return 1.0, []
    if oppose:
        return (0.0 if oppose > support else resolution.default / 2), against
    return resolution.default, []
