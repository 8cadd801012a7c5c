"""Secured connections to one mail server, kept open for a burst of mails."""

import asyncio
import ssl
from contextlib import suppress

import aiosmtplib

from monitor.deliver.contract import EmailSpec
from monitor.errors import DeliveryError

IDLE_S = 3.0  # an open connection waits this long for the next mail
KEPT_LIMIT = 4  # connections that wait at a time
MAILS_LIMIT = 100  # mails over one connection; many servers stop near there
_GREETING_S = 5.0  # a kept connection that does not answer by then is dead
_GOODBYE_S = 2.0


class Line:
    """One open, secured, authenticated connection."""

    def __init__(self, smtp: aiosmtplib.SMTP) -> None:
        """Wrap a connection that is ready for a first mail."""
        self.smtp = smtp
        self._mails = 0

    async def deliver(self, sender: str, recipient: str, mail: bytes) -> aiosmtplib.SMTPResponse:
        """Send one mail to one recipient, in a transaction of its own.

        Raises:
            SMTPException: the server refused a step, or the connection is lost.
        """
        self._mails += 1
        await self.smtp.mail(sender)
        await self.smtp.rcpt(recipient)
        return await self.smtp.data(mail)

    async def is_usable(self) -> bool:
        """Whether the server still listens, with nothing left over from the mail before."""
        if not self.smtp.is_connected or self._mails >= MAILS_LIMIT:
            return False
        with suppress(aiosmtplib.SMTPException, OSError):
            await self.smtp.rset(timeout=_GREETING_S)
            return True
        return False

    def drop(self) -> None:
        """Close at once, without a word."""
        transport = self.smtp.transport
        self.smtp.close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()

    async def hang_up(self) -> None:
        """Say goodbye, briefly, then close."""
        try:
            async with asyncio.timeout(_GOODBYE_S):
                await self.smtp.quit()
        except (aiosmtplib.SMTPException, OSError):
            pass  # the server has gone first, which is what we want
        finally:
            self.drop()


class Lines:
    """Opens connections as `spec` asks, and keeps a few between two mails of a burst."""

    def __init__(self, spec: EmailSpec) -> None:
        """Load the trusted authorities.

        Raises:
            DeliveryError: `spec` asks for what is not safe, or its authorities cannot be read.
        """
        self._spec = spec
        self._tls = _tls_context(spec)
        self._idle: list[Line] = []
        self._idle_until = 0.0
        self._keeper: asyncio.Task[None] | None = None

    async def take(self) -> Line:
        """Give a connection that is ready for a mail.

        Raises:
            SMTPException, OSError, UnicodeError: the server cannot be reached, cannot be trusted
                or does not let us in. Neither password nor mail has left in clear by then.
        """
        while self._idle:
            line = self._idle.pop()
            if await self._still_usable(line):
                return line
        return await self._open()

    def give_back(self, line: Line) -> None:
        """Keep `line` for the next mail, for a moment."""
        if len(self._idle) >= KEPT_LIMIT:
            line.drop()
            return
        self._idle.append(line)
        self._idle_until = asyncio.get_running_loop().time() + IDLE_S
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Hang up on every kept connection."""
        idle, self._idle = self._idle, []
        for line in idle:
            await line.hang_up()
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
            self._keeper = None

    async def _keep(self) -> None:
        """Hang up once nothing was sent for a while; drop all when the program ends before."""
        loop = asyncio.get_running_loop()
        try:
            # ASYNC110: there is no event to wait for, the moment only moves while we wait
            while (left_s := self._idle_until - loop.time()) > 0:  # noqa: ASYNC110
                await asyncio.sleep(left_s)
            while self._idle:
                await self._idle.pop().hang_up()
        finally:
            for line in self._idle:
                line.drop()
            self._idle.clear()

    async def _still_usable(self, line: Line) -> bool:
        is_usable = False
        try:
            is_usable = await line.is_usable()
        finally:
            if not is_usable:
                line.drop()
        return is_usable

    async def _open(self) -> Line:
        spec = self._spec
        smtp = aiosmtplib.SMTP(
            hostname=spec.host,
            port=spec.port,
            local_hostname=spec.host_id,
            timeout=None,  # the channel gives one deadline for all the steps together
            use_tls=spec.security == "tls",
            start_tls=False,  # done below, where a server that does not offer it is an error
            tls_context=self._tls,
        )
        line, is_ready = Line(smtp), False
        try:
            await smtp.connect()
            if spec.security == "starttls":
                await smtp.starttls()
            if spec.username is not None:
                await smtp.login(spec.username, spec.password or "")
            is_ready = True
        finally:
            if not is_ready:
                line.drop()
        return line


def _tls_context(spec: EmailSpec) -> ssl.SSLContext | None:
    if spec.security == "none":
        return None
    context = ssl.create_default_context()
    if spec.ca_file is not None:
        try:
            context.load_verify_locations(cafile=spec.ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise DeliveryError(
                f"channel {spec.name!r}: the authorities in {spec.ca_file!r} cannot be read "
                f"({error}); give a PEM file"
            ) from error
    return context
