"""Which item a person means."""

import re
from typing import TYPE_CHECKING

from monitor.cli.printing import one_line
from monitor.errors import StoreError

if TYPE_CHECKING:
    from monitor.store import Dossier, Store

_ID = re.compile(r"[0-9a-zA-Z]{1,16}")


def find(store: "Store", ref: str) -> "Dossier":
    """The item that a person means by an id, an address or a title. Raises StoreError."""
    try:
        return store.item(ref.lower() if _ID.fullmatch(ref) else ref)
    except StoreError:
        hits = store.search(ref)
        same = [row.item for row in hits if one_line(row.item.title) == one_line(ref)]
        if len(same) == 1:
            return store.item(same[0].id)
        if same:
            each = ", ".join(f"{item.id} ({item.source})" for item in same)
            raise StoreError(f"{ref!r} is the title of several items: {each}") from None
        if hits and not _ID.fullmatch(ref) and "://" not in ref:
            many = f"{len(hits)} hold its words; `monitor search` lists them"
            raise StoreError(f"no item has the id, address or title {ref!r}; {many}") from None
        raise
