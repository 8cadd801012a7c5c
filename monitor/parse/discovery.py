"""Where a site may keep what it publishes: the places that a page names, and the usual ones.

Nothing is asked here. What was found is ranked by how much it can be trusted: a feed, a news
sitemap, a list of headlines on the page, the page itself, a plain sitemap.
"""

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from monitor.parse.tongue import language_of, primary
from monitor.records import Draft, Moment, Reading, SourceKind
from monitor.text import plain_text
from monitor.urls import absolute, canonical, site

LEADS_LIMIT = 6  # feeds that a page names; more are those of its sections
SITEMAPS_LIMIT = 50  # lines of robots.txt
STALE = dt.timedelta(days=60)  # without a new entry a feed is one that nobody fills any more
_CHARS = 2_000_000  # of a page; its head is in the first few thousand
_SAMPLE = 3
_HEADLINE_CHARS = 25  # the middle title of a list that has no dates and is one of news

_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
_UNSEEN = re.compile(
    r"<(script|style|noscript|template|svg)\b(?:.*?</\1\s*>|.*)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<(link|a|base|html|meta)\s([^<>]{1,3000})>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,3000}>")
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_FEED_TYPE = re.compile(r"\s*(?:application/(?:rss|atom|rdf|feed)\b|text/rss|application/x\.atom)")
_LOOSE_TYPE = re.compile(r"\s*(?:text|application)/(?:xml|json)\s*(?:;|$)")
_FEED_ADDRESS = re.compile(
    r"(?:^|[/.?&=_-])(?:rss|feeds?|atom|rdf)(?:[/.?&=_-]|\d*\.?xml|\d{0,2}$|$)|[?&]format=feed\b",
    re.IGNORECASE,
)
_NO_FEED = re.compile(
    r"oembed|wp-json|\.(?:png|svg|jpe?g|gif|ico|css|js|pdf|mp3)(?:\?|$)|^https?://[^/]*"
    r"(?:facebook|twitter|x|telegram|feedly|inoreader|apple|google)\.(?:com|me)/",
    re.IGNORECASE,
)
_OF_COMMENTS = re.compile(r"comment|комментар|yorum|şərh|კომენტარ|մեկնաբան", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_NEWS = re.compile(r"news|latest", re.IGNORECASE)
_SYSTEMS = (  # what a page shows of the system that made it, and where that keeps its feed
    (re.compile(r"/wp-(?:content|includes)/"), ("feed/", "?feed=rss2")),
    (re.compile(r"/media/(?:jui|system|vendor)/|Joomla!"), ("?format=feed&type=rss",)),
    (re.compile(r"/sites/(?:default|all)/|drupal", re.IGNORECASE), ("rss.xml",)),
    (re.compile(r"/bitrix/"), ("rss/",)),
    (re.compile(r"blogger\.com|blogspot"), ("feeds/posts/default",)),
    (re.compile(r"""content=["']Ghost"""), ("rss/",)),
    (re.compile(r"""content=["']Hugo"""), ("index.xml",)),
)
_FEED_PATHS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "feed.json", "index.xml")
_SITEMAP_PATHS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap.xml")
_HOMES = {"am": "AM", "az": "AZ", "ge": "GE", "ru": "RU", "tr": "TR", "ir": "IR", "ua": "UA"}
_EDITION = re.compile(r"(?!rss$)[a-z]{2,3}")
_SHELL_CHARS = 500  # of visible text; any page with news on it has more
_SHELL_LINKS = 10

Origin = Literal["given", "named", "usual", "page"]
_TRUST: Sequence[tuple[SourceKind, bool]] = (
    ("feed", True),
    ("sitemap", True),
    ("listing", True),
    ("page", True),
    ("listing", False),
    ("sitemap", False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address at which something may be found."""

    url: str
    kind: SourceKind  # what is hoped for; auto: whatever it is
    origin: Origin
    why: str  # in words: who says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a source at this address would give."""

    lead: Lead
    url: str  # where it was found, after redirects that are for good
    reading: Reading
    kind: SourceKind
    language: str | None
    newest: Moment | None  # of the stated dates, those ahead of now left out
    is_sure: bool  # False: a list that may be navigation, a sitemap without titles
    is_stale: bool

    @property
    def titles(self) -> tuple[str, ...]:
        """The first few titles, as plain text."""
        shown = (plain_text(draft.title or "") for draft in self.reading.drafts)
        return tuple(title for title in shown if title)[:_SAMPLE]


# ------------------------------------------------------------------ what a page names
def feeds_of_page(text: str, *, url: str) -> tuple[Lead, ...]:
    """The feeds that a page names in its head, then those that it links to; the likeliest first."""
    tags = list(_tags(text))
    base = next((absolute(url, a["href"]) for t, a in tags if t == "base" and "href" in a), None)
    once: dict[str, Lead] = {}
    for lead in (*_alternates(tags, base or url), *_linked(tags, base or url)):
        once.setdefault(canonical(lead.url), lead)
    once.pop(canonical(url), None)
    return tuple(sorted(once.values(), key=lambda lead: _unlikely(lead, url)))[:LEADS_LIMIT]


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _TAG.finditer(_COMMENT.sub("", text[:_CHARS])):
        yield found[1].lower(), _attributes(found[2])


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(one or two or three).strip()
        for name, one, two, three in _ATTRIBUTE.findall(text)
    }


def _alternates(tags: Iterable[tuple[str, dict[str, str]]], base: str) -> Iterator[Lead]:
    for tag, words in tags:
        if tag != "link" or not {"alternate", "feed"} & set(words.get("rel", "").lower().split()):
            continue
        href, kind = words.get("href", ""), words.get("type", "").lower()
        named = _FEED_TYPE.match(kind) or "feed" in words.get("rel", "").lower()
        hinted = _LOOSE_TYPE.match(kind) and _FEED_ADDRESS.search(href)
        url = absolute(base, href)
        if url and (named or hinted) and not _NO_FEED.search(url) and not _is_of_comments(words):
            yield Lead(url=url, kind="feed", origin="named", why="the page names it as its feed")


def _linked(tags: Iterable[tuple[str, dict[str, str]]], base: str) -> Iterator[Lead]:
    """Links whose address looks like that of a feed, on the same site."""
    for tag, words in tags:
        href = words.get("href", "") if tag == "a" else ""
        if not href or not _FEED_ADDRESS.search(href) or _is_of_comments(words):
            continue
        url = absolute(base, href)
        if url and not _NO_FEED.search(url) and site(url) == site(base):
            yield Lead(url=url, kind="feed", origin="named", why="the page links to it")


def _is_of_comments(words: Mapping[str, str]) -> bool:
    return bool(_OF_COMMENTS.search(f"{words.get('title', '')} {words.get('href', '')}"))


def _unlikely(lead: Lead, page: str) -> tuple[bool, int]:
    """Sorts the feed of the page's own section first where the page is one of a section."""
    section = [part for part in urlsplit(page).path.split("/") if part]
    own = [part for part in urlsplit(lead.url).path.split("/") if part]
    shared = 0
    while shared < min(len(section), len(own)) and section[shared] == own[shared]:
        shared += 1
    return lead.why != "the page names it as its feed", -shared


# ------------------------------------------------------------------ where it usually is
def usual_feeds(url: str, *, text: str = "") -> tuple[Lead, ...]:
    """Where sites keep a feed that they do not name: by the system of the page, then by habit."""
    head = text[:_CHARS]
    paths = [path for sign, own in _SYSTEMS if sign.search(head) for path in own]
    root, folder = _root(url), _folder(url)
    places = [f"{folder}{path}" for path in ("feed", "rss")] if folder != root else []
    places = [*(f"{root}{path}" for path in paths), *places]
    places += [f"{root}{path}" for path in _FEED_PATHS]
    once: dict[str, str] = {}
    for place in places:
        once.setdefault(canonical(place), place)
    why = "it stands where sites usually keep their feed"
    return tuple(Lead(url=place, kind="feed", origin="usual", why=why) for place in once.values())


def usual_sitemaps(url: str) -> tuple[Lead, ...]:
    """Where sites keep a sitemap that robots.txt does not name."""
    why = "it stands where sites usually keep their sitemap"
    return tuple(
        Lead(url=f"{_root(url)}{path}", kind="sitemap", origin="usual", why=why)
        for path in _SITEMAP_PATHS
    )


def sitemaps_of_robots(text: str, *, url: str) -> tuple[Lead, ...]:
    """The sitemaps that a robots.txt names, those of news first. Source: sitemaps.org, 2008."""
    found = [absolute(url, line) for line in _SITEMAP_LINE.findall(text)[:SITEMAPS_LIMIT]]
    urls = sorted(
        dict.fromkeys(each for each in found if each), key=lambda each: not _NEWS.search(each)
    )
    why = "robots.txt names it"
    return tuple(Lead(url=each, kind="sitemap", origin="named", why=why) for each in urls)


def best_child(reading: Reading, *, of: Lead) -> tuple[Lead, bool]:
    """The sitemap of an index to look at, and whether it is the one that is made for news."""
    urls = [child.url for child in reading.children]
    news = next((url for url in urls if _NEWS.search(urlsplit(url).path)), None)
    why = f"{of.why}, in an index"
    return Lead(url=news or urls[0], kind="sitemap", origin=of.origin, why=why), news is not None


def home_of(url: str) -> str:
    """The address of the site's first page."""
    return _root(url)


def edition_of(url: str) -> str:
    """The first page of the edition that an address belongs to: /en/ of /en/rss.xml."""
    first = urlsplit(url).path.strip("/").partition("/")[0]
    return f"{_root(url)}{first}/" if _EDITION.fullmatch(first) else _root(url)


def robots_of(url: str) -> str:
    """Where a site says which programs it lets in."""
    return f"{_root(url)}robots.txt"


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _folder(url: str) -> str:
    """The folder that a page stands for: /en/ of /en, /news/ of /news/index.html."""
    path = urlsplit(url).path
    last = path.rpartition("/")[2]
    kept = path.removesuffix(last) if "." in last else f"{path.rstrip('/')}/"
    return f"{_root(url)}{kept.lstrip('/')}"


# ------------------------------------------------------------------ what a page is
def is_shell(text: str) -> bool:
    """Whether a page holds next to nothing until a browser has run its scripts."""
    head = _COMMENT.sub("", text[:_CHARS])
    if "<script" not in head.lower():
        return False
    seen = _UNSEEN.sub(" ", head.partition("<body")[2] or head)
    links = sum(found[1].lower() == "a" for found in _TAG.finditer(seen))
    return links < _SHELL_LINKS and len(" ".join(_ANY_TAG.sub(" ", seen).split())) < _SHELL_CHARS


def address_in(text: str) -> str | None:
    """The address that a saved page says is its own."""
    for tag, words in _tags(text):
        is_own = tag == "link" and "canonical" in words.get("rel", "").lower().split()
        if is_own or (tag == "meta" and words.get("property") == "og:url"):
            url = absolute("", words.get("href") or words.get("content") or "")
            if url:
                return url
    return None


def title_in(text: str) -> str | None:
    """The name of the site as a page gives it, else the page's own title."""
    metas = {
        words.get("property", words.get("name", "")).lower(): words.get("content", "")
        for tag, words in _tags(text)
        if tag == "meta"
    }
    title = _TITLE.search(text[:_CHARS])
    own = html.unescape(title[1]) if title else ""
    return metas.get("og:site_name") or metas.get("application-name") or own.strip() or None


def country_of(url: str) -> str | None:
    """The country that an address belongs to by its ending, where few others use that ending."""
    return _HOMES.get((urlsplit(url).hostname or "").rpartition(".")[2])


# ------------------------------------------------------------------ what was found
def offer_of(
    lead: Lead, url: str, reading: Reading, *, now: dt.datetime, is_likely: bool = True
) -> Offer | None:
    """What a reading is worth as a source; None if nothing stands in it.

    `is_likely` False: a list that was taken because there is no better one.
    """
    drafts = [draft for draft in reading.drafts if draft.title or draft.url]
    if not drafts:
        return None
    newest = newest_of(drafts, now=now)
    return Offer(
        lead=lead,
        url=url,
        reading=reading,
        kind=reading.kind,
        language=language_in(reading),
        newest=newest,
        is_sure=is_likely and _is_sure(reading.kind, drafts),
        is_stale=newest is not None and now - newest.at > STALE and reading.kind != "page",
    )


def _is_sure(kind: SourceKind, drafts: Sequence[Draft]) -> bool:
    """Whether what was read is what its kind promises, and not navigation or an archive."""
    if kind not in {"sitemap", "listing"}:
        return True
    if any(draft.published for draft in drafts):
        return True
    lengths = sorted(len(draft.title or "") for draft in drafts)
    return kind == "listing" and len(drafts) > 2 and lengths[len(lengths) // 2] >= _HEADLINE_CHARS


def newest_of(drafts: Iterable[Draft], *, now: dt.datetime) -> Moment | None:
    """The latest stated date that is not ahead of now by more than a day."""
    stated = [moment for draft in drafts if (moment := draft.published or draft.updated)]
    sane = [moment for moment in stated if moment.at <= now + dt.timedelta(days=1)]
    return max(sane, key=lambda moment: moment.at, default=None)


def language_in(reading: Reading, *, said: str | None = None) -> str | None:
    """The language that the titles and summaries of a reading are written in.

    `said` is believed before what the reading states, where the letters do not contradict it.
    """
    stated = reading.language or next((d.language for d in reading.drafts if d.language), None)
    shown = [plain_text(f"{d.title or ''} {(d.summary or '')[:300]}") for d in reading.drafts[:40]]
    return primary(language_of(" ".join(shown), said or stated))


def ranked(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """The offers, the one to be trusted most first, and no address twice as the same kind."""
    once: dict[tuple[str, str], Offer] = {}
    for offer in sorted(offers, key=_distrust):
        once.setdefault((canonical(offer.url), offer.kind), offer)
    return tuple(once.values())


def _distrust(offer: Offer) -> tuple[bool, int]:
    known = [at for at, each in enumerate(_TRUST) if each == (offer.kind, offer.is_sure)]
    return offer.is_stale, known[0] if known else len(_TRUST)
