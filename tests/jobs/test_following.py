"""An index of sitemaps as a source, from the first poll on."""

import datetime as dt
import hashlib

import pytest

from monitor.errors import FetchError
from monitor.jobs.flights import Doors
from monitor.jobs.keeping import Keeping
from monitor.jobs.poll import Poller
from monitor.parse import read_document
from monitor.records import Document, NotModified, Source
from monitor.store import Store
from monitor.testing import FakeClock
from tests.plan.builders import RULE, desk

pytestmark = pytest.mark.anyio

SITE = "https://kura.example"
SOURCE = Source(name="kura", url=f"{SITE}/sitemap.xml")


def index(**children: str) -> str:
    return "<sitemapindex>{}</sitemapindex>".format(
        "".join(
            f"<sitemap><loc>{SITE}/{name}.xml</loc><lastmod>{lastmod}</lastmod></sitemap>"
            for name, lastmod in children.items()
        )
    )


def urlset(**pages: str) -> str:
    return "<urlset>{}</urlset>".format(
        "".join(
            f"<url><loc>{SITE}/a/{name}</loc><lastmod>{lastmod}</lastmod></url>"
            for name, lastmod in pages.items()
        )
    )


class Site:
    """Answers by address; also the reader."""

    def __init__(self) -> None:
        self.answers: dict[str, str | Exception] = {}
        self.asked: list[str] = []

    async def document(self, source: Source, validators, *, now: dt.datetime, hold):
        self.asked.append(source.url.removeprefix(f"{SITE}/"))
        answer = self.answers[self.asked[-1]]
        if isinstance(answer, Exception):
            raise answer
        if not answer:
            return NotModified(url=source.url, fetched_at=now)
        body = answer.encode()
        return Document(
            url=source.url, status=200, body=body, content_type=None, fetched_at=now,
            body_hash=hashlib.blake2b(body, digest_size=16).hexdigest(), etag='"1"',
        )  # fmt: skip

    async def read(self, document: Document, *, kind, source: Source, now, memory=None):
        return read_document(document, kind=kind, source=source, now=now)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def poller(store: Store, keeping: Keeping, clock: FakeClock, site: Site) -> Poller:
    poller = Poller(
        site=site,
        reader=site,
        doors=Doors(store=store, keeping=keeping, clock=clock, told=lambda: None),
    )
    store.enrol((SOURCE,), now=clock.now())
    poller.configure((SOURCE,), desk(RULE))
    return poller


async def polled(poller: Poller, site: Site):
    site.asked.clear()
    (one,) = await poller.round(None, seen=lambda visit: None)
    return one


async def test_the_newest_sitemaps_are_read_and_asked_again_only_when_one_changed(
    poller, site, store, clock
):
    day = clock.now().strftime("%Y-%m-%d")
    site.answers = {
        "sitemap.xml": index(posts1="2020-01-01", posts2=day, pages=day, posts3=day, posts4=day),
        "posts4.xml": urlset(four=day),
        "posts3.xml": urlset(three=day),
        "posts2.xml": urlset(two=day, one="2020-01-01"),
    }
    await polled(poller, site)
    assert site.asked == ["sitemap.xml", "posts4.xml", "posts3.xml", "posts2.xml"]
    assert len(store.items()) == 4

    again = await polled(poller, site)
    assert (site.asked, again.poll.outcome) == (["sitemap.xml"], "unchanged")

    site.answers["sitemap.xml"] = index(posts2=day, posts3=day, posts4=f"{day}T23:00:00Z")
    site.answers["posts4.xml"] = urlset(four=day, five=day)
    changed = await polled(poller, site)
    assert changed.poll.new == 1
    assert len(store.items()) == 5


async def test_old_articles_of_a_sitemap_that_appears_later_are_no_news(poller, site, store, clock):
    day = clock.now().strftime("%Y-%m-%d")
    site.answers = {"sitemap.xml": index(a=day), "a.xml": urlset(one=day)}
    await polled(poller, site)
    clock.advance(dt.timedelta(hours=1))
    site.answers["sitemap.xml"] = index(a=day, b=day)
    site.answers["b.xml"] = urlset(old="2020-01-01", new=day)

    assert (await polled(poller, site)).poll.new == 1
    assert (await polled(poller, site)).poll.outcome == "unchanged"


async def test_indexes_that_lead_in_a_circle_end(poller, site, store):
    site.answers = {
        "sitemap.xml": index(a="", b=""),
        "a.xml": index(b="", sitemap="", a=""),
        "b.xml": index(a="", c=""),
        "c.xml": urlset(deep=""),
    }
    await polled(poller, site)

    assert sorted(site.asked) == ["a.xml", "b.xml", "c.xml", "sitemap.xml", "sitemap.xml"]
    assert [row.item.url for row in store.items()] == [f"{SITE}/a/deep"]


async def test_a_sitemap_that_fails_is_named_and_asked_again(poller, site, store):
    site.answers = {
        "sitemap.xml": index(a="1", b="1", c="1"),
        "a.xml": FetchError("no answer", kind="timeout"),
        "b.xml": urlset(one=""),
        "c.xml": "",
    }
    first = await polled(poller, site)
    assert "'https://kura.example/a.xml': timeout" in first.poll.detail
    assert "'https://kura.example/c.xml': no document" in first.poll.detail

    await polled(poller, site)
    assert "a.xml" in site.asked


async def test_an_index_of_which_nothing_can_be_read_is_a_failure(poller, site):
    site.answers = {
        "sitemap.xml": index(a="1"), "a.xml": FetchError("no answer", kind="timeout"),
    }  # fmt: skip
    assert (await polled(poller, site)).state.error_kind == "index"


async def test_a_sitemap_is_evidence_of_what_it_lists_and_a_large_one_by_its_hash(
    poller, site, store, clock, monkeypatch
):
    day = clock.now().strftime("%Y-%m-%d")
    site.answers = {
        "sitemap.xml": index(b=day, a=day),
        "a.xml": urlset(**{"tbilisi-bridge-opens": day}),
        "b.xml": urlset(**{"tbilisi-tunnel-opens": day, "x" * 500: day}),
    }
    monkeypatch.setattr("monitor.jobs.following._CARRIED_BYTES", 300)
    await polled(poller, site)

    found = {
        row.item.url: proof for row in store.items() for proof in store.item(row.item.id).proofs
    }
    small = found[f"{SITE}/a/tbilisi-bridge-opens"]
    large = found[f"{SITE}/a/tbilisi-tunnel-opens"]
    assert store.evidence_body(small.sha256) == site.answers["a.xml"].encode()
    assert large.url == f"{SITE}/b.xml"
    assert large.sha256 == hashlib.sha256(site.answers["b.xml"].encode()).hexdigest()
    assert (large.is_here, len(found)) == (False, 2)
