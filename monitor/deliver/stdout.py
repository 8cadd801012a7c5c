"""One line a message, for whoever watches the terminal."""

import datetime as dt
import sys
from typing import TextIO

from monitor.deliver.contract import Post, StdoutSpec
from monitor.deliver.render import summary_line
from monitor.errors import DeliveryError
from monitor.records import Accepted, Deferred, Message, Receipt, Rejected


class StdoutChannel:
    """Writes time, places, title, source and address on one line."""

    def __init__(self, spec: StdoutSpec, stream: TextIO | None = None) -> None:
        """Write to `stream`; None is whatever ``sys.stdout`` is at that moment."""
        self.name = spec.name
        self._stream = stream

    async def send(self, message: Message, recipient: str, *, now: dt.datetime) -> Receipt:
        """Print `message`; letters that the terminal does not know become question marks."""
        del recipient, now
        stream = self._stream or sys.stdout
        try:
            line = summary_line(message)
        except DeliveryError as error:
            return Rejected(answer=str(error))
        encoding = stream.encoding or "utf-8"
        try:
            stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
            stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            return Deferred(answer=f"standard output: {error}", outage=True)
        return Accepted(answer="printed")

    async def close(self) -> None:
        """The stream belongs to the program."""


def build(spec: StdoutSpec, send: Post) -> StdoutChannel:
    """Make the channel that `spec` describes; it needs no network."""
    del send
    return StdoutChannel(spec)
