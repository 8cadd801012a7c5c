"""What every store promises, whatever it is built on; one suite of tests holds each backend to it.

All calls are blocking and are made by one thread at a time. Failures are
:class:`~monitor.errors.StoreError`, and then nothing of that call was written; the same call can
succeed later. What can never succeed (a row without a title) is no StoreError: it is a mistake of
the caller, and raises as such.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from monitor.records import (
    AliasKey,
    Claim,
    ContentKeys,
    Delivery,
    DeliveryState,
    Edition,
    EditRow,
    HeldItem,
    Item,
    ItemRow,
    ItemState,
    Known,
    LayoutRow,
    LedgerReport,
    LookClaim,
    Looked,
    LookPlan,
    LookState,
    Message,
    Near,
    NearProbe,
    Opinion,
    OpinionRow,
    PollPlan,
    PollRecord,
    Probe,
    RejudgePlan,
    RulingPlan,
    Settlement,
    Source,
    SourceState,
    Stale,
)
from monitor.store.rows import (
    ChannelState,
    Dossier,
    ItemFilter,
    Owed,
    Retention,
    SourceRow,
    StoryRow,
    UpkeepReport,
)


class Store(Protocol):
    """The memory of the program."""

    # -------------------------------------------------------------- whole
    def close(self) -> None:
        """Give everything back; nothing may be called afterwards."""
        ...

    def batch(self) -> AbstractContextManager[None]:
        """One transaction around several calls, each of which can fail without the others.

        It is kept when the block ends and undone when an exception leaves the block.
        """
        ...

    # -------------------------------------------------------------- sources
    def enrol(self, sources: Sequence[Source], *, now: dt.datetime) -> None:
        """Make `sources` the ones that are polled; what the others brought stays."""
        ...

    def claim_due(
        self, *, limit: int, lease: dt.timedelta, now: dt.datetime, shard: int | None = None
    ) -> Claim:
        """Take sources that are enrolled, due and not claimed, the longest overdue first."""
        ...

    def claim_now(
        self, names: Collection[str] | None, *, lease: dt.timedelta, now: dt.datetime
    ) -> Claim:
        """Take sources whether due or not, unless their site asked to wait; None: all."""
        ...

    def renew(self, claim: Claim, *, lease: dt.timedelta, now: dt.datetime) -> Claim:
        """The same claim for longer, without the sources that a later claim took."""
        ...

    def release(self, claim: Claim) -> None:
        """Make the sources of a claim free, as due as they were."""
        ...

    def source_state(self, name: str) -> SourceState | None:
        """What is remembered of a source."""
        ...

    def next_due(self, now: dt.datetime) -> dt.datetime | None:
        """When `claim_due` can give something next; None when nothing is enrolled."""
        ...

    # -------------------------------------------------------------- polls
    def known(self, probe: Probe) -> Known:
        """What is known of the keys of one document, this batch's own writes included."""
        ...

    def near(self, probe: NearProbe, *, now: dt.datetime) -> Near:
        """What shares wording or terms with new items, this batch's own writes included."""
        ...

    def apply(
        self, plans: Sequence[PollPlan], claim: Claim | None, *, now: dt.datetime
    ) -> tuple[str, ...]:
        """Keep all that polls decided, or nothing.

        Returns the names of sources of which nothing was kept, because a later claim has taken
        them over or they were never enrolled.
        """
        ...

    def mark(self, item_id: str, state: ItemState) -> None:
        """Set an item's state by hand."""
        ...

    def rule(self, plan: RulingPlan) -> tuple[str, ...]:
        """Take an item out of its copy group or story, or put it back; the new messages' ids."""
        ...

    # -------------------------------------------------------------- judgements
    def keep_opinion(self, opinion: Opinion) -> None:
        """Keep what a user says of a judgement; the last word on an item and topic counts."""
        ...

    def opinions(self, *, limit: int = 10_000) -> tuple[OpinionRow, ...]:
        """What users said, the last first."""
        ...

    def stale(
        self, versions: Mapping[str, str], *, limit: int, below: int | None = None
    ) -> Stale | None:
        """The next items that other versions of these topics judged, the newest first.

        `versions` are those of now, by topic. Goes on where the last portion that was kept
        ended; None when there is none left. With `below` it gives all items under that number,
        whoever judged them.
        """
        ...

    def judge_anew(self, plan: RejudgePlan) -> tuple[str, ...]:
        """Keep a portion of judgements, its messages and how far it went; the new messages' ids.

        An item whose words have changed since it was read is left alone. No digest to come
        counts what becomes relevant so as new.
        """
        ...

    def told(self, groups: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The channels that heard of each copy group, or will."""
        ...

    # -------------------------------------------------------------- looks
    def claim_looks(
        self,
        *,
        limit: int,
        per_host: int,
        lease: dt.timedelta,
        now: dt.datetime,
        source: str | None = None,
    ) -> LookClaim:
        """Take pages that are due and not claimed, few of one host, the longest overdue first."""
        ...

    def next_look(self) -> dt.datetime | None:
        """When `claim_looks` can give something next; None when there is nothing to look at."""
        ...

    def looked(self, item_id: str, blocks: Callable[[str], Collection[str]]) -> Looked | None:
        """What is known of an item; `blocks` gives the blocks to look up, from its former text."""
        ...

    def apply_looks(
        self, plans: Sequence[LookPlan], claim: LookClaim | None, *, now: dt.datetime
    ) -> tuple[str, ...]:
        """Keep all that looks decided, or nothing; ids of items that a later claim took over."""
        ...

    def look_state(self, item_id: str) -> LookState | None:
        """What is remembered of the looks at an item's page."""
        ...

    # -------------------------------------------------------------- what is told later
    def held(self, *, now: dt.datetime, limit: int) -> tuple[HeldItem, ...]:
        """Items with changes that are due to be told as one, the longest overdue first."""
        ...

    def settle_held(self, rows: Sequence[HeldItem], messages: Sequence[Message]) -> tuple[str, ...]:
        """Owe what was made of these rows, which are done with; the new messages' ids."""
        ...

    # -------------------------------------------------------------- outbox
    def enqueue(self, messages: Sequence[Message]) -> tuple[str, ...]:
        """Owe messages; the ids of those that were not owed before."""
        ...

    def claim_deliveries(
        self,
        channel: str,
        *,
        limit: int,
        lease: dt.timedelta,
        now: dt.datetime,
        force: bool = False,
    ) -> tuple[Delivery, ...]:
        """Take deliveries that are waiting, due and not claimed, the oldest message first."""
        ...

    def release_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Give back what was claimed and not tried."""
        ...

    def settle(
        self,
        settlements: Sequence[Settlement],
        *,
        asked: Mapping[str, dt.datetime] | None = None,
    ) -> None:
        """Write down what became of attempts; what was accepted stays accepted."""
        ...

    def retry(
        self,
        *,
        now: dt.datetime,
        message_ids: Collection[str] = (),
        channel: str | None = None,
    ) -> int:
        """Make deliveries due at once under the ids they have; how many."""
        ...

    def reopen_channel(self, name: str) -> None:
        """Forget that a channel is closed or waits."""
        ...

    def owed(self, now: dt.datetime) -> tuple[Owed, ...]:
        """What waits and what was given up, by channel."""
        ...

    def next_delivery_at(self, now: dt.datetime) -> dt.datetime | None:
        """When `claim_deliveries` can give something next, of any channel."""
        ...

    def deliveries(
        self,
        *,
        state: DeliveryState | None = None,
        channel: str | None = None,
        limit: int = 100,
    ) -> tuple[Delivery, ...]:
        """Deliveries, the newest message first."""
        ...

    def message(self, message_id: str) -> Message | None:
        """A message with all its recipients."""
        ...

    def channels(self) -> tuple[ChannelState, ...]:
        """Channels that are closed, wait or have failed."""
        ...

    # -------------------------------------------------------------- digests
    def keep_edition(self, edition: Edition, messages: Sequence[Message]) -> bool:
        """Keep an edition with its messages; False if its slot has one already."""
        ...

    def last_edition(self, digest: str) -> Edition | None:
        """The edition of the latest slot."""
        ...

    def editions(self, digest: str, *, limit: int = 30) -> tuple[Edition, ...]:
        """Editions, the latest slot first."""
        ...

    def digest_items(self, since: dt.datetime, until: dt.datetime) -> tuple[ItemRow, ...]:
        """What was kept or became relevant in the window, oldest first, without texts.

        What is kept after an edition never falls into the window of that edition.
        """
        ...

    def digest_edits(self, since: dt.datetime, until: dt.datetime) -> tuple[EditRow, ...]:
        """Changes of words that were kept in the window, oldest first."""
        ...

    # -------------------------------------------------------------- reading
    def items(self, wanted: ItemFilter | None = None) -> tuple[ItemRow, ...]:
        """Items that fit, newest first."""
        ...

    def search(self, text: str, wanted: ItemFilter | None = None) -> tuple[ItemRow, ...]:
        """Items that fit and hold all words of `text`, newest first."""
        ...

    def item(self, name: str) -> Dossier:
        """Everything about one item, by the beginning of its id or by its address."""
        ...

    def stories(
        self, *, since: dt.datetime | None = None, sources: int = 1, limit: int = 50
    ) -> tuple[StoryRow, ...]:
        """Stories that grew since then and reached so many sources, the newest first."""
        ...

    def sources(self, *, enrolled: bool | None = None) -> tuple[SourceRow, ...]:
        """Sources by name."""
        ...

    def polls(self, source: str | None = None, *, limit: int = 20) -> tuple[PollRecord, ...]:
        """The last polls, newest first."""
        ...

    def layouts(self, source: str, *, limit: int = 20) -> tuple[LayoutRow, ...]:
        """Where the list of a source was found, the newest place first."""
        ...

    # -------------------------------------------------------------- evidence
    def evidence_body(self, sha256: str) -> bytes | None:
        """A document that is kept as evidence, by the hash of its body; None if it is not here."""
        ...

    def evidence_before(self, number: int) -> str:
        """The link of the ledger on which a record stands."""
        ...

    def evidence_links(self, first: int) -> Iterator[tuple[int, str]]:
        """Numbers and hashes of the records from `first` to the head, in order."""
        ...

    def evidence_head(self) -> tuple[int, str]:
        """How many records there are, and the last link."""
        ...

    def evidence_words(self, item_id: str) -> Mapping[int, tuple[str, str, str]]:
        """Title, summary and text of each version that has evidence, as they were hashed."""
        ...

    def verify_evidence(self, head: str | None = None) -> LedgerReport:
        """Whether nothing of the ledger was changed, removed or added beside its chain."""
        ...

    # -------------------------------------------------------------- signs of life
    def started_at(self) -> dt.datetime:
        """When this database was made."""
        ...

    def beat(self, now: dt.datetime) -> None:
        """Leave a sign of life; what waits for a clock that was set back is moved."""
        ...

    def last_beat(self) -> dt.datetime | None:
        """The last sign of life; None if there never was one."""
        ...

    # -------------------------------------------------------------- upkeep
    def upkeep(self, retention: Retention, *, now: dt.datetime) -> UpkeepReport:
        """Let go what is older than `retention` says, and tidy."""
        ...

    def needs_rebuild(self, fold_version: int) -> bool:
        """Whether keys are of another folding."""
        ...

    def rebuild_keys(
        self,
        keys: Callable[[str, str, str], ContentKeys],
        *,
        fold_version: int,
        aliases: Callable[[Item], Iterable[AliasKey]] | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> int:
        """Compute keys and search index anew; how many revisions."""
        ...

    def backup(self, target: Path, *, progress: Callable[[int, int], object] | None = None) -> int:
        """A checked copy at `target`, made while others write; its size in bytes."""
        ...
