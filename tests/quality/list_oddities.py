# ruff: noqa: E501 (markup reads best as it is written)
"""Markups that mislead: neighbours, links beside titles, times for machines alone, goods."""

import json

from tests.quality.list_model import BASE, LOREM, Entries
from tests.quality.list_systems import table


def neighbours(ones: Entries) -> str:
    """Two lists without classes under one roof: the newest, and what others read."""
    newest = "".join(
        f'<li><a href="{e.href}">{e.title}</a> <small>{e.numeric}</small></li>' for e in ones
    )
    read = "".join(
        f'<li><a href="/old/{e.n}">{e.title[::-1]}</a> <small>0{e.n % 9 + 1}.01.2024</small></li>'
        for e in ones
    )
    tongue = ones[0].tongue
    return f"<h3>{tongue.latest}</h3><ul>{newest}</ul><h3>{tongue.popular}</h3><ul>{read}</ul>"


def stretched(ones: Entries) -> str:
    """An empty link over each card; the headline is no link."""
    return (
        '<div class="cards">'
        + "".join(
            f'<div class="card"><a class="overlay" href="{e.href}" aria-label="open"></a>'
            f'<div class="card-body"><h3>{e.title}</h3><p>{LOREM}</p><small>{e.words}</small></div>'
            "</div>"
            for e in ones
        )
        + "</div>"
    )


def read_more(ones: Entries) -> str:
    """Headlines that are no links, with a link beneath that says the same for each."""
    return (
        '<div id="content">'
        + "".join(
            f'<div class="n"><b class="h">{e.title}</b><br><i>{e.numeric}</i><p>{LOREM}</p>'
            f'<a class="rm" href="{e.href}">{e.tongue.more}...</a></div>'
            for e in ones
        )
        + "</div>"
    )


def empty_times(ones: Entries) -> str:
    """The page writes the times itself, into elements that come empty."""
    return (
        '<div class="posts">'
        + "".join(
            f'<div class="item"><time datetime="{e.day}T{e.clock}:00Z"></time>'
            f'<h3><a href="{e.href}">{e.title}</a></h3></div>'
            for e in ones
        )
        + "</div>"
    )


def titled_times(ones: Entries) -> str:
    return (
        '<div class="posts">'
        + "".join(
            f'<div class="item"><h3><a href="{e.href}">{e.title}</a></h3>'
            f'<abbr class="timeago" title="{e.day}T{e.clock}:00Z">a while back</abbr></div>'
            for e in ones
        )
        + "</div>"
    )


def microdata(ones: Entries) -> str:
    return (
        '<div class="r">'
        + "".join(
            f'<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="datePublished" '
            f'content="{e.day}T{e.clock}:00+04:00"><a itemprop="url" href="{e.href}">'
            f'<span itemprop="headline">{e.title}</span></a></div>'
            for e in ones
        )
        + "</div>"
    )


def layout_tables(ones: Entries) -> str:
    """As sites of the year 2000 do it."""
    return (
        '<table border="0"><tr><td valign="top">'
        + "".join(
            f'<table cellpadding="2"><tr><td><img src="/p.gif"></td><td><font size="1" color="gray">'
            f'{e.numeric} {e.clock}</font><br><a href="{e.href}"><font face="Arial"><b>{e.title}</b>'
            f"</font></a></td></tr><tr><td colspan=2><hr></td></tr></table>"
            for e in ones
        )
        + "</td></tr></table>"
    )


def counted(ones: Entries) -> str:
    """Counters in brackets behind the headline, within the link."""
    return (
        '<div class="col">'
        + "".join(
            f'<p class="nl"><span class="dt">{e.clock} / {e.numeric}</span> <a href="{e.href}">'
            f"{e.title} ({e.n + 2})</a></p>"
            for e in ones
        )
        + "</div>"
    )


def linked_data(ones: Entries) -> str:
    """Everything for machines, and for people no more than headlines."""
    items = [
        {"@type": "ListItem", "position": e.n + 1, "item": {
            "@type": "NewsArticle", "url": BASE + e.href, "headline": e.title,
            "datePublished": f"{e.day}T{e.clock}:00+04:00"}}
        for e in ones
    ]  # fmt: skip
    script = json.dumps(
        {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    )
    shown = "".join(f'<div><a href="{e.href}">{e.title}</a></div>' for e in ones)
    return f'<script type="application/ld+json">{script}</script><div>{shown}</div>'


def linked_data_alone(ones: Entries) -> str:
    """A page that a browser fills: nothing but data for machines."""
    return linked_data(ones).partition("</script>")[0] + '</script><div id="app"></div>'


def shop_and_news(ones: Entries) -> str:
    """More goods than news, in better markup."""
    goods = "".join(
        f'<div class="product"><h3><a href="/shop/{n}">Wool blanket of the upper valley {n}</a>'
        f'</h3><time datetime="2026-03-1{n % 8}">1{n % 8}.03.2026</time>'
        f'<span class="sum">{n + 19}.90 ₾</span></div>'
        for n in range(24)
    )
    return f'<div class="grid">{goods}</div><div class="b">{table(ones)}</div>'
