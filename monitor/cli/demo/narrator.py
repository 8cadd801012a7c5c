"""What the demo says: short lines with the seconds that have passed, and the table at the end."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was expected, and what came of it."""

    step: str
    expected: str
    came: str
    is_true: bool
    took_s: float


class Narrator:
    """Speaks to a terminal in colour, within its width, and to a pipe in plain whole lines."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        # a console that cannot print the signs gets words
        can_draw = "utf" in console.encoding.lower()
        self._yes, self._no = ("✓", "✗") if can_draw else ("ok", "NO")

    @property
    def elapsed_s(self) -> float:
        """Seconds since the demo began."""
        return time.monotonic() - self._began

    def say(self, words: str, *, style: str = "") -> None:
        """One line of the story."""
        self._line(self._text(words, style))

    def judge(self, check: Check) -> None:
        """Say how one expectation ended."""
        self._line(self._sign(check) + self._text(f" {check.step}: {check.came}"))

    def quote(self, words: str) -> None:
        """Show what a program printed, set in."""
        for line in words.rstrip().splitlines():
            self._line(self._text(line, "dim"), is_timed=False)

    def table(self, checks: Sequence[Check]) -> None:
        """What was expected and what came, a line each."""
        grid = Table(box=None, pad_edge=False, header_style="bold")
        grid.add_column("")
        grid.add_column("step", ratio=2)
        grid.add_column("expected", ratio=3)
        grid.add_column("came", ratio=3)
        grid.add_column("s", justify="right")
        for check in checks:
            words = map(self._text, (check.step, check.expected, check.came))
            grid.add_row(self._sign(check), *words, f"{check.took_s:.1f}")
        self._console.print()
        self._console.print(grid)
        self._console.print()

    def _sign(self, check: Check) -> Text:
        return Text(self._yes, "green") if check.is_true else Text(self._no, "bold red")

    def _text(self, words: str, style: str = "") -> Text:
        """The words in the letters that the console has."""
        known = words.encode(self._console.encoding, "replace")
        return Text(known.decode(self._console.encoding), style)

    def _line(self, words: Text, *, is_timed: bool = True) -> None:
        moment = f"{self.elapsed_s:5.1f} s" if is_timed else ""
        if not self._console.is_terminal:
            self._console.print(Text(f"{moment:>7}  ") + words, soft_wrap=True)
            return
        line = Table.grid(padding=(0, 2))
        line.add_column(width=7, no_wrap=True)
        line.add_column()
        line.add_row(Text(moment, "dim"), words)
        self._console.print(line)


def as_json_line(check: Check) -> str:
    """The check as one JSON object on one line, letters unescaped."""
    return json.dumps(asdict(check), ensure_ascii=False)
