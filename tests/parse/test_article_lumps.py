"""A short page whose order is lost to one reader keeps it by the other."""

from monitor.parse.article import read_article

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body>
<header><a href="/">Kura</a></header><main><article><h1>{title}</h1>
<time datetime="2026-11-22T16:10:56+00:00">22.11.2026</time>
<p>A storm had caught them above the upper lake. All are well, the rescue service said.</p>
</article></main><footer>Kura</footer></body></html>"""


def test_the_headline_and_the_date_of_a_short_article_are_no_part_of_its_text():
    page = PAGE.format(title="Rescuers bring 19 hikers down from a mountain")
    article = read_article(page, url="https://kura.example/n/1")

    assert article.title == "Rescuers bring 19 hikers down from a mountain"
    assert article.text == (
        "A storm had caught them above the upper lake. All are well, the rescue service said."
    )


def test_a_page_that_says_nothing_but_its_headline_has_no_text():
    page = PAGE.format(title="Rescuers bring 19 hikers down").partition("<p>")[0]

    assert read_article(page, url="https://kura.example/n/1").text == ""
