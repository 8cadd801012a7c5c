"""Documents as newsrooms of our own would publish them, for the tests of reading."""

import datetime as dt

from monitor.records import Document, Source

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
URL = "https://herald.example/rss"
SOURCE = Source(name="herald", url=URL)


def document(body: str | bytes, content_type: str | None = None, url: str = URL) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    return Document(
        url=url, status=200, body=raw, content_type=content_type, fetched_at=NOW, body_hash="0" * 32
    )


def rss(items: str, *, head: str = "", prolog: str = "") -> str:
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    )
    return (
        f'{prolog}<rss version="2.0" {spaces}><channel><title>The Herald</title>'
        f"<link>https://herald.example/</link>{head}{items}</channel></rss>"
    )


def item(number: int = 1, *, extra: str = "", title: str = "Ferry line to Batumi opens") -> str:
    return (
        f"<item><title>{title} {number}</title><link>https://herald.example/news/{number}</link>"
        f'<guid isPermaLink="false">n-{number}</guid>'
        f"<pubDate>Mon, 09 Mar 2026 10:15:00 +0400</pubDate>{extra}</item>"
    )


def atom(entries: str, *, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>The Herald</title><link href="https://herald.example/"/>{head}{entries}</feed>'
    )


TITLES = (
    "Ferry line to Batumi opens after nine years of waiting",
    "Parliament in Yerevan votes on the railway act",
    "Baku’s harbour: plans, doubts, and a new crane",
    "The great orchard census begins",
    "Officials did not confirm a landslide near Lachin",
    "A cable under the sea: what it will carry",
    "Tbilisi hopes for an early spring amid late snow",
    "Allies discuss the mountain road",
    "Wine harvest figures are out",
    "The valley between three borders",
)
DAYS = (
    *("09.Mar.2026", "08.Mar.2026", "07.Mar.2026", "06.Mar.2026", "05.Mar.2026"),
    *("04.Mar.2026", "04.Mar.2026", "03.Mar.2026", "03.Mar.2026", "02.Mar.2026"),
)
ISO_DAYS = (
    *("2026-03-09", "2026-03-08", "2026-03-07", "2026-03-06", "2026-03-05"),
    *("2026-03-04", "2026-03-04", "2026-03-03", "2026-03-03", "2026-03-02"),
)
PARAGRAPHS = (
    "The shepherds of three villages came down to the valley on Monday, a day earlier than usual, "
    "because the pass above the lake is still closed by snow.",
    "According to the road service, two ploughs work on the upper bends, and nobody should expect "
    "the way to be free before the weekend, its spokeswoman said.",
    "The village council has opened the school hall for those who wait, and the bakery gives out "
    "bread in the morning, as it did in the hard winter six years ago.",
)
STORY = "Shepherds come down to the valley a day early"
ARTICLE = f"""<html lang="en"><head><title>{STORY} - The Herald</title></head><body>
<nav><ul><li><a href="/politics">Politics and society</a></li><li><a href="/economy">Economy and
business</a></li><li><a href="/sport">Sport and culture</a></li></ul></nav>
<div class="main"><h1>{STORY}</h1><div class="text">{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}
</div></div><aside class="sidebar">%s</aside><div class="date">14 Mar 2026</div>
<footer><a href="/about">About our newspaper</a> <a href="/contact">Contacts and address</a>
<a href="/privacy">Privacy and cookies</a></footer></body></html>"""
