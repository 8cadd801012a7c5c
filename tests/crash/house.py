"""The daemon as a process of its own: started, killed, stopped."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

STOP_WITHIN_S = 15.0
LAST_LINES = 40
DOOMED = Path(__file__).with_name("doomed.py")


class House:
    """Starts and ends ``monitor run``, each time as the leader of a group of its own."""

    def __init__(self, config: Path, log: Path) -> None:
        self._config, self._log = config, log
        self._daemon: subprocess.Popen[bytes] | None = None
        mine = {k: v for k, v in os.environ.items() if not k.startswith(("MONITOR_", "NOTIFY_"))}
        self._environ = {**mine, "PYTHONUTF8": "1", "NO_COLOR": "1"}

    def start(self, moment: tuple[str, int] | None = None, *, measured: bool = False) -> int:
        """Start the program, to die at `moment` (its name, and at which time it is reached).

        Who is killed leaves no figures of coverage, so only a `measured` life pays for them.
        """
        command = ["-m", "monitor"] if moment is None else ["-P", str(DOOMED), *map(str, moment)]
        environ = {
            k: v for k, v in self._environ.items() if measured or not k.startswith("COVERAGE_")
        }
        with self._log.open("ab") as log:
            self._daemon = subprocess.Popen(
                [sys.executable, *command, "--config", str(self._config), "run"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environ,
                start_new_session=True,
            )
        return self._daemon.pid

    @property
    def is_running(self) -> bool:
        """Whether the daemon lives."""
        return self._daemon is not None and self._daemon.poll() is None

    def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()

    def ended(self) -> int | None:
        """How the last daemon ended: its exit code, or minus the signal."""
        return None if self._daemon is None else self._daemon.poll()

    def stop(self) -> int | None:
        """SIGTERM, and wait; the exit code, None when it is still there after the time given."""
        if self._daemon is None:
            return None
        self._daemon.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._daemon.wait(STOP_WITHIN_S)
        return None

    def clear(self) -> None:
        """Leave nobody behind."""
        if self.is_running:
            self.kill()

    def last_words(self) -> str:
        """The end of the log, for when something went wrong."""
        text = self._log.read_text("utf-8", "replace") if self._log.exists() else ""
        return "\n".join(text.splitlines()[-LAST_LINES:])
