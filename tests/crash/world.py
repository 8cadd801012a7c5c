"""The world around the daemon that is killed: sites and receivers that can spring a trap on it."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.testing import Mailbox, Newsroom, Receiver, Request
from monitor.testing.http import Answer, Fault
from monitor.testing.mailbox import Letter, Stage, Trouble
from tests import planted

SECRET = planted.CRASH


class Tripwire:
    """Kills one process at one moment, from the thread in which the moment comes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moment, self._pid = "", 0
        self.reached: list[str] = []

    def stretch(self, moment: str, pid: int) -> None:
        """Wait for `moment`; the next one alone."""
        with self._lock:
            self._moment, self._pid = moment, pid

    def touch(self, moment: str) -> None:
        """Say that `moment` is now."""
        with self._lock:
            if moment != self._moment:
                return
            self._moment = ""
            self.reached.append(moment)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)


class Site(Newsroom):
    """Says when it is asked for something new, and when it has answered."""

    wire = Tripwire()

    def _answer(self, request: Request) -> tuple[Answer, Fault | None]:
        answer, fault = super()._answer(request)
        if answer.status == 200:
            self.wire.touch("asked")
        return answer, fault

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await super()._converse(reader, writer)
        if self.visits()[-1].status == 200:
            self.wire.touch("answered")


class Desk(Receiver):
    """Says when a call was read, and when it was answered."""

    wire = Tripwire()
    _counted = 0

    def _happened(self) -> None:
        super()._happened()
        count, self._counted = self._counted, len(self.hooks())
        if self._counted > count:
            self.wire.touch("hook read")

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await super()._converse(reader, writer)
        self.wire.touch("hook answered")


class Post(Mailbox):
    """Says at which stage of a letter it is."""

    wire = Tripwire()

    def _next(self, stage: Stage) -> Trouble | None:
        self.wire.touch(f"mail {stage}")
        return super()._next(stage)

    def _keep(self, session: Any, raw: bytes, *, is_acknowledged: bool) -> None:
        super()._keep(session, raw, is_acknowledged=is_acknowledged)
        self.wire.touch("mail kept")


@dataclass(frozen=True, slots=True)
class Beat:
    """A source: which site it reads, and where."""

    source: str
    site: str
    path: str
    kind: str


BEATS = (
    Beat("kura", "kura", "/rss.xml", "auto"),
    Beat("kura-page", "kura", "/latest", "listing"),
    Beat("atlas", "atlas", "/rss.xml", "feed"),
    Beat("steppe", "steppe", "/feed.json", "feed"),
    Beat("ararat", "ararat", "/atom.xml", "feed"),
    Beat("xezer", "xezer", "/rdf.xml", "auto"),
    Beat("mtkvari", "mtkvari", "/latest", "listing"),
    Beat("bogaz", "bogaz", "/news-sitemap.xml", "auto"),
)
LANGUAGES = {
    "kura": "en",
    "atlas": "en",
    "steppe": "ru",
    "ararat": "hy",
    "xezer": "az",
    "mtkvari": "ka",
    "bogaz": "tr",
}
WHOLE_TEXTS = ("atlas", "steppe", "ararat", "xezer")  # read as feeds alone: copies are recognised
WINDOW = 60  # more than is printed between two polls that live to their end


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is not the program."""

    sites: dict[str, Site]
    desk: Desk
    post: Post
    wire: Tripwire
    archive: Path  # of the file channel

    def heal(self) -> None:
        """Let every receiver and site behave from now on."""
        self.desk.answers_always(None)
        self.desk.up()
        self.post.recover()
        self.post.up()
        for beat in BEATS:
            self.sites[beat.site].heal(beat.path)

    def letters(self) -> tuple[Letter, ...]:
        """Every letter that the mailbox kept."""
        return self.post.letters()


@contextlib.contextmanager
def open_world(directory: Path) -> Iterator[World]:
    """Start every server; all end with the block."""
    with contextlib.ExitStack() as stack:
        wire = Tripwire()
        sites = {}
        for name, language in LANGUAGES.items():
            site = stack.enter_context(Site(name, language=language))
            site.wire, site.window = wire, WINDOW
            sites[name] = site
        desk, post = stack.enter_context(Desk()), stack.enter_context(Post())
        desk.wire = post.wire = wire
        yield World(
            sites=sites, desk=desk, post=post, wire=wire, archive=directory / "archive.jsonl"
        )


def write_configuration(world: World, directory: Path) -> Path:
    """Write a ``sources.toml`` in which every span is as short as it may be; its path."""
    sources = "\n".join(
        f'[[source]]\nname = "{beat.source}"\nurl = "{world.sites[beat.site].url(beat.path)}"\n'
        f'kind = "{beat.kind}"\nlanguage = "{LANGUAGES[beat.site]}"\nevery = "1s"\n'
        for beat in BEATS
    )
    head = _HEAD.format(
        hook=world.desk.url, port=world.post.port, secret=SECRET, archive=world.archive.name
    )
    path = directory / "sources.toml"
    path.write_text(head + sources, encoding="utf-8")
    path.chmod(0o600)
    return path


_HEAD = """\
[monitor]
database = "monitor.db"
allow_addresses = ["127.0.0.0/8"]
min_interval = "1s"
host_gap = "0s"
error_backoff = "1s"

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

[[channel]]
name = "archive"
kind = "file"
path = "{archive}"
retry = ["1s"]

[[alert]]
name = "south-caucasus"
events = ["item.new", "item.revised"]
to = ["desk", "letters", "archive"]

"""
