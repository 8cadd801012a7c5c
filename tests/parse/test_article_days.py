"""Which of the many dates on a page is the day of its article."""

import datetime as dt

import pytest

from monitor.parse.article import read_article

URL = "https://kura-post.example/story-of-rails"
NOW = dt.datetime(2026, 3, 22, 12, tzinfo=dt.UTC)
LONG = (
    "The rails came back to the valley after eleven years, and the first train had hardly a seat "
    "left when it passed the bridge; nobody had believed in it."
)
HEAD = "<a href='/'>Kura Post</a><h1>Rails are back now</h1>"


def day(body: str, *, url: str = URL, head: str = "", now: dt.datetime | None = NOW) -> str | None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    published = read_article(page, url=url, now=now).published
    return str(published) if published else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>22 March 2026</p>{HEAD}<p>{LONG}</p>", None),  # today's, in a bar
        (f"<p>9 March 2026</p>{HEAD}<p>{LONG}</p>", "2026-03-09"),
        (f"<a href='/'>Home</a><div><p>22 March 2026</p>{HEAD[26:]}</div><p>{LONG}</p>",
         "2026-03-22"),
        (f"{HEAD}<p>Updated: 12.03.2026 10:00 Published: 9.03.2026 10:00</p><p>{LONG}</p>",
         "2026-03-09T10:00:00+00:00"),
        (f"{HEAD}<p>Published 9.03.2026 10:00 | Updated 12.03.2026</p><p>{LONG}</p>",
         "2026-03-09T10:00:00+00:00"),
        (f"{HEAD}<p>Yesterday | Kutaisi</p><p>{LONG}</p>", "2026-03-21"),
        (f"{HEAD}<p>{LONG}</p><p>The fair opens on 9 March 2026.</p>", None),
        (f"{HEAD}<p>{LONG}</p><p>9 March 2026 saw the first train.</p>", None),
        (f"{HEAD}<p>{LONG}</p><p>Ani, 9 March 2026</p>", "2026-03-09"),
        (f"{HEAD}<p>{LONG}</p><p>Published 9 March 2026.</p>", "2026-03-09"),
        (f"{HEAD}<p>{LONG}</p><a href='/b'>Another story of trains</a><p>9 March 2026</p>", None),
        (f"<article>{HEAD}<p>{LONG}</p><footer>9 March 2026</footer></article>", "2026-03-09"),
        (f"{HEAD}<p>{LONG}</p><footer>9 March 2026</footer>", None),
        (f"{HEAD}<p>{LONG}</p><div class='comments'><p>9 March 2026</p></div>", None),
        (f"{HEAD}<p>10:45</p><p>{LONG}</p>", None),
        (f"{HEAD}<p>Published on 9 March 2026 in print.</p><p>{LONG}</p>", "2026-03-09"),
        (f"<nav>9 March 2026</nav>{HEAD}<p>{LONG}</p>", None),
        (f"{HEAD}<p>{LONG}</p><ul><li>Ani</li><li>9 March 2026</li></ul>", None),
        (f"{HEAD}<p>{LONG}</p><p class='post-footer'>9 March 2026</p>", "2026-03-09"),
        (f"<div><a href='/2'>Another story of trains</a><i class='date'>9 March 2026</i></div>"
         f"<p>{LONG}</p>{HEAD}<p>{LONG}</p>", None),
        (f"{HEAD}<p>Tue, 03/10/2026 - 12:41</p><p>{LONG}</p>", "2026-03-10T12:41:00+00:00"),
        (f"{HEAD}<p>Thu, 05/02/2026 - 12:41</p><p>{LONG}</p>", "2026-02-05T12:41:00+00:00"),
        (f"{HEAD}<p>Mon, 05/02/2026 - 12:41</p><p>{LONG}</p>", "2026-02-05T12:41:00+00:00"),
    ],
)  # fmt: skip
def test_a_date_counts_where_it_is_a_fact_of_the_article(body, expected):
    assert day(body) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/03/09/rails", "2026-03-09"),
        ("/20260309/rails", "2026-03-09"),
        ("/2026/mar/09/rails", "2026-03-09"),
        ("/2026_03_09-rails", "2026-03-09"),
        ("/20260399/rails", None),
        ("/202603091455", None),
        ("/2027/03/09/rails", None),
    ],
)
def test_the_day_in_the_address_outranks_dates_that_may_be_others(path, expected):
    url = f"https://kura-post.example{path}"

    assert day(f"{HEAD}<p>{LONG}</p>", url=url) == expected
    if expected:
        assert day(f"{HEAD}<p>Published: 12 March 2026</p><p>{LONG}</p>", url=url) == expected


def test_far_from_a_headline_all_dates_must_agree():
    head = "<title>A title that stands nowhere</title>"
    one = f"<p>{LONG}</p><time datetime='2026-03-09T10:00Z'>x</time><time>no date</time>"

    assert day(one, head=head) == "2026-03-09T10:00:00+00:00"
    assert day(f"{one}<span class='date'>12 March 2026</span>", head=head) is None
    assert day(f"{one}<p>Updated <time>12 March 2026</time></p>", head=head) is not None
    many = "<i class='date'>here</i>" * 60
    assert day(f"{LONG}{many}<i class='date'>9 March 2026</i>", head=head) is None


def test_a_month_for_machines_is_made_exact_by_what_readers_see():
    head = '<meta name="date" content="March 2026">'

    shown = day(f"{HEAD}<p>9 March 2026, 10:00</p><p>{LONG}</p>", head=head)

    assert shown == "2026-03-09T10:00:00+00:00"


def test_a_page_that_describes_no_article_may_state_its_own_day():
    graph = '{"@graph":[{"@type":"WebPage","datePublished":"2026-03-09T10:00:00Z"}]}'
    head = f'<script type="application/ld+json">{graph}</script>'

    assert day(f"{HEAD}<p>{LONG}</p>", head=head) == "2026-03-09T10:00:00+00:00"


def test_the_data_of_a_page_s_scripts_is_asked_last():
    state = """<script>var a = 1</script><script type="application/json">{broken</script>
    <script type="application/json">[1, {"name": 5}, {"title": "Another story of trains",
    "date": "2026-03-20"}, {"post": {"title": "Rails are back now", "created_at": "2026-03-08",
    "dateUpdated": "2026-03-12", "published": 7, "publishedAt": "2026-03-09T10:00:00Z"}}
    ]</script>"""

    assert day(f"{HEAD}<p>{LONG}</p>{state}") == "2026-03-09T10:00:00+00:00"


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("", "<span class='kicker'>Interview</span> Rails are back now", "Rails are back now"),
        ("", "<span class='kicker'>Interview</span> Rails now", "Interview Rails now"),
        ('<meta property="og:title" content="Rails are back now">', "Exclusive Rails are back now",
         "Rails are back now"),
        ("<title>Interview | Rails are back now | Kura Post</title>"
         '<meta name="title" content="Rails are back now">', "", "Rails are back now"),
        ("<title>Kura Post: Rails are back now</title>", "", "Rails are back now"),
        ("<title>Kura Post: Rails are back</title>", "Kura Post: Rails are back",
         "Kura Post: Rails are back"),
        ("<title>News</title>", "", "Rails in a class"),
    ],
)  # fmt: skip
def test_a_label_before_a_headline_is_none_of_it(head, h1, title):
    heading = f"<h1>{h1}</h1>" if h1 else "<div></div>"
    named = "<h3 class='post-title'>Rails in a class</h3>" if "News" in head else ""
    site = '<meta property="og:site_name" content="News">' if named else ""
    page = f"<html><head>{head}{site}</head><body>{heading}{named}<p>{LONG}</p></body></html>"

    assert read_article(page, url=URL).title == title
