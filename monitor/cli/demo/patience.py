"""Waiting with a deadline: every wait looks for a condition, none is longer than what is left."""

import threading
import time
from collections.abc import Callable

LOOK_EVERY_S = 0.05


class Patience:
    """What is left of the demo's time, shared by all its waits."""

    def __init__(self, limit_s: float) -> None:
        self._ends = time.monotonic() + limit_s
        self._pause = threading.Event()  # never set: waiting on it is a pause that signals can end

    @property
    def left_s(self) -> float:
        """Seconds until the demo gives up, never negative."""
        return max(0.0, self._ends - time.monotonic())

    def until(self, is_so: Callable[[], bool], *, within_s: float) -> bool:
        """Look for `is_so` until it holds; False when `within_s` or the whole time is over."""
        ends = min(time.monotonic() + within_s, self._ends)
        while not (holds := is_so()) and time.monotonic() < ends:
            self._pause.wait(LOOK_EVERY_S)
        return holds
