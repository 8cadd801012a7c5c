"""Addresses as a configuration may name them: http or https, public, without a password.

Only what the text itself shows is judged here. What a name leads to is judged again at every
connection; this check is for the person who writes the file, not the guard.
"""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NUMERIC = re.compile(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOOPBACKS = (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))


def read_network(text: str) -> Network:
    """The network of a CIDR; a lone address is a network of one.

    Raises:
        ValueError: with the remedy as its message.
    """
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise ValueError(_network_advice(text)) from None


def complaint_about(url: str, *, allowed: Sequence[Network] = ()) -> str | None:
    """What is wrong with `url` and what would do, or None; never repeats `url`."""
    if _UNSAFE.search(url):
        return "give an address without spaces, backslashes and control characters"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 # reading it is the check: ValueError past 65535
    except ValueError as problem:
        return f"give an address that can be read ({problem})"
    return _complaint_about_parts(parts, allowed)


def masked_url(url: str) -> str:
    """Scheme and host of `url`; whatever follows may be a token."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "***"
    if not parts.hostname:
        return "***"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    rest = "/***" if parts.path.strip("/") or parts.query or parts.fragment else parts.path
    return f"{parts.scheme}://{'***@' if parts.username is not None else ''}{host}{port}{rest}"


def _complaint_about_parts(parts: SplitResult, allowed: Sequence[Network]) -> str | None:
    if parts.scheme not in {"http", "https"}:
        return "give an address that begins with http:// or https://"
    if "@" in parts.netloc:
        return "take the user name and the password out of the address"
    if not parts.hostname:
        return "give an address with a host, such as https://example.org/feed"
    private = [found for found in _literals(parts.hostname) if not _is_public(found)]
    if private and not any(_is_allowed(found, allowed) for found in private):
        return (
            "it leads into a private network; give a public address, or name the network in "
            f'allow_addresses = ["{_network_of(private[0])}"]'
        )
    return None


def _literals(host: str) -> tuple[Address, ...]:
    """The addresses that the text of a host names without any lookup."""
    plain = unicodedata.normalize("NFKC", host).rstrip(".").lower()
    if plain == "localhost" or plain.endswith(".localhost"):
        return _LOOPBACKS
    if _NUMERIC.fullmatch(plain):
        return _classic(plain)
    try:
        return (ipaddress.ip_address(plain),)
    except ValueError:
        return ()


def _classic(text: str) -> tuple[Address, ...]:
    """Decimal, hexadecimal, octal and short forms, as C libraries read them."""
    try:
        return (ipaddress.IPv4Address(socket.inet_aton(text)),)
    except OSError:
        return ()


def _is_public(address: Address) -> bool:
    inner = _unwrapped(address)
    return inner.is_global and not inner.is_multicast


def _is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    inner = _unwrapped(address)
    return any(each in network for network in allowed for each in (address, inner))


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for: mapped, NAT64, 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _network_of(address: Address) -> str:
    inner = _unwrapped(address)
    if inner.is_loopback and isinstance(inner, ipaddress.IPv4Address):
        return "127.0.0.0/8"
    return f"{inner}/{inner.max_prefixlen}"


def _network_advice(text: str) -> str:
    try:
        return f"give {str(ipaddress.ip_network(text, strict=False))!r}: no bits after the prefix"
    except ValueError:
        return "give a network such as 127.0.0.0/8 or fd00::/8"
