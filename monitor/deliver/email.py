"""Mail over SMTP; what the channel is told about security is never silently dropped."""

import asyncio
import base64
import datetime as dt
import ipaddress
import re

import aiosmtplib

from monitor.deliver.contract import SEND_LIMIT_S, EmailSpec, Post
from monitor.deliver.mail import ascii_address, build_mail
from monitor.deliver.render import render_message
from monitor.deliver.smtp import Line, Lines
from monitor.deliver.wording import one_line
from monitor.errors import DeliveryError
from monitor.records import Accepted, Deferred, Message, Receipt, Rejected

# The server wants a login, or does not like ours: every mail would get this answer.
_LOGIN_CODES = frozenset({454, 530, 534, 535, 538})
_CLOSING_CODE = 421
_FAILURES = (aiosmtplib.SMTPException, OSError, UnicodeError)  # OSError: TLS and deadlines too


class EmailChannel:
    """One SMTP transaction for each message and recipient."""

    def __init__(self, spec: EmailSpec) -> None:
        """Check that `spec` is safe and complete; nothing is connected yet.

        Raises:
            DeliveryError: a password would travel in clear, or an address cannot be used.
        """
        self.name = spec.name
        self._spec = spec
        self._sender = _checked_sender(spec)
        self._lines = Lines(spec)

    async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
        """Send `message` to `recipient` alone; every attempt sends the same bytes."""
        del now  # a mail's date is that of its message
        address = ascii_address(recipient)
        if address is None:
            return Rejected(answer=f"{recipient!r} is not an address that mail can be sent to")
        try:
            rendered = render_message(message)
        except DeliveryError as error:
            return Rejected(answer=str(error))
        mail = build_mail(message, rendered, spec=self._spec, recipient=address).as_bytes()
        try:
            async with asyncio.timeout(min(self._spec.timeout_s, SEND_LIMIT_S)):
                return await self._deliver(address, mail)
        except TimeoutError:
            return self._outage("no answer in time")

    async def close(self) -> None:
        """Say goodbye on the connections that wait for the next mail."""
        await self._lines.close()

    async def _deliver(self, recipient: str, mail: bytes) -> Receipt:
        try:
            line = await self._lines.take()
        except aiosmtplib.SMTPAuthenticationError as error:
            said = self._said(error)
            return self._outage(f"the login was refused ({said}); check username and password")
        except _FAILURES as error:
            return self._outage(self._said(error))
        return await self._transact(line, recipient, mail)

    async def _transact(self, line: Line, recipient: str, mail: bytes) -> Receipt:
        is_clean = False
        try:
            response = await line.deliver(self._sender, recipient, mail)
            is_clean = True
            return Accepted(answer=self._text(f"{response.code} {response.message}"))
        except aiosmtplib.SMTPResponseException as error:
            is_clean = line.smtp.is_connected
            return self._refused(error)
        except _FAILURES as error:
            # Lost after DATA the mail may have arrived: the next attempt has the same Message-ID.
            return self._outage(self._said(error))
        finally:
            if is_clean:
                self._lines.give_back(line)
            else:
                line.drop()

    def _refused(self, error: aiosmtplib.SMTPResponseException) -> Receipt:
        """Tell a refused mail from a server that takes nothing from us at the moment."""
        said = self._said(error)
        is_ours = 500 <= error.code < 600 and isinstance(error, aiosmtplib.SMTPSenderRefused)
        if is_ours or error.code in _LOGIN_CODES:
            return self._outage(f"{said}; check sender, username and password")
        if error.code == _CLOSING_CODE or not 400 <= error.code < 600:
            return self._outage(said)
        if error.code < 500:
            return Deferred(answer=said, outage=False)
        return Rejected(answer=said)

    def _outage(self, seen: str) -> Deferred:
        spec = self._spec
        return Deferred(
            answer=f"channel {spec.name!r}: {spec.host}:{spec.port}: {seen}", outage=True
        )

    def _said(self, error: Exception) -> str:
        if isinstance(error, aiosmtplib.SMTPResponseException):
            if error.code == aiosmtplib.SMTPStatus.invalid_response:
                return self._text(f"its answer is not SMTP ({error.message}); check host and port")
            return self._text(f"{error.code} {error.message}")
        return self._text(str(error) or type(error).__name__)

    def _text(self, said: str) -> str:
        """Clean what a server said; some echo what they were sent, the login included."""
        for secret in _forms(self._spec.username, self._spec.password):
            said = said.replace(secret, "…")
        return one_line(said, limit=300)


def build(spec: EmailSpec, send: Post) -> EmailChannel:
    """Make the channel that `spec` describes; it speaks SMTP, not HTTP."""
    del send
    return EmailChannel(spec)


def _checked_sender(spec: EmailSpec) -> str:
    if spec.security == "none" and spec.username is not None and not _is_loopback(spec.host):
        raise DeliveryError(
            f"channel {spec.name!r}: username with security 'none' would send the password to "
            f"{spec.host!r} in clear; set security to 'starttls' or 'tls'"
        )
    if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", spec.host_id):
        raise DeliveryError(
            f"channel {spec.name!r}: host_id is {spec.host_id!r}; give a host name such as "
            f"'monitor.example.org'"
        )
    sender = ascii_address(spec.sender.rpartition("<")[2].removesuffix(">"))
    if sender is None:
        raise DeliveryError(
            f"channel {spec.name!r}: sender is {spec.sender!r}; give an address such as "
            f"'monitor@example.org'"
        )
    return sender


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _forms(username: str | None, password: str | None) -> tuple[str, ...]:
    """Give the password as it may be echoed: as AUTH PLAIN and AUTH LOGIN send it, and plain.

    Longest first, since one form may hold another.
    """
    if not password:
        return ()
    sent = (f"\0{username}\0{password}", password)
    encoded = (base64.b64encode(form.encode("utf-8", "replace")).decode() for form in sent)
    return (*encoded, password)
