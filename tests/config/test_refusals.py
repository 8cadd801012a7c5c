"""Every kind of mistake, and the one line that it gets."""

# ruff: noqa: N802, E501 - tests of the table of threats carry its row in their name; a table of
# messages keeps each on its line

import pytest

from monitor.errors import ConfigError
from tests.config.conftest import Desk

SOURCE = '[[source]]\nname = "a"\nurl = "https://example.org/feed"\n'
TERMINAL = '[[channel]]\nname = "t"\nkind = "stdout"\n'
MAIL = '[[channel]]\nname = "m"\nkind = "email"\nhost = "mail"\nsender = "m@example.org"\n'
HOOK = '[[channel]]\nname = "h"\nkind = "webhook"\n'


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(desk: Desk):
    lines = desk.is_told(
        """\
        [monitor]
        timezone = "Tbilisi"

        [[source]]
        name = "oc-media"
        url = "https://oc-media.org/feed/"
        every = "15"
        evry = "15m"

        [[alert]]
        name = "all"
        to = ["dsk"]
        events = ["item.nw"]

        [[channel]]
        name = "desk"
        kind = "emial"
        """
    )

    assert [line.split(";")[0] for line in lines] == [
        "sources.toml:2: monitor: timezone is 'Tbilisi'",
        "sources.toml:7: source 'oc-media': every is '15'",
        "sources.toml:8: source 'oc-media': unknown key 'evry'",
        "sources.toml:12: alert 'all': to names 'dsk', which is no channel",
        "sources.toml:13: alert 'all': events holds 'item.nw'",
        "sources.toml:17: channel 'desk': kind is 'emial'",
    ]


def test_P12_an_unknown_key_is_refused_with_file_line_and_the_near_miss(desk: Desk):
    assert desk.is_told(SOURCE + 'evry = "15m"\n') == [
        "sources.toml:4: source 'a': unknown key 'evry'; did you mean 'every'?"
    ]


def test_a_key_like_no_other_is_answered_with_the_known_ones(desk: Desk):
    (line,) = desk.is_told(TERMINAL + "zzz = 1\n")

    assert line == (
        "sources.toml:4: channel 't': unknown key 'zzz'; known are give_up_after, kind, name, retry"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("every = 15", "every is 15; give a span with its unit between quotes, such as \"15s\", \"15m\" or \"2h\""),
        ('every = "15"', "every is '15'; give a span such as 90s, 15m or 2h"),
        ('every = ""', "every is ''; give a span such as 90s, 15m or 2h"),
        ('every = "1m1h"', "every is '1m1h'; give a span such as 90s, 15m or 2h"),
        ("every = true", "every is true; give a span such as 90s, 15m or 2h"),
        ('every = "0s"', "every is '0s'; give a span longer than 0s"),
        ('every = "9999d"', "every is '9999d'; give at most 366d"),
        ('kind = "atom"', "kind is 'atom'; give auto, feed, listing, sitemap or page; did you mean 'auto'?"),
        ("kind = 3", "kind is 3; give auto, feed, listing, sitemap or page"),
        ('language = "EN"', "language is 'EN'; give a language code such as en, ru, hy, az, ka or tr"),
        ('language = "english"', "language is 'english'; give a language code such as en, ru, hy, az, ka or tr"),
        ('country = "ge"', "country is 'ge'; give an ISO 3166 code such as GE, or AB, SO or NK; did you mean 'GE'?"),
        ('country = "XX"', "country is 'XX'; give an ISO 3166 code such as GE, or AB, SO or NK"),
        ('tags = "one"', "tags is 'one'; give a list, such as [\"…\", \"…\"]"),
        ("tags = [1]", "tags holds 1; give text between quotes, such as \"…\""),
        ('tags = [""]', "tags holds ''; give a text, not blanks"),
        ('select = "  "', "select is '  '; give a text, not blanks"),
        ('select = "li["', "select is 'li[', which is no CSS selector: Malformed attribute selector at position 2"),
        ('select_date = "i::after"\nselect = "li"', "select_date is 'i::after', which is no CSS selector: Pseudo-element found at position 1"),
        ('select_title = "h3"', "select_title is given without select, so that it is not known in what; give select, the entries of the list, or kind = \"page\""),
        ('allow_addresses = ["10.0.0.1/8"]', "allow_addresses holds '10.0.0.1/8'; give '10.0.0.0/8': no bits after the prefix"),
        ('allow_addresses = ["home"]', "allow_addresses holds 'home'; give a network such as 127.0.0.0/8 or fd00::/8"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_source_is_shown_with_what_would_do(desk: Desk, text: str, line: str):
    assert desk.is_told(SOURCE + text) == [f"sources.toml:4: source 'a': {line}"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('timezone = "tbilisi"', "timezone is 'tbilisi'; give an IANA zone such as Asia/Tbilisi or UTC; did you mean 'Asia/Tbilisi'?"),
        ('timezone = "Asia/Tiblisi"', "timezone is 'Asia/Tiblisi'; give an IANA zone such as Asia/Tbilisi or UTC; did you mean 'Asia/Tbilisi'?"),
        ('timezone = "../etc/x"', "timezone is '../etc/x'; give an IANA zone such as Asia/Tbilisi or UTC"),
        ('timezone = ""', "timezone is ''; give an IANA zone such as Asia/Tbilisi or UTC"),
        ('contact = "a\\nb"', "contact is 'a\\nb'; give an e-mail or web address in plain letters, at most 200 characters"),
        ('min_interval = "13h"', "min_interval is '13h', longer than max_interval ('12h'); make it the shorter one"),
        ('recheck = ["1h", "15m", "1h"]', 'recheck is not ascending; give ["15m", "1h"]'),
        ('max_interval = "0s"', "max_interval is '0s'; give a span longer than 0s"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_the_monitor_is_shown_with_what_would_do(desk: Desk, text: str, line: str):
    assert desk.is_told(f"[monitor]\n{text}\n") == [f"sources.toml:2: monitor: {line}"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "4: channel 'm': to is missing; give one, such as to = [\"desk@example.org\"]"),
        ("to = []", "9: channel 'm': to is []; give at least one"),
        ('to = ["a@x", "b\\r\\nBcc: c@x"]', "9: channel 'm': to holds 'b\\r\\nBcc: c@x'; give an address such as desk@example.org"),
        ('to = ["a@x"]\nport = 0', "10: channel 'm': port is 0; give a port from 1 to 65535"),
        ('to = ["a@x"]\nport = 70000', "10: channel 'm': port is 70000; give a port from 1 to 65535"),
        ('to = ["a@x"]\nport = "25"', "10: channel 'm': port is '25'; give a whole number, without quotes"),
        ('to = ["a@x"]\nsecurity = "ssl"', "10: channel 'm': security is 'ssl'; give starttls, tls or none"),
        ('to = ["a@x"]\nusername = "u"', "10: channel 'm': username is given without a password; give password, password_env or password_file"),
        ('to = ["a@x"]\npassword = "p"', "10: channel 'm': a password is given without username; add it"),
        ('to = ["a@x"]\nretry = []', "10: channel 'm': retry is []; give at least one"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_mail_channel_is_shown_with_what_would_do(
    desk: Desk, text: str, line: str
):
    assert desk.is_told(SOURCE + MAIL + text + "\n") == [f"sources.toml:{line}"]


def test_too_many_delays_are_refused(desk: Desk):
    (line,) = desk.is_told(TERMINAL + f"retry = {['1s'] * 51}")

    assert line.endswith("give at most 50")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "x"', "1: channel 'x': kind is missing; give webhook, email, file or stdout"),
        ('kind = "stdout"', "1: channel #1: name is missing; give one, such as name = \"desk\""),
        ('name = ""\nkind = "stdout"', "2: channel '': name is ''; give a name of 1 to 100 characters that begins with a letter or digit"),
        ('name = "a\\u001b[0m"\nkind = "stdout"', "2: channel 'a\\x1b[0m': name is 'a\\x1b[0m'; give a name of 1 to 100 characters that begins with a letter or digit"),
        ('name = 5\nkind = "stdout"', "2: channel #1: name is 5; give text between quotes, such as \"…\""),
        ('name = "x"\nkind = "apprise"\nurl = "json://h"', "3: channel 'x': kind is 'apprise'; this version has no such channel: give webhook, email, file or stdout"),
        ('name = "x"\nkind = "webhook"', "1: channel 'x': url is missing; give url, url_env or url_file"),
    ],
)  # fmt: skip
def test_a_channel_that_cannot_be_built_is_refused(desk: Desk, text: str, line: str):
    assert desk.is_told(f"[[channel]]\n{text}\n") == [f"sources.toml:{line}"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('to = ["tt"]', "to names 'tt', which is no channel; did you mean 't'?"),
        ('to = ["desk"]', "to names 'desk', which is no channel; there is t"),
        ('to = ["t"]\ntopics = ["south-caucasu"]', "topics names 'south-caucasu', which is no topic; did you mean 'south-caucasus'?"),
        ('to = ["t"]\ntopics = ["rivers"]', "topics names 'rivers', which is no topic; built in: south-caucasus"),
        ('to = ["t"]\nsources = ["nobody"]', "sources names 'nobody', which is no source; add a [[source]] of this name"),
        ('to = ["t"]\nplaces = ["Georgia"]', "places holds 'Georgia'; give a place's code: AM, AZ, GE, AB, SO or NK"),
        ('to = ["t"]\nbudget = 5', "budget is not part of this version: it tells everything and holds nothing back; take it out"),
        ('to = ["t"]\nquiet_hours = "22:00-07:00"', "quiet_hours is not part of this version: it tells at any hour; take it out"),
        ('to = ["t"]\nevents = ["digest"]', "events holds 'digest'; give item.new, item.revised, item.withdrawn, story.grown, source.down, source.recovered, source.silent, source.gap or source.changed"),
    ],
)  # fmt: skip
def test_an_alert_that_leads_nowhere_is_refused(desk: Desk, text: str, line: str):
    (told,) = desk.is_told(TERMINAL + f'[[alert]]\nname = "x"\n{text}\n')

    assert told.partition(": alert 'x': ")[2] == line


def test_a_topic_file_that_is_not_there_is_refused_with_its_full_path(desk: Desk):
    (told,) = desk.is_told(TERMINAL + '[[alert]]\nname = "x"\nto = ["t"]\ntopics = ["my.toml"]\n')

    assert (
        told == "sources.toml:7: alert 'x': topics names 'my.toml', and there is no file 'my.toml'"
    )


def test_with_many_channels_an_unknown_one_is_answered_without_a_list(desk: Desk):
    many = "".join(f'[[channel]]\nname = "c{number:02}"\nkind = "stdout"\n' for number in range(9))

    (told,) = desk.is_told(many + '[[alert]]\nname = "x"\nto = ["press"]\n')

    assert told.endswith("to names 'press', which is no channel; add a [[channel]]")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('at = "24:00"', "at is '24:00'; give a time of day such as 07:30"),
        ("at = 7", "at is 7; give a time of day such as 07:30"),
        ('at = "07:30"\ndays = ["monday"]', "days holds 'monday'; give mon, tue, wed, thu, fri, sat or sun; did you mean 'mon'?"),
        ('at = "07:30"\ndays = [1]', "days holds 1; give mon, tue, wed, thu, fri, sat or sun"),
        ('at = "07:30"\nformat = "text"', "format is 'text'; give html"),
        ('at = "07:30"\nsend_empty = "no"', "send_empty is 'no'; give true or false, without quotes"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_digest_is_shown_with_what_would_do(desk: Desk, text: str, line: str):
    (told,) = desk.is_told(TERMINAL + f'[[digest]]\nname = "d"\nto = ["t"]\n{text}\n')

    assert told.partition(": digest 'd': ")[2] == line


def test_two_sources_of_one_name_are_refused(desk: Desk):
    assert desk.is_told(SOURCE + SOURCE) == [
        "sources.toml:5: source 'a': the name is taken by source #1; give each source its own"
    ]


def test_a_channel_and_a_source_may_share_a_name(desk: Desk):
    assert desk.loads(SOURCE + TERMINAL.replace('"t"', '"a"')).channels[0].name == "a"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[sources]]\n", "1: unknown table 'sources'; did you mean 'source'?"),
        ("[zzz]\n", "1: unknown table 'zzz'; known are monitor, source, channel, alert or digest"),
        ('\n[source]\nname = "a"\n', "2: source is [source]; write [[source]], in two brackets, above each one"),
        ("source = 3\n", "1: source is 3; write [[source]], in two brackets, above each one"),
        ("source = [1]\n", "1: source is [1]; write [[source]], in two brackets, above each one"),
        ("[[monitor]]\n", "1: monitor is [{}]; write it once, as [monitor] and its keys below"),
    ],
)  # fmt: skip
def test_tables_in_the_wrong_form_are_refused(desk: Desk, text: str, line: str):
    assert desk.is_told(text) == [f"sources.toml:{line}"]


def test_more_mistakes_than_anybody_reads_are_counted(desk: Desk):
    lines = desk.is_told("[[source]]\n" * 80)

    assert len(lines) == 101
    assert lines[-1] == "and 60 more errors"


def test_P11_a_broken_file_names_its_line_and_gives_no_configuration(desk: Desk):
    desk.loads(SOURCE)

    assert desk.is_told(SOURCE + "every = 15m\n") == [
        "sources.toml:4:11: it is not TOML: expected newline or end of document after a statement; "
        'is it text? then put it between quotes: every = "…"'
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[monitor\n", "1:9: it is not TOML: "),
        ('[monitor]\ncontact = "x', "2:13: it is not TOML: "),
        ("[monitor]\ncontact = 'a'\ncontact = 'b'\n", "3:14: it is not TOML: cannot overwrite a value; "),
        ("a = [1, 2", "1:10: it is not TOML: "),
    ],
)  # fmt: skip
def test_a_mistake_of_syntax_has_line_and_column(desk: Desk, text: str, line: str):
    (told,) = desk.is_told(text)

    assert told.startswith(f"sources.toml:{line}")


def test_a_mistake_of_syntax_never_shows_a_value(desk: Desk):
    (told,) = desk.is_told('[[channel]]\nsecret = "planted-secret" x\n')

    assert "planted" not in told


@pytest.mark.parametrize("text", [f"a = {'[' * 5_000}{']' * 5_000}", f"a = {'9' * 5_000}"])
def test_toml_that_the_parser_gives_up_on_is_refused_in_one_line(desk: Desk, text: str):
    (told,) = desk.is_told(text)

    assert told.startswith("sources.toml")
    assert "TOML" in told


def test_a_missing_file_says_how_to_make_one(desk: Desk):
    (told,) = desk.is_told()

    assert told == (
        "sources.toml: there is no such file; write one (a [[source]] with a name and a url is "
        "enough), or name another with --config"
    )


def test_a_directory_is_refused(desk: Desk):
    desk.path.mkdir()

    assert desk.is_told() == [
        "sources.toml: it is a directory; give the file in it, such as sources.toml/sources.toml"
    ]


def test_a_path_through_a_file_is_refused(desk: Desk):
    desk.writes("")
    desk.path /= "sources.toml"

    (told,) = desk.is_told()

    assert told.endswith("it cannot be read: Not a directory; check its owner and mode")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"# \xe9\n", "1: it is not UTF-8 (byte 0xe9); save the file as UTF-8"),
        (b"a = 1\n# \xff\n", "2: it is not UTF-8 (byte 0xff); save the file as UTF-8"),
        ("a = 1".encode("utf-16"), "1: it is UTF-16; save it as UTF-8"),
    ],
)
def test_a_file_that_is_not_utf8_is_refused_with_its_line(desk: Desk, content: bytes, line: str):
    desk.path.write_bytes(content)

    assert desk.is_told() == [f"sources.toml:{line}"]


def test_a_file_of_absurd_size_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("monitor.config.reading.FILE_LIMIT_BYTES", 10)

    assert desk.is_told("# more than ten bytes\n") == [
        "sources.toml: it is longer than 10 bytes; is it the right file?"
    ]


def test_a_long_value_is_cut_in_the_message(desk: Desk):
    (told,) = desk.is_told(SOURCE + f'every = "{"9" * 500}"')

    assert len(told) < 200


def test_nothing_but_a_config_error_leaves_the_room(desk: Desk):
    with pytest.raises(ConfigError, match="is not TOML"):
        desk.loads("\x00")
