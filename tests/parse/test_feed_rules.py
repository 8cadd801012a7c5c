"""What a monitor needs of feeds where the customary readers fall short, rule by rule."""

import json

import pytest

from monitor.parse import read_document
from monitor.parse.feed import parse_feed
from tests.parse.newsroom import NOW, SOURCE, URL, atom, document, item, rss


def feed_of(text: str | bytes, content_type: str | None = None):
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, url=URL, content_type=content_type, now=NOW)


def only(text: str):
    feed = feed_of(text)
    assert len(feed.entries) == 1
    return feed.entries[0]


def test_a_feed_without_a_title_is_called_by_its_site_then_by_its_address():
    assert feed_of("<rss><channel><link>https://h.example/</link></channel></rss>").title == (
        "https://h.example/"
    )
    assert feed_of("<rss><channel><item><title>One</title></item></channel></rss>").title == URL
    assert feed_of('{"items": []}').title == URL


def test_a_feed_s_name_keeps_its_signs_and_a_reading_shows_it_plain():
    text = rss(item()).replace("The Herald", "News &amp;amp; <![CDATA[<b>views</b>]]>")
    assert feed_of(text).title == "News &amp; <b>views</b>"
    reading = read_document(document(text), kind="feed", source=SOURCE, now=NOW)
    assert reading.title == "News & views"
    assert feed_of(rss(item()).replace("The Herald", "Salt &amp;amp; rye")).title == "Salt & rye"


@pytest.mark.parametrize(
    ("head", "updated"),
    [
        ("<lastBuildDate>Mon, 09 Mar 2026 06:15:00 GMT</lastBuildDate>",
         "2026-03-09T06:15:00+00:00"),
        ("<dc:date>2026-03-09</dc:date>", "2026-03-09"),
        ("<pubDate>2026-03-08</pubDate>", "2026-03-08"),
        ("", "None"),
    ],
)  # fmt: skip
def test_a_feed_says_when_it_was_made(head, updated):
    whole = rss(item(), head=head)
    assert str(feed_of(whole).updated) == updated
    assert str(feed_of(whole.replace("</channel>", "<br></channel>")).updated) == updated


def test_an_entry_with_one_text_gives_it_as_summary_and_as_content():
    entry = only(rss(item(extra="<content:encoded>All of it</content:encoded>")))
    assert (entry.summary, entry.content) == ("All of it", "All of it")


def test_a_guid_that_is_no_link_is_never_joined_to_a_base_and_a_path_is():
    said = '<item><title>One</title><guid isPermaLink="false">/a/1</guid></item>'
    assert only(rss(said)).guid == "/a/1"
    assert only(rss("<item><title>One</title><guid>/a/1</guid></item>")).guid == (
        "https://herald.example/a/1"
    )
    assert only(rss("<item><title>One</title><guid>1234</guid></item>")).guid == "1234"
    assert only(atom("<entry><id>/a/1</id><title>One</title></entry>")).url == (
        "https://herald.example/a/1"
    )


def test_channels_of_the_definition_format_are_read_in_either_case():
    feed = feed_of(
        '<CHANNEL HREF="https://c.example/" LASTMOD="2026-03-09"><TITLE>C</TITLE>'
        '<ITEM HREF="/1" LASTMOD="2026-03-08"><TITLE>One</TITLE>'
        "<ABSTRACT>Short</ABSTRACT></ITEM></CHANNEL>"
    )
    entry = feed.entries[0]
    assert (feed.link, str(feed.updated)) == ("https://c.example/", "2026-03-09")
    assert (entry.url, str(entry.updated), entry.summary) == (
        "https://herald.example/1", "2026-03-08", "Short",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("a<script>b</script>c", "ac"),
        ("a<script>document.write('<script>b')</script>c", "ac"),
        ("a<style>b", "a"),
        ("a<!-- <script> -->b", "a<!-- <script> -->b"),
        ("a<!-- c >b<script>d</script>", "ab"),
        ("a<!-- c > d<script>e</script>f", "a df"),
        ("a<!-- never <!-- closed", "a"),
        ("a</script>b<script>c", "abc"),
    ],
)
def test_code_goes_and_what_stands_beside_it_stays(markup, kept):
    entry = only(
        rss(f"<item><title>T</title><description><![CDATA[{markup}]]></description></item>")
    )
    assert entry.summary == kept


def test_control_characters_never_reach_a_title():
    title = json.dumps("Bridge\x07 open\x1b[31m\u202e")
    assert only(f'{{"items": [{{"id": 1, "title": {title}}}]}}').title == "Bridge open[31m"


def test_line_ends_inside_the_strings_of_json_are_forgiven():
    assert only('{"items": [{"id": "1", "title": "Bridge\nopen"}]}').title == "Bridge open"


def test_signs_of_html_four_keep_their_meaning():
    assert only(rss("<item><title>a &lang;b&rang;</title></item>")).title == "a \u2329b\u232a"


def test_a_template_s_doctype_and_comments_before_the_root_do_no_harm():
    text = rss(item(), prolog="<!DOCTYPE html><!-- made by hand -->\n<?x y?>\n")
    assert only(text).guid == "n-1"


CYRILLIC = "Паром в Батуми вернулся по расписанию, сообщил порт"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-16", "utf-16-le", "utf-8-sig"])
def test_an_undeclared_charset_is_told_by_its_letters(charset):
    body = rss(item(title=CYRILLIC)).encode(charset)
    assert feed_of(body, "text/html").entries[0].title == f"{CYRILLIC} 1"
    plain = json.dumps({"items": [{"id": "1", "title": CYRILLIC}]}, ensure_ascii=False)
    assert feed_of(plain.encode(charset), "text/plain").entries[0].title == CYRILLIC


def test_a_western_text_that_calls_itself_utf_eight_is_read_as_what_it_is():
    body = rss(item(title="Café à la crème")).encode("cp1252")
    assert feed_of(body, "text/xml; charset=utf-8").entries[0].title == "Café à la crème 1"


def test_one_broken_letter_does_not_turn_the_others_into_another_charset():
    body = rss(item(title=CYRILLIC)).encode().replace("порт".encode(), b"\xd0")
    assert feed_of(body).entries[0].title.startswith("Паром в Батуми вернулся")


def test_a_broken_text_in_a_charset_of_two_bytes_keeps_its_other_letters():
    body = rss(item(title="\u4e2d\u6587")).encode("gb18030").replace(b"n-1", b"n-\xff")
    assert feed_of(body, "text/xml; charset=gb18030").entries[0].title == "\u4e2d\u6587 1"


def test_an_empty_date_in_a_broken_feed_is_no_date():
    entry = only(rss("<item><title>One</title><link>/1</link><pubDate></pubDate><br></item>"))
    assert (entry.title, entry.published) == ("One", None)


def test_an_entry_called_by_its_address_has_a_title_that_fits_a_line_and_shows_every_sign():
    long = only(
        f"<rss><channel><item><link>https://h.example/{'a' * 2000}</link></item></channel></rss>"
    )
    assert long.title is not None
    assert len(long.title) == 1000
    assert long.title.endswith("…")
    plain = only(
        "<rss><channel><item><link>https://h.example/?a=1&amp;copy=2</link></item></channel></rss>"
    )
    assert plain.title == plain.url == "https://h.example/?a=1&copy=2"


def test_marks_that_turn_an_address_round_are_escaped():
    entry = only(
        "<rss><channel><item><title>One</title>"
        "<link>https://h.example/\u202egnp.exe\u0085</link></item></channel></rss>"
    )
    assert entry.url == "https://h.example/%E2%80%AEgnp.exe"
