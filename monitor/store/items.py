"""Rows as items and revisions, with the words of the version that is shown."""

from typing import Any, cast

from monitor.records import ContentKeys, Item, ItemState, Revision
from monitor.store.codec import MOMENT_COLUMNS, from_ms, moment_of, strings

_MOMENT = ", ".join(f"i.{column}" for column in MOMENT_COLUMNS)
# An unchanged document is not read again: what it listed was seen when its source last answered.
_LAST_SEEN = (
    "iif(i.state = 'listed', max(i.last_seen_ms, coalesce((SELECT succeeded_ms FROM source "
    "WHERE name = i.source), 0)), i.last_seen_ms)"
)
_HEAD = (
    f"i.number, i.id, i.source, i.state, i.first_seen_ms, {_LAST_SEEN}, i.url, i.authors, "
    f"{_MOMENT}, i.language, i.tags, i.copy_group, i.revision, i.baseline, i.unstable, r.title, "
    "r.summary"
)
# The text of its page, where somebody looked, is fuller than what a source gives of it.
_TEXT = (
    "iif(i.page_revision >= 0, coalesce((SELECT p.content FROM revision p WHERE p.item = i.number "
    "AND p.seq = i.page_revision), r.content), r.content)"
)
ITEM_COLUMNS = f"{_HEAD}, {_TEXT}"
ITEM_COLUMNS_SHORT = f"{_HEAD}, ''"  # without the text, for long listings
ITEM_JOIN = "item i JOIN revision r ON r.item = i.number AND r.seq = i.shown"
REVISION_COLUMNS = (
    "r.seq, r.seen_ms, r.title, r.summary, r.content, r.title_key, r.text_key, r.copy_key, "
    "r.fold_version, r.edit, r.via"
)


def item_of(row: tuple[Any, ...]) -> Item:
    """An item from :data:`ITEM_COLUMNS`."""
    return Item(
        id=row[1],
        source=row[2],
        state=cast("ItemState", row[3]),
        first_seen=from_ms(row[4]),
        last_seen=from_ms(row[5]),
        url=row[6],
        authors=strings(row[7]),
        published=moment_of(row[8:12]),
        language=row[12],
        tags=strings(row[13]),
        group=row[14],
        revision=row[15],
        baseline=bool(row[16]),
        title=row[18],
        summary=row[19],
        content=row[20],
    )


def is_unstable(row: tuple[Any, ...]) -> bool:
    """Whether the item of :data:`ITEM_COLUMNS` flips between two states."""
    return bool(row[17])


def revision_of(item_id: str, row: tuple[Any, ...]) -> Revision:
    """A revision from :data:`REVISION_COLUMNS`."""
    seq, seen_ms, title, summary, content, title_key, text_key, copy_key, version = row[:9]
    return Revision(
        item_id=item_id,
        seq=seq,
        seen_at=from_ms(seen_ms),
        title=title,
        summary=summary,
        content=content,
        keys=ContentKeys(
            title_key=title_key, text_key=text_key, copy_key=copy_key, fold_version=version
        ),
        edit=row[9],
        via=row[10],
    )
