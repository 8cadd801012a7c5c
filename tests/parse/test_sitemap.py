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


def test_an_index_gives_its_sitemaps_the_newest_first_and_never_itself():
    child = "<sitemap><loc>{}</loc><lastmod>{}</lastmod></sitemap>"
    listed = (
        ("/old.xml", "2025-01-01"),
        ("/new.xml", "2026-03-09"),
        ("/rss", ""),
        ("mailto:x", ""),
    )
    body = f"<sitemapindex>{''.join(child.format(*each) for each in listed)}</sitemapindex>"
    for reading in (read(body), read(body, "auto"), read(gzip.compress(body.encode()), "auto")):
        assert (reading.kind, reading.drafts) == ("sitemap", ())
        assert [(each.url, each.lastmod) for each in reading.children] == [
            ("https://herald.example/new.xml", "2026-03-09"),
            ("https://herald.example/old.xml", "2025-01-01"),
        ]


def test_an_index_that_names_nothing_is_refused():
    with pytest.raises(ParseError, match="names none") as caught:
        read("<sitemapindex><sitemap/></sitemapindex>")
    assert caught.value.kind == "index"


@pytest.mark.parametrize("at", ["start", "end"])
def test_of_fifty_thousand_addresses_the_newest_are_kept_wherever_they_stand(at):
    old = [f"<url><loc>https://h.example/o{n}</loc><lastmod>2020-01-01</lastmod></url>"
           for n in range(50_000)]  # fmt: skip
    new = ["<url><loc>https://h.example/new</loc><lastmod>2026-03-09T10:00:00Z</lastmod></url>"]
    both = new + old if at == "start" else old + new
    reading = read(f"<urlset>{''.join(both)}</urlset>", "auto")
    assert reading.kind == "sitemap"
    assert len(reading.drafts) == limits.MAX_ENTRIES
    assert reading.drafts[0].url == "https://h.example/new"
    assert "50,001 addresses, the newest 5,000 kept" in reading.notes


def test_of_addresses_without_any_date_both_ends_are_kept():
    urls = [f"<url><loc>https://h.example/{n}</loc></url>" for n in range(6_000)]
    kept = [draft.url for draft in read(f"<urlset>{''.join(urls)}</urlset>").drafts]
    assert (kept[0], kept[-1], len(kept)) == (
        "https://h.example/0", "https://h.example/5999", limits.MAX_ENTRIES,
    )  # fmt: skip


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
    assert reading.notes == ("5,005 addresses, the newest 5,000 kept",)
