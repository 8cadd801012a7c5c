import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.deliver.edits import runs
from monitor.deliver.retry_after import RETRY_AFTER_CAP, retry_at
from monitor.deliver.wording import (
    count,
    cut,
    day,
    one_line,
    place_name,
    short_time,
    span,
    web_address,
    zone,
)

NOW = dt.datetime(2026, 11, 22, 9, 15, tzinfo=dt.UTC)


@given(st.text(), st.integers(0, 50))
def test_one_line_is_one_line_and_within_its_limit(text, limit):
    line = one_line(text, limit=limit)

    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert line.isprintable() or "\u00a0" in line or " " in line


@given(st.text())
def test_one_line_said_twice_is_the_same(text):
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    "title",
    ["Ստեփանակերտ – Ереван", "İstanbul’da Bakı", "ᲗᲑᲘᲚᲘᲡᲘ თბილისი", "Ёлка №5 «да»", "naïve café"],
)
def test_letters_of_every_script_stay_as_they_are(title):
    assert one_line(title) == title


def test_a_cut_keeps_words_and_accents_whole():
    assert cut("one two three", 11) == "one two…"
    assert cut("onetwothree", 5) == "onet…"
    assert cut("cafe\u0301s and more", 5) == "caf…"
    assert cut("abc", 1) == "…"
    assert cut("abc", 0) == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (65, "1 h 05"),
        (26 * 60 + 5, "26 h"),
        (48 * 60, "2 d"),
    ],
)
def test_a_span_is_told_as_people_say_it(minutes, words):
    assert span(dt.timedelta(minutes=minutes)) == words


def test_words_of_time_and_number_do_not_depend_on_the_locale():
    assert day(NOW) == "Sunday 22 November 2026"
    assert short_time(NOW) == "22 Nov 09:15"
    assert count(1, "story", "stories") == "1 story"
    assert count(1_204, "item") == "1,204 items"
    assert place_name("XX") == "XX"
    assert zone("../etc/passwd") is dt.UTC


def test_an_address_in_another_script_is_kept_readable():
    assert web_address("https://пример.рф/новости/Сухум") == "https://пример.рф/новости/Сухум"


# ------------------------------------------------------------------ Retry-After
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 60 ", 60),
        ("99999999", RETRY_AFTER_CAP.total_seconds()),
        ("9" * 5_000, RETRY_AFTER_CAP.total_seconds()),
        ("Sun, 22 Nov 2026 09:20:00 GMT", 300),
        ("Sun, 22 Nov 2026 09:20:00 -0000", 300),
        ("Sun, 22 Nov 2026 11:20:00 +0200", 300),
        ("Sun, 22 Nov 2020 09:20:00 GMT", 0),
        ("Sun, 22 Nov 2099 09:20:00 GMT", RETRY_AFTER_CAP.total_seconds()),
    ],
)
def test_a_receiver_says_when_to_come_back_within_a_day(value, seconds):
    assert retry_at(value, now=NOW) == NOW + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "٣", "Sun, 99 Nov 2026"])
def test_an_unreadable_retry_after_is_none(value):
    assert retry_at(value, now=NOW) is None


@given(st.text())
def test_no_retry_after_is_an_error(value):
    at = retry_at(value, now=NOW)

    assert at is None or NOW <= at <= NOW + RETRY_AFTER_CAP


# ------------------------------------------------------------------ edits
@given(st.text(alphabet="ab cd", max_size=60), st.text(alphabet="ab cd", max_size=60))
def test_kept_and_added_words_are_the_new_text_and_kept_and_removed_the_old(before, after):
    found = runs(before, after)

    new = " ".join(run.text for run in found if run.kind != "removed")
    old = " ".join(run.text for run in found if run.kind != "added")
    assert new == " ".join(after.split())
    assert old == " ".join(before.split())
