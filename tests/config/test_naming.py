"""Names for sources that nobody named."""

import pytest

from monitor.config.naming import name_for


@pytest.mark.parametrize(
    ("url", "title", "name"),
    [
        ("https://oc-media.org/feed/", "OC Media", "oc-media"),
        ("https://civil.ge/feed", "Civil Georgia", "civil-georgia"),
        ("https://civil.ge/feed", "Breaking news, politics and more", "civil-ge"),
        ("https://www.netgazeti.ge/feed", "ნეტგაზეთი", "netgazeti"),
        ("https://news.am/arm/rss/", "NEWS.am - News from Armenia", "news-am"),
        ("https://feeds.kurapost.example/rss", "Latest | Kura Post", "kura-post"),
        ("https://ru.kurapost.co.uk/", None, "kurapost-ru"),
        ("http://127.0.0.1:8080/rss.xml", "Kura Post | News", "kura-post"),
        ("http://127.0.0.1:8080/rss.xml", None, "127-0-0-1"),
        ("https://пример.example/", None, "source"),
        ("not an address", None, "source"),
    ],
)
def test_a_name_is_short_and_readable(url: str, title: str | None, name: str):
    assert name_for(url, title=title, taken=()) == name


def test_a_section_the_language_or_a_number_tells_twins_apart():
    taken = ["BBC-com"]
    for name in ("bbc-com-azeri", "bbc-com-az", "bbc-com-2", "bbc-com-3"):
        assert name_for("https://bbc.com/azeri/rss.xml", language="az", taken=taken) == name
        taken.append(name)
    assert name_for("https://bbc.com/feed/2", taken=taken) == "bbc-com-4"


def test_what_cannot_be_read_as_an_address_has_names_as_well():
    assert name_for("https://kura.[/rss", taken=()) == "source"
    assert name_for("https://kura.[/rss", taken=["source"]) == "source-2"
