"""Tell what was held back: the updates of articles that change all the time, as one."""

from collections.abc import Callable, Mapping, Sequence

from monitor.clock import Clock
from monitor.jobs.keeping import Keeping
from monitor.plan import Desk
from monitor.plan.holding import plan_held
from monitor.records import Source
from monitor.store import Store

PORTION = 200  # items of one transaction


class HeldTeller:
    """Owes the messages of what is due, once."""

    def __init__(
        self, *, store: Store, keeping: Keeping, clock: Clock, told: Callable[[], None]
    ) -> None:
        """Take the store and the clock; `told` is called after messages were written."""
        self._store, self._keep, self._clock, self._told = store, keeping, clock, told
        self._sources: Mapping[str, Source] = {}
        self._desk: Desk | None = None

    def configure(self, sources: Sequence[Source], desk: Desk) -> None:
        """Use these sources and wishes from now on."""
        self._sources = {source.name: source for source in sources}
        self._desk = desk

    async def tell_due(self) -> int:
        """Owe what is due now; how many messages came of it. Raises StoreError."""
        made = 0
        while (portion := await self._keep(self._tell_portion)) is not None:
            made += portion
        if made:
            self._told()
        return made

    def _tell_portion(self) -> int | None:
        """The messages of some rows, in one transaction; None when nothing is due."""
        assert self._desk is not None  # noqa: S101 - configure() comes first
        now = self._clock.now()
        rows = self._store.held(now=now, limit=PORTION)
        if not rows:
            return None
        messages = plan_held(rows, self._sources, self._desk, now=now)
        return len(self._store.settle_held(rows, messages))
