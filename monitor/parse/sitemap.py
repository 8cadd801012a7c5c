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
from monitor.parse.feed_model import absolute, cleaned, moment_of, title_of
from monitor.records import Document, Draft, Reading, Source

_GZIP = b"\x1f\x8b"
_WORDS = re.compile(r"[-_+\s]+")


def read_sitemap(document: Document, *, source: Source, now: dt.datetime) -> Reading:
    """The addresses of a sitemap as drafts, in its order.

    A plain sitemap names no titles; the last part of an address stands for one. Raises ParseError
    (not-a-sitemap, index, unsafe); for an index the message names the sitemap to use.
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
        raise _index(root, document.url)
    nodes = [node for node in root if _name(node) == "url"]
    drafts = [_draft(node, document.url, source, now) for node in nodes[: limits.MAX_ENTRIES]]
    notes: tuple[str, ...] = ()
    if len(nodes) > limits.MAX_ENTRIES:
        notes = (f"{len(nodes):,} addresses, the first {limits.MAX_ENTRIES:,} kept",)
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


def _index(root: etree._Element, url: str) -> ParseError:
    children = [
        address
        for node in root.iter()
        if _name(node) == "loc" and (address := absolute(url, node.text))
    ]
    best = next((child for child in children if "news" in child.lower()), None)
    listed = ", ".join(map(repr, children[:5])) or "none"
    advice = f"use {best!r}" if best else "use one of them as the source"
    return ParseError(
        f"{url!r} is an index of {len(children)} sitemaps ({listed}); {advice}", kind="index"
    )


def _draft(node: etree._Element, base: str, source: Source, now: dt.datetime) -> Draft:
    words = {_name(child): (child.text or "").strip() for child in node.iter()}
    url = absolute(base, words.get("loc"))
    keywords = (word.strip() for word in words.get("keywords", "").split(","))
    return Draft(
        url=url,
        title=title_of(words.get("title")) or (url and _title_of_address(url)),
        published=moment_of(words.get("publication_date"), now),
        updated=moment_of(words.get("lastmod"), now),
        tags=tuple(word for word in keywords if word)[: limits.MAX_TAGS],
        language=cleaned(words.get("language"), 20) or source.language,
    )


def _title_of_address(url: str) -> str:
    """The words of an address's last part: ``/2026/the-border.html`` gives ``The border``."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    last = unquote(parts[-1]) if parts else urlsplit(url).netloc
    words = _WORDS.sub(" ", re.sub(r"\.\w{2,5}$", "", last)).strip()
    return title_of(words[:1].upper() + words[1:]) or url
