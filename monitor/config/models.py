"""The file ``sources.toml`` as pydantic models: the one place that says which keys there are.

Validation, the JSON Schema and the table of settings in the documentation all come from here.
Defaults stand as they would be written in the file and are read like any other value.
"""

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.config.words import (
    Cidr,
    Clock,
    Contact,
    Country,
    Day,
    Host,
    Language,
    Mailbox,
    Name,
    Password,
    PlaceCode,
    PositiveSpan,
    Secrets,
    Span,
    Text,
    Zone,
)
from monitor.records import AlertEvent, SourceKind, ToldClass

DEFAULT_RETRY = ("5s", "1m", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h")
# New titles come 150 times as often in the first hour as after four days: 30 looks in two weeks,
# changes included, which begin the ages anew. Source: bench/rechecks.py, docs/quality.md.
DEFAULT_RECHECK = (
    *("15m", "30m", "45m", "60m", "90m", "2h", "150m", "3h"),
    *("4h", "5h", "6h", "8h", "10h", "12h", "18h", "24h", "36h", "48h"),
    *("3d", "5d", "7d", "14d"),
)


# Any: what Field of pydantic takes and gives.
def key(default: Any, meaning: str, **more: Any) -> Any:  # noqa: ANN401 # see above
    """A key of the file with its default and its meaning."""
    return Field(default, description=meaning, **more)


def needed(meaning: str, example: str) -> Any:  # noqa: ANN401 # see above
    """A key that must be there."""
    return Field(description=meaning, examples=[example])


class Model(BaseModel):
    """What every table shares: unknown keys are errors, and text is never turned into numbers."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, validate_default=True, hide_input_in_errors=True
    )
    secret_keys: ClassVar[tuple[str, ...]] = ()  # each also as NAME_env and NAME_file


class MonitorModel(Model):
    """``[monitor]``: the whole program."""

    database: Text = key("db/monitor.db", "file of the database, seen from the configuration file")
    contact: Contact | None = key(
        None, "e-mail or web address that every request shows to the sites, in the user agent"
    )
    timezone: Zone = key("UTC", "IANA zone of digests and of times shown to people")
    allow_addresses: list[Cidr] = key(
        [], "networks (CIDR) that may be reached besides public ones; never implied"
    )
    min_interval: Span = key("60s", "no source is asked more often than this")
    max_interval: PositiveSpan = key("12h", "every source is asked at least this often")
    host_gap: Span = key("2s", "wait between two requests to one host")
    error_backoff: PositiveSpan = key(
        "60s", "first wait after a failed poll; doubles, with jitter, up to 6h"
    )
    recheck: list[PositiveSpan] = key(
        list(DEFAULT_RECHECK),
        "ages at which the page of a relevant article is looked at again, ascending; counted from "
        "its first sight and anew from each change; none when empty",
        max_length=50,
    )
    keep_evidence: PositiveSpan = key(
        "365d", "how long documents that showed relevant items are kept; their hashes stay for ever"
    )
    evidence_limit_mb: int = key(
        2_000,
        "what these documents may take in the database, compressed; beyond it the oldest go",
        ge=0,
        le=1_000_000,
    )
    confirm_after: Span = key(
        "1h", "wait for the second look before an article counts as withdrawn"
    )
    live_every: Span = key(
        "1h", "of an article that changes all the time one update is told in this span"
    )


class SourceModel(Model):
    """``[[source]]``: one place that is polled."""

    name: Name = needed("its name in every alert and listing; unique", "oc-media")
    url: Text = needed("its http or https address", "https://example.org/feed")
    kind: SourceKind = key("auto", "what it is read as; auto finds out at the first poll")
    language: Language | None = key(None, "language of its items where they state none, such as en")
    country: Country | None = key(
        None, "country of a domestic outlet: ISO 3166, or AB, SO, NK; helps to read bare names"
    )
    every: PositiveSpan | None = key(None, "fixed interval between polls; learned when absent")
    tags: list[Text] = key([], "words of your own, for the tags of alerts")
    select: Text | None = key(
        None, "CSS selector of a list's entries, or of the part of a page that counts"
    )
    select_title: Text | None = key(
        None, "CSS selector of the title, within an entry of `select` or on a page"
    )
    select_date: Text | None = key(
        None, "CSS selector of the date, within an entry of `select` or on a page"
    )
    allow_addresses: list[Cidr] = key(
        [], "networks (CIDR) that this source may reach besides public ones"
    )
    verify_tls: bool = key(
        default=True,
        meaning="false takes any certificate of its host; whoever is on the way may then change it",
    )


class ChannelModel(Model):
    """Keys that every kind of channel has."""

    name: Name = needed("its name in the `to` of alerts and digests; unique", "desk")
    retry: list[PositiveSpan] = key(
        list(DEFAULT_RETRY),
        "waits between attempts, with jitter; the last one repeats",
        min_length=1,
        max_length=50,
    )
    give_up_after: PositiveSpan = key(
        "3d", "age at which an undelivered message becomes a dead letter"
    )


class WebhookModel(ChannelModel):
    """``[[channel]]`` of kind webhook."""

    secret_keys: ClassVar[tuple[str, ...]] = ("url", "secret")
    kind: Literal["webhook"] = needed("signed HTTP requests, after Standard Webhooks", "webhook")
    url: Text | None = key(None, "address that gets the messages; needed in one of its forms")
    url_env: Text | None = key(None, "environment variable that holds the url")
    url_file: Text | None = key(None, "file that holds the url")
    secret: Secrets | None = key(
        None, "signing secret, whsec_…; a list while one replaces another, the newest first"
    )
    secret_env: Text | None = key(None, "environment variable that holds the secret")
    secret_file: Text | None = key(None, "file that holds the secret")


class EmailModel(ChannelModel):
    """``[[channel]]`` of kind email."""

    secret_keys: ClassVar[tuple[str, ...]] = ("password",)
    kind: Literal["email"] = needed("mail over SMTP", "email")
    host: Host = needed("the mail server", "mail.example.org")
    port: int | None = key(
        None, "its port; 587 with starttls, 465 with tls, 25 with none", ge=1, le=65535
    )
    security: Literal["starttls", "tls", "none"] = key(
        "starttls", "how the connection is protected; never dropped in silence"
    )
    username: Text | None = key(None, "user at the mail server; no log-in when absent")
    password: Password | None = key(None, "password of that user")
    password_env: Text | None = key(None, "environment variable that holds the password")
    password_file: Text | None = key(None, "file that holds the password")
    sender: Mailbox = needed("address in From", "monitor@example.org")
    to: list[Mailbox] = Field(
        description="addresses that get the mail, each on its own",
        examples=[["desk@example.org"]],
        min_length=1,
    )


class AppriseModel(ChannelModel):
    """``[[channel]]`` of kind apprise; read, and refused as long as no such channel is built."""

    secret_keys: ClassVar[tuple[str, ...]] = ("url",)
    kind: Literal["apprise"] = needed("not part of this version", "apprise")
    url: Text | list[Text] | None = key(None, "Apprise address or addresses")
    url_env: Text | None = key(None, "environment variable that holds the url")
    url_file: Text | None = key(None, "file that holds the url")


class FileModel(ChannelModel):
    """``[[channel]]`` of kind file."""

    kind: Literal["file"] = needed("one JSON object a line, appended to a file", "file")
    path: Text = needed("the file, seen from the configuration file", "alerts.jsonl")


class StdoutModel(ChannelModel):
    """``[[channel]]`` of kind stdout."""

    kind: Literal["stdout"] = needed("lines on the standard output", "stdout")


class AlertModel(Model):
    """``[[alert]]``: who hears of what, at once."""

    name: Name = needed("its name; unique", "south-caucasus")
    topics: list[Text] = key(
        ["south-caucasus"], "built-in topics, or files of your own that end in .toml", min_length=1
    )
    events: list[AlertEvent] = key(["item.new"], "what is told", min_length=1)
    to: list[Text] = Field(description="names of channels", examples=[["desk"]], min_length=1)
    places: list[PlaceCode] = key([], "only these places, such as AM or NK; all when empty")
    languages: list[Language] = key([], "only these languages; all when empty")
    sources: list[Text] = key([], "only these sources, by name; all when empty")
    tags: list[Text] = key([], "only sources with one of these tags; all when empty")
    revisions: ToldClass | None = key(
        None,
        "the slightest class of edits that item.revised tells, such as negation; when absent "
        "number and above, and every rewritten headline",
    )


class DigestModel(Model):
    """``[[digest]]``: a summary at a fixed time of the day."""

    name: Name = needed("its name; unique", "morning")
    to: list[Text] = Field(description="names of channels", examples=[["desk"]], min_length=1)
    at: Clock = needed("time of day in `timezone`", "07:30")
    timezone: Zone | None = key(None, "IANA zone; that of [monitor] when absent")
    days: list[Day] = key(
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "days of the week", min_length=1
    )
    topics: list[Text] = key(["south-caucasus"], "topics that are summed up", min_length=1)
    format: Literal["html"] = key("html", "html, with the same as plain text beside it")
    send_empty: bool = key(
        default=True, meaning="whether a digest with nothing in it is sent as well"
    )


class FileOfSources(Model):
    """``sources.toml``: what is polled, and who is told."""

    monitor: MonitorModel | None = Field(None, description="the whole program")
    source: list[SourceModel] = Field([], description="one place that is polled")
    channel: list[WebhookModel | EmailModel | AppriseModel | FileModel | StdoutModel] = Field(
        [], description="one way to tell people"
    )
    alert: list[AlertModel] = Field([], description="who hears of what, at once")
    digest: list[DigestModel] = Field([], description="a summary at a fixed time of the day")


CHANNELS: dict[str, type[ChannelModel]] = {
    "webhook": WebhookModel,
    "email": EmailModel,
    "apprise": AppriseModel,
    "file": FileModel,
    "stdout": StdoutModel,
}
TABLES: dict[str, type[Model]] = {
    "monitor": MonitorModel,
    "source": SourceModel,
    "alert": AlertModel,
    "digest": DigestModel,
}
