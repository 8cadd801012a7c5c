"""Which sitemaps of an index are read, and what of them counts."""

import datetime as dt

from monitor.plan.sitemaps import fresh, is_unchanged, latest, newest
from monitor.records import Child, Draft, Moment, SourceState

NOW = dt.datetime(2026, 3, 18, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def child(name: str, lastmod: str = "", since: dt.datetime | None = None) -> Child:
    return Child(url=f"https://h.example/{name}.xml", lastmod=lastmod, since=since)


def draft(at: dt.datetime | None) -> Draft:
    moment = at and Moment(at=at, precision="minute", text="")
    return Draft(title=str(at), updated=moment or None)


def names(children: tuple[Child, ...]) -> list[str]:
    return [each.url.removeprefix("https://h.example/").removesuffix(".xml") for each in children]


def test_news_come_first_then_what_changed_last_then_the_highest_number():
    children = (
        child("page-sitemap", "2026-03-18"),
        child("post-sitemap2", "2026-03-01"),
        child("post-sitemap10", "2026-03-01"),
        child("post-sitemap11"),
        child("news"),
    )
    assert names(newest(children, ())) == ["news", "post-sitemap10", "post-sitemap2"]
    assert names(newest(children, (), limit=9))[-1] == "page-sitemap"


def test_what_was_read_before_keeps_the_time_of_its_first_reading():
    chosen = newest((child("a"), child("a")), (child("a", "old", since=NOW),))
    assert chosen == (child("a", "", since=NOW),)


def test_only_an_index_that_says_the_same_of_all_is_unchanged():
    state = SourceState(name="h", due_at=NOW, children=(child("a", "1"), child("b")))
    assert is_unchanged((child("a", "1"),), state)
    assert not is_unchanged((child("a", "2"),), state)
    assert not is_unchanged((child("b"),), state)
    assert not is_unchanged((child("a", "1"), child("c", "1")), state)


def test_a_sitemap_that_comes_into_view_later_brings_only_what_is_new():
    drafts = (draft(None), draft(NOW - 9 * DAY), draft(NOW - DAY))
    assert fresh(drafts, child("a", since=NOW), baselined_at=None) == drafts
    assert fresh(drafts, child("a", since=NOW - 9 * DAY), baselined_at=NOW - 9 * DAY) == drafts
    assert fresh(drafts, child("a", since=NOW), baselined_at=NOW - 9 * DAY) == drafts[2:]


def test_of_all_entries_the_newest_come_first():
    drafts = (draft(None), draft(NOW - DAY), draft(NOW))
    assert latest(drafts) == (drafts[2], drafts[1], drafts[0])
