"""The nouns of the house: one frozen type for each stage of the flow.

``source → fetch → parse → identify → match → plan → store (+ outbox) → deliver``

Every time is an aware UTC :class:`~datetime.datetime` and every span a
:class:`~datetime.timedelta`, unless a name ends in its unit.
"""

from monitor.records.document import (
    Child,
    Document,
    Draft,
    Fetched,
    Gone,
    Moment,
    NotModified,
    Reading,
    Refused,
    Validators,
)
from monitor.records.identity import (
    AliasKey,
    Candidate,
    ContentKeys,
    CopyHit,
    Known,
    KnownItem,
    Probe,
    Verdict,
)
from monitor.records.item import EditRow, Evidence, Item, ItemRow, Match, Revision
from monitor.records.learned import Habit, Layout, LayoutRow, ListMemory, Mark
from monitor.records.look import (
    Doubt,
    LookClaim,
    Looked,
    LookPlan,
    LookPolicy,
    LookState,
)
from monitor.records.opinion import (
    Judged,
    Opinion,
    OpinionRow,
    OpinionWord,
    RejudgePlan,
    Stale,
)
from monitor.records.outbox import (
    Accepted,
    Closed,
    Deferred,
    Delivery,
    Edition,
    Message,
    Receipt,
    Rejected,
    Settlement,
)
from monitor.records.plan import Change, Claim, LookWish, NewItem, PollPlan, PollRecord, Seen
from monitor.records.source import CadenceState, Source, SourceState
from monitor.records.wishes import Limits, RetryPolicy, Rule, Schedule
from monitor.records.words import (
    DeliveryState,
    Enclosure,
    EventType,
    ItemState,
    Precision,
    SourceKind,
)

__all__ = [
    "Accepted",
    "AliasKey",
    "CadenceState",
    "Candidate",
    "Change",
    "Child",
    "Claim",
    "Closed",
    "ContentKeys",
    "CopyHit",
    "Deferred",
    "Delivery",
    "DeliveryState",
    "Document",
    "Doubt",
    "Draft",
    "EditRow",
    "Edition",
    "Enclosure",
    "EventType",
    "Evidence",
    "Fetched",
    "Gone",
    "Habit",
    "Item",
    "ItemRow",
    "ItemState",
    "Judged",
    "Known",
    "KnownItem",
    "Layout",
    "LayoutRow",
    "Limits",
    "ListMemory",
    "LookClaim",
    "LookPlan",
    "LookPolicy",
    "LookState",
    "LookWish",
    "Looked",
    "Mark",
    "Match",
    "Message",
    "Moment",
    "NewItem",
    "NotModified",
    "Opinion",
    "OpinionRow",
    "OpinionWord",
    "PollPlan",
    "PollRecord",
    "Precision",
    "Probe",
    "Reading",
    "Receipt",
    "Refused",
    "Rejected",
    "RejudgePlan",
    "RetryPolicy",
    "Revision",
    "Rule",
    "Schedule",
    "Seen",
    "Settlement",
    "Source",
    "SourceKind",
    "SourceState",
    "Stale",
    "Validators",
    "Verdict",
]
