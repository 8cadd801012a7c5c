"""Seven ways in which a newsroom shows the same articles.

Source: RSS 2.0, RFC 4287 (Atom), RSS 1.0, JSON Feed 1.1, the news sitemap schema 0.9; the two pages
follow the form of a small outlet's site: a list under a heading, a day beside each title.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import format_datetime
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its newsroom holds it."""

    slug: str  # the newsroom's own name for it; never changes
    guid: str
    path: str
    title: str
    summary: str
    published: dt.datetime
    updated: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What a page or feed is made of; `articles` newest first."""

    site: str  # the outlet's name
    base: str  # "http://127.0.0.1:8000", no slash at the end
    language: str
    changed: dt.datetime
    articles: Sequence[Article]


HEADINGS: Mapping[str, str] = {
    "en": "Latest news",
    "ru": "Последние новости",
    "hy": "Վերջին լուրեր",
    "az": "Son xəbərlər",
    "ka": "ბოლო ამბები",
    "tr": "Son haberler",
}


def rss(front: Front) -> bytes:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{escape(front.base + a.path)}</link>"
        f'<guid isPermaLink="false">{escape(a.guid)}</guid>'
        f"<description>{escape(a.summary)}</description>"
        f"<pubDate>{format_datetime(a.published)}</pubDate></item>\n"
        for a in front.articles
    )
    return _xml(
        f'<rss version="2.0"><channel><title>{escape(front.site)}</title>'
        f"<link>{front.base}/</link><description>{escape(front.site)}</description>"
        f"<language>{front.language}</language>\n{items}</channel></rss>"
    )


def atom(front: Front) -> bytes:
    """Atom 1.0."""
    entries = "".join(
        f"<entry><title>{escape(a.title)}</title><id>{escape(a.guid)}</id>"
        f'<link rel="alternate" href="{escape(front.base + a.path)}"/>'
        f"<summary>{escape(a.summary)}</summary>"
        f"<published>{a.published.isoformat()}</published>"
        f"<updated>{a.updated.isoformat()}</updated></entry>\n"
        for a in front.articles
    )
    return _xml(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{front.language}">'
        f"<title>{escape(front.site)}</title><id>{front.base}/</id>"
        f'<link rel="alternate" href="{front.base}/"/>'
        f"<updated>{front.changed.isoformat()}</updated>\n{entries}</feed>"
    )


def rdf(front: Front) -> bytes:
    """RSS 1.0; the address of an article is its only identity."""
    links = [escape(front.base + a.path) for a in front.articles]
    order = "".join(f'<rdf:li rdf:resource="{link}"/>' for link in links)
    items = "".join(
        f'<item rdf:about="{link}"><title>{escape(a.title)}</title><link>{link}</link>'
        f"<description>{escape(a.summary)}</description>"
        f"<dc:date>{a.published.isoformat()}</dc:date></item>\n"
        for link, a in zip(links, front.articles, strict=True)
    )
    return _xml(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{front.base}/"><title>{escape(front.site)}</title>'
        f"<link>{front.base}/</link><description>{escape(front.site)}</description>"
        f"<dc:language>{front.language}</dc:language>"
        f"<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}</rdf:RDF>"
    )


def json_feed(front: Front) -> bytes:
    """JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": front.site,
        "home_page_url": f"{front.base}/",
        "language": front.language,
        "items": [
            {
                "id": a.guid,
                "url": front.base + a.path,
                "title": a.title,
                "content_text": a.summary,
                "date_published": a.published.isoformat(),
                "date_modified": a.updated.isoformat(),
            }
            for a in front.articles
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def news_sitemap(front: Front) -> bytes:
    """A sitemap with the news extension; it knows titles and no summaries."""
    entries = "".join(
        f"<url><loc>{escape(front.base + a.path)}</loc><news:news><news:publication>"
        f"<news:name>{escape(front.site)}</news:name>"
        f"<news:language>{front.language}</news:language></news:publication>"
        f"<news:publication_date>{a.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(a.title)}</news:title></news:news></url>\n"
        for a in front.articles
    )
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n' + entries + "</urlset>"
    )


def latest_page(front: Front) -> bytes:
    """A page that is the list: heading, then a title with its day, one a line."""
    return _page(front, title=front.site, main=_listing(front))


def home_page(front: Front, *, feeds: Sequence[str] = (), shows_list: bool = True) -> bytes:
    """The first page of a site, which names its feeds in its head."""
    types = {path: each.content_type.partition(";")[0] for path, each in PUBLICATIONS.items()}
    links = "".join(
        f'<link rel="alternate" type="{types.get(path, "application/rss+xml")}" '
        f'title="{escape(front.site)}" href="{escape(path)}">'
        for path in feeds
    )
    main = _listing(front) if shows_list else "<p>Welcome.</p>"
    return _page(front, title=front.site, main=main, head=links)


def article_page(front: Front, article: Article) -> bytes:
    """One article, with the list of the latest other ones beside it."""
    others = replace(front, articles=[each for each in front.articles if each is not article])
    day = article.published.strftime("%d.%m.%Y")
    paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in article.summary.splitlines())
    main = (
        f"<article><h1>{escape(article.title)}</h1>"
        f'<time datetime="{article.published.isoformat()}">{day}</time>\n{paragraphs}</article>\n'
        f"<aside>{_listing(others)}</aside>"
    )
    return _page(front, title=article.title, main=main)


def _listing(front: Front) -> str:
    rows = "".join(
        f'<li><a href="{escape(a.path)}">{escape(a.title)}</a> '
        f'<span class="day">{_day(front.language, a.published)}</span></li>\n'
        for a in front.articles
    )
    heading = HEADINGS.get(front.language, HEADINGS["en"])
    return f'<section class="latest"><h3>{heading}</h3><ul>\n{rows}</ul></section>'


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day(language: str, published: dt.datetime) -> str:
    month = MONTHS[published.month - 1] if language == "en" else f"{published.month:02}"
    return f"{published.day:02}.{month}.{published.year}"


def _page(front: Front, *, title: str, main: str, head: str = "") -> bytes:
    return (
        f'<!doctype html>\n<html lang="{front.language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{head}</head>\n<body><header>"
        f"<a href='/'>{escape(front.site)}</a></header>\n<main>{main}</main>\n"
        f"<footer>© {escape(front.site)}</footer></body></html>"
    ).encode()


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


@dataclass(frozen=True, slots=True)
class Publication:
    """One standing address of a newsroom."""

    content_type: str
    render: Callable[[Front], bytes]


PUBLICATIONS: Mapping[str, Publication] = {
    "/rss.xml": Publication("application/rss+xml; charset=utf-8", rss),
    "/atom.xml": Publication("application/atom+xml; charset=utf-8", atom),
    "/rdf.xml": Publication("application/rdf+xml; charset=utf-8", rdf),
    "/feed.json": Publication("application/feed+json; charset=utf-8", json_feed),
    "/news-sitemap.xml": Publication("application/xml; charset=utf-8", news_sitemap),
    "/latest": Publication("text/html; charset=utf-8", latest_page),
}
