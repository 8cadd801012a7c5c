"""The verbs that try a topic on what is stored: `topics test`, `topics rejudge`, `mark`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, Desk, When, count, instant, pass_desk
from monitor.cli.printing import one_line, say, show_json
from monitor.cli.ruling import rule
from monitor.errors import StoreError
from monitor.records import RULINGS

if TYPE_CHECKING:
    from monitor.jobs.rejudge import Tally
    from monitor.match import Profile
    from monitor.match.examples import Example
    from monitor.records import ItemRow, Match, OpinionRow
    from monitor.store import Store

DAY = dt.timedelta(days=1)
SHOWN = 20  # items that people are shown of each kind; --json gives all
PAGE = 5_000  # items of the archive read at a time
DEFAULT_TOPIC = "south-caucasus"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a topic makes of something that it should or should not want."""

    kind: str  # example | marked | gained | lost
    title: str
    is_wanted: bool
    match: "Match"
    id: str = ""  # of the item
    about: str = ""  # the concept of an example, the note of a mark

    @property
    def holds(self) -> bool:
        """Whether the topic says what is wanted."""
        return self.match.relevant == self.is_wanted


@dataclass(slots=True)
class Archive:
    """What a topic makes of the stored items."""

    days: float = 0.0
    items: int = 0
    copies: int = 0  # of these, that carry the text of another one
    hits: int = 0
    hits_before: int = 0
    changes: list[Verdict] = field(default_factory=list)


@click.command(
    "test",
    short_help="Try a topic on its examples, your marks and the archive.",
    epilog="Example: monitor topics test --since 30d --topic south-caucasus",
)
@click.option("--topic", default=DEFAULT_TOPIC, show_default=True, help="A name or a TOML file.")
@click.option("--since", type=When(), help="How much of the archive: 30d (the default) or a date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@pass_desk
def test(desk: Desk, topic: str, since: dt.datetime | None, as_json: bool) -> int:
    """Try a topic: its examples, the items you have marked, and what it would change.

    The archive is judged anew and compared with what is stored; nothing is changed and nobody is
    told. Copies of a text count once. Ends with 1 if an example or a mark does not hold.
    """
    from monitor.match.examples import examples
    from monitor.match.profiles import checked_profile

    profile, warnings = checked_profile(topic)
    checks = [_example(each) for each in examples(profile)]
    archive = None
    if desk.config.exists() and desk.has_database():
        countries = {source.name: source.country for source in desk.load().sources}
        start = instant(since, desk.zone) or dt.datetime.now(dt.UTC) - 30 * DAY
        with desk.reading() as store:
            checks += _marked(profile, store.opinions(), countries)
            archive = _archive(profile, store, countries, start)
    failed = [check for check in checks if not check.holds]
    if as_json:
        show_json(_json_lines(profile, warnings, failed, archive))
    else:
        _show(profile, warnings, checks, archive)
    return NOTHING if failed else DONE


@click.command(
    short_help="Judge stored items by the topics as they are now.",
    epilog="Example: monitor topics rejudge --alert-since 2d",
)
@click.option(
    "--alert-since", type=When(), help="Tell what was first seen since then and is wanted now."
)
@pass_desk
def rejudge(desk: Desk, alert_since: dt.datetime | None) -> None:
    """Judge stored items by the topics as they are now; nobody is told unless you ask for it.

    The daemon does this by itself when a topic changes, a portion at a time. With --alert-since
    messages are owed for what was first seen since then, is wanted now, and was never told.
    """
    import asyncio

    from monitor.cli.running import progress
    from monitor.daemon import rejudge_stored

    since = instant(alert_since, desk.zone)
    with progress("items", 0) as (bar, task):

        def seen(tally: "Tally") -> None:
            bar.update(task, completed=tally.judged, total=None)

        tally = asyncio.run(rejudge_stored(desk.load(), alert_since=since, seen=seen))
    click.echo(
        f"{count(tally.judged, 'item')} judged: {tally.gained} relevant now, "
        f"{tally.lost} no longer; {count(tally.told, 'message')} owed"
    )


@click.command(
    short_help="Say that a topic, a copy group or a story is right or wrong.",
    epilog="Example: monitor mark k3v7 wrong --note 'a street in Bursa'",
)
@click.argument("item")
@click.argument("said", type=click.Choice(["right", "wrong", *RULINGS]), metavar="WORD")
@click.option("--note", default="", help="Why, in your words.")
@click.option("--topic", help="Which topic; needed where several have judged the item.")
@pass_desk
def mark(desk: Desk, item: str, said: str, note: str, topic: str | None) -> None:
    """Say that a topic, a copy group or a story is right or wrong about an item.

    ITEM is an id or its beginning, an address, or a title. WORD is right or wrong, of a topic, to
    which `topics test` holds it; or not-a-copy, and the item is told if it was kept back; or
    not-this-story. a-copy and this-story take that back. `why` says who said what, and when.
    """
    if said in RULINGS:
        rule(desk, item, said, note)
        return
    from monitor.cli.finding import find
    from monitor.records import Opinion

    with desk.reading() as store:
        dossier = find(store, item)
    judged = _one_match(dossier.matches, topic)
    opinion = Opinion(
        item_id=dossier.item.id,
        topic=judged.topic,
        said="right" if said == "right" else "wrong",
        is_wanted=judged.relevant == (said == "right"),
        note=note,
        at=dt.datetime.now(dt.UTC),
    )
    with desk.store_beside() as store:
        store.keep_opinion(opinion)
    word = "wants" if opinion.is_wanted else "does not want"
    say(f"kept: {judged.topic} {word} {one_line(dossier.item.title)!r}; `monitor topics test` asks")


def _one_match(matches: Iterable["Match"], topic: str | None) -> "Match":
    """The judgement that is meant. Raises StoreError."""
    judged = {match.topic: match for match in matches}
    if topic is None and len(judged) == 1:
        return next(iter(judged.values()))
    wanted = topic or DEFAULT_TOPIC
    if wanted not in judged:
        known = ", ".join(judged) or "none"
        raise StoreError(f"topic {wanted!r} has not judged the item; those that have: {known}")
    return judged[wanted]


# ------------------------------------------------------------------ what it says
def _example(example: "Example") -> Verdict:
    return Verdict(
        "example", example.title, example.is_wanted, example.match, about=example.concept
    )


def _marked(
    profile: "Profile", rows: Iterable["OpinionRow"], countries: dict[str, str | None]
) -> Iterator[Verdict]:
    from monitor.plan.rejudge import draft_of

    for row in rows:
        if row.opinion.topic == profile.topic:
            item = row.item
            match = profile.judge(draft_of(item), country=countries.get(item.source))
            wanted, note = row.opinion.is_wanted, row.opinion.note
            yield Verdict("marked", item.title, wanted, match, id=item.id, about=note)


def _archive(
    profile: "Profile", store: "Store", countries: dict[str, str | None], since: dt.datetime
) -> Archive:
    from monitor.plan.rejudge import draft_of

    archive = Archive()
    groups: set[str] = set()
    first = dt.datetime.now(dt.UTC)
    for row in _rows(store, since):
        archive.items += 1
        first = min(first, row.item.first_seen)
        if row.item.group in groups:
            archive.copies += 1
            continue
        groups.add(row.item.group)
        match = profile.judge(draft_of(row.item), country=countries.get(row.item.source))
        was = any(each.relevant for each in row.matches if each.topic == profile.topic)
        archive.hits += match.relevant
        archive.hits_before += was
        if match.relevant != was:
            kind = "gained" if match.relevant else "lost"
            archive.changes.append(Verdict(kind, row.item.title, was, match, id=row.item.id))
    span = dt.datetime.now(dt.UTC) - max(since, first)
    archive.days = max(span / DAY, 1.0)
    return archive


def _rows(store: "Store", since: dt.datetime) -> Iterator["ItemRow"]:
    """The items since then, the newest first, a page at a time."""
    from monitor.store import ItemFilter

    until: dt.datetime | None = None
    before: set[str] = set()
    limit = PAGE
    while True:
        page = store.items(ItemFilter(since=since, until=until, limit=limit))
        fresh = [row for row in page if row.item.id not in before]
        yield from fresh
        if len(page) < limit:
            return
        # Those of the last instant may go on behind the page: they are asked for once more, and
        # where one document brought more than a page holds, with a larger page.
        limit = PAGE if fresh else limit * 2
        until = page[-1].item.first_seen + dt.timedelta(milliseconds=1)
        before.update(row.item.id for row in fresh)


# ------------------------------------------------------------------ how it is shown
def _show(
    profile: "Profile", warnings: Iterable[str], checks: list[Verdict], archive: Archive | None
) -> None:
    click.echo(f"{profile.topic} {profile.version}")
    for line in list(warnings)[:SHOWN]:
        say(f"warning: {line}", tone="yellow")
    for kind, noun in (("example", "example"), ("marked", "marked item")):
        asked = [check for check in checks if check.kind == kind]
        held = sum(check.holds for check in asked)
        click.echo(f"{count(len(asked), noun)}, {held} as wanted")
        for check in asked:
            if not check.holds:
                click.echo(f"  {_line(check)}")
    if archive is None:
        say("no archive yet to try it on; `monitor poll` or `monitor run` makes one")
        return
    click.echo(
        f"{count(archive.items, 'stored item')} ({archive.copies} of them copies): "
        f"{archive.hits / archive.days:.1f} hits a day, "
        f"{archive.hits_before / archive.days:.1f} as they are judged now"
    )
    for kind in ("gained", "lost"):
        changed = [one for one in archive.changes if one.kind == kind]
        click.echo(f"{kind}: {len(changed)}")
        for one in changed[:SHOWN]:
            click.echo(f"  {_line(one)}")


def _line(check: Verdict) -> str:
    from monitor.match import reasons

    why = "; ".join(reasons(check.match, limit=2)) or "nothing speaks for it"
    wanted = "" if check.kind in ("gained", "lost") else _wish(check)
    about = f" ({one_line(check.about)})" if check.about else ""
    ids = f"{check.id[:8]}  " if check.id else ""
    return f"{ids}{wanted}{one_line(check.title)}{about}: {one_line(why)}"


def _wish(check: Verdict) -> str:
    return "should be relevant: " if check.is_wanted else "should not be relevant: "


def _json_lines(
    profile: "Profile", warnings: Iterable[str], failed: list[Verdict], archive: Archive | None
) -> Iterator[dict[str, object]]:
    from monitor.cli.topics import match_json

    for line in warnings:
        yield {"kind": "warning", "text": line}
    for one in (*failed, *(archive.changes if archive else ())):
        yield {
            "kind": one.kind,
            "id": one.id or None,
            "title": one.title,
            "wanted": one.is_wanted,
            "about": one.about,
            "match": match_json(one.match),
        }
    summary: dict[str, object] = {"kind": "summary", "topic": profile.topic}
    summary["version"] = profile.version
    summary["failed"] = len(failed)
    if archive is not None:
        summary |= {
            "items": archive.items,
            "copies": archive.copies,
            "hits": archive.hits,
            "hits_before": archive.hits_before,
            "days": round(archive.days, 2),
        }
    yield summary
