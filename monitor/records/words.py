"""The small vocabularies that the nouns share."""

from typing import Literal

Precision = Literal["minute", "day", "month"]
SourceKind = Literal["auto", "feed", "listing", "sitemap", "page"]
EventType = Literal[
    "item.new",
    "item.revised",
    "item.withdrawn",
    "story.grown",
    "source.down",
    "source.recovered",
    "source.silent",
    "source.gap",
    "source.changed",
    "digest",
]
ItemState = Literal["listed", "unlisted", "withdrawn", "deleted"]
DeliveryState = Literal["waiting", "delivered", "dead"]
Enclosure = tuple[str, str | None, int | None]  # address, media type, size in bytes
