"""How much one poll of many feeds costs: the whole product as a user runs it, on loopback.

Every round is one ``monitor poll`` of all feeds in a process of its own, start-up included, on the
database that the round before left:

    cold       every feed is new: parsed, identified, judged, indexed and stored
    not-modified   every site answers 304
    unchanged  every site ignores the conditions and sends the same bytes again
    grown      a share of the feeds gained one entry, the others answer 304

``python bench/poll.py --feeds 1000 --repeat 2 --peer reader`` runs lemon24/reader in the same
rounds, in turn, in an environment that is made for it below the temporary folder. See README.md.
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from feeds import host_of

HERE = Path(__file__).resolve().parent
PEER = ("reader>=3.26", "sgmllib3k")  # the second one is missing among its requirements
ROUNDS = ("cold", "not-modified", "unchanged", "grown")
TICK_S = 0.05  # between two looks at the memory of a process tree
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one process and everything that it started and waited for took."""

    who: str
    round: str
    wall_s: float
    cpu_s: float  # user and system
    peak_mb: float  # of the whole tree
    items: int
    errors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Something that polls."""

    who: str
    command: tuple[str, ...]
    folder: Path

    def measure(self, round_: str) -> Cost:
        """Poll everything once. Exits where the command fails for another reason than a feed."""
        began = time.perf_counter()
        with (self.folder / "said").open("w+") as said:
            process = subprocess.Popen(self.command, stdout=said, cwd=self.folder)
            peak = _Peak(process.pid)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall = time.perf_counter() - began
            peak_bytes = max(peak.taken(), used.ru_maxrss * 1024)
            said.seek(0)
            items, errors = self.outcome(said.read())
        if process.returncode not in (0, 1):
            sys.exit(f"{self.who} ended with {process.returncode} in round {round_!r}")
        return Cost(
            who=self.who,
            round=round_,
            wall_s=wall,
            cpu_s=used.ru_utime + used.ru_stime,
            peak_mb=peak_bytes / 1e6,
            items=items,
            errors=errors,
        )

    def outcome(self, said: str) -> tuple[int, int]:
        """Items that are kept now, and feeds that failed."""
        if self.who == "monitor":
            with closing(sqlite3.connect(self.folder / "bench.db")) as db:
                (items,) = db.execute("SELECT count(*) FROM item").fetchone()
                (errors,) = db.execute("SELECT count(*) FROM source WHERE errors > 0").fetchone()
            return int(items), int(errors)
        told = json.loads(said)
        return told["items"], told["errors"]


class _Peak:
    """Watches the memory of a process and its children until it ends."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def taken(self) -> int:
        """The most that was seen at once, in bytes."""
        self._watch.join()
        return self._peak

    def _look(self) -> None:
        while (size := sum(map(_resident, _tree(self._pid)))) > 0:
            self._peak = max(self._peak, size)
            time.sleep(TICK_S)  # noqa: TID251 - a stopwatch has to wait


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:  # the thread ended
            continue
        for child in found:
            yield from _tree(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):  # it ended
        return 0


@contextmanager
def newsroom(port: int, feeds: int, cores: Sequence[int]) -> Iterator[None]:
    """The server of the feeds, on the last core if there is a choice."""
    command = [sys.executable, str(HERE / "feeds.py"), "--port", str(port), "--feeds", str(feeds)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if len(cores) > 1:
        os.sched_setaffinity(server.pid, {cores[-1]})
    try:
        assert server.stdout is not None
        if server.stdout.readline() != "ready\n":
            sys.exit(f"the feed server did not start; is port {port} free?")
        yield
    finally:
        server.kill()
        server.wait()


def tell(port: int, path: str) -> None:
    """Ask the server for another state."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        answer.read()


def our_house(folder: Path, addresses: Sequence[str]) -> Contender:
    """`monitor poll` with a topic, an alert and a channel, as an ordinary desk has them."""
    folder.mkdir()
    sources = "".join(
        f'[[source]]\nname = "paper-{number}"\nurl = "{address}"\nkind = "feed"\n'
        for number, address in enumerate(addresses)
    )
    (folder / "bench.toml").write_text(
        '[monitor]\ndatabase = "bench.db"\nallow_addresses = ["127.0.0.0/8"]\nhost_gap = "0s"\n'
        '[[channel]]\nname = "log"\nkind = "file"\npath = "told.jsonl"\n'
        '[[alert]]\nname = "region"\ntopics = ["south-caucasus"]\nto = ["log"]\n' + sources
    )
    program = (sys.executable, "-m", "monitor", "--config", str(folder / "bench.toml"))
    return Contender(who="monitor", command=(*program, "poll", "--json"), folder=folder)


def their_house(folder: Path, addresses: Sequence[str], python: Path) -> Contender:
    """lemon24/reader with the same feeds, search left off, 20 workers."""
    folder.mkdir()
    (folder / "addresses").write_text("\n".join(addresses))
    program = (str(python), str(HERE / "peer_reader.py"), str(folder / "reader.db"))
    subprocess.run([*program, "add", str(folder / "addresses")], check=True)
    return Contender(who="reader", command=(*program, "update"), folder=folder)


def peer_python(given: Path | None) -> Path:
    """An interpreter that has lemon24/reader: `given`, or one made for it."""
    if given is not None:
        return given
    home = Path(tempfile.gettempdir()) / "monitor-bench-reader"
    python = home / "bin" / "python"
    if not python.exists():
        print(f"making {home} with {PEER[0]}", file=sys.stderr)
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER], check=True)
    return python


def compete(contenders: Sequence[Contender], port: int, grow: float) -> list[Cost]:
    """One cold start and three warm rounds of everybody, in turn."""
    tell(port, "/_reset")
    costs = []
    for round_ in ROUNDS:
        if round_ == "grown":
            tell(port, f"/_grow/{grow:g}")
        tell(port, "/_deaf" if round_ == "unchanged" else "/_attentive")
        for contender in contenders:
            costs.append(cost := contender.measure(round_))
            print(_line(cost), flush=True)
    return costs


def _line(cost: Cost) -> str:
    return (
        f"| {cost.who} | {cost.round} | {cost.wall_s:.2f} | {cost.cpu_s:.2f} "
        f"| {cost.peak_mb:.0f} | {cost.items} | {cost.errors} |"
    )


def summary(costs: Sequence[Cost]) -> Iterator[str]:
    """The medians, and how many times as much CPU the peer took."""
    for round_ in ROUNDS:
        spent = {
            who: statistics.median(c.cpu_s for c in costs if (c.who, c.round) == (who, round_))
            for who in dict.fromkeys(c.who for c in costs)
        }
        told = ", ".join(f"{who} {cpu:.2f} s" for who, cpu in spent.items())
        if "reader" in spent:
            told += f"; reader / monitor = {spent['reader'] / spent['monitor']:.1f}"
        yield f"{round_}: CPU {told}"


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description="What one poll of many feeds costs.")
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--repeat", type=int, default=1, help="cold starts of everybody")
    arguments.add_argument("--grow", type=float, default=2, help="percent that gain an entry")
    arguments.add_argument("--port", type=int, default=8800)
    arguments.add_argument("--peer", choices=["reader"])
    arguments.add_argument("--peer-python", type=Path, help="interpreter that has the peer")
    given = arguments.parse_args()
    addresses = [f"http://{host_of(n)}:{given.port}/feed/{n}" for n in range(given.feeds)]
    cores = sorted(os.sched_getaffinity(0))
    python = peer_python(given.peer_python) if given.peer else None
    costs: list[Cost] = []
    with newsroom(given.port, given.feeds, cores), tempfile.TemporaryDirectory() as home:
        if len(cores) > 1:
            os.sched_setaffinity(0, set(cores[:-1]))  # inherited by what is measured
        print("| who | round | wall s | CPU s | peak MB | items | errors |")
        print("|---|---|---:|---:|---:|---:|---:|")
        for turn in range(given.repeat):
            contenders = [our_house(Path(home) / f"monitor-{turn}", addresses)]
            if python is not None:
                contenders.append(their_house(Path(home) / f"reader-{turn}", addresses, python))
            costs += compete(contenders, given.port, given.grow)
    print("", *summary(costs), sep="\n")


if __name__ == "__main__":
    main()
