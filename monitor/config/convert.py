"""From validated models to the frozen records that the rest of the program knows."""

import os.path
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from monitor.config.checks import topic_path
from monitor.config.models import (
    AlertModel,
    ChannelModel,
    DigestModel,
    EmailModel,
    FileModel,
    SourceModel,
    WebhookModel,
)
from monitor.config.settings import (
    ChannelSettings,
    EmailSettings,
    FileSettings,
    StdoutSettings,
    WebhookSettings,
)
from monitor.records import RetryPolicy, Rule, Schedule, Source

Each = TypeVar("Each")

PORTS = {"starttls": 587, "tls": 465, "none": 25}

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://")


def database_of(text: str, folder: Path) -> str:
    """An address with a scheme as it stands; a path from `folder`, absolute."""
    return text if _SCHEME.match(text) else str(path_of(text, folder))


def path_of(text: str, folder: Path) -> Path:
    """`text` as an absolute path without ``..``, seen from `folder`."""
    return Path(os.path.normpath(folder / text))


def source_of(model: SourceModel) -> Source:
    """The source that the table describes."""
    return Source(
        name=model.name,
        url=model.url,
        kind=model.kind,
        language=model.language,
        country=model.country,
        every=model.every,
        tags=_once(model.tags),
        select=model.select,
        select_title=model.select_title,
        select_date=model.select_date,
        allow_addresses=_once(model.allow_addresses),
        verify_tls=model.verify_tls,
    )


def channel_of(model: ChannelModel, folder: Path) -> ChannelSettings:
    """The channel that the table describes."""
    retry = RetryPolicy(delays=tuple(model.retry), give_up_after=model.give_up_after)
    match model:
        case WebhookModel():
            return WebhookSettings(
                name=model.name,
                url=model.url or "",
                secrets=_once(model.secret or []),
                retry=retry,
            )
        case EmailModel():
            return EmailSettings(
                name=model.name,
                host=model.host,
                port=model.port or PORTS[model.security],
                security=model.security,
                username=model.username,
                password=model.password,
                sender=model.sender,
                to=_once(model.to),
                retry=retry,
            )
        case FileModel():
            return FileSettings(name=model.name, path=path_of(model.path, folder), retry=retry)
        case _:
            return StdoutSettings(name=model.name, retry=retry)


def rule_of(model: AlertModel, folder: Path) -> Rule:
    """The rule that the table describes."""
    return Rule(
        name=model.name,
        topics=_topics(model.topics, folder),
        events=_once(model.events),
        to=_once(model.to),
        places=_once(model.places),
        languages=_once(model.languages),
        sources=_once(model.sources),
        tags=_once(model.tags),
        revisions=model.revisions,
    )


def schedule_of(model: DigestModel, folder: Path, *, timezone: str) -> Schedule:
    """The schedule that the table describes; `timezone` where it names none."""
    return Schedule(
        name=model.name,
        to=_once(model.to),
        at=model.at,
        timezone=model.timezone or timezone,
        days=tuple(sorted(set(model.days))),
        topics=_topics(model.topics, folder),
        send_empty=model.send_empty,
    )


def _topics(topics: list[str], folder: Path) -> tuple[str, ...]:
    """Built-in names as they stand, files as absolute paths."""
    paths = ((topic, topic_path(topic, folder)) for topic in topics)
    return _once([topic if path is None else str(path_of(topic, folder)) for topic, path in paths])


def _once(values: Sequence[Each]) -> tuple[Each, ...]:
    """In order, without repeats."""
    return tuple(dict.fromkeys(values))
