"""A configuration as it may be shown to anybody: every key, no secret."""

import dataclasses
import datetime as dt
from pathlib import Path

from monitor.config.addresses import masked_url
from monitor.config.settings import ChannelSettings, Configuration, WebhookSettings
from monitor.config.spans import format_span

MASK = "***"


def masked(configuration: Configuration) -> dict[str, object]:
    """`configuration` as values that JSON knows; secrets read ``***``.

    Of a webhook's address only scheme and host are left, as tokens often follow them.
    """
    shown = {
        field.name: _plain(getattr(configuration, field.name))
        for field in dataclasses.fields(configuration)
    }
    return {**shown, "channels": [_channel(each) for each in configuration.channels]}


def _channel(channel: ChannelSettings) -> dict[str, object]:
    shown = {
        "kind": channel.kind,
        **{
            field.name: _plain(getattr(channel, field.name))
            for field in dataclasses.fields(channel)
        },
    }
    if isinstance(channel, WebhookSettings):
        shown |= {"url": masked_url(channel.url), "secrets": [MASK] * len(channel.secrets)}
    if shown.get("password") is not None:
        shown["password"] = MASK
    return shown


def _plain(value: object) -> object:
    if isinstance(value, dt.timedelta):
        return format_span(value)
    if isinstance(value, dt.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    return value
