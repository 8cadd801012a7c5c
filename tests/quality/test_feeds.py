"""The gate: what is read of feedparser's own corpus may only rise."""

import datetime as dt
import tarfile
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.parse.feed import Feed, _text, _tolerant, fast_feed, parse_feed
from monitor.records import Moment
from tests.quality.corpora import corpus, scorer

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
FLOOR = 1_322  # of 1,328: what feedparser itself reaches under the same rules
SAME_PERCENT = 97.5  # of the documents that both readers read


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("feeds")
    with tarfile.open(corpus("data/feeds/feedparser-tests.tar.xz")) as packed:
        packed.extractall(folder, filter="data")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the scorer leaves its files open
        return list(scorer("feed_bar").all_cases(str(folder)))


def at(moment: Moment | None) -> dt.datetime | None:
    return None if moment is None else moment.at


def plain(feed: Feed) -> dict[str, object]:
    """A feed in the words of the scorer."""
    return {
        "title": feed.title,
        "link": feed.link,
        "subtitle": feed.subtitle,
        "language": feed.language,
        "updated": at(feed.updated),
        "entries": [
            {
                "id": entry.guid,
                "link": entry.url,
                "title": entry.title,
                "summary": entry.summary,
                "content": entry.content,
                "published": at(entry.published),
                "updated": at(entry.updated),
                "author": ", ".join(entry.authors),
                "tags": list(entry.tags),
                "enclosures": [{"url": url} for url, _, _ in entry.enclosures],
            }
            for entry in feed.entries
        ],
    }


def is_read_right(case: Any) -> bool:
    _, _, _, body, content_type, url, checks = case
    check = scorer("feed_bar").check
    try:
        feed = plain(parse_feed(body, url=url, content_type=content_type, now=NOW))
    except ParseError:
        return False
    return all(check(feed, path, expected)[1] for path, expected in checks)


def test_feedparser_s_corpus_is_read_as_feedparser_reads_it(cases):
    right = sum(map(is_read_right, cases))

    assert right >= FLOOR


def read_twice(cases: list[Any]) -> Iterator[tuple[str, Feed, Feed]]:
    """Every document that the fast reader and the tolerant one both can read."""
    for _, _, name, body, content_type, url, _ in cases:
        fast = fast_feed(body, url=url, content_type=content_type, now=NOW)
        if fast is not None and fast.entries:
            yield name, fast, _tolerant(_text(body, url, content_type), url, NOW)


def test_both_readers_give_equal_records(cases):
    pairs = list(read_twice(cases))
    differing = [name for name, fast, slow in pairs if names(fast) != names(slow)]

    assert len(pairs) > 400
    assert 100 * (1 - len(differing) / len(pairs)) >= SAME_PERCENT, differing


def names(feed: Feed) -> list[tuple[object, ...]]:
    return [
        (entry.guid, entry.url, entry.title, at(entry.published), at(entry.updated))
        for entry in feed.entries
    ]
