"""A whole page watched as one item."""

import datetime as dt
from dataclasses import replace

from monitor.errors import ParseError
from monitor.parse import scan, walls
from monitor.parse.article import Article, read_article
from monitor.parse.charset import decode
from monitor.parse.feed_model import title_of
from monitor.records import Document, Draft, Moment, Reading, Source

MIN_TEXT_CHARS = 80  # less is an error page, a cookie wall or an empty frame


def read_page(document: Document, *, source: Source, now: dt.datetime) -> Reading:
    """The page's article, or what its `select` names, as one draft that bears its source's address.

    Raises ParseError (no-article, blocked, unsafe, or the kind of a wall before the page).
    """
    text, article = _article(document, now)
    stated: Moment | None = None
    if source.kind == "page" and (source.select_title or source.select_date):
        from monitor.parse.selected import select_facts

        title, stated = select_facts(text, source, url=document.url, now=now)
        article = replace(
            article, title=title or article.title, published=stated or article.published
        )
    if source.select and source.kind == "page":
        # Beautiful Soup takes 5 MB to import; most processes never meet a source with a selector.
        from monitor.parse.selected import select_text

        part = select_text(text, source.select, url=document.url)
        return _reading(replace(article, text=part, published=stated), document, source)
    if len(article.text) < MIN_TEXT_CHARS or walls.is_said_by(article.text):
        walls.refuse_wall(text, document.url)
    if len(article.text) < MIN_TEXT_CHARS:
        raise ParseError(
            f"no article was found at {document.url!r}, which is {scan.seen_in(text)}; "
            "give the address of an article, or set kind to listing or feed",
            kind="no-article",
        )
    return _reading(article, document, source)


def _reading(article: Article, document: Document, source: Source) -> Reading:
    content = article.text.replace("&", "&amp;").replace("<", "&lt;")
    draft = Draft(
        guid=source.url,
        url=document.url,
        title=article.title or title_of(content, limit=100),
        content=content,
        authors=article.authors,
        published=article.published,
        language=article.language or source.language,
    )
    return Reading(kind="page", drafts=(draft,), title=article.title, language=draft.language)


def read_look(document: Document, *, now: dt.datetime) -> Reading:
    """What the page of a known item shows: one draft whose content is plain text.

    Unlike :func:`read_page` it gives a page with little or no text, too: whether that means
    anything is for others to decide. Raises ParseError (blocked, not-readable,
    or the kind of a wall before the page).
    """
    text, article = _article(document, now)
    if len(article.text) < MIN_TEXT_CHARS or walls.is_said_by(article.text):
        walls.refuse_wall(text, document.url)
    draft = Draft(
        url=document.url,
        title=article.title,
        content=article.text,
        authors=article.authors,
        published=article.published,
        language=article.language,
    )
    return Reading(kind="page", drafts=(draft,), title=article.title, language=article.language)


def _article(document: Document, now: dt.datetime) -> tuple[str, Article]:
    text = decode(document.body, content_type=document.content_type, markup="html")
    scan.refuse_unreadable(text, document.url)
    walls.refuse_parked(text, document.url)
    return text, read_article(text, url=document.url, now=now)
