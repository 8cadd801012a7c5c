"""One reading of an address, which decides and is connected to.

Most ways around an address guard live in the gap between the parser that checks and the parser that
connects. Here an :class:`httpx.URL` is checked, and that same object is what the connection uses.
"""

import functools
import ipaddress
import re
import unicodedata

import httpx

from monitor.errors import FetchError
from monitor.networks import Networks, is_admitted, read_networks

URL_LIMIT = (
    8_000  # characters: RFC 9110 4.1 asks servers for 8,000 octets; nobody honest needs more
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # read as "." by some parsers
_LABELS = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


def shown(url: httpx.URL | str) -> str:
    """An address for messages: scheme and host alone, since a path may hold a secret."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError):  # half a surrogate pair has no encoding
        return repr(str(url)[:80])
    netloc = parsed.netloc.decode("ascii", "replace")
    return repr(f"{parsed.scheme}://{netloc}" if netloc else str(url)[:80])


def _refuse(url: httpx.URL | str, why: str, kind: str = "address") -> FetchError:
    return FetchError(f"{shown(url)} is not asked: {why}", kind=kind)


def _check_text(text: str) -> None:
    """Refuse what two parsers could read in two ways."""
    if len(text) > URL_LIMIT:
        raise _refuse(text, f"the address has {len(text)} characters; {URL_LIMIT} are the limit")
    if found := _UNSAFE.search(text):
        raise _refuse(text[: found.start()], f"{found[0]!r} has no place in an address; encode it")


def _check_name(url: httpx.URL, host: str, allow: Networks) -> None:
    if not _LABELS.fullmatch(host) or len(host) > 253:
        raise _refuse(url, f"{host[:80]!r} is not a host name")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise _refuse(url, f"{host!r} is a number in disguise; write four decimal parts")
    if (host == "localhost" or host.endswith(".localhost")) and not any(
        loopback.overlaps(network) for network in allow for loopback in _LOOPBACK
    ):
        raise _refuse(url, f"{host!r} is this machine; name it in allow_addresses to reach it")
    try:
        _ = url.host  # the client reads an "xn--" name back, and so stumbles over one that is none
    except UnicodeError as error:
        raise _refuse(url, f"{host[:80]!r} is not a host name ({error})") from error


def _check_host(url: httpx.URL, allow: Networks) -> None:
    host = url.raw_host.decode("ascii")
    if not host:
        raise _refuse(url, "it names no host")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        _check_name(url, host, allow)
        return
    if "%" in host or not is_admitted(address, allow):
        raise _refuse(url, f"{host} is not public; name it in allow_addresses to reach it")


def _check_authority(text: str) -> None:
    """Refuse user names and look-alike characters, which the parsed form no longer shows."""
    authority = re.split(r"[/?#]", text.partition("//")[2], maxsplit=1)[0]
    if "@" in authority:
        raise FetchError(
            "an address with a user name is not asked: the part before '@' may hold a password "
            "and hides the host; remove it",
            kind="address",
        )
    if _DOTS.search(authority) or unicodedata.normalize("NFKC", authority) != authority:
        raise _refuse(text, f"{authority[:80]!r} holds characters that imitate others")


def _checked(url: httpx.URL, allow: Networks) -> httpx.URL:
    if url.scheme not in ("http", "https"):
        raise _refuse(url, f"the scheme is {url.scheme!r}; only http and https are", "scheme")
    _check_host(url, allow)
    if url.port is not None and not 0 < url.port < 65536:
        raise _refuse(url, f"{url.port} is not a port")
    return url.copy_with(fragment=None) if url.fragment else url


@functools.lru_cache(maxsize=1024)  # every source is asked again and again
def read_target(text: str, *, allow: Networks) -> httpx.URL:
    """The address of a request, checked as far as that goes without a lookup.

    Raises:
        FetchError: kind ``scheme`` or ``address``.
    """
    _check_text(text)
    if "//" in text.split("?", 1)[0]:
        _check_authority(text)
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise _refuse(text, f"it cannot be read ({error})") from error
    return _checked(url, allow)


def read_location(current: httpx.URL, location: str, *, allow: Networks) -> httpx.URL:
    """Where a redirect leads, checked like any other address.

    Raises:
        FetchError: kind ``scheme`` or ``address``; ``redirect`` for https to http.
    """
    _check_text(location)
    if "//" in location.split("?", 1)[0]:
        _check_authority(location)
    try:
        url = current.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise _refuse(location, f"the redirect cannot be read ({error})") from error
    target = _checked(url, allow)
    if current.scheme == "https" and target.scheme == "http":
        raise FetchError(
            f"{shown(current)} leads from https to http at {shown(target)}: not followed, because "
            "anybody on the way could change the answer; configure that address if it is meant",
            kind="redirect",
        )
    return target


def origin(url: httpx.URL) -> tuple[str, str, int]:
    """Scheme, host and port: what a secret and a robots.txt belong to."""
    port = url.port or (443 if url.scheme == "https" else 80)
    return url.scheme, url.raw_host.decode("ascii"), port


def check_url(url: str, *, allow_addresses: tuple[str, ...] = ()) -> None:
    """Refuse an address that could never be asked, without any lookup; for use at load.

    Raises:
        FetchError: kind ``scheme`` or ``address``, naming what was seen.
    """
    read_target(url, allow=read_networks(allow_addresses))
