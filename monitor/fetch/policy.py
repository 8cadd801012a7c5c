"""What may go out, what may come in, and what came back: the nouns of this room.

Every limit stands here with its reason; nothing else in the room holds a number of its own
that a user could want to change.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Lane = Literal["poll", "push"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """How this program behaves towards other people's servers, and what it takes from them."""

    user_agent: str
    """Product, version and a contact, so that a site's owner can reach ours (RFC 9110 10.1.5)."""

    allow_addresses: tuple[str, ...] = ()
    """CIDRs reachable besides public addresses; empty means that nothing private is ever asked."""

    host_gap: dt.timedelta = dt.timedelta(seconds=2)
    """Rest between two requests to one host; zero is for hosts of one's own."""

    total_s: float = 30.0
    """From the lookup of the name to the last byte, redirects included: a slow site costs this."""

    connect_s: float = 8.0
    """For one address of several, so that a dead IPv6 route leaves time for IPv4."""

    turn_wait_s: float = 600.0
    """How long a poll queues for its host: 300 sources on one host, at the default gap."""

    body_limit_bytes: int = 15 * 2**20
    """Of the decoded body: ten times the largest honest feed seen; a bomb stops here."""

    wire_limit_bytes: int = 16_000_000
    """Of one answer as it came over the wire: also bounds chunk extensions and trailers."""

    header_limit_bytes: int = 128 * 1024
    """Of one answer's head, interim answers included: 80 KB of cookies pass, endless ones do
    not."""

    header_lines: int = 1_000
    """Of one answer's head: an honest one has thirty, and each is kept with what it came with."""

    error_body_limit_bytes: int = 64 * 1024
    """Of an error page: enough to recognise a challenge, the rest is never read."""

    max_redirects: int = 10
    """More is a loop (browsers stop at 20, feed readers at 5 to 10)."""

    polls_in_flight: int = 40
    """Each costs a socket and up to half a megabyte; 40 keep two cores busy."""

    pushes_in_flight: int = 20
    """Webhooks have a lane of their own: forty slow sites must not delay an alert."""

    robots: bool = True
    """Ask robots.txt before pages and lists; feeds are published to be polled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One request to be made, with what its answer may cost."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    follow_redirects: bool = False
    needs_body: bool = True
    """False: the status is the answer; of the body at most the limit is kept, and one that is too
    long, broken or slow is cut where it breaks (`Answer.cut`) instead of being an error."""
    total_s: float | None = None  # None: the policy's
    body_limit_bytes: int | None = None  # None: the policy's
    allow_addresses: tuple[str, ...] = ()  # CIDRs, besides the policy's
    verify_tls: bool = True
    """False only where the user said so; even then other hosts, behind redirects, are verified."""
    lane: Lane = "push"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed."""

    url: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A final answer, decoded; its status says whether it is the one hoped for."""

    url: str  # where the last redirect led
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case, values as latin-1, in order
    body: bytes
    hops: tuple[Hop, ...]
    elapsed_s: float
    cut: bool = False  # the body is only the beginning of what was sent

    def header(self, name: str) -> str | None:
        """The values of one header joined by commas; None if it was not sent."""
        values = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(values) if values else None
