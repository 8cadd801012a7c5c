"""Secrets: where they come from, and that they are never shown."""

# ruff: noqa: N802, E501 - tests of the table of threats carry their row in their name; a table of
# messages keeps each on its line

from pathlib import Path
from typing import cast

import pytest

from monitor.config import Configuration, EmailSettings, load, masked
from tests.config.conftest import HOOK, MAIL, SECRET, SOURCE, URL, Desk, hook


def test_A10_a_secret_comes_from_the_file_itself(desk: Desk):
    assert hook(desk.loads(HOOK + URL + f'secret = "{SECRET}"\n')).secrets == (SECRET,)


def test_A10_a_secret_comes_from_the_variable_that_is_named(desk: Desk):
    desk.environ = {"DESK_SECRET": SECRET, "DESK_URL": "https://example.org/hook"}

    found = hook(desk.loads(SOURCE + HOOK + 'url_env = "DESK_URL"\nsecret_env = "DESK_SECRET"\n'))

    assert (found.url, found.secrets) == ("https://example.org/hook", (SECRET,))


def test_A10_a_secret_comes_from_a_file_without_the_newline_of_the_editor(desk: Desk):
    desk.keeps("secret", f"{SECRET}\n")

    found = desk.loads(SOURCE + HOOK + URL + 'secret_file = "secret"\n')

    assert hook(found).secrets == (SECRET,)
    assert found.warnings == ()


def test_A10_a_password_keeps_its_blanks_and_commas(desk: Desk):
    desk.keeps("password", " a, b \n")

    mail = desk.loads(MAIL + 'password_file = "password"\n').channels[0]

    assert isinstance(mail, EmailSettings)
    assert mail.password == " a, b "


def test_A10_an_empty_password_is_refused(desk: Desk):
    assert desk.is_told(MAIL + 'password = ""\n') == [
        "sources.toml:8: channel 'mail': password is '***'; give the password, or leave it out"
    ]


def test_A10_several_secrets_in_one_variable_serve_a_rotation(desk: Desk):
    other = SECRET.replace("c2Vj", "b2xk")
    desk.environ = {"DESK_SECRET": f"{SECRET} {other}"}

    found = hook(desk.loads(HOOK + URL + 'secret_env = "DESK_SECRET"\n'))

    assert found.secrets == (SECRET, other)


@pytest.mark.parametrize("variable", ["MONITOR_CHANNEL_DESK_SECRET", "MONITOR_CHANNEL_DESK_SECRET_ENV", "MONITOR_CHANNEL_DESK_SECRET_FILE"])  # fmt: skip
def test_A10_a_variable_replaces_the_secret_in_whatever_form_the_file_gives_it(
    desk: Desk, variable: str
):
    desk.keeps("secret", SECRET)
    desk.environ = {
        "OTHER": SECRET,
        variable: {"ENV": "OTHER", "FILE": "secret"}.get(variable.rpartition("_")[2], SECRET),
    }

    assert hook(desk.loads(HOOK + URL + 'secret_env = "NOT_SET"\n')).secrets == (SECRET,)


def test_A10_two_forms_of_one_secret_are_refused(desk: Desk):
    assert desk.is_told(HOOK + URL + 'secret = "whsec_YQ=="\nsecret_env = "X"\n') == [
        "sources.toml:6: channel 'desk': secret and secret_env are both given; keep one"
    ]


def test_A10_two_forms_from_two_variables_are_refused(desk: Desk):
    desk.environ = {
        "MONITOR_CHANNEL_DESK_SECRET": SECRET,
        "MONITOR_CHANNEL_DESK_SECRET_FILE": "secret",
    }

    assert desk.is_told(HOOK + URL) == [
        "MONITOR_CHANNEL_DESK_SECRET_FILE: channel 'desk': "
        "secret and secret_file are both given; keep one"
    ]


@pytest.mark.parametrize(
    ("text", "environ", "line"),
    [
        ('secret_env = "DESK_SECRET"', {}, "the environment variable 'DESK_SECRET' is not set; set it"),
        ('secret_env = "DESK_SECRET"', {"DESK_SECRETS": "x"}, "the environment variable 'DESK_SECRET' is not set; set it; did you mean 'DESK_SECRETS'?"),
        ('secret_env = "DESK_SECRET"', {"DESK_SECRET": " "}, "the environment variable 'DESK_SECRET' is empty; set it"),
    ],
)  # fmt: skip
def test_A10_a_variable_without_a_secret_is_refused_by_its_name(
    desk: Desk, text: str, environ: dict[str, str], line: str
):
    desk.environ = environ

    assert desk.is_told(HOOK + URL + text) == [
        f"sources.toml:5: channel 'desk': secret_env: {line}"
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "is not a file; write the value into it"),
        (b"", "is empty; write the value into it"),
        (b"\n", "is empty; write the value into it"),
        (b"\xff\xfe", "is not UTF-8 text; save it as UTF-8"),
        (b"x" * 70_000, "is longer than 65536 bytes"),
    ],
)
def test_A10_a_file_without_a_secret_is_refused_by_its_path(
    desk: Desk, content: bytes | None, line: str
):
    if content is not None:
        (desk.folder / "secret").write_bytes(content)
        (desk.folder / "secret").chmod(0o600)

    assert desk.is_told(HOOK + URL + 'secret_file = "secret"\n') == [
        f"sources.toml:5: channel 'desk': secret_file: 'secret' {line}"
    ]


def test_A10_a_secret_file_that_cannot_be_opened_is_refused(desk: Desk):
    (told,) = desk.is_told(HOOK + URL + f'secret_file = "{"x" * 300}"\n')

    assert "cannot be read: File name too long" in told


def test_A10_a_home_that_nobody_has_is_refused(desk: Desk):
    (told,) = desk.is_told(HOOK + URL + 'secret_file = "~nobody-of-this-name/secret"\n')

    assert told.startswith("sources.toml:5: channel 'desk': secret_file: ")


def test_A10_a_form_of_the_wrong_type_is_refused(desk: Desk):
    assert desk.is_told(HOOK + "url_env = 5\n") == [
        "sources.toml:4: channel 'desk': url_env is 5; give text between quotes, such as \"…\""
    ]


def test_A10_a_secret_file_that_anybody_may_read_is_warned_about(desk: Desk):
    desk.keeps("secret", SECRET, mode=0o644)

    found = desk.loads(SOURCE + HOOK + URL + 'secret_file = "secret"\n')

    assert found.warnings == (
        f"{desk.path}:8: channel 'desk': secret_file: anybody may read 'secret'; chmod 600 it",
    )


def test_A10_a_secret_in_a_configuration_that_anybody_may_read_is_warned_about(desk: Desk):
    found = desk.loads(SOURCE + MAIL + 'password = "planted"\n', mode=0o644)

    assert found.warnings == (
        f"{desk.path}:11: channel 'mail': password stands in a file that anybody may read; "
        "chmod 600 the file, or give password_env or password_file",
    )


def test_A10_a_configuration_without_secrets_may_be_read_by_anybody(desk: Desk):
    desk.environ = {"P": "planted", "MONITOR_CHANNEL_DESK_SECRET": SECRET}
    text = SOURCE + MAIL + 'password_env = "P"\n' + HOOK + URL

    assert desk.loads(text, mode=0o644).warnings == ()


@pytest.mark.parametrize("secret", ["whsec_", "whsec_not base64!", " ", ""])
def test_a_secret_that_cannot_sign_is_refused_and_not_shown(desk: Desk, secret: str):
    (told,) = desk.is_told(HOOK + URL + f'secret = "{secret}"\n')

    assert told == (
        "sources.toml:5: channel 'desk': secret holds '***'; "
        "give whsec_ and the base64 of 24 to 64 random bytes"
    )


@pytest.mark.parametrize("secret", ["whsec_YWJj", "just words"])
def test_a_weak_secret_is_used_with_a_warning(desk: Desk, secret: str):
    found = desk.loads(SOURCE + HOOK + URL + f'secret = "{secret}"\n')

    assert hook(found).secrets == (secret,)
    assert "weaker than Standard Webhooks asks for" in found.warnings[0]


def test_a_webhook_without_a_secret_is_used_with_a_warning(desk: Desk):
    found = desk.loads(SOURCE + HOOK + URL)

    assert found.warnings == (
        f"{desk.path}:4: channel 'desk': it has no secret, so its receiver cannot tell our "
        "requests from others",
    )


@pytest.mark.parametrize(
    "text", ["secret = 5", "secret = [5]", 'secret = "whsec_!planted!"', "password = 5"]
)
def test_a_wrong_secret_is_never_shown(desk: Desk, text: str):
    lines = desk.is_told((MAIL if "password" in text else HOOK + URL) + text.replace("5", "981234"))

    assert all("981234" not in line and "planted" not in line for line in lines)


def test_a_webhook_address_is_shown_without_its_token(desk: Desk):
    assert desk.is_told(HOOK + 'url = "ftp://example.org/planted"\n') == [
        "sources.toml:4: channel 'desk': url is 'ftp://example.org/***'; "
        "give an address that begins with http:// or https://"
    ]


def test_the_masked_form_holds_every_key_and_no_secret(desk: Desk):
    desk.environ = {"P": "planted"}
    found = desk.loads(
        SOURCE
        + MAIL
        + 'password_env = "P"\n'
        + HOOK
        + f'url = "https://example.org:8443/planted?planted"\nsecret = ["{SECRET}"]\n'
        + '[[channel]]\nname = "log"\nkind = "file"\npath = "x.jsonl"\n'
        + '[[digest]]\nname = "d"\nto = ["log"]\nat = 07:30:15\n'
    )

    shown = masked(found)

    assert "planted" not in str(shown)
    assert SECRET not in str(shown)
    assert set(shown) == set(Configuration.__dataclass_fields__)
    mail, desk_hook, log = cast("list[dict[str, object]]", shown["channels"])
    assert mail["password"] == "***"
    assert desk_hook["url"] == "https://example.org:8443/***"
    assert desk_hook["secrets"] == ["***"]
    assert log["path"] == str(desk.folder / "x.jsonl")
    assert shown["min_interval"] == "1m"
    assert shown["digests"][0]["at"] == "07:30:15"  # type: ignore[index]


def test_the_masked_form_of_a_channel_without_password_says_so(desk: Desk):
    found = desk.loads(SOURCE + MAIL.replace('username = "u"\n', ""))

    assert masked(found)["channels"][0]["password"] is None  # type: ignore[index]


def test_the_sample_that_comes_with_the_program_is_right():
    sample = Path(__file__).resolve().parents[2] / "sources.toml"

    found = load(sample, environ={})

    assert found.warnings == ()
    assert len(found.sources) >= 5
    assert [channel.kind for channel in found.channels] == ["stdout"]
