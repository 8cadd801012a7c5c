"""Regular expressions of users, run by an engine that takes linear time whatever they are."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from monitor.errors import ConfigError
from monitor.match.definition import Expression
from monitor.match.table import Table

PATTERN_LIMIT = 1_000  # characters
MEMORY_LIMIT_BYTES = 8 * 2**20  # of one expression's automaton
PATTERNS_LIMIT = 200  # of one topic


def checked_expressions(table: Table, target: str) -> list[Expression]:
    """The expressions under ``regex``. Raises ConfigError with what the engine says of them."""
    patterns = table.texts("regex")
    if len(patterns) > PATTERNS_LIMIT:
        raise ConfigError(f"{table.where}: {len(patterns)} expressions; give {PATTERNS_LIMIT}")
    return [Expression(target, _checked(table, pattern)) for pattern in patterns]


def _checked(table: Table, pattern: str) -> str:
    if not pattern or len(pattern) > PATTERN_LIMIT:
        raise ConfigError(
            f"{table.where}: regex: an expression of {len(pattern)} characters; "
            f"give 1 to {PATTERN_LIMIT}"
        )
    try:
        compiled = _compiled(pattern)
    except ValueError as error:
        raise ConfigError(
            f"{table.where}: regex {pattern!r} cannot be used: {error}; "
            "see github.com/google/re2/wiki/Syntax (it has no look-around and no back-references)"
        ) from error
    if compiled.search(""):
        raise ConfigError(
            f"{table.where}: regex {pattern!r} fits an empty text, and with it every item; "
            "ask for at least one letter"
        )
    return pattern


def _compiled(pattern: str) -> Any:  # noqa: ANN401 - the engine has no types
    """The expression, deaf to case. Raises ValueError."""
    import re2  # heavy, and few topics have expressions

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY_LIMIT_BYTES
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else error
        raise ValueError(
            said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        ) from error


class Expressions:
    """All expressions of a topic; the engine is loaded when the first text comes."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        """Take them; each has been checked."""
        self.all = tuple(expressions)

    @cached_property
    def _compiled(self) -> tuple[tuple[str, Any], ...]:
        return tuple((one.target, _compiled(one.pattern)) for one in self.all)

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Every hit in a text: the concept it stands for, where it begins and ends."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates: one "?" each
        for target, compiled in self._compiled:
            for hit in compiled.finditer(text):
                if hit.start() < hit.end():
                    yield target, hit.start(), hit.end()
