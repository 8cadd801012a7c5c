"""A cheap look at the bytes before any parser sees them: what is it, and is it safe to read.

No parser is asked to be careful: what could be expanded, fetched or counted without end is taken
out or refused here.
"""

import html
import re
import sys
from html.entities import name2codepoint

from monitor.errors import ParseError
from monitor.parse import limits

_DOCTYPE = re.compile(
    r"<!DOCTYPE\s[^\[>]{0,2000}(\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.IGNORECASE
)
# XML allows a DOCTYPE only before the first element; behind it the same letters are text.
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_PLAIN_ENTITY = re.compile(
    r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>""", re.IGNORECASE
)
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{limits.MAX_TAG_BYTES},}}")
_TAG = re.compile(r"<[A-Za-z][^<>]*=[^<>]*")
_ATTRIBUTE = re.compile(r"[\s\"'][\w:.-]+\s*=")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry|url)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry|url)\s*>", re.IGNORECASE)
_PORTION_CHARS = 64 * 1024
_FEED_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_TAIL_CHARS = 2_000  # comments and line ends may follow the last element
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_REFERENCE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)(\w{1,32};)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?")
_CHALLENGE = re.compile(
    r"<title>\s*(?:Just a moment|Attention Required! \| Cloudflare|DDoS-Guard|DDoS protection)"
    r"|cf-browser-verification|window\._cf_chl_opt",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)
_HTML = re.compile(
    r"(?:\s+|<\?xml[^>]*>|<!--.*?-->)*+(?:<!doctype\s+html|<html|<head|<body)",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF|channel)[\s>/]", re.IGNORECASE)
_SITEMAP = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>/]")


def is_html(text: str) -> bool:
    """Whether the text says of itself that it is a web page."""
    found = _HTML.match(text, 0, 4_000)
    # Some feeds begin with a DOCTYPE of HTML that their template left there.
    if found is None:
        return False
    behind = text[found.end() : found.end() + 4_000].partition(">")[2]
    return not _FEED.match(_NOTHING.sub("", behind, count=1))


def is_feed(text: str) -> bool:
    """Whether an element of RSS, RDF or Atom opens near the start, outside a web page."""
    head = text[:4_000]
    return _FEED.search(head) is not None and not is_html(head)


def is_sitemap(text: str) -> bool:
    """Whether it is a sitemap or an index of sitemaps."""
    return _SITEMAP.search(text, 0, 4_000) is not None


def refuse_unreadable(text: str, url: str) -> None:
    """Raise ParseError for binary data, and (blocked) for a page that a guard shows instead."""
    if _is_binary(text):
        raise ParseError(
            f"the answer of {url!r} is binary data; give the address of a page or a feed",
            kind="not-readable",
        )
    refuse_challenge(text, url)


def refuse_challenge(text: str, url: str) -> None:
    """Raise ParseError (blocked) for a page that a guard shows instead."""
    if _CHALLENGE.search(text[:20_000]):
        raise ParseError(
            f"the site at {url!r} answers with a challenge page for browsers; "
            "ask its owner to let this monitor in, or use another source",
            kind="blocked",
        )


def _is_binary(text: str) -> bool:
    head = text[:1_000]
    return len(_NOT_XML.findall(head)) + head.count("\ufffd") > 20


def seen_in(text: str) -> str:
    """What a document looks like, in a few words, for an error message."""
    if not text.strip():
        return "an empty document"
    if is_html(text):
        title = _TITLE.search(text[:20_000])
        return f"a web page titled {title[1].strip()!r}" if title else "a web page"
    if _is_binary(text):
        return "binary data"
    return f"text that begins {' '.join(text[:200].split())[:60]!r}"


def safe_xml(text: str, url: str) -> str:
    """`text` without its DOCTYPE and with nothing in it that can grow or count without end.

    Plain words declared as entities are put in their places. Raises ParseError (unsafe).
    """
    if _holds_long_stretch(text):
        _refuse_attributes(text, _LONG_TAG.search(text), url)
    if text.count("=") > limits.MAX_ALL_ATTRIBUTES:
        _refuse_many_attributes(text, url)
    if prolog := _PROLOG.match(text):
        text = _without_doctype(text, prolog.end() - len("<!DOCTYPE"), url)
    return _NOT_XML.sub("", text) if _holds_controls(text) else text


def _holds_controls(text: str) -> bool:
    """Whether XML forbids some character of `text`; much faster than looking for it."""
    if "\ufffe" in text or "\uffff" in text:
        return True
    encoded = text.encode("utf-8", "replace")
    return len(encoded.translate(None, _CONTROL_BYTES)) != len(encoded)


_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r")


def _holds_long_stretch(text: str) -> bool:
    """Whether something between two "<" is as long as an element must be to be looked at.

    Portion by portion: the pieces of a whole document take ten times its memory.
    """
    start = 0
    while start < len(text):
        pieces = text[start : start + _PORTION_CHARS].split("<")
        if max(map(len, pieces)) > limits.MAX_TAG_BYTES:
            return True
        start += _PORTION_CHARS
        if start < len(text):
            start -= len(pieces[-1])
    return False


def _refuse_many_attributes(text: str, url: str) -> None:
    count = 0
    for part in _CDATA.split(text)[::2]:  # odd ones are CDATA sections, which are text
        count += sum(len(_ATTRIBUTE.findall(tag[0])) for tag in _TAG.finditer(part))
    if count > limits.MAX_ALL_ATTRIBUTES:
        raise ParseError(
            f"the document at {url!r} has {count:,} attributes; more than "
            f"{limits.MAX_ALL_ATTRIBUTES:,} are never read, so nothing of it was",
            kind="unsafe",
        )


def _refuse_attributes(text: str, found: re.Match[str] | None, url: str) -> None:
    while found:
        count = len(_ATTRIBUTE.findall(found[0]))
        if count > limits.MAX_ATTRIBUTES:
            raise ParseError(
                f"the document at {url!r} has an element with {count:,} attributes; more than "
                f"{limits.MAX_ATTRIBUTES} are never read, so nothing of it was",
                kind="unsafe",
            )
        found = _LONG_TAG.search(text, found.end())


def _without_doctype(text: str, start: int, url: str) -> str:
    found = _DOCTYPE.match(text, start)
    if found is None:
        raise ParseError(
            f"the document at {url!r} has a DOCTYPE that does not end; nothing of it was read",
            kind="unsafe",
        )
    subset = found[1] or ""
    plain = {name: one or two for name, one, two in _PLAIN_ENTITY.findall(subset)}
    declared = len(_ENTITY.findall(subset))
    too_long = any(len(value) > limits.MAX_ENTITY_CHARS for value in plain.values())
    if declared != len(plain) or declared > limits.MAX_ENTITIES or too_long:
        raise ParseError(
            f"the document at {url!r} declares entities in its DOCTYPE that could grow or reach "
            "outside it; nothing of it was read",
            kind="unsafe",
        )
    text = text[: found.start()] + text[found.end() :]
    for name, value in plain.items():
        text = text.replace(f"&{name};", html.escape(value, quote=False))
    return text


def mended(text: str) -> str:
    """XML whose bare ampersands and HTML entities (``&nbsp;``) are made well-formed."""
    parts = _CDATA.split(text)
    for at in range(0, len(parts), 2):  # odd ones are CDATA sections, in which & is a letter
        parts[at] = _REFERENCE.sub(_readable, parts[at])
    return without_bad_numbers("".join(parts))


def without_bad_numbers(text: str) -> str:
    """XML without the references (``&#xD800;``) to what is no character, which stop any reader."""
    return _NUMBER.sub(_numbered, text)


def _numbered(found: re.Match[str]) -> str:
    digits = (found[1] or found[2]).lstrip("0")
    code = int(digits, 10 if found[1] else 16) if 0 < len(digits) < 8 else 0
    return "" if code > sys.maxunicode or _NOT_XML.match(chr(code)) else found[0]


def _readable(found: re.Match[str]) -> str:
    if found[1]:
        code = name2codepoint.get(found[1][:-1])  # HTML 4 meant two of them otherwise than HTML 5
        letter = chr(code) if code else html.unescape(found[0])
        if letter != found[0]:
            return html.escape(letter)
    return "&amp;" + (found[1] or "")


def undeclared(text: str) -> str:
    """XML without its declaration, for a reader that is told the charset otherwise."""
    return _DECLARATION.sub("", text, count=1)


def first_entries(text: str) -> tuple[str, int]:
    """A feed with no more entries than are kept, and how many it has if those are too many.

    What stands around the entries stays. A cut in the wrong place (entries inside of CDATA) makes
    the document broken, never different.
    """
    kept, last, count = len(text), len(text), 0
    if text.count("</item") + text.count("</entry") > limits.MAX_ENTRIES:
        for count, found in enumerate(_FEED_ENTRY_END.finditer(text), start=1):
            last = found.end()
            kept = last if count <= limits.MAX_ENTRIES else kept
    return (text, count) if kept == last else (text[:kept] + text[last:], count)


def cut_short(text: str) -> str | None:
    """The complete entries of a document that ends in the middle, or None if it is whole."""
    root = _ROOT.search(text)
    if root is None or re.search(rf"</{re.escape(root[1])}\s*>", text[-_TAIL_CHARS:]):
        return None
    edges = [found.end() for found in _ENTRY_END.finditer(text)]
    if not edges:
        edges = [found.start() for found in _ENTRY.finditer(text)][:1]
    return text[: edges[-1]] if edges else None
