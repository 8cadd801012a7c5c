"""Time and chance as a port, so that everything above can be given another one."""

import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """Where `now` comes from."""

    def now(self) -> dt.datetime:
        """The present, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards, for spans only."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """The present, aware, in UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed instant; unmoved by changes of the wall clock."""
        return time.monotonic()
