"""RSS 0.9x to 2.0, RDF and Atom, read in one pass over lxml's tree.

Everything that is not well-formed is left to :mod:`monitor.parse.feed_tolerant`.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed_fields import (
    READERS,
    XML_LANG,
    Node,
    Reader,
    based,
    short_name,
    stated_in,
)
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

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read_xml(text: str, *, url: str, now: dt.datetime | None) -> Feed | None:
    """The feed in `text` (already made safe), or None where only a tolerant reader can help.

    Raises ParseError (unsafe) for elements nested without end.
    """
    root = _tree(text, url)
    if root is None:
        return None
    channel = _channel(root)
    if channel is None:
        return None
    base = based(channel, based(root, url)) if channel is not root else based(root, url)
    head = _read(channel, base)
    lang = channel.get(XML_LANG) or root.get(XML_LANG) or head.language
    head.language = lang and lang.replace("_", "-")
    site = head.links[0] if head.links else absolute(base, stated_in(channel, "href"))
    nodes = list(_entries(root))
    drafts = [_draft(node, base, head, site=site, now=now) for node in nodes[: limits.MAX_ENTRIES]]
    if _is_strange(drafts, text):
        return None
    feed = Feed(
        title=name_of(head.title),
        link=site,
        subtitle=cleaned(head.summary),
        language=head.language,
        updated=moment_of(_updated(head) or stated_in(channel, "lastmod"), now),
        entries=tuple(drafts),
    )
    return capped(feed, len(nodes))


def _parser() -> etree.XMLParser:
    """libxml2 without network, files, DTDs, expansion of entities or its larger limits."""
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=False,
    )  # fmt: skip


def _tree(text: str, url: str) -> Node | None:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise ParseError(
                f"the document at {url!r} nests its elements too deep to be a feed ({error}); "
                "nothing of it was read",
                kind="unsafe",
            ) from error
        return None


def _channel(root: Node) -> Node | None:
    """The element that tells about the feed itself; None if the document is no feed we know."""
    name = short_name(str(root.tag)).lower()
    if name in {"rss", "rdf:rdf", "rdf"}:
        children = (c for c in root if short_name(str(c.tag)).lower() == "channel")
        return next(children, root)
    return root if name in {"feed", "channel"} else None


def _entries(node: Node) -> Iterator[Node]:
    for child in node:
        name = _plain_name(str(child.tag))
        if name in {"item", "entry"}:
            yield child
        elif name in {"channel", "items"}:
            yield from _entries(child)


@lru_cache(maxsize=1024)
def _plain_name(tag: str) -> str:
    return short_name(tag).lower()


@lru_cache(maxsize=1024)  # hostile feeds may invent names without end
def _reader_of(tag: str) -> Reader | None:
    return READERS.get(short_name(tag).lower())


def _read(node: Node, base: str) -> Entry:
    entry = Entry()
    for child in node:
        reader = _reader_of(str(child.tag))
        if reader is not None:
            reader(entry, child, base)
    return entry


def _draft(
    node: Node, base: str, head: Entry, *, site: str | None, now: dt.datetime | None
) -> Draft:
    base = based(node, base)
    entry = _read(node, base)
    if not entry.authors:
        entry.authors = head.authors
    entry.language = node.get(XML_LANG) or entry.language or head.language
    if entry.guid is None:
        entry.guid = node.get(_RDF_ABOUT)
        entry.guid_is_link = entry.guid is not None
    if not entry.links and (href := absolute(base, stated_in(node, "href"))):
        entry.links = [href]
    entry.updated = entry.updated or stated_in(node, "lastmod")
    return draft_of(entry, site=site, now=now)


def _updated(head: Entry) -> str | None:
    return head.updated or head.dated or head.published


def _is_strange(drafts: list[Draft], text: str) -> bool:
    """Whether the elements are none of ours, so that a reader with a longer memory has to look."""
    if not drafts:
        return "<item" in text or "<entry" in text
    return all(draft.title is None and draft.guid is None for draft in drafts)
