# ruff: noqa: E501 (markup reads best as it is written)
"""The markups of common news systems."""

import datetime as dt

from tests.quality.list_model import LOREM, Entries


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
