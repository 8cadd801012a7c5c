"""The store: what was seen, what was told, what is owed; one writer, many readers."""

import datetime as dt

from monitor.clock import SystemClock
from monitor.store.contract import Store
from monitor.store.opening import Access, open_other, open_writer, path_of
from monitor.store.rows import (
    ChannelState,
    Dossier,
    ItemFilter,
    Owed,
    Retention,
    SourceRow,
    StoryRow,
    UpkeepReport,
)
from monitor.store.sqlite import SqliteStore

__all__ = [
    "Access",
    "ChannelState",
    "Dossier",
    "ItemFilter",
    "Owed",
    "Retention",
    "SourceRow",
    "Store",
    "StoryRow",
    "UpkeepReport",
    "open_store",
]


def open_store(url: str, *, write: Access, now: dt.datetime | None = None) -> Store:
    """Open the database at `url`, a path or ``sqlite:///path``.

    Args:
        url: where it is.
        write: True for the one writer, who makes the file and its folder where there is none and
            checks it; False to read beside it; ``"beside"`` for a small write beside it.
        now: the present, for the lock and the first start; the machine's own when None.

    Raises:
        StoreError: if another writer is at work, or the file is missing, damaged, of another
            version, or may not be opened. The file is then as it was.
    """
    path = path_of(url)
    if write is True:
        db, lock = open_writer(path, now or SystemClock().now())
        return SqliteStore(db, path, lock=lock)
    return SqliteStore(open_other(path, write), path)
