"""The configuration as the rest of the program sees it: frozen, complete, checked."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from monitor.records import Limits, RetryPolicy, Rule, Schedule, Source

Security = Literal["starttls", "tls", "none"]

# Errors double their wait up to this: a dead source is still asked four times a day.
ERROR_BACKOFF_CAP = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """A ``[[channel]]`` of kind webhook."""

    kind: ClassVar[Literal["webhook"]] = "webhook"
    name: str
    url: str = field(repr=False)  # often carries a token in its path
    secrets: tuple[str, ...] = field(default=(), repr=False)  # newest first; each signs
    retry: RetryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSettings:
    """A ``[[channel]]`` of kind email."""

    kind: ClassVar[Literal["email"]] = "email"
    name: str
    host: str
    port: int
    security: Security
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str
    to: tuple[str, ...]
    retry: RetryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSettings:
    """A ``[[channel]]`` of kind file: one JSON object a line."""

    kind: ClassVar[Literal["file"]] = "file"
    name: str
    path: Path  # absolute
    retry: RetryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class StdoutSettings:
    """A ``[[channel]]`` of kind stdout."""

    kind: ClassVar[Literal["stdout"]] = "stdout"
    name: str
    retry: RetryPolicy


ChannelSettings = WebhookSettings | EmailSettings | FileSettings | StdoutSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Everything that one ``sources.toml`` and the environment say."""

    path: Path  # absolute
    database: str  # an absolute path, or an address with a scheme
    contact: str | None
    timezone: str  # IANA name
    allow_addresses: tuple[str, ...]  # CIDRs reachable besides public ones
    min_interval: dt.timedelta
    max_interval: dt.timedelta
    host_gap: dt.timedelta
    error_backoff: dt.timedelta
    recheck: tuple[dt.timedelta, ...]  # ages of an article, ascending
    confirm_after: dt.timedelta
    live_every: dt.timedelta  # between the updates of a live article
    keep_evidence: dt.timedelta = dt.timedelta(days=365)  # the bodies of documents
    evidence_limit_bytes: int = 2_000_000_000  # that they may take
    sources: tuple[Source, ...] = ()
    channels: tuple[ChannelSettings, ...] = ()
    alerts: tuple[Rule, ...] = ()
    digests: tuple[Schedule, ...] = ()
    warnings: tuple[str, ...] = ()  # one line each; nothing here stops the program

    @property
    def limits(self) -> Limits:
        """The bounds of polling, with the cap of the error back-off."""
        return Limits(
            min_interval=self.min_interval,
            max_interval=self.max_interval,
            error_backoff=self.error_backoff,
            error_backoff_cap=max(ERROR_BACKOFF_CAP, self.error_backoff),
        )
