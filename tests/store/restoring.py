"""A backup and the database that a crash left, for tests that restore the one over the other."""

import errno
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import ItemFilter, open_store
from monitor.store.restore import Place
from tests.store.making import NOW, new, opened, plan

ASIDE = "monitor.db.before-restore-20260109T073000Z"
OLD, COPY = {"kept", "since"}, {"kept"}


def crashed(tmp_path: Path) -> Path:
    """A backup, and a database as a crash left it: what it learnt since is in its log alone."""
    home = tmp_path / "home"
    home.mkdir()
    live = tmp_path / "live.db"
    many = tuple(new(f"i{n}", f"Title {n}", content="words " * 300) for n in range(30))
    with closing(opened(live)) as store:
        store.apply([plan(new=(new("kept"), *many))], None, now=NOW)
        store.backup(home / "copy.db")
    with closing(open_store(str(live), write=True, now=NOW)) as store:
        store.apply([plan(new=(new("since", "Rail link reopens"),))], None, now=NOW)
        shutil.copy(live, home / "monitor.db")
        shutil.copy(f"{live}-wal", home / "monitor.db-wal")
    return home


def put(home: Path, name: str = "copy.db") -> Path | None:
    with closing(Place(str(home / "monitor.db"), now=NOW)) as place:
        return place.put(place.examine(home / name))


def told_of(path: Path) -> set[str]:
    """Which of the two telling items a database has; opening it does what a start does."""
    with closing(open_store(str(path), write=True, now=NOW)) as store:
        return {each.item.id for each in store.items(ItemFilter(limit=100))} & OLD


def files(home: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in home.iterdir() if each.suffix != ".lock"}


def refused(home: Path, name: str = "copy.db") -> str:
    """The one line with which a restore is refused, after which all is as it was."""
    before = files(home)
    with pytest.raises(StoreError) as caught:
        put(home, name)
    assert files(home) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def fail(monkeypatch: pytest.MonkeyPatch, step: str, where: int, error: int = errno.ENOSPC) -> None:
    """The system refuses that call of that step."""
    real, calls = getattr(os, step), iter(range(1, 99))

    def refuse(*given: object, **options: object) -> object:
        if next(calls) == where:
            raise OSError(error, os.strerror(error))
        return real(*given, **options)

    monkeypatch.setattr(os, step, refuse)
