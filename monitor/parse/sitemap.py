"""Sitemaps: the news extension with its titles and dates, and plain ones.

Source: https://www.sitemaps.org/protocol.html and Google's news sitemap extension 0.9.
"""

import datetime as dt
import gzip
import io
import re
import zlib
from urllib.parse import unquote, urlsplit

from lxml import etree

from monitor.errors import ParseError
from monitor.parse import limits, scan
from monitor.parse.charset import decode
from monitor.parse.feed_model import absolute, cleaned, moment_of, title_of, title_of_address
from monitor.records import Child, Document, Draft, Reading, Source

_GZIP = b"\x1f\x8b"
_WORDS = re.compile(r"[-_+\s]+")


def read_sitemap(document: Document, *, source: Source, now: dt.datetime) -> Reading:
    """The addresses of a sitemap as drafts, in its order.

    A plain sitemap names no titles; the last part of an address stands for one. An index has no
    entries; its sitemaps are the reading's children. Raises ParseError (not-a-sitemap, unsafe).
    """
    text = decode(_unpacked(document), content_type=document.content_type, markup="xml").strip()
    if not scan.is_sitemap(text):
        raise ParseError(
            f"the answer of {document.url!r} is not a sitemap but {scan.seen_in(text)}; "
            'give the address of a sitemap, or set kind = "auto"',
            kind="not-a-sitemap",
        )
    root = _tree(scan.safe_xml(text, document.url), document.url)
    if _name(root) == "sitemapindex":
        return _index(root, document.url)
    nodes = [node for node in root if _name(node) == "url"]
    drafts = [_draft(node, document.url, source, now) for node in _newest(nodes)]
    notes: tuple[str, ...] = ()
    if len(nodes) > limits.MAX_ENTRIES:
        notes = (f"{len(nodes):,} addresses, the newest {limits.MAX_ENTRIES:,} kept",)
    kept = tuple(draft for draft in drafts if draft.url)
    return Reading(kind="sitemap", drafts=kept, language=source.language, notes=notes)


def _unpacked(document: Document) -> bytes:
    """The body, unpacked where it is a .gz file, up to a limit."""
    if not document.body.startswith(_GZIP):
        return document.body
    try:
        with gzip.open(io.BytesIO(document.body)) as packed:
            body = packed.read(limits.MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ParseError(
            f"the file at {document.url!r} is not valid gzip ({error}); try again later",
            kind="not-a-sitemap",
        ) from error
    if len(body) > limits.MAX_UNPACKED_BYTES:
        raise ParseError(
            f"the sitemap at {document.url!r} unpacks to more than "
            f"{limits.MAX_UNPACKED_BYTES:,} bytes; use a smaller one, such as its news sitemap",
            kind="limit",
        )
    return body


def _tree(text: str, url: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=True,
    )  # fmt: skip
    whole = scan.without_bad_numbers(scan.cut_short(text) or text)  # lxml lets them in
    root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    if root is None:
        raise ParseError(
            f"the sitemap at {url!r} is broken from its first element on; try again later",
            kind="not-a-sitemap",
        )
    return root


def _name(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _index(root: etree._Element, url: str) -> Reading:
    children: dict[str, Child] = {}
    for node in root:
        words = {_name(child): (child.text or "").strip() for child in node}
        address = absolute(url, words.get("loc"))
        if address and address != url:
            lastmod = (cleaned(words.get("lastmod"), limits.MAX_WORD_CHARS)) or ""
            children[address] = Child(url=address, lastmod=lastmod)
    if not children:
        raise ParseError(
            f"{url!r} is an index of sitemaps that names none; give the address of a sitemap",
            kind="index",
        )
    kept = tuple(sorted(children.values(), key=_stated, reverse=True)[: limits.MAX_ENTRIES])
    return Reading(kind="sitemap", drafts=(), children=kept)


def _stated(child: Child) -> str:
    return child.lastmod


def _newest(nodes: list[etree._Element]) -> list[etree._Element]:
    """As many as are kept, the last dated first; of undated ones both ends, as either may grow."""
    if len(nodes) <= limits.MAX_ENTRIES:
        return nodes
    dated = sorted(nodes, key=_date_of, reverse=True)[: limits.MAX_ENTRIES]
    if _date_of(dated[0]):
        return dated
    half = limits.MAX_ENTRIES // 2
    return nodes[:half] + nodes[-half:]


def _date_of(node: etree._Element) -> str:
    """The date that a monitor goes by, as stated: in this format, text sorts like time."""
    dates = {_name(each): (each.text or "").strip() for each in node.iter()}
    return dates.get("publication_date") or dates.get("lastmod") or ""


def _draft(node: etree._Element, base: str, source: Source, now: dt.datetime) -> Draft:
    words = {_name(child): (child.text or "").strip() for child in node.iter()}
    url = absolute(base, words.get("loc"))
    keywords = (word.strip() for word in words.get("keywords", "").split(","))
    return Draft(
        url=url,
        title=title_of(words.get("title")) or (url and _words_of_address(url)),
        published=moment_of(words.get("publication_date"), now),
        updated=moment_of(words.get("lastmod"), now),
        tags=tuple(word for word in keywords if word)[: limits.MAX_TAGS],
        language=cleaned(words.get("language"), 20) or source.language,
    )


def _words_of_address(url: str) -> str | None:
    """The words of an address's last part: ``/2026/the-border.html`` gives ``The border``."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    last = unquote(parts[-1]) if parts else urlsplit(url).netloc
    words = _WORDS.sub(" ", re.sub(r"\.\w{2,5}$", "", last)).strip()
    return title_of(words[:1].upper() + words[1:]) or title_of_address(url)
