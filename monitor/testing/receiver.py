"""A webhook's other end: it keeps what arrives, and answers as it was told to."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.clock import Clock, SystemClock
from monitor.testing.http import Answer, Fault, Request, Status, read_request, write_answer
from monitor.testing.server import LOOPBACK, LoopbackServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One call, taken or not."""

    request: Request
    status: int | None  # None: it was read and never answered

    @property
    def id(self) -> str:
        """The ``webhook-id``: the same on every attempt of one message."""
        return self.request.headers.get("webhook-id", "")

    @property
    def event(self) -> str:
        """The type in the body, such as ``item.new``."""
        return str(self.body.get("type", ""))

    @property
    def body(self) -> Mapping[str, Any]:
        """The JSON that was sent."""
        content = json.loads(self.request.body)
        return content if isinstance(content, dict) else {}

    @property
    def title(self) -> str:
        """The item's title, "" where the event is about no item."""
        return str(self.body.get("data", {}).get("item", {}).get("title", ""))

    @property
    def is_taken(self) -> bool:
        """Whether the sender was told that all is well."""
        return self.status is not None and 200 <= self.status < 300


class Receiver(LoopbackServer):
    """Collects webhook calls on any path; answers 204 unless scripted otherwise."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        super().__init__()
        self._clock = clock or SystemClock()
        self._script: deque[Fault] = deque()
        self._always: Fault | None = None
        self._hooks: list[Hook] = []

    @property
    def url(self) -> str:
        """Where to post."""
        return f"http://{LOOPBACK}:{self.port}/hook"

    # ------------------------------------------------------------------ the script
    def answers(self, *faults: Fault | int) -> None:
        """Answer the next calls so, one after another (a number is a status), then as usual."""
        with self._changed:
            self._script.extend(Status(f) if isinstance(f, int) else f for f in faults)

    def answers_always(self, fault: Fault | int | None) -> None:
        """Answer every call that is not scripted so; None: properly."""
        with self._changed:
            self._always = Status(fault) if isinstance(fault, int) else fault

    # ------------------------------------------------------------------ what came
    def hooks(self) -> tuple[Hook, ...]:
        """Every call that was read, oldest first, also the refused ones."""
        with self._changed:
            return tuple(self._hooks)

    def taken(self) -> tuple[Hook, ...]:
        """The calls that were answered with 2xx."""
        return tuple(hook for hook in self.hooks() if hook.is_taken)

    def wait_for(self, count: int, *, within_s: float = 5.0) -> bool:
        """Wait until `count` calls were taken; False when time ran out."""
        return self.wait_until(lambda: len(self.taken()) >= count, within_s=within_s)

    # ------------------------------------------------------------------ answering
    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader, at=self._clock.now())
        with self._changed:
            fault = self._script.popleft() if self._script else self._always
            place = len(self._hooks)
            self._hooks.append(Hook(request=request, status=None))
            self._happened()

        def begins(status: int) -> None:
            with self._changed:
                self._hooks[place] = Hook(request=request, status=status)
                self._happened()

        await write_answer(writer, Answer(status=204), begins=begins, fault=fault)


def is_signed(request: Request, secret: str) -> bool:
    """Whether one of the request's signatures was made with `secret` (``whsec_…``).

    Source: the Standard Webhooks specification 1.0.0, "Signature scheme": HMAC-SHA256 over
    ``id.timestamp.body``, base64, as ``v1,…``, several with spaces between while keys rotate.
    The age of the timestamp is the caller's business.
    """
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return False
    named = [request.headers.get(name, "") for name in ("webhook-id", "webhook-timestamp")]
    signed = ".".join(named).encode() + b"." + request.body
    wanted = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    given = request.headers.get("webhook-signature", "").split()
    return all(named) and any(hmac.compare_digest(wanted, one) for one in given)
