"""A mail server that keeps every letter, and fails as it was told to.

Source: RFC 5321 (commands, replies, dot-stuffing in 4.5.2), RFC 4954 (AUTH PLAIN and LOGIN).
"""

import asyncio
import base64
import datetime as dt
import email
import email.policy
from collections import deque
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

from monitor.clock import Clock, SystemClock
from monitor.testing.server import LoopbackServer

Stage = Literal["connect", "ehlo", "auth", "mail", "rcpt", "data", "letter"]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Reply with `code` at the stage; 421 and 221 also close."""

    code: int
    text: str = "not today"


@dataclass(frozen=True, slots=True)
class Vanish:
    """Cut the connection at the stage, without a reply."""


@dataclass(frozen=True, slots=True)
class Stall:
    """Say nothing more from the stage on, until the server goes down."""


Trouble = Refuse | Vanish | Stall


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One accepted message; `is_acknowledged` False when the sender never heard so."""

    at: dt.datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    is_acknowledged: bool = True

    @property
    def message(self) -> EmailMessage:
        """The parsed message."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def id(self) -> str:
        """The Message-ID: the same on every attempt of one message."""
        return str(self.message["message-id"] or "").strip()

    @property
    def subject(self) -> str:
        """The subject, decoded and on one line."""
        return str(self.message["subject"] or "")

    @property
    def text(self) -> str:
        """The plain part with plain line ends, "" where there is none."""
        part = self.message.get_body(("plain",))
        return part.get_content().replace("\r\n", "\n") if part is not None else ""


@dataclass(slots=True)
class _Session:
    """What one connection has said so far."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    is_authenticated: bool = False

    async def say(self, code: int, *lines: str) -> None:
        for place, line in enumerate(lines, 1):
            dash = " " if place == len(lines) else "-"
            self.writer.write(f"{code}{dash}{line}\r\n".encode())
        await self.writer.drain()

    async def hear(self) -> str:
        line = await self.reader.readline()
        if not line:
            raise EOFError("the client left")
        return line.decode("utf-8", "replace").rstrip("\r\n")

    def forget(self) -> None:
        self.sender = ""
        self.recipients.clear()


class _OverError(EOFError):
    """The conversation ends here."""


class Mailbox(LoopbackServer):
    """Takes letters for anybody; with `login` given, only after AUTH."""

    def __init__(self, *, clock: Clock | None = None, login: tuple[str, str] | None = None) -> None:
        super().__init__()
        self._clock = clock or SystemClock()
        self._login = login
        self._troubles: dict[str, deque[Trouble]] = {}
        self._always: dict[str, Trouble] = {}
        self._unwanted: dict[str, Trouble] = {}
        self._letters: list[Letter] = []

    # ------------------------------------------------------------------ the script
    def trouble(self, stage: Stage, trouble: Trouble, *, times: int | None = 1) -> None:
        """Have `trouble` at `stage`, `times` times (None: until :meth:`recover`).

        ``data`` is the command, before the letter is read; ``letter`` is the end of the letter: it
        is kept when the connection vanishes or stalls there, and not kept when it is refused.
        """
        with self._changed:
            if times is None:
                self._always[stage] = trouble
            else:
                self._troubles.setdefault(stage, deque()).extend([trouble] * times)

    def refuse_recipient(self, address: str, code: int = 550) -> None:
        """Refuse one address at RCPT, always; others are welcome."""
        with self._changed:
            self._unwanted[address.casefold()] = Refuse(code, "no such mailbox")

    def recover(self) -> None:
        """Behave from now on."""
        with self._changed:
            self._troubles.clear()
            self._always.clear()
            self._unwanted.clear()

    # ------------------------------------------------------------------ what came
    def letters(self) -> tuple[Letter, ...]:
        """Every letter that was kept, oldest first."""
        with self._changed:
            return tuple(self._letters)

    def wait_for(self, count: int, *, within_s: float = 5.0) -> bool:
        """Wait until `count` letters were kept; False when time ran out."""
        return self.wait_until(lambda: len(self.letters()) >= count, within_s=within_s)

    # ------------------------------------------------------------------ the conversation
    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = _Session(reader, writer)
        if await self._passes("connect", session):
            await session.say(220, "mailbox.test ready")
        while True:
            line = await session.hear()
            verb, _, rest = line.partition(" ")
            await self._obey(session, verb.upper(), rest.strip())

    async def _obey(self, session: _Session, verb: str, rest: str) -> None:
        match verb:
            case "EHLO" | "HELO":
                await self._greet(session, verb)
            case "AUTH":
                await self._authenticate(session, rest)
            case "MAIL" if self._login is not None and not session.is_authenticated:
                await session.say(530, "authentication required")
            case "MAIL":
                if await self._passes("mail", session):
                    session.forget()
                    session.sender = _address(rest)
                    await session.say(250, "fine")
            case "RCPT":
                await self._welcome(session, _address(rest))
            case "DATA":
                await self._take(session)
            case _:
                await self._tidy(session, verb)

    async def _tidy(self, session: _Session, verb: str) -> None:
        match verb:
            case "RSET":
                session.forget()
                await session.say(250, "fine")
            case "NOOP":
                await session.say(250, "fine")
            case "QUIT":
                await session.say(221, "bye")
                raise _OverError
            case _:
                await session.say(502, "unknown command")

    async def _greet(self, session: _Session, verb: str) -> None:
        if not await self._passes("ehlo", session):
            return
        extensions = ["8BITMIME", "SMTPUTF8", *(["AUTH PLAIN LOGIN"] if self._login else [])]
        await session.say(250, "mailbox.test", *(extensions if verb == "EHLO" else ()))

    async def _authenticate(self, session: _Session, rest: str) -> None:
        if not await self._passes("auth", session):
            return
        way, _, first = rest.partition(" ")
        if way.upper() == "PLAIN":
            if not first:
                await session.say(334, "")
                first = await session.hear()
            given = tuple(base64.b64decode(first).decode().split("\0")[1:])
        else:
            await session.say(334, base64.b64encode(b"Username:").decode())
            name = await session.hear()
            await session.say(334, base64.b64encode(b"Password:").decode())
            word = await session.hear()
            given = (base64.b64decode(name).decode(), base64.b64decode(word).decode())
        session.is_authenticated = given == self._login
        if session.is_authenticated:
            await session.say(235, "welcome")
        else:
            await session.say(535, "unknown name or password")

    async def _welcome(self, session: _Session, address: str) -> None:
        if not session.sender:
            await session.say(503, "MAIL first")
            return
        unwanted = self._unwanted.get(address.casefold())
        if await self._passes("rcpt", session, unwanted):
            session.recipients.append(address)
            await session.say(250, "fine")

    async def _take(self, session: _Session) -> None:
        if not session.recipients:
            await session.say(503, "RCPT first")
            return
        if not await self._passes("data", session):
            return
        await session.say(354, "end with a dot")
        lines = []
        while (line := await session.reader.readline()) != b".\r\n":
            if not line:
                raise _OverError
            lines.append(line.removeprefix(b"."))
        trouble = self._next("letter")
        if not isinstance(trouble, Refuse):
            self._keep(session, b"".join(lines), is_acknowledged=trouble is None)
        session.recipients, taken = [], tuple(session.recipients)
        if await self._suffer(session, trouble):
            await session.say(250, f"kept for {len(taken)}")

    def _keep(self, session: _Session, raw: bytes, *, is_acknowledged: bool) -> None:
        with self._changed:
            letter = Letter(
                at=self._clock.now(),
                sender=session.sender,
                recipients=tuple(session.recipients),
                raw=raw,
                is_acknowledged=is_acknowledged,
            )
            self._letters.append(letter)
            self._happened()

    # ------------------------------------------------------------------ trouble
    def _next(self, stage: Stage) -> Trouble | None:
        with self._changed:
            waiting = self._troubles.get(stage)
            return waiting.popleft() if waiting else self._always.get(stage)

    async def _passes(
        self, stage: Stage, session: _Session, trouble: Trouble | None = None
    ) -> bool:
        return await self._suffer(session, trouble or self._next(stage))

    async def _suffer(self, session: _Session, trouble: Trouble | None) -> bool:
        match trouble:
            case None:
                return True
            case Vanish():
                session.writer.transport.abort()
                raise _OverError
            case Stall():
                await asyncio.Event().wait()
            case Refuse(code, text):
                await session.say(code, text)
                if code in {421, 221}:
                    raise _OverError
        return False


def _address(words: str) -> str:
    """The address in ``FROM:<a@b> SIZE=1`` or ``TO:<a@b>``."""
    return words.partition("<")[2].partition(">")[0] or words.partition(":")[2].split(" ")[0]
