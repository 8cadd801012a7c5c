"""Turn what stands in an item into evidence: one signed weight for each reason."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from monitor.match.definition import Concept, Definition, Hold, Near
from monitor.match.foreign import Home, prior_evidence
from monitor.match.resolve import Share, is_a_person, share
from monitor.match.sight import Mark, Sight
from monitor.match.stating import HEADLINE, bare, stated
from monitor.records import Evidence

_REPEATS = (1.0, 0.35, 0.15)  # what the first, second and third mention of one thing count
_SURE = 0.75  # weight from which a name alone speaks for the topic
_OUT_OF_TIME = 0.5  # share of a person's weight before and after the years in which they count

Marks = Mapping[str, list[Mark]]


class Case:
    """One item before the judge."""

    __slots__ = ("_sure", "country", "day", "definition", "home", "sight")

    def __init__(
        self,
        definition: Definition,
        sight: Sight,
        home: Home | None,
        country: str | None,
        day: dt.date | None,
    ) -> None:
        """`country` is the source's, `day` that of publication; None: not known."""
        self.definition = definition
        self.sight = sight
        self.home = home
        self.country = home.country if home else country
        self.day = day
        self._sure: set[str] | None = None

    def evidence(self) -> list[Evidence]:
        """Every reason for and against, in no order."""
        kept, persons, doubtful = self._sorted()
        why = [one for id_, marks in kept.items() for one in self._named(id_, marks, persons)]
        if kept and self.definition.near:
            present = self.sight.lists
            for rule in self.definition.near:
                if not present.isdisjoint(rule.lists):
                    why += self._near(rule, kept)
        score = sum(one.weight for one in why)
        why += [stated(mark, mark.target, None, 0.0, "blocked") for mark in self.sight.blocked]
        for rule_name, dropped in (("person", persons), ("common", doubtful)):
            for marks in dropped.values():
                why += [stated(mark, mark.target, None, 0.0, rule_name) for mark in marks]
        if self.home is not None:
            is_sure = score >= _SURE
            why += prior_evidence(self.definition, self.sight, self.home, is_named=is_sure)
        return why

    def _sorted(self) -> tuple[Marks, Marks, Marks]:
        """The names by concept; apart those that are somebody's, and those that are just words."""
        kept: dict[str, list[Mark]] = {}
        persons: dict[str, list[Mark]] = {}
        doubtful: dict[str, list[Mark]] = {}
        for mark in self.sight.names:
            concept = self.definition.concepts[mark.target]
            group = kept
            if mark.is_doubtful and not self._is_vouched_for(concept):
                group = doubtful
            elif is_a_person(mark, concept, self.sight):
                group = persons
            group.setdefault(mark.target, []).append(mark)
        return kept, persons, doubtful

    def _is_vouched_for(self, concept: Concept) -> bool:
        """Whether something else says that a word in capitals is the name and not the word."""
        if self._sure_names() - {concept.id}:
            return True
        support = concept.resolution.support if concept.resolution else ()
        return bool(self.sight.marks(support))

    def _sure_names(self) -> set[str]:
        """The concepts met that need nothing else to be sure of."""
        if self._sure is None:
            concepts = self.definition.concepts
            self._sure = {
                mark.target
                for mark in self.sight.names
                if not mark.is_doubtful
                and concepts[mark.target].resolution is None
                and concepts[mark.target].weight >= _SURE
            }
        return self._sure

    def _named(self, id_: str, marks: Sequence[Mark], persons: Marks) -> Iterator[Evidence]:
        concept = self.definition.concepts[id_]
        full = self._full_weight(concept)
        weights = self.definition.weights
        ranked = sorted(marks, key=lambda mark: -weights[mark.field]) if len(marks) > 1 else marks
        total = 0.0
        for mark, repeat in zip(ranked, _REPEATS, strict=False):
            weight = full * repeat * weights[mark.field]
            total += weight
            yield stated(mark, id_, concept.place, weight, "name")
        if full < concept.weight:
            yield bare(id_, f"{self.day}", 0.0, "years")
        if concept.resolution is None:
            return
        region = len(self._sure_names() - {id_})
        decided = share(concept.resolution, self.sight, region=region, country=self.country)
        if id_ in persons:
            decided = Share(0.0, persons[id_])
        yield self._resolved(concept, decided, ranked[0], total)

    def _resolved(self, concept: Concept, decided: Share, mark: Mark, total: float) -> Evidence:
        """How an ambiguous name was decided, and by which word."""
        weight = total * (decided.part - 1.0)
        rule = "resolved" if decided.part < 1.0 else "supported"
        if decided.marks:
            return stated(decided.marks[0], concept.id, concept.place, weight, rule)
        if decided.home:
            return bare(concept.id, self._says_home(), weight, rule, concept.place)
        if decided.region:
            others = ", ".join(sorted(self._sure_names() - {concept.id})[:3])
            return bare(concept.id, others, weight, rule, concept.place)
        return stated(mark, concept.id, concept.place, weight, "undecided")

    def _says_home(self) -> str:
        is_told_by_letters = self.home is not None and self.home.rule == "letters"
        return (
            f"the letters of {self.country}"
            if is_told_by_letters
            else f"a newsroom in {self.country}"
        )

    def _full_weight(self, concept: Concept) -> float:
        if self.day is None:
            return concept.weight
        early = concept.valid_from is not None and self.day < concept.valid_from
        late = concept.valid_until is not None and self.day > concept.valid_until
        return concept.weight * (_OUT_OF_TIME if early or late else 1.0)

    def _near(self, rule: Near, kept: Marks) -> Iterator[Evidence]:
        concepts = self.definition.concepts
        met = [id_ for id_ in kept if concepts[id_].kind in rule.kinds or id_ in rule.concepts]
        if not met or (rule.unless and any(concepts[id_].kind in rule.unless for id_ in kept)):
            return
        if rule.only_with and not self.sight.marks(rule.only_with, fields=HEADLINE):
            return
        words = self.sight.marks(rule.lists)
        for id_ in met if words else ():
            for mark in kept[id_]:
                beside = next(
                    (word for word in words if _distance(mark, word) <= rule.within), None
                )
                if beside is not None:
                    weight = rule.weight * self.definition.weights[mark.field]
                    yield stated(beside, rule.tag, concepts[id_].place, weight, "near")
                    break


def _distance(mark: Mark, other: Mark) -> float:
    """Words between the two; infinite in different fields."""
    if mark.words is not other.words:
        return float("inf")
    return max(mark.first - other.last, other.first - mark.last, 0)


def hold(definition: Definition, sight: Sight, score: float) -> Evidence | None:
    """What keeps an item in the borderline bucket though its score would carry it out."""
    for rule in definition.holds:
        if score <= rule.at_most or sight.lists.isdisjoint(rule.lists):
            continue
        marks = sight.marks(rule.lists, fields=HEADLINE)
        if marks and rule.concepts and not _is_of(rule, sight):
            continue
        if marks and not sight.marks(rule.unless, fields=HEADLINE):
            return stated(marks[0], rule.tag, None, rule.at_most - score, "hold")
    return None


def _is_of(rule: Hold, sight: Sight) -> bool:
    """Whether the item names what the rule is for, and nothing more of the topic."""
    met = {mark.target for mark in sight.names}
    return not met.isdisjoint(rule.concepts) and met <= {*rule.concepts, *rule.beside}


def demands(definition: Definition, sight: Sight, limit: float) -> Iterator[Evidence]:
    """What the plain form's words demand: each breach outweighs everything."""
    met = {mark.target: mark for mark in reversed(sight.names)}
    for id_ in definition.all_of:
        if id_ not in met:
            yield bare(id_, id_, -2 * limit, "missing")
    if definition.any_of and not any(id_ in met for id_ in definition.any_of):
        yield bare(definition.any_of[0], " or ".join(definition.any_of[:5]), -2 * limit, "missing")
    for id_ in definition.none_of:
        if id_ in met:
            yield stated(met[id_], id_, None, -2 * limit, "excluded")
