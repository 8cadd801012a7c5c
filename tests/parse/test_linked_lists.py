"""Lists that a page states for machines, in the shapes that sites give them."""

import json

from monitor.parse.listing import find_listings
from tests.parse.newsroom import NOW, TITLES

URL = "https://herald.example/news"


def found(*scripts: object, shown: str = ""):
    tags = "".join(
        f'<script type="application/ld+json">{one if isinstance(one, str) else json.dumps(one)}'
        "</script>"
        for one in scripts
    )
    lists = find_listings(f"<html><body>{tags}{shown}</body></html>", url=URL, now=NOW)
    return lists[0].items if lists else ()


def listed(*elements: object) -> dict[str, object]:
    return {"@type": "ItemList", "itemListElement": list(elements)}


def test_the_shapes_of_a_list_are_read():
    plain = [{"@type": "ListItem", "name": t, "url": f"/n/{n}"} for n, t in enumerate(TITLES)]
    bare = [{"name": t, "item": f"/n/{n}"} for n, t in enumerate(TITLES)]
    whole = [
        {"@type": ["NewsArticle"], "headline": t, "mainEntityOfPage": {"@id": f"/n/{n}"},
         "datePublished": "2026-03-09"}
        for n, t in enumerate(TITLES)
    ]  # fmt: skip
    for script in (listed(*plain), listed(*bare), {"@graph": whole}, whole):
        items = found(script)
        assert [draft.title for draft in items] == list(TITLES)
        assert items[0].url == "https://herald.example/n/0"
    assert str(found(whole)[0].published) == "2026-03-09"


def test_goods_crumbs_and_broken_data_are_no_list():
    goods = [
        {"item": {"@type": "Product", "name": f"Wool rug {n}", "url": f"/p/{n}"}} for n in range(5)
    ]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"name": "The news", "item": "/n"}] * 4,
    }
    nameless = [{"@type": "NewsArticle", "url": f"/n/{n}"} for n in range(5)]
    placeless = [{"@type": "NewsArticle", "headline": title, "url": 7} for title in TITLES]
    odd = listed("text", 5, {"item": None}, {"@type": "ListItem"})
    assert found(listed(*goods), crumbs, nameless, placeless, odd, '{"broken', "[" * 5) == ()


def test_what_people_see_is_cleaned_and_dated_by_what_machines_are_told():
    data = [
        {"@type": "NewsArticle", "headline": t, "url": f"/n/{n}", "datePublished": "2026-03-09"}
        for n, t in enumerate(TITLES)
    ]
    shown = "".join(
        f'<li><a href="/n/{n}">World {title} indeed</a></li>' for n, title in enumerate(TITLES)
    )
    items = found(data, shown=f"<ul>{shown}</ul>")
    assert [draft.title for draft in items] == list(TITLES)
    assert {str(draft.published) for draft in items} == {"2026-03-09"}


def test_sections_of_a_front_page_are_lists_of_their_own_and_one_together():
    def part(name: str) -> str:
        rows = "".join(
            f'<li><a href="/{name}/{n}">{title} in {name}</a></li>'
            for n, title in enumerate(TITLES[:5])
        )
        return f"<h3>{name}</h3><ul>{rows}</ul>"

    page = f"<html><body>{part('Economy')}{part('Culture')}</body></html>"
    lists = find_listings(page, url=URL, now=NOW)
    assert sorted(len(one.items) for one in lists)[-3:] == [5, 5, 10]
    assert len(lists[0].items) == 10


def test_days_in_addresses_date_a_list_that_states_none():
    rows = "".join(
        f'<li><a href="/2026/03/0{n + 1}/x">{title}</a></li>' for n, title in enumerate(TITLES[:8])
    )
    best = find_listings(f"<ul>{rows}</ul>", url=URL, now=NOW)[0]
    assert [str(draft.published) for draft in best.items][:2] == ["2026-03-01", "2026-03-02"]


def test_a_page_of_five_thousand_links_and_a_title_of_a_megabyte_is_read_within_bounds():
    rows = "".join(f'<li><a href="/n/{n}">{TITLES[n % 10]} {n}</a></li>' for n in range(5_000))
    giant = f'<li><a href="/n/x">{"word " * 200_000}</a></li>'
    best = find_listings(f"<ul>{rows}{giant}</ul>", url=URL, now=NOW)[0]
    assert len(best.items) == 500
