"""Broken feeds over which even the lenient reader stumbles."""

import pytest

from monitor.errors import ParseError
from monitor.parse import read_document
from tests.parse.newsroom import NOW, SOURCE, document, item


@pytest.mark.parametrize(
    "broken",
    ["</image><gml:pos>1 2</gml:pos>", "<psc:chapters version='1'><psc:chapter></guid>"],
)
def test_a_feed_that_stops_the_lenient_reader_is_refused_by_our_own_error(broken):
    body = f'<rss version="2.0"><channel><title>The Herald</title>{broken}{item()}</channel></rss>'

    with pytest.raises(ParseError, match="even the lenient reader") as caught:
        read_document(document(body, "text/xml"), kind="feed", source=SOURCE, now=NOW)

    assert caught.value.kind == "not-a-feed"
