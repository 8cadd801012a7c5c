"""What passes between the daemon and its reading workers: frames of JSON, never pickles.

A frame is four bytes of length, most significant first, and that many bytes. A request is two
frames (what to read, and the body as it is), an answer one.
"""

import datetime as dt
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from monitor.errors import ParseError
from monitor.records import (
    Child,
    Document,
    Draft,
    Enclosure,
    Layout,
    ListMemory,
    Moment,
    Reading,
    Source,
    SourceKind,
)

LENGTH = struct.Struct(">I")
MAX_FRAME_BYTES = 128 * 1024 * 1024  # a longer one is a broken stream, not a document

Json = Mapping[str, Any]


Asks = SourceKind | Literal["look"]


def frame(payload: bytes) -> bytes:
    """`payload` with its length before it."""
    return LENGTH.pack(len(payload)) + payload


def request(
    document: Document,
    *,
    kind: Asks,
    source: Source,
    now: dt.datetime,
    memory: ListMemory | None = None,
) -> bytes:
    """The header frame of a request; the body follows in a frame of its own."""
    return frame(
        _dump(
            {
                "url": document.url,
                "status": document.status,
                "content_type": document.content_type,
                "fetched_at": document.fetched_at.isoformat(),
                "body_hash": document.body_hash,
                "kind": kind,
                "now": now.isoformat(),
                "memory": asdict(memory) if memory else None,
                "source": {
                    "name": source.name,
                    "url": source.url,
                    "kind": source.kind,
                    "language": source.language,
                    "country": source.country,
                    "select": source.select,
                    "select_title": source.select_title,
                    "select_date": source.select_date,
                },
            }
        )
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a worker has to read."""

    document: Document
    kind: Asks
    source: Source
    now: dt.datetime
    memory: ListMemory | None


def read_request(header: bytes, body: bytes) -> Asked:
    """The way back from :func:`request` and the frame after it."""
    asked = json.loads(header)
    document = Document(
        url=asked["url"],
        status=asked["status"],
        body=body,
        content_type=asked["content_type"],
        fetched_at=dt.datetime.fromisoformat(asked["fetched_at"]),
        body_hash=asked["body_hash"],
    )
    return Asked(
        document,
        cast("Asks", asked["kind"]),
        Source(**asked["source"]),
        dt.datetime.fromisoformat(asked["now"]),
        _read_memory(asked["memory"]),
    )


def answer(outcome: Reading | ParseError, *, held_bytes: int) -> bytes:
    """The frame of an answer; `held_bytes` is the memory that the worker holds now."""
    if isinstance(outcome, ParseError):
        told: dict[str, object] = {"error": str(outcome), "kind": outcome.kind}
    else:
        told = {"reading": _reading(outcome)}
    return frame(_dump({**told, "held_bytes": held_bytes}))


def read_answer(payload: bytes) -> tuple[Reading | ParseError, int]:
    """What an answer says, and the worker's memory after it."""
    told = json.loads(payload)
    if "error" in told:
        return ParseError(told["error"], kind=told["kind"]), told["held_bytes"]
    one = told["reading"]
    reading = Reading(
        kind=one["kind"],
        drafts=tuple(map(_read_draft, one["drafts"])),
        title=one["title"],
        language=one["language"],
        notes=tuple(one["notes"]),
        next_url=one["next_url"],
        children=tuple(Child(url=url, lastmod=lastmod) for url, lastmod in one["children"]),
        memory=_read_memory(one["memory"]),
        layout=Layout(**one["layout"]) if one["layout"] else None,
    )
    return reading, told["held_bytes"]


def _dump(told: Json) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode()


def _reading(reading: Reading) -> Json:
    return {
        "kind": reading.kind,
        "drafts": [_draft(draft) for draft in reading.drafts],
        "title": reading.title,
        "language": reading.language,
        "notes": reading.notes,
        "next_url": reading.next_url,
        "children": [(child.url, child.lastmod) for child in reading.children],
        "memory": asdict(reading.memory) if reading.memory else None,
        "layout": asdict(reading.layout) if reading.layout else None,
    }


def _draft(draft: Draft) -> Json:
    return {
        "guid": draft.guid,
        "url": draft.url,
        "title": draft.title,
        "summary": draft.summary,
        "content": draft.content,
        "authors": draft.authors,
        "published": _moment(draft.published),
        "updated": _moment(draft.updated),
        "tags": draft.tags,
        "enclosures": draft.enclosures,
        "language": draft.language,
    }


def _moment(moment: Moment | None) -> tuple[str, str, str] | None:
    return None if moment is None else (moment.at.isoformat(), moment.precision, moment.text)


def _read_memory(one: Json | None) -> ListMemory | None:
    return ListMemory(**{**one, "titles": tuple(one["titles"])}) if one else None


def _read_draft(one: Json) -> Draft:
    return Draft(
        guid=one["guid"],
        url=one["url"],
        title=one["title"],
        summary=one["summary"],
        content=one["content"],
        authors=tuple(one["authors"]),
        published=_read_moment(one["published"]),
        updated=_read_moment(one["updated"]),
        tags=tuple(one["tags"]),
        enclosures=tuple(cast("Enclosure", tuple(three)) for three in one["enclosures"]),
        language=one["language"],
    )


def _read_moment(three: list[Any] | None) -> Moment | None:
    if three is None:
        return None
    at, precision, text = three
    return Moment(at=dt.datetime.fromisoformat(at), precision=precision, text=text)
