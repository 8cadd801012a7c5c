"""The small vocabularies that the nouns share."""

from typing import Literal, get_args

Precision = Literal["minute", "day", "month"]
SourceKind = Literal["auto", "feed", "listing", "sitemap", "page"]
AlertEvent = Literal[
    "item.new",
    "item.revised",
    "item.withdrawn",
    "story.grown",
    "source.down",
    "source.recovered",
    "source.silent",
    "source.gap",
    "source.changed",
]
EventType = Literal[AlertEvent, "digest"]
ItemState = Literal["listed", "unlisted", "withdrawn", "deleted"]
DeliveryState = Literal["waiting", "delivered", "dead"]
Enclosure = tuple[str, str | None, int | None]  # address, media type, size in bytes

ToldClass = Literal[
    "withdrawn",
    "correction",
    "number",
    "negation",
    "quote-or-name",
    "headline",
    "added",
    "removed",
    "text",
    "typo",
]
# The gravest first. What is only cosmetic, or more of the same, is told to nobody.
EditClass = Literal[ToldClass, "cosmetic", "enrichment"]
EDIT_CLASSES: tuple[EditClass, ...] = get_args(EditClass)
TOLD_CLASSES: tuple[ToldClass, ...] = get_args(ToldClass)
