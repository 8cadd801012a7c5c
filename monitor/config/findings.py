"""What is wrong or doubtful in a configuration, gathered so that all of it is told at once."""

import operator
from dataclasses import dataclass, field

from monitor.config.locate import Locator, Place
from monitor.config.suggest import shown
from monitor.errors import ConfigError

FINDINGS_LIMIT = 100


@dataclass(slots=True)
class Table:
    """One table of the file, with what the environment set in it."""

    kind: str  # monitor, source, channel, alert or digest
    index: int | None  # None: the one [monitor]
    keys: dict[str, object]
    variables: dict[str, str] = field(default_factory=dict)  # key -> the variable that set it
    forms: dict[str, str] = field(default_factory=dict)  # key -> the form in which it was given
    unresolved: set[str] = field(default_factory=set)  # keys already complained about

    @property
    def label(self) -> str:
        """``source 'oc-media'``; a table without a usable name goes by its number."""
        if self.index is None:
            return self.kind
        name = self.keys.get("name")
        return f"{self.kind} {shown(name) if isinstance(name, str) else f'#{self.index + 1}'}"

    def texts(self, key: str) -> list[str]:
        """The texts that a key holds, one or several; what is no text is the model's business."""
        value = self.keys.get(key)
        values = value if isinstance(value, list) else [value]
        return [each for each in values if isinstance(each, str)]

    def place(self, key: str | None) -> Place:
        """Where the file holds the table, or a key of it."""
        table: Place = (self.kind,) if self.index is None else (self.kind, self.index)
        return table if key is None else (*table, self.forms.get(key, key))


@dataclass(slots=True)
class Findings:
    """Errors and warnings of one file, each with its place."""

    path: str  # as the user gave it
    text: str
    errors: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    _locator: Locator | None = None

    def refuse(self, table: Table, text: str, *, key: str | None = None) -> None:
        """Keep an error: the configuration will not be used."""
        self.errors.append(self._placed(table, text, key))

    def warn(self, table: Table, text: str, *, key: str | None = None) -> None:
        """Keep a warning: the configuration is used all the same."""
        self.notes.append(self._placed(table, text, key))

    def refuse_plain(self, text: str, *, where: str | Place) -> None:
        """Keep an error that belongs to no table; `where` is a variable or a place."""
        self.errors.append(self._loose(text, where))

    def warn_plain(self, text: str, *, where: str | Place = ()) -> None:
        """Keep a warning that belongs to no table."""
        self.notes.append(self._loose(text, where))

    def warnings(self) -> tuple[str, ...]:
        """All warnings in the order of the file, capped."""
        return tuple(_capped(self.notes, "warnings"))

    def raise_errors(self) -> None:
        """Nothing, if nothing is wrong.

        Raises:
            ConfigError: with one line for each error, in the order of the file.
        """
        if self.errors:
            raise ConfigError("\n".join(_capped(self.errors, "errors")))

    def _placed(self, table: Table, text: str, key: str | None) -> tuple[int, str]:
        variable = table.variables.get(key) if key else None
        line = self._line(table.place(key))
        return line, f"{variable or f'{self.path}:{line}'}: {table.label}: {text}"

    def _loose(self, text: str, where: str | Place) -> tuple[int, str]:
        if isinstance(where, str):
            return 0, f"{where}: {text}"
        if not where:
            return 0, f"{self.path}: {text}"
        line = self._line(where)
        return line, f"{self.path}:{line}: {text}"

    def _line(self, place: Place) -> int:
        # Walked only when there is something to tell: most files are right.
        self._locator = self._locator or Locator(self.text)
        return self._locator.line(place)


def _capped(found: list[tuple[int, str]], noun: str) -> list[str]:
    lines = list(dict.fromkeys(line for _, line in sorted(found, key=operator.itemgetter(0))))
    more = len(lines) - FINDINGS_LIMIT
    return [*lines[:FINDINGS_LIMIT], f"and {more} more {noun}"] if more > 0 else lines
