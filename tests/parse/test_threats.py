# ruff: noqa: N802 - a test is named after the threat whose row it shows
"""Hostile and broken documents: each is read in part or refused, with an error of ours."""

import gzip

import pytest

from monitor.errors import ParseError
from monitor.parse import limits, quick_read, read_document
from monitor.parse.feed import parse_feed
from monitor.records import Reading, SourceKind
from tests.parse.newsroom import NOW, SOURCE, URL, document, item, rss


def read(body: str | bytes, content_type: str | None = None, kind: SourceKind = "feed") -> Reading:
    return read_document(document(body, content_type), kind=kind, source=SOURCE, now=NOW)


def refused(body: str | bytes, kind: SourceKind = "feed") -> ParseError:
    with pytest.raises(ParseError) as caught:
        read(body, kind=kind)
    assert URL in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://127.0.0.1/x">',
        '<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;',
        '<!ENTITY x PUBLIC "a" "file:///etc/passwd">',
    ],
)
def test_C01_entities_that_reach_outside_are_refused(subset):
    error = refused(rss(item(title="&x;"), prolog=f"<!DOCTYPE rss [{subset}]>"))
    assert error.kind == "unsafe"


def test_C01_a_sitemap_cannot_reach_outside_either():
    text = '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url>&x;</url></urlset>'
    assert refused(text, "sitemap").kind == "unsafe"


def test_C02_entities_that_multiply_are_refused():
    subset = '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">'
    assert refused(rss(item(title="&c;"), prolog=f"<!DOCTYPE r [{subset}]>")).kind == "unsafe"


def test_C03_a_long_entity_used_often_is_refused():
    subset = f'<!ENTITY a "{"x" * 50_000}">'
    text = rss(item(title="&a;" * 10_000), prolog=f"<!DOCTYPE r [{subset}]>")
    assert refused(text).kind == "unsafe"


def test_C03_a_doctype_without_end_is_refused():
    assert refused('<!DOCTYPE rss [<!ENTITY a "' + rss(item())).kind == "unsafe"


def test_C03_a_word_declared_for_convenience_is_put_in_its_place():
    subset = "<!ENTITY paper \"Herald &#38; Co\"><!ENTITY b 'x'>"
    plain = "<!DOCTYPE r [<!ENTITY paper 'The Herald'>]>"
    assert read(rss(item(title="&paper;"), prolog=plain)).drafts[0].title == "The Herald 1"
    assert refused(rss(item(), prolog=f"<!DOCTYPE r [{subset}]>")).kind == "unsafe"


def test_C04_elements_nested_without_end_are_refused_or_bounded():
    deep = rss("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>")
    assert refused(deep).kind == "unsafe"
    for kind in ("auto", "listing", "page"):
        page = "<html><body>" + "<div>" * 100_000 + "x" + "</div>" * 100_000
        refused(page, kind)


def test_C05_an_element_with_200_000_attributes_is_refused():
    attributes = " ".join(f'a{number}="x"' for number in range(200_000))
    error = refused(rss(f"<item {attributes}><title>One</title></item>"))
    assert error.kind == "unsafe"
    assert "200,000 attributes" in str(error)


@pytest.mark.parametrize("count", [2, 300])
def test_C05_many_elements_with_many_attributes_are_refused(count):
    attributes = " ".join(f'a{n}="x"' for n in range(limits.MAX_ALL_ATTRIBUTES // count // 4))
    elements = f"<item {attributes}/>" * count * 5
    error = refused(rss(elements))
    assert (error.kind, "attributes" in str(error)) == ("unsafe", True)


def test_C05_what_looks_like_attributes_in_a_text_counts_for_nothing():
    text = "<p a='1' b='2'>2 = 2</p>" * limits.MAX_ALL_ATTRIBUTES
    reading = read(
        rss(f"<item><title>One</title><description><![CDATA[{text}]]></description></item>")
    )
    assert [draft.title for draft in reading.drafts] == ["One"]


def test_a_long_stretch_is_found_wherever_it_begins():
    for before in (0, 100, 60_000, 65_000, 66_000):
        attributes = " ".join(f'a{n}="x"' for n in range(2_000))
        assert refused(rss(f"<!--{'x' * before}--><item {attributes}/>")).kind == "unsafe"


def test_C05_a_long_attribute_is_not_many():
    assert read(rss(item(extra=f'<enclosure url="https://a.example/{"x" * 9000}"/>'))).drafts


def test_C06_endless_titles_and_guids_are_cut_the_same_way_each_time():
    text = rss(
        f"<item><title>{'Щ ' * 1_000_000}</title><guid>{'g' * 1_000_000}</guid></item>"
        f"<item><title>A</title><guid>{'g' * 1_000_001}</guid></item>"
    )
    first, second = read(text).drafts
    assert first.title is not None
    assert len(first.title) <= limits.MAX_TITLE_CHARS
    assert first.guid is not None
    assert first.guid.startswith("blake2b:")
    assert first.guid != second.guid
    assert read(text).drafts[0].guid == first.guid


def test_C07_nul_bytes_are_removed():
    draft = read(rss(item(title="a\0b"))).drafts[0]
    assert draft.title == "ab 1"


def test_C07_letters_that_xml_forbids_are_removed():
    assert read(rss(item(title="a\ufffeb\x01"))).drafts[0].title == "ab 1"


def test_C08_a_header_that_names_the_wrong_charset_is_overruled_by_the_text():
    text = rss(item(title="Հայաստան Грузия საქართველო"))
    for charset in ("iso-8859-1", "us-ascii", "windows-1251", "bogus", "base64"):
        reading = read(text, f"text/xml; charset={charset}")
        assert reading.drafts[0].title == "Հայաստան Грузия საქართველო 1"


@pytest.mark.parametrize(
    "charset", ["windows-1251", "koi8-r", "euc-jp", "utf-16", "utf-16-be", "utf-32"]
)
def test_C09_cyrillic_survives_every_declared_charset(charset):
    text = f'<?xml version="1.0" encoding="{charset}"?>' + rss(item(title="Грузия и Армения"))
    reading = read(text.encode(charset))
    assert reading.drafts[0].title == "Грузия и Армения 1"


def test_C09_the_header_s_charset_serves_where_nothing_is_declared():
    body = rss(item(title="Грузия")).encode("windows-1251")
    assert read(body, 'text/xml; charset="windows-1251"').drafts[0].title == "Грузия 1"


def test_C09_a_byte_order_mark_may_follow_blanks():
    body = b"\n  \xef\xbb\xbf" + rss(item(title="Հայաստան")).encode()
    assert read(body).drafts[0].title == "Հայաստան 1"


def test_C10_one_bad_byte_costs_one_letter():
    body = rss(item(1) + item(2)).encode().replace(b"Ferry", b"F\xffrry", 1)
    assert [draft.title for draft in read(body).drafts] == [
        "F\ufffdrry line to Batumi opens 1", "Ferry line to Batumi opens 2",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", [5, 30, 100, 200])
def test_C11_of_a_feed_that_is_cut_off_the_whole_entries_are_kept(missing):
    text = rss("".join(item(number) for number in range(9)))
    reading = read(text[:-missing])
    assert all(draft.published and draft.guid for draft in reading.drafts)
    assert len(reading.drafts) >= 7
    assert any("cut off" in note for note in reading.notes)


def test_C11_a_feed_cut_off_before_its_first_entry_ends_has_none():
    assert read(rss(item())[:-150]).drafts == ()


def test_C12_broken_json_items_are_left_out_and_the_others_kept():
    digits = "1" * 100_000
    text = (
        '{"title":"t","items":[{"id":"1","title":"One"},{"id":"\\ud800","title":"x"},'
        f'{{"id":{digits},"title":"y"}},{{"id":"4","title":"\\udc00"}},7,null,'
        '{"id":"8","content_text":"Eight"}]}'
    )
    reading = read(text)
    assert [draft.guid for draft in reading.drafts] == ["1", "8"]
    assert reading.notes == ("5 entries that are not valid text left out",)


def test_C12_json_nested_without_end_is_refused():
    assert refused('{"items":' + "[" * 100_000).kind == "not-a-feed"


@pytest.mark.parametrize(
    "stated", ["", "junk", "9999999-01-01", "Mon, 09 Mar 9999999 10:00:00 GMT"]
)
def test_C14_a_date_that_is_none_is_missing(stated):
    assert (
        read(rss(f"<item><title>A</title><pubDate>{stated}</pubDate></item>")).drafts[0].published
        is None
    )


def test_C13_a_date_far_ahead_and_one_of_1970_are_kept_as_stated():
    text = rss(
        "<item><title>A</title><pubDate>2036-03-09</pubDate></item>"
        "<item><title>B</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>"
    )
    assert [str(draft.published) for draft in read(text).drafts] == [
        "2036-03-09", "1970-01-01T00:00:00+00:00",
    ]  # fmt: skip


def test_C16_entries_without_guid_and_link_do_not_share_the_address_of_the_site():
    reading = read(rss("<item><title>A</title></item><item><title>B</title></item>"))
    assert [(draft.url, draft.guid) for draft in reading.drafts] == [(None, None), (None, None)]


def test_C20_a_feed_of_50_000_entries_is_capped_with_a_note():
    reading = read(rss("".join(f"<item><title>{n}</title></item>" for n in range(50_000))))
    assert len(reading.drafts) == limits.MAX_ENTRIES
    assert reading.notes == ("50,000 entries, the first 5,000 kept",)


def test_C20_entries_beyond_the_cap_cost_nothing_in_a_feed_that_is_not_well_formed_either():
    reading = read(rss("".join(f"<item><title>{n} <b></title></item>" for n in range(6_000))))
    assert len(reading.drafts) == limits.MAX_ENTRIES
    assert "6,000 entries, the first 5,000 kept" in reading.notes


def test_C20_a_cap_that_would_fall_into_a_text_leaves_the_feed_whole():
    text = "<![CDATA[" + "</item>" * (limits.MAX_ENTRIES + 1) + "]]>"
    reading = read(rss(f"<item><title>One</title><description>{text}</description></item>"))
    assert [draft.title for draft in reading.drafts] == ["One"]


def test_C21_an_empty_feed_has_no_entries_and_zero_bytes_are_an_error():
    assert read(rss("")).drafts == ()
    for kind in ("feed", "auto", "listing", "page", "sitemap"):
        assert "an empty document" in str(refused(b"", kind))
    assert "an empty document" in str(refused(b" \n\t"))


def test_C22_a_feed_that_became_a_page_is_an_error_that_names_the_page():
    page = "<!doctype html><html><head><title>Domain for sale</title></head><body>Buy</body></html>"
    error = refused(page)
    assert error.kind == "not-a-feed"
    assert "a web page titled 'Domain for sale'" in str(error)
    assert "a web page;" in str(refused("<html><body>Buy</body></html>"))


@pytest.mark.parametrize("kind", ["feed", "auto", "listing", "page"])
def test_N50_a_challenge_page_is_named_as_blocked(kind):
    page = "<html><head><title>Just a moment...</title></head><body>Wait</body></html>"
    assert refused(page, kind).kind == "blocked"


def test_N50_a_challenge_without_the_elements_of_a_page_is_one_too():
    assert refused("<title>Just a moment...</title><p>Wait</p>").kind == "blocked"


@pytest.mark.parametrize("kind", ["feed", "auto", "listing", "page", "sitemap"])
def test_C23_binary_rubbish_is_an_error(kind):
    assert "binary data" in str(refused(bytes(range(256)) * 400, kind))


def test_C24_no_link_is_anything_but_http():
    entries = "".join(
        f"<item><title>A</title><link>{scheme}</link></item>"
        for scheme in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a/b")
    )
    assert {draft.url for draft in read(rss(entries)).drafts} == {None}


def test_a_bomb_of_a_sitemap_is_not_unpacked_to_its_end():
    bomb = gzip.compress(b"<urlset>" + b" " * (limits.MAX_UNPACKED_BYTES + 10))
    assert refused(bomb, "sitemap").kind == "limit"
    assert refused(gzip.compress(b"<urlset/>" * 99)[:-20], "sitemap").kind == "not-a-sitemap"


def test_a_large_or_broken_document_is_left_to_the_worker():
    def quick(body: str, kind: SourceKind = "feed") -> Reading | None:
        return quick_read(document(body), kind=kind, source=SOURCE, now=NOW)

    assert quick(rss(item())) == read(rss(item()))
    assert quick(rss(item()), "auto") == read(rss(item()), kind="auto")
    assert quick(rss(item()) + " " * 1_000_000) is None
    assert quick(rss(item())[:-20]) is None
    assert quick("<html><body><p>x</p></body></html>", "auto") is None
    assert quick(rss(item()), "listing") is None


def test_the_address_of_a_document_without_charset_or_kind_is_all_that_is_needed():
    assert parse_feed(rss(item()).encode(), url=URL).entries[0].guid == "n-1"
