"""The whole program between a newsroom and its receivers, in this process or as a process."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from monitor import cli
from monitor.config import Configuration, load
from monitor.daemon import House, open_house
from monitor.jobs.poll import Polled
from monitor.records import ItemRow
from monitor.store import Dossier, ItemFilter, Store, open_store
from monitor.testing import FakeClock, Letter, Mailbox, Newsroom, Receiver
from tests import planted

LOOK_EVERY_S = 0.02
READY_WITHIN_S = 60.0
SECRET = planted.RIG
EVENTS = ("item.new", "item.revised")


def eventually(is_so: Callable[[], bool], *, within_s: float = 20.0) -> bool:
    """Look for `is_so` until it holds; False when the time is over."""
    pause, ends = threading.Event(), time.monotonic() + within_s
    while not (holds := is_so()) and time.monotonic() < ends:
        pause.wait(LOOK_EVERY_S)
    return holds


@dataclass(slots=True)
class Rig:
    """A folder with a configuration, and the receivers that it names."""

    directory: Path
    desk: Receiver
    post: Mailbox
    tables: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    events: Sequence[str] = EVENTS
    to: Sequence[str] = ("desk", "letters")

    @property
    def config(self) -> Path:
        """The configuration file."""
        return self.directory / "sources.toml"

    @property
    def database(self) -> Path:
        """The database file."""
        return self.directory / "monitor.db"

    def source(self, name: str, url: str, **keys: str) -> None:
        """Poll one more address."""
        given = {"name": name, "url": url, "every": "1s", **keys}
        lines = "".join(f'{key} = "{value}"\n' for key, value in given.items())
        self.tables.append(f"[[source]]\n{lines}")

    def write(self, *, broken: str = "") -> Path:
        """Write the file; with `broken` at its end."""
        text = _HEAD.format(
            more="\n".join(self.head),
            hook=self.desk.url,
            secret=SECRET,
            port=self.post.port,
            events=", ".join(f'"{event}"' for event in self.events),
            to=", ".join(f'"{name}"' for name in self.to),
        )
        self.config.write_text(text + "\n".join(self.tables) + broken, encoding="utf-8")
        self.config.chmod(0o600)
        return self.config

    def load(self) -> Configuration:
        """Write the file and read it as the program does."""
        return load(self.write(), environ={})

    @contextlib.contextmanager
    def reading(self) -> Iterator[Store]:
        """The database, beside whoever writes it."""
        with closing(open_store(str(self.database), write=False)) as store:
            yield store

    def items(self) -> dict[str, ItemRow]:
        """What is stored, by headline."""
        with self.reading() as store:
            return {row.item.title: row for row in store.items(ItemFilter(limit=10_000))}

    def dossier(self, name: str) -> Dossier:
        """Everything about an item, by its id or address."""
        with self.reading() as store:
            return store.item(name)

    def hooks(self) -> list[tuple[str, str]]:
        """What the webhook's receiver took: event and headline."""
        return [(hook.event, hook.title) for hook in self.desk.taken()]

    def letters(self) -> tuple[Letter, ...]:
        """What the mailbox kept."""
        return self.post.letters()

    # ------------------------------------------------------------------ as a process
    def command(self, *words: str) -> list[str]:
        """The command line of a verb."""
        return [sys.executable, "-m", "monitor", "--config", str(self.config), *words]

    @contextlib.contextmanager
    def daemon(self, **environ: str) -> Iterator["Daemon"]:
        """``monitor run``, ready; killed at the end of the block if it is still there."""
        with (self.directory / "daemon.log").open("ab") as log:
            process = subprocess.Popen(
                self.command("run"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**clean_environ(), **environ},
                cwd=self.directory,
                start_new_session=True,
            )
        daemon = Daemon(process, self.directory / "daemon.log")
        try:
            assert eventually(lambda: daemon.said("ready"), within_s=READY_WITHIN_S), daemon.log
            yield daemon
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


@dataclass(frozen=True, slots=True)
class Daemon:
    """A daemon at work."""

    process: "subprocess.Popen[bytes]"
    path: Path

    @property
    def log(self) -> str:
        """Everything that any daemon of this folder has said."""
        return self.path.read_text("utf-8", "replace")

    def said(self, words: str) -> bool:
        """Whether it said so, since it was started first."""
        return words in self.log

    def hang_up(self) -> None:
        """Ask it to read the configuration again."""
        self.process.send_signal(signal.SIGHUP)

    def stop(self, *, within_s: float = 15.0) -> int:
        """SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within_s)


def clean_environ() -> dict[str, str]:
    """Ours without what would configure the program under test."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("MONITOR_", "NOTIFY_"))}
    return {**mine, "PYTHONUTF8": "1", "NO_COLOR": "1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a verb ended in this process."""

    code: int
    out: str
    err: str


def verb(rig: Rig, *words: str) -> Outcome:
    """A verb of the real command line, without a process of its own."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    before, sys.argv = sys.argv, ["monitor", "--config", str(rig.config), *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.argv = before
    outcome = Outcome(code, out.getvalue(), err.getvalue())
    assert not planted.is_in(outcome.out + outcome.err), words
    return outcome


# ------------------------------------------------------------------ in this process, in its time
@dataclass(frozen=True, slots=True)
class Program:
    """The house at work, one step at a time."""

    house: House
    clock: FakeClock

    async def poll(self, *names: str) -> dict[str, Polled]:
        """One round over the named sources (or all), then everything that is owed now."""
        plans = await self.gather(*names)
        await self.tell()
        return plans

    async def gather(self, *names: str) -> dict[str, Polled]:
        """One round, nobody is told."""
        plans = await self.house.poller.round(names or None, seen=lambda _: None)
        await self.house.digests.make_due()
        await self.house.held.tell_due()
        return {plan.state.name: plan for plan in plans}

    async def tell(self) -> None:
        """Deliver what is owed."""
        for channel in self.house.configuration.channels:
            await self.house.dispatcher.drain(channel.name, force=True)


@contextlib.asynccontextmanager
async def at_work(rig: Rig, clock: FakeClock) -> AsyncIterator[Program]:
    """The program with the rig's configuration."""
    async with open_house(rig.load(), clock=clock) as house:
        yield Program(house, clock)


@contextlib.contextmanager
def open_rig(directory: Path) -> Iterator[Rig]:
    """A rig with both receivers up."""
    with Receiver() as desk, Mailbox() as post:
        yield Rig(directory, desk, post)


def newsroom(clock: FakeClock | None = None, name: str = "Kura Post") -> Newsroom:
    """A site whose every answer is a document, never a 304."""
    return Newsroom(name, clock=clock, conditional=False)


_HEAD = """\
[monitor]
database = "monitor.db"
allow_addresses = ["127.0.0.0/8"]
min_interval = "1s"
host_gap = "0s"
error_backoff = "1s"
{more}

[[channel]]
name = "desk"
kind = "webhook"
url = "{hook}"
secret = "{secret}"
retry = ["1s"]

[[channel]]
name = "letters"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "monitor@example.org"
to = ["editor@example.org"]
retry = ["1s"]

[[alert]]
name = "south-caucasus"
events = [{events}]
to = [{to}]

"""
