"""A mail server on loopback that does what a script says and remembers what it was told."""

import asyncio
import base64
import ssl
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import trustme


@dataclass
class Script:
    """How the server behaves; replies are taken one by one, the last one stays."""

    greeting: str = "220 mail.test ready"
    silent: bool = False  # accepts and never says a word
    tls: str = "none"  # none | starttls | wrapped
    starttls_reply: str = "220 go ahead"
    breaks_handshake: bool = False
    advertises_auth: bool = False
    auth_reply: str = "235 welcome"
    needs_auth: bool = False
    mail: list[str] = field(default_factory=lambda: ["250 ok"])
    rcpt: dict[str, list[str]] = field(default_factory=dict)  # by recipient
    data: list[str] = field(default_factory=lambda: ["250 queued"])
    drop_in_data: int = 0  # so many connections are cut while the mail comes in
    drop_after_data: int = 0  # so many are cut after the mail was kept, before the answer
    rset: str = "250 ok"
    silent_after_data: bool = False
    drops_after_mails: int = 0  # closes the connection after so many mails


@dataclass
class Mail:
    sender: str
    recipient: str
    content: bytes
    was_encrypted: bool


class Server:
    def __init__(self, script, tls_context):
        self.script = script
        self.tls_context = tls_context
        self.mails: list[Mail] = []
        self.lines: list[tuple[bool, str]] = []  # (encrypted, what the client said)
        self.connections = 0
        self.port = 0
        self.sessions: set[asyncio.Task[None]] = set()

    def clear_text(self):
        return "\n".join(line for encrypted, line in self.lines if not encrypted)

    def said(self, verb):
        return [line for _, line in self.lines if line.upper().startswith(verb)]

    async def handle(self, reader, writer):
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.sessions.add(task)
        try:
            with suppress(asyncio.IncompleteReadError, OSError):
                await (reader.read() if self.script.silent else Session(self, reader, writer).run())
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            writer.close()
            self.sessions.discard(task)


class Session:
    def __init__(self, server, reader, writer):
        self.server, self.script = server, server.script
        self.reader, self.writer = reader, writer
        self.encrypted = server.script.tls == "wrapped"
        self.authenticated = False
        self.sender = self.recipient = ""
        self.count = 0

    async def run(self):
        await self.say(self.script.greeting)
        while raw := await self.reader.readline():
            line = raw.decode("latin-1").rstrip("\r\n")
            self.server.lines.append((self.encrypted, line))
            verb = line.split(" ")[0].upper()
            if not await getattr(self, f"on_{verb.lower()}", self.on_unknown)(line):
                return

    async def say(self, reply):
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()

    async def on_unknown(self, line):
        await self.say("500 what?")
        return True

    async def on_ehlo(self, line):
        offers = ["mail.test", "8BITMIME"]
        if self.script.tls == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        if self.script.advertises_auth:
            offers.append("AUTH PLAIN LOGIN")
        lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
        await self.say("\r\n".join(lines))
        return True

    async def on_starttls(self, line):
        await self.say(self.script.starttls_reply)
        if not self.script.starttls_reply.startswith("220"):
            return True
        if self.script.breaks_handshake:
            self.writer.write(b"this is no handshake\r\n" * 20)
            await self.writer.drain()
            return False
        await self.writer.start_tls(self.server.tls_context)
        self.encrypted = True
        return True

    async def on_auth(self, line):
        if line.upper().startswith("AUTH LOGIN"):
            await self.say("334 " + base64.b64encode(b"Password:").decode())
            self.server.lines.append((self.encrypted, (await self.reader.readline()).decode()))
        await self.say(self.script.auth_reply)
        self.authenticated = self.script.auth_reply.startswith("235")
        return not self.script.auth_reply.startswith("421")

    async def on_mail(self, line):
        if self.script.needs_auth and not self.authenticated:
            await self.say("530 5.7.0 authentication required")
            return True
        self.sender = line.partition("<")[2].partition(">")[0]
        return await self.answer(self.script.mail)

    async def on_rcpt(self, line):
        self.recipient = line.partition("<")[2].partition(">")[0]
        return await self.answer(self.script.rcpt.get(self.recipient, ["250 ok"]))

    async def on_data(self, line):
        await self.say("354 go on")
        if self.script.drop_in_data:
            self.script.drop_in_data -= 1
            await self.reader.read(200)
            return False
        content = await self.reader.readuntil(b"\r\n.\r\n")
        reply = self.script.data.pop(0) if len(self.script.data) > 1 else self.script.data[0]
        if reply.startswith("250"):
            mail = Mail(self.sender, self.recipient, content[:-3], self.encrypted)
            self.server.mails.append(mail)
        if self.script.drop_after_data:
            self.script.drop_after_data -= 1
            return False
        if self.script.silent_after_data:
            await self.reader.read()
            return False
        await self.say(reply)
        self.count += 1
        return self.count != self.script.drops_after_mails

    async def on_rset(self, line):
        return await self.answer([self.script.rset])

    async def on_quit(self, line):
        await self.say("221 bye")
        return False

    async def answer(self, replies):
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        await self.say(reply)
        return not reply.startswith("421")


@asynccontextmanager
async def mail_server(script=None, *, authority=None, host="127.0.0.1"):
    """Serve `script` on a free port; `authority` (a trustme.CA) signs its certificate."""
    script = script or Script()
    context = None
    if script.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (authority or trustme.CA()).issue_cert(host, "localhost").configure_cert(context)
    server = Server(script, context)
    wrapped = context if script.tls == "wrapped" else None
    listener = await asyncio.start_server(server.handle, host, 0, ssl=wrapped)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        sessions = list(server.sessions)  # after a failed handshake one may wait for ever
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions)
