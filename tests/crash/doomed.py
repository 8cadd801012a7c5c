"""The real program, which dies at one chosen moment inside it: ``doomed.py MOMENT NTH ARGUMENTS…``.

The store and the fetcher are the real ones; around a few of their calls stands a look at whether
the moment has come. Dying is SIGKILL to ourselves: nothing is flushed, closed or rolled back.
"""

import contextlib
import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import monitor.daemon.building
import monitor.store
from monitor.cli import main
from monitor.fetch import Fetcher
from monitor.records import (
    Claim,
    Delivery,
    Document,
    Fetched,
    PollPlan,
    Settlement,
    Source,
    Validators,
)
from monitor.store.sqlite import SqliteStore

Inside = Literal[
    "fetched",  # a document is in memory, nothing of it is written
    "applied",  # between two writes of one transaction that brings news
    "commit:before",  # everything of it is written and not committed
    "commit:after",  # news and messages are kept, nobody was told
    "claimed",  # messages are leased to us, none was sent
    "settle:before",  # the receiver said yes, we have not noted it
    "settle:after",
]


class Doom:
    """Counts down to the end."""

    def __init__(self, moment: str, nth: int) -> None:
        self._moment, self._left = moment, nth

    def reached(self, moment: Inside) -> None:
        """Die if this is the moment, for the last time that it may be reached."""
        if moment == self._moment:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


DOOM = Doom(sys.argv[1], int(sys.argv[2])) if __name__ == "__main__" else Doom("", 0)


class DoomedStore(SqliteStore):
    """The store; only transactions that carry messages count."""

    carries_messages = False

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        self.carries_messages = False
        with super().batch():
            yield
            if self.carries_messages:
                DOOM.reached("commit:before")
        if self.carries_messages:
            DOOM.reached("commit:after")

    def apply(
        self, plans: Sequence[PollPlan], claim: Claim | None, *, now: dt.datetime
    ) -> tuple[str, ...]:
        left_out = super().apply(plans, claim, now=now)
        if any(plan.messages for plan in plans):
            self.carries_messages = True
            DOOM.reached("applied")
        return left_out

    def claim_deliveries(
        self,
        channel: str,
        *,
        limit: int,
        lease: dt.timedelta,
        now: dt.datetime,
        force: bool = False,
    ) -> tuple[Delivery, ...]:
        claimed = super().claim_deliveries(channel, limit=limit, lease=lease, now=now, force=force)
        if claimed:
            DOOM.reached("claimed")
        return claimed

    def settle(
        self,
        settlements: Sequence[Settlement],
        *,
        asked: Mapping[str, dt.datetime] | None = None,
    ) -> None:
        DOOM.reached("settle:before")
        super().settle(settlements, asked=asked)
        DOOM.reached("settle:after")


class DoomedFetcher(Fetcher):
    """The fetcher; only answers that hold a document count."""

    async def document(
        self,
        source: Source,
        validators: Validators,
        *,
        now: dt.datetime,
        hold: contextlib.ExitStack | None = None,
    ) -> Fetched:
        fetched = await super().document(source, validators, now=now, hold=hold)
        if isinstance(fetched, Document):
            DOOM.reached("fetched")
        return fetched


if __name__ == "__main__":
    vars(monitor.store)["SqliteStore"] = DoomedStore
    vars(monitor.daemon.building)["Fetcher"] = DoomedFetcher
    sys.argv = ["monitor", *sys.argv[3:]]
    main()
