"""Reads the parts of a message's body, whatever is missing, without ever failing.

A body was written by some version of the program, perhaps an older one; a mail that lacks a line
is better than a mail that is never sent.
"""

import datetime as dt
from collections.abc import Mapping

from monitor.deliver.wording import language_tag, one_line, web_address

_MOST = 10**9


class Fields:
    """One JSON object, asked field by field; every text comes out on one clean line."""

    def __init__(self, values: object) -> None:
        """Take anything; what is not an object has no fields."""
        self._values: Mapping[str, object] = values if isinstance(values, Mapping) else {}

    def text(self, name: str, *, limit: int = 300) -> str:
        """Give a text, "" where there is none."""
        value = self._values.get(name)
        return one_line(value, limit=limit) if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts, without the empty ones."""
        value = self._values.get(name)
        found = value if isinstance(value, list) else []
        lines = (one_line(text, limit=300) for text in found if isinstance(text, str))
        return tuple(line for line in lines if line)

    def address(self, name: str) -> str:
        """Give an http or https address, "" for anything else."""
        value = self._values.get(name)
        return web_address(value) if isinstance(value, str) else ""

    def language(self, name: str = "language") -> str:
        """Give a language tag, "" where none is known."""
        return language_tag(self.text(name, limit=40))

    def number(self, name: str) -> int:
        """Give a count: a whole number that is not absurd, 0 where there is none."""
        value = self._values.get(name)
        return min(max(value, 0), _MOST) if isinstance(value, int) else 0

    def is_set(self, name: str) -> bool:
        """Whether a fact is stated as true."""
        return self._values.get(name) is True

    def time(self, name: str) -> dt.datetime | None:
        """Give an aware time; None where none is stated or it cannot be read."""
        value = self._values.get(name)
        try:
            at = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return at.replace(tzinfo=dt.UTC) if at and at.tzinfo is None else at

    def part(self, name: str) -> "Fields":
        """Give the object under `name`, an empty one where there is none."""
        return Fields(self._values.get(name))

    def parts(self, name: str) -> tuple["Fields", ...]:
        """Give the objects in the list under `name`."""
        value = self._values.get(name)
        found = value if isinstance(value, list) else []
        return tuple(Fields(part) for part in found if isinstance(part, dict))
