"""The world in which the documentation's examples run: newsrooms, receivers, a configuration."""

import contextlib
import datetime as dt
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.store import ItemFilter, open_store
from monitor.testing import Mailbox, Newsroom, Receiver, stories, story
from tests import planted

SECRET = planted.DOCS
COLUMNS = 180  # wide enough that no cell is cut
KEPT = frozenset(
    {"PATH", "HOME", "PYTHONPATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"}
)
TERMINAL = {"TERM": "xterm", "COLUMNS": str(COLUMNS), "NO_COLOR": "1", "DESK_SECRET": SECRET}
BEATS = (  # source, outlet, language, country, path
    ("kura-post", "Kura Post", "en", "GE", "/rss.xml"),
    ("atlas-dispatch", "Atlas Dispatch", "en", "", "/atom.xml"),
    ("stepnoy-telegraf", "Степной телеграф", "ru", "", "/feed.json"),
    ("mtkvari", "მტკვრის ამბები", "ka", "GE", "/latest"),
)
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(io.StringIO):
    """Standard output as a terminal of a hundred columns would have it."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command did."""

    code: int
    out: str
    said: str  # on standard error

    @property
    def shown(self) -> str:
        """Everything that a person at the terminal sees, without blanks at the ends of lines."""
        plain = _ANSI.sub("", self.out + self.said)
        return "\n".join(line.rstrip() for line in plain.splitlines())


@dataclass(slots=True)
class World:
    """A folder with a sources.toml, and everything that it names."""

    folder: Path
    sites: Mapping[str, Newsroom]  # by source
    desk: Receiver
    post: Mailbox
    environ: dict[str, str] = field(default_factory=dict)

    # ------------------------------------------------------------------ typing
    def type(self, command: str) -> Answer:
        """Run one ``monitor …`` line in the folder, at a terminal."""
        words = shlex.split(command, comments=True)
        out, said = Terminal(), io.StringIO()  # progress that wipes itself out is not for pages
        with pytest.MonkeyPatch.context() as here, redirect_stdout(out), redirect_stderr(said):
            here.chdir(self.folder)
            here.setattr(sys, "argv", words)
            for name in set(os.environ) - KEPT:
                here.delenv(name)
            for name, text in (TERMINAL | self.environ).items():
                here.setenv(name, text)
            code = _code_of(main)
        return Answer(code=code, out=out.getvalue(), said=said.getvalue())

    # ------------------------------------------------------------------ what happens in it
    def act(self, name: str) -> None:
        """Let one of the things happen that the pages speak of."""
        acts: Mapping[str, Callable[[], object]] = {
            "publish": self.publish,
            "copy": self.copy,
            "rewrite": self.rewrite,
            "beat": self.beat,
            "receiver down": self.desk.down,
            "receiver up": self.desk.up,
        }
        acts[name]()

    def publish(self) -> None:
        """A day of news: one story each, a wire text, and two Georgias that are none of ours."""
        for source, story_id in (
            ("atlas-dispatch", "en-atlanta"),
            ("atlas-dispatch", "en-penguins"),
            ("atlas-dispatch", "en-wire"),
            ("kura-post", "en-lars"),
            ("stepnoy-telegraf", "ru-water"),
            ("mtkvari", "ka-port"),
        ):
            chosen = story(story_id)
            self.sites[source].publish(chosen.title, chosen.summary)

    def copy(self) -> None:
        """Another newsroom prints the wire text, word for word."""
        wire = next(a for a in self.sites["atlas-dispatch"].articles if "exchange maps" in a.title)
        self.sites["kura-post"].copy(wire)

    def rewrite(self) -> None:
        """The headline of the road changes."""
        road = next(a for a in self.sites["kura-post"].articles if "Upper Lars" in a.title)
        title = "Upper Lars road reopens to cars; lorries still wait at the Georgian border"
        self.sites["kura-post"].edit(road.slug, title=title)

    def beat(self) -> None:
        """A daemon has just given a sign of life."""
        now = dt.datetime.now(dt.UTC)
        with closing(open_store(str(self.folder / "monitor.db"), write=True, now=now)) as store:
            store.beat(now)

    def item_id(self) -> str:
        """The id of the road's article, which examples are about."""
        with closing(open_store(str(self.folder / "monitor.db"), write=False)) as store:
            rows = store.items(ItemFilter(limit=100))
        return next(row.item.id for row in rows if "Upper Lars" in row.item.title)


@contextlib.contextmanager
def open_world(folder: Path) -> Iterator[World]:
    """Newsrooms with their old stories, a receiver, a mailbox, and the file that names them."""
    with contextlib.ExitStack() as stack:
        sites = {}
        for source, outlet, language, _, _ in BEATS:
            sites[source] = stack.enter_context(Newsroom(outlet, language=language))
            for age, old in enumerate(_archive(source, language)):
                day = dt.datetime.now(dt.UTC) - dt.timedelta(days=age + 1)
                sites[source].publish(old[0], old[1], published=day)
        desk, post = stack.enter_context(Receiver()), stack.enter_context(Mailbox())
        world = World(folder=folder, sites=sites, desk=desk, post=post)
        write_configuration(world)
        yield world


def _archive(source: str, language: str) -> list[tuple[str, str]]:
    """Five old stories each; the two English newsrooms share theirs out."""
    old = [(one.title, one.summary) for one in stories(language, is_archive=True)]
    return old[5:10] if source == "atlas-dispatch" else old[:5]


def write_configuration(world: World) -> None:
    """Write the ``sources.toml`` that the examples speak of."""
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=12)  # no digest falls due while we look
    parts = [HEAD.format(hook=world.desk.url, port=world.post.port, at=f"{later:%H:%M}")]
    for source, _, language, country, path in BEATS:
        lines = ["[[source]]", f'name = "{source}"', f'url = "{world.sites[source].url(path)}"']
        lines += [f'language = "{language}"', *([f'country = "{country}"'] if country else [])]
        parts.append("\n".join(lines))
    (world.folder / "sources.toml").write_text("\n\n".join(parts) + "\n", "utf-8")


HEAD = """\
[monitor]
database = "monitor.db"
contact = "desk@example.org"
allow_addresses = ["127.0.0.0/8"]
min_interval = "1s"
host_gap = "0s"

[[channel]]
name = "desk"
kind = "webhook"
url = "{hook}"
secret_env = "DESK_SECRET"

[[channel]]
name = "letters"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "monitor@example.org"
to = ["editor@example.org"]

[[alert]]
name = "south-caucasus"
topics = ["south-caucasus"]
events = ["item.new", "item.revised", "source.down", "source.recovered"]
to = ["desk", "letters"]

[[digest]]
name = "morning"
to = ["letters"]
at = "{at}\""""


def _code_of(command: Callable[[], None]) -> int:
    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


# ------------------------------------------------------------------ what differs from run to run
_CHANGING = (
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|Z)", "<instant>"),
    (r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000", "<instant>"),
    (r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} \w+ \d{4}", "<day>"),
    (r"\b(\d{1,2} [A-Z][a-z]{2} )?\d\d:\d\d\b", "<time>"),
    (r"\+\d+ min\b", "<span>"),
    (r"127\.0\.0\.1:\d+", "<site>"),
    (r"\brecord \d+, fetched", "record <number>, fetched"),
    (r"\bsha256 [0-9a-f]{16}\b", "sha256 <digest>"),
    (r"\bmsg_[a-z2-7]{8,26}\b", "<message>"),
    (r"\b([a-z2-7]{16}|[a-z2-7]{8})\b", "<item>"),  # and other words of eight letters
    (r"[-─=]{3,}", "---"),
)


def normal(text: str) -> str:
    """`text` without what no two runs have in common, and with single blanks."""
    for pattern, word in _CHANGING:
        text = re.sub(pattern, word, text)
    return " ".join(text.split())
