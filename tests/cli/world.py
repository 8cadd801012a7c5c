"""A newsroom, a desk, a mailbox, a configuration, and the command line typed beside them."""

import os
import pty
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli, main
from monitor.testing import Mailbox, Newsroom, Receiver
from tests.daemon.settings import alert, digest, mail, source, webhook, written

OLD = "Upper Lars road in Georgia closed by snow"
EDITED = "Upper Lars road in Georgia closed by snow, 410 lorries wait"
NEWS = "Georgia and Armenia open a second crossing"
SPORT = "Chess club of Lisbon moves house"
HOSTILE = "Tbilisi \x1b[31mred\x1b[0m \u202egnp.exe \x9b2J mayor"
TAMED = "Tbilisi [31mred[0m gnp.exe ›2J mayor"
QUIET = "Tbilisi tram returns after decades"
GEORGIAN = "თბილისში ახალი ხიდი გაიხსნა"

READERS = ("one@kura.example",)
ALERT = 'events = ["item.new", "item.revised"]'


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    folder: Path
    kura: Newsroom
    aras: Newsroom
    desk: Receiver
    post: Mailbox

    @property
    def parts(self) -> tuple[str, ...]:
        """Two sites, three channels and a digest, as in a file."""
        georgia = 'country = "GE"\ntags = ["roads"]'
        log = '\n[[channel]]\nname = "log"\nkind = "file"\npath = "alerts.jsonl"\n'
        return (
            source("kura", self.kura.url("/rss.xml"), more=georgia),
            source("aras", self.aras.url("/rss.xml"), more='country = "AM"'),
            webhook(self.desk.url),
            mail(self.post.port, *READERS),
            log,
            digest("mail"),
        )

    @property
    def alerts(self) -> str:
        return alert("desk", "mail").replace('events = ["item.new"]', ALERT)

    def configure(self, *more: str, folder: Path | None = None) -> Path:
        return written(folder or self.folder, *self.parts, *more)

    def run(
        self, *words: str, typed: str | bytes | None = None, config: Path | None = None
    ) -> Answer:
        """Type a command whose output goes into a pipe."""
        path = config or self.folder / "sources.toml"
        answer = CliRunner().invoke(cli, ["--config", str(path), *words], input=typed)
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        return Answer(code=answer.exit_code, out=answer.stdout, err=answer.stderr)

    def id_of(self, title: str) -> str:
        """The id of an item with that title, the first that was seen."""
        rows: list[list[str]] = [line.split("\t") for line in self.run("items").lines]
        return next(row[5] for row in reversed(rows) if row[3] == title)

    def make_history(self) -> None:
        """Baseline, news, a copy, an edit, traps for terminals, and news that nobody asked for."""
        self.configure(self.alerts)
        lars = self.kura.publish(OLD, "The pass is shut; 140 lorries wait near Kazbegi.")
        self.kura.publish(SPORT, "Members carry the boards.")
        self.aras.publish("Shop hours in Lisbon", "Closed on Sunday.")
        assert self.run("poll").code == 0
        news = self.kura.publish(NEWS, "Trucks pass from today, and more lanes follow in spring.")
        self.kura.publish(HOSTILE, "Nothing to obey.")
        assert self.run("poll").code == 0
        self.aras.copy(news)
        self.aras.publish(GEORGIAN, "ხიდი ფეხით მოსიარულეებისაა.")
        self.kura.edit(lars.slug, title=EDITED)
        assert self.run("poll").code == 0
        self.configure()
        self.kura.publish(QUIET, "The line runs along the river.")
        assert self.run("poll").code == 0
        self.configure(self.alerts)


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    with Newsroom("Kura") as kura, Newsroom("Aras") as aras, Receiver() as desk, Mailbox() as post:
        world = World(folder=folder, kura=kura, aras=aras, desk=desk, post=post)
        world.configure(world.alerts)
        yield world


def on_terminal(patch: pytest.MonkeyPatch, *words: str, width: int = 80) -> tuple[int, str]:
    """The exit code and everything that a real terminal of that width would get."""
    ours, theirs = pty.openpty()
    got: list[bytes] = []
    reader = threading.Thread(target=_read_all, args=(ours, got))
    reader.start()
    with open(theirs, "w", encoding="utf-8") as screen, patch.context() as scene:  # noqa: PTH123
        scene.setenv("COLUMNS", str(width))
        scene.setattr(sys, "stdout", screen)
        scene.setattr(sys, "stderr", screen)
        scene.setattr(sys, "argv", ["monitor", *words])
        with pytest.raises(SystemExit) as end:
            main()
    reader.join(10)
    os.close(ours)
    code = end.value.code
    return code if isinstance(code, int) else 0, b"".join(got).decode().replace("\r\n", "\n")


@contextmanager
def ctrl_c(site: Newsroom) -> Iterator[None]:
    """Press Ctrl-C as soon as the newsroom has been asked for something."""

    def press() -> None:
        if site.wait_until(lambda: bool(site.visits()), within_s=20):
            os.kill(os.getpid(), signal.SIGINT)

    hand = threading.Thread(target=press)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # some runners ignore it
    hand.start()
    try:
        yield
    finally:
        hand.join()
        signal.signal(signal.SIGINT, before)


def _read_all(terminal: int, got: list[bytes]) -> None:
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:  # the other end was closed
            return
        if not part:
            return
        got.append(part)
