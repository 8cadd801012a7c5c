"""``monitor diff``: what changed between two versions of an item."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, Desk, clock_time, iso, pass_desk
from monitor.cli.fate import edit_words, how_much
from monitor.cli.finding import find
from monitor.cli.printing import one_line, say, show_json, visible
from monitor.errors import MonitorError
from monitor.records import Revision

if TYPE_CHECKING:
    from monitor.cli.diff_page import Part
    from monitor.identify.worddiff import Run
    from monitor.store import Dossier

Pair = tuple[Revision, Revision]


@click.command(
    short_help="Show what changed between two versions, word by word.",
    epilog="Example: monitor diff k3v7 --from 1 --to 3 --html diff.html",
)
@click.argument("item")
@click.option("--from", "first", type=click.IntRange(1), help="Version; the one before by default.")
@click.option("--to", "last", type=click.IntRange(1), help="Version; by default what it shows.")
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a page of its own to this file instead.",
)
@click.option("--json", "as_json", is_flag=True, help="The change as one JSON object.")
@pass_desk
def diff(
    desk: Desk,
    item: str,
    first: int | None,
    last: int | None,
    html_file: Path | None,
    as_json: bool,
) -> int:
    """Show what changed between two versions of an item, word by word.

    What went stands in [-…-], what came in {+…+}.
    """
    with desk.reading() as store:
        dossier = find(store, item)
    pair = _versions(dossier, first, last)
    if pair[0] is pair[1] and not as_json:
        say(f"version {pair[1].seq} alone; nothing to compare")
        return NOTHING
    parts = [(name, found) for name, found in _parts(*pair) if _is_changed(found)]
    if as_json:
        show_json([_json(dossier, pair, parts)])
    elif html_file is not None:
        _write(html_file, _page(desk, dossier, pair, parts))
        say(f"the page is {str(html_file)!r}")
    else:
        _print(desk, pair, parts)
    return DONE if parts else NOTHING


def _versions(dossier: "Dossier", first: int | None, last: int | None) -> Pair:
    by_seq = {revision.seq: revision for revision in dossier.revisions}
    newest = max(by_seq)
    shown = dossier.shown if dossier.shown in by_seq else newest
    after = by_seq.get(last or shown)
    earlier = [seq for seq in by_seq if seq < (last or shown)]
    if last is None and shown != newest:  # it went back: what came after the version went again
        earlier = [newest]
    before = by_seq.get(first or max(earlier, default=min(by_seq)))
    if before is None or after is None:
        raise click.UsageError(f"the item has versions {', '.join(map(str, sorted(by_seq)))}")
    return before, after


def _parts(before: Revision, after: Revision) -> Sequence["Part"]:
    """How title, summary and text changed; a text that one version does not have is left out."""
    from monitor.identify.worddiff import runs

    texts = (before.content, after.content)
    found: list[Part] = [
        ("title", runs(before.title, after.title)),
        ("summary", runs(before.summary, after.summary)),
    ]
    return [*found, ("text", runs(*texts))] if any(texts) else found


def _is_changed(found: "Sequence[Run]") -> bool:
    return any(run.kind != "kept" for run in found)


# ------------------------------------------------------------------ how it is shown
def _print(desk: Desk, pair: Pair, parts: Sequence["Part"]) -> None:
    from monitor.identify.worddiff import around_changes

    before, after = pair
    if not parts:
        say(f"versions {before.seq} and {after.seq} have the same words")
        return
    say(
        f"version {before.seq}, {clock_time(before.seen_at, desk.zone)} → version {after.seq}, "
        f"{clock_time(after.seen_at, desk.zone)}: {_class_of(pair)}, "
        f"{how_much(*pair):.0%} of the words"
    )
    for name, found in parts:
        click.echo(f"{name}: {' '.join(map(_styled, around_changes(tuple(found))))}")


def _class_of(pair: Pair) -> str:
    """The class of the change in words."""
    before, after = pair
    return "went back" if before.seq > after.seq else edit_words(after.edit)


def _styled(run: "Run") -> str:
    text = one_line(run.text)
    if run.kind == "removed":
        return click.style(f"[-{text}-]", fg="red", strikethrough=True)
    if run.kind == "added":
        return click.style(f"{{+{text}+}}", fg="green", underline=True)
    return text


def _page(desk: Desk, dossier: "Dossier", pair: Pair, parts: Sequence["Part"]) -> str:
    from monitor.cli.diff_page import Sheet, page

    before, after = pair
    item = dossier.item
    return page(
        Sheet(
            title=after.title,
            source=item.source,
            url=item.url,
            language=item.language or "",
            edit=_class_of(pair),
            share=how_much(*pair),
            versions=(before.seq, after.seq),
            seen=(before.seen_at.astimezone(desk.zone), after.seen_at.astimezone(desk.zone)),
            parts=parts,
        )
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as trouble:
        raise MonitorError(
            f"file {str(path)!r} cannot be written: {trouble.strerror}; name another one"
        ) from trouble


def _json(dossier: "Dossier", pair: Pair, parts: Sequence["Part"]) -> dict[str, object]:
    from monitor.identify.worddiff import in_brackets

    before, after = pair
    return {
        "id": dossier.item.id,
        "from": {"seq": before.seq, "seen_at": iso(before.seen_at), "title": before.title},
        "to": {"seq": after.seq, "seen_at": iso(after.seen_at), "title": after.title},
        "edit": after.edit,
        "back": before.seq > after.seq,
        "score": how_much(*pair),
        "diff": {name: visible(in_brackets(found)) for name, found in parts},
        "runs": {name: [{"kind": r.kind, "text": r.text} for r in found] for name, found in parts},
    }
