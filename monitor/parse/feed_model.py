"""What every feed format is read into, and the finishing that all of them share."""

import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

from monitor.dates import read_date
from monitor.parse import limits
from monitor.records import Draft, Enclosure, Moment
from monitor.text import clean_title, plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed document. `entries` keep the document's order."""

    title: str | None = None
    link: str | None = None  # the site that the feed belongs to
    subtitle: str | None = None
    language: str | None = None
    updated: Moment | None = None
    entries: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """One entry as its elements are met; :func:`draft_of` makes the draft of it."""

    guid: str | None = None
    guid_is_link: bool | None = None  # isPermaLink as stated
    links: list[str] = field(default_factory=list)  # absolute, best first
    original: str | None = None  # feedburner:origLink, before redirection services
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    created: str | None = None
    updated: str | None = None
    dated: str | None = None  # dc:date, which does not say which of the two it is
    tags: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    language: str | None = None


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WINDOWS = re.compile("[\x80-\x9f]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE_TAG = re.compile(r"<!--|-->|<(/?)(?:script|style)\b[^<>]*>", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(rf"https?://[a-z0-9][!-Z^-~]{{0,{limits.MAX_URL_CHARS // 2}}}")
# What no address may show: spaces, controls, and marks that turn the direction of what follows.
_UNPRINTED = re.compile(r"[\s\x80-\x9f\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_HTTP = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


def absolute(base: str | None, reference: str | None) -> str | None:
    """`reference` seen from `base`, or None unless that is an http or https address."""
    if not reference:
        return None
    if _PLAIN_ADDRESS.fullmatch(reference):
        return reference
    address = _CONTROLS.sub("", reference).strip()
    try:
        if not _HTTP.match(address):
            address = urljoin(base or "", address)
        if "[" in address or "]" in address or not address.isascii():
            urlsplit(address)
    except ValueError:  # "http://[", and letters that imitate a delimiter
        return None
    if not _HTTP.match(address) or len(address) > limits.MAX_URL_CHARS:
        return None
    return _UNPRINTED.sub(_percent, address)


def _percent(found: re.Match[str]) -> str:
    return "%20" if found[0].isspace() else quote(found[0])


def cleaned(text: str | None, limit: int = limits.MAX_TEXT_CHARS) -> str | None:
    """`text` without control characters and code, cut at `limit`; None where nothing is left."""
    if text is None:
        return None
    # Most texts are cleared by a look that costs a tenth of a regular expression.
    if not text.isprintable() and _UNSEEN.search(text):
        text = _WINDOWS.sub(_meant, _CONTROLS.sub("", text))
    if "<s" in text or "<S" in text or "<!--" in text:
        text = "".join(_without_code(text))
    return text[:limit].strip() or None


def _without_code(text: str) -> Iterable[str]:
    """The stretches outside of scripts, styles and comments that never end.

    A stray end excuses one beginning. Source: feedparser counts the same way (sanitizer.py,
    unacceptablestack).
    """
    depth = start = 0
    last_end = text.rfind("-->")
    in_comment = False
    for tag in _CODE_TAG.finditer(text):
        opens = tag[0] == "<!--"
        if tag[1] is None and (not opens or tag.start() < last_end):
            in_comment = opens
            continue
        if in_comment or tag.start() < start:
            continue
        if depth <= 0:
            yield text[start : tag.start()]
        start = tag.end()
        if opens:
            start = text.find(">", start) + 1 or len(text)
        else:
            depth = depth - 1 if tag[1] else min(depth + 1, 1)
    if depth <= 0:
        yield text[start:]


def _meant(found: re.Match[str]) -> str:
    """The letter of windows-1252 that a control character of Latin-1 was meant to be."""
    return found[0].encode("latin-1").decode("cp1252", "ignore")


def moment_of(stated: str | None, now: dt.datetime | None) -> Moment | None:
    """The time that a feed states; without `now` only a time that says its own day."""
    if not stated:
        return None
    text = " ".join(stated[: 2 * limits.MAX_WORD_CHARS].split())
    if now is not None:
        return read_date(text, now=now)
    # A date that depends on the present reads otherwise in another year; it is not used then.
    one, two = (
        read_date(text, now=dt.datetime(year, 3, 1, tzinfo=dt.UTC)) for year in (2001, 2012)
    )
    return one if one == two else None


def draft_of(entry: Entry, *, site: str | None, now: dt.datetime | None) -> Draft:
    """The draft of one entry, with what is missing taken from what is there."""
    link = entry.original or _link(entry)
    enclosures = tuple(entry.enclosures[: limits.MAX_ENCLOSURES])
    if link is None and enclosures:
        link = enclosures[0][0]
    summary, content = cleaned(entry.summary), cleaned(entry.content)
    url = link or site
    title = title_of(entry.title)
    return Draft(
        guid=_guid(entry.guid),
        url=url,
        title=title or _opening(summary or content) or (link and title_of_address(link)),
        summary=summary or content,
        content=content,
        authors=_distinct(entry.authors, limits.MAX_AUTHORS),
        published=moment_of(entry.published or entry.created or entry.dated, now),
        updated=moment_of(entry.updated or entry.dated, now),
        tags=_distinct(entry.tags, limits.MAX_TAGS),
        enclosures=enclosures,
        language=entry.language,
    )


def title_of(markup: str | None, *, limit: int = limits.MAX_TITLE_CHARS) -> str | None:
    """One clean line, or None where nothing can be seen."""
    text = cleaned(markup, limits.MAX_TITLE_CHARS * 64)
    return (text and clean_title(text, limit=limit)) or None


def title_of_address(url: str) -> str | None:
    """An address on one line, for what has neither a title nor a text."""
    return title_of(html.escape(url, quote=False))


def name_of(markup: str | None) -> str | None:
    """A feed's name on one line: its words, or its markup where it holds some."""
    text = cleaned(markup, limits.MAX_TITLE_CHARS)
    if text and not ("<" in text and ">" in text):
        text = plain_text(text)
    return " ".join(text.split()) if text else None


def _link(entry: Entry) -> str | None:
    if entry.links:
        return entry.links[0]
    if entry.guid and entry.guid_is_link is not False and _HTTP.match(entry.guid.strip()):
        return absolute(None, entry.guid)
    return None


def _guid(guid: str | None) -> str | None:
    """The guid, or its hash where it is longer than any honest one."""
    text = cleaned(guid, limits.MAX_TEXT_CHARS * 10)
    if text is None or len(text) <= limits.MAX_GUID_CHARS:
        return text
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
    return f"blake2b:{digest}"


def _opening(text: str | None) -> str | None:
    """The first words of a text, for an entry without a title."""
    if not text:
        return None
    plain = " ".join(plain_text(text[:4_000]).split())
    if len(plain) <= 100:
        return plain or None
    return plain[:100].rsplit(" ", 1)[0] + "…"


def _distinct(words: Sequence[str], limit: int) -> tuple[str, ...]:
    if not words:
        return ()
    if len(words) <= _FEW and sum(map(len, words)) <= limits.MAX_WORD_CHARS:
        return _few(tuple(words))
    return _all_distinct(words, limit)


_FEW = 8


@lru_cache(maxsize=512)  # a newsroom has a few authors and a few sections
def _few(words: tuple[str, ...]) -> tuple[str, ...]:
    return _all_distinct(words, _FEW)


def _all_distinct(words: Iterable[str], limit: int) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for word in words:
        text = cleaned(word, limits.MAX_WORD_CHARS)
        if text:
            seen[" ".join(text.split())] = None
        if len(seen) == limit:
            break
    return tuple(seen)


def capped(feed: Feed, total: int) -> Feed:
    """`feed` with at most MAX_ENTRIES entries, and a note of what was left out."""
    if total <= limits.MAX_ENTRIES:
        return feed
    note = f"{total:,} entries, the first {limits.MAX_ENTRIES:,} kept"
    return replace(feed, entries=feed.entries[: limits.MAX_ENTRIES], notes=(*feed.notes, note))
