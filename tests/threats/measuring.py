"""The program in a process of its own, with an eye on its memory."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.e2e.rig import Rig, clean_environ

ROOT = Path(__file__).parents[2]
CHILD = "tests.threats.round_child"
LOOK_EVERY_S = 0.02

Polled = dict[str, list[str]]  # by source: outcome, kind of failure or None, words


@dataclass
class Watch:
    """The most memory that a process held, and that it held together with its children."""

    pid: int
    alone_bytes: int = 0
    together_bytes: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Look until it is over."""
        while not self.over.wait(LOOK_EVERY_S):
            held = [memory_bytes(pid) for pid in tree(self.pid) if not self.is_being_born(pid)]
            self.alone_bytes = max(self.alone_bytes, held[0][0])
            self.together_bytes = max(self.together_bytes, sum(shared for _, shared in held))

    def is_being_born(self, pid: int) -> bool:
        """Whether a child still runs on its parent's memory, which would count twice (vfork)."""
        return pid != self.pid and command_of(pid) in (command_of(self.pid), b"")


def command_of(pid: int) -> bytes:
    """What a process was started as."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def tree(pid: int) -> list[int]:
    """A process with everything that it started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def memory_bytes(pid: int) -> tuple[int, int]:
    """Memory that a process holds: all of it, and with its fair share of what others hold, too."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:  # it ended
        return 0, 0
    sizes = {name: int(size.split()[0]) * 1024 for name, size in (x.split(":") for x in lines)}
    return sizes.get("Rss", 0), sizes.get("Pss", 0)


class Child:
    """Rounds of the real house, elsewhere; `deadline_s` is what one answer may cost."""

    def __init__(self, rig: Rig, *, deadline_s: float = 4.0) -> None:
        self._command = [sys.executable, "-m", CHILD, str(rig.write()), str(deadline_s)]
        self._log = rig.directory / "child.log"
        self.touched: list[str] = []  # addresses to which it tried to connect so far

    def __enter__(self) -> Self:
        # what measures coverage would be measured, too
        environ = {k: v for k, v in clean_environ().items() if not k.startswith("COVERAGE_")}
        with self._log.open("wb") as errors:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=environ,
                cwd=ROOT,
            )
        self.watch = Watch(self._process.pid)
        self._watcher = threading.Thread(target=self.watch.look)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.watch.over.set()
        self._watcher.join()
        self._process.kill()
        self._process.communicate()

    @property
    def log(self) -> str:
        """What it complained of."""
        return self._log.read_text("utf-8", "replace")

    def round(
        self, names: Mapping[str, str], *, trouble: Mapping[str, str] | None = None, hours: int = 0
    ) -> Polled:
        """What became of each source in a round that begins `hours` after the last."""
        wish = {"names": names, "trouble": trouble or {}, "hours": hours}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self.log
        polled: Polled
        polled, self.touched = json.loads(line)
        return polled

    def settled_bytes(self) -> int:
        """Memory that it holds between two rounds."""
        return memory_bytes(self._process.pid)[0]
