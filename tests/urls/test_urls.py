import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.urls import absolute, canonical, registrable_host, shard_of, site

ARTICLE = "https://example.am/news/1"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.am/news/1",
        "HTTPS://Example.AM:443/news/1",
        "http://example.am:80/news/1/",
        "//example.am/news/1",
        " https://example.am/news/1\n",
        "https://user:secret@example.am/news/1",
        "https://example.am./news/1",
        "https://www.example.am/news/1",
        "https://m.example.am/news/1",
        "https://amp.example.am/news/1",
        "https://www.m.example.am/news/1",
        "https://example.am//news/./x/../1",
        "https:\\\\example.am\\news\\1",
        "https://example.am/%6eews/1",
        "https://example.am/news/1#comments",
        "https://example.am/news/1#:~:text=word",
        "https://example.am/news/1#!/",
        "https://example.am/news/1?",
        "https://example.am/news/1?utm_source=x&amp;utm_medium=y",
        "https://example.am/news/1?fbclid=x&gclid=1&yclid=2&ysclid=3",
        "https://example.am/news/1?_openstat=x&mkt_tok=1&smid=tw",
        "https://example.am/news/1?from=rss",
        "https://example.am/news/1?ref=homepage&source=telegram",
        "https://example.am/news/1?PHPSESSID=abc",
        "https://example.am/news/1?sid=0123456789abcdef0123456789",
        "https://example.am/news/1;jsessionid=ABC",
        "https://example.am/(S(abcdefgh01234567))/news/1",
        "https://example.am/news/1?print=1",
        "https://example.am/news/1?print=yes",
        "https://example.am/news/1?view=print",
        "https://example.am/news/1?outputType=amp",
        "https://example.am/news/1?amp",
        "https://example.am/news/1?share=facebook&nb=1",
        "https://example.am/news/1?share=1",
        "https://example.am/news/1?device=phone",
        "https://example.am/amp/news/1",
        "https://example.am/news/amp/1",
        "https://example.am/news/1/amp/",
        "https://example.am/news/1.amp",
        "https://example.am/print/news/1",
        "https://example.am/news/1/print",
        "https://example.am/news/1/comment-page-2/",
        "https://example.am/news/1/index.html",
        "https://example-am.cdn.ampproject.org/c/s/example.am/news/1",
        "https://www.google.com/amp/s/www.example.am/news/1",
        "https://vk.com/away.php?to=https%3A%2F%2Fexample.am%2Fnews%2F1&cc_key=",
        "https://l.facebook.com/l.php?h=x&u=http%3A%2F%2Fexample.am%2Fnews%2F1%3Ffbclid%3Dy",
    ],
)
def test_the_addresses_of_one_page_have_one_name(url):
    assert canonical(url) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.ge/ka/ა", "http://example.ge/ka/%e1%83%90"),
        (
            "https://пример.рф/новости",
            "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8",
        ),
        ("https://example.am/a b?q=x+y", "https://example.am/a%20b?q=x%20y"),
        ("https://www.bbc.com/news/x-1", "https://www.bbc.co.uk/news/x-1"),
        ("https://www.rferl.org/a/some-title/33.html", "https://www.rferl.org/a/33.html"),
        ("https://youtu.be/abc?si=1", "https://m.youtube.com/watch?t=3&v=abc"),
        ("https://twitter.com/a/status/1?s=20", "https://x.com/a/status/1"),
        ("https://t.me/s/channel/100", "https://t.me/channel/100?single"),
        ("https://en.m.wikipedia.org/wiki/Shusha", "https://en.wikipedia.org/wiki/Shusha"),
        ("https://example.am", "http://www.example.am/index.php"),
        ("https://example.am?id=5", "https://example.am/?id=5"),
    ],
)
def test_two_spellings_of_an_address_have_one_name(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.am/news/2",
        "https://example.am/news/10",
        "https://example.am/News/1",
        "https://ru.example.am/news/1",
        "https://example.am/ru/news/1",
        "https://example.am:8080/news/1",
        "https://media.example.am/news/1",
        "https://www.am/news/1",
        "https://example.am/amphitheatre/news/1",
        "https://example.am/news/1?id=1",
        "https://example.am/news/1?lang=en",
        "https://example.am/news/1?source=5",
        "https://example.am/news/1?ref=12",
        "https://example.am/news/1?from=2026-01-09",
        "https://example.am/news/1?sid=5",
        "https://example.am/news/1?cid=1",
        "https://example.am/news/1?print=15",
        "https://example.am/news/1?view=gallery",
        "https://example.am/news/1?s=sevan",
        "https://example.am/news/1#!/photo/2",
        "https://example.am/news/1#/photo/2",
    ],
)
def test_what_may_be_another_page_has_another_name(url):
    assert canonical(url) != ARTICLE
    assert canonical(f"{url}2") != canonical(f"{url}3")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("mailto:desk@example.am", "mailto:desk@example.am"),
        (" not an address ", "not an address"),
        ("", ""),
        ("https://", "https://"),
        ("http://:80", "http://:80"),
        ("https://www.co.uk/a", "https://www.co.uk/a"),
        ("https://vk.com/away.php?x=1&to=mailto:a", "https://vk.com/away.php?x=1&to=mailto:a"),
        ("https://cdn.ampproject.org/x", "https://cdn.ampproject.org/x"),
        ("https://x.cdn.ampproject.org/c/a.am/1?b=2", "https://a.am/1?b=2"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("https://a.am:x/b", "https://a.am%3ax/b"),
        ("https://a.am／b/c", "https://a.am%ef%bc%8fb/c"),
        ("https://¡../a", "https://xn--7a/a"),
        ("https://" + "ы" * 80 + ".рф/", f"https://{'%d1%8b' * 80}.%d1%80%d1%84/"),
        ("https://a.am/100%", "https://a.am/100%25"),
        ("https://a.am/../../b", "https://a.am/b"),
        ("https://youtube.com/watch?list=1", "https://youtube.com/watch"),
        ("https://youtu.be/", "https://youtu.be/"),
    ],
)
def test_odd_addresses_have_names_too(url, name):
    assert canonical(url) == name


def test_addresses_wrapped_too_deep_are_left_alone():
    url = ARTICLE
    for _ in range(6):
        url = f"https://google.com/amp/{url.removeprefix('https://')}"

    assert canonical(url) == url


PIECES = st.lists(
    st.sampled_from(
        [
            *["http://", "https://", "www.", "m.", "amp.", "example.am", "/", "//", "amp", "print"],
            *["index.html", ".amp", ".html", "?", "&", "=", "from", "utm_source", "a", "rss", "#"],
            *["#!", "#/", "%", "%41", "%e1", "%25", "é", "\\", "@", ":80", ":443", "..", ".", " "],
            *[";jsessionid=1", "пример.рф", "／", "[::1]", "vk.com/away.php?to=", "+", "/a/", "s"],
            *["google.com/amp/s/", "x.cdn.ampproject.org/c/s/", "12.html", "rferl.org", "news"],
            *["youtu.be/", "t.me", "/s", "v=", "co.uk", "\ud800", "\x00", "\t"],
        ]
    )
    | st.characters(),
    max_size=12,
).map("".join)


@settings(deadline=None)  # the machine may be busy
@given(PIECES)
def test_naming_a_name_changes_nothing(url):
    for each in (url, f"http://{url}", f"https://example.am/{url}"):
        assert canonical(canonical(each)) == canonical(each)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://news.example.co.uk:8080/x", "example.co.uk"),
        ("https://www.example.am/", "example.am"),
        ("https://desk.gov.ge/", "desk.gov.ge"),
        ("https://co.uk/", "co.uk"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://localhost:9000/a", "localhost:9000"),
        ("http://[::1]:9000/a", "[::1]:9000"),
        ("https://новости.пример.рф/", "xn--e1afmkfd.xn--p1ai"),
        ("no address", ""),
    ],
)
def test_a_site_is_what_its_owner_registered(url, host):
    assert registrable_host(url) == host


def test_the_twins_of_a_newsroom_are_one_site():
    assert site("https://feeds.bbc.co.uk/x") == "bbc.co.uk"
    assert site("https://www.bbc.co.uk/x") == site("https://www.bbc.com/y")


@settings(deadline=None)  # the machine may be busy
@given(PIECES)
def test_every_address_has_a_shard_and_no_address_raises(url):
    assert 0 <= shard_of(f"https://{url}") < 1024
    assert shard_of(url) == shard_of(url)
    absolute("https://example.am/a", url)
    absolute(url, "b")


def test_pages_of_one_site_share_a_shard():
    assert shard_of("https://www.example.am/a") == shard_of("http://news.example.am/b") == 869


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("../b", "https://example.am/b"),
        ("/b?c=d", "https://example.am/b?c=d"),
        ("//aras.example/b", "https://aras.example/b"),
        ("http://aras.example/б", "http://aras.example/б"),
        (' /a b"<c>\n', "https://example.am/a%20b%22%3Cc%3E"),
        ("javascript:alert(1)", None),
        ("mailto:a@example.am", None),
        ("data:text/html,x", None),
        ("http://", None),
        ("http://[", None),
    ],
)
def test_a_link_leads_to_a_web_page_or_nowhere(href, url):
    assert absolute("https://example.am/x/y", href) == url
