"""The real program, which dies at one chosen moment inside it: ``doomed.py MOMENT NTH ARGUMENTS…``.

The store and the fetcher are the real ones; around a few of their calls stands a look at whether
the moment has come. Dying is SIGKILL to ourselves: nothing is flushed, closed or rolled back.
"""

import contextlib
import datetime as dt
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Literal, get_args

from sqlite_utils import Database, Migrations

import monitor.daemon.building
import monitor.store
import monitor.store.backup
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
from monitor.store import schema
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
Copying = Literal[
    "copy:begins",
    "copy:pages",  # some of the pages are in the part file
    "copy:written",  # all of them, and they were checked
    "copy:whole",  # the copy has its name
]
Upgrading = Literal["upgrade"]  # comes between any two steps of a migration, and around them
UPGRADES = 6  # times that it comes, and once more for each of our own steps that is pending


class Doom:
    """Counts down to the end."""

    def __init__(self, moment: str, nth: int) -> None:
        self._moment, self._left = moment, nth

    def reached(self, moment: Inside | Copying | Upgrading) -> None:
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


class DoomedCopier(DoomedStore):
    """A store whose copies are made page by page."""

    def backup(self, target: Path, *, progress: Callable[[int, int], object] | None = None) -> int:
        def counted(done: int, total: int) -> None:
            if progress:
                progress(done, total)
            DOOM.reached("copy:pages")

        DOOM.reached("copy:begins")
        size = super().backup(target, progress=counted)
        DOOM.reached("copy:whole")
        return size

    def _copy(self, part: Path, progress: Callable[[int, int], object] | None) -> None:
        super()._copy(part, progress)
        DOOM.reached("copy:written")


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


def become_newer() -> None:
    """Be the program after this one: two more steps, each in the way of a kill."""

    def more(db: Database) -> None:
        db.conn.execute("ALTER TABLE item ADD COLUMN shelf TEXT NOT NULL DEFAULT ''")
        DOOM.reached("upgrade")
        db.conn.execute("UPDATE item SET shelf = source")

    def other(db: Database) -> None:
        db.conn.execute("CREATE TABLE shelf AS SELECT DISTINCT shelf FROM item")
        db.conn.execute("CREATE INDEX item_shelf ON item (shelf)")

    steps = (*schema.STEPS, ("9998_more", more), ("9999_other", other))
    migrations = Migrations("monitor")
    for name, step in steps:
        migrations(name=name)(_stepping(step))
    vars(schema)["migrations"] = migrations
    vars(schema)["migrate"] = partial(_migrating, schema.migrate)


def _migrating(migrate: Callable[[Database], None], db: Database) -> None:
    DOOM.reached("upgrade")
    migrate(db)
    DOOM.reached("upgrade")


def _stepping(step: Callable[[Database], None]) -> Callable[[Database], None]:
    def counted(db: Database) -> None:
        step(db)
        DOOM.reached("upgrade")

    return counted


class UpgradedStore(SqliteStore):
    """The store of the program after this one, which has just been opened."""

    def __init__(self, db: Database, path: Path, *, lock: IO[str] | None = None) -> None:
        super().__init__(db, path, lock=lock)
        DOOM.reached("upgrade")


if __name__ == "__main__":
    vars(monitor.store)["SqliteStore"] = DoomedStore
    vars(monitor.daemon.building)["Fetcher"] = DoomedFetcher
    if sys.argv[1] in get_args(Upgrading):
        become_newer()
        vars(monitor.store)["SqliteStore"] = UpgradedStore
    elif sys.argv[1] in get_args(Copying):
        vars(monitor.store)["SqliteStore"] = DoomedCopier
        vars(monitor.store.backup)["BACKUP_PAGES"] = 1
    sys.argv = ["monitor", *sys.argv[3:]]
    main()
