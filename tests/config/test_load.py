"""What a right configuration becomes."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from monitor.config import (
    Configuration,
    EmailSettings,
    FileSettings,
    StdoutSettings,
    WebhookSettings,
    load,
)
from monitor.records import Limits, RetryPolicy, Rule, Schedule, Source
from tests.config.conftest import SECRET, Desk

WHOLE = """
    [monitor]
    database = "db/monitor.db"
    contact = "desk@example.org"
    timezone = "Asia/Tbilisi"
    allow_addresses = ["127.0.0.0/8", "fd00::/8"]
    min_interval = "1s"
    max_interval = "2h"
    host_gap = "0s"
    error_backoff = "5s"
    recheck = ["1m", "1h30m"]
    confirm_after = "10s"
    live_every = "20m"

    [[source]]
    name = "loop"
    url = "http://127.0.0.1:8000/feed"
    kind = "feed"
    language = "ka"
    country = "AB"
    every = "15m"
    tags = ["one", "two", "one"]
    select = "ul.news > li"
    select_title = "h3"
    select_date = "time"
    allow_addresses = ["10.0.0.0/8"]

    [[channel]]
    name = "desk"
    kind = "webhook"
    url = "https://example.org/hook/token"
    secret = ["SECRET", "whsec_b2xkIG9uZSBvZiB0d2VudHktZm91ciBieXRlcw=="]
    retry = ["1s", "2s"]
    give_up_after = "1d"

    [[channel]]
    name = "mail"
    kind = "email"
    host = "mail.example.org"
    username = "monitor"
    password = "planted"
    sender = "monitor@example.org"
    to = ["a@example.org", "b@example.org"]

    [[channel]]
    name = "log"
    kind = "file"
    path = "../alerts.jsonl"

    [[channel]]
    name = "terminal"
    kind = "stdout"

    [[alert]]
    name = "all"
    topics = ["south-caucasus", "mine/rivers.toml"]
    events = ["item.new", "source.down"]
    to = ["desk", "mail"]
    places = ["AM", "NK"]
    languages = ["ru"]
    sources = ["loop"]
    tags = ["one"]

    [[digest]]
    name = "morning"
    to = ["mail"]
    at = "7:30"
    days = ["fri", "mon"]
    send_empty = false
""".replace("SECRET", SECRET)


@pytest.fixture
def whole(desk: Desk) -> Configuration:
    (desk.folder / "mine").mkdir()
    desk.keeps("mine/rivers.toml", "")
    return desk.loads(WHOLE)


def test_a_whole_file_keeps_every_word_of_the_monitor_table(whole: Configuration, desk: Desk):
    assert whole.path == desk.path
    assert whole.database == str(desk.folder / "db/monitor.db")
    assert (whole.contact, whole.timezone) == ("desk@example.org", "Asia/Tbilisi")
    assert whole.allow_addresses == ("127.0.0.0/8", "fd00::/8")
    assert whole.host_gap == dt.timedelta()
    assert whole.recheck == (dt.timedelta(minutes=1), dt.timedelta(minutes=90))
    assert whole.confirm_after == dt.timedelta(seconds=10)
    assert whole.live_every == dt.timedelta(minutes=20)
    assert whole.warnings == ()
    assert whole.limits == Limits(
        min_interval=dt.timedelta(seconds=1),
        max_interval=dt.timedelta(hours=2),
        error_backoff=dt.timedelta(seconds=5),
        error_backoff_cap=dt.timedelta(hours=6),
    )


def test_a_source_becomes_its_record(whole: Configuration):
    assert whole.sources == (
        Source(
            name="loop",
            url="http://127.0.0.1:8000/feed",
            kind="feed",
            language="ka",
            country="AB",
            every=dt.timedelta(minutes=15),
            tags=("one", "two"),
            select="ul.news > li",
            select_title="h3",
            select_date="time",
            allow_addresses=("10.0.0.0/8",),
        ),
    )


def test_a_source_may_go_without_a_certificate_and_that_is_warned_about(desk: Desk):
    found = desk.loads('[[source]]\nname = "a"\nurl = "https://a.example/"\nverify_tls = false\n')

    assert not found.sources[0].verify_tls
    assert found.warnings == (
        f"{desk.path}:4: source 'a': verify_tls is false, so whoever is on the way to its host can "
        "change what it says; better let SSL_CERT_FILE name the authority behind its certificate",
    )


def test_channels_become_settings_of_their_kind(whole: Configuration, desk: Desk):
    hook, mail, log, terminal = whole.channels

    assert isinstance(hook, WebhookSettings)
    assert hook.url == "https://example.org/hook/token"
    assert hook.secrets[0] == SECRET
    assert len(hook.secrets) == 2
    assert hook.retry == RetryPolicy(
        delays=(dt.timedelta(seconds=1), dt.timedelta(seconds=2)),
        give_up_after=dt.timedelta(days=1),
    )
    assert isinstance(mail, EmailSettings)
    assert (mail.host, mail.port, mail.security) == ("mail.example.org", 587, "starttls")
    assert (mail.username, mail.password) == ("monitor", "planted")
    assert mail.to == ("a@example.org", "b@example.org")
    assert isinstance(log, FileSettings)
    assert log.path == desk.folder.parent / "alerts.jsonl"
    assert isinstance(terminal, StdoutSettings)
    assert [channel.kind for channel in whole.channels] == ["webhook", "email", "file", "stdout"]


def test_attempts_run_over_three_days_unless_said_otherwise(whole: Configuration):
    retry = whole.channels[-1].retry

    assert retry.delays[0] == dt.timedelta(seconds=5)
    assert len(retry.delays) == 10
    assert retry.give_up_after == dt.timedelta(days=3)


def test_alerts_and_digests_become_rules_and_schedules(whole: Configuration, desk: Desk):
    assert whole.alerts == (
        Rule(
            name="all",
            topics=("south-caucasus", str(desk.folder / "mine/rivers.toml")),
            events=("item.new", "source.down"),
            to=("desk", "mail"),
            places=("AM", "NK"),
            languages=("ru",),
            sources=("loop",),
            tags=("one",),
        ),
    )
    assert whole.digests == (
        Schedule(
            name="morning",
            to=("mail",),
            at=dt.time(7, 30),
            timezone="Asia/Tbilisi",
            days=(0, 4),
            send_empty=False,
        ),
    )


def test_everything_but_the_sources_has_a_default(desk: Desk):
    found = desk.loads('[[source]]\nname = "a"\nurl = "https://example.org/feed"\n')

    assert found.database == str(desk.folder / "db/monitor.db")
    assert (found.contact, found.timezone) == (None, "UTC")
    assert found.min_interval == dt.timedelta(seconds=60)
    assert found.max_interval == dt.timedelta(hours=12)
    assert found.sources[0].kind == "auto"
    assert found.warnings == ()


def test_an_alert_with_a_name_and_a_channel_is_enough(desk: Desk):
    found = desk.loads(
        '[[channel]]\nname="t"\nkind="stdout"\n[[alert]]\nname="a"\nto=["t"]\n'
        '[[digest]]\nname="d"\nto=["t"]\nat=06:00:00.5\n'
    )

    assert found.alerts == (Rule(name="a", topics=("south-caucasus",), to=("t",)),)
    assert found.digests[0].at == dt.time(6)
    assert found.digests[0].timezone == "UTC"
    assert found.digests[0].days == tuple(range(7))


def test_an_empty_file_is_used_with_a_warning(desk: Desk):
    assert desk.loads("").warnings == (f"{desk.path}: it has no [[source]], so nothing is polled",)


@pytest.mark.parametrize("database", ["/srv/monitor.db", "postgresql://db.example.org/news"])
def test_a_database_that_is_named_in_full_stays_as_it_is(desk: Desk, database: str):
    assert desk.loads(f'[monitor]\ndatabase = "{database}"\n').database == database


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_of_a_mail_server_follows_its_security(desk: Desk, security: str, port: int):
    mail = 'sender = "m@example.org"\nto = ["d@example.org"]\nhost = "mail"\nname = "m"\n'

    found = desk.loads(f'[[channel]]\nkind = "email"\n{mail}security = "{security}"\n').channels[0]

    assert isinstance(found, EmailSettings)
    assert found.port == port


def test_a_relative_path_is_seen_from_the_file_and_not_from_the_shell(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.writes("")
    monkeypatch.chdir(desk.folder.parent)

    found = load(Path(desk.folder.name) / "sources.toml", environ={})

    assert found.path == desk.path
    assert found.database == str(desk.folder / "db/monitor.db")


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_no_obstacle(desk: Desk):
    desk.path.write_bytes(
        b'\xef\xbb\xbf[monitor]\r\ntimezone = "UTC"\r\n[[source]]\r\nname = "a"\r\nurl = "ftp://a"\r\n'
    )

    assert desk.is_told()[0].startswith("sources.toml:5: source 'a': url is 'ftp://a'; ")


def test_tables_may_be_written_in_line(desk: Desk):
    found = desk.loads('source = [{name = "a", url = "https://example.org/a"}]')

    assert found.sources[0].name == "a"


def test_the_last_mistake_of_a_very_long_file_is_found_on_its_line(desk: Desk):
    row = '[[source]]\nname = "s{0}"\nurl = "https://example.org/{0}"\n'
    text = "".join(row.format(number) for number in range(2_000))

    lines = desk.is_told(text + '[[source]]\nname = "last"\nurl = 5\n')

    assert lines == [
        "sources.toml:6003: source 'last': url is 5; give text between quotes, such as \"…\""
    ]


def test_no_secret_stands_in_the_text_form_of_a_configuration(whole: Configuration):
    text = repr(whole)

    assert SECRET not in text
    assert "planted" not in text
    assert "token" not in text


def test_a_configuration_cannot_be_changed(whole: Configuration):
    with pytest.raises(dataclasses.FrozenInstanceError):
        whole.timezone = "UTC"  # type: ignore[misc]
