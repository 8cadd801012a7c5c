"""The real program beside hostile sites, with a deadline that tests can wait for."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import closing

from monitor.daemon.building import policy_of
from monitor.records import SourceState
from monitor.store import open_store
from monitor.testing import FakeClock
from tests.e2e.rig import Program, Rig, at_work
from tests.threats.street import entry, feed

HOUR = dt.timedelta(hours=1)
OLD = "Old notice of the Porto harbour office"
NEWS = "Tbilisi lays the first stone of a pier"
TEXT = "A ribbon was cut, and the work is to end before the spring."


def old(*headers: str) -> bytes:
    """What a site says while it is well and has no news."""
    return feed(entry(OLD, guid="old"), headers=headers)


def news(title: str = NEWS, summary: str = TEXT, *, more: str = "") -> bytes:
    """What it says when it has."""
    return feed(entry(title, summary, guid="new", more=more), entry(OLD, guid="old"))


@contextlib.asynccontextmanager
async def under_fire(rig: Rig, clock: FakeClock, *, total_s: float = 3.0) -> AsyncIterator[Program]:
    """The program with the rig's configuration; `total_s` is what one answer may cost."""
    async with at_work(rig, clock) as program:
        policy = policy_of(program.house.configuration)
        program.house.fetcher.reconfigure(dataclasses.replace(policy, total_s=total_s))
        yield program


def state(rig: Rig, name: str) -> SourceState:
    """What is remembered of a source."""
    with closing(open_store(str(rig.database), write=False)) as store:
        kept = store.source_state(name)
    assert kept is not None
    return kept


def told(rig: Rig) -> list[str]:
    """The headlines that the webhook took."""
    return [title for _, title in rig.hooks()]
