"""A clock that stands still until it is told to move."""

import datetime as dt
import threading

START = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


class FakeClock:
    """A :class:`monitor.clock.Clock` in the hands of a test; safe to share between threads."""

    def __init__(self, now: dt.datetime = START) -> None:
        """Start at `now`."""
        self._lock = threading.Lock()
        self._now = now.astimezone(dt.UTC)
        self._monotonic = 0.0

    def now(self) -> dt.datetime:
        """The present, aware, in UTC."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds that :meth:`advance` has moved the clock forward in all."""
        with self._lock:
            return self._monotonic

    def advance(self, span: dt.timedelta) -> dt.datetime:
        """Let `span` pass, on the wall and on the monotonic clock."""
        with self._lock:
            self._now += span
            self._monotonic += span.total_seconds()
            return self._now

    def set(self, now: dt.datetime) -> None:
        """Turn the wall clock, forward or back, as an operator would; no time passes."""
        with self._lock:
            self._now = now.astimezone(dt.UTC)
