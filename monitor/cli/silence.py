"""Why nobody was told of an item, as far as nobody was."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from monitor.records import Item, Match, Rule, Source

if TYPE_CHECKING:
    from monitor.config import Configuration
    from monitor.store import Dossier


def not_told(dossier: "Dossier", configuration: "Configuration") -> Iterator[str]:
    """The reasons, in the order in which the program asks; none where it was told as new."""
    item, matches = dossier.item, dossier.matches
    own = [each.message for each in dossier.deliveries if each.message.item_id == item.id]
    if any(message.type == "item.new" for message in own):
        return
    as_new = "as new: " if own else ""
    for reason in _reasons(dossier, configuration, item, matches):
        yield as_new + reason


def _reasons(
    dossier: "Dossier", configuration: "Configuration", item: Item, matches: Sequence[Match]
) -> Iterator[str]:
    from monitor.daemon import desk_of

    if item.state == "deleted":
        yield "it was deleted by hand"
    if item.baseline:
        yield _baseline(dossier)
    if not any(match.relevant for match in matches):
        is_near = any(match.borderline for match in matches)
        yield (
            "it is borderline, and only what is relevant is told"
            if is_near
            else ("no topic wants it")
        )
        return
    if item.baseline:
        return
    told = [e.message.item_id for e in dossier.deliveries if e.message.type == "item.new"]
    if item.group != item.id and told:
        yield f"the same text was told before, as {told[0]}; nobody hears it twice"
        return
    if not configuration.alerts:
        yield "no [[alert]] is configured"
    sources = {source.name: source for source in configuration.sources}
    for rule in desk_of(configuration).rules:
        yield f"alert {rule.name!r} {_misses(rule, sources.get(item.source), item, matches)}"


def _baseline(dossier: "Dossier") -> str:
    first = dossier.source.state.baselined_at
    if first is not None and dossier.item.first_seen <= first:
        return "it was there before we looked: what a source's first document holds is not told"
    return "it came when its source changed as a whole, and may be old: kept and not told"


def _misses(rule: Rule, source: Source | None, item: Item, matches: Sequence[Match]) -> str:
    """What the item lacks for this alert, the first thing that does not fit."""
    if "item.new" not in rule.events:
        return f"asks for {_list(rule.events)} alone, not for what is new"
    if rule.sources and item.source not in rule.sources:
        return f"is about sources {_list(rule.sources)}; this is from {item.source}"
    tags = source.tags if source else ()
    if rule.tags and not set(rule.tags) & set(tags):
        return f"is about sources with tags {_list(rule.tags)}; {item.source} has {_list(tags)}"
    language = item.language or (source.language if source else None)
    if rule.languages and language not in rule.languages:
        return f"is about languages {_list(rule.languages)}; this is in {language or 'none stated'}"
    fitting = [match for match in matches if match.relevant and match.topic in rule.topics]
    if not fitting:
        return f"is about {_list(rule.topics)}, which does not want it"
    places = [place for match in fitting for place in match.places]
    if rule.places and not set(rule.places) & set(places):
        return f"is about places {_list(rule.places)}; this is about {_list(places)}"
    return "covers it now, and did not when it came"


def _list(words: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(words)) or "none"
