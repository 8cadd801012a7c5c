"""Feeds of every format, well-formed."""

import datetime as dt

import pytest

from monitor.errors import ParseError
from monitor.parse import limits
from monitor.parse.feed import fast_feed, parse_feed
from tests.parse.newsroom import NOW, URL, atom, item, rss


def feed_of(text: str | bytes, content_type: str | None = None, url: str = URL):
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, url=url, content_type=content_type, now=NOW)


def only(text: str):
    feed = feed_of(text)
    assert len(feed.entries) == 1
    return feed.entries[0]


def test_an_rss_item_is_read_whole():
    feed = feed_of(
        rss(
            item(
                extra="<description>Short</description><content:encoded><![CDATA[<p>Long</p>]]>"
                "</content:encoded><dc:creator>Nino Beridze</dc:creator><category>Sea</category>"
                '<enclosure url="/a.mp3" type="audio/mpeg" length="12"/>'
            ),
            head="<language>ka_GE</language><description>About</description>",
        )
    )
    entry = feed.entries[0]

    assert (feed.title, feed.link, feed.subtitle, feed.language) == (
        "The Herald", "https://herald.example/", "About", "ka-GE",
    )  # fmt: skip
    assert entry.title == "Ferry line to Batumi opens 1"
    assert entry.url == "https://herald.example/news/1"
    assert entry.guid == "n-1"
    assert (entry.summary, entry.content) == ("Short", "<p>Long</p>")
    assert entry.authors == ("Nino Beridze",)
    assert entry.tags == ("Sea",)
    assert entry.enclosures == (("https://herald.example/a.mp3", "audio/mpeg", 12),)
    assert entry.published is not None
    assert entry.published.at == dt.datetime(2026, 3, 9, 6, 15, tzinfo=dt.UTC)
    assert entry.language == "ka-GE"


def test_an_atom_entry_is_read_whole():
    entry = only(
        atom(
            '<entry xml:lang="hy"><id>tag:herald,1</id>'
            '<title type="html">A &amp;lt;b&amp;gt;</title>'
            '<link rel="self" href="/self"/><link href="news/1"/>'
            '<link rel="enclosure" href="/a.pdf" type="application/pdf" length="x"/>'
            "<published>2026-03-09T06:15:00Z</published><updated>2026-03-10</updated>"
            "<author><name>Ani</name><email>a@herald.example</email></author>"
            "<author><email>b@herald.example</email></author>"
            '<category term="rail" label="Railways"/><summary>One &lt; two</summary>'
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Rails</p></div>'
            "</content></entry>"
        )
    )
    assert entry.guid == "tag:herald,1"
    assert entry.title == "A <b>"
    assert entry.url == "https://herald.example/news/1"
    assert entry.authors == ("Ani", "b@herald.example")
    assert entry.tags == ("rail",)
    assert entry.content == "<p>Rails</p>"
    assert (str(entry.published), str(entry.updated)) == ("2026-03-09T06:15:00+00:00", "2026-03-10")
    assert entry.enclosures == (("https://herald.example/a.pdf", "application/pdf", None),)
    assert entry.language == "hy"


def test_plain_text_of_atom_is_not_taken_for_markup():
    entry = only(
        atom('<entry><title type="text">if a &lt;b then</title><summary type="text">x &lt;i&gt; y'
             "</summary></entry>")
    )  # fmt: skip
    assert entry.title == "if a <b then"
    assert entry.summary == "x &lt;i&gt; y"


def test_rdf_and_the_oldest_rss_are_read():
    rdf = feed_of(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="x"><title>R</title><link>https://r.example/</link></channel>'
        '<item rdf:about="https://r.example/1"><title>One</title><dc:date>2026-03-09</dc:date>'
        "<dc:subject>Hills</dc:subject></item></rdf:RDF>"
    )
    assert rdf.title == "R"
    assert rdf.entries[0].url == "https://r.example/1"
    assert str(rdf.entries[0].published) == "2026-03-09"
    assert rdf.entries[0].tags == ("Hills",)

    old = feed_of(
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        "<title>Old</title><item><title>Ours &eacute;</title><link>/1</link></item></channel></rss>"
    )
    assert old.entries[0].title == "Ours é"
    assert old.entries[0].url == "https://herald.example/1"


def test_atom_zero_three_is_read_with_its_modes():
    entry = only(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>One</title>'
        '<link rel="alternate" type="text/html" href="https://h.example/1"/><issued>2026-03-09</issued>'
        '<modified>2026-03-10</modified><content mode="base64">SGVsbG8gcm9hZA==</content>'
        '<summary mode="escaped" type="text/plain">a &lt; b</summary></entry></feed>'
    )
    assert entry.content == "Hello road"
    assert (str(entry.published), str(entry.updated)) == ("2026-03-09", "2026-03-10")
    broken = atom('<entry><title>One</title><content mode="base64">abcde</content></entry>')
    assert only(broken).content == "abcde"


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>/news/1</link>", "https://herald.example/news/1"),
        ("<guid>https://herald.example/g</guid>", "https://herald.example/g"),
        ('<guid isPermaLink="false">https://herald.example/g</guid><link>/n</link>',
         "https://herald.example/n"),
        ('<enclosure url="https://cdn.example/a.mp3"/>', "https://cdn.example/a.mp3"),
        ("<link>javascript:alert(1)</link><guid>https://herald.example/g</guid>",
         "https://herald.example/g"),
        ("<link>https://redirect.example/1</link><feedburner:origLink>https://herald.example/o"
         "</feedburner:origLink>", "https://herald.example/o"),
        ('<atom:link href="https://herald.example/a"/>', "https://herald.example/a"),
        ("<link>https://herald.example/with space</link>", "https://herald.example/with%20space"),
        ("<link>http://[</link>", "https://herald.example/"),
        ("<link></link>", "https://herald.example/"),
        (f"<link>https://herald.example/{'x' * 5000}</link>", "https://herald.example/"),
    ],
)  # fmt: skip
def test_an_address_is_taken_from_wherever_it_stands(inside, url):
    assert only(rss(f"<item><title>One</title>{inside}</item>")).url == url


def test_references_follow_the_nearest_base():
    feed = feed_of(
        atom(
            '<entry xml:base="news/"><title>One</title><link href="1"/></entry>'
            '<entry xml:base="http://["><title>Two</title><link href="/2"/></entry>',
        ).replace("<feed ", '<feed xml:base="https://other.example/x/" ')
    )
    assert [entry.url for entry in feed.entries] == [
        "https://other.example/x/news/1", "https://other.example/2",
    ]  # fmt: skip


def test_an_atom_id_that_is_an_address_is_the_link():
    entry = only(atom("<entry><id>https://herald.example/id</id><title>One</title></entry>"))
    assert entry.url == "https://herald.example/id"


def test_a_missing_title_is_the_beginning_of_the_text_then_the_link():
    long = " ".join(["harbour"] * 40)
    assert only(
        rss(f"<item><description>&lt;p&gt;{long}&lt;/p&gt;</description></item>")
    ).title == (" ".join(["harbour"] * 12) + "…")
    assert only(rss("<item><description>Short &amp;amp; plain</description></item>")).title == (
        "Short & plain"
    )
    assert only(rss("<item><link>/n</link></item>")).title == "https://herald.example/n"


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("<author>a@herald.example (Ani)</author>", "Ani"),
        ("<author>Ani &lt;a@herald.example&gt;</author>", "Ani"),
        ("<author>a@herald.example</author>", "a@herald.example"),
        ("<itunes:author>Ani</itunes:author>", "Ani"),
        ("<author><name/></author>", None),
    ],
)
def test_a_person_is_named_without_the_address(stated, author):
    assert only(rss(item(extra=stated))).authors == ((author,) if author else ())


def test_the_feed_s_author_stands_in_and_several_are_kept_once():
    feed = feed_of(
        rss(
            item(1) + item(2, extra="<dc:creator>B</dc:creator><dc:creator>B</dc:creator>"),
            head="<managingEditor>e@herald.example (Eka)</managingEditor>",
        )
    )
    assert [entry.authors for entry in feed.entries] == [("Eka",), ("B",)]


def test_words_of_a_media_group_and_of_podcasts_serve_where_nothing_else_does():
    entry = only(
        rss(
            "<item><media:group><media:title>Group title</media:title><media:description>Group text"
            "</media:description><media:content url='x'/></media:group>"
            "<itunes:keywords>sea, wind</itunes:keywords></item>"
        )
    )
    assert (entry.title, entry.summary, entry.tags) == (
        "Group title",
        "Group text",
        ("sea", "wind"),
    )


def test_names_in_capitals_and_markup_without_escape_are_understood():
    entry = only(
        rss("<ITEM><TITLE>Loud</TITLE><DESCRIPTION>A <b>bold</b> line</DESCRIPTION></ITEM>")
    )
    assert (entry.title, entry.summary) == ("Loud", "A <b>bold</b> line")


def test_of_two_contents_the_longer_is_kept():
    extra = "<content:encoded>longer</content:encoded><content:encoded>short</content:encoded>"
    assert only(rss(item(extra=extra))).content == "longer"


def test_a_second_description_is_the_content():
    entry = only(rss("<item><description>one</description><description>two</description></item>"))
    assert (entry.summary, entry.content) == ("one", "two")


def test_scripts_and_windows_punctuation_are_not_kept():
    entry = only(
        rss("<item><title>It&#146;s open</title><description>&lt;p&gt;a&lt;/p&gt;&lt;script&gt;"
            "bad()&lt;/script&gt;&#x97;b</description></item>")
    )  # fmt: skip
    assert (entry.title, entry.summary) == ("It’s open", "<p>a</p>—b")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("<pubDate>Mon, 09 Mar 2026 06:15:00 GMT</pubDate>", "2026-03-09T06:15:00+00:00"),
        ("<dc:date>2026-03</dc:date>", "None"),
        ("<pubDate>9 марта 2026</pubDate>", "2026-03-09"),
        ("<pubDate>yesterday</pubDate>", "2026-03-17"),
        ("<pubDate>soon</pubDate>", "None"),
        ("<created>2026-03-09</created>", "2026-03-09"),
        ("<pubDate/>", "None"),
    ],
)
def test_dates_of_entries_keep_their_precision(stated, expected):
    assert str(only(rss(f"<item><title>One</title>{stated}</item>")).published) == expected


def test_without_a_present_only_dates_that_say_their_day_are_read():
    body = rss(
        "<item><title>1</title><pubDate>yesterday</pubDate></item>"
        "<item><title>2</title><pubDate>2026-03-09</pubDate></item>"
    ).encode()
    feed = parse_feed(body, url=URL)
    assert [str(entry.published) for entry in feed.entries] == ["None", "2026-03-09"]


def test_bare_ampersands_and_html_entities_are_mended_but_not_in_cdata():
    feed = feed_of(
        rss("<item><title>Salt &nbsp;& pepper &bogus; &#0;</title><link>/?a=1&b=2</link>"
            "<description><![CDATA[a & b &nbsp;]]></description></item>")
    )  # fmt: skip
    entry = feed.entries[0]
    assert entry.title == "Salt & pepper &bogus;"
    assert entry.url == "https://herald.example/?a=1&b=2"
    assert entry.summary == "a & b &nbsp;"


def test_what_is_not_well_formed_is_read_leniently():
    text = rss(item(1) + item(2)).replace("</guid>", "", 1)
    assert fast_feed(text.encode(), url=URL, now=NOW) is None

    feed = feed_of(text)

    assert [entry.url for entry in feed.entries][-1] == "https://herald.example/news/2"
    assert feed.notes == ("not well-formed, read leniently",)


def test_the_lenient_reader_keeps_what_the_strict_one_would():
    whole = rss(
        item(
            extra="<description>Short</description><author>a@h.example (Ani)</author>"
            '<enclosure url="/a.mp3" type="audio/mpeg" length="12"/><category>Sea</category>'
            "<feedburner:origLink>https://herald.example/o</feedburner:origLink>"
            "<content:encoded>&lt;p&gt;Long&lt;/p&gt;</content:encoded>"
        )
    )
    broken = whole.replace("</channel>", "<br></channel>")
    strict, lenient = only(whole), only(broken)

    assert lenient == strict


def test_the_lenient_reader_knows_dates_that_ours_does_not():
    entry = only(
        rss("<item><title>One</title><link>/1</link>"
            "<pubDate>Mon, 09 Mar 2026 06:15:00 XYZ</pubDate>"
            "<br></item>")
    )  # fmt: skip
    assert str(entry.published) == "2026-03-09T06:15:00+00:00"


def test_the_lenient_reader_takes_atom_with_plain_titles():
    entry = only(
        atom('<entry><title type="text">a &lt;b c</title><updated>soon</updated>'
             "<author><name>Ani</name></author><author><name>Eka</name></author>"
             '<link rel="enclosure" href="javascript:x"/><br></entry>')
    )  # fmt: skip
    assert (entry.title, entry.updated, entry.enclosures) == ("a <b c", None, ())
    assert entry.authors == ("Ani", "Eka")


def test_elements_with_nothing_in_them_say_nothing():
    entry = only(
        rss(
            item(
                extra="<title/><description> </description><category/><atom:link href='mailto:x'/>"
            )
        )
    )
    assert (entry.title, entry.summary, entry.tags) == ("Ferry line to Batumi opens 1", None, ())


def test_entries_in_a_vocabulary_of_their_own_get_a_second_look():
    body = rss("<item><x/></item><item><y/></item>").encode()
    assert fast_feed(body, url=URL, now=NOW) is None
    assert len(parse_feed(body, url=URL, now=NOW).entries) == 2


def test_feeds_of_forgotten_formats_reach_the_lenient_reader():
    feed = feed_of(
        '<CHANNEL HREF="https://c.example/"><TITLE>Channel</TITLE>'
        '<ITEM HREF="https://c.example/1"><TITLE>One</TITLE></ITEM></CHANNEL>'
    )
    assert feed.title == "Channel"


def test_an_unknown_vocabulary_is_not_a_feed():
    with pytest.raises(ParseError, match="not a feed but text that begins") as caught:
        feed_of("<inventory><thing/></inventory>")
    assert caught.value.kind == "not-a-feed"


def test_warnings_before_a_feed_and_a_template_s_doctype_do_no_harm():
    assert only("Notice: undefined index in x.php on line 3\n" + rss(item())).guid == "n-1"
    assert only("<!DOCTYPE html>\n" + rss(item())).guid == "n-1"


def test_an_empty_feed_is_a_feed():
    feed = feed_of(rss(""))
    assert (feed.title, feed.entries) == ("The Herald", ())


def test_elements_without_end_names_do_not_fill_memory():
    names = "".join(f"<x{number}/>" for number in range(2_000))
    assert only(rss(item(extra=names))).guid == "n-1"


def test_lists_within_an_entry_are_cut_at_their_limits():
    extra = "".join(f"<category>tag {n}</category>" for n in range(200))
    assert len(only(rss(item(extra=extra))).tags) == limits.MAX_TAGS


def test_an_rss_one_one_document_keeps_its_items_in_a_wrapper():
    feed = feed_of(
        '<Channel xmlns="http://purl.org/net/rss1.1#"><title>T</title><link>https://h.example/</link>'
        "<items><item><title>One</title><link>https://h.example/1</link></item></items></Channel>"
    )
    assert [entry.title for entry in feed.entries] == ["One"]
