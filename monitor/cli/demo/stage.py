"""What every act has at hand: the world, the program, the books, and a way to expect things."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.cli.demo.books import CHANNELS, Books, plain
from monitor.cli.demo.house import House
from monitor.cli.demo.narrator import Check, Narrator
from monitor.cli.demo.patience import Patience
from monitor.cli.demo.world import BREAKING, DESK, LETTERS, World
from monitor.testing import Article, story

WAIT_S = 25.0  # for one thing to come true
LATE_STORY = "en-cable"  # what the site prints that breaks meanwhile
ROUND_S = 15.0  # for every site to be asked again
WORDS = {DESK: "webhook", LETTERS: "mail"}


class AbandonedError(Exception):
    """The program is not there to be shown; its log says why."""


@dataclass(slots=True)
class Stage:
    """The demo while it runs."""

    world: World
    house: House
    books: Books
    patience: Patience
    narrator: Narrator
    report: Callable[[Check], None]  # called with every check as it is made
    checks: list[Check] = field(default_factory=list)

    # ------------------------------------------------------------------ doing
    def publish(self, source: str, story_id: str, *, is_owed: bool = True) -> Article:
        """Print a story on a site; `is_owed` says that both channels should hear of it."""
        chosen = story(story_id)
        article = self.world.site(source).publish(chosen.title, chosen.summary)
        if is_owed:
            self.books.owe("item.new", chosen.title)
        return article

    def tell_first(self, source: str, title: str, summary: str) -> Article:
        """Print words of the act's own on a site; both channels should hear of them."""
        article = self.world.site(source).publish(title, summary)
        self.books.owe("item.new", title)
        return article

    def start(self) -> None:
        """Start the daemon and wait until it is ready. Raises AbandonedError."""
        pid = self.house.start()
        ready = self.patience.until(
            lambda: self.house.is_ready or not self.house.is_running, within_s=WAIT_S
        )
        if not ready or not self.house.is_running:
            raise AbandonedError(self.house.last_words() or "it said nothing")
        self.narrator.say(f"the daemon is ready, process {pid}")

    def rounds(self, count: int = 2) -> bool:
        """Wait until every healthy site was asked `count` more times.

        The second request for a source comes after its first answer was stored, so whatever stood
        on the sites before is decided then.
        """
        before = self.world.polls
        return self.patience.until(
            lambda: all(
                asked >= before[source] + count
                for source, asked in self.world.polls.items()
                if source != BREAKING
            ),
            within_s=ROUND_S,
        )

    # ------------------------------------------------------------------ expecting
    def check(
        self, step: str, expected: str, *, is_true: bool, came: str, began: float | None = None
    ) -> None:
        """Keep and tell one result; `began` is the monotonic second at which the wait began."""
        took = 0.0 if began is None else time.monotonic() - began
        made = Check(step=step, expected=expected, came=came, is_true=is_true, took_s=took)
        self.checks.append(made)
        self.narrator.judge(made)
        self.report(made)

    def expect_told(
        self,
        step: str,
        *titles: str,
        event: str = "item.new",
        channels: tuple[str, ...] = CHANNELS,
        expected: str | None = None,
    ) -> bool:
        """Wait until every title came over every channel; say how many did."""
        began = time.monotonic()
        all_came = self.patience.until(
            lambda: all(self.books.has(channel, event, titles) for channel in channels),
            within_s=WAIT_S,
        )
        counts = {channel: self.books.told(channel, event, titles) for channel in channels}
        came = ", ".join(f"{count} by {WORDS[channel]}" for channel, count in counts.items())
        wanted = (
            expected
            or f"{len(titles)} told by {' and '.join(WORDS[channel] for channel in channels)}"
        )
        self.check(step, wanted, is_true=all_came, came=came, began=began)
        return all_came

    def expect_silence(self, step: str, since: int, expected: str) -> None:
        """Two rounds pass, and nothing was told since `since` arrivals (see :attr:`heard`)."""
        began = time.monotonic()
        is_settled = self.rounds()
        more = self.heard - since
        came = "nothing" if more == 0 else f"{more} messages"
        if not is_settled:
            came += ", but not every site was asked again in time"
        self.check(step, expected, is_true=is_settled and more == 0, came=came, began=began)

    @property
    def heard(self) -> int:
        """How many messages have arrived so far, on both channels.

        What the broken site printed is not counted: it comes back when its pause is over, which on
        a slow machine may be in the middle of a silence.
        """
        late = ("item.new", plain(story(LATE_STORY).title))
        return sum(arrival.key != late for arrival in self.books.arrivals())
