"""Feeds that are not well-formed, read by feedparser: slow, and forgiving as nothing else.

feedparser fetches what looks like an address or a file, so it is given an open stream of bytes and
nothing else. It is quadratic in places; callers run it where it can be killed.
"""

import calendar
import datetime as dt
import html
import io
from collections.abc import Mapping
from typing import Any

import feedparser

from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed_fields import person
from monitor.parse.feed_model import (
    Entry,
    Feed,
    absolute,
    capped,
    cleaned,
    draft_of,
    moment_of,
    name_of,
)
from monitor.records import Draft

_TELLING = {"title", "link", "subtitle"}
_Node = Mapping[str, Any]
# What it lets out for some broken markup (a link outside of any entry): found by fuzzing.
_STUMBLES = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def read_tolerant(body: bytes, *, url: str, now: dt.datetime | None) -> Feed | None:
    """Whatever feedparser makes of `body`, which is UTF-8; None if it finds nothing of a feed.

    Raises ParseError (not-a-feed) where feedparser itself stumbles.
    """
    parsed = _parsed(body, url)
    head = parsed.feed
    nodes = parsed.entries
    if not nodes and not parsed.get("version") and not head.keys() & _TELLING:
        return None
    site = absolute(url, _word(head, "link"))
    drafts = [_draft(node, head, url, site, now) for node in nodes[: limits.MAX_ENTRIES]]
    feed = Feed(
        title=name_of(_title(head)),
        link=site,
        subtitle=cleaned(_word(head, "subtitle")),
        language=_word(head, "language"),
        updated=moment_of(_date(head, "updated", now) or _date(head, "published", now), now),
        entries=tuple(drafts),
        notes=("not well-formed, read leniently",) if parsed.bozo else (),
    )
    return capped(feed, len(nodes))


def _parsed(body: bytes, url: str) -> Any:  # noqa: ANN401 - feedparser has no types
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _STUMBLES as error:
        raise ParseError(
            f"the feed at {url!r} is broken in a way that stops even the lenient reader "
            f"({type(error).__name__}); tell its publisher, or use another source",
            kind="not-a-feed",
        ) from error


def _draft(node: _Node, head: _Node, url: str, site: str | None, now: dt.datetime | None) -> Draft:
    link = absolute(url, _word(node, "link"))
    contents = [text for part in _parts(node, "content") if (text := _word(part, "value"))]
    published, created = _date(node, "published", now), _date(node, "created", now)
    updated = _date(node, "updated", now)
    entry = Entry(
        guid=_word(node, "id"),
        guid_is_link=bool(node.get("guidislink", False)),
        links=[link] if link else [],
        original=absolute(url, _word(node, "feedburner_origlink")),
        title=_title(node),
        summary=_word(node, "summary"),
        content=max(contents, key=len, default=None),
        authors=_authors(node) or _authors(head),
        published=published,
        created=created,
        updated=updated,
        dated=updated,
        tags=[term for tag in _parts(node, "tags") if (term := _word(tag, "term"))],
        language=_word(head, "language"),
    )
    for enclosure in _parts(node, "links"):
        if enclosure.get("rel") != "enclosure":
            continue
        address = absolute(url, _word(enclosure, "href") or _word(enclosure, "url"))
        if address:
            size = str(enclosure.get("length", ""))
            length = int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None
            entry.enclosures.append((address, _word(enclosure, "type"), length))
    return draft_of(entry, site=site, now=now)


def _word(node: _Node, name: str) -> str | None:
    """The text under `name`; None where broken markup left a part of the feed in its place."""
    found = node.get(name)
    return found if found and isinstance(found, str) else None


def _parts(node: _Node, name: str) -> list[_Node]:
    """The elements under `name`; none where broken markup left a text in their place."""
    found = node.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _title(node: _Node) -> str | None:
    detail = node.get("title_detail")
    title = _word(node, "title")
    if title and isinstance(detail, Mapping) and detail.get("type") == "text/plain":
        return html.escape(title, quote=False)
    return title


def _date(node: _Node, name: str, now: dt.datetime | None) -> str | None:
    """The date as stated where we can read it, else as feedparser read it."""
    if name not in node.keys():  # noqa: SIM118 - else it gives another date, and warns of it
        return None
    stated, parsed = node.get(name), node.get(f"{name}_parsed")
    if stated and (parsed is None or moment_of(stated, now)):
        return str(stated)
    if parsed is None:
        return None
    return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat()


def _authors(node: _Node) -> list[str]:
    people = _parts(node, "authors")
    if len(people) < 2:  # of one author the whole text is kept, which feedparser splits wrong
        author = _word(node, "author")
        return [person(html.unescape(author))] if author else []
    return [name for one in people if (name := _word(one, "name") or _word(one, "email"))]
