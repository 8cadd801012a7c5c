"""Bodies while they come in: counted, bounded, and few of them big at the same time."""

import asyncio
import sys
from dataclasses import dataclass

from monitor.errors import FetchError

_CRUMBS = 10_000  # portions of a body; a megabyte in honest chunks has some hundred
_CRUMB_BYTES = 32
_PIECE_BYTES = 512 * 1024  # beyond what glibc keeps for itself: they go back when they are freed


@dataclass(frozen=True, slots=True)
class Tier:
    """Bodies above a size, and how many of them there may be at once."""

    above_bytes: int
    places: asyncio.Semaphore


class Places:
    """What all bodies in flight may hold together: about 10 + 8 + 15 MB at forty polls.

    Two tiers, so that one slow giant holds up nothing but other giants. A body that grows into the
    next tier gives up its place in the last one; whoever sits in the last waits for nobody.
    """

    def __init__(self) -> None:
        self.tiers = (
            Tier(256 * 1024, asyncio.Semaphore(4)),
            Tier(2 * 2**20, asyncio.Semaphore(1)),
            Tier(sys.maxsize, asyncio.Semaphore(0)),
        )


class Body:
    """The decoded bytes so far, which never become more than the limit and one piece."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.portions = 0
        self._coded = 0
        # pieces: a buffer that grows to 15 MB is copied on the way and costs 40 (measured)
        self._pieces: list[bytes] = []
        self._small = bytearray()  # small pieces on their way to be one

    def count(self, coded: bytes) -> None:
        """Note a portion as it came.

        Raises:
            FetchError: kind ``protocol``, for a body in crumbs: they cost time, not bytes.
        """
        self.portions += 1
        self._coded += len(coded)
        if self.portions > _CRUMBS and self._coded < _CRUMB_BYTES * self.portions:
            raise FetchError(
                f"the answer comes in {self.portions} crumbs of a few bytes; it is not read on",
                kind="protocol",
            )

    def add(self, piece: bytes) -> None:
        """Keep a decoded piece.

        Raises:
            FetchError: kind ``too-large``.
        """
        self._small += piece[: max(0, self.limit - self.size)]
        self.size += len(piece)
        if len(self._small) >= _PIECE_BYTES:
            self._pieces.append(bytes(self._small))
            self._small.clear()
        if self.size > self.limit:
            raise FetchError(
                f"the answer is longer than {self.limit} bytes when decoded; nothing of it is kept",
                kind="too-large",
            )

    def taken(self) -> bytes:
        """All of it, up to the limit."""
        return b"".join((*self._pieces, self._small))

    def drop(self) -> None:
        """Let the memory go."""
        self._pieces.clear()
        self._small.clear()
