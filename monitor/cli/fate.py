"""An item's whole fate, in words and as JSON."""

import datetime as dt
from collections.abc import Iterator, Sequence

from monitor.cli.common import clock_time, iso, one_line
from monitor.cli.topics import evidence_lines, match_json, verdict
from monitor.records import Delivery, Item, Match, Rule
from monitor.store import Dossier, ItemRow

TEXT_LIMIT = 1_200  # characters of an article's text that `show` prints


def word_for(item: Item, matches: Sequence[Match]) -> str:
    """An item's standing in one word."""
    if item.state in ("withdrawn", "deleted"):
        return item.state
    if any(match.relevant for match in matches):
        return "copy" if item.group != item.id else "baseline" if item.baseline else "relevant"
    return "borderline" if any(match.borderline for match in matches) else "-"


def row_json(row: ItemRow) -> dict[str, object]:
    """An item of a listing."""
    return {**item_json(row.item), "matches": [match_json(match) for match in row.matches]}


def item_json(item: Item) -> dict[str, object]:
    """An item as `--json` shows it; times in UTC."""
    published = item.published
    return {
        "id": item.id,
        "source": item.source,
        "title": item.title,
        "url": item.url,
        "summary": item.summary,
        "published": None
        if published is None
        else {"at": str(published), "precision": published.precision, "text": published.text},
        "first_seen": iso(item.first_seen),
        "last_seen": iso(item.last_seen),
        "language": item.language,
        "authors": list(item.authors),
        "tags": list(item.tags),
        "state": item.state,
        "group": item.group,
        "revision": item.revision,
        "baseline": item.baseline,
    }


def dossier_json(dossier: Dossier) -> dict[str, object]:
    """Everything about an item."""
    return {
        **item_json(dossier.item),
        "content": dossier.item.content,
        "unstable": dossier.unstable,
        "aliases": [{"scope": a.scope, "kind": a.kind, "value": a.value} for a in dossier.aliases],
        "revisions": [
            {
                "seq": r.seq,
                "seen_at": iso(r.seen_at),
                "title": r.title,
                "summary": r.summary,
                "edit": r.edit,
            }
            for r in dossier.revisions
        ],
        "matches": [match_json(match) for match in dossier.matches],
        "carriers": [
            {"id": c.id, "source": c.source, "url": c.url, "first_seen": iso(c.first_seen)}
            for c in dossier.carriers
        ],
        "deliveries": [delivery_json(each) for each in dossier.deliveries],
    }


def delivery_json(each: Delivery) -> dict[str, object]:
    """A delivery as `--json` shows it."""
    return {
        "message": each.message.id,
        "type": each.message.type,
        "channel": each.message.channel,
        "recipient": each.recipient,
        "item": each.message.item_id,
        "source": each.message.source,
        "alerts": list(each.message.alerts),
        "state": each.state,
        "tries": each.tries,
        "made": iso(each.message.created_at),
        "last_try": iso(each.last_try_at),
        "next_try": iso(each.next_try_at) if each.state == "waiting" else None,
        "answer": each.answer,
    }


# ------------------------------------------------------------------ in words
def description(dossier: Dossier, zone: dt.tzinfo) -> Iterator[str]:
    """What `show` prints."""
    yield from _head(dossier, zone)
    if dossier.item.summary:
        yield f"summary    {dossier.item.summary[:TEXT_LIMIT]}"
    if dossier.item.content:
        yield f"text       {dossier.item.content[:TEXT_LIMIT]}"
    for revision in dossier.revisions:
        seen = clock_time(revision.seen_at, zone)
        yield f"version {revision.seq}  {seen}  {revision.edit}: {revision.title}"
    yield from _carriers(dossier, zone)


def story(dossier: Dossier, rules: Sequence[Rule], zone: dt.tzinfo) -> Iterator[str]:
    """What `why` prints: source, identity, reasons, what was held back, deliveries."""
    yield from _head(dossier, zone)
    yield "identity   " + "; ".join(
        f"{alias.kind} {one_line(alias.value)[:90]}" for alias in dossier.aliases
    )
    if len(dossier.revisions) > 1:
        edits = ", ".join(
            f"{r.seq} {r.edit} ({clock_time(r.seen_at, zone)})" for r in dossier.revisions
        )
        yield f"versions   {edits}"
    yield from _carriers(dossier, zone)
    for match in dossier.matches:
        yield f"topic      {verdict(match)}"
        for line in evidence_lines(match):
            yield f"           {line}"
    for reason in held_back(dossier, rules):
        yield f"not told   {reason}"
    for each in dossier.deliveries:
        yield f"told       {_delivery(each, zone)}"


def held_back(dossier: Dossier, rules: Sequence[Rule]) -> Iterator[str]:
    """Why nobody was told, as far as nobody was."""
    item, matches = dossier.item, dossier.matches
    if any(each.message.item_id == item.id for each in dossier.deliveries):
        return
    if item.state == "deleted":
        yield "deleted by hand"
    if item.baseline:
        yield "it stood in the source's first document, or came while the source was held back"
    if not any(match.relevant for match in matches):
        words = "borderline only" if any(m.borderline for m in matches) else "no topic wants it"
        yield words
    elif item.group != item.id and dossier.deliveries:
        yield f"the same text was told before, as {item.group}"
    elif not any(_asks(rule, matches) for rule in rules):
        yield "no alert asks for new items of its topics"
    elif not item.baseline:
        yield "no alert covers its place, language, source or tags"


def _asks(rule: Rule, matches: Sequence[Match]) -> bool:
    return "item.new" in rule.events and any(
        match.relevant and match.topic in rule.topics for match in matches
    )


def _head(dossier: Dossier, zone: dt.tzinfo) -> Iterator[str]:
    item, source = dossier.item, dossier.source
    yield item.title
    yield f"item       {item.id}, {word_for(item, dossier.matches)}, {item.state}"
    yield f"address    {item.url or 'none'}"
    yield f"source     {item.source} <{source.url}>"
    first, last = clock_time(item.first_seen, zone), clock_time(item.last_seen, zone)
    yield f"seen       first {first}, last {last}"
    if item.published is not None:
        stated = item.published
        yield f"stated     {stated} (to the {stated.precision}; {stated.text!r})"


def _carriers(dossier: Dossier, zone: dt.tzinfo) -> Iterator[str]:
    for carrier in dossier.carriers:
        seen = clock_time(carrier.first_seen, zone)
        yield f"carrier    {carrier.source}  {seen}  {carrier.url or carrier.id}"


def _delivery(each: Delivery, zone: dt.tzinfo) -> str:
    message = each.message
    to = f" to {each.recipient}" if each.recipient else ""
    head = f"{message.type} on {message.channel}{to}: {each.state}"
    tries = f", {each.tries} tries" if each.tries != 1 else ", 1 try"
    when = clock_time(each.last_try_at, zone) if each.last_try_at else "not yet"
    rules = f", asked for by {', '.join(message.alerts)}" if message.alerts else ""
    answer = f", answer {one_line(each.answer)!r}" if each.answer else ""
    return f"{head}{tries}, {when}{rules}{answer} ({message.id})"
