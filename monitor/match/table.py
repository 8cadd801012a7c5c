"""One TOML table of a profile, read with the place it stands at, for messages."""

import datetime as dt
import difflib
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.errors import ConfigError
from monitor.match.plain_toml import read_plain

NAME_LIMIT = 200  # characters of one name; a headline is shorter
NAMES_LIMIT = 20_000  # in one list
FILE_LIMIT = 8_000_000  # characters of one file


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with the place it stands at."""

    values: Mapping[str, Any]
    where: str  # "topics/lithium.toml: concept.mine"

    def checked(self, allowed: Iterable[str]) -> "Table":
        """Itself, when it has no key but the allowed ones."""
        known = tuple(allowed)
        for key in self.values:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                remedy = f"did you mean {close[0]!r}" if close else f"use one of {', '.join(known)}"
                raise ConfigError(f"{self.where}: unknown key {key!r}; {remedy}")
        return self

    def fail(self, key: str, wanted: str) -> ConfigError:
        """The error for a value that cannot be used."""
        seen = repr(self.values.get(key))
        shown = seen if len(seen) <= NAME_LIMIT else f"{seen[:NAME_LIMIT]}…"
        return ConfigError(f"{self.where}: {key} is {shown}; {wanted}")

    def text(self, key: str, default: str) -> str:
        """A non-empty string."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, "give a word in quotes")
        return value

    def number(self, key: str, default: float, *, low: float = -5, high: float = 5) -> float:
        """A number in a range."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(key, "give a number")
        if not low <= value <= high:
            raise self.fail(key, f"give a number between {low:g} and {high:g}")
        return float(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, "give true or false")
        return value

    def day(self, key: str) -> dt.date | None:
        """A TOML date, or None."""
        value = self.values.get(key)
        if value is not None and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
            raise self.fail(key, "give a date such as 2018-05-08")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; one string stands for a list of one."""
        value = self.values.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fail(key, "give a list of words in quotes")
        if len(value) > NAMES_LIMIT:
            raise ConfigError(f"{self.where}: {key} has {len(value)} names; give {NAMES_LIMIT}")
        return tuple(value)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names: not empty, one line, not endless."""
        value = self.texts(key)
        for one in value:
            if not one.strip(" *=^"):
                raise self.fail(key, "take the empty name out")
            if len(one) > NAME_LIMIT:
                raise ConfigError(
                    f"{self.where}: {key}: a name of {len(one)} characters, {one[:40]!r}…; "
                    f"give at most {NAME_LIMIT}"
                )
            if not one.isprintable() and any(unicodedata.category(c) == "Cc" for c in one):
                raise ConfigError(
                    f"{self.where}: {key}: {one!r} holds a control character; type the name anew"
                )
        return value

    def table(self, key: str) -> "Table":
        """The table under a key, empty when absent."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, "make it a table")
        joint = "." if ": " in self.where else ": "
        return Table(value, f"{self.where}{joint}{key}")

    def tables(self, key: str) -> list["Table"]:
        """The array of tables under a key."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fail(key, f"write each as [[{key}]]")
        return [Table(one, f"{self.where}: {key} {at}") for at, one in enumerate(value, 1)]


def parsed(name: str, text: str) -> Table:
    """The table that a whole file is. Raises ConfigError."""
    if len(text) > FILE_LIMIT:
        raise ConfigError(f"{name}: {len(text)} characters; split it, {FILE_LIMIT} are read")
    try:
        text.encode("utf-8")
        plain = read_plain(text)
        return Table(tomllib.loads(text) if plain is None else plain, name)
    except UnicodeEncodeError as error:
        raise ConfigError(
            f"{name}: character {error.start + 1} is half of one; save the file as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not TOML: {error}; see toml.io for the form") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: not TOML that can be read: nested too deeply") from error
