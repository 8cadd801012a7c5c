"""What a source's own country says of an item that names no country, and what takes it back.

A newsroom at home writes of home without saying so. Words of elsewhere take that back: one country,
capital or leader is enough; clubs, companies and markets only together, as people at home speak of
them, too. Words of home (ministries, the city hall, a family name) answer them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from monitor.match.definition import Definition, Prior
from monitor.match.sight import Mark, Sight
from monitor.match.stating import HEADLINE, bare, stated
from monitor.records import Evidence
from monitor.text import script_of

_WEAK_SHARE = 0.45  # of a veto that one weak word has
_ENOUGH = 0.6  # share from which there is a veto
_MOST_DOMESTIC_WORDS = 2  # more of them prove nothing more
_MOST_SHOWN = 3  # words of elsewhere that are written down
_LETTERS_OF_HOME = re.compile("[əƏ\u0531-\u0587\u10d0-\u10ff\u1c90-\u1cbf]")
# Without one of them the name of a country is a genitive: "премьер Бельгии".
_RUSSIAN_PREPOSITIONS = frozenset({"в", "во", "из", "на", "с", "со", "к", "для"})


class Home(NamedTuple):
    """Whose item it is, as far as its source or its letters say."""

    country: str
    weight: float  # of that alone
    rule: str  # "prior" when the source says so, "letters" when only these do


def home_of(prior: Prior, title: str, country: str | None) -> Home | None:
    """Whose item it is; `country` is the source's, None when it is not known.

    Armenian and Georgian have letters of their own; of the languages in Latin letters only
    Azerbaijani has the ə.
    """
    if country is not None:
        weight = prior.countries.get(country)
        return None if weight is None else Home(country, weight, "prior")
    if title.isascii() or (letter := _LETTERS_OF_HOME.search(title)) is None:
        return None
    country = "AZ" if letter[0] in "əƏ" else "AM" if letter[0] < "\u0590" else "GE"
    weight = prior.letters.get(country)
    return None if weight is None else Home(country, weight, "letters")


def prior_evidence(
    definition: Definition, sight: Sight, home: Home, *, is_named: bool
) -> Iterator[Evidence]:
    """What the source or the letters speak for; with `is_named` the item itself names the topic."""
    prior, (country, weight, rule) = definition.prior, home
    field = "source" if rule == "prior" else "title"
    yield bare(country, country, weight, rule, country, field=field)
    if is_named:
        return
    nowhere = sight.marks(prior.elsewhere, fields=HEADLINE)
    if nowhere:
        yield stated(nowhere[0], "elsewhere", None, -weight, "veto")
    strong = _by_weight(sight.marks(prior.foreign, fields=HEADLINE), definition)
    weak = _by_weight(sight.marks(prior.foreign_weak, fields=HEADLINE), definition)
    if not strong and not weak:
        if rule == "letters" and not nowhere:
            yield from _domestic(prior, sight, country)
        return
    part = _part(strong, weak, definition)
    if part < _ENOUGH:
        yield from (stated(mark, "foreign", None, 0.0, "hint") for mark in weak[:_MOST_SHOWN])
        return
    if strong and (envoy := _envoy(prior, sight, strong)) is not None:
        yield stated(envoy, "domestic", country, 0.0, "near")
        yield from (stated(mark, "foreign", None, 0.0, "hint") for mark in strong[:_MOST_SHOWN])
        return
    first, *others = [*strong, *weak]
    veto = max(prior.foreign_weight, -weight)
    yield stated(first, "foreign", None, veto * part, "veto")
    for mark in others[: _MOST_SHOWN - 1]:
        yield stated(mark, "foreign", None, 0.0, "hint")
    yield from _domestic(prior, sight, country)


def _by_weight(marks: Iterable[Mark], definition: Definition) -> list[Mark]:
    """One mark for each different word, those of the headline first."""
    ranked = sorted(marks, key=lambda mark: -definition.weights[mark.field])
    unique: dict[str, Mark] = {}
    for mark in ranked:
        unique.setdefault(mark.key, mark)
    return list(unique.values())


def _part(strong: Sequence[Mark], weak: Sequence[Mark], definition: Definition) -> float:
    """The share of a whole veto that the words have together: 0 to 1.

    A strong word of the summary alone has its field's share, however many there are.
    """
    best = max((definition.weights[mark.field] for mark in strong), default=0.0)
    hints = sum(definition.weights[mark.field] * _WEAK_SHARE for mark in weak)
    return min(1.0, max(best, hints) if not strong or not weak else best + hints / 2)


def _envoy(prior: Prior, sight: Sight, strong: Sequence[Mark]) -> Mark | None:
    """Who of home goes to that place: "the prime minister leaves for Brussels".

    Not "the prime minister of Belgium", "премьер Бельгии", "President Donald Trump": the office
    stands first in the headline, and between the two something other than a name or "of".
    """
    if any(mark.field != "title" for mark in strong):
        return None
    first = min(strong, key=lambda mark: mark.first)
    offices = sight.marks(prior.offices, fields=("title",))
    return next((office for office in offices if _goes_to(office, first)), None)


def _goes_to(office: Mark, place: Mark) -> bool:
    words = office.words
    between = range(office.last, place.first)
    if not between or words.folded[between[-1]] == "of":
        return False
    script = script_of(words.folded[place.first])
    if script == "cyrillic" and words.folded[between[-1]] not in _RUSSIAN_PREPOSITIONS:
        return False
    if script != "georgian" and words.is_headline_case:
        return False
    return not any(words.text[words.start(at)].isupper() for at in between)


def _domestic(prior: Prior, sight: Sight, country: str) -> Iterator[Evidence]:
    words = {mark.key: mark for mark in sight.marks(prior.domestic, fields=HEADLINE)}
    for mark in list(words.values())[:_MOST_DOMESTIC_WORDS]:
        yield stated(mark, "domestic", country, prior.domestic_weight, "near")
