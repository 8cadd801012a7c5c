"""JSON Feed 1.0 and 1.1. An item that is not one is left out; the others are kept.

Source: https://www.jsonfeed.org/version/1.1/
"""

import datetime as dt
import json

from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed_model import Entry, Feed, absolute, capped, cleaned, draft_of, name_of
from monitor.records import Draft, Enclosure

Json = dict[str, object]


def read_json(text: str, *, url: str, now: dt.datetime | None) -> Feed:
    """The feed in `text`. Raises ParseError (not-a-feed) for other JSON, and for broken JSON."""
    top = _load(text, url)
    items = top.get("items") if isinstance(top, dict) else None
    if not isinstance(top, dict) or not isinstance(items, list):
        raise ParseError(
            f"the JSON at {url!r} has no list of items, so it is no JSON Feed; "
            "give the address of a feed, or of a page to be read as a list",
            kind="not-a-feed",
        )
    site = absolute(url, _text(top, "home_page_url"))
    drafts, left_out = _drafts(items[: limits.MAX_ENTRIES], top, url, site, now)
    title = _text(top, "title")
    feed = Feed(
        title=name_of(title and _escaped(title)),
        link=site,
        subtitle=cleaned(_text(top, "description")),
        language=_text(top, "language"),
        entries=tuple(drafts),
        notes=(f"{left_out} entries that are not valid text left out",) if left_out else (),
    )
    return capped(feed, len(items))


def _load(text: str, url: str) -> object:
    try:
        return json.loads(text, parse_int=integer, strict=False)  # line ends in strings
    except (ValueError, RecursionError) as error:
        seen = "nested too deep" if isinstance(error, RecursionError) else str(error)[:120]
        raise ParseError(
            f"the answer of {url!r} begins like JSON and cannot be read: {seen}; "
            "try again later or ask its owner",
            kind="not-a-feed",
        ) from error


def integer(digits: str) -> int | None:
    """A number, or None for one whose conversion would take longer than the rest of the feed."""
    return int(digits) if len(digits) <= limits.MAX_JSON_DIGITS else None


def _drafts(
    items: list[object], top: Json, url: str, site: str | None, now: dt.datetime | None
) -> tuple[list[Draft], int]:
    drafts = [
        _draft(item, top, url, site, now)
        for item in items
        if isinstance(item, dict) and not _is_broken(item)
    ]
    return drafts, len(items) - len(drafts)


def _is_broken(item: Json) -> bool:
    """Whether an identifying word holds half a character, or an id is no id."""
    words = [item.get(name) for name in ("id", "url", "title", "content_text", "content_html")]
    if "id" in item and item["id"] is None:
        return True
    return any(isinstance(word, str) and not _is_unicode(word) for word in words)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _draft(item: Json, top: Json, url: str, site: str | None, now: dt.datetime | None) -> Draft:
    plain = _text(item, "content_text")
    markup = _text(item, "content_html")
    link = absolute(url, _text(item, "url")) or absolute(url, _text(item, "external_url"))
    title = _text(item, "title")
    entry = Entry(
        guid=_text(item, "id"),
        links=[link] if link else [],
        title=title and _escaped(title),
        summary=_text(item, "summary") and _escaped(_text(item, "summary") or ""),
        content=markup or (plain and _escaped(plain)),
        authors=_authors(item) or _authors(top),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        enclosures=_enclosures(item, url),
        language=_text(item, "language") or _text(top, "language"),
    )
    return draft_of(entry, site=site, now=now)


def _escaped(text: str) -> str:
    """Plain text as HTML, so that every text of a draft is of one kind."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _text(item: Json, name: str) -> str | None:
    value = item.get(name)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) else None


def _list(item: Json, name: str) -> list[object]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _authors(item: Json) -> list[str]:
    people = [*_list(item, "authors"), item.get("author")]
    found = [
        _text(person, "name") or _text(person, "url")
        for person in people
        if isinstance(person, dict)
    ]
    return [name for name in found if name]


def _enclosures(item: Json, url: str) -> list[Enclosure]:
    found: list[Enclosure] = []
    for attachment in _list(item, "attachments"):
        if isinstance(attachment, dict):
            address = absolute(url, _text(attachment, "url"))
            size = attachment.get("size_in_bytes")
            if address:
                length = size if isinstance(size, int) else None
                found.append((address, _text(attachment, "mime_type"), length))
    return found
