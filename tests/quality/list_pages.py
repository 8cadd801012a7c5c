"""Pages as common news systems write them, around headlines of our own, with what is to be read."""

import datetime as dt
from collections.abc import Callable, Iterator

from tests.quality import list_oddities, list_systems
from tests.quality.list_model import BASE, LOREM, NOW, Entries, Entry, Saved
from tests.quality.list_words import TONGUES, Tongue


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


MARKUPS: dict[str, Callable[[Entries], str]] = {
    **{
        name: getattr(list_systems, name)
        for name in (
            "wordpress",
            "elementor",
            "drupal",
            "bitrix",
            "joomla",
            "table",
            "definitions",
            "grouped",
            "grouped_lists",
            "relative",
            "today",
            "labelled",
            "navlike",
            "plain",
            "tailwind",
            "modules",
        )
    },
    **{
        name: getattr(list_oddities, name)
        for name in (
            "neighbours",
            "stretched",
            "read_more",
            "empty_times",
            "titled_times",
            "microdata",
            "layout_tables",
            "counted",
            "linked_data",
            "linked_data_alone",
            "shop_and_news",
        )
    },
}
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
