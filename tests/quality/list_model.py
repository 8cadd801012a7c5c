"""One item of a page of our own, and a page with what is to be read from it."""

import datetime as dt
from dataclasses import dataclass

from tests.quality.list_words import Tongue

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
BASE = "https://herald.example"
LOREM = (
    "The road service counted forty lorries at noon, and two ploughs work on the upper bends, "
    "its spokeswoman said on the telephone."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: what the page shows, and what is to be read."""

    n: int
    title: str
    href: str
    day: dt.date
    tongue: Tongue

    @property
    def numeric(self) -> str:
        return f"{self.day:%d.%m.%Y}"

    @property
    def words(self) -> str:
        return f"{self.day.day} {self.tongue.months[self.day.month - 1]} {self.day.year}"

    @property
    def clock(self) -> str:
        return f"{11 - self.n % 10:02}:{(7 * self.n + 11) % 60:02}"

    @property
    def section(self) -> str:
        return self.tongue.sections[self.n % 4]


@dataclass(frozen=True, slots=True)
class Saved:
    """A page with its list as a reader would see it."""

    name: str
    html: str
    items: tuple[tuple[str, str | None, str | None], ...]  # address, title, ISO day


Entries = list[Entry]
