"""Verbs of evidence: hand it to somebody, and verify it."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, USAGE, Desk, count, pass_desk
from monitor.cli.finding import find
from monitor.cli.printing import say, show_json
from monitor.cli.views import item_json
from monitor.errors import MonitorError
from monitor.records.evidence import link_of, words_hash

if TYPE_CHECKING:
    from monitor.evidence import Bundle
    from monitor.store import Dossier, Store

ID_CHARS = 8  # of an id in the name of a file


@click.group(short_help="Hand out and verify the documents that showed an item.")
def evidence() -> None:
    """Hand out and verify the documents in which items were seen."""


@evidence.command(
    short_help="Write the evidence of an item to a file.",
    epilog="Example: monitor evidence export k3v7 --out crossing.zip",
)
@click.argument("item")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The bundle to write; evidence-ID.zip by default.",
)
@click.option(
    "--warc",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a web archive (WARC/1.1, gzip); without --out no bundle.",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--json", "as_json", is_flag=True, help="What was written as one JSON object.")
@pass_desk
def export(
    desk: Desk, item: str, out: Path | None, warc: Path | None, force: bool, as_json: bool
) -> int:
    """Write the evidence of an item to a file that others can verify without this program.

    ITEM is an id or its beginning, an address, or a title.
    """
    with desk.reading() as store:
        dossier = find(store, item)
        if not dossier.proofs:
            raise MonitorError(
                f"item {dossier.item.id!r} has no evidence: no topic wanted it when it came, or it "
                "came before evidence was kept"
            )
        if out is None and warc is None:
            out = Path(f"evidence-{dossier.item.id[:ID_CHARS]}.zip")
        written, missing = _written(store, dossier, out=out, warc=warc, force=force)
    if as_json:
        show_json(
            [
                {
                    "item": dossier.item.id,
                    "records": len(dossier.proofs),
                    "files": [str(path) for path in written],
                    "absent": list(missing),
                }
            ]
        )
        return DONE
    for path in written:
        click.echo(f"{path}: {count(len(dossier.proofs), 'record')} of {dossier.item.id}")
    if missing:
        say(f"{count(len(missing), 'body', 'bodies')} not kept any more; the hashes are in it")
    return DONE


@evidence.command(
    short_help="Verify a bundle, or the whole ledger.",
    epilog="Example: monitor evidence verify crossing.zip",
)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--head", help="A link that was noted elsewhere; it must be in the chain.")
@click.option("--json", "as_json", is_flag=True, help="What was found as one JSON object.")
@pass_desk
def verify(desk: Desk, file: Path | None, head: str | None, as_json: bool) -> int:
    """Verify a bundle or, without FILE, the whole ledger of the database.

    Ends with 1 if anything is wrong, and with 2 if FILE is no bundle.
    """
    found = _of_ledger(desk, head) if file is None else _of_bundle(file, head)
    if found is None:
        return USAGE
    problems = found["problems"]
    if as_json:
        show_json([{"sound": not problems, **found}])
    else:
        for problem in problems if isinstance(problems, list) else ():
            say(str(problem), tone="red")
        if not problems:
            click.echo(
                f"sound: {found['records']} records, {found['bodies']} bodies; "
                f"head: record {found['head_number']}, {found['head']}"
            )
    return NOTHING if problems else DONE


# ------------------------------------------------------------------ verifying
def _of_ledger(desk: Desk, head: str | None) -> dict[str, object]:
    with desk.reading() as store:
        report = store.verify_evidence(head)
    return {
        "records": report.records,
        "bodies": report.bodies,
        "gone": report.gone,
        "head_number": report.records,
        "head": report.head,
        "problems": list(report.problems),
    }


def _of_bundle(file: Path, head: str | None) -> dict[str, object] | None:
    from monitor.evidence import BundleError, check_bundle

    try:
        report = check_bundle(file, head=head)
    except BundleError as wrong:
        say(f"error: {wrong}", tone="red")
        return None
    return {
        "item": report.item,
        "records": report.records,
        "bodies": report.bodies,
        "absent": list(report.absent),
        "head_number": report.head_number,
        "head": report.head,
        "problems": list(report.problems),
    }


# ------------------------------------------------------------------ writing
def _written(
    store: "Store", dossier: "Dossier", *, out: Path | None, warc: Path | None, force: bool
) -> tuple[list[Path], tuple[str, ...]]:
    """The files that were written, and the hashes of the bodies that are not here."""
    from monitor.evidence import write_bundle
    from monitor.evidence.warc import write_warc

    written: list[Path] = []
    missing: tuple[str, ...] = ()
    for path in (out, warc):
        if path is not None and path.exists() and not force:
            raise MonitorError(f"{str(path)!r} exists already; give another name or --force")
    if out is not None:
        bundle = _bundle(store, dossier)
        missing = _write(out, lambda file: write_bundle(bundle, file, store.evidence_body))
        written.append(out)
    if warc is not None:
        proofs = dossier.proofs
        missing = _write(warc, lambda file: write_warc(proofs, file, store.evidence_body))
        written.append(warc)
    return written, missing


def _write(path: Path, write: Callable[[IO[bytes]], tuple[str, ...]]) -> tuple[str, ...]:
    """Write a file that has its name only once it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            missing = write(file)
        part.replace(path)
    except OSError as trouble:
        raise MonitorError(f"cannot write {str(path)!r}: {trouble.strerror}") from trouble
    finally:
        part.unlink(missing_ok=True)
    return missing


def _bundle(store: "Store", dossier: "Dossier") -> "Bundle":
    from monitor.evidence import Bundle

    first = dossier.proofs[0].number
    before = link = store.evidence_before(first)
    hashes: list[str] = []
    for _, hashed in store.evidence_links(first):
        hashes.append(hashed)
        link = link_of(link, hashed)
    records = "\n".join(proof.record for proof in dossier.proofs)
    words = {
        version: each
        for version, each in store.evidence_words(dossier.item.id).items()
        if words_hash(*each) in records  # texts that were let go cannot be shown
    }
    return Bundle(
        item={**item_json(dossier.item), "source_url": dossier.source.url},
        words=words,
        proofs=dossier.proofs,
        before=before,
        hashes=hashes,
        head=link,
    )
