"""Families of addresses that lead to one page, and neighbours that do not."""

import pytest

from monitor.urls import canonical

PAGE = "https://example.am/news/1"


@pytest.mark.parametrize(
    "tail",
    ["?msclkid=a", "?twsrc=x", "?tsrc=x", "?ftag=x", "?intcid=x", "?epik=x", "?ef_id=x",
     "?s_kwcid=x", "?dm_i=x", "?hsCtaTracking=a", "?guccounter=1", "?action_object_map=1",
     "?sref=rss", "?fromsource=rss", "?feature=share", "?feed=rss", "?m=1", "?m=0", "?comments=1",
     "?t=1700000000000", "?ts=1700000000", "?lang=", "?id=&utm_id=1"],
)  # fmt: skip
def test_how_somebody_came_is_no_part_of_the_name(tail):
    assert canonical(PAGE + tail) == PAGE


@pytest.mark.parametrize(
    "tail",
    ["?m=2", "?m=202601", "?t=3", "?ts=15", "?feed=5", "?feature=12", "?comments=12", "?lang=ru",
     "?article", "?id=1"],
)  # fmt: skip
def test_what_may_say_which_page_it_is_stays(tail):
    assert canonical(PAGE + tail) == PAGE + tail


def test_a_reader_that_wraps_a_page_is_unwrapped():
    assert canonical("https://t.me/iv?url=https%3A%2F%2Fexample.am%2Fnews%2F1&rhash=1") == PAGE


@pytest.mark.parametrize(
    ("bare", "escaped"),
    [("it's", "it%27s"), ("a,b", "a%2Cb"), ("(a)", "%28a%29"), ("a:b@c", "a%3Ab%40c")],
)
def test_marks_that_are_escaped_at_will_are_bare(bare, escaped):
    assert canonical(f"https://example.am/{escaped}") == canonical(f"https://example.am/{bare}")
    assert canonical("https://example.am/a%2Fb") != canonical("https://example.am/a/b")
