"""A copy of the database while others go on writing."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.session import Session

BACKUP_PAGES = 4_096  # between two reports of progress


class Backups(Session):
    """Copies that can be restored by putting them where the database was."""

    def backup(self, target: Path, *, progress: Callable[[int, int], object] | None = None) -> int:
        """Copy the database as it stands, checked, while others go on writing.

        Args:
            target: where the copy goes; it appears there only when it is whole.
            progress: called with pages done and pages in all.

        Returns:
            The size of the copy in bytes.

        Raises:
            StoreError: if something is at `target` already, or the copy is not sound.
        """
        if target.exists():
            raise StoreError(f"{str(target)!r} exists already; give the backup a name of its own")
        part = target.with_name(target.name + ".part")
        try:
            self._copy(part, progress)
            part.replace(target)
        except OSError as error:
            raise StoreError(
                f"cannot write the backup {str(target)!r}: {error.strerror!r}; "
                f"choose a folder that exists and has room"
            ) from error
        finally:
            part.unlink(missing_ok=True)
        return target.stat().st_size

    def _copy(self, part: Path, progress: Callable[[int, int], object] | None) -> None:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with self._explained("copy"), closing(sqlite3.connect(part)) as copy:
            # The open read holds one state of the source: a writer cannot make the copy start over.
            with self._reading("copy") as conn:
                conn.execute("SELECT count(*) FROM meta").fetchone()
                conn.backup(
                    copy,
                    pages=BACKUP_PAGES,
                    progress=lambda _, left, total: progress and progress(total - left, total),
                )
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"the copy of {str(self._path)!r} is damaged: {found!r}; keep neither")
