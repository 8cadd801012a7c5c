import pytest
from lxml import html as lxml_html

from monitor.deliver import render_alert
from monitor.errors import DeliveryError
from tests.deliver.samples import item_body, message, notice, revised, titled

LARS = {
    "title": "Upper Lars road closed by snow; 140 lorries waiting",
    "summary": "Drivers are asked to turn back at Pasanauri.",
}
LARS_LATER = {
    "title": "Upper Lars road closed by snow; at least 410 lorries waiting",
    "summary": "Drivers are asked to wait at Pasanauri.",
}


def told(kind, **content):
    body = item_body()
    body["type"] = kind
    body["data"] |= content
    return render_alert(message(body))


# ------------------------------------------------------------------ subjects
def test_an_alert_begins_with_its_places_and_ends_with_its_source():
    body = item_body(title="Talks in Brussels", source="Sevan Wire")
    body["data"]["match"]["places"] = ["AM", "AZ", "GE", "NK", "SO"]

    assert render_alert(message(body)).subject == "AM AZ GE +2 · Talks in Brussels (Sevan Wire)"


def test_an_alert_without_a_place_or_a_source_begins_with_its_title():
    body = item_body(source="")
    body["data"]["match"]["places"] = []

    assert render_alert(message(body)).subject == LARS["title"]


def test_a_long_title_is_cut_at_a_word_and_keeps_its_source():
    subject = render_alert(titled("Very " * 60 + "long")).subject

    assert len(subject) <= 90
    assert subject.endswith("Very… (Kura Post)")


def test_a_changed_number_stands_after_the_words_of_the_first_alert():
    rendered = render_alert(revised("number", LARS, LARS_LATER))

    assert rendered.subject == (
        "GE · Upper Lars road closed by snow; 140 lorries waiting: number 140 → at least 410"
    )


@pytest.mark.parametrize(
    ("edit", "before", "after", "tail"),
    [
        ("headline", "Ministry denies talks", "Ministry confirms talks", "denies → confirms"),
        ("headline", "Two dead in fire", "Two dead in fire: police", "fire → fire: police"),
        ("headline", "Exclusive report today", "report today", "without “Exclusive”"),
        ("headline", "report", "Exclusive report", "now with “Exclusive”"),
    ],
)
def test_a_changed_headline_says_what_was_exchanged(edit, before, after, tail):
    subject = render_alert(revised(edit, {"title": before}, {"title": after})).subject

    assert subject == f"GE · {before}: {edit} {tail}"


@pytest.mark.parametrize(
    ("edit", "after", "tail"),
    [
        ("headline", "Quite other words, far too many to be shown in a subject line", "headline"),
        ("text", "Same", "text"),
    ],
)
def test_a_change_that_does_not_fit_is_named(edit, after, tail):
    subject = render_alert(revised(edit, {"title": "Same"}, {"title": after})).subject

    assert subject == f"GE · Same: {tail} changed"


@pytest.mark.parametrize(
    ("kind", "tail"),
    [("item.withdrawn", "withdrawn"), ("story.grown", "story grows"), ("item.revised", "revised")],
)
def test_other_events_of_an_item_are_named(kind, tail):
    assert told(kind).subject == f"GE · {LARS['title']}: {tail}"


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("source.down", "Source down: Берег, 9 h 08"),
        ("source.recovered", "Source back: Берег, 9 h 08"),
        ("source.silent", "Source silent: Берег, 9 h 08"),
        ("source.gap", "Source gap: Берег, 9 h 08"),
        ("source.changed", "Source changed: Берег, 9 h 08"),
        ("source.invented-later", "Source: Берег, 9 h 08"),
    ],
)
def test_a_notice_names_state_source_and_how_long(kind, subject):
    assert render_alert(notice(kind)).subject == subject


def test_a_notice_without_a_time_or_a_name_still_says_what_is_known():
    assert render_alert(notice("source.gap", since=None)).subject == "Source gap: Берег"
    assert render_alert(notice("source.gap", since=None, name="")).subject == "Source gap: Берег"
    assert len(render_alert(notice("source.gap", name="x" * 500)).subject) <= 90


# ------------------------------------------------------------------ what a reader gets
def test_both_parts_tell_the_same():
    rendered = render_alert(message())
    page = " ".join("".join(lxml_html.fromstring(rendered.html).itertext()).split())
    text = " ".join(rendered.text.split())

    for words in (
        LARS["title"],
        "Kura Post",
        "Nino Example",
        "dated 22 Nov 07:52 UTC",
        "First seen Sunday 22 November 2026, 08:02 UTC",
        "3 copies at other sources; first seen at Roads Department",
        "snow until Tuesday evening.",
        "Georgia",
        "“Upper Lars” (title) names the Upper Lars crossing, +1.2",
        "Kura Post writes from Georgia, +0.4",
        "the alert “south-caucasus” to “desk”",
        "monitor why q7m2k9x4c1v8b3n5",
    ):
        assert words in page
        assert words in text
    assert "no mail has room for" not in page + text


def test_a_change_is_struck_out_and_underlined_and_readable_as_text():
    rendered = render_alert(revised("number", LARS, LARS_LATER))
    page = lxml_html.fromstring(rendered.html)

    assert [element.text for element in page.iter("del")] == ["140", "turn back"]
    assert [element.text for element in page.iter("ins")] == ["at least 410", "wait"]
    assert "snow; [-140-] {+at least 410+} lorries" in rendered.text
    assert "number changed" in rendered.html
    assert "[number changed] Georgia" in rendered.text


def test_only_the_neighbourhood_of_a_change_in_a_long_text_is_shown():
    words = "and so it went on through all the villages of the valley " * 6
    before = {"title": "Same", "summary": f"{words}Three houses {words}"}
    after = {"title": "Same", "summary": f"{words}Four houses {words}"}
    text = render_alert(revised("text", before, after)).text

    assert "[-Three-] {+Four+} houses" in text
    assert text.count("villages") < 6
    assert text.count("…") == 2


def test_a_day_is_not_told_as_a_time():
    day = {"at": "2026-11-22T00:00:00Z", "precision": "day", "text": "22.11.2026"}
    month = {"at": "2026-11-01T00:00:00Z", "precision": "month", "text": "November 2026"}

    assert "dated 22 Nov 2026, no time given" in render_alert(titled("x", published=day)).text
    assert "dated November 2026, no time given" in render_alert(titled("x", published=month)).text
    assert "dated" not in render_alert(titled("x", published=None)).text


def test_a_headline_says_its_language_to_screen_readers():
    rendered = render_alert(titled("ლარსის გზა ჩაკეტილია", language="ka"))

    assert '<h1 lang="ka"' in rendered.html
    assert rendered.languages == "en, ka"
    assert "lang=" not in render_alert(titled("x", language='x" onload="')).html.partition("<h1")[2]


def test_a_body_with_nothing_in_it_still_gives_a_mail():
    for empty in (message({}), message({"data": {"item": {"title": 7, "first_seen": "soon"}}})):
        rendered = render_alert(empty)
        assert rendered.subject == "(untitled)"
        assert "No place named" in rendered.text
    rendered = render_alert(message({"type": "source.down"}, source=None, alerts=()))
    assert rendered.subject == "Source down: (unnamed)"


def test_a_time_without_a_zone_is_read_as_utc():
    assert "08:02 UTC" in render_alert(titled("x", first_seen="2026-11-22T08:02:00")).text


def test_an_untitled_item_is_called_by_its_address():
    assert render_alert(titled("", url="https://e.example/a")).subject == (
        "GE · https://e.example/a (Kura Post)"
    )


def test_a_notice_says_what_it_means_and_what_was_seen():
    rendered = render_alert(notice("source.down", reason="answers 403", errors=5))

    assert "> answers 403" in rendered.text
    assert "Since Sunday 22 November 2026, 01:32 UTC, 5 failed polls in a row" in (
        " ".join(rendered.text.split())
    )
    assert "less and less often" in rendered.html
    assert "5 failed polls in a row" in render_alert(notice("source.down", since=0, errors=5)).text


@pytest.mark.parametrize(
    "rendered",
    [
        render_alert(message()),
        render_alert(revised("number", LARS, LARS_LATER)),
        render_alert(notice("source.down", errors=3)),
    ],
)
def test_a_page_loads_nothing_and_the_text_is_narrow(rendered):
    page = lxml_html.fromstring(rendered.html)
    loading = {"img", "link", "script", "iframe", "object", "video", "audio", "form"}

    assert not loading & {element.tag for element in page.iter()}
    assert "url(" not in rendered.html
    assert "@import" not in rendered.html
    assert "prefers-color-scheme:dark" in rendered.html
    assert page.get("lang") == "en"
    assert all(len(line) <= 72 or "://" in line for line in rendered.text.splitlines())
    assert "\n-- \n" in rendered.text


def test_a_damaged_row_is_an_error_that_names_the_message():
    with pytest.raises(DeliveryError, match="message 'm4t8w2p6r1s5d9f3': its body is a list"):
        render_alert(message("[]"))
