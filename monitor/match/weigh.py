"""Turn what stands in an item into evidence: one signed weight for each reason."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.match.definition import Concept, Definition, Near
from monitor.match.resolve import follows, is_person_name, share
from monitor.match.sight import Mark, Sight
from monitor.records import Evidence

_REPEATS = (1.0, 0.35, 0.15)  # what the first, second and third mention of one thing count
_SURE = 0.75  # weight from which a name alone speaks for the topic
_OUT_OF_TIME = 0.5  # share of a person's weight before and after the years in which they count
_HEADLINE = ("title", "summary")
_MOST_DOMESTIC_WORDS = 2  # more of them prove nothing more


@dataclass(frozen=True, slots=True)
class Case:
    """One item before the judge."""

    definition: Definition
    sight: Sight
    country: str | None
    day: dt.date | None  # when it was published; None: not known

    def evidence(self) -> list[Evidence]:
        """Every reason for and against, in no order."""
        kept, dropped = self._kept()
        named = [one for id_, marks in kept.items() for one in self._named(id_, marks, dropped)]
        near = [one for rule in self.definition.near for one in self._near(rule, kept)]
        blocked = [
            _evidence(mark, mark.target, None, 0.0, "blocked") for mark in self.sight.blocked
        ]
        persons = [
            _evidence(mark, mark.target, None, 0.0, "person")
            for marks in dropped.values()
            for mark in marks
        ]
        return [*named, *near, *blocked, *persons, *self._prior([*named, *near])]

    def _kept(self) -> tuple[dict[str, list[Mark]], dict[str, list[Mark]]]:
        """The names by concept, and apart those that are a person's first name."""
        kept: dict[str, list[Mark]] = {}
        dropped: dict[str, list[Mark]] = {}
        for mark in self.sight.names:
            concept = self.definition.concepts[mark.target]
            is_person = follows(mark, self.sight, concept.not_after) or (
                concept.resolution is not None
                and concept.resolution.person_name
                and is_person_name(mark, self.sight)
            )
            (dropped if is_person else kept).setdefault(mark.target, []).append(mark)
        return kept, dropped

    def _sure_names(self) -> set[str]:
        concepts = self.definition.concepts
        return {
            mark.target
            for mark in self.sight.names
            if concepts[mark.target].resolution is None and concepts[mark.target].weight >= _SURE
        }

    def _named(
        self, id_: str, marks: Sequence[Mark], dropped: Mapping[str, list[Mark]]
    ) -> Iterator[Evidence]:
        concept = self.definition.concepts[id_]
        full = self._full_weight(concept)
        ranked = sorted(marks, key=lambda mark: -self.definition.weights[mark.field])
        total = 0.0
        for mark, repeat in zip(ranked, _REPEATS, strict=False):
            weight = full * repeat * self.definition.weights[mark.field]
            total += weight
            yield _evidence(mark, id_, concept.place, weight, "name")
        if concept.resolution is None:
            return
        part, against = share(
            concept.resolution,
            self.sight,
            region=len(self._sure_names() - {id_}),
            country=self.country,
        )
        if id_ in dropped:
            part, against = 0.0, dropped[id_]
        if part < 1.0:
            decided = against[0] if against else ranked[0]
            yield _evidence(decided, id_, concept.place, total * (part - 1.0), "resolved")

    def _full_weight(self, concept: Concept) -> float:
        if self.day is None:
            return concept.weight
        early = concept.valid_from is not None and self.day < concept.valid_from
        late = concept.valid_until is not None and self.day > concept.valid_until
        return concept.weight * (_OUT_OF_TIME if early or late else 1.0)

    def _near(self, rule: Near, kept: Mapping[str, Sequence[Mark]]) -> Iterator[Evidence]:
        concepts = self.definition.concepts
        if any(concepts[id_].kind in rule.unless for id_ in kept):
            return
        if rule.only_with and not self.sight.marks(rule.only_with, fields=_HEADLINE):
            return
        words = self.sight.marks(rule.lists)
        for id_, marks in kept.items():
            if concepts[id_].kind not in rule.kinds:
                continue
            for mark in marks:
                beside = next(
                    (word for word in words if _distance(mark, word) <= rule.within), None
                )
                if beside is not None:
                    weight = rule.weight * self.definition.weights[mark.field]
                    yield _evidence(beside, rule.tag, concepts[id_].place, weight, "near")
                    break

    def _prior(self, found: Sequence[Evidence]) -> Iterator[Evidence]:
        prior = self.definition.prior
        if self.country is None or self.country not in prior.countries:
            return
        weight = prior.countries[self.country]
        yield _bare(self.country, self.country, "source", weight, "prior")
        if sum(one.weight for one in found) >= _SURE:
            return
        if nowhere := self.sight.marks(prior.elsewhere, fields=_HEADLINE):
            yield _evidence(nowhere[0], "elsewhere", None, -weight, "veto")
        foreign = self.sight.marks(prior.foreign, fields=("title",))
        if not foreign:
            foreign = self.sight.marks(prior.foreign, fields=("summary",))
        if not foreign:
            return
        part = self.definition.weights[foreign[0].field]
        yield _evidence(foreign[0], "foreign", None, prior.foreign_weight * part, "veto")
        domestic = {mark.key: mark for mark in self.sight.marks(prior.domestic, fields=_HEADLINE)}
        for mark in list(domestic.values())[:_MOST_DOMESTIC_WORDS]:
            yield _evidence(mark, "domestic", self.country, prior.domestic_weight, "near")


def _distance(mark: Mark, other: Mark) -> float:
    """Words between the two; infinite in different fields."""
    if mark.words is not other.words:
        return float("inf")
    return max(mark.found.first - other.found.last, other.found.first - mark.found.last, 0)


def hold(definition: Definition, sight: Sight, score: float) -> Evidence | None:
    """What keeps an item in the borderline bucket though its score would carry it out."""
    for rule in definition.holds:
        if score <= rule.at_most:
            continue
        marks = sight.marks(rule.lists, fields=_HEADLINE)
        if marks and not sight.marks(rule.unless, fields=_HEADLINE):
            return _evidence(marks[0], rule.tag, None, rule.at_most - score, "hold")
    return None


def demands(definition: Definition, sight: Sight, limit: float) -> Iterator[Evidence]:
    """What the plain form's ``all`` and ``none`` say: each breach outweighs everything."""
    met = {mark.target: mark for mark in reversed(sight.names)}
    for id_ in definition.all_of:
        if id_ not in met:
            yield _bare(id_, id_, "", -2 * limit, "missing")
    for id_ in definition.none_of:
        if id_ in met:
            yield _evidence(met[id_], id_, None, -2 * limit, "excluded")


def _evidence(mark: Mark, concept: str, place: str | None, weight: float, rule: str) -> Evidence:
    first, last = mark.found.first, mark.found.last
    return Evidence(
        concept=concept,
        place=place,
        name=mark.text,
        field=mark.field,
        start=mark.words.start(first),
        end=mark.words.end(last - 1),
        weight=round(weight, 3),
        rule=rule,
    )


def _bare(concept: str, name: str, field: str, weight: float, rule: str) -> Evidence:
    return Evidence(
        concept=concept,
        place=name if rule == "prior" else None,
        name=name,
        field=field,
        start=-1,
        end=-1,
        weight=round(weight, 3),
        rule=rule,
    )
