"""Dates as newsrooms write them: what is read, how exactly, and what is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dates import MAX_CHARS, may_hold_date, read_date

TBILISI = dt.timezone(dt.timedelta(hours=4))
NOW = dt.datetime(2026, 3, 18, 15, 0, tzinfo=TBILISI)


def shown(text: str, **options) -> str | None:
    moment = read_date(text, now=options.pop("now", NOW), **options)
    if moment is None:
        return None
    at = moment.at.astimezone(TBILISI) if moment.precision == "minute" else moment.at
    return at.isoformat()[: {"minute": 16, "day": 10, "month": 7}[moment.precision]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-03-09T06:15:00Z", "2026-03-09T10:15"),
        ("2026-03-09T06:15:00.123456+00:00", "2026-03-09T10:15"),
        ("2026-03-09 06:15", "2026-03-09T06:15"),
        ("2026-03-09T06:15:00-0300", "2026-03-09T13:15"),
        ("2026-03-09T06:15:60Z", "2026-03-09T10:15"),
        ("Mon, 09 Mar 2026 10:15:00 +0400", "2026-03-09T10:15"),
        ("Mon, 09 Mar 2026 06:15:00 GMT", "2026-03-09T10:15"),
        ("9 Mar 2026 06:15", "2026-03-09T06:15"),
        ("09 March 2026 09:15 MSK", "2026-03-09T10:15"),
    ],
)
def test_the_forms_of_machines_are_read_to_the_minute_or_the_day(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # English
        ("09.Mar.2026", "2026-03-09"),
        ("March 9, 2026", "2026-03-09"),
        ("9th of March 2026", "2026-03-09"),
        ("9 Mar '26", "2026-03-09"),
        ("Monday, March 9, 2026 at 3:05 p.m.", "2026-03-09T15:05"),
        ("9 March 2026, 7 pm", "2026-03-09T19:00"),
        ("12:05 am, March 9, 2026", "2026-03-09T00:05"),
        ("Published: March 9, 2026", "2026-03-09"),
        ("March 2026", "2026-03"),
        # Russian
        ("9 марта 2026 г.", "2026-03-09"),
        ("9 мая 2025", "2025-05-09"),
        ("Опубликовано: 09 мар 2026, 14:30", "2026-03-09T14:30"),
        ("09.03.26", "2026-03-09"),
        ("14:30 | 09.03.2026", "2026-03-09T14:30"),
        ("Март 2026", "2026-03"),
        # Azerbaijani and Turkish
        ("9 MART 2026", "2026-03-09"),
        ("15 iyun 2025", "2025-06-15"),
        ("Çərşənbə axşamı, 10 mart 2026", "2026-03-10"),
        ("10 Ağustos 2025 Pazar 12:30", "2025-08-10T12:30"),
        ("Güncelleme: 10 Mart 2026 12:30", "2026-03-10T12:30"),
        ("14 Ocak'ta", "2026-01-14"),
        # Armenian
        ("Մարտի 9, 2026", "2026-03-09"),
        ("9 մարտի, 2026, 14:20", "2026-03-09T14:20"),
        ("14:20 | 09.03.26", "2026-03-09T14:20"),
        ("2026 թ. մարտի 9", "2026-03-09"),
        # Georgian
        ("9 მარტი, 2026", "2026-03-09"),
        ("14:05 9 მარტს", "2026-03-09T14:05"),
        ("26 ოქტომბერი 2024", "2024-10-26"),
        # beyond
        ("2026年3月9日", "2026-03-09"),
        ("2026/03/09 11:20", "2026-03-09T11:20"),
        ("09.03 12:30", "2026-03-09T12:30"),
        ("2026-Mar-09", "2026-03-09"),
    ],
)
def test_the_dates_of_six_languages_are_read(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 hours ago", "2026-03-18T13:00"),
        ("an hour ago", "2026-03-18T14:00"),
        ("1 hour 20 minutes ago", "2026-03-18T13:40"),
        ("3 days ago", "2026-03-15"),
        ("2 weeks ago", "2026-03-04"),
        ("2 months ago", "2026-01"),
        ("just now", "2026-03-18T15:00"),
        ("Yesterday, 22:10", "2026-03-17T22:10"),
        ("только что", "2026-03-18T15:00"),
        ("полчаса назад", "2026-03-18T14:30"),
        ("позавчера", "2026-03-16"),
        ("вчера в 23:10", "2026-03-17T23:10"),
        ("2 saat 10 dəqiqə əvvəl", "2026-03-18T12:50"),
        ("Bu gün, 09:05", "2026-03-18T09:05"),
        ("dünən", "2026-03-17"),
        ("5 dk önce", "2026-03-18T14:55"),
        ("Dün 18:30", "2026-03-17T18:30"),
        ("3 օր առաջ", "2026-03-15"),
        ("Երեկ 12:30", "2026-03-17T12:30"),
        ("2 საათის წინ", "2026-03-18T13:00"),
        ("გუშინ 18:40", "2026-03-17T18:40"),
        ("10:45", "2026-03-18T10:45"),
    ],
)
def test_words_about_the_present_are_counted_from_now(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "Март", "May", "Maybe", "May be postponed", "COVID-19", "Martin 5", "marching 5",
        "Top 10 stories of 2025", "Son Dakika", "Georgia 2026", "2025", "12", "5", "1.2.3", "3-1",
        "2.5", "14.01", "3:1", "01:02:2026", "99 99 9999", "2 hours", "2 saat", "ago", "Sun",
        "31.02.2026", "2026-02-30", "2026-13-01", "30 February 2026", "31 Sep", "25:30", "13:75",
        "0000-01-01", "9 Mar 9999", "2026-03-09T06:15:00+99:00", "Mon, 09 Mar 2026 06:15:00 XYZ",
        "09 Foo 2026 06:15", "999999999999 years ago", "9 March 2026 and more", "²", "١٤",
        "20:15 20:16 9 March 2026 9 April 2026", "March 2026 12:30", "1" * 300, "29.02.2025",
    ],
)  # fmt: skip
def test_what_is_not_a_date_and_nothing_else_is_refused(text):
    assert read_date(text, now=NOW) is None


def test_a_day_without_a_year_is_the_nearest_that_is_not_ahead():
    assert shown("28 Dec") == "2025-12-28"
    assert shown("19 March") == "2026-03-19"  # a zone may be a day ahead of ours
    assert shown("20 March") == "2025-03-20"
    assert shown("29 февраля") == "2024-02-29"


def test_two_digits_of_a_year_lie_between_1970_and_2069():
    assert [shown("09.03.69"), shown("09.03.70")] == ["2069-03-09", "1970-03-09"]


def test_the_day_stands_first_unless_it_cannot():
    assert shown("1/9/2025") == "2025-09-01"
    assert shown("1/13/2025") == "2025-01-13"
    assert shown("1/9/2025", languages=("en-US",)) == "2025-01-09"
    assert shown("9.1.2025", languages=("en-US",)) == "2025-01-09"


def test_a_day_prints_as_stated_wherever_it_is_read():
    for hours in (-11, 0, 14):
        zone = dt.timezone(dt.timedelta(hours=hours))
        moment = read_date("9 March 2026", now=NOW.astimezone(zone))
        assert moment is not None
        assert str(moment) == "2026-03-09"


def test_a_time_without_a_zone_is_in_the_zone_of_now():
    moment = read_date("09.03.2026 10:15", now=NOW)
    assert moment is not None
    assert moment.at == dt.datetime(2026, 3, 9, 6, 15, tzinfo=dt.UTC)


def test_the_text_is_kept_as_stated():
    moment = read_date("  9 March 2026 ", now=NOW)
    assert moment is not None
    assert moment.text == "9 March 2026"


def test_a_digit_or_a_relative_word_is_what_makes_a_text_worth_reading():
    assert may_hold_date("вчера")
    assert may_hold_date("9 марта")
    assert not may_hold_date("Bakı")


@given(st.text(max_size=MAX_CHARS + 20))
def test_no_text_makes_the_reader_fail(text):
    moment = read_date(text, now=NOW)
    assert moment is None or moment.at.utcoffset() == dt.timedelta(0)


@given(st.lists(st.sampled_from([
    "9", "31", "2026", "99", "12:30", "25:61", "+04:00", "-0900", "am", "pm", "March", "марта",
    "ago", "2", "hours", "saat", "year", ".", "/", "-", ",", "|", ":", "вчера", "now", "Z", "GMT",
    "г", "at",
]), max_size=8))  # fmt: skip
def test_no_mixture_of_date_words_makes_the_reader_fail(pieces):
    for text in (" ".join(pieces), "".join(pieces)):
        moment = read_date(text, now=NOW)
        assert moment is None or moment.at.tzinfo is not None


@given(st.datetimes(min_value=dt.datetime(1980, 1, 1), max_value=dt.datetime(2060, 1, 1)))  # noqa: DTZ001 - the law is about naive texts
def test_what_is_written_as_iso_is_read_back(at):
    at = at.replace(microsecond=0, tzinfo=dt.UTC)
    moment = read_date(at.isoformat(), now=NOW)
    assert moment is not None
    assert moment.at == at
