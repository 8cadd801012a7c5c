import io

import pytest
from rich.console import Console

from monitor.cli.demo.books import Books
from monitor.cli.demo.house import House
from monitor.cli.demo.narrator import Narrator
from monitor.cli.demo.patience import Patience
from monitor.cli.demo.stage import Stage
from monitor.cli.demo.world import open_world


class Screen(Console):
    """A terminal without colours that remembers what it showed."""

    def __init__(self, *, width: int = 60, is_terminal: bool = True, encoding: str = "utf-8"):
        self.paper = io.BytesIO()
        file = io.TextIOWrapper(self.paper, encoding=encoding, write_through=True)
        super().__init__(file=file, width=width, force_terminal=is_terminal, color_system=None)

    @property
    def lines(self) -> list[str]:
        shown = self.paper.getvalue().decode(self.encoding)
        return [line.rstrip() for line in shown.splitlines()]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.lines).split())


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def stage(screen, tmp_path):
    """A stage whose daemon was never started and whose time is over."""
    with open_world() as world:
        yield Stage(
            world=world,
            house=House(tmp_path / "sources.toml", tmp_path / "daemon.log", {}),
            books=Books(world),
            patience=Patience(0),
            narrator=Narrator(screen),
            report=lambda check: None,
        )
