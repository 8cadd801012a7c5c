# ruff: noqa: E501 (markup reads best as it is written)
"""Pages as common news systems write them, around headlines of our own, with what is to be read."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.quality.list_words import TONGUES, Tongue

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
BASE = "https://herald.example"
LOREM = (
    "The road service counted forty lorries at noon, and two ploughs work on the upper bends, "
    "its spokeswoman said on the telephone."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: what the page shows, and what is to be read."""

    n: int
    title: str
    href: str
    day: dt.date
    tongue: Tongue

    @property
    def numeric(self) -> str:
        return f"{self.day:%d.%m.%Y}"

    @property
    def words(self) -> str:
        return f"{self.day.day} {self.tongue.months[self.day.month - 1]} {self.day.year}"

    @property
    def clock(self) -> str:
        return f"{11 - self.n % 10:02}:{(7 * self.n + 11) % 60:02}"

    @property
    def section(self) -> str:
        return self.tongue.sections[self.n % 4]


@dataclass(frozen=True, slots=True)
class Saved:
    """A page with its list as a reader would see it."""

    name: str
    html: str
    items: tuple[tuple[str, str | None, str | None], ...]  # address, title, ISO day


Entries = list[Entry]


def entries(tongue: Tongue, *, per_day: int = 2) -> Entries:
    return [
        Entry(
            n, title, f"/{tongue.code}/news/{4210 - n}-{'abcdefghij'[n] * 4}",
            NOW.date() - dt.timedelta(days=n // per_day), tongue,
        )
        for n, title in enumerate(tongue.titles)
    ]  # fmt: skip


def chrome(tongue: Tongue, main: str, *, side: str = "") -> str:
    """What stands around every list: menu, languages, popular ones, tags, a footer."""
    menu = "".join(
        f'<li class="menu-item"><a href="/{tongue.code}/{n}">{name}</a><ul class="sub-menu">'
        f'<li><a href="/{tongue.code}/{n}/1">{name} {tongue.latest}</a></li></ul></li>'
        for n, name in enumerate(tongue.sections)
    )
    popular = "".join(
        f'<li class="pop"><a href="/{tongue.code}/old/{n}">{title[::-1]}</a></li>'
        for n, title in enumerate(tongue.titles[:6])
    )
    tags = "".join(
        f'<a class="tag-cloud-link" href="/tag/{n}">{word}</a>'
        for n, word in enumerate(" ".join(tongue.titles).split()[:30])
    )
    return (
        f'<!doctype html><html lang="{tongue.code}"><head><title>Herald</title></head><body>'
        '<div class="cookie-notice">We use cookies to make this site work as it should. '
        '<a href="/cookies">Cookie policy of the Herald</a> <button>OK</button></div>'
        f'<header><div class="langs"><a href="/en/">English</a><a href="/ru/">Русский</a>'
        f'<a href="/hy/">Հայերեն</a></div><nav><ul class="menu">{menu}</ul></nav></header>'
        f'<div class="wrap"><div class="main-col">{main}</div><aside class="sidebar">{side}'
        f'<div class="widget popular-posts"><h4>{tongue.popular}</h4><ul>{popular}</ul></div>'
        f'<div class="widget tagcloud">{tags}</div></aside></div>'
        f'<footer><ul><li><a href="/about">About the newsroom of ours</a></li><li>'
        '<a href="/terms">Terms of use of this site</a></li><li><a href="/ads">'
        "Advertise in our newspaper</a></li></ul><p>© 2026 Herald</p></footer></body></html>"
    )


# ------------------------------------------------------------------ markups
def wordpress(ones: Entries) -> str:
    """A block theme: the date before the title, meta beneath."""
    return "".join(
        f'<article id="post-{e.n}" class="post-{900 - e.n} post type-post status-publish '
        f'format-standard hentry category-{e.n % 4} tag-roads"><div class="entry-thumb">'
        f'<a href="{e.href}"><img src="/i/{e.n}.jpg" alt="{e.title}"></a></div>'
        f'<header class="entry-header"><span class="cat-links"><a href="/c/{e.n % 4}" '
        f'rel="category tag">{e.section}</a></span><h2 class="entry-title"><a href="{e.href}" '
        f'rel="bookmark">{e.title}</a></h2><div class="entry-meta"><span class="posted-on">'
        f'<a href="{e.href}"><time class="entry-date" datetime="{e.day}T{e.clock}:00+04:00">'
        f'{e.words}</time></a></span> <span class="byline">by <a href="/author/ani">Ani K.</a>'
        f'</span> <span class="comments-link"><a href="{e.href}#c">{e.n + 3} '
        f'{e.tongue.comments}</a></span></div></header><div class="entry-summary"><p>{LOREM}'
        f'</p><a class="more-link" href="{e.href}">{e.tongue.more}</a></div></article>'
        for e in ones
    ) + (
        '<nav class="navigation pagination"><span class="page-numbers current">1</span>'
        '<a class="page-numbers" href="/page/2">2</a><a class="page-numbers" href="/page/3">3</a>'
        f'<a class="next page-numbers" href="/page/2">{ones[0].tongue.more}</a></nav>'
    )


def elementor(ones: Entries) -> str:
    """Cards whose whole surface is one link, with the section and the day inside it."""
    return (
        '<div class="elementor-posts">'
        + "".join(
            f'<div class="elementor-post"><a class="card" href="{e.href}"><img src="/{e.n}.webp">'
            f'<span class="badge">{e.section}</span><h3 class="card-title">{e.title}</h3>'
            f'<span class="card-date">{e.words}</span></a></div>'
            for e in ones
        )
        + "</div>"
    )


def drupal(ones: Entries) -> str:
    return (
        '<div class="view view-news view-display-id-page"><div class="view-content">'
        + "".join(
            f'<div class="views-row views-row-{e.n + 1} views-row-{"odd" if e.n % 2 else "even"}'
            f'{" views-row-first" if not e.n else ""}"><div class="views-field '
            f'views-field-created"><span class="field-content">{e.numeric} - {e.clock}</span></div>'
            f'<div class="views-field views-field-title"><span class="field-content">'
            f'<a href="{e.href}">{e.title}</a></span></div><div class="views-field views-field-body">'
            f'<div class="field-content">{LOREM}</div></div></div>'
            for e in ones
        )
        + (
            '</div><ul class="pager"><li class="pager-current">1</li><li class="pager-item">'
            '<a href="/news?page=1">2</a></li><li class="pager-next"><a href="/news?page=1">'
            "next ›</a></li></ul></div>"
        )
    )


def bitrix(ones: Entries) -> str:
    return (
        '<div class="news-list">'
        + "".join(
            f'<p class="news-item" id="bx_3218110189_{8000 - e.n}"><a href="{e.href}">'
            f'<img class="preview_picture" src="/upload/{e.n}.jpg" width="120" alt="{e.title}" '
            f'style="float:left"></a><span class="news-date-time">{e.numeric}</span> '
            f'<a href="{e.href}"><b>{e.title}</b></a><br />{LOREM}<div style="clear:both"></div></p>'
            for e in ones
        )
        + "</div>"
    )


def joomla(ones: Entries) -> str:
    return (
        '<div class="blog">'
        + "".join(
            f'<div class="items-row cols-1 row-{e.n} row-fluid clearfix"><div class="span12"><div '
            f'class="item column-1" itemprop="blogPost" itemscope><div class="page-header"><h2 '
            f'itemprop="name"><a href="{e.href}" itemprop="url">{e.title}</a></h2></div><dl '
            f'class="article-info muted"><dt class="article-info-term">Details</dt><dd '
            f'class="category-name">{e.section}</dd><dd class="published"><span class="icon-calendar">'
            f'</span><time datetime="{e.day}T{e.clock}:00+04:00" itemprop="datePublished">{e.words}'
            f'</time></dd><dd class="hits">{e.tongue.views}: {e.n * 37 + 12}</dd></dl><p>{LOREM}</p>'
            f'<p class="readmore"><a class="btn" href="{e.href}">{e.tongue.more}: {e.title}</a></p>'
            "</div></div></div>"
            for e in ones
        )
        + "</div>"
    )


def table(ones: Entries) -> str:
    """Day, section, headline and counter in cells of their own."""
    return (
        '<table class="list" width="100%"><tr><th>Date</th><th>Section</th><th>Headline</th>'
        "<th>#</th></tr>"
        + "".join(
            f'<tr bgcolor="#fff"><td nowrap>{e.numeric}</td><td>{e.section}</td><td>'
            f'<a href="{e.href}">{e.title}</a></td><td>{e.n * 91 + 7}</td></tr>'
            for e in ones
        )
        + "</table>"
    )


def definitions(ones: Entries) -> str:
    return (
        "<dl>"
        + "".join(
            f'<dt>{e.words}, {e.clock}</dt><dd><a href="{e.href}">{e.title}</a></dd>' for e in ones
        )
        + "</dl>"
    )


def grouped(ones: Entries) -> str:
    """A day above its items, which state the hour alone."""
    out, day = "", None
    for e in ones:
        if e.day != day:
            out += f'<div class="day-heading">{e.words}</div>'
            day = e.day
        out += (
            f'<div class="line"><span class="time">{e.clock}</span><a class="title" '
            f'href="{e.href}">{e.title}</a></div>'
        )
    return f'<div class="timeline">{out}</div>'


def grouped_lists(ones: Entries) -> str:
    """A heading for each day, and a list beneath it without any time."""
    days: dict[dt.date, Entries] = {}
    for e in ones:
        days.setdefault(e.day, []).append(e)
    return (
        '<div class="archive">'
        + "".join(
            f"<h3>{group[0].words}</h3><ul>"
            + "".join(f'<li><a href="{e.href}">{e.title}</a></li>' for e in group)
            + "</ul>"
            for group in days.values()
        )
        + "</div>"
    )


def relative(ones: Entries) -> str:
    return (
        '<section class="stream">'
        + "".join(
            f'<div class="stream-item"><div class="img"><a href="{e.href}"><img src="/{e.n}.png"></a>'
            f'</div><div class="txt"><a class="ttl" href="{e.href}">{e.title}</a><div class="info">'
            f"<span>{e.tongue.hours_ago.format(e.n + 2)}</span><span>👁 {e.n * 3 + 5}</span></div>"
            "</div></div>"
            for e in ones
        )
        + "</section>"
    )


def today(ones: Entries) -> str:
    return (
        '<div class="lenta">'
        + "".join(
            f'<a class="lenta-item" href="{e.href}"><span class="lenta-time">{e.tongue.today}, '
            f'{e.clock}</span><span class="lenta-title">{e.title}</span></a>'
            for e in ones
        )
        + "</div>"
    )


def labelled(ones: Entries) -> str:
    """Labels and counters inside the link, on some of the items."""
    return (
        '<ul class="newslist">'
        + "".join(
            f'<li><a href="{e.href}">'
            + (f'<span class="label">{e.tongue.video}</span> ' if e.n % 3 == 0 else "")
            + f'<span class="t">{e.title}</span> <span class="cnt">{e.n * 12 + 3}</span></a>'
            f'<div class="date">{e.numeric} {e.clock}</div></li>'
            for e in ones
        )
        + "</ul>"
    )


def navlike(ones: Entries) -> str:
    """A list within an element that is called navigation although it is none."""
    return (
        '<nav class="news-nav"><ul class="nav nav-list">'
        + "".join(
            f'<li class="nav-item"><span class="nav-date">{e.numeric}</span>'
            f'<a class="nav-link" href="{e.href}">{e.title}</a></li>'
            for e in ones
        )
        + "</ul></nav>"
    )


def plain(ones: Entries) -> str:
    """Bare lines: nothing but line breaks."""
    return (
        f"<h2>{ones[0].tongue.latest}</h2><div>"
        + "<br>".join(f'{e.numeric} <a href="{e.href}">{e.title}</a>' for e in ones)
        + "</div>"
    )


def tailwind(ones: Entries) -> str:
    """Classes that say nothing, another one on the first card."""
    return (
        '<div class="grid grid-cols-3 gap-4">'
        + "".join(
            f'<div class="flex flex-col {"col-span-2" if not e.n else "p-2"} rounded-lg">'
            f'<a class="block" href="{e.href}"><img src="/{e.n}.avif"></a>'
            f'<p class="text-xs text-gray-500">{e.section} · {e.words}</p>'
            f'<a class="font-bold hover:underline" href="{e.href}">{e.title}</a></div>'
            for e in ones
        )
        + "</div>"
    )


def modules(ones: Entries) -> str:
    """Hashed class names, the headline in a heading around no link, the card a link."""
    return (
        '<div class="List_list__3xYz9">'
        + "".join(
            f'<div class="Card_card__{"aB3dE9x"[e.n % 7 :]}1"><a href="{e.href}"><div '
            f'class="Card_body__9kL2"><h4 class="Card_title__1Ab2C">{e.title}</h4><div '
            f'class="Card_meta__77"><span>{e.numeric}</span><span>{e.clock}</span></div></div></a>'
            "</div>"
            for e in ones
        )
        + "</div>"
    )


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


MARKUPS: dict[str, Callable[[Entries], str]] = {
    each.__name__: each
    for each in (
        wordpress, elementor, drupal, bitrix, joomla, table, definitions, grouped, grouped_lists,
        relative, today, labelled, navlike, plain, tailwind, modules, neighbours, stretched,
        read_more, empty_times, titled_times, microdata, layout_tables, counted, linked_data,
        linked_data_alone, shop_and_news,
    )
}  # fmt: skip
_PER_DAY = {"relative": 99, "today": 99}


def saved_pages() -> Iterator[Saved]:
    """Every markup in every language: alone on its page, and beside an article."""
    for tongue in TONGUES:
        for name, write in MARKUPS.items():
            ones = entries(tongue, per_day=_PER_DAY.get(name, 2))
            items = tuple((BASE + e.href, e.title, e.day.isoformat()) for e in ones)
            yield Saved(f"{tongue.code}-{name}", chrome(tongue, write(ones)), items)
            story = f"<article><h1>{tongue.titles[4]}?</h1>" + f"<p>{LOREM * 3}</p>" * 5
            beside = chrome(tongue, story + "</article>", side=write(ones))
            yield Saved(f"{tongue.code}-{name}-beside", beside, items)
