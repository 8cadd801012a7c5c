"""What the demo says: short lines with the seconds that have passed, and the table at the end."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.padding import Padding
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
    """Speaks to a terminal in colour and to a pipe in plain lines, never wider than either."""

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
        self._line(Text(words, style=style))

    def judge(self, check: Check) -> None:
        """Say how one expectation ended."""
        sign, style = (self._yes, "green") if check.is_true else (self._no, "bold red")
        self._line(Text.assemble((f"{sign} ", style), check.step, ": ", check.came))

    def quote(self, words: str) -> None:
        """Show what a program printed, set in."""
        self._console.print(Padding(Text(words.rstrip(), style="dim"), (0, 0, 0, 9)))

    def table(self, checks: Sequence[Check]) -> None:
        """What was expected and what came, a line each."""
        grid = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
        grid.add_column("")
        grid.add_column("step", ratio=2)
        grid.add_column("expected", ratio=3)
        grid.add_column("came", ratio=3)
        grid.add_column("s", justify="right")
        for check in checks:
            sign, style = (self._yes, "green") if check.is_true else (self._no, "bold red")
            words = (Text(check.step), Text(check.expected), Text(check.came))
            grid.add_row(Text(sign, style=style), *words, f"{check.took_s:.1f}")
        self._console.print()
        self._console.print(grid)
        self._console.print()

    def _line(self, words: Text) -> None:
        line = Table.grid(padding=(0, 2))
        line.add_column(justify="right", width=6, no_wrap=True)
        line.add_column()
        line.add_row(Text(f"{self.elapsed_s:.1f} s", style="dim"), words)
        self._console.print(line)


def as_json_line(check: Check) -> str:
    """The check as one JSON object on one line, letters unescaped."""
    return json.dumps(asdict(check), ensure_ascii=False)
