"""Which addresses a source and a webhook may have."""

# ruff: noqa: N802, E501 - tests of the table of threats carry their row in their name; a table of
# messages keeps each on its line

import pytest

from tests.config.conftest import Desk

SOURCE = '[[source]]\nname = "a"\nurl = "https://example.org/feed"\n'
TERMINAL = '[[channel]]\nname = "t"\nkind = "stdout"\n'
MAIL = '[[channel]]\nname = "m"\nkind = "email"\nhost = "mail"\nsender = "m@example.org"\n'
HOOK = '[[channel]]\nname = "h"\nkind = "webhook"\n'


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/feed",
        "http://localhost:8000/feed",
        "http://news.localhost/feed",
        "http://LOCALHOST./feed",
        "http://2130706433/feed",
        "http://0x7f.1/feed",
        "http://0177.0.0.1/feed",
        "http://127.1/feed",
        "http://１２７.0.0.1/feed",
        "http://[::1]/feed",
        "http://[::ffff:10.0.0.1]/feed",
        "http://[64:ff9b::7f00:1]/feed",
        "http://[2002:7f00:1::]/feed",
        "http://[fd00::1]/feed",
        "http://10.1.2.3/feed",
        "http://192.168.0.1/feed",
        "http://100.64.0.1/feed",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/feed",
        "http://224.0.0.1/feed",
    ],
)
def test_N32_a_source_in_a_private_network_is_refused_by_name(desk: Desk, url: str):
    (told,) = desk.is_told(SOURCE + f'[[source]]\nname = "inside"\nurl = "{url}"\n')

    assert told.startswith(
        f"sources.toml:6: source 'inside': url is '{url}'; it leads into a private network; "
        "give a public address, or name the network in allow_addresses = "
    )


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("file:///etc/passwd", "give an address that begins with http:// or https://"),
        ("ftp://example.org/feed", "give an address that begins with http:// or https://"),
        ("example.org/feed", "give an address that begins with http:// or https://"),
        ("//example.org/feed", "give an address that begins with http:// or https://"),
        ("javascript:alert(1)", "give an address that begins with http:// or https://"),
        ("http://:80/feed", "give an address with a host, such as https://example.org/feed"),
        ("http://999.1.1.1:0x/feed", "give an address that can be read (Port could not be cast to integer value as '0x')"),
        ("https:///feed", "give an address with a host, such as https://example.org/feed"),
        ("http://[::1/feed", "give an address that can be read (Invalid IPv6 URL)"),
        ("https://example.org\\\\@127.0.0.1/", "give an address without spaces, backslashes and control characters"),
        ("https://example.org/a b", "give an address without spaces, backslashes and control characters"),
        ("https://example.org\\u0000/", "give an address without spaces, backslashes and control characters"),
    ],
)  # fmt: skip
def test_N32_a_source_that_is_no_web_address_is_refused_by_name(desk: Desk, url: str, advice: str):
    (told,) = desk.is_told(f'[[source]]\nname = "odd"\nurl = "{url}"\n')

    assert told.startswith("sources.toml:3: source 'odd': url is ")
    assert told.endswith(f"; {advice}")


def test_N32_an_impossible_port_is_refused(desk: Desk):
    (told,) = desk.is_told('[[source]]\nname = "odd"\nurl = "http://example.org:99999/"\n')

    assert "give an address that can be read (Port out of range 0-65535)" in told


def test_N32_the_password_in_an_address_is_refused_and_not_repeated(desk: Desk):
    (told,) = desk.is_told('[[source]]\nname = "odd"\nurl = "https://me:planted@example.org/f"\n')

    assert told == (
        "sources.toml:3: source 'odd': url is 'https://***@example.org/***'; "
        "take the user name and the password out of the address"
    )


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("http://127.0.0.1:8000/feed", "127.0.0.0/8"),
        ("http://localhost/feed", "127.0.0.0/8"),
        ("http://localhost/feed", "::1/128"),
        ("http://[::ffff:10.0.0.1]/feed", "10.0.0.0/8"),
        ("http://[fd00::1]/feed", "fd00::/8"),
    ],
)
@pytest.mark.parametrize("where", ["monitor", "source"])
def test_N32_a_private_source_is_taken_where_its_network_is_named(
    desk: Desk, url: str, network: str, where: str
):
    allow = f'allow_addresses = ["{network}"]\n'
    tables = {
        "monitor": f'[monitor]\n{allow}[[source]]\nname = "in"\nurl = "{url}"\n',
        "source": f'[[source]]\nname = "in"\nurl = "{url}"\n{allow}',
    }

    assert desk.loads(tables[where]).sources[0].url == url


@pytest.mark.parametrize(
    ("url", "network"),
    [("http://127.0.0.1/", "127.0.0.0/8"), ("http://10.0.0.1/", "10.0.0.1/32"), ("http://[::1]/", "::1/128")],
)  # fmt: skip
def test_N32_the_refusal_says_which_network_to_name(desk: Desk, url: str, network: str):
    (told,) = desk.is_told(f'[[source]]\nname = "in"\nurl = "{url}"\n')

    assert told.endswith(f'allow_addresses = ["{network}"]')


def test_N32_allowing_one_source_opens_nothing_for_another(desk: Desk):
    lines = desk.is_told(
        '[[source]]\nname = "a"\nurl = "http://10.0.0.1/"\nallow_addresses = ["10.0.0.0/8"]\n'
        '[[source]]\nname = "b"\nurl = "http://10.0.0.1/x"\n'
    )

    assert [line.split(";")[0] for line in lines] == [
        "sources.toml:7: source 'b': url is 'http://10.0.0.1/x'"
    ]


def test_a_webhook_into_a_private_network_is_refused_without_its_token(desk: Desk):
    (told,) = desk.is_told(HOOK + 'url = "http://10.0.0.1/planted"\nsecret = "whsec_YQ=="\n')

    assert told.startswith("sources.toml:4: channel 'h': url is 'http://10.0.0.1/***'; it leads")
