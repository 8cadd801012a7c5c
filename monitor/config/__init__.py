"""``sources.toml`` and the environment, read into frozen records with every mistake explained."""

from monitor.config.load import load
from monitor.config.masking import masked
from monitor.config.schema import SettingRow, json_schema, settings_table
from monitor.config.settings import (
    ChannelSettings,
    Configuration,
    EmailSettings,
    FileSettings,
    StdoutSettings,
    WebhookSettings,
)

__all__ = [
    "ChannelSettings",
    "Configuration",
    "EmailSettings",
    "FileSettings",
    "SettingRow",
    "StdoutSettings",
    "WebhookSettings",
    "json_schema",
    "load",
    "masked",
    "settings_table",
]
