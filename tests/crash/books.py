"""What was printed against what was told, counted from the outside."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from monitor.testing import Arrival, Balance, Hook, Ledger, Letter
from tests.crash.world import World

CHANNELS = ("desk", "letters", "archive")
Fact = tuple[str, str]  # event and headline


@dataclass(slots=True)
class Books:
    """Facts that are owed, and the arrivals on all channels."""

    world: World
    ledger: Ledger = field(default_factory=Ledger)

    def owe(self, event: str, title: str) -> None:
        """Expect a fact on every channel."""
        self.ledger.owe((event, plain(title)), *CHANNELS)

    def balance(self) -> dict[str, Balance]:
        """The state of every channel; only what a receiver took counts as told."""
        return dict(self.ledger.balance(arrival for arrival, _ in self.arrivals()))

    @property
    def has_everything(self) -> bool:
        """Whether nothing that is owed is missing."""
        return not any(one.missing for one in self.balance().values())

    def has(self, event: str, title: str) -> bool:
        """Whether every channel took this fact."""
        fact = (event, plain(title))
        told = {arrival.channel for arrival, _ in self.arrivals() if arrival.key == fact}
        return told == set(CHANNELS)

    def arrivals(self) -> Iterator[tuple[Arrival, bytes]]:
        """Everything that a receiver took, with its bytes."""
        for hook in self.world.desk.taken():
            yield (
                Arrival(channel="desk", id=hook.id, key=fact_of_hook(hook)),
                hook.request.body,
            )
        for letter in self.world.letters():
            yield (
                Arrival(channel="letters", id=letter.id, key=fact_of_letter(letter)),
                letter.raw,
            )
        for line in self._lines():
            with suppress(ValueError):  # a line that a crash has torn; the next one is whole
                entry = json.loads(line)
                title = plain(entry["data"]["item"]["title"])
                yield Arrival(channel="archive", id=entry["id"], key=(entry["type"], title)), line

    def attempts(self) -> Iterator[tuple[str, str, bytes]]:
        """Channel, id and bytes of everything that reached a receiver, also what it refused."""
        for hook in self.world.desk.hooks():
            yield "desk", hook.id, hook.request.body
        for arrival, content in self.arrivals():
            if arrival.channel != "desk":
                yield arrival.channel, arrival.id, content

    def under_two_bodies(self) -> list[str]:
        """The ids under which two different things were sent."""
        bodies: dict[tuple[str, str], set[bytes]] = defaultdict(set)
        for channel, name, content in self.attempts():
            bodies[channel, name].add(content)
        return [f"{channel} {name}" for (channel, name), each in bodies.items() if len(each) > 1]

    def _lines(self) -> list[bytes]:
        archive = self.world.archive
        return archive.read_bytes().splitlines() if archive.exists() else []


def plain(title: str) -> str:
    """A headline with ordinary spaces, as a mail's lines give it back."""
    return " ".join(title.split())


def fact_of_hook(hook: Hook) -> Fact:
    """What a webhook call tells."""
    return hook.event, plain(hook.title)


def fact_of_letter(letter: Letter) -> Fact:
    """What a mail tells, read as a person does: the headline, and under it the kind of edit."""
    headline, _, rest = letter.text.partition("\n=")
    below = rest.lstrip("=\n")
    return ("item.revised" if below.startswith("[") else "item.new"), plain(headline)
