"""OPML 2.0: subscriptions as other readers write them, and ours so that others can read them.

Folders and categories are tags. What OPML has no word for (kind, country, interval, selector,
networks, exact names and tags) stands in attributes of a namespace of ours, which other readers
pass over, so that what was written is read back without loss.
Source: http://opml.org/spec2.opml, "Subscription lists", and the exports of common readers.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from monitor.config.addresses import complaint_about, read_network
from monitor.config.convert import source_of
from monitor.config.findings import Findings, Table
from monitor.config.models import SourceModel
from monitor.config.naming import name_for
from monitor.config.spans import format_span
from monitor.config.validate import validated
from monitor.errors import ParseError
from monitor.records import Source
from monitor.urls import canonical

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "urn:monitor:opml:1"
BYTES_LIMIT = 16 * 2**20  # of a file; 50,000 subscriptions
DEPTH_LIMIT = 32  # folders in folders; readers show three
OUTLINES_LIMIT = 50_000
TAGS_LIMIT = 50  # of one subscription

_FOLDERS = 8  # of one source, when we write; the tags beyond stand in its attributes alone
_OPENING = re.compile(r"<(?:[\w.-]+:)?opml[\s>]|<(?:[\w.-]+:)?outline[\s>/]", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"^(?:feed|pcast|itpc):(?://)?", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("[%,\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")


@dataclass(frozen=True, slots=True)
class Turned:
    """A subscription that was not taken over, and why."""

    name: str  # as the file has it, else its address
    why: str


@dataclass(slots=True)
class Imported:
    """What a file of subscriptions holds, seen from the sources that there are."""

    added: list[Source] = field(default_factory=list)
    known: list[Turned] = field(default_factory=list)
    refused: list[Turned] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One subscription as it stands in the file; attribute names in lower case, ours apart."""

    words: Mapping[str, str]
    own: Mapping[str, str]
    folders: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.words.get("title") or self.words.get("text") or ""

    @property
    def url(self) -> str:
        is_ours = "kind" in self.own or "url" in self.own
        given = self.own.get("url") or self.words.get("xmlurl")
        return (given or (self.words.get("url", "") if is_ours else "")).strip()


# ------------------------------------------------------------------ in
def read_opml(
    body: bytes,
    *,
    file: str,
    present: Sequence[Source] = (),
    allow_addresses: Sequence[str] = (),
    is_trusted: bool = False,
) -> Imported:
    """The subscriptions in `body`, told apart from those that are `present` already.

    `allow_addresses` are networks (CIDR) that may be reached besides public ones. Only a file that
    `is_trusted` may open networks of its own, or leave a certificate unchecked.

    Raises:
        ParseError: it is no OPML, too large or nested too deep, or it declares entities.
    """
    imported = Imported()
    by_address = {canonical(source.url): f"source {source.name!r}" for source in present}
    taken = {source.name for source in present}
    for entry in _entries(_tree(body, file), file):
        label = entry.label or entry.url
        source = _source(entry, taken, allow_addresses)
        if not is_trusted and not isinstance(source, str) and _is_bold(source):
            source = (
                "it opens a private network or leaves certificates unchecked; give --trusted if "
                "the file is your own"
            )
        if isinstance(source, str):
            imported.refused.append(Turned(label, source))
        elif other := by_address.get(canonical(source.url)):
            imported.known.append(Turned(label, f"{other} has this address"))
        else:
            by_address[canonical(source.url)] = f"{label!r} above"
            taken.add(source.name)
            imported.added.append(source)
    return imported


def _tree(body: bytes, file: str) -> "etree._Element":
    """The root of the document, read without obeying anything in it."""
    from lxml import etree

    from monitor.parse import scan
    from monitor.parse.charset import decode

    if len(body) > BYTES_LIMIT:
        raise ParseError(
            f"{file!r} has more than {BYTES_LIMIT:,} bytes; give it in parts", kind="limit"
        )
    text = decode(body, content_type=None, markup="xml")
    if not _OPENING.search(text[:100_000]):
        raise ParseError(
            f"{file!r} is not OPML but {scan.seen_in(text)}; give what a feed reader exports, or "
            "add a single address with `monitor sources add`",
            kind="not-readable",
        )
    safe = scan.undeclared(scan.mended(scan.safe_xml(text, file)).strip())
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(safe.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ParseError(f"{file!r} is broken from its first element on", kind="not-readable")
    return root


def _entries(root: "etree._Element", file: str) -> Iterator[_Entry]:
    """Every outline that is no folder, in the order of the file, with the folders around it."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [(root, ())]
    seen = 0
    while waiting:
        node, folders = waiting.pop()
        if len(folders) > DEPTH_LIMIT:
            raise ParseError(
                f"{file!r} has folders nested more than {DEPTH_LIMIT} deep; is it a list of "
                "subscriptions",
                kind="limit",
            )
        inner = folders
        if _local(node.tag) == "outline":
            seen += 1
            if seen > OUTLINES_LIMIT:
                raise ParseError(
                    f"{file!r} has more than {OUTLINES_LIMIT:,} outlines; give it in parts",
                    kind="limit",
                )
            entry = _entry(node, folders)
            if entry.url or not len(node):
                yield entry
            if len(node):
                inner = (*folders, "" if entry.url else entry.label)
        waiting += [(child, inner) for child in reversed(node) if isinstance(child.tag, str)]


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()


def _entry(node: "etree._Element", folders: tuple[str, ...]) -> _Entry:
    words, own = {}, {}
    for name, value in node.attrib.items():
        space, _, local = str(name).rpartition("}")
        if space.removeprefix("{") == NAMESPACE:
            own[local.lower()] = unquote(str(value))
        elif not space:
            words[local.lower()] = " ".join(str(value).split())
    if "tags" in own:  # split before it is unquoted: a tag may hold a comma
        own["tags"] = str(node.get(f"{{{NAMESPACE}}}tags", ""))
    return _Entry(words, own, folders)


def _source(entry: _Entry, taken: Collection[str], allow_addresses: Sequence[str]) -> Source | str:
    """The source that an entry describes, or why it describes none."""
    if not entry.url:
        if entry.words.get("htmlurl") or entry.words.get("url"):
            page = entry.words.get("htmlurl") or entry.words.get("url")
            return f"it has no feed (xmlUrl); try: monitor sources add {page}"
        return "it has no address (xmlUrl)"
    url = _address(entry.url)
    name = entry.own.get("name", "")
    if not name:
        language = _language(entry.words.get("language"))
        name = name_for(url, title=entry.label, language=language, taken=taken)
    elif name in taken:
        name = next(other for at in count(2) if (other := f"{name}-{at}") not in taken)
    keys = {"name": name, "url": url, **_more(entry)}
    return source_from(keys, allow_addresses=allow_addresses)


def _is_bold(source: Source) -> bool:
    """Whether it asks for more than a stranger's file may have."""
    return bool(source.allow_addresses) or not source.verify_tls


def _address(text: str) -> str:
    """An address as a source may have it; readers write ``feed://`` or leave the scheme out."""
    rest = _FEED_SCHEME.sub("", text)
    if rest != text and _SCHEME.match(rest) and not rest.lower().startswith(("http:", "https:")):
        return rest
    return rest if "://" in rest else f"https://{rest.lstrip('/')}"


def _more(entry: _Entry) -> dict[str, object]:
    own = entry.own
    found: dict[str, object] = {
        key: own[key]
        for key in ("kind", "country", "every", "select", "select_title", "select_date")
        if own.get(key)
    }
    if language := own.get("language") or _language(entry.words.get("language")):
        found["language"] = language
    if tags := _tags(entry):
        found["tags"] = tags
    if networks := own.get("allow_addresses", "").split():
        found["allow_addresses"] = networks
    if own.get("verify_tls") == "false":
        found["verify_tls"] = False
    return found


def _tags(entry: _Entry) -> list[str]:
    """Folders and categories, each once, in this order; ours exactly as they were written."""
    if "tags" in entry.own:
        return [unquote(tag) for tag in entry.own["tags"].split(",") if tag]
    categories = entry.words.get("category", "").replace(",", "/").split("/")
    words = (word.strip() for word in (*entry.folders, *categories))
    return list(dict.fromkeys(word for word in words if word))[:TAGS_LIMIT]


def _language(tag: str | None) -> str | None:
    found = _LANGUAGE.fullmatch(tag or "")
    return found[1].lower() if found else None


def source_from(keys: Mapping[str, object], *, allow_addresses: Sequence[str] = ()) -> Source | str:
    """The source that a table with these keys describes, or what is wrong with it."""
    findings, table = Findings("", ""), Table("source", 0, dict(keys))
    model = validated(table, SourceModel, findings)
    if not isinstance(model, SourceModel):
        return "; ".join(text.partition(f"{table.label}: ")[2] for _, text in findings.errors)
    networks = [read_network(text) for text in (*model.allow_addresses, *allow_addresses)]
    if complaint := complaint_about(model.url, allowed=networks):
        return f"its address {model.url!r} cannot be asked: {complaint}"
    return source_of(model)


# ------------------------------------------------------------------ out
def write_opml(sources: Iterable[Source], *, title: str, created: str) -> str:
    """The sources as OPML 2.0, in folders by their tags; `created` as RFC 822 has dates."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:monitor="{NAMESPACE}">',
        f"  <head><title>{_plain(title)}</title><dateCreated>{_plain(created)}</dateCreated>"
        "<docs>http://opml.org/spec2.opml</docs></head>",
        "  <body>",
    ]
    lines += _folder(list(sources), depth=0)
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _folder(sources: Sequence[Source], *, depth: int) -> Iterator[str]:
    """What stands in one folder: its sources, and below each tag's folder those that go on."""
    indent = "  " * (depth + 2)
    inner: dict[str, list[Source]] = {}
    for source in sources:
        if depth < min(len(source.tags), _FOLDERS):
            inner.setdefault(source.tags[depth], []).append(source)
        else:
            yield f"{indent}<outline {_attributes(source)}/>"
    for tag, within in inner.items():
        yield f'{indent}<outline text="{_plain(tag)}" title="{_plain(tag)}">'
        yield from _folder(within, depth=depth + 1)
        yield f"{indent}</outline>"


def _attributes(source: Source) -> str:
    is_page = source.kind in {
        "listing",
        "page",
        "sitemap",
    }  # what no feed reader could subscribe to
    words = {
        "text": source.name,
        "title": source.name,
        "type": "link" if is_page else "rss",
        "url" if is_page else "xmlUrl": source.url,
        "language": source.language,
        "category": "".join(f"/{tag}" for tag in source.tags),
    }
    own = {
        "name": _quoted(source.name),
        "url": _quoted(source.url) if _NOT_XML.search(source.url) else None,
        "kind": source.kind,
        "language": source.language,
        "country": source.country,
        "every": format_span(source.every) if source.every else None,
        "select": _quoted(source.select or ""),
        "select_title": _quoted(source.select_title or ""),
        "select_date": _quoted(source.select_date or ""),
        "tags": ",".join(_quoted(tag) for tag in source.tags),
        "allow_addresses": " ".join(source.allow_addresses),
        "verify_tls": None if source.verify_tls else "false",
    }
    given = {**words, **{f"monitor:{key}": value for key, value in own.items()}}
    return " ".join(f'{key}="{_plain(value)}"' for key, value in given.items() if value)


def _plain(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text), quote=True)


def _quoted(text: str) -> str:
    """`text` with percent escapes for what XML cannot carry, for commas and the escape itself."""
    return _ESCAPED.sub(lambda found: quote(found[0], safe=""), text)
