"""Keys, and secrets, that come from outside the file."""

# ruff: noqa: E501 - tests of the table of threats carry their row in their name; a table of
# messages keeps each on its line

import datetime as dt

import pytest

from monitor.config import EmailSettings
from tests.config.conftest import MAIL, SOURCE, Desk


def test_every_key_of_the_monitor_can_come_from_a_variable(desk: Desk):
    desk.environ = {
        "MONITOR_DATABASE": "/srv/x.db",
        "MONITOR_CONTACT": "a@example.org",
        "MONITOR_TIMEZONE": "Asia/Baku",
        "MONITOR_ALLOW_ADDRESSES": "127.0.0.0/8, ::1/128",
        "MONITOR_MIN_INTERVAL": "1s",
        "MONITOR_MAX_INTERVAL": "1h",
        "MONITOR_HOST_GAP": "0s",
        "MONITOR_ERROR_BACKOFF": "1s",
        "MONITOR_RECHECK": '["1m", "2m"]',
        "MONITOR_CONFIRM_AFTER": "2s",
    }

    found = desk.loads('[monitor]\ntimezone = "UTC"\n' + SOURCE)

    assert found.warnings == ()
    assert (found.database, found.contact, found.timezone) == (
        "/srv/x.db",
        "a@example.org",
        "Asia/Baku",
    )
    assert found.allow_addresses == ("127.0.0.0/8", "::1/128")
    assert found.recheck == (dt.timedelta(minutes=1), dt.timedelta(minutes=2))
    assert found.confirm_after == dt.timedelta(seconds=2)


def test_keys_of_named_tables_can_come_from_variables(desk: Desk):
    desk.environ = {
        "MONITOR_SOURCE_OC_MEDIA_EVERY": "5m",
        "MONITOR_SOURCE_OC_MEDIA_TAGS": "a,b",
        "MONITOR_CHANNEL_MAIL_PORT": "2525",
        "MONITOR_CHANNEL_MAIL_PASSWORD": "planted",
        "MONITOR_ALERT_ALL_TO": "mail",
        "MONITOR_DIGEST_MORNING_SEND_EMPTY": "False",
        "MONITOR_DIGEST_MORNING_DAYS": "mon",
    }

    found = desk.loads(
        SOURCE
        + MAIL
        + '[[alert]]\nname = "all"\nto = ["nobody"]\n'
        + '[[digest]]\nname = "morning"\nto = ["mail"]\nat = "07:30"\n'
    )

    mail = found.channels[0]
    assert isinstance(mail, EmailSettings)
    assert (mail.port, mail.password) == (2525, "planted")
    assert found.sources[0].every == dt.timedelta(minutes=5)
    assert found.sources[0].tags == ("a", "b")
    assert found.alerts[0].to == ("mail",)
    assert found.digests[0].send_empty is False
    assert found.digests[0].days == (0,)


@pytest.mark.parametrize(
    ("variable", "text", "line"),
    [
        ("MONITOR_TIMEZONE", "Baku", "monitor: timezone is 'Baku'; give an IANA zone such as Asia/Tbilisi or UTC; did you mean 'Asia/Baku'?"),
        ("MONITOR_SOURCE_OC_MEDIA_EVERY", "15", "source 'oc-media': every is '15'; give a span such as 90s, 15m or 2h"),
        ("MONITOR_CHANNEL_MAIL_PORT", "smtp", "channel 'mail': port is 'smtp'; give a whole number, without quotes"),
        ("MONITOR_CHANNEL_MAIL_PATH", "x", "channel 'mail': unknown key 'path'; known are give_up_after, host, kind, name, password, password_env, password_file, port, retry, security, sender, to, username"),
        ("MONITOR_RECHECK", "[1", "monitor: recheck: it is not JSON (Expecting ',' delimiter: line 1 column 3 (char 2)); give a, b or [\"a\", \"b\"]"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_variable_is_told_with_its_name(
    desk: Desk, variable: str, text: str, line: str
):
    desk.environ = {variable: text, "MONITOR_CHANNEL_MAIL_PASSWORD": "p"}

    assert desk.is_told(SOURCE + MAIL) == [f"{variable}: {line}"]


def test_a_key_whose_variable_cannot_be_read_is_not_called_missing_as_well(desk: Desk):
    desk.environ = {"MONITOR_ALERT_ALL_TO": "[1"}

    (told,) = desk.is_told('[[alert]]\nname = "all"\n')

    assert told.startswith("MONITOR_ALERT_ALL_TO: alert 'all': to: it is not JSON")


def test_a_variable_that_is_empty_counts_as_not_set(desk: Desk):
    desk.environ = {"MONITOR_CONTACT": "", "MONITOR_TIMEZONE": ""}

    assert desk.loads(SOURCE).timezone == "UTC"


def test_an_unknown_variable_is_warned_about_with_the_near_miss(desk: Desk):
    desk.environ = {
        "MONITOR_TIMEZON": "UTC",
        "MONITOR_SOURCE_CIVIL_URL": "x",
        "MONITOR_CONFIG": "elsewhere.toml",
        "HOME": "/home/a",
    }

    found = desk.loads(SOURCE)

    assert [line.partition(":")[0] for line in found.warnings] == [
        "MONITOR_SOURCE_CIVIL_URL",
        "MONITOR_TIMEZON",
    ]
    assert found.warnings[1].endswith("changes nothing; did you mean 'MONITOR_TIMEZONE'?")


def test_a_variable_that_means_two_tables_is_refused(desk: Desk):
    desk.environ = {"MONITOR_SOURCE_OC_MEDIA_EVERY": "5m"}

    assert desk.is_told(SOURCE + SOURCE.replace("oc-media", "oc.media").replace("feed", "x")) == [
        "MONITOR_SOURCE_OC_MEDIA_EVERY: it means source 'oc-media' and source 'oc.media'; "
        "rename one of them"
    ]


def test_a_table_without_a_name_has_no_variables(desk: Desk):
    desk.environ = {"MONITOR_SOURCE_X_URL": "https://example.org/"}

    assert desk.is_told('[[source]]\nurl = "https://example.org/"\n') == [
        'sources.toml:1: source #1: name is missing; give one, such as name = "oc-media"'
    ]


def test_any_key_can_be_the_name_of_a_file_with_its_value(desk: Desk):
    desk.keeps("zone", "Asia/Yerevan\n")
    desk.environ = {
        "MONITOR_TIMEZONE_FILE": "zone",
        "MONITOR_CONTACT_FILE": str(desk.keeps("contact", "a@example.org\r\n")),
    }

    found = desk.loads(SOURCE)

    assert (found.timezone, found.contact) == ("Asia/Yerevan", "a@example.org")
    assert found.warnings == ()


def test_a_key_and_its_file_twin_together_are_refused(desk: Desk):
    desk.keeps("zone", "UTC")
    desk.environ = {"MONITOR_TIMEZONE_FILE": "zone", "MONITOR_TIMEZONE": "UTC"}

    assert desk.is_told(SOURCE) == [
        "MONITOR_TIMEZONE_FILE: MONITOR_TIMEZONE is set as well; keep one"
    ]


def test_a_file_twin_that_is_not_there_is_refused(desk: Desk):
    desk.environ = {"MONITOR_TIMEZONE_FILE": "/nowhere/zone"}

    assert desk.is_told(SOURCE) == [
        "MONITOR_TIMEZONE_FILE: monitor: timezone: '/nowhere/zone' is not a file; "
        "write the value into it"
    ]


def test_a_password_over_an_open_connection_is_warned_about(desk: Desk):
    found = desk.loads(SOURCE + MAIL + 'security = "none"\npassword = "p"\n')

    assert found.warnings == (
        f"{desk.path}:11: channel 'mail': security is 'none', so the password travels in the "
        "clear; give starttls or tls",
    )


def test_an_interval_below_the_least_one_is_warned_about(desk: Desk):
    (warning,) = desk.loads(SOURCE + 'every = "1s"\n').warnings

    assert warning.endswith(
        "every is '1s', and min_interval of [monitor] is '1m': the longer one counts"
    )


def test_an_alert_for_a_tag_that_no_source_has_is_warned_about(desk: Desk):
    (warning,) = desk.loads(
        SOURCE + 'tags = ["georgia"]\n[[channel]]\nname = "t"\nkind = "stdout"\n'
        '[[alert]]\nname = "a"\nto = ["t"]\ntags = ["gorgia"]\n'
    ).warnings

    assert warning.endswith("alert 'a': no source has the tag 'gorgia'; did you mean 'georgia'?")


def test_two_sources_of_one_address_are_warned_about(desk: Desk):
    (warning,) = desk.loads(SOURCE + SOURCE.replace("oc-media", "other")).warnings

    assert warning.endswith(
        "source 'other': source 'oc-media' has the same url, and both are polled"
    )
