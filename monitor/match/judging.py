"""Judge an item by a profile: names, what they mean here, where they stand, and who says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.match.definition import Definition
from monitor.match.lexicon import Lexicon
from monitor.match.sight import Sight, look, read_fields
from monitor.match.weigh import Case, demands, hold
from monitor.records import Draft, Evidence, Match

_LIMIT = 5.0  # a score goes no further either way
_MOST_REASONS = 40  # an article that names a hundred villages needs no hundred reasons


@dataclass(frozen=True, slots=True)
class Profile:
    """A topic, compiled: ask it about items."""

    definition: Definition
    lexicon: Lexicon

    @property
    def topic(self) -> str:
        """The topic's name, as alerts refer to it."""
        return self.definition.topic

    @property
    def version(self) -> str:
        """Raised whenever the profile's words or weights change; stands on every match."""
        return self.definition.version

    def judge(self, draft: Draft, *, country: str | None = None) -> Match:
        """What the topic says of an item, and why or why not; never raises.

        `country` is where the source is at home (as in ``Source.country``): it decides about
        items that name no country. The evidence's offsets count in the field's plain text.
        """
        fields = list(read_fields(draft))
        has_prior = bool(fields) and country in self.definition.prior.countries
        sight = look(fields, self.lexicon, anyway=has_prior or bool(self.definition.all_of))
        if sight is None:
            return self._match([], 0.0)
        day = draft.published.at.date() if draft.published else None
        why = Case(self.definition, sight, country, day).evidence()
        why += demands(self.definition, sight, _LIMIT)
        return self._settled(why, sight)

    def _settled(self, why: list[Evidence], sight: Sight) -> Match:
        score = sum(evidence.weight for evidence in why)
        held = hold(self.definition, sight, score)
        if held is not None:
            why.append(held)
            score += held.weight
        return self._match(why, max(-_LIMIT, min(_LIMIT, score)))

    def _match(self, why: Sequence[Evidence], score: float) -> Match:
        score = round(score, 3)
        ranked = sorted(why, key=lambda evidence: -abs(evidence.weight))
        return Match(
            topic=self.topic,
            version=self.version,
            relevant=score >= self.definition.threshold,
            borderline=self.definition.borderline <= score < self.definition.threshold,
            score=score,
            places=_places(ranked),
            why=tuple(ranked[:_MOST_REASONS]),
        )


def _places(why: Iterable[Evidence]) -> tuple[str, ...]:
    """The places with something left in their favour, heaviest first."""
    sums: dict[str, float] = {}
    for evidence in why:
        if evidence.place and evidence.rule in ("name", "resolved", "prior"):
            sums[evidence.place] = sums.get(evidence.place, 0.0) + evidence.weight
    return tuple(
        sorted(
            (place for place, sum_ in sums.items() if sum_ > 0.05), key=lambda place: -sums[place]
        )
    )
