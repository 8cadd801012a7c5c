"""What is told later."""

import datetime as dt
from dataclasses import dataclass

from monitor.records.words import EditClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Changes of an item that people are to hear of as one."""

    before: int  # the version before the first of them
    edit: EditClass  # the gravest of them
    is_event: bool  # whether one of them is told where a rule names no class
    due_at: dt.datetime
