"""One article: its title without the site's name, its day, its text without lists around it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.dates import read_date
from monitor.parse import limits
from monitor.parse.blocks import find_groups
from monitor.parse.charset import decode
from monitor.parse.flow import INLINE, Node, Page, is_markup, parse_page
from monitor.parse.headings import is_latest
from monitor.parse.lines import find_runs, lines_of
from monitor.parse.structured import Json, articles, metas, names
from monitor.records import Moment
from monitor.text import clean_title, fold

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PARAGRAPH_CHARS = 60  # shorter stretches are captions, bylines and buttons, unless amid longer
_SPACED = re.compile(r" ([,.;:!?»”)\]])")  # where a link ended before a mark
_SITE_MARK = re.compile(r"\s+(?:[|·•»–—-]|::)\s+")
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "pubdate", "date",
    "dc.date", "dc.date.issued", "dcterms.created", "publish-date", "publish_date", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article:published")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page tells, apart from everything else that stands on it."""

    title: str
    text: str  # plain; paragraphs apart by an empty line
    published: Moment | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


def read_article(html: bytes | str, *, url: str, now: dt.datetime | None = None) -> Article:
    """The article of a page, or of a plain text whose first line is its title.

    `text` is empty where the page holds no article. Raises ParseError where it holds nothing.
    """
    text = html if isinstance(html, str) else decode(html, content_type=None, markup="html")
    if not is_markup(text):
        return _plain(text, now or _EPOCH)
    page = parse_page(text, url=url, languages=(), now=now or _EPOCH)
    about, meta = articles(page.root), metas(page.root)
    authors = [name for one in about for name in names(one.get("author"))]
    cleaned = (clean_title(name) for name in authors or [meta.get("author", "")])
    return Article(
        title=_title(page, about, meta),
        text=body_text(page)[: limits.MAX_TEXT_CHARS],
        published=_published(page, about, meta),
        language=page.language,
        authors=tuple(dict.fromkeys(name for name in cleaned if name))[: limits.MAX_AUTHORS],
    )


def _plain(text: str, now: dt.datetime) -> Article:
    lines = text.splitlines()
    lists: set[int] = set()
    for run in find_runs(lines_of(text, now=now)):
        lists.update(range(run.start, run.end))
    shown = [line.strip() for at, line in enumerate(lines) if line.strip() and at not in lists]
    dates = [read_date(line, now=now) for line in shown[-1:] if len(line) <= 60]
    published = dates[0] if dates else None
    if published is not None:
        shown.pop()  # a lone date at the end is the article's own
    return Article(
        title=clean_title(shown[0].replace("<", "&lt;")) if shown else "",
        text="\n\n".join(shown[1:])[: limits.MAX_TEXT_CHARS],
        published=published,
    )


# ------------------------------------------------------------------ title
def _title(page: Page, about: list[Json], meta: dict[str, str]) -> str:
    """The headline on which most of the page's own statements agree, the most explicit first."""
    stated = [title for one in about[:1] for title in names(one.get("headline"))]
    stated += [meta[name] for name in ("og:title", "twitter:title") if name in meta]
    heads = ["".join(node.itertext()) for node in page.root.iter("h1")][:3]
    whole = next(("".join(node.itertext()) for node in page.root.iter("title")), "")
    candidates = [clean_title(title) for title in (*stated, *heads, whole)]
    candidates = [title for title in candidates if title]
    if not candidates:
        return clean_title(page.segments[0].text[:300]) if page.segments else ""
    site = meta.get("og:site_name", "")
    bare = [without_site(title, site, candidates) for title in candidates]
    votes = Counter(map(fold, bare))
    return max(bare, key=lambda title: (votes[fold(title)], -bare.index(title)))


def without_site(title: str, site: str, others: Sequence[str]) -> str:
    """`title` less the name of the site at its end or start.

    A part is taken off only if the page names it as the site, or if another of its titles is
    exactly the rest: many headlines end in a clause after a dash.
    """
    parts = _SITE_MARK.split(title)
    if len(parts) < 2:
        return title
    marks = list(_SITE_MARK.finditer(title))
    folded = {fold(other) for other in others}
    for rest, off in (
        (title[: marks[-1].start()], parts[-1]),
        (title[: marks[0].start()], title[marks[0].end() :]),
        (title[marks[0].end() :], parts[0]),
    ):
        if fold(rest) in folded or (site and fold(off) == fold(site)):
            return rest.strip()
    return title


# ------------------------------------------------------------------ time
def _published(page: Page, about: list[Json], meta: dict[str, str]) -> Moment | None:
    stated = [one.get("datePublished") or one.get("dateCreated") for one in about]
    stated += [meta[name] for name in _PUBLISHED if name in meta]
    stated += [node.get("datetime") or "".join(node.itertext()) for node in page.root.iter("time")][
        :5
    ]
    found = (page.read(text) for text in stated if isinstance(text, str))
    explicit = next((moment for moment in found if moment), None)
    return explicit or _near_headline(page)


def _near_headline(page: Page) -> Moment | None:
    """The date that stands within a few lines of the first h1, else a lone one outside lists."""
    head = next((at for at, one in enumerate(page.segments) if one.heading == 1), 0)
    out = _listed(page)
    alone = [
        (abs(at - head) if at - head in range(-3, 7) else len(page.segments) - at, at)
        for at, one in enumerate(page.segments)
        if one.moment and not one.is_away and at not in out
    ]
    return page.segments[min(alone)[1]].moment if alone else None


# ------------------------------------------------------------------ text
def body_text(page: Page) -> str:
    """The paragraphs of the densest block; lists of other articles are taken out first."""
    out = _listed(page)
    paragraphs: list[tuple[Node, str]] = []
    for at, segment in enumerate(page.segments):
        if at in out or segment.is_away or segment.heading == 1:
            continue
        if segment.moment or is_latest(segment.text):
            continue
        block = _block(segment.node)
        if paragraphs and paragraphs[-1][0] is block:
            paragraphs[-1] = (block, f"{paragraphs[-1][1]} {segment.text}")
        else:
            paragraphs.append((block, segment.text))
    home = _home(paragraphs)
    if home is None:
        return ""
    inside = [text for block, text in paragraphs if block is home or home in block.iterancestors()]
    return "\n\n".join(_SPACED.sub(r"\1", text) for text in inside)


def _listed(page: Page) -> set[int]:
    """Places of segments that belong to lists of other articles."""
    out: set[int] = set()
    for group in find_groups(page):
        places = range(group.start, group.end + 1)
        segments = [page.segments[at] for at in places]
        total = sum(len(one.text) for one in segments)
        titles = {item.at for item in group.items}
        listed = sum(
            len(one.text)
            for at, one in zip(places, segments, strict=True)
            if one.href or one.moment or at in titles
        )
        if listed * 10 >= total * 6:
            out.update(places)
    return out


def _home(paragraphs: list[tuple[Node, str]]) -> Node | None:
    """The element with most text right below it, or one level further down."""
    scores: dict[Node, float] = {}
    for block, text in paragraphs:
        if len(text) < _PARAGRAPH_CHARS:
            continue
        for share, at in zip((1.0, 1.0, 0.5), (block, *block.iterancestors()), strict=False):
            scores[at] = scores.get(at, 0.0) + share * len(text)
    return max(scores, key=lambda node: scores[node], default=None)


def _block(node: Node) -> Node:
    while node.tag in INLINE and (parent := node.getparent()) is not None:
        node = parent
    return node
