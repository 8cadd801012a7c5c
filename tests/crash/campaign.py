"""A daemon that is killed again and again while its sources grow."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from monitor.errors import StoreError
from monitor.store import open_store
from monitor.testing import Article
from tests.crash.books import Books
from tests.crash.doomed import Inside
from tests.crash.house import House
from tests.crash.press import REWRITTEN, Press
from tests.crash.world import BEATS, LANGUAGES, WHOLE_TEXTS, World

LOOK_EVERY_S = 0.03
START_WITHIN_S = 60.0  # of processor time on a machine that does much else
MOMENT_WITHIN_S = 6.0  # after the first poll; then the kill comes at a moment like any other
MORE_LIVES = 4  # for a moment that did not come in its own
GROWTH_CHANCE = 0.03  # at each look: about one event a second

RANDOM = ("starting", "polling")
OUTSIDE = (
    *("asked", "answered", "hook read", "hook answered"),
    *("mail rcpt", "mail data", "mail letter", "mail kept"),
)
INSIDE: tuple[str, ...] = get_args(Inside)


def eventually(is_so: Callable[[], bool], *, within_s: float) -> bool:
    """Look for `is_so` until it holds; False when the time is over."""
    pause, ends = threading.Event(), time.monotonic() + within_s
    while not (holds := is_so()) and time.monotonic() < ends:
        pause.wait(LOOK_EVERY_S)
    return holds


@dataclass(slots=True)
class Campaign:
    """One database, one world, many lives."""

    world: World
    house: House
    books: Books
    dice: random.Random
    database: Path
    press: Press = field(default_factory=Press)
    never_told: list[str] = field(default_factory=list)  # headlines nobody may hear of
    owed: list[str] = field(default_factory=list)  # headlines that have to be stored
    printed: list[tuple[str, Article]] = field(default_factory=list)  # by site; may be edited once
    reached: Counter[str] = field(default_factory=Counter)  # moments at which it really died
    kills: int = 0

    # ------------------------------------------------------------------ the desk of every site
    def fill(self) -> None:
        """What stands on the sites before anybody looks: the baseline."""
        for name, site in self.world.sites.items():
            relevant = [self.press.relevant(LANGUAGES[name]) for _ in range(3)]
            for words in (*relevant, *(self.press.elsewhere() for _ in range(3))):
                site.publish(words.title, words.summary)
                self.never_told.append(words.title)

    def grow(self) -> None:
        """Something happens at some newsroom."""
        act = self.dice.choices(
            (self._print, self._print_elsewhere, self._copy, self._rewrite), (6, 1, 1, 2)
        )[0]
        act()

    def _print(self) -> None:
        name = self.dice.choice(tuple(self.world.sites))
        words = self.press.relevant(LANGUAGES[name])
        article = self.world.sites[name].publish(words.title, words.summary)
        self.printed.append((name, article))
        self._owe(article.title)

    def _print_elsewhere(self) -> None:
        words = self.press.elsewhere()
        self.dice.choice(tuple(self.world.sites.values())).publish(words.title, words.summary)
        self.never_told.append(words.title)

    def _copy(self) -> None:
        """Three sites print one text: one alert."""
        first, *others = self.dice.sample(WHOLE_TEXTS, 3)
        words = self.press.relevant("en")
        article = self.world.sites[first].publish(words.title, words.summary)
        for name in others:
            self.world.sites[name].copy(article)
        self._owe(article.title)

    def _rewrite(self) -> None:
        """A site rewrites a headline that everybody has heard; each one once."""
        told = [
            each
            for each in self.printed[-20:]
            if LANGUAGES[each[0]] == "en" and self.books.has("item.new", each[1].title)
        ]
        if not told:
            return self._print()
        name, article = chosen = self.dice.choice(told)
        self.printed.remove(chosen)
        title = REWRITTEN.format(title=article.title)
        self.world.sites[name].edit(article.slug, title=title)
        self.books.owe("item.revised", title)
        return None

    def _owe(self, title: str) -> None:
        self.owed.append(title)
        self.books.owe("item.new", title)

    # ------------------------------------------------------------------ lives
    def baseline(self) -> None:
        """Two deaths on the way, then a life in which every source is read for the first time."""
        for moment in ("answered", "fetched"):
            self.live(moment, is_growing=False)
        self.house.start()
        assert eventually(self._is_baselined, within_s=START_WITHIN_S), self.house.last_words()
        self._end("polling")

    def live(self, moment: str, *, is_growing: bool = True) -> None:
        """One life that ends with SIGKILL at `moment` or, where it does not come, soon after."""
        if is_growing:
            self._print()
            self.grow()
        before = self._visits
        inside = (moment, self.dice.choice((1, 1, 2))) if moment in INSIDE else None
        pid = self.house.start(inside)
        if moment in OUTSIDE:
            self.world.wire.stretch(moment, pid)
        if moment == "starting":
            eventually(lambda: not self.house.is_running, within_s=self.dice.uniform(0, 2.5))
        else:
            eventually(
                lambda: self._visits > before or not self.house.is_running,
                within_s=START_WITHIN_S,
            )
            patience = self.dice.uniform(0, 2) if moment == "polling" else MOMENT_WITHIN_S
            eventually(lambda: self._is_over(is_growing=is_growing), within_s=patience)
        self._end(moment)

    def live_until_each_came(self, moments: Sequence[str]) -> None:
        """A busy machine may miss a moment: more lives for those that did not come."""
        for _ in range(MORE_LIVES):
            for moment in moments:
                if not self.reached[moment]:
                    self.live(moment)
        missed = [moment for moment in moments if not self.reached[moment]]
        assert missed == [], self.house.last_words()

    def _is_over(self, *, is_growing: bool) -> bool:
        if is_growing and self.dice.random() < GROWTH_CHANCE:
            self.grow()
        return not self.house.is_running

    def _end(self, moment: str) -> None:
        """Make sure that it is dead, and write down of what it died."""
        self.world.wire.stretch("", 0)
        fell = self.house.ended() == -signal.SIGKILL
        self.house.kill()
        assert self.house.ended() == -signal.SIGKILL, self.house.last_words()
        self.kills += 1
        if (fell and moment in INSIDE) or moment in RANDOM:
            self.reached[moment] += 1
        self.reached.update(self.world.wire.reached)
        self.world.wire.reached.clear()

    # ------------------------------------------------------------------ the end
    def finish(self, *, within_s: float) -> int | None:
        """A life without trouble, until all is told and every source was read twice more.

        Gives the exit code after SIGTERM, None if there was none within its time.
        """
        self.world.heal()
        self.house.start(measured=True)
        eventually(lambda: self.books.has_everything, within_s=within_s)
        self._rounds(2)
        eventually(lambda: self._waiting == 0, within_s=within_s)
        return self.house.stop()

    def _rounds(self, count: int) -> None:
        before = {beat.source: self._visits_of(beat.site, beat.path) for beat in BEATS}
        eventually(
            lambda: all(
                self._visits_of(beat.site, beat.path) >= before[beat.source] + count
                for beat in BEATS
            ),
            within_s=START_WITHIN_S,
        )

    # ------------------------------------------------------------------ what is seen
    def _visits_of(self, site: str, path: str) -> int:
        return len(self.world.sites[site].visits(path))

    @property
    def _visits(self) -> int:
        return sum(len(site.visits()) for site in self.world.sites.values())

    @property
    def _waiting(self) -> int:
        with closing(open_store(str(self.database), write=False)) as store:
            return len(store.deliveries(state="waiting"))

    def _is_baselined(self) -> bool:
        if self._visits < len(BEATS):
            return False
        try:
            with closing(open_store(str(self.database), write=False)) as store:
                known = [row.state for row in store.sources(enrolled=True)]
        except StoreError:  # not there yet
            return False
        return len(known) == len(BEATS) and all(state.baselined_at for state in known)


def schedule(dice: random.Random, moments: Sequence[str], kills: int) -> list[str]:
    """Every moment as often as any other, in a random order."""
    lives = [moments[place % len(moments)] for place in range(kills)]
    dice.shuffle(lives)
    return lives
