"""What every channel promises, and what each kind of channel is told about itself.

A channel carries one message to one recipient and says what became of it. It decides nothing:
when to try again, what to give up and whom to tell is the plan's business.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from monitor.records import Message, Receipt

Security = Literal["starttls", "tls", "none"]

SEND_LIMIT_S = 30.0  # no attempt of any channel lasts longer, whatever is configured


class Channel(Protocol):
    """One way to reach people."""

    @property
    def name(self) -> str:
        """The name that the configuration gave it."""
        ...

    async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
        """Say what the receiver made of `message`; whatever the world does comes back as a value.

        `recipient` is one of `message.recipients`; "" where the channel is one place. Sending the
        same message again is harmless to a receiver that looks at its id, which never changes.
        """
        ...

    async def close(self) -> None:
        """Let go of what was kept open between messages; sending afterwards is still possible."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAnswer:
    """What a receiver answered to one HTTP request."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body_start: bytes  # the first few kilobytes at most


class Post(Protocol):
    """One POST, no redirect followed, a small part of the answer read."""

    async def __call__(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes,
        timeout_s: float,
        allow_addresses: tuple[str, ...],
    ) -> PostAnswer:
        """Give the answer, whatever its status.

        Raises:
            FetchError: no usable answer came: name, connection, TLS, deadline, refused address.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSpec:
    """An address that takes signed JSON."""

    kind: ClassVar[str] = "webhook"
    name: str
    url: str = field(repr=False)  # many services put their token into the path
    secrets: tuple[str, ...] = field(default=(), repr=False)  # several while they are rotated
    allow_addresses: tuple[str, ...] = ()  # CIDRs reachable besides public ones
    timeout_s: float = SEND_LIMIT_S


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSpec:
    """A mail server and who writes to whom through it."""

    kind: ClassVar[str] = "email"
    name: str
    host: str
    port: int
    security: Security = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str
    to: tuple[str, ...] = ()
    timeout_s: float = SEND_LIMIT_S  # for one whole attempt
    host_id: str = "monitor.localhost"  # the right side of a Message-ID
    ca_file: str | None = None  # trusted besides the machine's authorities


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpec:
    """A file that grows by one JSON line for each message."""

    kind: ClassVar[str] = "file"
    name: str
    path: str  # absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class StdoutSpec:
    """The terminal or pipe that the program writes to."""

    kind: ClassVar[str] = "stdout"
    name: str


ChannelSpec = WebhookSpec | EmailSpec | FileSpec | StdoutSpec
