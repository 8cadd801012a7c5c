"""What one hostile site costs a program that polls it, row by row, beside two that do the same.

``python bench/hostile.py --peer-python PATH`` puts each hostile answer of the test-suite between
two healthy feeds on loopback and lets every contender poll the three in a process of its own:
``monitor poll``, lemon24/reader, and a script of the kind that people write (httpx, feedparser, a
loop). Noted are peak memory of the process tree, time, whether the healthy feeds were read, and
each address beside the street's own to which a connection was tried; none leaves the machine: the
try is noted and refused. ``--only N09 --only C05`` looks at single rows.
"""

import argparse
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.threats.answers import hostile  # noqa: E402 - the checkout comes first
from tests.threats.measuring import memory_bytes, tree  # noqa: E402
from tests.threats.street import Street, entry, feed  # noqa: E402

LIMIT_S = 60.0  # then it is killed and counted as hung
LIMIT_BYTES = 1_500 * 2**20  # likewise
LOOK_S = 0.05
STREET = "127.0."
CONFIG = """\
[monitor]
database = "bench.db"
allow_addresses = ["127.0.0.0/8"]
host_gap = "0s"
min_interval = "1s"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one row cost one contender."""

    row: str
    who: str
    seconds: float
    peak_mb: float
    healthy: int  # of two
    private: tuple[str, ...]  # addresses to which a connection was tried
    ended: str  # "ok", "hung", "memory" or the code


def command(who: str, python: str, addresses: list[str], folder: Path) -> list[str]:
    """How a contender is started, its connections watched."""
    watched = [python, str(HERE / "watched.py"), str(folder / "touched")]
    if who == "monitor":
        sources = "".join(
            f'[[source]]\nname = "s{n}"\nurl = "{url}"\nkind = "feed"\n'
            for n, url in enumerate(addresses)
        )
        (folder / "sources.toml").write_text(CONFIG + sources, "utf-8")
        return [*watched, "-m", "monitor", "poll"]
    (folder / "addresses").write_text("\n".join(addresses), "utf-8")
    return [*watched, str(HERE / f"peer_{who}.py"), "bench.db", "both", "addresses"]


def healthy(who: str, folder: Path) -> int:
    """How many of the two healthy feeds were read."""
    query = {
        "monitor": "SELECT DISTINCT substr(title, 1, 10) FROM revision",
        "reader": "SELECT DISTINCT substr(title, 1, 10) FROM entries",
        "naive": "SELECT DISTINCT substr(title, 1, 10) FROM entry",
    }[who]
    try:
        with closing(sqlite3.connect(folder / "bench.db")) as db:
            titles = {row[0] for row in db.execute(query)}
    except sqlite3.Error:
        return 0
    return len(titles & {"Healthy 0 ", "Healthy 2 "})


def measure(who: str, python: str, row: str, addresses: list[str]) -> Outcome:
    """Poll the three feeds once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environ = {k: v for k, v in os.environ.items() if not k.startswith("MONITOR_")}
        began = time.monotonic()
        process = subprocess.Popen(
            command(who, python, addresses, folder),
            cwd=folder,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        peak, ended = 0, ""
        while process.poll() is None:
            peak = max(peak, sum(memory_bytes(pid)[1] for pid in tree(process.pid)))
            over = time.monotonic() - began > LIMIT_S
            if over or peak > LIMIT_BYTES:
                ended = "hung" if over else "memory"
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_S)
        touched = folder / "touched"
        addresses_tried = set(touched.read_text("utf-8").split()) if touched.exists() else set()
        code = process.returncode
        return Outcome(
            row=row,
            who=who,
            seconds=round(time.monotonic() - began, 1),
            peak_mb=round(peak / 2**20),
            healthy=healthy(who, folder),
            private=tuple(sorted(a for a in addresses_tried if not a.startswith(STREET))),
            ended=ended or ("ok" if code in {0, 1} else str(code)),
        )


def run(contenders: dict[str, str], only: set[str]) -> Iterator[Outcome]:
    """Every row, every contender in turn. Rows of name servers are left out: each has its own."""
    with Street() as street:
        sides = [
            street.open(
                f"side{n}", feed(entry(f"Healthy {n} notice", "A berth is closed.", guid=f"h{n}"))
            )
            for n in (0, 2)
        ]
        for label, row in hostile().items():
            if row.name_trouble or (only and label not in only and row.row not in only):
                continue
            for who, python in contenders.items():
                # A site of its own for each: some answers count what they were asked.
                site = street.open(f"{label}-{who}", hostile()[label].reply)
                three = [sides[0], site, sides[1]]
                urls = [f"http://{one.address}:{one.port}/feed" for one in three]
                yield measure(who, python, label, urls)


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """A summary, then the rows on which somebody fell."""
    yield "| | " + " | ".join(who for who in _names(outcomes)) + " |"
    yield "|---" * (1 + len(_names(outcomes))) + "|"
    rows = len({one.row for one in outcomes})
    for title, is_so in (
        ("rows tried", lambda _: True),
        ("ended by itself within 60 s and 1,500 MB", lambda o: o.ended == "ok"),
        ("both healthy feeds read", lambda o: o.healthy == 2),
        ("at most 150 MB", lambda o: o.peak_mb <= 150),
        ("at most 35 s", lambda o: o.seconds <= 35),
        ("no connection to a private address", lambda o: not o.private),
    ):
        counts = [sum(is_so(o) for o in outcomes if o.who == who) for who in _names(outcomes)]
        yield f"| {title} | " + " | ".join(f"{count} of {rows}" for count in counts) + " |"
    most = [max(o.peak_mb for o in outcomes if o.who == who) for who in _names(outcomes)]
    yield "| most memory, MB | " + " | ".join(f"{each:.0f}" for each in most) + " |"
    yield ""
    for one in outcomes:
        bad = one.ended != "ok" or one.healthy < 2 or one.peak_mb > 150 or one.private
        if bad:
            tried = f", tried {' '.join(one.private)}" if one.private else ""
            yield (
                f"- {one.row}, {one.who}: {one.ended}, {one.seconds} s, {one.peak_mb:.0f} MB, "
                f"{one.healthy} of 2 healthy{tried}"
            )


def _names(outcomes: list[Outcome]) -> list[str]:
    return list(dict.fromkeys(one.who for one in outcomes))


def main() -> None:
    """Run, or read a run again."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peer-python", help="an interpreter that has reader and feedparser")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--out", type=Path, default=Path("hostile.jsonl"))
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.read:
        lines = given.read.read_text("utf-8").splitlines()
        outcomes = [Outcome(**json.loads(line)) for line in lines]
    else:
        contenders = {"monitor": sys.executable, "naive": sys.executable}
        if given.peer_python:
            contenders["reader"] = given.peer_python
        outcomes = []
        with given.out.open("w") as out:
            for one in run(contenders, set(given.only)):
                outcomes.append(one)
                print(json.dumps(asdict(one)), file=out, flush=True)
                print(f"{one.row} {one.who}: {one.ended} {one.seconds} s", file=sys.stderr)
    print("\n".join(report(outcomes)))


if __name__ == "__main__":
    main()
