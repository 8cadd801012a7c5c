"""One JSON line a message, at the end of a file."""

import asyncio
import datetime as dt
import json
import os
import stat
import threading

from monitor.deliver.body import body_object
from monitor.deliver.contract import FileSpec, Post
from monitor.errors import DeliveryError
from monitor.records import Accepted, Deferred, Message, Receipt, Rejected

_MODE = 0o600


class FileChannel:
    """Appends; a line is either whole on the disk or not there when `send` says Accepted."""

    def __init__(self, spec: FileSpec) -> None:
        """Remember the path; the file is opened for each message, so that it may be moved away."""
        self.name = spec.name
        self._path = spec.path
        self._one_writer = threading.Lock()

    async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
        """Append `message` with its id first; a line that a crash has torn is left on its own."""
        del recipient, now
        try:
            line = _line(message)
        except DeliveryError as error:
            return Rejected(answer=str(error))
        try:
            await asyncio.to_thread(self._append, line)
        except OSError as error:
            return Deferred(answer=f"{self._path!r}: {error.strerror or error}", outage=True)
        return Accepted(answer=f"{len(line)} bytes written")

    async def close(self) -> None:
        """Nothing is kept open."""

    def _append(self, line: bytes) -> None:
        with self._one_writer:
            handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
            try:
                _write(handle, line)
            finally:
                os.close(handle)


def build(spec: FileSpec, send: Post) -> FileChannel:
    """Make the channel that `spec` describes; it needs no network."""
    del send
    return FileChannel(spec)


def _line(message: Message) -> bytes:
    entry = {"id": message.id, **body_object(message)}
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _write(handle: int, line: bytes) -> None:
    """Write `line` in one go, on a line of its own, and wait until the disk has it."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise OSError("not a regular file; give the path of one")
    is_torn = status.st_size > 0 and os.pread(handle, 1, status.st_size - 1) != b"\n"
    whole = b"\n" + line if is_torn else line
    if os.write(handle, whole) < len(whole):
        raise OSError("only a part was written; is the disk full?")
    os.fsync(handle)
