"""The process in which slow and dangerous documents are read: ``python -m monitor.sandbox.worker``.

It knows nothing but the parsers, gets documents on its standard input and answers on its standard
output. Its limits are set before the first byte of a stranger is read; beyond them the system or
the daemon ends it, and the next document gets a new one.
"""

import contextlib
import logging
import resource
import sys
from pathlib import Path
from typing import BinaryIO

from monitor.errors import ParseError
from monitor.parse import read_document, read_look
from monitor.records import Reading
from monitor.sandbox import wire

_CODE_BYTES = 128 * 1024 * 1024  # of address space for what is mapped and shared, not held
_ERRORS_BYTES = 4 * 1024 * 1024  # of its complaints, the only file that it writes
_OPEN_FILES = 32  # the three pipes and modules that are imported late


def main(arguments: list[str]) -> None:
    """Read documents until the input ends; `arguments` are seconds of CPU and bytes of memory."""
    cpu_limit_s, memory_limit_bytes = map(int, arguments)
    logging.disable()  # of libraries about pages: nobody reads it
    _limit(resource.RLIMIT_AS, memory_limit_bytes + _CODE_BYTES)
    _limit(resource.RLIMIT_DATA, memory_limit_bytes)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _ERRORS_BYTES)
    serve(sys.stdin.buffer, sys.stdout.buffer, cpu_limit_s=cpu_limit_s)


def serve(source: BinaryIO, target: BinaryIO, *, cpu_limit_s: int) -> None:
    """Answer each request of `source` on `target`, each with `cpu_limit_s` of processor time."""
    while (header := _frame(source)) is not None and (body := _frame(source)) is not None:
        _limit(resource.RLIMIT_CPU, int(_spent_s()) + 1 + cpu_limit_s)
        target.write(wire.answer(_read(header, body), held_bytes=_held_bytes()))
        target.flush()


def _read(header: bytes, body: bytes) -> Reading | ParseError:
    asked = wire.read_request(header, body)
    try:
        if asked.kind == "look":
            return read_look(asked.document, now=asked.now)
        return read_document(
            asked.document, kind=asked.kind, source=asked.source, now=asked.now, memory=asked.memory
        )
    except ParseError as error:
        return error
    except (MemoryError, RecursionError) as error:
        return ParseError(
            f"reading {asked.document.url!r} takes more {_SCARCE[type(error)]} than a document "
            "may; it was left unread",
            kind="limit",
        )


_SCARCE: dict[type[BaseException], str] = {MemoryError: "memory", RecursionError: "nesting"}


def _frame(source: BinaryIO) -> bytes | None:
    length = source.read(wire.LENGTH.size)
    if len(length) < wire.LENGTH.size:
        return None
    size = wire.LENGTH.unpack(length)[0]
    payload = source.read(size)
    return payload if len(payload) == size else None


def _limit(kind: int, most: int) -> None:
    """Lower the soft limit; a system that has no such limit leaves it to the daemon's clock."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _spent_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _held_bytes() -> int:
    """Memory that this program holds now. Source: proc_pid_status(5).

    Where the system does not tell, the most that it ever held.
    """
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text("ascii", "replace")
        for line in status.splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # kilobytes everywhere else


if __name__ == "__main__":
    main(sys.argv[1:])
