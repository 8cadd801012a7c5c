"""Sitemaps: with news, plain, packed, and indexes of them."""

import gzip

import pytest

from monitor.errors import ParseError
from monitor.parse import limits, read_document
from tests.parse.newsroom import NOW, SOURCE, document

_NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    "<loc>https://herald.example/news/1</loc><news:news><news:publication><news:name>Herald"
    "</news:name><news:language>hy</news:language></news:publication>"
    "<news:publication_date>2026-03-09T06:15:00Z</news:publication_date>"
    "<news:title>Rails &amp; roads</news:title><news:keywords>rails, roads</news:keywords>"
    "</news:news></url></urlset>"
)


def read(body: str | bytes, kind="sitemap"):
    return read_document(document(body), kind=kind, source=SOURCE, now=NOW)


@pytest.mark.parametrize("kind", ["sitemap", "auto"])
def test_a_news_sitemap_tells_titles_dates_and_language(kind):
    for body in (_NEWS, gzip.compress(_NEWS.encode())):
        reading = read(body, kind)
        (draft,) = reading.drafts
        assert reading.kind == "sitemap"
        assert (draft.title, draft.url) == ("Rails & roads", "https://herald.example/news/1")
        assert str(draft.published) == "2026-03-09T06:15:00+00:00"
        assert (draft.language, draft.tags) == ("hy", ("rails", "roads"))


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://herald.example/2026/03/border-reopens-today.html", "Border reopens today"),
        (
            "https://herald.example/%D0%B3%D1%80%D1%83%D0%B7%D0%B8%D1%8F_%D1%81%D0%B5%D0%B3%D0%BE",
            "Грузия сего",
        ),
        ("https://herald.example/", "Herald.example"),
        ("https://herald.example/---/", "https://herald.example/---/"),
    ],
)
def test_a_plain_sitemap_takes_titles_from_its_addresses(address, title):
    body = f"<urlset><url><loc>{address}</loc><lastmod>2026-03-09</lastmod></url><url/></urlset>"
    (draft,) = read(body).drafts
    assert (draft.title, str(draft.updated), draft.published) == (title, "2026-03-09", None)


def test_an_index_names_the_sitemap_to_use():
    child = "<sitemap><loc>https://herald.example/{}.xml</loc></sitemap>"
    for names, advice in ((("pages", "news"), "use 'https://herald.example/news.xml'"),
                          (("pages",), "use one of them"), ((), "0 sitemaps")):  # fmt: skip
        body = f"<sitemapindex>{''.join(map(child.format, names))}</sitemapindex>"
        with pytest.raises(ParseError, match="is an index") as caught:
            read(body)
        assert advice in str(caught.value)
        assert caught.value.kind == "index"


def test_what_is_no_sitemap_is_refused():
    with pytest.raises(ParseError, match="not a sitemap but a web page") as caught:
        read("<html><body>x</body></html>")
    assert caught.value.kind == "not-a-sitemap"
    with pytest.raises(ParseError, match="broken from its first element"):
        read("< <urlset >")


def test_a_sitemap_cut_off_in_the_middle_keeps_its_whole_addresses():
    urls = "".join(f"<url><loc>https://herald.example/{n}</loc></url>" for n in range(9))
    assert len(read(f"<urlset>{urls}"[:-20]).drafts) == 8


def test_an_archive_of_addresses_is_capped_with_a_note():
    urls = "".join(
        f"<url><loc>https://h.example/{n}</loc></url>" for n in range(limits.MAX_ENTRIES + 5)
    )
    reading = read(f"<urlset>{urls}</urlset>")
    assert len(reading.drafts) == limits.MAX_ENTRIES
    assert reading.notes == ("5,005 addresses, the first 5,000 kept",)
