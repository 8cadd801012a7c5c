"""Signs of life: when this database began, and when its writer last said that it is well."""

import datetime as dt

from monitor.store import clockwork, meta
from monitor.store.codec import from_ms, from_ms_or_none, to_ms
from monitor.store.session import Session


class Vitals(Session):
    """What `healthcheck` and the first digest ask."""

    def started_at(self) -> dt.datetime:
        """When this database was made."""
        with self._reading("read when the database began") as conn:
            return from_ms(meta.number(conn, "started_ms"))

    def beat(self, now: dt.datetime) -> None:
        """Leave a sign of life; if the clock was set back since the last, move what waits."""
        with self._writing("leave a sign of life") as conn:
            clockwork.follow(conn, last_ms=meta.number(conn, "beat_ms"), now_ms=to_ms(now))
            meta.put(conn, "beat_ms", to_ms(now))

    def last_beat(self) -> dt.datetime | None:
        """The last sign of life; None if there never was one."""
        with self._reading("look for a sign of life") as conn:
            return from_ms_or_none(meta.number(conn, "beat_ms") or None)
