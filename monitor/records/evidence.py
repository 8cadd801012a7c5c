"""What proves that something stood somewhere: documents kept as they came, in a chain of records.

A record is canonical JSON and says what was kept and of what it is the proof. Each link of the
chain is a hash of the link before and of its record, so that no record can be changed, removed or
put between others without every later link being another one.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.records.document import Document

ORIGIN = "0" * 64  # the link before the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document that was read, on its way to the decision whether it is kept."""

    document: Document
    urls: frozenset[str] | None = None  # of the items that it lists; None: of all there are
    sha256: str | None = None  # hex; set where the body was too large to be carried along
    size_bytes: int = 0  # of the body, where `sha256` is set


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A document that showed what a topic wants, with the versions of items that it showed."""

    source: str
    sheet: Sheet
    revisions: tuple[tuple[str, int], ...]  # item id and version; 0 is the text of its page


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One line of the ledger that speaks of an item."""

    number: int  # from 1, without gaps
    link: str  # sha256, hex: of the link before and of `record`
    record: str  # canonical JSON, as it is hashed
    versions: tuple[int, ...]  # of the item
    url: str
    status: int
    fetched_at: dt.datetime
    sha256: str  # of the body, decoded, hex
    size_bytes: int
    is_here: bool  # whether the body is still kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReport:
    """What a look at the whole chain found."""

    records: int
    bodies: int  # that are here and hash to what their records say
    gone: int  # let go on purpose, as the chain itself says
    head: str  # the last link; noted elsewhere, it proves all before it
    problems: tuple[str, ...]  # the first ones; none: sound


def canonical(value: object) -> str:
    """JSON with one spelling: keys in order, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(text: str) -> str:
    """The sha256 of ASCII text, hex."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def link_of(before: str, record_hash: str) -> str:
    """The link after `before` of a record with this hash; all three are 64 hex digits."""
    return digest(f"{before}\n{record_hash}")


def words_hash(title: str, summary: str, content: str) -> str:
    """What binds the words of a version to a record."""
    return digest(canonical([title, summary, content]))


def document_record(
    number: int,
    exhibit: Exhibit,
    *,
    body: tuple[str, int, bool],
    words: Iterable[tuple[str, int, str]],
    kept_at: dt.datetime,
) -> str:
    """The record of a document.

    `body` is its sha256, its size in bytes and whether it is kept; `words` are item id, version and
    :func:`words_hash` of each version that it showed.
    """
    document = exhibit.sheet.document
    sha256, size_bytes, is_kept = body
    record: Mapping[str, object] = {
        "kind": "document",
        "number": number,
        "kept_at": kept_at.isoformat(),
        "source": exhibit.source,
        "url": document.url,
        "status": document.status,
        "fetched_at": document.fetched_at.isoformat(),
        "headers": [list(pair) for pair in document.headers],
        "sha256": sha256,
        "size_bytes": size_bytes,
        "body": "kept" if is_kept else "too-large",
        "shows": [list(each) for each in words],
    }
    return canonical(record)


def release_record(number: int, bodies: Iterable[str], *, reason: str, kept_at: dt.datetime) -> str:
    """The record that says which bodies were let go, and why (``age`` or ``space``)."""
    return canonical(
        {
            "kind": "release",
            "number": number,
            "kept_at": kept_at.isoformat(),
            "reason": reason,
            "bodies": list(bodies),
        }
    )
