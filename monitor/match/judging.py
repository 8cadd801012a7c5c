"""Judge an item by a profile: names, what they mean here, where they stand, and who says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.match.definition import Definition
from monitor.match.expressions import Expressions
from monitor.match.foreign import home_of
from monitor.match.lexicon import Lexicon
from monitor.match.sight import Sight, look, read_fields
from monitor.match.stating import bare
from monitor.match.weigh import Case, demands, hold
from monitor.records import Draft, Evidence, Match

_LIMIT = 5.0  # a score goes no further either way
_MOST_REASONS = 40  # an article that names a hundred villages needs no hundred reasons
_SPEAKS_OF_A_PLACE = frozenset({"name", "resolved", "undecided", "prior", "letters"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A topic, compiled: ask it about items."""

    definition: Definition
    lexicon: Lexicon
    expressions: Expressions
    version: str  # changes whenever the profile's words or weights do; stands on every match

    @property
    def topic(self) -> str:
        """The topic's name, as alerts refer to it."""
        return self.definition.topic

    def judge(self, draft: Draft, *, country: str | None = None) -> Match:
        """What the topic says of an item, and why or why not; never raises.

        `country` is where the source is at home (as in ``Source.country``): it decides about
        items that name no country. The evidence's offsets count in the field's plain text.
        """
        definition = self.definition
        fields = list(read_fields(draft))
        home = home_of(definition.prior, draft.title or "", country) if fields else None
        anyway = home is not None or bool(definition.all_of or definition.any_of)
        sight = look(fields, self.lexicon, definition, self.expressions, anyway=anyway)
        if sight is None:
            return self._match([], 0.0)
        day = draft.published.at.date() if draft.published else None
        why = Case(definition, sight, home, country, day).evidence()
        if definition.all_of or definition.any_of or definition.none_of:
            why += demands(definition, sight, _LIMIT)
        return self._settled(why, sight)

    def _settled(self, why: list[Evidence], sight: Sight) -> Match:
        score = sum(evidence.weight for evidence in why)
        held = hold(self.definition, sight, score)
        if held is not None:
            why.append(held)
            score += held.weight
        return self._match(why, max(-_LIMIT, min(_LIMIT, score)))

    def _match(self, why: Sequence[Evidence], score: float) -> Match:
        definition = self.definition
        score = round(score, 3)
        ranked = sorted(why, key=lambda evidence: -abs(evidence.weight))
        places = _places(ranked)
        if score >= definition.borderline and not _is_there(places, definition.places):
            asked = " or ".join(definition.places)
            ranked.insert(0, bare("places", asked, -2 * _LIMIT, "outside"))
            score = -_LIMIT
        return Match(
            topic=definition.topic,
            version=self.version,
            relevant=score >= definition.threshold,
            borderline=definition.borderline <= score < definition.threshold,
            score=score,
            places=places,
            why=tuple(ranked[:_MOST_REASONS]),
        )


def _is_there(places: Iterable[str], asked: Sequence[str]) -> bool:
    return not asked or any(place in asked for place in places)


def _places(why: Iterable[Evidence]) -> tuple[str, ...]:
    """The places with something left in their favour, heaviest first."""
    sums: dict[str, float] = {}
    for evidence in why:
        if evidence.place and evidence.rule in _SPEAKS_OF_A_PLACE:
            sums[evidence.place] = sums.get(evidence.place, 0.0) + evidence.weight
    return tuple(
        sorted(
            (place for place, sum_ in sums.items() if sum_ > 0.05), key=lambda place: -sums[place]
        )
    )
