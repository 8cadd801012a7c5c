"""Dates of every language in the forms that are rarer, and what only looks like one."""

import datetime as dt

import pytest

from monitor.dates import read_date

TBILISI = dt.timezone(dt.timedelta(hours=4))
NOW = dt.datetime(2026, 3, 18, 15, 0, tzinfo=TBILISI)


def shown(text: str) -> str | None:
    moment = read_date(text, now=NOW)
    if moment is None:
        return None
    at = moment.at.astimezone(TBILISI) if moment.precision == "minute" else moment.at
    return at.isoformat()[: {"minute": 16, "day": 10, "month": 7}[moment.precision]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260309T061500Z", "2026-03-09T10:15"),
        ("2026-W11-1", "2026-03-09"),
        ("2026-03-09T10:15:00", "2026-03-09T10:15"),
        ("2026-03-09T06:15:00.5Z", "2026-03-09T10:15"),
        ("Mon, 09 Mar 2026 06:15:60 GMT", "2026-03-09T10:15"),
        ("Mon, 09 Mar 2026 01:15:00 -0500", "2026-03-09T10:15"),
        ("Mon, 09 Mar 2026 06:15:00 UTC+0", "2026-03-09T10:15"),
        ("Mon Mar 9 10:15:00 UTC 2026", "2026-03-09T14:15"),
        ("Mar-09-2026", "2026-03-09"),
        ("9 March 2026, 10.15", "2026-03-09T10:15"),
        ("10:15 UTC+4, 9 March 2026", "2026-03-09T10:15"),
        ("9 March 2026 10:15:00 -0500", "2026-03-09T19:15"),
        ("2026-cı il 9 mart", "2026-03-09"),
        ("2026 წლის 9 მარტი", "2026-03-09"),
        ("9 იანვ. 2026", "2026-01-09"),
        ("۹ مارس ۲۰۲۶", "2026-03-09"),
        ("۰۹/۰۳/۲۰۲۶", "2026-03-09"),
    ],
)
def test_rarer_orders_and_digits_are_read(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15m ago", "2026-03-18T14:45"),
        ("two hours ago", "2026-03-18T13:00"),
        ("half an hour ago", "2026-03-18T14:30"),
        ("пять минут назад", "2026-03-18T14:55"),
        ("несколько минут назад", "2026-03-18T15:00"),
        ("10 saat bundan əvvəl", "2026-03-18T05:00"),
        ("yarım saat önce", "2026-03-18T14:30"),
        ("evvelsi gün", "2026-03-16"),
        ("երկու ժամ առաջ", "2026-03-18T13:00"),
        ("კვირის წინ", "2026-03-11"),
        ("30 წთ წინ", "2026-03-18T14:30"),
        ("ორი საათის წინ", "2026-03-18T13:00"),
        ("۲ ساعت پیش", "2026-03-18T13:00"),
        ("دیروز", "2026-03-17"),
    ],
)
def test_words_and_short_units_count_back(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    ["10:00-18:00", "10:00 – 12:00", "12.01-15.01.2026", "3.5", "+374 10 123456", "2:1", "v2.10",
     "2020-2025", "Page 2 of 10", "two hours", "5 մեկ", "1404/12/18", "2026-W60-1",
     "9-12 March 2026", "2500-03-09T06:15:00Z", "9 March 2026, 10.5", "20261309T061500Z"],
)  # fmt: skip
def test_ranges_scores_prices_and_versions_are_refused(text):
    assert shown(text) is None
