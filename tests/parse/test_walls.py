"""What stands before a page, and what is no list of news: each has its own word."""

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from monitor.parse.listing import find_listings
from monitor.records import Reading, Source, SourceKind
from tests.parse.newsroom import NOW, PARAGRAPHS, TITLES, document

URL = "https://herald.example/news"
MENU = "".join(f'<li><a href="/{n}">Section {n} of it</a></li>' for n in range(8))
RELATED = "".join(
    f'<li><a href="/s?q={n}">Cheap flights and hotels number {n}</a></li>' for n in range(12)
)
WALLS = {
    "parked": (
        f"<h1>herald.example is for sale</h1><p>The domain herald.example may be for sale.</p>"
        f"<ul>{RELATED}</ul>",
        '<script src="https://img.sedoparking.com/x.js"></script><p>Related searches</p>',
        "<p>Домен herald.example продаётся. Купить домен</p>",
    ),
    "login-wall": (
        '<form><input name="u"><input type="password" name="p"><button>Enter</button></form>',
        "<h1>Members</h1><p>Please log in to continue reading the Herald.</p>",
        "<p>Войдите, чтобы читать дальше</p>",
    ),
    "cookie-wall": (
        "<h1>Before you go on</h1><p>We and our partners use cookies to keep the lights on in the "
        "newsroom, and to count who reads what, when and where, every day.</p>"
        "<button>Accept all</button>",
        "<p>Мы используем файлы cookie. Нажимая «Принять», вы соглашаетесь с этим.</p>",
    ),
    "needs-browser": (
        '<div id="root"></div><script src="/app.js"></script>',
        f'<nav><ul>{MENU}</ul></nav><div class="infinite-scroll" data-next="/api/2"></div>'
        "<script>load()</script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><p>Loading</p>",
    ),
    "empty": ("", "  \n ", "<div></div>"),
}


def read(body: str, kind: SourceKind) -> Reading:
    page = f"<html><head><title>Herald</title></head><body>{body}</body></html>"
    source = Source(name="herald", url=URL, kind=kind)
    return read_document(document(page, "text/html", URL), kind=kind, source=source, now=NOW)


@pytest.mark.parametrize("kind", ["auto", "listing", "page"])
@pytest.mark.parametrize(
    ("word", "body"), [(word, body) for word, bodies in WALLS.items() for body in bodies]
)
def test_a_wall_is_called_by_its_name_whatever_was_expected(word, body, kind):
    with pytest.raises(ParseError) as caught:
        read(body, kind)
    assert caught.value.kind == word
    assert URL in str(caught.value)


def test_a_feed_that_has_become_a_parked_page_says_so():
    for body, word in ((WALLS["parked"][0], "parked"), ("<p>Not found</p>", "not-a-feed")):
        with pytest.raises(ParseError) as caught:
            read(body, "feed")
        assert caught.value.kind == word


def test_news_about_walls_is_news():
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 12)
    about = "<p>This domain is for sale, said the sign, and all cookies accept the oven.</p>"
    rows = "".join(
        f'<li><a href="/n/{n}">{title}</a> <i>0{n % 9 + 1}.03.2026</i></li>'
        for n, title in enumerate(TITLES)
    )
    banner = '<div id="cookies">We use cookies. <button>Accept</button></div>'

    assert read(f"{about}{story}", "page").kind == "page"
    assert read(f"{banner}<ul>{rows}</ul>", "auto").kind == "listing"
    assert len(read(f"{banner}<ul>{rows}</ul>", "listing").drafts) == 10


def test_a_short_notice_that_asks_for_nothing_is_a_page():
    text = "The office of the ministry is closed on Monday. Letters are taken at the gate. " * 2
    assert read(f"<h1>Notice to all</h1><p>{text}</p>", "page").kind == "page"


# ------------------------------------------------------------------ no list of news
def goods(count: int = 12) -> str:
    return '<div class="grid">' + "".join(
        f'<div class="tile"><h3><a href="/p/{n}">Walnut table of the upper valley {n}</a></h3>'
        f"<span>{n + 10}.90 ₾</span><button>Add</button></div>"
        for n in range(count)
    ) + "</div>"  # fmt: skip


def calendar() -> str:
    return "<table class='calendar'>" + "".join(
        "<tr>" + "".join(f'<td><a href="/d/{w * 7 + d}">{w * 7 + d}</a></td>' for d in range(7))
        + "</tr>" for w in range(5)
    ) + "</table>"  # fmt: skip


def archive() -> str:
    return "<ul class='archive'>" + "".join(
        f'<li><a href="/2026/{n:02}">March 20{n:02} (4{n})</a></li>' for n in range(10, 22)
    ) + "</ul>"  # fmt: skip


OTHERS = {
    "goods": goods(),
    "calendar": calendar(),
    "months": archive(),
    "menu": f'<nav><ul class="menu">{MENU}</ul></nav>',
    "tags": '<div class="tagcloud">'
    + "".join(f'<a href="/t/{n}">{title.split()[0]} tag</a>' for n, title in enumerate(TITLES))
    + "</div>",
    "languages": '<div class="lang-switcher"><a href="/en">In English</a><a href="/ru">На русском'
    '</a><a href="/hy">Հայերեն լեզվով</a><a href="/ka">ქართულ ენაზე</a></div>',
    "pages": '<div class="pagination">'
    + "".join(f'<a href="/p/{n}">Page number {n}</a>' for n in range(2, 12))
    + "</div>",
    "footer": "<footer>"
    + "".join(f'<a href="/f/{n}">Terms and rules {n}</a>' for n in range(6))
    + "</footer>",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_news_is_never_the_list(name):
    page = f"<html><body>{OTHERS[name]}</body></html>"
    found = find_listings(page, url=URL, now=NOW)
    assert not found or found[0].score < 0.5

    rows = "".join(f'<li><a href="/n/{n}">{title}</a></li>' for n, title in enumerate(TITLES[:4]))
    both = f"<html><body>{OTHERS[name] * 2}<ul>{rows}</ul>{OTHERS[name]}</body></html>"
    best = find_listings(both, url=URL, now=NOW)[0]
    assert [draft.title for draft in best.items] == list(TITLES[:4])
