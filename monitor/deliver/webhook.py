"""Signed JSON to an address of the user's choice.

Source: the Standard Webhooks specification (headers, signature, which answers mean what).
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit

from monitor.deliver.body import body_bytes
from monitor.deliver.contract import SEND_LIMIT_S, Post, PostAnswer, WebhookSpec
from monitor.deliver.retry_after import retry_at
from monitor.deliver.wording import one_line
from monitor.errors import DeliveryError, FetchError
from monitor.records import Accepted, Closed, Deferred, Message, Receipt, Rejected

BODY_LIMIT_BYTES = 256 * 1024
_PREFIX = "whsec_"
_BUSY = frozenset({429, 502, 503, 504})


class WebhookChannel:
    """Posts a message's body as it was stored, under the same id on every attempt."""

    def __init__(self, spec: WebhookSpec, send: Post) -> None:
        """Read the keys of `spec`; requests go through `send`.

        Raises:
            DeliveryError: a secret cannot be read, or the address is not http or https.
        """
        self.name = spec.name
        self._spec = spec
        self._keys = tuple(_key(secret, spec.name) for secret in spec.secrets)
        self._post = send
        if urlsplit(spec.url).scheme not in {"http", "https"}:
            raise DeliveryError(
                f"channel {spec.name!r}: the webhook's address does not begin with https:// or "
                f"http://; give the address in full"
            )

    async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
        """Post `message` once; `recipient` is always this one address."""
        del recipient
        body = body_bytes(message)
        if len(body) > BODY_LIMIT_BYTES:
            return Rejected(
                answer=f"the body has {len(body)} bytes, at most {BODY_LIMIT_BYTES} are sent"
            )
        try:
            answer = await self._post(
                self._spec.url,
                headers=self._headers(message.id, body, now),
                body=body,
                timeout_s=min(self._spec.timeout_s, SEND_LIMIT_S),
                allow_addresses=self._spec.allow_addresses,
            )
        except FetchError as error:
            return Deferred(answer=self._without_address(str(error)), outage=True)
        return _receipt(answer, now)

    async def close(self) -> None:
        """Nothing is kept open."""

    def _headers(self, message_id: str, body: bytes, now: dt.datetime) -> dict[str, str]:
        timestamp = int(now.timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp),
        }
        if self._keys:
            headers["webhook-signature"] = signatures(self._keys, message_id, timestamp, body)
        return headers

    def _without_address(self, text: str) -> str:
        """Name the host at most: the rest of a webhook's address is often its password."""
        parts = urlsplit(self._spec.url)
        secrets = (self._spec.url, parts.path, parts.query, parts.username, parts.password)
        for secret in secrets:
            if secret and len(secret) > 1:
                text = text.replace(secret, f"{parts.hostname}/…" if secret == secrets[0] else "…")
        return one_line(text, limit=300)


def build(spec: WebhookSpec, send: Post) -> WebhookChannel:
    """Make the channel that `spec` describes."""
    return WebhookChannel(spec, send)


def signatures(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """Give one ``v1,…`` for each key, space separated, so that old and new secrets both verify."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.new(key, signed, hashlib.sha256).digest() for key in keys)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def _key(secret: str, channel: str) -> bytes:
    """Read a secret: ``whsec_`` and base64, bare base64 of at least 24 bytes, or plain text.

    Bare base64 is decoded because every Standard Webhooks library decodes what it is given.
    """
    encoded = secret.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if secret.startswith(_PREFIX):
        if not key:
            raise DeliveryError(
                f"channel {channel!r}: its secret begins with {_PREFIX!r} and what follows is not "
                f"base64; copy it again"
            )
        return key
    if not secret:
        raise DeliveryError(f"channel {channel!r}: its secret is empty; give one or leave it out")
    return key if len(key) >= 24 else secret.encode()


def _receipt(answer: PostAnswer, now: dt.datetime) -> Receipt:
    said = _said(answer)
    if 200 <= answer.status < 300:
        return Accepted(answer=said)
    if answer.status == 410:
        return Closed(answer=said)
    if 300 <= answer.status < 400:
        return Deferred(
            answer=f"{said}; redirects are not followed, configure the final address", outage=False
        )
    asked = answer.status == 429 or answer.status >= 500
    return Deferred(
        answer=said,
        outage=answer.status in _BUSY,
        retry_at=retry_at(answer.headers.get("retry-after"), now=now) if asked else None,
    )


def _said(answer: PostAnswer) -> str:
    words = one_line(answer.body_start[:400].decode("utf-8", "replace"), limit=120)
    return f"answered {answer.status}: {words}" if words else f"answered {answer.status}"
