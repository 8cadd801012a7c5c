"""A list is found where it was, or anew; what was known of it tells which."""

from dataclasses import replace

import pytest

from monitor.errors import ParseError
from monitor.parse import limits, read_document
from monitor.records import ListMemory, Reading, Source
from tests.parse.newsroom import DAYS, NOW, TITLES, document

URL = "https://herald.example/news"
SOURCE = Source(name="herald", url=URL, kind="listing", language="en")
OTHERS = tuple(f"A recipe for the long evenings, part {n} of it" for n in range(10))


def rows(titles=TITLES, *, kind: str = "n", days=DAYS) -> str:
    return "".join(
        f'<li class="{kind}"><a href="/{kind}/{n}">{title}</a> <i>{day}</i></li>'
        for n, (title, day) in enumerate(zip(titles, (*days, *days), strict=False))
    )


def read(body: str, memory: ListMemory | None = None) -> Reading:
    page = document(f"<html><body>{body}</body></html>", "text/html", URL)
    return read_document(page, kind="listing", source=SOURCE, now=NOW, memory=memory)


def learned(body: str) -> ListMemory:
    memory = read(body).memory
    assert memory is not None
    return memory


FIRST = f'<ul class="one">{rows()}</ul>'


def test_a_list_that_stands_where_it_was_is_read_there_without_a_word():
    memory = learned(FIRST)
    better = f'<div class="latest-news">{rows(OTHERS, kind="x")}</div>'
    reading = read(f"{better}{FIRST}", memory)
    assert [draft.title for draft in reading.drafts] == list(TITLES)
    assert (reading.layout, reading.notes) == (None, ())


def test_the_first_reading_says_where_and_why():
    reading = read(FIRST)
    assert reading.memory is not None
    assert reading.memory.wrapper == "exact link ul.one > li.n > a"
    assert (reading.memory.size, reading.memory.dated) == (10, 1.0)
    assert reading.layout is not None
    assert reading.layout.before is None
    assert "100% dated" in reading.layout.reason


@pytest.mark.parametrize(
    ("now_there", "reason"),
    [
        ("", "nothing stands at the former place"),
        (rows((TITLES[0],) * 8), "equal to each other"),
        (rows(TITLES[:3]), "went from 20 to 3 entries"),
        (rows(OTHERS), "none of the 20 known titles"),
        ("".join(f'<li class="n"><a href="/n/{n}">{title}</a></li>'
                 for n, title in enumerate(TITLES)), "the dates at the former place are gone"),
    ],
)  # fmt: skip
def test_a_place_that_does_not_hold_is_left_for_the_list_with_the_known_titles(now_there, reason):
    many = (*TITLES, *(f"{title} again" for title in TITLES))
    memory = learned(f'<ul class="one">{rows(many)}</ul>')
    moved = f'<div class="second">{rows(many, kind="m")}</div>'
    reading = read(f'<ul class="one">{now_there}</ul>{moved}', memory)

    assert reading.layout is not None
    assert reason in reading.layout.reason
    assert reading.layout.before == memory.wrapper
    assert (reading.layout.known, reading.layout.refound) == (20, 20)
    assert not reading.layout.is_doubtful
    assert "the list stands elsewhere now" in reading.notes[0]
    assert len(reading.drafts) == 20


def test_a_busy_list_may_replace_all_of_its_titles():
    memory = learned(FIRST)
    reading = read(f'<ul class="one">{rows(OTHERS)}</ul>', memory)
    assert reading.layout is None
    assert reading.memory is not None
    assert reading.memory.wrapper == memory.wrapper
    assert set(memory.titles) < set(reading.memory.titles)


def test_a_busy_list_stays_though_another_one_stands_beside_it():
    memory = learned(FIRST)
    other = f'<div class="second">{rows(tuple(f"{t}!" for t in OTHERS), kind="m")}</div>'
    page = f'<ul class="one">{rows(OTHERS)}</ul>{other}'
    assert read(page, memory).layout is None


def test_a_list_without_known_titles_at_another_place_is_doubtful():
    reading = read(f'<div class="second">{rows(OTHERS, kind="m")}</div>', learned(FIRST))
    assert reading.layout is not None
    assert reading.layout.is_doubtful
    assert "in doubt" in reading.notes[0]


@pytest.mark.parametrize(
    "page", ["<p>Nothing here</p>", '<nav><a href="/1">Our own section one</a>'
    '<a href="/2">Our own section two</a><a href="/3">Our own section three</a></nav>'],
)  # fmt: skip
def test_a_list_that_has_gone_is_an_error_and_no_menu_takes_its_place(page):
    with pytest.raises(ParseError) as caught:
        read(page, learned(FIRST))
    assert caught.value.kind == "no-list"


def test_titles_and_dates_in_turns_are_found_again():
    lines = "".join(f"<p>{title}</p><p>{day}</p>" for title, day in zip(TITLES, DAYS, strict=True))
    memory = learned(f"<div>{lines}</div>")
    assert read(f"<h1>Herald</h1><div>{lines}</div>", memory).layout is None


def test_a_list_under_its_heading_is_found_again():
    page = f"<h3>Latest news</h3><ul>{rows()}</ul><h3>Most read</h3><ul>{rows(OTHERS)}</ul>"
    memory = learned(page)
    assert memory.wrapper.endswith("under Latest news")
    reading = read(page.replace("<h3>Latest", "<hr><h3>Latest"), memory)
    assert reading.layout is None
    assert len(reading.drafts) == 10


def test_data_for_machines_is_found_again():
    items = ",".join(
        f'{{"@type":"NewsArticle","headline":"{title}","url":"/n/{n}"}}'
        for n, title in enumerate(TITLES)
    )
    page = f'<script type="application/ld+json">[{items}]</script><div id="app"></div>'
    memory = learned(page)
    assert memory.wrapper == "data link ld+json"
    assert len(read(page, memory).drafts) == 10
    with pytest.raises(ParseError):
        read('<div id="app"></div>', memory)


@pytest.mark.parametrize(
    "wrapper", ["", "exact link", "nonsense of another version", "data link ld+json"]
)
def test_a_place_that_says_nothing_is_looked_for_anew(wrapper):
    reading = read(FIRST, replace(learned(FIRST), wrapper=wrapper))
    assert reading.layout is not None
    assert reading.layout.after == "exact link ul.one > li.n > a"


def test_a_place_too_long_to_remember_is_looked_for_each_time(monkeypatch):
    monkeypatch.setattr(limits, "MAX_WRAPPER_CHARS", 5)
    reading = read(FIRST)
    assert (reading.memory, reading.layout) == (None, None)
    assert len(reading.drafts) == 10


def test_a_plain_text_has_no_place_to_remember():
    text = "\n".join(f"{title}\n{day}" for title, day in zip(TITLES, DAYS, strict=True))
    page = document(text, "text/plain", URL)
    reading = read_document(page, kind="listing", source=SOURCE, now=NOW)
    assert (reading.memory, reading.layout, len(reading.drafts)) == (None, None, 10)
    with pytest.raises(ParseError, match="no list"):
        read_document(document("a word", "text/plain", URL), kind="listing", source=SOURCE, now=NOW)


# ------------------------------------------------------------------ the next page
@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<link rel="next" href="/news?page=2">', "/news?page=2"),
        ('<a rel="next nofollow" href="?p=2">2</a>', "/news?p=2"),
        ('<div class="pager"><a href="/n/2">Далее »</a></div>', "/n/2"),
        ('<div class="pages"><a href="/x">x</a><a href="/n/2">›</a></div>', "/n/2"),
        ('<nav class="pagination"><b>1</b><a href="/n/2">2</a><a href="/n/3">3</a></nav>', "/n/2"),
        ('<ul class="paging"><li class="active"><a href="/n/4">4</a></li>'
         '<li><a href="/n/5">5</a></li></ul>', "/n/5"),
        ('<ul class="paging"><li aria-current="page">9</li><li><a href="/n/8">8</a></li></ul>',
         None),
        ('<a class="load-more" href="/n/2" aria-label="Show more"><i></i></a>', "/n/2"),
        ('<div class="pager"><a href="/news#x">next</a></div>', None),
        ('<p><a href="/sport">Next</a> 1 <a href="/2">2</a></p>', None),
    ],
)  # fmt: skip
def test_the_next_page_is_known_where_the_page_says_so(markup, found):
    reading = read(f"{FIRST}{markup}")
    assert reading.next_url == (f"https://herald.example{found}" if found else None)
