"""What is owed and what came: the demo's own count, made from the outside."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.cli.demo.world import DESK, LETTERS, World
from monitor.testing import Arrival, Balance, Hook, Ledger, Letter

Fact = tuple[str, str]  # event and title, such as ("item.new", "Upper Lars road closed by snow")
CHANNELS = (DESK, LETTERS)


@dataclass(slots=True)
class Books:
    """Counts facts on both channels."""

    world: World
    ledger: Ledger = field(default_factory=Ledger)

    def owe(self, event: str, *titles: str) -> None:
        """Expect these on both channels, once each."""
        for title in titles:
            self.ledger.owe((event, plain(title)), *CHANNELS)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Everything that reached a receiver, taken or not: also a call that was cut short."""
        hooks, letters = self.world.receiver.hooks(), self.world.mailbox.letters()
        return (
            *(Arrival(channel=DESK, id=hook.id, key=fact_of_hook(hook)) for hook in hooks),
            *(Arrival(channel=LETTERS, id=one.id, key=fact_of_letter(one)) for one in letters),
        )

    def told(self, channel: str, event: str, titles: Iterable[str]) -> int:
        """How many of these facts have come over `channel`."""
        wanted = {(event, plain(title)) for title in titles}
        return len({a.key for a in self.arrivals() if a.channel == channel} & wanted)

    def has(self, channel: str, event: str, titles: tuple[str, ...]) -> bool:
        """Whether all of these facts have come over `channel`."""
        return self.told(channel, event, titles) == len(set(titles))

    def ids(self, channel: str, title: str) -> list[str]:
        """The id of every arrival about `title`, repeats included."""
        return [
            arrival.id
            for arrival in self.arrivals()
            if arrival.channel == channel and arrival.key == ("item.new", plain(title))
        ]

    def edit_of(self, title: str) -> str:
        """The class of the edit to `title`, as the webhook was told; "" where it was not."""
        for hook in self.world.receiver.hooks():
            if fact_of_hook(hook) == ("item.revised", plain(title)):
                return str(hook.body["data"]["change"]["edit"])
        return ""

    def balance(self) -> dict[str, Balance]:
        """The state of both channels."""
        return dict(self.ledger.balance(self.arrivals()))

    @property
    def has_everything(self) -> bool:
        """Whether nothing that is owed is missing."""
        return not any(one.missing for one in self.balance().values())


def plain(title: str) -> str:
    """A title with ordinary spaces, as a mail's lines give it back."""
    return " ".join(title.split())


def fact_of_hook(hook: Hook) -> Fact:
    """What a webhook call tells."""
    return hook.event, plain(hook.title)


def fact_of_letter(letter: Letter) -> Fact:
    """What a mail tells, read as a person does: the headline, and under it the kind of edit."""
    headline, _, rest = letter.text.partition("\n=")
    below = rest.lstrip("=\n")
    if below.startswith("[withdrawn]"):
        return "item.withdrawn", plain(headline)
    return ("item.revised" if below.startswith("[") else "item.new"), plain(headline)
