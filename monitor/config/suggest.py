"""The near miss: what somebody most likely meant."""

import difflib
import json
from collections.abc import Iterable


def did_you_mean(seen: str, known: Iterable[str]) -> str:
    """``; did you mean 'every'?``, or nothing when no known word is near."""
    words = {word.casefold(): word for word in known}
    near = difflib.get_close_matches(seen.casefold(), words, n=1, cutoff=0.6)
    return f"; did you mean {words[near[0]]!r}?" if near else ""


def one_of(words: Iterable[str]) -> str:
    """``a, b or c``."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def shown(value: object, *, limit: int = 80) -> str:
    """A value as an error shows it: short, on one line, booleans as TOML writes them."""
    text = json.dumps(value) if isinstance(value, bool) else repr(value)
    return text if len(text) <= limit else f"{text[:limit]}…"
