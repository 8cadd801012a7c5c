"""What `mark` does with a word on copies and stories."""

import datetime as dt
import getpass
from typing import TYPE_CHECKING

from monitor.cli.common import Desk, count
from monitor.cli.finding import find
from monitor.cli.printing import one_line, say
from monitor.records import Ruling, RulingWord

if TYPE_CHECKING:
    from monitor.store import Dossier

_SAID = {
    "not-a-copy": "is a text of its own now",
    "a-copy": "is a copy again",
    "not-this-story": "begins a story of its own now",
    "this-story": "is back in its story",
}


def rule(desk: Desk, item: str, word: RulingWord, note: str) -> None:
    """Take an item out of its copy group or story, or put it back, and say what came of it."""
    from monitor.daemon import desk_of
    from monitor.plan.ruling import plan_ruling

    configuration = desk.load()
    with desk.reading() as store:
        dossier = find(store, item)
    now = dt.datetime.now(dt.UTC)
    ruling = Ruling(
        item_id=dossier.item.id,
        word=word,
        other=_group(dossier, word),
        by=who(),
        note=note,
        at=now,
    )
    source = {each.name: each for each in configuration.sources}.get(dossier.item.source)
    wishes = desk_of(configuration)
    plan = plan_ruling(ruling, dossier.item, dossier.matches, source, wishes, now=now)
    with desk.store_beside() as store:
        owed = store.rule(plan)
    told = f"; {count(len(owed), 'message')} owed" if word == "not-a-copy" else ""
    say(f"kept: {one_line(dossier.item.title)!r} {_SAID[word]}{told}")


def _group(dossier: "Dossier", word: RulingWord) -> str:
    return dossier.item.group if word.endswith("copy") else dossier.story


def who() -> str:
    """The user of this machine; "" where it has no name for them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
