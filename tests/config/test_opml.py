"""OPML in and out: what readers write is understood, what we write comes back without loss."""

import contextlib
import datetime as dt
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.models import SourceModel
from monitor.config.opml import DEPTH_LIMIT, OUTLINES_LIMIT, Imported, read_opml, write_opml
from monitor.errors import ParseError
from monitor.records import Source
from monitor.records.words import SourceKind
from monitor.urls import canonical

CREATED = "Sun, 22 Nov 2026 12:00:00 +0000"


def read(text: str, *present: Source) -> Imported:
    return read_opml(text.encode(), file="x.opml", present=present)


def body(*outlines: str) -> str:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'


def feed(url: str, more: str = 'text="Kura"') -> str:
    return f'<outline {more} xmlUrl="{url}"/>'


def only(imported: Imported) -> Source:
    assert imported.refused == []
    (source,) = imported.added
    return source


# ------------------------------------------------------------------ what readers write
def test_folders_and_categories_become_tags():
    inner = feed("https://k.example/rss", 'text="K" category="/Press/Daily,/Georgia"')
    text = body(f'<outline text="Caucasus"><outline title="Georgia">{inner}</outline></outline>')

    assert only(read(text)).tags == ("Caucasus", "Georgia", "Press", "Daily")


@pytest.mark.parametrize(
    "text",
    [
        '<opml><body><outline xmlUrl="https://kura.example/rss"/></body></opml>',
        '<OPML><outline XMLURL=" https://kura.example/rss "></outline></OPML>',
        '<?xml version="1.0" encoding="windows-1251"?>\n<!DOCTYPE opml>\n'
        '<opml version="1.1"><body><outline type="RSS" title="Кура & Аракс" '
        'xmlurl="https://kura.example/rss" htmlUrl="https://kura.example/"></body>',
        '<opml xmlns="http://opml.org/spec2"><body>'
        '<outline type="atom" text="Kura&nbsp;Post" xmlUrl="feed://kura.example/rss"/></body></opml>',
        '\ufeff  <opml><outline text="K" xmlUrl="kura.example/rss"/></opml>',
        '<opml><outline text="K" xmlUrl="feed:https://kura.example/rss"/></opml>',
        '<opml><!-- mine --><?x y?><outline text="K" xmlUrl="https://kura.example/rss"/>',
    ],
)
def test_what_readers_leave_out_or_write_otherwise_is_understood(text: str):
    encoding = "windows-1251" if "1251" in text else "utf-8"

    source = only(read_opml(text.encode(encoding), file="x.opml"))

    assert source.url == "https://kura.example/rss"
    assert source.name in {"kura", "kura-post", "kura-example"}


def test_an_address_counts_once_in_all_its_forms():
    text = body(
        feed("https://kura.example/rss"),
        feed("http://www.kura.example/rss/", 'text="again"'),
        feed("https://aras.example/rss", 'text="Aras"'),
    )

    imported = read(text, Source(name="aras", url="http://aras.example/rss"))

    assert [source.url for source in imported.added] == ["https://kura.example/rss"]
    assert [(each.name, each.why) for each in imported.known] == [
        ("again", "'Kura' above has this address"),
        ("Aras", "source 'aras' has this address"),
    ]


def test_names_are_readable_and_never_taken_twice():
    ours = 'xmlns:monitor="urn:monitor:opml:1" monitor:name="Kura"'
    text = body(
        feed("https://kura.example/rss", ours),
        feed("https://kura.example/2", 'text="Kura" language="ka-GE"'),
        feed("https://kura.example/3", ours),
    )

    imported = read(text, Source(name="Kura", url="https://elsewhere.example/"))

    assert [source.name for source in imported.added] == ["Kura-2", "kura-ka", "Kura-3"]
    assert imported.added[1].language == "ka"


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ('<outline text="empty"/>', "it has no address"),
        (
            '<outline text="page" htmlUrl="https://k.example/"/>',
            "try: monitor sources add https://k.example/",
        ),
        (feed("ftp://k.example/rss"), "http:// or https://"),
        (feed("http://127.0.0.1/rss"), "private network"),
        (feed("javascript:alert(1)"), "cannot be asked"),
        (feed("feed:javascript:alert(1)"), "cannot be asked"),
        (feed("https://user:pw@k.example/"), "user name and the password"),
        (
            feed("https://k.example/", 'xmlns:m="urn:monitor:opml:1" m:kind="magic"'),
            "kind is 'magic'; give auto, feed",
        ),
        (
            feed("https://k.example/", 'xmlns:m="urn:monitor:opml:1" m:every="often"'),
            "give a span such as",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(outline: str, why: str):
    imported = read(body(outline, feed("https://good.example/rss")))

    assert why in imported.refused[0].why
    assert [source.url for source in imported.added] == ["https://good.example/rss"]


def test_a_network_that_the_configuration_allows_may_be_reached():
    text = body(feed("http://127.0.0.1:8000/rss")).encode()

    imported = read_opml(text, file="x", allow_addresses=["127.0.0.0/8"])

    assert len(imported.added) == 1


@pytest.mark.parametrize("word", ['m:allow_addresses="10.0.0.0/8"', 'm:verify_tls="false"'])
def test_a_strangers_file_opens_nothing(word: str):
    text = body(feed("https://k.example/rss", f'xmlns:m="urn:monitor:opml:1" {word}'))

    assert "give --trusted if the file is your own" in read(text).refused[0].why
    assert len(read_opml(text.encode(), file="x", is_trusted=True).added) == 1


# ------------------------------------------------------------------ hostile files
BOMB = (
    '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<opml><body><outline text="&b;" xmlUrl="https://k.example/"/></body></opml>'
)
OUTSIDE = (
    '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<opml><body><outline text="&x;" xmlUrl="https://k.example/"/></body></opml>'
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "declares entities"),
        (OUTSIDE, "declares entities"),
        (
            "<opml>" + '<outline text="x">' * (DEPTH_LIMIT + 2) + "</opml>",
            f"nested more than {DEPTH_LIMIT} deep",
        ),
        ("<opml>" + '<outline text="x">' * 5_000, "nested more than"),
        ("<opml>" + "<outline/>" * (OUTLINES_LIMIT + 1) + "</opml>", "more than 50,000 outlines"),
        ("<opml><outline " + " ".join(f'a{n}="1"' for n in range(99_000)) + "/>", "attributes"),
        ("<rss><channel/></rss>", "is not OPML but"),
        ("", "is not OPML but an empty document"),
        ("<opml>" + " " * 17_000_000, "more than 16,777,216 bytes"),
        ("<opml\x00" + "<" * 40, "is broken|is not OPML"),
    ],
)
def test_a_hostile_file_is_refused_whole(text: str, words: str):
    with pytest.raises(ParseError, match=words):
        read(text)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: f"<opml>{t}".encode()))
def test_any_bytes_are_read_or_refused(content: bytes):
    with contextlib.suppress(ParseError):
        read_opml(content, file="x")


# ------------------------------------------------------------------ out, and in again
PATHS = r"\A[^\s\\\x00-\x20\x7f-\xa0]{0,9}\Z"
plain = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
tags = plain.filter(lambda text: text == text.strip())
names = st.from_regex(r"\A[^\W_][^\x00-\x1f\x7f]{0,30}\Z").filter(lambda text: text == text.strip())
kinds: list[SourceKind] = ["auto", "feed", "listing", "sitemap", "page"]
hosts = st.sampled_from(["kura.example", "xn--e1afmkfd.example", "ვებ.example"])
sources = st.builds(
    Source,
    name=names,
    url=st.builds(
        "https://{}/{}".format,
        hosts,
        st.from_regex(r"\A[^\s\\\x00-\x20\x7f-\xa0\u2028\u2029]{0,9}\Z"),
    ),
    kind=st.sampled_from(kinds),
    language=st.none() | st.sampled_from(["en", "ka", "xmf"]),
    country=st.none() | st.sampled_from(["GE", "AB"]),
    every=st.none() | st.integers(1, 10**6).map(lambda s: dt.timedelta(seconds=s)),
    tags=st.lists(tags, max_size=12, unique=True).map(tuple),
    select=st.none() | tags,
    select_title=st.none() | tags,
    select_date=st.none() | tags,
    allow_addresses=st.just(()) | st.just(("10.0.0.0/8", "fd00::/8")),
    verify_tls=st.booleans(),
)


def unlike(one: Source) -> str:
    return canonical(one.url)


@given(
    st.lists(sources, max_size=6, unique_by=unlike).filter(
        lambda many: len({one.name for one in many}) == len(many)
    )
)
def test_what_is_written_is_read_back_without_loss(many: list[Source]):
    text = write_opml(many, title="ours", created=CREATED)

    imported = read_opml(text.encode(), file="x.opml", is_trusted=True)

    assert (imported.known, imported.refused) == ([], [])
    assert {one.name: one for one in imported.added} == {one.name: one for one in many}


def test_other_readers_find_folders_feeds_and_languages():
    text = write_opml(
        [
            Source(name="kura", url="https://k.example/rss?a=1&b=2", tags=("georgia", "press")),
            Source(name="aras", url="https://a.example/news", kind="listing", language="hy"),
        ],
        title="<ours>",
        created=CREATED,
    )

    root = ElementTree.fromstring(text)  # written a line above
    page, folder = root.findall("body/outline")
    assert (root.get("version"), root.findtext("head/title")) == ("2.0", "<ours>")
    assert (page.get("type"), page.get("url"), page.get("xmlUrl")) == (
        "link",
        "https://a.example/news",
        None,
    )
    leaf = folder.find("outline/outline")
    assert leaf is not None
    assert (folder.get("text"), leaf.get("type")) == ("georgia", "rss")
    assert (leaf.get("xmlUrl"), leaf.get("category")) == (
        "https://k.example/rss?a=1&b=2",
        "/georgia/press",
    )


def test_every_key_of_a_source_is_carried():
    carried = {"name", "url", "kind", "language", "country", "every", "tags", "select"}
    carried |= {"select_title", "select_date"}

    # A list that somebody sent must not be able to waive a certificate.
    assert set(SourceModel.model_fields) == carried | {"allow_addresses", "verify_tls"}
