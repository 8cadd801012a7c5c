"""The page of a diff: publishers' words are never markup in it."""

import datetime as dt
from dataclasses import replace

from monitor.cli.diff_page import Sheet, page
from monitor.identify.worddiff import runs

AT = dt.datetime(2026, 1, 12, 9, 0, tzinfo=dt.UTC)
SHEET = Sheet(
    title="Bridge <opens>",
    source="kura",
    url="https://kura.example/7?a=1&b=2",
    language="en",
    edit="a number or date changed",
    share=0.25,
    versions=(1, 2),
    seen=(AT, AT),
    parts=[
        ("title", runs("2 <b>cars</b>", "4 <b>cars</b>")),
        ("text", runs("One.\nTwo.", "One.\nSix.")),
    ],
)


def test_what_publishers_wrote_is_text():
    made = page(SHEET)

    assert "<b>" not in made
    assert '<h1 lang="en">Bridge &lt;opens&gt;</h1>' in made
    assert "<del>2</del> <ins>4</ins> &lt;b&gt;cars&lt;/b&gt;" in made
    assert "https://kura.example/7?a=1&amp;b=2" in made


def test_paragraphs_stay_paragraphs():
    assert '<p lang="en">One.</p>' in page(SHEET)


def test_an_address_that_is_no_address_of_the_web_is_no_link():
    assert "href" not in page(replace(SHEET, url="javascript:alert(1)"))
    assert "href" not in page(replace(SHEET, url=None, language=""))
