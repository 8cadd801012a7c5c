"""Which network addresses may be talked to: the public ones, and those a user names. Pure.

The tables are our own because `ipaddress.is_global` changed its mind between patch releases
(shared, documentation and translated ranges). Source: the IANA special-purpose address registries
for IPv4 and IPv6, RFC 6890.
"""

import functools
import ipaddress
from collections.abc import Iterable

from monitor.errors import ConfigError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Networks = tuple[Network, ...]

_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(cidr)
    for cidr in (
        "0.0.0.0/8",  # this host: Linux connects 0.0.0.0 to loopback
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata here
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host agent behind a public-looking address
        "169.254.0.0/16",  # link-local: cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved and broadcast
    )
)
# IPv6 is public only where it has been given out: everything else (loopback, unique local,
# link- and site-local, multicast, discard, IPv4-compatible, segment routing) lies outside 2000::/3.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(cidr)
    for cidr in (
        "2001::/23",  # protocol assignments: Teredo (2001::/32), benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise, through relays that no longer exist
        "3fff::/20",
    )
)
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # 64:ff9b:1::/48 is for local use: outside 2000::/3


def unwrapped(address: Address) -> Address:
    """The IPv4 address that a mapped or translated IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv6Address) and (address in _MAPPED or address in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether the address belongs to somebody on the public internet."""
    plain = unwrapped(address)
    if isinstance(plain, ipaddress.IPv4Address):
        return not any(plain in network for network in _CLOSED_V4)
    return plain in _OPEN_V6 and not any(plain in network for network in _CLOSED_V6)


def is_admitted(address: Address, allow: Networks) -> bool:
    """Whether a connection to this address may be opened."""
    plain = unwrapped(address)
    return is_public(plain) or any(plain in network or address in network for network in allow)


@functools.lru_cache(maxsize=1024)
def _network(cidr: str) -> Network:
    try:
        return ipaddress.ip_network(cidr, strict=False)
    except ValueError as error:
        raise ConfigError(
            f"allow_addresses: {cidr!r} is not a network; "
            "give one such as '192.168.1.0/24' or 'fd00::/8'"
        ) from error


def read_networks(cidrs: Iterable[str]) -> Networks:
    """The networks behind the texts of a configuration.

    Raises:
        ConfigError: if one of them is no network.
    """
    return tuple(_network(cidr) for cidr in cidrs)
