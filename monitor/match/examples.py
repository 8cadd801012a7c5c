"""The headlines that a profile brings to show what it means, and whether it does."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.match.judging import Profile
from monitor.records import Draft, Match


@dataclass(frozen=True, slots=True)
class Example:
    """A headline of a profile, and what the profile makes of it."""

    concept: str  # "" for the topic's own
    title: str
    is_wanted: bool
    match: Match

    @property
    def holds(self) -> bool:
        """Whether the profile says what the example wants."""
        return self.match.relevant == self.is_wanted


def examples(profile: Profile) -> Iterator[Example]:
    """Every example of the topic and of its concepts, judged."""
    definition = profile.definition
    for concept, wanted, unwanted in (
        ("", definition.examples_yes, definition.examples_no),
        *((one.id, one.examples_yes, one.examples_no) for one in definition.concepts.values()),
    ):
        for titles, is_wanted in ((wanted, True), (unwanted, False)):
            for title in titles:
                yield Example(concept, title, is_wanted, profile.judge(Draft(title=title)))
