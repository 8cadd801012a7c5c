"""Verbs that look at items: items, search, show, why, diff."""

import datetime as dt
import difflib
import zoneinfo
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import click
from rich.console import Console
from rich.text import Text

from monitor.cli import fate
from monitor.cli.common import (
    DONE,
    NOTHING,
    Desk,
    clock_time,
    iso,
    pass_desk,
    show_json,
    show_rows,
    since_when,
    talk,
)
from monitor.cli.topics import evidence_lines, match_json, verdict
from monitor.errors import StoreError
from monitor.match import load_profile
from monitor.parse.article import read_article
from monitor.records import Draft, Revision
from monitor.store import Dossier, ItemFilter, ItemRow, Store

Relevance = bool | Literal["borderline"] | None
Verb = TypeVar("Verb", bound=Callable[..., object])


def _wanted(
    since: str | None, source: str | None, place: tuple[str, ...], relevance: str, limit: int
) -> ItemFilter:
    chosen: dict[str, Relevance] = {
        "relevant": True,
        "borderline": "borderline",
        "all": None,
        "irrelevant": False,
    }
    return ItemFilter(
        since=since_when(since),
        source=source,
        places=tuple(code.upper() for code in place),
        relevant=chosen[relevance],
        limit=limit,
    )


def _filters(verb: Verb) -> Verb:
    """The options that every listing of items has."""
    for option in (
        click.option("--since", help="Seen since then: 2h, 3d or a date."),
        click.option("--source", help="Of this source alone."),
        click.option("--place", multiple=True, help="AM, AZ, GE, AB, SO or NK; may be repeated."),
        click.option(
            "--relevance",
            type=click.Choice(["relevant", "borderline", "irrelevant", "all"]),
            default="all",
            show_default=True,
        ),
        click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000)),
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
    ):
        verb = option(verb)
    return verb


@click.command(epilog="Example: monitor items --since 2h --place GE")
@_filters
@pass_desk
def items(
    desk: Desk,
    since: str | None,
    source: str | None,
    place: tuple[str, ...],
    relevance: str,
    limit: int,
    as_json: bool,
) -> int:
    """List items, the last seen first."""
    wanted = _wanted(since, source, place, relevance, limit)
    with desk.reading() as store:
        return _listing(desk, store.items(wanted), as_json=as_json)


@click.command(epilog="Example: monitor search Зангезур --since 7d")
@click.argument("text")
@_filters
@pass_desk
def search(
    desk: Desk,
    text: str,
    since: str | None,
    source: str | None,
    place: tuple[str, ...],
    relevance: str,
    limit: int,
    as_json: bool,
) -> int:
    """Find items whose words begin like those of TEXT, in any of the six scripts."""
    wanted = _wanted(since, source, place, relevance, limit)
    with desk.reading() as store:
        return _listing(desk, store.search(text, wanted), as_json=as_json)


@click.command(epilog="Example: monitor show k3v7")
@click.argument("item")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@pass_desk
def show(desk: Desk, item: str, as_json: bool) -> None:
    """Show an item: its words, versions, carriers. ITEM is an id, its beginning, or an address."""
    with desk.reading() as store:
        dossier = find(store, item)
    if as_json:
        show_json([fate.dossier_json(dossier)])
        return
    zone = zoneinfo.ZoneInfo(desk.load().timezone)
    for line in fate.description(dossier, zone):
        click.echo(line)


@click.command(epilog="Example: monitor why k3v7")
@click.argument("item")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@pass_desk
def why(desk: Desk, item: str, as_json: bool) -> int:
    """Tell the whole fate of an item, and why it was told or not.

    ITEM is an id, its beginning, an address, or a saved article (FILE), which is judged only.
    """
    if Path(item).is_file():
        return _why_file(Path(item), as_json=as_json)
    configuration = desk.load()
    with desk.reading() as store:
        dossier = find(store, item)
    if as_json:
        show_json([fate.dossier_json(dossier)])
        return DONE
    zone = zoneinfo.ZoneInfo(configuration.timezone)
    for line in fate.story(dossier, configuration.alerts, zone):
        click.echo(line)
    return DONE


@click.command(epilog="Example: monitor diff k3v7 --from 1 --to 3")
@click.argument("item")
@click.option("--from", "first", type=click.IntRange(1), help="Version; the one before by default.")
@click.option("--to", "last", type=click.IntRange(1), help="Version; the newest by default.")
@pass_desk
def diff(desk: Desk, item: str, first: int | None, last: int | None) -> int:
    """Show what changed between two versions of an item, word by word."""
    with desk.reading() as store:
        dossier = find(store, item)
    by_seq = {revision.seq: revision for revision in dossier.revisions}
    newest = max(by_seq)
    after = by_seq.get(last or newest)
    before = by_seq.get(first or max((last or newest) - 1, 1))
    if before is None or after is None:
        raise click.UsageError(f"the item has versions {', '.join(map(str, sorted(by_seq)))}")
    if before is after:
        talk.print("one version; nothing to compare")
        return NOTHING
    console = Console(highlight=False, soft_wrap=True)
    for name, old, new in _fields(before, after):
        if old != new:
            console.print(Text(f"{name}: "), word_diff(old, new), sep="")
    return DONE


# ------------------------------------------------------------------ help for the verbs above
def find(store: Store, ref: str) -> Dossier:
    """The item that a person means. Raises StoreError with a hint."""
    try:
        return store.item(ref)
    except StoreError:
        hits = [row for row in store.search(ref) if row.item.title == ref]
        if len(hits) == 1:
            return store.item(hits[0].item.id)
        raise


def word_diff(old: str, new: str, limit: int = 4_000) -> Text:
    """Both texts in one: what went struck and in brackets, what came underlined."""
    a, b = old[:limit].split(), new[:limit].split()
    text = Text()
    for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b).get_opcodes():
        if kind == "equal":
            text.append(" ".join(a[i:j]) + " ")
            continue
        if i < j:
            text.append(f"[-{' '.join(a[i:j])}-] ", style="red strike")
        if k < m:
            text.append(f"{{+{' '.join(b[k:m])}+}} ", style="green underline")
    text.rstrip()
    return text


def _fields(before: Revision, after: Revision) -> Sequence[tuple[str, str, str]]:
    return (
        ("title", before.title, after.title),
        ("summary", before.summary, after.summary),
        ("text", before.content, after.content),
    )


def _listing(desk: Desk, rows: Sequence[ItemRow], *, as_json: bool) -> int:
    if as_json:
        show_json(fate.row_json(row) for row in rows)
    else:
        zone = zoneinfo.ZoneInfo(desk.load().timezone)
        show_rows(
            ("seen", "where", "state", "title", "source", "id"),
            (_cells(row, zone) for row in rows),
            wide="title",
        )
    if not rows:
        talk.print("nothing found")
    elif not as_json:
        talk.print(f"{len(rows)} items; `monitor why {rows[0].item.id}` tells more", markup=False)
    return DONE if rows else NOTHING


def _cells(row: ItemRow, zone: dt.tzinfo) -> tuple[str, ...]:
    item = row.item
    places = dict.fromkeys(place for match in row.matches for place in match.places)
    return (
        clock_time(item.first_seen, zone),
        " ".join(places),
        fate.word_for(row.item, row.matches),
        item.title,
        item.source,
        item.id,
    )


def _why_file(path: Path, *, as_json: bool) -> int:
    """Judge a saved article, which no source brought."""
    article = read_article(path.read_bytes(), url=path.resolve().as_uri())
    draft = Draft(title=article.title, content=article.text, language=article.language)
    judged = load_profile("south-caucasus").judge(draft)
    if as_json:
        show_json([{"title": article.title, "match": match_json(judged)}])
    else:
        click.echo(article.title)
        click.echo(verdict(judged))
        for line in evidence_lines(judged):
            click.echo(f"  {line}")
    return DONE if judged.relevant else NOTHING


__all__ = ["diff", "find", "iso", "items", "search", "show", "why"]
