"""A look at one address: read in the sandbox, nothing kept, nothing told."""

import datetime as dt
from pathlib import Path

import pytest

from monitor.daemon import look_at
from monitor.errors import FetchError
from monitor.records import Gone, Reading, Refused, Source
from monitor.testing import Newsroom, Status
from tests.daemon.settings import configured

pytestmark = pytest.mark.anyio

NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)
SAVED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Kura Post</title>
<item><title>Road reopens</title><link>https://kura.example/1</link></item></channel></rss>"""


async def test_a_saved_feed_is_read_without_any_network():
    source = Source(name="test", url="file:///srv/feed.xml")

    reading = await look_at(source, now=NOW, body=SAVED)

    assert isinstance(reading, Reading)
    assert [draft.title for draft in reading.drafts] == ["Road reopens"]


async def test_an_address_is_read_with_the_manners_of_the_configuration(
    tmp_path: Path, site: Newsroom
):
    configuration = configured(tmp_path, 'contact = "desk@kura.example"\n')
    source = Source(name="test", url=site.url("/atom.xml"))

    reading = await look_at(source, now=NOW, configuration=configuration)

    assert isinstance(reading, Reading)
    assert reading.kind == "feed"
    assert "desk@kura.example" in site.visits("/atom.xml")[0].request.headers["user-agent"]


async def test_without_a_configuration_private_addresses_are_out_of_reach(site: Newsroom):
    source = Source(name="test", url=site.url("/rss.xml"))

    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
        await look_at(source, now=NOW)

    assert site.visits() == ()


async def test_an_answer_that_is_no_document_is_given_back(tmp_path: Path, site: Newsroom):
    configuration = configured(tmp_path)
    site.fault("/rss.xml", Status(410), times=1)
    site.fault("/rss.xml", Status(403))
    source = Source(name="test", url=site.url("/rss.xml"))

    first = await look_at(source, now=NOW, configuration=configuration)
    second = await look_at(source, now=NOW, configuration=configuration)

    assert isinstance(first, Gone)
    assert isinstance(second, Refused)
