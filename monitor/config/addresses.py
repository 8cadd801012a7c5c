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

from monitor.networks import Address, Network, is_admitted, is_public, unwrapped

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_LABELS = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NUMERIC = re.compile(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}")
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
    if parts.port == 0:
        return "give a port from 1 to 65535, or none"
    private = [address for address in _literals(parts.hostname) if not is_public(address)]
    if private and not any(is_admitted(address, tuple(allowed)) for address in private):
        return (
            "it leads into a private network; give a public address, or name the network in "
            f'allow_addresses = ["{_network_of(private[0])}"]'
        )
    if unicodedata.normalize("NFKC", parts.netloc) != parts.netloc:
        return "give a host without characters that imitate others"
    return None if _is_address(parts.hostname) else _complaint_about_name(parts.hostname)


def _is_address(host: str) -> bool:
    """Whether it is one in the only spelling that is asked: four decimal parts, or IPv6."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host  # a zone is a matter of one machine


def _complaint_about_name(host: str) -> str | None:
    """Why no name server could know `host`, by the rules of the guard that asks for it later."""
    try:
        plain = _in_ascii(host)
    except UnicodeError as problem:
        return f"give the name of a host; no name server can be asked for this one ({problem})"
    if not _LABELS.fullmatch(plain) or len(plain) > 253:
        return "give the name of a host; no name server can be asked for this one"
    if _NUMBER.fullmatch(plain.rpartition(".")[2]):
        return "give the name of a host, or its address in four decimal parts"
    return None


def _in_ascii(host: str) -> str:
    """A name as name servers are asked for it. Raises UnicodeError, as it may hold anything."""
    if host.isascii() and "xn--" not in host:
        return host
    import idna

    plain = idna.encode(host).decode("ascii")
    idna.decode(plain)
    return plain


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


def _network_of(address: Address) -> str:
    inner = unwrapped(address)
    if inner.is_loopback and isinstance(inner, ipaddress.IPv4Address):
        return "127.0.0.0/8"
    return f"{inner}/{inner.max_prefixlen}"


def _network_advice(text: str) -> str:
    try:
        return f"give {str(ipaddress.ip_network(text, strict=False))!r}: no bits after the prefix"
    except ValueError:
        return "give a network such as 127.0.0.0/8 or fd00::/8"
