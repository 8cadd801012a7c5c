"""Carries owed messages to people: one file a kind of channel, pure rendering beside them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from monitor.deliver import email, file, stdout, webhook
from monitor.deliver.contract import (
    Channel,
    ChannelSpec,
    EmailSpec,
    FileSpec,
    Post,
    PostAnswer,
    StdoutSpec,
    WebhookSpec,
)
from monitor.deliver.render import Rendered, render_alert, render_digest, render_message

__all__ = [
    "CHANNELS",
    "Channel",
    "ChannelSpec",
    "EmailSpec",
    "FileSpec",
    "Post",
    "PostAnswer",
    "Rendered",
    "StdoutSpec",
    "WebhookSpec",
    "build_channel",
    "render_alert",
    "render_digest",
    "render_message",
]

# Each builder takes the spec of its own kind, which no common type can say.
CHANNELS: Mapping[str, Callable[[Any, Post], Channel]] = MappingProxyType(
    {
        "email": email.build,
        "file": file.build,
        "stdout": stdout.build,
        "webhook": webhook.build,
    }
)


def build_channel(spec: ChannelSpec, *, send: Post) -> Channel:
    """Make the channel that `spec` describes; HTTP requests go through `send`.

    Raises:
        DeliveryError: it cannot be used as configured; the message names the channel and the
            remedy, never a secret.
    """
    return CHANNELS[spec.kind](spec, send)
