"""How the daemon ages: a hundred growing newsrooms, two channels that fail at times, for hours.

``python bench/soak.py --minutes 120 --out soak.jsonl`` starts ``monitor run`` on loopback, has
every source asked each ten seconds (as often in two hours as every quarter of an hour in a week),
lets the sites publish, edit and break, takes both channels away for a while, and writes down each
quarter of a minute what the process tree holds. At the end it stops the daemon, compares what was
owed with what arrived, and prints the figures. ``--read soak.jsonl`` prints them again.
"""

import argparse
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from poll import PAGE_BYTES, _tree

from monitor.testing import Mailbox, Newsroom, Receiver
from monitor.testing.http import Cut, Drop, Status
from monitor.testing.mailbox import Refuse

EVERY_S = 10.0
LOOK_S = 15.0
WHOLE = 0.9  # of the time; no site breaks afterwards
AWAIT_S = 900.0  # for the last message; a site that broke six times rests for five minutes
SETTLED = 1 / 6  # of the time, after which growth counts
FAULTS = (Status(503), Status(404), Drop(), Cut(40))
RELEVANT = "Tbilisi council counts the benches of district {n}"
ELSEWHERE = "Lisbon lays new rails for tram line {n}"
SUMMARY = "The city hall of the {who} capital said on the record that embankment {n} comes next."

CONFIG = """\
[monitor]
database = "soak.db"
contact = "desk@example.org"
allow_addresses = ["127.0.0.0/8"]
min_interval = "1s"
host_gap = "0s"
error_backoff = "5s"
[[channel]]
name = "hook"
kind = "webhook"
url = "{hook}"
retry = ["1s", "5s", "20s"]
[[channel]]
name = "mail"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "monitor@example.org"
to = ["desk@example.org"]
retry = ["1s", "5s", "20s"]
[[alert]]
name = "all"
topics = ["south-caucasus"]
to = ["hook", "mail"]
"""
SOURCE = '[[source]]\nname = "site-{n}"\nurl = "{url}"\nevery = "{every:.0f}s"\n'


@dataclass(slots=True)
class World:
    """The sites, both receivers, and what is owed."""

    sites: list[Newsroom]
    hook: Receiver
    mail: Mailbox
    dice: random.Random
    owed: set[str] = field(default_factory=set)
    printed: int = 0

    def fill(self) -> None:
        """What stands there before anybody looks."""
        for site in self.sites:
            for _ in range(10):
                self._print(site)
        self.owed.clear()

    def live(self, seconds: float, *, breaks: bool) -> None:
        """Publish, edit and break for so long a time."""
        for site in self.sites:
            if self.dice.random() < seconds / 120:
                self._print(site)
            if self.dice.random() < seconds / 1200:
                article = self.dice.choice(site.articles[:5])
                site.edit(article.slug, summary=article.summary + " The list is public.")
        for site in self.dice.choices(self.sites, k=round(seconds / 10) if breaks else 0):
            site.fault("/rss.xml", self.dice.choice(FAULTS), times=self.dice.randint(1, 3))

    def _print(self, site: Newsroom) -> None:
        self.printed += 1
        near = self.dice.random() < 0.5
        title = (RELEVANT if near else ELSEWHERE).format(n=self.printed)
        site.publish(
            title, SUMMARY.format(who="Georgian" if near else "Portuguese", n=self.printed)
        )
        if near:
            self.owed.add(title)

    def outages(self, share: float) -> None:
        """The webhook is away in the third tenth, mail in the fifth, both in the seventh."""
        tenth = int(share * 10)
        self.hook.answers_always(503 if tenth in {2, 6} else None)
        self.mail.recover()
        if tenth in {4, 6}:
            self.mail.trouble("connect", Refuse(421, "closed for a while"), times=None)


def look(pid: int, folder: Path, began: float) -> dict[str, float]:
    """What the process tree holds now."""
    pids = list(_tree(pid))
    return {
        "at_s": round(time.monotonic() - began, 1),
        "daemon_mb": _rss(pid),
        "tree_mb": sum(map(_pss, pids)),
        "processes": len(pids),
        "files": _count(f"/proc/{pid}/fd"),
        "threads": _count(f"/proc/{pid}/task"),
        "log_mb": _size(folder / "soak.db-wal"),
        "database_mb": _size(folder / "soak.db"),
    }


def _count(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def _size(path: Path) -> float:
    return path.stat().st_size / 1e6 if path.exists() else 0.0


def _rss(pid: int) -> float:
    pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    return int(pages) * PAGE_BYTES / 1e6


def _pss(pid: int) -> float:
    """The share of memory that is this process's own; 0 for one that has just ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0.0
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024 / 1e6


def lateness(world: World) -> list[float]:
    """Seconds between two requests to a site that answered well, less the interval."""
    late = []
    for site in world.sites:
        visits = site.visits("/rss.xml")
        for one, other in pairwise(visits):
            if one.status in {200, 304}:
                late.append((other.request.at - one.request.at).total_seconds() - EVERY_S)
    return late


def slope(samples: Sequence[dict[str, float]], name: str) -> float:
    """Growth an hour once the daemon has settled, by least squares."""
    settled = [each for each in samples if each["at_s"] >= samples[-1]["at_s"] * SETTLED]
    fit = statistics.linear_regression(
        [each["at_s"] / 3600 for each in settled], [each[name] for each in settled]
    )
    return fit.slope


def report(samples: Sequence[dict[str, float]], end: dict[str, Any]) -> Iterator[str]:
    """The figures as a table."""
    yield "| figure | at the start | at the end | most | growth an hour |"
    yield "|---|---|---|---|---|"
    for name in ("daemon_mb", "tree_mb", "files", "threads", "processes", "log_mb", "database_mb"):
        settled = [s[name] for s in samples if s["at_s"] >= samples[-1]["at_s"] * SETTLED]
        yield (
            f"| {name} | {settled[0]:.1f} | {settled[-1]:.1f} | {max(s[name] for s in samples):.1f}"
            f" | {slope(samples, name):+.2f} |"
        )
    yield ""
    yield "; ".join(f"{name} {value}" for name, value in end.items())


def close(world: World, pid: subprocess.Popen[bytes], minutes: float) -> dict[str, Any]:
    """Wait until everything owed has come, stop the daemon, and close the books."""
    until = time.monotonic() + AWAIT_S
    while time.monotonic() < until and not _all_told(world):
        time.sleep(1)  # noqa: TID251 - a stopwatch has to wait
    pid.send_signal(signal.SIGTERM)
    code = pid.wait(30)
    late = sorted(lateness(world))
    hooks = [(hook.title, hook.id) for hook in world.hook.taken()]
    mails = [(letter.subject, letter.id) for letter in world.mail.letters()]
    return {
        "minutes": minutes,
        "polls": sum(len(site.visits("/rss.xml")) for site in world.sites),
        "published": world.printed,
        "owed to each channel": len(world.owed),
        "hooks": len({id_ for _, id_ in hooks}),
        "mails": len({id_ for _, id_ in mails}),
        "missing": len(world.owed - {title for title, _ in hooks}) + _unmailed(world),
        "missing titles": sorted(world.owed - {title for title, _ in hooks}),
        "told under two ids": _doubled(hooks) + _doubled(mails),
        "late p50 s": round(statistics.median(late), 3),
        "late p99 s": round(late[int(len(late) * 0.99)], 3),
        "late most s": round(late[-1], 3),
        "mean interval s": round(EVERY_S + statistics.fmean(late), 3),
        "exit": code,
    }


def _all_told(world: World) -> bool:
    return len({h.id for h in world.hook.taken()}) >= len(world.owed) <= len(world.mail.letters())


def _unmailed(world: World) -> int:
    subjects = "\n".join(letter.subject for letter in world.mail.letters())
    return sum(title not in subjects for title in world.owed)


def _doubled(arrivals: Sequence[tuple[str, str]]) -> int:
    ids: dict[str, set[str]] = {}
    for title, id_ in arrivals:
        ids.setdefault(title, set()).add(id_)
    return sum(len(each) > 1 for each in ids.values())


def run(minutes: float, sources: int, out: Path, seed: int) -> None:
    """One long run."""
    with ExitStack() as open_, tempfile.TemporaryDirectory() as name, out.open("w") as log:
        folder = Path(name)
        sites = [open_.enter_context(Newsroom(f"Post {n}")) for n in range(sources)]
        hook, mail = open_.enter_context(Receiver()), open_.enter_context(Mailbox())
        world = World(sites=sites, hook=hook, mail=mail, dice=random.Random(seed))
        world.fill()
        config = CONFIG.format(hook=hook.url, port=mail.port) + "".join(
            SOURCE.format(n=n, url=site.url("/rss.xml"), every=EVERY_S)
            for n, site in enumerate(sites)
        )
        (folder / "sources.toml").write_text(config, "utf-8")
        said = open_.enter_context((folder / "said").open("wb"))
        daemon = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run"], cwd=folder, stdout=said, stderr=said
        )
        began = time.monotonic()
        samples: list[dict[str, float]] = []
        ends = began + minutes * 60
        while time.monotonic() < ends and daemon.poll() is None:
            time.sleep(LOOK_S)  # noqa: TID251 - a stopwatch has to wait
            sample = look(daemon.pid, folder, began)
            samples.append(sample)
            print(json.dumps(sample), file=log, flush=True)
            if sample["at_s"] > 60:  # the first minute is the baseline
                world.live(LOOK_S, breaks=sample["at_s"] < minutes * 60 * WHOLE)
            world.outages(sample["at_s"] / (minutes * 60))
        world.outages(1.0)
        if daemon.poll() is not None:
            sys.exit(f"the daemon ended with {daemon.returncode}")
        end = close(world, daemon, minutes)
        print(json.dumps({"end": end}), file=log, flush=True)
    print("\n".join(report(samples, end)))


def main() -> None:
    """Run, or read a run again."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--sources", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("soak.jsonl"))
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.read:
        *samples, last = map(json.loads, given.read.read_text("utf-8").splitlines())
        print("\n".join(report(samples, last["end"])))
    else:
        run(given.minutes, given.sources, given.out, given.seed)


if __name__ == "__main__":
    main()
