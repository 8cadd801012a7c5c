"""The elements of feeds that a monitor needs, one small reader for each meaning.

Source: RSS 2.0 (cyber.law.harvard.edu/rss), RSS 1.0 and its modules, RFC 4287, Atom 0.3, and the
namespaces that feedparser's tests name.
"""

import base64
import binascii
import html
import re
from collections.abc import Callable
from urllib.parse import urljoin

from lxml import etree

from monitor.parse.feed_model import Entry, absolute

Node = etree._Element
Reader = Callable[[Entry, Node, str], None]

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Every namespace under which the elements of RSS or Atom were published.
_CORE = frozenset(
    [
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://purl.org/rss/1.0/",
        "http://purl.org/net/rss1.1#",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
        "http://backend.userland.com/rss091",
        "http://purl.org/rss/1.0/modules/rss091#",
        "http://www.w3.org/2005/atom",
        "https://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/echo/",
        "http://purl.org/pie/",
        "http://example.com/necho",
        "http://example.com/newformat#",
        "uri/of/echo/namespace#",
        "http://purl.org/net/rss1.1/",
        "http://purl.org/rss/1.0",
    ]
)
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://search.yahoo.com/mrss": "media:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.google.com/schemas/play-podcasts/1.0": "itunes:",
}
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "html", "text/plain"})
_EMAIL_FIRST = re.compile(r"[^\s@()]+@[^\s@()]+\s*\((?P<name>[^()]+)\)\s*")
_EMAIL_LAST = re.compile(
    r"(?P<name>[^()<>]*[^()<>\s])\s*[(<](?:mailto:)?[^()<>\s]+@[^()<>\s]+[)>]\s*"
)


def short_name(tag: str) -> str:
    """An element's name with the customary prefix of its namespace; RSS and Atom have none."""
    if tag[:1] != "{":
        return tag
    space, _, name = tag[1:].partition("}")
    lowered = space.lower()
    if lowered in _CORE:
        return name
    prefix = _PREFIXES.get(lowered)
    return tag if prefix is None else prefix + name


def stated_in(node: Node, name: str) -> str | None:
    """An attribute of a Channel Definition Format element, whose names come in any case."""
    return node.get(name.upper()) or node.get(name)


def based(node: Node, base: str) -> str:
    """The address that references inside `node` are relative to."""
    own = node.get(XML_BASE)
    if not own:
        return base
    try:
        return urljoin(base, own.strip())
    except ValueError:
        return base


def text_of(node: Node) -> str:
    """The text of an element, or its markup where someone put markup there unescaped."""
    return inner_markup(node) if len(node) else node.text or ""


def inner_markup(node: Node) -> str:
    """What stands between the tags of `node`, without namespaces."""
    for child in node.iterdescendants():
        if isinstance(child.tag, str) and "}" in child.tag:
            child.tag = child.tag.rpartition("}")[2]
    etree.cleanup_namespaces(node)
    parts = [html.escape(node.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode") for child in node]
    return re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", "".join(parts))


def construct(node: Node) -> str:
    """An Atom text construct as HTML; plain text comes out escaped."""
    kind = (node.get("type") or "").strip().lower()
    mode = (node.get("mode") or "").strip().lower()
    if len(node):
        return _without_div(inner_markup(node))
    text = node.text or ""
    if mode == "base64" or kind in {"application/octet-stream", "base64"}:
        try:
            return base64.b64decode(text, validate=False).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return text
    if kind in {"text", "text/plain"} and mode != "escaped":
        return html.escape(text, quote=False)
    return text


def _without_div(markup: str) -> str:
    found = re.fullmatch(r"\s*<(?:\w+:)?div>(.*)</(?:\w+:)?div>\s*", markup, re.DOTALL)
    return found[1] if found and "<div>" not in found[1] else markup


def _title(entry: Entry, node: Node, _base: str) -> None:
    text = construct(node)
    if text.strip():
        entry.title = text


def _soft_title(entry: Entry, node: Node, _base: str) -> None:
    entry.title = entry.title or text_of(node)


def _link(entry: Entry, node: Node, base: str) -> None:
    base = based(node, base)
    href = node.get("href")
    if href is None:
        address = absolute(base, text_of(node))
        if address and address not in entry.links:
            entry.links.insert(0, address)
        return
    relation = (node.get("rel") or "alternate").strip().lower().rpartition("/")[2]
    address = absolute(base, href)
    if address is None:
        return
    if relation == "enclosure":
        _enclose(entry, address, node.get("type"), node.get("length"))
    elif relation == "alternate":
        readable = (node.get("type") or "").strip().lower() in _HTML_TYPES
        entry.links.insert(0 if readable else len(entry.links), address)


def _original(entry: Entry, node: Node, base: str) -> None:
    entry.original = absolute(base, text_of(node))


def _guid(entry: Entry, node: Node, base: str) -> None:
    stated = node.get("isPermaLink") or node.get("ispermalink")
    entry.guid_is_link = stated is None or stated.strip().lower() != "false"
    guid = text_of(node).strip() or None
    if guid and guid[0] == "/" and entry.guid_is_link:
        guid = absolute(based(node, base), guid) or guid
    entry.guid = entry.guid or guid


def _summary(entry: Entry, node: Node, base: str) -> None:
    text = construct(node)
    if entry.summary and text.strip():
        _content(entry, node, base)
    elif text.strip():
        entry.summary = text


def _soft_summary(entry: Entry, node: Node, _base: str) -> None:
    entry.summary = entry.summary or text_of(node) or None


def _content(entry: Entry, node: Node, _base: str) -> None:
    text = construct(node)
    if text.strip() and len(text) > len(entry.content or ""):
        entry.content = text


def _group(entry: Entry, node: Node, base: str) -> None:
    """media:group, whose words stand for the entry where it has none of its own."""
    for child in node:
        name = short_name(str(child.tag))
        if name in {"media:title", "media:description", "media:category"}:
            READERS[name](entry, child, base)


def _author(entry: Entry, node: Node, _base: str) -> None:
    if not len(node):
        entry.authors.append(person(node.text or ""))
        return
    parts: dict[str, str] = {}
    for child in node.iter():
        if isinstance(child.tag, str) and child is not node and child.text and child.text.strip():
            parts.setdefault(
                short_name(child.tag).rpartition(":")[2].rpartition("}")[2], child.text
            )
    entry.authors.append(parts.get("name") or parts.get("email") or parts.get("title") or "")


def person(text: str) -> str:
    """A name without the address that stands with it, or the address alone."""
    text = " ".join(text.split())
    found = _EMAIL_FIRST.fullmatch(text) or _EMAIL_LAST.fullmatch(text)
    return found["name"].strip() if found else text


def _published(entry: Entry, node: Node, _base: str) -> None:
    entry.published = node.text or entry.published


def _created(entry: Entry, node: Node, _base: str) -> None:
    entry.created = node.text or entry.created


def _updated(entry: Entry, node: Node, _base: str) -> None:
    entry.updated = node.text or entry.updated


def _dated(entry: Entry, node: Node, _base: str) -> None:
    entry.dated = node.text or entry.dated


def _tag(entry: Entry, node: Node, _base: str) -> None:
    term = node.get("term") or node.get("text") or node.text or node.get("label")
    if term:
        entry.tags.append(term)


def _keywords(entry: Entry, node: Node, _base: str) -> None:
    entry.tags += [word for word in re.split(r"[,;]", node.text or "") if word.strip()]


def _enclosure(entry: Entry, node: Node, base: str) -> None:
    address = absolute(based(node, base), node.get("url") or node.get("href"))
    if address:
        _enclose(entry, address, node.get("type"), node.get("length"))


def _enclose(entry: Entry, address: str, media_type: str | None, length: str | None) -> None:
    size = (
        int(length)
        if length and length.isascii() and length.isdigit() and len(length) < 16
        else None
    )
    entry.enclosures.append((address, media_type or None, size))


def _language(entry: Entry, node: Node, _base: str) -> None:
    entry.language = (node.text or "").strip().replace("_", "-") or entry.language


# The keys are in small letters: some publishers write <TITLE>.
READERS: dict[str, Reader] = {
    "title": _title, "dc:title": _soft_title, "media:title": _soft_title,
    "link": _link, "guid": _guid, "id": _guid, "dc:identifier": _guid,
    "feedburner:origlink": _original,
    "description": _summary, "summary": _summary, "subtitle": _summary, "tagline": _summary,
    "info": _soft_summary, "dc:description": _soft_summary, "itunes:summary": _soft_summary,
    "itunes:subtitle": _soft_summary, "media:description": _soft_summary, "abstract": _summary,
    "content": _content, "content:encoded": _content, "fullitem": _content, "body": _content,
    "xhtml:body": _content, "xhtml:div": _content, "media:group": _group,
    "author": _author, "dc:creator": _author, "dc:author": _author, "itunes:author": _author,
    "managingeditor": _author,
    "pubdate": _published, "published": _published, "issued": _published,
    "dcterms:issued": _published, "created": _created, "dcterms:created": _created,
    "updated": _updated, "lastbuilddate": _updated, "modified": _updated,
    "dcterms:modified": _updated, "dc:date": _dated,
    "date": _dated, "category": _tag, "dc:subject": _tag, "itunes:category": _tag,
    "media:category": _tag, "itunes:keywords": _keywords,
    "enclosure": _enclosure, "language": _language, "dc:language": _language,
}  # fmt: skip
