"""What is tried with arbitrary bytes, one function each: it returns, or a law is broken.

Each takes the bytes of one input. A refusal by one of our own errors is an answer like any other;
whatever else comes out is a find.
"""

import datetime as dt
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from monitor.config import load
from monitor.config.opml import read_opml, write_opml
from monitor.dates import read_date
from monitor.errors import ConfigError, FetchError, ParseError
from monitor.fetch import check_url
from monitor.identify import candidates
from monitor.match import profile_from_toml, reasons
from monitor.parse import feed_model, quick_read, read_document
from monitor.parse.article import read_article
from monitor.parse.listing import find_listings
from monitor.records import Document, Draft, Moment, Reading, Source, SourceKind
from monitor.text import clean_title, fold, fold_with_offsets, plain_text
from monitor.urls import absolute, canonical, registrable_host, shard_of, site

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
URL = "https://herald.example/news/"
SOURCE = Source(name="herald", url=URL)
JUDGED = (
    Draft(title="Ferry line to Batumi opens", summary="The port of Poti waits."),
    Draft(title="Թատրոնը բացվեց Գյումրիում", content="Երևանից եկան."),
)
LANGUAGES = ((), ("en-US",), ("ru", "az"))


# ------------------------------------------------------------------ what holds of every result
def storable(text: str | None) -> None:
    """SQLite, a mail and a terminal take it."""
    if text is not None:
        text.encode("utf-8")
        assert "\0" not in text, text


def one_line(title: str, limit: int = 1000) -> None:
    """It fits a subject or a row of a table, and looks like nothing but itself."""
    storable(title)
    assert len(title) <= limit, len(title)
    assert title == " ".join(title.split()), title
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in title)


def stated(moment: Moment | None) -> None:
    """It can be compared, stored and printed."""
    if moment is not None:
        assert moment.at.utcoffset() is not None, moment
        storable(f"{moment} {moment.at.astimezone(dt.UTC)} {moment.text}")


def sound(draft: Draft) -> None:
    texts: Iterable[str | None] = (
        draft.guid, draft.url, draft.title, draft.summary, draft.content, draft.language,
        *draft.authors, *draft.tags, *(part for each in draft.enclosures for part in each[:2]),
    )  # fmt: skip
    for text in texts:
        storable(text)
    if draft.title is not None:
        one_line(draft.title)
        assert draft.title, draft
    if draft.url is not None:
        assert draft.url.lower().startswith(("http://", "https://")), draft.url
        assert draft.url.split() == [draft.url], draft.url
    stated(draft.published)
    stated(draft.updated)


def kept(reading: Reading) -> None:
    """Every draft can become an item."""
    assert reading.kind != "auto"
    for text in (reading.title, reading.language, *reading.notes):
        storable(text)
    for draft in reading.drafts:
        sound(draft)
    for candidate in candidates(SOURCE, reading.drafts, now=NOW):
        assert candidate.title, candidate
        one_line(candidate.title)
        for text in (candidate.summary, candidate.content, *(a.value for a in candidate.aliases)):
            storable(text)


# ------------------------------------------------------------------ documents
def document(body: bytes) -> Document:
    return Document(
        url=URL, status=200, body=body, content_type=None, fetched_at=NOW, body_hash="0" * 32
    )


def read(body: bytes, kind: SourceKind) -> Reading | None:
    try:
        reading = read_document(document(body), kind=kind, source=SOURCE, now=NOW)
    except ParseError as error:
        refused(error)
        return None
    kept(reading)
    return reading


def refused(error: Exception) -> None:
    """A message for people: it can be stored, shown and mailed."""
    message = str(error)
    storable(message)
    assert message, error


def feed(body: bytes) -> None:
    reading = read(body, "feed")
    try:
        quick = quick_read(document(body), kind="feed", source=SOURCE, now=NOW)
    except ParseError:
        assert reading is None
    else:
        assert quick is None or quick == reading


def json_feed(body: bytes) -> None:
    feed(body if body.lstrip()[:1] in (b"{", b"[") else b"{" + body)


def listing(body: bytes) -> None:
    try:
        for found in find_listings(body, url=URL, languages=("en",), now=NOW):
            for draft in found.items:
                sound(draft)
    except ParseError as error:
        refused(error)
    reading = read(body, "listing")
    if reading is not None:
        remembered(body, reading)


def remembered(body: bytes, reading: Reading) -> None:
    """What is kept of a list for the next poll can be stored, and finds the list again."""
    storable(reading.next_url)
    if reading.layout is not None:
        storable(f"{reading.layout.before} {reading.layout.after} {reading.layout.reason}")
    if reading.memory is None:
        return
    for text in (reading.memory.wrapper, *reading.memory.titles):
        storable(text)
    again = read_document(
        document(body), kind="listing", source=SOURCE, now=NOW, memory=reading.memory
    )
    kept(again)
    assert again.drafts, reading.memory.wrapper


def article(body: bytes) -> None:
    try:
        found = read_article(body, url=URL, now=NOW)
    except ParseError as error:
        refused(error)
        return
    one_line(found.title)
    for text in (found.text, found.language):
        storable(text)
    for author in found.authors:
        one_line(author)
    stated(found.published)


def page(body: bytes) -> None:
    read(body, "page")
    read(body, "auto")


def sitemap(body: bytes) -> None:
    read(body, "sitemap")


# ------------------------------------------------------------------ words
def text_of(body: bytes) -> str:
    """Any text, half a surrogate pair among it: JSON can carry one."""
    return body.decode("utf-8", "surrogateescape")


def date(body: bytes) -> None:
    text = text_of(body)
    for languages in LANGUAGES:
        moment = read_date(text, languages=languages, now=NOW)
        if moment is not None:
            assert moment.at.utcoffset() == dt.timedelta(0), moment
            assert str(moment)


def address(body: bytes) -> None:
    text = text_of(body)
    name = canonical(text)
    assert canonical(name) == name, (text, name)
    links = [link for link in (absolute(URL, text), feed_model.absolute(URL, text)) if link]
    for each in (text, name, *links):
        registrable_host(each)
        site(each)
        assert 0 <= shard_of(each) < 1024
        try:
            check_url(each)
        except FetchError as error:
            refused(error)
    for link in links:
        storable(link)
        assert link.split() == [link], link
        storable(canonical(link))


def text(body: bytes) -> None:
    written = text_of(body)
    folded = fold(written)
    assert fold(folded) == folded, written
    traced = fold_with_offsets(written)
    assert traced.text == folded, written
    assert len(traced.offsets) == len(folded)
    assert list(traced.offsets) == sorted(traced.offsets), written
    assert all(0 <= offset < len(written) for offset in traced.offsets)
    plain = plain_text(written)
    storable(plain)
    assert plain == " ".join(plain.split()), plain
    for limit in (20, 1000):
        one_line(clean_title(written, limit=limit), limit)


# ------------------------------------------------------------------ configuration
def opml(body: bytes) -> None:
    try:
        imported = read_opml(body, file="subscriptions.opml", present=[SOURCE])
    except ParseError as error:
        refused(error)
        return
    for turned in (*imported.known, *imported.refused):
        storable(f"{turned.name} {turned.why}")
    for source in imported.added:
        check_url(source.url, allow_addresses=source.allow_addresses)
        for text in (source.name, source.url, source.language, source.country, source.select):
            storable(text)
    names = [source.name for source in imported.added]
    assert len(names) == len(set(names)), names
    written = write_opml(imported.added, title="sources", created="Wed, 18 Mar 2026 12:00:00 GMT")
    again = read_opml(written.encode(), file="again.opml")
    by_name = attrgetter("name")  # folders keep their own together, so the order may be another
    assert sorted(again.added, key=by_name) == sorted(imported.added, key=by_name), written


def topic(body: bytes) -> None:
    try:
        profile = profile_from_toml(text_of(body), "fuzzed")
    except ConfigError as error:
        refused(error)
        return
    for draft in JUDGED:
        match = profile.judge(draft, country="AM")
        assert -5 <= match.score <= 5, match.score
        for line in reasons(match):
            storable(line)


def configuration(body: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="monitor-fuzz-") as folder:
        path = Path(folder, "sources.toml")
        path.write_bytes(body)
        try:
            loaded = load(path, environ={})
        except ConfigError as error:
            refused(error)
        else:
            for source in loaded.sources:
                storable(f"{source.name} {source.url}")
            for warning in loaded.warnings:
                storable(warning)


TARGETS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {
        "feed": feed,
        "list": listing,
        "json-feed": json_feed,
        "sitemap": sitemap,
        "page": page,
        "article": article,
        "date": date,
        "address": address,
        "configuration": configuration,
        "opml": opml,
        "topic": topic,
        "text": text,
    }
)
