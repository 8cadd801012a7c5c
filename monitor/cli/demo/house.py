"""The program under show: the daemon as a process of its own, and its verbs."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

STOP_WITHIN_S = 15.0
VERB_WITHIN_S = 30.0
LAST_LINES = 12


class House:
    """Starts, kills and asks ``python -m monitor`` with the demo's configuration."""

    def __init__(self, config: Path, log: Path, secrets: Mapping[str, str]) -> None:
        """Take the configuration, the file for the daemon's log, and variables with secrets."""
        self._config = config
        self._log = log
        # What a user's shell sets for his own monitor must not reach this one.
        mine = {k: v for k, v in os.environ.items() if not k.startswith(("MONITOR_", "NOTIFY_"))}
        self._environ = {**mine, **secrets, "PYTHONUTF8": "1", "NO_COLOR": "1"}
        self._daemon: subprocess.Popen[bytes] | None = None
        self._groups: list[int] = []  # every daemon leads a process group of its own
        self._read_from = 0

    # ------------------------------------------------------------------ the daemon
    def start(self) -> int:
        """Start the daemon; its process id."""
        self._read_from = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._daemon = subprocess.Popen(  # noqa: S603 - our own program, our own file
                self._command("run"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environ,
                start_new_session=True,  # Ctrl-C is ours to answer
            )
        self._groups.append(self._daemon.pid)
        return self._daemon.pid

    @property
    def is_running(self) -> bool:
        """Whether the daemon lives."""
        return self._daemon is not None and self._daemon.poll() is None

    @property
    def is_ready(self) -> bool:
        """Whether the daemon that was started last has said so."""
        return re.search(r"\bready\b", self._said()) is not None

    def kill(self) -> None:
        """Send SIGKILL to the daemon alone, as a machine out of memory does; wait for its end."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()

    def stop(self) -> tuple[int | None, str]:
        """Send SIGTERM and wait; the exit code (None: it had to be killed) and what that means."""
        if self._daemon is None or not self.is_running:
            return None, "it was not running"
        self._daemon.send_signal(signal.SIGTERM)
        try:
            code = self._daemon.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return None, f"still there after {STOP_WITHIN_S:.0f} s, killed"
        return code, f"exit code {code}"

    def clear(self) -> None:
        """End whatever is still there of any daemon that was started."""
        self.kill()
        for group in self._groups:
            with contextlib.suppress(ProcessLookupError):  # as it should be: nothing was left
                os.killpg(group, signal.SIGKILL)

    def last_words(self) -> str:
        """The end of the log, for when something went wrong."""
        return "\n".join(self._said().splitlines()[-LAST_LINES:])

    # ------------------------------------------------------------------ its verbs
    def ask(self, *words: str) -> tuple[int, str, str]:
        """Run a verb such as ``why ITEM``: exit code, what it printed, what it complained."""
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                self._command(*words),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=self._environ,
                timeout=VERB_WITHIN_S,
                check=False,
                encoding="utf-8",
            )
        except subprocess.TimeoutExpired:
            return 124, "", f"no answer within {VERB_WITHIN_S:.0f} s"
        return done.returncode, done.stdout, done.stderr

    # ------------------------------------------------------------------ inside
    def _command(self, verb: str, *words: str) -> list[str]:
        return [sys.executable, "-m", "monitor", "--config", str(self._config), verb, *words]

    def _said(self) -> str:
        if not self._log.exists():
            return ""
        with self._log.open("rb") as log:
            log.seek(self._read_from)
            return log.read().decode("utf-8", "replace")
