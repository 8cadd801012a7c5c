"""What a source's own country says of an item that names no country, and what takes it back.

A newsroom at home writes of home without saying so. Words of elsewhere take that back: one country,
capital or leader is enough; clubs, companies and markets only together, as people at home speak of
them, too. Words of home (ministries, the city hall, a family name) answer them.
"""

from collections.abc import Iterable, Iterator, Sequence

from monitor.match.definition import Definition, Prior
from monitor.match.sight import Mark, Sight
from monitor.match.stating import HEADLINE, bare, stated
from monitor.records import Evidence

_WEAK_SHARE = 0.45  # of a veto that one weak word has
_ENOUGH = 0.6  # share from which there is a veto
_MOST_DOMESTIC_WORDS = 2  # more of them prove nothing more
_MOST_SHOWN = 3  # words of elsewhere that are written down


def prior_evidence(
    definition: Definition, sight: Sight, country: str, *, is_named: bool
) -> Iterator[Evidence]:
    """What the source's country speaks for; with `is_named` the item itself names the topic."""
    prior = definition.prior
    weight = prior.countries[country]
    yield bare(country, country, weight, "prior", country, field="source")
    if is_named:
        return
    if nowhere := sight.marks(prior.elsewhere, fields=HEADLINE):
        yield stated(nowhere[0], "elsewhere", None, -weight, "veto")
    strong = _by_weight(sight.marks(prior.foreign, fields=HEADLINE), definition)
    weak = _by_weight(sight.marks(prior.foreign_weak, fields=HEADLINE), definition)
    if not strong and not weak:
        return
    part = _part(strong, weak, definition)
    if part < _ENOUGH:
        yield from (stated(mark, "foreign", None, 0.0, "hint") for mark in weak[:_MOST_SHOWN])
        return
    first, *others = [*strong, *weak]
    yield stated(first, "foreign", None, prior.foreign_weight * part, "veto")
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


def _domestic(prior: Prior, sight: Sight, country: str) -> Iterator[Evidence]:
    words = {mark.key: mark for mark in sight.marks(prior.domestic, fields=HEADLINE)}
    for mark in list(words.values())[:_MOST_DOMESTIC_WORDS]:
        yield stated(mark, "domestic", country, prior.domestic_weight, "near")
