"""Which addresses are public, and which texts are addresses at all."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import ipaddress
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError, FetchError
from monitor.fetch import check_url
from monitor.fetch.target import URL_LIMIT, read_target
from monitor.networks import is_admitted, is_public, read_networks

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.9.9.9",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "192.0.1.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


# ------------------------------------------------------------------ addresses
@pytest.mark.parametrize("text", PRIVATE)
def test_a_private_address_is_not_admitted(text):
    assert not is_public(ipaddress.ip_address(text))
    assert not is_admitted(ipaddress.ip_address(text), read_networks(("10.9.9.0/24",)))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_admitted(text):
    assert is_admitted(ipaddress.ip_address(text), ())


def test_a_named_network_is_admitted_mapped_or_not():
    allow = read_networks(("127.0.0.0/8", "fd00::/8"))

    for text in ("127.0.0.1", "::ffff:127.0.0.1", "fd00::1"):
        assert is_admitted(ipaddress.ip_address(text), allow)
    assert not is_admitted(ipaddress.ip_address("fe80::1"), allow)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_public_in_every_disguise_or_in_none(address):
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | int(address))
    translated = ipaddress.IPv6Address((0x64FF9B << 96) | int(address))

    assert is_public(address) == is_public(mapped) == is_public(translated)


@given(st.ip_addresses())
def test_what_the_library_calls_private_is_never_public(address):
    unwrapped = getattr(address, "ipv4_mapped", None) or address
    if unwrapped.is_private or unwrapped.is_multicast or unwrapped.is_reserved:
        translated = ipaddress.ip_network("64:ff9b::/96")
        assert not is_public(address) or address in translated


@pytest.mark.parametrize("cidr", ["127.0.0.0/99", "home", ""])
def test_a_network_that_is_none_is_a_configuration_error(cidr):
    with pytest.raises(ConfigError, match="is not a network"):
        read_networks((cidr,))


# ------------------------------------------------------------------ N32: at load
@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("ftp://example.org/feed", "scheme"),
        ("data:text/xml,<rss/>", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//example.org/feed", "scheme"),
        ("example.org/feed", "scheme"),
        ("", "scheme"),
        ("http:///feed", "address"),
        ("http://", "address"),
        ("http://10.0.0.1/", "address"),
        ("http://192.168.0.1/", "address"),
        ("http://127.0.0.1/", "address"),
        ("http://localhost/", "address"),
        ("http://news.localhost:80/", "address"),
        ("http://LOCALHOST/", "address"),
        ("http://xn--a-ecp.example/", "address"),  # stands for no name at all
        ("http://[::1]/", "address"),
        ("http://[fe80::1%25lo]/", "address"),
        ("http://[::ffff:127.0.0.1]/", "address"),
        ("http://[64:ff9b::7f00:1]/", "address"),
        ("http://[::1", "address"),
        ("http://2130706433/", "address"),
        ("http://0x7f000001/", "address"),
        ("http://0x7f.1/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://0/", "address"),
        ("http://0x/", "address"),
        ("http://example.org./", "address"),
        ("http://.example.org/", "address"),
        ("http://example..org/", "address"),
        ("http://user@example.org/", "address"),
        ("http://user:secret@example.org/", "address"),
        ("http://@example.org/", "address"),
        ("http://example.org\\@10.0.0.1/", "address"),
        ("http://example.org\\.10.0.0.1/", "address"),
        ("http://example.org/a b", "address"),
        ("http://example.org/\r\nX: 1", "address"),
        (" http://example.org/", "address"),
        ("http://exam\u00a0ple.org/", "address"),
        ("http://exa%6dple.org/", "address"),
        ("http://１２７.0.0.1/", "address"),
        ("http://127。0。0。1/", "address"),
        ("http://ⓔxample.org/", "address"),
        ("http://exa^mple.org/", "address"),
        ("http://example.org:0/", "address"),
        ("http://example.org:99999/", "address"),
        ("http://example.org:http/", "address"),
        ("http://" + "a" * 64 + ".org/", "address"),
        ("http://" + "a." * 130 + "org/", "address"),
        ("http://example.org/" + "a" * URL_LIMIT, "address"),
    ],
)
def test_N32_an_address_that_can_never_be_asked_is_refused_at_load(url, kind):
    with pytest.raises(FetchError) as caught:
        check_url(url)

    assert caught.value.kind == kind
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/feed",
        "HTTP://EXAMPLE.org:8080/a?b=http://x@y/#c",
        "http://example.org?next=//10.0.0.1/",
        "https://news_room.example.org/",
        "https://\u057a\u0561\u057c\u0561\u057e.\u0570\u0561\u0575/\u056c\u0578\u0582\u0580",
        "https://xn--e1afmkfd.xn--p1ai/",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]:8443/",
    ],
)
def test_an_honest_address_passes_at_load(url):
    check_url(url)


def test_N32_the_allow_list_opens_exactly_what_it_names():
    check_url("http://127.0.0.1:8000/", allow_addresses=("127.0.0.0/8",))
    check_url("http://localhost:8000/", allow_addresses=("127.0.0.0/8",))
    check_url("http://localhost:8000/", allow_addresses=("::1/128",))
    with pytest.raises(FetchError):
        check_url("http://10.0.0.1/", allow_addresses=("127.0.0.0/8",))
    with pytest.raises(FetchError):
        check_url("http://localhost/", allow_addresses=("10.0.0.0/8",))


def test_a_fragment_is_never_sent():
    assert str(read_target("http://example.org/a#b", allow=())) == "http://example.org/a"


@given(st.text(max_size=60))
def test_any_text_is_an_address_to_ask_or_an_error(text):
    for url in (text, "http://" + text, "http://example.org/" + text):
        with suppress(FetchError):
            check_url(url)
