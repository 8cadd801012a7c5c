"""Verbs that look at items: items, search, show, why."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from monitor.cli import fate
from monitor.cli.common import (
    DONE,
    NOTHING,
    Desk,
    When,
    clock_time,
    content_of,
    count,
    instant,
    nearly,
    pass_desk,
    saved_file,
)
from monitor.cli.finding import find
from monitor.cli.printing import one_line, say, show_json, show_lines, show_rows
from monitor.cli.silence import not_told
from monitor.cli.topics import evidence_lines, match_json, verdict
from monitor.cli.views import dossier_json, row_json, word_for
from monitor.records import Draft

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.records import ItemRow
    from monitor.store import ItemFilter, Store

Relevance = bool | Literal["borderline"] | None
Verb = TypeVar("Verb", bound=Callable[..., object])
PLACES = ("AM", "AZ", "GE", "AB", "SO", "NK")
CHOSEN: dict[str, Relevance] = {
    "relevant": True,
    "borderline": "borderline",
    "irrelevant": False,
    "all": None,
}
ID_CHARS = 8  # of an id on a terminal: enough for a million items


def _filters(verb: Verb) -> Verb:
    """The options that every listing of items has."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
        click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000)),
        click.option(
            "--relevance",
            type=click.Choice(list(CHOSEN)),
            default="all",
            show_default=True,
            help="What some topic says of them.",
        ),
        click.option("--place", multiple=True, help="AM, AZ, GE, AB, SO or NK; may be repeated."),
        click.option("--source", help="Of this source alone."),
        click.option("--since", type=When(), help="First seen since then: 2h, 3d or a date."),
    ):
        verb = option(verb)
    return verb


@click.command(epilog="Example: monitor items --since 2h --place GE")
@_filters
@pass_desk
def items(desk: Desk, /, limit: int, as_json: bool, **chosen: object) -> int:
    """List items, the last seen first."""
    with desk.reading() as store:
        rows = store.items(_wanted(desk, store, limit, **chosen))  # type: ignore[arg-type]
    return _listing(desk, rows, limit, as_json=as_json)


@click.command(epilog="Example: monitor search Зангезур --since 7d")
@click.argument("text")
@_filters
@pass_desk
def search(desk: Desk, /, text: str, limit: int, as_json: bool, **chosen: object) -> int:
    """Find items with all words of TEXT, in any of the six scripts.

    The last word may be the beginning of one; any other, too, with a * at its end.
    """
    with desk.reading() as store:
        rows = store.search(text, _wanted(desk, store, limit, **chosen))  # type: ignore[arg-type]
    return _listing(desk, rows, limit, as_json=as_json)


@click.command(epilog="Example: monitor show k3v7")
@click.argument("item")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@pass_desk
def show(desk: Desk, item: str, as_json: bool) -> None:
    """Show an item: its words, versions, carriers.

    ITEM is an id or its beginning, an address, or a title.
    """
    with desk.reading() as store:
        dossier = find(store, item)
    if as_json:
        show_json([dossier_json(dossier)])
        return
    _print_title(dossier.item.title)
    show_lines(fate.description(dossier, desk.zone))
    say(f"`monitor why {dossier.item.id[:ID_CHARS]}` tells what became of it")


@click.command(epilog="Example: monitor why k3v7")
@click.argument("item")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@pass_desk
def why(desk: Desk, item: str, as_json: bool) -> int:
    """Tell the whole fate of an item, and why it was told or not.

    ITEM is an id or its beginning, an address, a title, or a saved article (FILE), which is
    judged only.
    """
    if path := saved_file(item):
        return _why_file(path, as_json=as_json)
    configuration = desk.load()
    with desk.reading() as store:
        dossier = find(store, item)
    if as_json:
        show_json([{**dossier_json(dossier), "not_told": list(not_told(dossier, configuration))}])
        return DONE
    _print_title(dossier.item.title)
    show_lines(fate.story(dossier, configuration, desk.zone))
    if len(dossier.revisions) > 1:
        say(f"`monitor diff {dossier.item.id[:ID_CHARS]}` shows the last change word by word")
    return DONE


# ------------------------------------------------------------------ which items
def _wanted(
    desk: Desk,
    store: "Store",
    limit: int,
    *,
    since: dt.datetime | None,
    source: str | None,
    place: tuple[str, ...],
    relevance: str,
) -> "ItemFilter":
    from monitor.store import ItemFilter

    if source is not None:
        known = dict.fromkeys(each.name for each in desk.load().sources)
        known |= dict.fromkeys(row.state.name for row in store.sources())
        if source not in known:
            raise click.UsageError(f"no source {source!r}{nearly(source, list(known))}")
    places = tuple(code.upper() for code in place)
    for code in places:
        if not re.fullmatch("[A-Z]{2,3}", code):
            raise click.UsageError(f"{code!r} is no code of a place; known: {', '.join(PLACES)}")
    return ItemFilter(
        since=instant(since, desk.zone),
        source=source,
        places=places,
        relevant=CHOSEN[relevance],
        limit=limit,
    )


# ------------------------------------------------------------------ how they are shown
def _print_title(title: str) -> None:
    click.secho(one_line(title), bold=True)


def _listing(desk: Desk, rows: Sequence["ItemRow"], limit: int, *, as_json: bool) -> int:
    if as_json:
        show_json(row_json(row) for row in rows)
    else:
        show_rows(
            ("seen", "where", "state", "title", "source", "id"),
            (_cells(row, desk.zone) for row in rows),
            wide=("title",),
            short={"id": ID_CHARS},
        )
    if not rows:
        say("nothing found")
        return NOTHING
    more = f"the first {limit}, --limit gives more" if len(rows) == limit else ""
    words = more or count(len(rows), "item")
    say(f"{words}; `monitor why {rows[0].item.id[:ID_CHARS]}` tells all about the first")
    return DONE


def _cells(row: "ItemRow", zone: dt.tzinfo) -> tuple[str, ...]:
    item = row.item
    near = [match for match in row.matches if match.relevant or match.borderline]
    places = dict.fromkeys(place for match in near for place in match.places)
    return (
        clock_time(item.first_seen, zone),
        " ".join(places),
        word_for(row.item, row.matches),
        item.title,
        item.source,
        item.id,
    )


def _why_file(path: "Path", *, as_json: bool) -> int:
    """Judge a saved article, which no source brought."""
    from monitor.match import load_profile
    from monitor.parse.article import read_article

    article = read_article(content_of(path), url=path.resolve().as_uri())
    draft = Draft(title=article.title, content=article.text, language=article.language)
    judged = load_profile("south-caucasus").judge(draft)
    if as_json:
        show_json([{"title": article.title, "match": match_json(judged)}])
    else:
        _print_title(article.title or path.name)
        lines = [
            ("topic", verdict(judged)),
            *(("", f"  {each}") for each in evidence_lines(judged)),
        ]
        show_lines(lines)
    return DONE if judged.relevant else NOTHING
