"""Drafts with everything that can be asked about them: plain words, names and hashes."""

import base64
import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.identify import wording
from monitor.identify.keys import COPY_WORDS, content_keys, digest
from monitor.records import AliasKey, Candidate, ContentKeys, Draft, Item, Moment, Probe, Source
from monitor.text import clean_title, fold, plain_text
from monitor.urls import canonical, registrable_host, site

COPY_WINDOW = dt.timedelta(hours=72)
_GUID_LIMIT = 200  # characters kept as they are; longer ones are hashed
_URL_LIMIT = 1_000
_MARKUP_LIMIT = 1_000_000  # characters of markup read; more is no article
_SUMMARY_LIMIT = 20_000
_CONTENT_LIMIT = 200_000
_BORROWED_TITLE = 120  # characters of the text that stand in for a missing title
_SHARED_BY = 3  # entries of one document that share a name before the name is worthless


def candidates(
    source: Source, drafts: Iterable[Draft], *, now: dt.datetime, is_page: bool = False
) -> tuple[Candidate, ...]:
    """The entries of one document, each once, in the document's order.

    Entries with the same address, or the same guid and the same words, are one. A guid or an
    address that stands on different entries names none of them. An entry without any word or
    name is left out. Of a watched page (`is_page`) the paragraphs stay apart.
    """
    publishers = wording.publisher_names(
        source.name, registrable_host(source.url), site(source.url)
    )
    read = [_read(source, draft, publishers, now) for draft in drafts]
    if is_page:
        read = [replace(each, content=_paragraphs(each.draft.content or "")) for each in read]
    told = _folded([each for each in read if each.title])
    return tuple(_named(source, told))


def probe(source: Source, candidates: Sequence[Candidate], *, now: dt.datetime) -> Probe:
    """Everything to ask the store about one document."""
    aliases = dict.fromkeys(alias for each in candidates for alias in each.aliases)
    copies = dict.fromkeys(each.keys.copy_key for each in candidates if each.keys.copy_key)
    return Probe(
        source=source.name,
        aliases=tuple(aliases),
        copy_keys=tuple(copies),
        copies_since=now - COPY_WINDOW,
        text_keys=frozenset(each.keys.text_key for each in candidates),
    )


def item_id(source: Source, candidate: Candidate) -> str:
    """16 letters and digits, made of the source's name and the strongest alias: never counted."""
    return salted_id(source, candidate, 0)


def salted_id(source: Source, candidate: Candidate, salt: int) -> str:
    """Another id for the same candidate, where the first one is taken."""
    alias = candidate.aliases[0]
    parts = [source.name, alias.scope, alias.kind, alias.value]
    if salt:
        parts += [candidate.keys.title_key, str(salt)]
    raw = hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=10).digest()
    return base64.b32encode(raw).decode("ascii").lower()


def folded_aliases(item: Item) -> tuple[AliasKey, ...]:
    """The names of a kept item that depend on how text is folded, for a rebuild of keys."""
    keys = content_keys(item.title, item.summary, item.content)
    is_short = _is_short(item.title, item.summary, item.content)
    return _worded(item.source, keys, item.published, is_short=is_short)


# ------------------------------------------------------------------ one draft
def _read(source: Source, draft: Draft, publishers: frozenset[str], now: dt.datetime) -> Candidate:
    lead = "" if draft.summary == draft.content else draft.summary or ""  # one text is one text
    summary = plain_text(lead[:_MARKUP_LIMIT])[:_SUMMARY_LIMIT]
    content = plain_text((draft.content or "")[:_MARKUP_LIMIT])[:_CONTENT_LIMIT]
    title = wording.without_publisher(clean_title(draft.title or ""), publishers)
    title = title or clean_title(summary or content, limit=_BORROWED_TITLE)
    title = title or clean_title(draft.url or draft.guid or "")
    return Candidate(
        draft=draft,
        title=title,
        summary=summary,
        content=content,
        aliases=_aliases(source, draft),
        keys=content_keys(title, summary, content, day=day_of(draft.published)),
        first_seen=now,
    )


def _paragraphs(markup: str) -> str:
    parts = (plain_text(each) for each in markup[:_MARKUP_LIMIT].split("\n\n"))
    return "\n\n".join(filter(None, parts))[:_CONTENT_LIMIT]


def _aliases(source: Source, draft: Draft) -> tuple[AliasKey, ...]:
    """The names a publisher gave: address and guid."""
    aliases = list(url_aliases(draft.url, _site_scope(source.url))) if draft.url else []
    guid = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", "", draft.guid or "").strip()
    if guid:
        value = guid if len(guid) <= _GUID_LIMIT else digest(guid)
        aliases.append(AliasKey(source.name, "guid", value))
    return tuple(aliases)


def url_aliases(url: str, scope: str) -> tuple[AliasKey, ...]:
    """The name that an address gives within a scope; a front page names nothing."""
    if _is_home(name := canonical(url)):
        return ()
    return (AliasKey(scope, "url", name if len(name) <= _URL_LIMIT else digest(name)),)


def names_of_page(source: Source, url: str) -> tuple[AliasKey, ...]:
    """The names under which entries of a source, and of the page's own site, may bear it."""
    scopes = dict.fromkeys((_site_scope(source.url), _site_scope(url)))
    return tuple(alias for scope in scopes for alias in url_aliases(url, scope))


@lru_cache(maxsize=1024)  # one address for all entries of a source
def _site_scope(url: str) -> str:
    return f"site:{site(url)}"


def _is_home(url: str) -> bool:
    """Whether an address leads to the front page: it names no article."""
    return re.fullmatch(r"https://[^/?#]*/", url) is not None


def day_of(published: Moment | None) -> str:
    """The stated day, or month where that is all there is; "" if none is stated."""
    if published is None:
        return ""
    return published.at.isoformat()[: 7 if published.precision == "month" else 10]


def _worded(
    scope: str, keys: ContentKeys, published: Moment | None, *, is_short: bool
) -> tuple[AliasKey, ...]:
    """The names that the words themselves make."""
    dated = AliasKey(scope, "title_date", digest(f"{keys.title_key}\n{day_of(published)}"))
    if is_short:
        return (dated,)
    return dated, AliasKey(scope, "title_text", digest(f"{keys.title_key}\n{keys.text_key}"))


def _is_short(*texts: str) -> bool:
    """Whether all the words together are too few to tell one article from another."""
    count = 0
    for text in texts:  # as a rule the title decides, and the rest need not be folded
        count += len(fold(text).split())
        if count >= COPY_WORDS:
            return False
    return True


# ------------------------------------------------------------------ one document
def alias_of(candidate: Candidate, kind: str) -> AliasKey | None:
    """The candidate's alias of one kind."""
    return next((alias for alias in candidate.aliases if alias.kind == kind), None)


def _folded(read: Sequence[Candidate]) -> list[Candidate]:
    """Entries that are one article become one; the first one leads, later ones fill its gaps."""
    titles: dict[AliasKey, set[str]] = {}
    for each in read:
        for alias in each.aliases:
            titles.setdefault(alias, set()).add(each.keys.title_key)
    kept: dict[object, Candidate] = {}
    for at, each in enumerate(read):
        key = _same_as(each, titles) or at
        kept[key] = _fill(kept[key], each) if key in kept else each
    return list(kept.values())


def _same_as(candidate: Candidate, titles: dict[AliasKey, set[str]]) -> object:
    """What an entry shares with any other entry that is the same article; None if nothing."""
    url, guid = alias_of(candidate, "url"), alias_of(candidate, "guid")
    words = (candidate.keys.title_key, candidate.keys.text_key)
    if url is not None and len(titles[url]) == 1:
        return url
    if url is not None:
        # A picture and a headline that link to one page, or an edit beside its first version.
        return (url, guid) if len(titles[url]) < _SHARED_BY else (url, guid, words[0])
    return (guid, words) if guid is not None else None


def _fill(first: Candidate, later: Candidate) -> Candidate:
    """The first of two entries of one article, with the text that only the later one has."""
    summary, content = first.summary or later.summary, first.content or later.content
    if (summary, content) == (first.summary, first.content):
        return first
    day = day_of(first.draft.published)
    keys = content_keys(first.title, summary, content, day=day)
    return replace(first, summary=summary, content=content, keys=keys)


def shared_guids(told: Sequence[Candidate]) -> frozenset[AliasKey]:
    """The guids of a document that name no single entry: all of them, if that is its habit."""
    guids = [alias for each in told if (alias := alias_of(each, "guid"))]
    counts = Counter(guids)
    shared = {guid for guid, count in counts.items() if count > 1}
    repeats = sum(counts[guid] for guid in shared)
    if repeats >= _SHARED_BY or 2 * repeats > len(told):
        return frozenset(counts)
    return frozenset(shared)


def _shared_urls(told: Sequence[Candidate]) -> frozenset[AliasKey]:
    counts = Counter(alias for each in told if (alias := alias_of(each, "url")))
    return frozenset(url for url, count in counts.items() if count > 1)


def _named(source: Source, told: Sequence[Candidate]) -> Iterable[Candidate]:
    """Candidates with the aliases that name them and nothing else, strongest first."""
    worthless = shared_guids(told) | _shared_urls(told)
    for each in told:
        given = (alias for alias in each.aliases if alias not in worthless)
        is_short = _is_short(each.title, each.summary, each.content)
        worded = _worded(source.name, each.keys, each.draft.published, is_short=is_short)
        yield replace(each, aliases=(*given, *worded))
