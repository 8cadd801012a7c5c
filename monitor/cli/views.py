"""Items and deliveries as `--json` shows them; times in UTC."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor.cli.common import iso
from monitor.cli.topics import match_json
from monitor.records import Delivery, Item, LookState, Match, Opinion, Proof, Tie

if TYPE_CHECKING:
    from monitor.records import ItemRow
    from monitor.store import Dossier


def word_for(item: Item, matches: Sequence[Match]) -> str:
    """An item's standing in one word."""
    if item.state in ("withdrawn", "deleted"):
        return item.state
    if any(match.relevant for match in matches):
        return "copy" if item.group != item.id else "baseline" if item.baseline else "relevant"
    return "borderline" if any(match.borderline for match in matches) else "-"


def row_json(row: "ItemRow") -> dict[str, object]:
    """An item of a listing."""
    return {**item_json(row.item), "matches": [match_json(match) for match in row.matches]}


def item_json(item: Item) -> dict[str, object]:
    """An item without its text."""
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


def opinion_json(said: Opinion) -> dict[str, object]:
    """What a user said of a judgement."""
    return {
        "topic": said.topic,
        "said": said.said,
        "wanted": said.is_wanted,
        "note": said.note,
        "at": iso(said.at),
    }


def dossier_json(dossier: "Dossier") -> dict[str, object]:
    """Everything about an item."""
    state = dossier.source.state
    return {
        **item_json(dossier.item),
        "content": dossier.item.content,
        "unstable": dossier.unstable,
        "source_url": dossier.source.url,
        "next_poll": iso(state.due_at) if dossier.source.enrolled else None,
        "look": look_json(dossier.look),
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
        "shown": dossier.shown,
        "sightings": [
            {
                "seq": each.seq,
                "first_at": iso(each.first_at),
                "last_at": iso(each.last_at),
                "times": each.times,
            }
            for each in dossier.sightings
        ],
        "matches": [match_json(match) for match in dossier.matches],
        "marks": [opinion_json(said) for said in dossier.opinions],
        "evidence": [proof_json(proof) for proof in dossier.proofs],
        "carriers": [
            {"id": c.id, "source": c.source, "url": c.url, "first_seen": iso(c.first_seen)}
            for c in dossier.carriers
        ],
        "story": dossier.story or None,
        "rulings": [
            {
                "word": each.word,
                "other": each.other,
                "by": each.by,
                "note": each.note,
                "at": iso(each.at),
            }
            for each in dossier.rulings
        ],
        "ties": [tie_json(tie) for tie in dossier.ties],
        "deliveries": [delivery_json(each) for each in dossier.deliveries],
    }


def tie_json(tie: Tie) -> dict[str, object]:
    """What an item has to do with an earlier one."""
    return {
        "item": tie.other,
        "kind": tie.kind,
        "method": tie.method,
        "score": round(tie.score, 3),
        "why": tie.why,
    }


def proof_json(proof: Proof) -> dict[str, object]:
    """A document that showed an item."""
    return {
        "record": proof.number,
        "link": proof.link,
        "versions": list(proof.versions),
        "url": proof.url,
        "status": proof.status,
        "fetched_at": iso(proof.fetched_at),
        "sha256": proof.sha256,
        "size_bytes": proof.size_bytes,
        "kept": proof.is_here,
    }


def look_json(look: LookState | None) -> dict[str, object] | None:
    """The looks at an item's page; None where nobody is to look."""
    if look is None:
        return None
    return {
        "url": look.url,
        "looks": look.looks,
        "looked_at": iso(look.looked_at),
        "read_at": iso(look.read_at),
        "outcome": look.outcome,
        "detail": look.detail,
        "next_look": iso(look.due_at),
    }


def delivery_json(each: Delivery) -> dict[str, object]:
    """A message to one recipient, with what became of it."""
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
