"""Lists of headlines: the "Latest news" form in every markup, and any other list."""

import itertools

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from monitor.parse.listing import find_listings
from monitor.records import Source
from tests.parse.newsroom import ARTICLE, DAYS, ISO_DAYS, NOW, SOURCE, TITLES, document

PAGE_URL = "https://herald.example/en/a/1"
_FORMS = {
    "ul": ("<ul>%s</ul>", "<li>%s</li>", '<span class="date">%s</span>', "<b>%s</b>"),
    "table": ("<table>%s</table>", "<tr>%s</tr>", "<td>%s</td>", "<td>%s</td>"),
    "divs": ("<div>%s</div>", "<div class='item item-7'>%s</div>", "<div>%s</div>", "<p>%s</p>"),
    "flat": ("<div>%s</div>", "%s", '<p class="d">%s</p>', '<p class="t">%s</p>'),
    "dl": ("<dl>%s</dl>", "%s", "<dt>%s</dt>", "<dd>%s</dd>"),
    "breaks": ("<div>%s</div>", "%s", "%s<br>", "%s<br>"),
}
_HEADINGS = {
    "apart": "<h3>Latest news</h3>",
    "glued": "<span>Latest news</span>",
    "Russian": "<div>Последние новости</div>",
    "none": "",
}


def latest(form: str, *, linked: bool, date_first: bool, heading: str, inside: bool) -> str:
    wrap, one, date, title = _FORMS[form]
    rows = []
    for number, (name, day) in enumerate(zip(TITLES, DAYS, strict=True)):
        parts = [date % day, title % name]
        if inside:
            parts = [f'<span class="d">{day}</span>', f'<span class="t">{name}</span>']
        elif linked:
            parts[1] = title % f'<a href="/en/news/{number}">{name}</a>'
        row = "".join(parts if date_first else reversed(parts))
        if inside:
            row = f'<a href="/en/news/{number}">{row}</a>'
        rows.append(one % row)
    return _HEADINGS[heading] + wrap % "".join(rows)


def stated(listing) -> list[tuple[str | None, str, str | None]]:
    return [(draft.title, str(draft.published), draft.url) for draft in listing.items]


def expected(*, linked: bool) -> list[tuple[str, str, str | None]]:
    return [
        (name, day, f"https://herald.example/en/news/{number}" if linked else None)
        for number, (name, day) in enumerate(zip(TITLES, ISO_DAYS, strict=True))
    ]


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("heading", _HEADINGS)
def test_the_ten_items_are_read_from_any_markup_on_any_page(form, heading):
    for linked, date_first, inside, sidebar in itertools.product((True, False), repeat=4):
        if inside and not linked:
            continue
        markup = latest(form, linked=linked, date_first=date_first, heading=heading, inside=inside)
        page = ARTICLE % markup if sidebar else f"<html><body>{markup}</body></html>"
        best = find_listings(page, url=PAGE_URL, now=NOW)[0]
        assert stated(best) == expected(linked=linked), (linked, date_first, inside, sidebar)


def as_text(heading: str = "Latest news") -> str:
    lines = "\n".join(f"{name}\n{day}" for name, day in zip(TITLES, DAYS, strict=True))
    story = "\n".join(ARTICLE_LINES)
    return f"{story}\n{heading}{lines}\n\n14 Mar 2026\n\n"


ARTICLE_LINES = (
    "Shepherds come down to the valley a day early",
    "",
    "The shepherds of three villages came down on Monday because the pass above the lake is closed "
    "by snow, and two ploughs work on the upper bends, said the spokeswoman of the road service.",
)


@pytest.mark.parametrize(
    "heading", ["Latest news", "Latest news\n", "Son xəbərlər", "Վերջին լուրեր"]
)
def test_the_list_of_a_plain_text_is_read_without_its_heading_and_the_article_s_date(heading):
    best = find_listings(as_text(heading), url=PAGE_URL, now=NOW)[0]
    assert stated(best) == expected(linked=False)
    assert best.wrapper is None
    assert any("heading" in why for why in best.why)


def test_dates_may_stand_before_the_titles_of_a_plain_text():
    lines = "\n".join(f"{day}\n{name}" for name, day in zip(TITLES, DAYS, strict=True))
    for text in (lines, f"Latest news\n{lines}\nOur address: 1 Main Street"):
        best = find_listings(text, url=PAGE_URL, now=NOW)[0]
        assert stated(best) == expected(linked=False)


@pytest.mark.parametrize(
    "wrap",
    ["<pre>%s</pre>", "<html><body>%s</body></html>", "<html><body><p>%s</p></body></html>"],
)
def test_a_text_put_on_a_page_with_its_line_ends_is_read_as_lines(wrap):
    best = find_listings(wrap % as_text(), url=PAGE_URL, now=NOW)[0]
    assert stated(best) == expected(linked=False)


@pytest.mark.parametrize("one", ["<p>%s</p>", "<div>%s</div>\n", "%s<br>\n"])
def test_a_text_with_an_element_for_each_line_is_read_as_lines(one):
    page = "".join(one % line for line in as_text().splitlines() if line)
    best = find_listings(f"<html><body>{page}</body></html>", url=PAGE_URL, now=NOW)[0]
    assert stated(best) == expected(linked=False)


def test_two_dated_lines_are_a_byline_and_not_a_list():
    assert (
        find_listings("Some headline\n9 Mar 2026\nOther one here\n8 Mar 2026", url=PAGE_URL) == ()
    )


def test_a_georgian_heading_is_taken_off_but_a_case_ending_is_none():
    def first(glued: str) -> str | None:
        text = "\n".join(
            f"{name}\n{day}" for name, day in zip((glued, *TITLES[1:]), DAYS, strict=True)
        )
        return find_listings(text, url=PAGE_URL, now=NOW)[0].items[0].title

    assert first("ბოლო ამბებიბათუმში ახალი ბორანია") == "ბათუმში ახალი ბორანია"
    assert first("ბოლო ამბების მიმოხილვა დღეს") == "ბოლო ამბების მიმოხილვა დღეს"
    assert first("Latest news about the harbour") == "Latest news about the harbour"
    assert first("Latest news: Harbour opens") == "Harbour opens"


def cards(count: int, *, place: str = "news", kind: str = "card") -> str:
    return "".join(
        f'<div class="{kind} id-{n}"><a href="/{place}/{n}"><img src="x"></a>'
        f'<h2><a href="/{place}/{n}">{TITLES[n % 10]} {n}</a></h2>'
        f"<p>{'A summary of what happened there, long enough to be one. ' * 2}</p>"
        f'<time datetime="2026-03-{n + 1:02}T10:00:00Z">long ago</time>'
        f'<a href="/{place}/{n}">Read more</a></div>'
        for n in range(count)
    )


def test_any_list_of_cards_is_read_with_titles_dates_and_summaries():
    page = (
        '<html lang="en"><head><base href="https://base.example/"></head><body>'
        '<nav><a href="/a">Politics and society</a><a href="/b">Economy and business</a>'
        '<a href="/c">Sport and leisure</a><a href="/d">Weather and roads</a></nav>'
        f"<main>{cards(8)}</main></body></html>"
    )
    best = find_listings(page, url="https://herald.example/", now=NOW)[0]
    first = best.items[0]

    assert len(best.items) == 8
    assert first.title == f"{TITLES[0]} 0"
    assert first.url == "https://base.example/news/0"
    assert str(first.published) == "2026-03-01T10:00:00+00:00"
    assert first.summary is not None
    assert first.summary.startswith("A summary of")
    assert first.language == "en"
    assert best.wrapper is not None


def test_the_newest_list_goes_before_popular_ones_navigation_and_footers():
    page = (
        "<html><body>"
        f'<div class="most-read">{cards(9, place="popular")}</div>'
        f'<div class="latest-news">{cards(6)}</div>'
        f"<footer>{cards(9, place='footer')}</footer></body></html>"
    )
    best = find_listings(page, url="https://herald.example/", now=NOW)[0]
    assert {draft.url for draft in best.items} == {
        f"https://herald.example/news/{n}" for n in range(6)
    }


def test_dates_glued_to_titles_are_taken_off_where_most_titles_have_them():
    def page(pattern: str) -> str:
        rows = "".join(
            f'<li><a href="/n/{n}">{pattern.format(title=title, hour=n + 10)}</a></li>'
            for n, title in enumerate(TITLES)
        )
        return f"<ul>{rows}</ul>"

    for pattern in ("{hour}:15 {title}", "{title} {hour}:15", "{title} | {hour}:15"):
        best = find_listings(page(pattern), url="https://herald.example/", now=NOW)[0]
        assert [draft.title for draft in best.items] == list(TITLES)
        assert str(best.items[0].published) == "2026-03-18T10:15:00+00:00"

    one_bare = page("{title} {hour}:15").replace(f"{TITLES[4]} 14:15", TITLES[4])
    best = find_listings(one_bare, url="https://herald.example/", now=NOW)[0]
    assert [draft.title for draft in best.items] == list(TITLES)
    assert best.items[4].published is None

    kept = find_listings(page("{title}").replace(TITLES[0], "Born on 9 March 2026"),
                         url="https://herald.example/", now=NOW)[0]  # fmt: skip
    assert kept.items[0].title == "Born on 9 March 2026"


def test_a_day_and_a_time_that_stand_apart_are_one_moment():
    rows = "".join(
        f'<li><span>09.03.2026</span> <span>{n + 10}:15</span> <a href="/n/{n}">{title}</a></li>'
        for n, title in enumerate(TITLES)
    )
    best = find_listings(f"<ul>{rows}</ul>", url="https://herald.example/", now=NOW)[0]
    assert str(best.items[1].published) == "2026-03-09T11:15:00+00:00"


def test_a_date_in_pieces_is_one_date():
    rows = "".join(
        f"<div><p><i>{n + 1}</i> <b>марта</b> <i>2026</i></p>"
        f"<h3><a href='/n/{n}'>{title}</a></h3></div>"
        for n, title in enumerate(TITLES)
    )
    best = find_listings(f"<div>{rows}</div>", url="https://herald.example/", now=NOW)[0]
    assert [str(draft.published) for draft in best.items][:2] == ["2026-03-01", "2026-03-02"]


def test_a_date_beside_an_author_is_read():
    rows = "".join(
        f"<div><h3><a href='/n/{n}'>{title}</a></h3><p>{n + 1} March 2026 by Ani Petrosyan</p>"
        f"<p>Section | long text that says nothing</p></div>"
        for n, title in enumerate(TITLES)
    )
    best = find_listings(f"<div>{rows}</div>", url="https://herald.example/", now=NOW)[0]
    assert str(best.items[0].published) == "2026-03-01"


def test_ideographs_need_no_spaces_to_be_a_headline():
    rows = "".join(
        f"<li><a href='/n/{n}'>南コーカサスの鉄道が再開した第{n}報</a></li>" for n in range(5)
    )
    best = find_listings(f"<ul>{rows}</ul>", url="https://herald.example/", now=NOW)[0]
    assert len(best.items) == 5


def test_hidden_text_links_to_the_page_itself_and_repeats_are_left_out():
    rows = "".join(f'<li><a href="/n/{n % 5}">{TITLES[n % 5]}</a></li>' for n in range(10))
    page = (
        f'<ul>{rows}<li><a href="#top">Back to the top of it</a></li></ul>'
        f'<div style="display: none">{cards(9)}</div><script>var x = "{TITLES[7]}"</script>'
    )
    best = find_listings(page, url="https://herald.example/", now=NOW)[0]
    assert [draft.url for draft in best.items] == [
        f"https://herald.example/n/{n}" for n in range(5)
    ]


def test_a_title_broken_into_lines_within_a_link_is_one_title():
    rows = "".join(
        f'<li><a href="/n/{n}">{title}<br>second line</a></li>' for n, title in enumerate(TITLES)
    )
    best = find_listings(f"<ul>{rows}</ul>", url="https://herald.example/", now=NOW)[0]
    assert best.items[0].title == f"{TITLES[0]} second line"


def test_bytes_are_decoded_as_the_page_declares():
    rows = "".join(f'<li><a href="/n/{n}">Грузия и Армения номер {n}</a></li>' for n in range(4))
    page = f'<html><head><meta charset="windows-1251"></head><body><ul>{rows}</ul></body></html>'
    best = find_listings(page.encode("windows-1251"), url="https://herald.example/", now=NOW)[0]
    assert best.items[0].title == "Грузия и Армения номер 0"


def read(page: str, *, select: str | None = None):
    source = Source(name="herald", url=PAGE_URL, kind="listing", select=select, language="en")
    return read_document(
        document(page, "text/html", PAGE_URL), kind="listing", source=source, now=NOW
    )


def test_a_page_without_a_list_says_what_would_help():
    with pytest.raises(ParseError, match="set select to a CSS selector") as caught:
        read("<html><head><title>Empty</title></head><body><p>Nothing here</p></body></html>")
    assert caught.value.kind == "no-list"


def test_the_choice_is_explained_in_the_reading():
    reading = read(f"<div>{cards(8)}</div>")
    assert reading.kind == "listing"
    assert reading.notes[0].startswith("list chosen: ")
    assert "8 headlines alike; 100% dated" in reading.notes[0]


def test_a_pinned_selector_names_the_entries():
    page = (
        '<base href="https://base.example/"><div class="x"><h3>First headline</h3>'
        '<a href="/1">more</a>'
        '<time datetime="2026-03-09">9/3</time></div>'
        '<div class="x">9 Mar 2026 <a href="/2">Second headline</a></div>'
        '<div class="x">Third one without a link, 9 long words here and there, and no date</div>'
        '<div class="x"><a href="/4"></a></div><div class="x"><a>  </a></div>'
        '<a class="x" href="/5">Fifth headline</a><h2 class="x">Sixth</h2>'
    )
    drafts = read(page, select=".x").drafts
    assert [(draft.title, draft.url, str(draft.published)) for draft in drafts] == [
        ("First headline", "https://base.example/1", "2026-03-09"),
        ("Second headline", "https://base.example/2", "2026-03-09"),
        (
            "Third one without a link, 9 long words here and there, and no date",
            None,
            "None",
        ),
        ("https://base.example/4", "https://base.example/4", "None"),
        ("Fifth headline", "https://base.example/5", "None"),
        ("Sixth", None, "None"),
    ]


@pytest.mark.parametrize(
    ("select", "problem"), [("li[", "is not a CSS selector"), (".none", "matches nothing")]
)
def test_a_selector_that_cannot_work_says_so(select, problem):
    for kind in ("listing", "auto"):
        source = Source(name="herald", url=PAGE_URL, select=select)
        with pytest.raises(ParseError, match=problem) as caught:
            read_document(document("<p>x</p>"), kind=kind, source=source, now=NOW)
        assert caught.value.kind == "no-list"


def test_auto_reads_a_page_with_a_list_as_a_list():
    page = ARTICLE % latest("ul", linked=True, date_first=False, heading="apart", inside=False)
    reading = read_document(document(page, "text/html"), kind="auto", source=SOURCE, now=NOW)
    assert (reading.kind, len(reading.drafts)) == ("listing", 10)


def test_a_heading_glued_inside_the_first_link_is_taken_off():
    rows = "".join(
        f'<li><a href="/n/{n}">{"Latest news" if n == 0 else ""}{title}</a></li>'
        for n, title in enumerate(TITLES)
    )
    best = find_listings(f"<ul>{rows}</ul>", url="https://herald.example/", now=NOW)[0]
    assert [draft.title for draft in best.items] == list(TITLES)


def test_three_lines_of_one_link_are_not_a_list():
    page = '<a href="/x">One line of it<br>another line of it<br>a third line of it</a>'
    assert find_listings(page, url="https://herald.example/", now=NOW) == ()


def test_links_to_places_on_the_page_are_not_a_list():
    rows = "".join(f'<li><a href="#{n}">{title}</a></li>' for n, title in enumerate(TITLES))
    assert find_listings(f"<ul>{rows}</ul>", url="https://herald.example/", now=NOW) == ()


def test_a_stated_time_that_is_none_leaves_the_shown_one():
    page = '<div class="x"><h3>A headline</h3><time datetime="soon">9 March 2026</time></div>'
    assert str(read(page, select=".x").drafts[0].published) == "2026-03-09"
