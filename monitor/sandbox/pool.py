"""Reading what strangers wrote without risking the daemon.

Well-formed feeds of a usual size are read in a thread: that is cheap, and lxml is bounded. All
else goes to a worker process with limits on its memory and processor time, which is killed and
replaced when it passes one, or when it takes too long.
"""

import asyncio
import contextlib
import datetime as dt
import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from types import TracebackType
from typing import BinaryIO, Self, cast

from monitor.errors import ParseError
from monitor.parse import quick_read
from monitor.records import Document, ListMemory, Reading, Source, SourceKind
from monitor.sandbox import wire

__all__ = ["Sandbox"]

# A worker gets no secrets: of the environment only what Python needs to start.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LC_ALL", "TZ", "TMPDIR")
# Freed memory goes back at once: one large document must not be what a worker weighs from then on.
_THRIFT = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
_COVERAGE = "COVERAGE_"  # set where a test measures what runs in its child processes
_STDERR_BYTES = 8_192
_PORTION_BYTES = 64 * 1024  # what a pipe holds: more would be copied to wait for it
_LARGE_BYTES = 128 * 1024  # of a feed that is read in a thread: a tree of six times its size
_WORN = 3 / 4  # of the limit still held after a document: a new worker is lighter
_LEAVE_S = 2.0  # to leave after the last request
_SIGNS = {
    -signal.SIGXCPU: "more than {cpu} s of processor time",
    -signal.SIGSEGV: "more nesting than its reader can follow",
    -signal.SIGKILL: "more memory than this machine has left",
}


class Sandbox:
    """Reads documents, a few at a time, each within its limits.

    Workers start when they are first needed and end when nothing needs them for `idle_s`. Use it
    as an async context manager, or call :meth:`aclose`.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        cpu_limit_s: int = 10,
        memory_limit_bytes: int = 80 * 1024 * 1024,
        wall_s: float = 15.0,
        idle_s: float = 60.0,
        documents_per_worker: int = 500,
    ) -> None:
        """`memory_limit_bytes` bounds what a worker holds for itself, of which 14 MB are its code.

        An honest feed takes six times its size, so that feeds of ten megabytes can be read; the
        largest one seen has one and a half.
        """
        self._limits = (cpu_limit_s, memory_limit_bytes)
        self._wall_s, self._idle_s = wall_s, idle_s
        self._documents_per_worker = documents_per_worker
        self._free = asyncio.Semaphore(workers)
        self._large = asyncio.Semaphore(1)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._rest: asyncio.Task[None] | None = None

    async def read(
        self,
        document: Document,
        *,
        kind: SourceKind,
        source: Source,
        now: dt.datetime,
        memory: ListMemory | None = None,
    ) -> Reading:
        """The drafts of a document read as `kind`; `memory` is of a list that was read before.

        Raises:
            ParseError: as :func:`monitor.parse.read_document` does; of kind ``limit``, naming the
                limit, where reading it took too much.
        """
        async with self._large if len(document.body) > _LARGE_BYTES else contextlib.nullcontext():
            quick = await asyncio.to_thread(quick_read, document, kind=kind, source=source, now=now)
        if quick is not None:
            return quick
        asked = wire.request(document, kind=kind, source=source, now=now, memory=memory)
        return await self._read(document, asked)

    async def look(self, document: Document, *, source: Source, now: dt.datetime) -> Reading:
        """What the page of a known item shows. Raises ParseError like :meth:`read`."""
        asked = wire.request(document, kind="look", source=source, now=now)
        return await self._read(document, asked)

    async def _read(self, document: Document, asked: bytes) -> Reading:
        async with self._free:
            worker = self._idle.pop() if self._idle else await _Worker.start(*self._limits)
            self._busy.add(worker)
            try:
                payload = await self._ask(worker, asked, document)
                outcome, held_bytes = wire.read_answer(payload)
                worker.is_worn = held_bytes > self._limits[1] * _WORN
            finally:
                self._busy.discard(worker)
                await self._put_back(worker)
        if isinstance(outcome, ParseError):
            raise outcome
        return outcome

    async def _ask(self, worker: "_Worker", asked: bytes, document: Document) -> bytes:
        try:
            async with asyncio.timeout(self._wall_s):
                return await worker.ask(asked, document.body)
        except TimeoutError as error:
            raise self._passed(document, f"more than {self._wall_s:g} s") from error
        except OverflowError as error:
            raise self._passed(document, f"an answer of {error} bytes") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            code, last_words = await worker.death()
            sign = _SIGNS.get(code, f"more than its reader can bear ({last_words or code})")
            raise self._passed(document, sign.format(cpu=self._limits[0])) from error

    @staticmethod
    def _passed(document: Document, limit: str) -> ParseError:
        return ParseError(
            f"reading {document.url!r} takes {limit}; it was left unread, every other source goes "
            "on; if it stays so, use another address of this source",
            kind="limit",
        )

    async def _put_back(self, worker: "_Worker") -> None:
        """Keep a worker that answered; end one that did not, or that did enough."""
        if not worker.is_ready or worker.is_worn or worker.documents >= self._documents_per_worker:
            await worker.end()
            return
        self._idle.append(worker)
        if self._rest is None or self._rest.done():
            self._rest = asyncio.create_task(self._end_idle())

    async def _end_idle(self) -> None:
        """End the workers that nobody needed for a while."""
        while self._idle:
            before = {worker: worker.documents for worker in self._idle}
            await asyncio.sleep(self._idle_s)
            for worker in [one for one in self._idle if before.get(one) == one.documents]:
                self._idle.remove(worker)
                await worker.end()

    async def aclose(self) -> None:
        """Kill every worker, also those that are reading; whoever waits gets a ParseError."""
        if self._rest is not None:
            self._rest.cancel()
            await asyncio.gather(self._rest, return_exceptions=True)
        idle, self._idle = self._idle, []
        for worker in [*idle, *self._busy]:
            await worker.end()

    async def __aenter__(self) -> Self:
        """The sandbox itself; nothing is started yet."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Kill the workers."""
        await self.aclose()


class _Worker:
    """One worker process, at most one document at a time."""

    def __init__(self, process: asyncio.subprocess.Process, errors: BinaryIO) -> None:
        self._process = process
        # Pipes were asked for in `start`, so neither of the two is missing.
        self._requests = cast("asyncio.StreamWriter", process.stdin)
        self._answers = cast("asyncio.StreamReader", process.stdout)
        self._errors = errors
        self._last_words = ""
        self.documents = 0
        self.is_ready = True  # False from a question until its answer
        self.is_worn = False

    @classmethod
    async def start(cls, cpu_limit_s: int, memory_limit_bytes: int) -> Self:
        """A new process. -P keeps modules of the working directory out of it."""
        # A file, not a pipe: parsers that run out of memory say so megabytes long, and would wait
        # for ever for somebody to read it. The worker's own limit bounds the file.
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "monitor.sandbox.worker",
            str(cpu_limit_s), str(memory_limit_bytes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            env=_environment(os.environ),
            start_new_session=True,  # Ctrl-C is for the daemon, which ends its workers itself
        )  # fmt: skip
        return cls(process, errors)

    async def ask(self, header: bytes, body: bytes) -> bytes:
        """The payload of the answer to one request."""
        self.is_ready = False
        self.documents += 1
        self._requests.write(header)
        self._requests.write(wire.LENGTH.pack(len(body)))
        for start in range(0, len(body), _PORTION_BYTES):
            self._requests.write(body[start : start + _PORTION_BYTES])
            await self._requests.drain()
        size = wire.LENGTH.unpack(await self._answers.readexactly(wire.LENGTH.size))[0]
        if size > wire.MAX_FRAME_BYTES:
            raise OverflowError(size)
        payload = await self._answers.readexactly(size)
        self.is_ready = True
        return payload

    async def death(self) -> tuple[int, str]:
        """How the process ended (minus the signal, or its exit code), and its last words."""
        await self.end()
        return self._process.returncode or 0, self._last_words

    async def end(self) -> None:
        """Let a process that is idle or dying leave, kill any other, wait until it is gone."""
        await self._gone()
        if not self._errors.closed:  # two may wait for one end
            self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _STDERR_BYTES))
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
            self._last_words = lines[-1] if lines else ""
            self._errors.close()

    async def _gone(self) -> None:
        self._requests.close()
        if self.is_ready or self._answers.at_eof():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LEAVE_S):
                    await self._process.wait()
        if self._process.returncode is None:
            self._process.kill()
        while await self._answers.read(_PORTION_BYTES):  # a pipe that is full is never at its end
            pass
        await self._process.wait()


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    passed = {
        name: value
        for name, value in variables.items()
        if name in _ENVIRONMENT or name.startswith(_COVERAGE)
    }
    return _THRIFT | passed
