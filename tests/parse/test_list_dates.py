"""The dates of a list's headlines, wherever its page puts them."""

import pytest

from monitor.parse.listing import find_listings
from monitor.records import Draft
from tests.parse.newsroom import NOW, TITLES

URL = "https://herald.example/en"


def lists(body: str, *, language: str = "en"):
    page = f'<html lang="{language}"><body>{body}</body></html>'
    return find_listings(page, url=URL, now=NOW)


def items(body: str) -> tuple[Draft, ...]:
    return tuple(lists(body)[0].items)


def link(number: int, title: str) -> str:
    return f'<a href="/news/{number}">{title}</a>'


def days(body: str) -> list[str]:
    return [str(each.published) for each in items(body)]


def test_hours_take_the_day_that_stands_above_them():
    rows = [f"<li><i>1{n % 10}:30</i> {link(n, title)}</li>" for n, title in enumerate(TITLES)]
    body = f"<ul><b>9 March 2026</b>{''.join(rows[:5])}<b>8 March 2026</b>{''.join(rows[5:])}</ul>"

    found = days(body)

    assert found[0] == "2026-03-09T10:30:00+00:00"
    assert [day[:10] for day in found] == ["2026-03-09"] * 5 + ["2026-03-08"] * 5


def test_hours_without_any_day_are_of_the_day_of_reading():
    rows = "".join(f"<li><i>09:{n}0</i> {link(n, t)}</li>" for n, t in enumerate(TITLES[:6]))

    assert days(f"<p>12:00</p><ul>{rows}</ul>")[0] == "2026-03-18T09:00:00+00:00"


def test_a_headline_without_an_hour_has_the_day_alone():
    rows = [f"<li><i>1{n % 10}:30</i> {link(n, title)}</li>" for n, title in enumerate(TITLES)]
    rows[3] = f"<li>{link(3, TITLES[3])}</li>"

    assert days(f"<ul><b>9 March 2026</b>{''.join(rows)}</ul>")[3] == "2026-03-09"


def test_a_day_and_an_hour_that_stand_apart_beside_one_headline_are_one_date():
    rows = "".join(
        f"<li><i>{9 - n % 9} March 2026</i><p>{link(n, title)}</p><i>10:30</i></li>"
        for n, title in enumerate(TITLES)
    )

    assert days(f"<ul>{rows}</ul>")[0] == "2026-03-09T10:30:00+00:00"


def test_a_day_above_several_headlines_is_the_day_of_each():
    rows = [f"<p>{link(n, title)}</p>" for n, title in enumerate(TITLES)]
    body = f"<h4>9 March 2026</h4>{''.join(rows[:6])}<h4>8 March 2026</h4>{''.join(rows[6:])}"

    assert days(f"<div>{body}</div>") == ["2026-03-09"] * 6 + ["2026-03-08"] * 4


def test_days_above_each_headline_are_theirs_though_a_few_have_none():
    rows = [f"<h4>{9 - n % 9} March 2026</h4><p>{link(n, t)}</p>" for n, t in enumerate(TITLES)]
    rows[4] = f"<p>{link(4, TITLES[4])}</p>"

    assert days(f"<div>{''.join(rows)}</div>")[3:6] == ["2026-03-06", "None", "2026-03-04"]


@pytest.mark.parametrize(
    ("element", "day"),
    [
        ('<span data-date="2026-03-09">{}</span>', "2026-03-09"),
        ('<b title="2026-03-09T10:15:00+04:00">then, {}</b>', "2026-03-09T10:15:00+04:00"),
        ('<meta itemprop="datePublished" content="2026-03-09">', "2026-03-09"),
        ('<meta itemprop="width" content="2026-03-09">', "None"),
        ('<span><b>9</b> <i>March</i> <u>2026</u></span>', "2026-03-09"),
        ("<span>10:40 | 9 March 2026 | Ani</span>", "2026-03-09"),
    ],
)  # fmt: skip
def test_what_an_element_states_for_machines_goes_before_its_words(element, day):
    rows = "".join(
        f"<li>{link(n, title)} {element.format('some time ago')}</li>"
        for n, title in enumerate(TITLES)
    )

    assert days(f"<ul>{rows}</ul>")[0] == day


def test_a_link_that_states_its_day_is_still_the_headline():
    rows = "".join(
        f'<li data-date="2026-03-0{n % 9 + 1}">{link(n, t)}</li>' for n, t in enumerate(TITLES)
    )

    found = items(f"<ul>{rows}</ul>")

    assert (found[0].title, str(found[0].published)) == (TITLES[0], "2026-03-01")


def test_sections_of_one_page_are_lists_of_their_own_and_one_together():
    def section(name: str, start: int) -> str:
        rows = "".join(f"<p class='n'>{link(n, TITLES[n])}</p>" for n in range(start, start + 4))
        return f"<h3>{name}</h3>{rows}"

    found = lists(f"<div>{section('Politics', 0)}{section('Economy', 4)}</div>")

    assert {len(each.items) for each in found} >= {4, 8}
    assert any((each.wrapper or "").endswith("under Economy") for each in found)


def test_headlines_with_read_more_beneath_borrow_its_address():
    rows = "".join(
        f"<div class='card'><h3>{title}</h3><i>9 March 2026</i>"
        f"<a href='/news/{n}'>Read more</a></div>"
        for n, title in enumerate(TITLES)
    )

    assert items(rows)[3].url == "https://herald.example/news/3"


def test_headlines_whose_blocks_lead_to_one_address_have_none_of_their_own():
    rows = "".join(
        f"<div class='card'><h3>{title}</h3><i>9 March 2026</i>"
        "<a href='/archive'>Read more</a></div>"
        for title in TITLES
    )

    assert {each.url for each in items(rows)} == {None}


def test_a_longer_title_for_machines_does_not_replace_the_one_that_is_shown():
    rows = "".join(f"<li>{link(n, title)}</li>" for n, title in enumerate(TITLES))
    told = ",".join(
        f'{{"@type":"NewsArticle","headline":"{title}{" and more" if n == 2 else ""}",'
        f'"url":"/news/{n}","datePublished":"2026-03-09"}}'
        for n, title in enumerate(TITLES)
    )
    script = f'<script type="application/ld+json">[{told}]</script>'

    found = next(
        each.items
        for each in lists(f"{script}<ul>{rows}</ul>")
        if each.wrapper and "li" in each.wrapper
    )

    assert found[2].title == TITLES[2]
    assert str(found[2].published) == "2026-03-09"
