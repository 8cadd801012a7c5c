"""One thread on which the store is spoken to, so that the loop never waits for a disk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Keeping:
    """Runs plain functions of the store, in the order in which they were asked for."""

    def __init__(self) -> None:
        """Start no thread yet; the first call does."""
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def __call__(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `ask` on the store's thread and give what it gives.

        A caller that is cancelled does not stop the function: a transaction that began ends.
        """
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._pool, partial(ask, *args, **kwargs)))

    def close(self) -> None:
        """Wait for what was begun, then end the thread."""
        self._pool.shutdown(wait=True)
