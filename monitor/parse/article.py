"""One article: its title without the site's name, its day, its text without lists around it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, islice

from monitor.dates import read_date
from monitor.parse import limits
from monitor.parse.bodytext import listed_places, read_text
from monitor.parse.charset import decode
from monitor.parse.flow import Page, is_markup, parse_page, without_controls
from monitor.parse.headline import read_title, shown_text, site_of
from monitor.parse.lines import find_runs, lines_of
from monitor.parse.published import read_published
from monitor.parse.shown import Places
from monitor.parse.structured import Json, articles, main_article, metas, named, names
from monitor.parse.tongue import language_of
from monitor.records import Moment
from monitor.text import clean_title, fold

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_BY = re.compile(
    r"^\s*(?:by|автор(?:ы)?|текст|հեղինակ|ავტორი|müəllif|yazar|haber|von|par)\b\s*:?\s*",
    re.IGNORECASE,
)
_AUTHOR_CHARS = 80  # a longer text beside an article is a biography
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author",
    "citation_author", "byl")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page tells, apart from everything else that stands on it."""

    title: str
    text: str  # plain; paragraphs apart by an empty line
    published: Moment | None = None  # in the zone in which the page states it
    language: str | None = None  # primary tag, such as "hy"
    authors: tuple[str, ...] = ()


def read_article(html: bytes | str, *, url: str, now: dt.datetime | None = None) -> Article:
    """The article of a page, or of a plain text whose first line is its title.

    `text` is empty where the page holds no article. Raises ParseError where it holds nothing.
    `now` resolves "yesterday"; without it only full dates are read.
    """
    text = html if isinstance(html, str) else decode(html, content_type=None, markup="html")
    text = without_controls(text)
    if not is_markup(text):
        return _plain(text, now or _EPOCH)
    page = parse_page(text, url=url, languages=(), now=now or _EPOCH)
    about, meta = articles(page.root), metas(page.root)
    shown = [shown_text(node) for node in islice(page.root.iter("h1", "title"), 6)]
    main = main_article(about, url=url, titles=[*shown, meta.get("og:title", "")])
    listed = listed_places(page)
    title = read_title(page, main, meta)
    authors = _authors(page, main, meta)
    heads = {
        fold(title),
        *site_of(page, main, meta).names,
        *map(fold, (*authors, ", ".join(authors))),
    }
    paragraphs = dropwhile(
        lambda each: fold(each) in heads, read_text(page, main, text, listed=listed, title=title)
    )
    body = "\n\n".join(paragraphs)[: limits.MAX_TEXT_CHARS]
    return Article(
        title=title,
        text=body,
        language=language_of(f"{title}\n{body}", _stated_language(page, main, meta)),
        authors=authors,
        published=read_published(page, main, meta, Places(title, listed), now=now),
    )


def _stated_language(page: Page, main: Json, meta: dict[str, str]) -> str | None:
    told = (page.language, main.get("inLanguage"), meta.get("og:locale"), meta.get("language"))
    return next((each for each in told if isinstance(each, str) and each.strip()), None)


def _authors(page: Page, main: Json, meta: dict[str, str]) -> tuple[str, ...]:
    """The names that the page states for machines, else those that it shows as a byline."""
    site = site_of(page, main, meta)
    for told in (
        names(main.get("author")),
        [meta[name] for name in _AUTHOR_METAS if name in meta][:1],
        list(_bylines(page)),
    ):
        found = [name for text in told if (name := _author(text)) and fold(name) not in site.names]
        if found:
            return tuple(dict.fromkeys(found))[: limits.MAX_AUTHORS]
    return ()


def _bylines(page: Page) -> Iterator[str]:
    for node in islice(named(page.root, "author"), 3):
        inner = next(named(node, "name"), node)
        yield shown_text(inner)
    for node in islice(page.root.iter("a"), 500):
        if "author" in (node.get("rel") or "").lower().split():
            yield shown_text(node)


def _author(text: str) -> str:
    """A name, or "" where it is an address, a number or a biography."""
    name = _BY.sub("", clean_title(text))
    is_name = len(name) <= _AUTHOR_CHARS and "://" not in name and any(map(str.isalpha, name))
    return name if is_name else ""


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
