"""Which line of a TOML text holds a table or a key; the parser of Python does not tell.

The text was read by :mod:`tomllib` before, so its grammar is known to be right and this only
walks it. Source: TOML 1.0.0, toml.io/en/v1.0.0.
"""

import bisect
import re
import tomllib

Place = tuple[str | int, ...]  # ("source", 3, "every")

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]*")


class Locator:
    """The places of one text, with the line at which each begins."""

    def __init__(self, text: str) -> None:
        """Walk `text` once."""
        self._text = text
        self._at = 0
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._lines: dict[Place, int] = {}
        self._counts: dict[Place, int] = {}  # arrays of tables, with their length so far
        self._walk()

    def line(self, place: Place) -> int:
        """The line of `place`, else of the nearest table around it, else the first."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _walk(self) -> None:
        table: Place = ()
        while self._skip(_BLANK) < len(self._text):
            before = self._at
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            if self._at == before:  # nothing that TOML knows: leave the rest unlocated
                return

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _note(self, place: Place, at: int) -> None:
        self._lines.setdefault(place, bisect.bisect_left(self._breaks, at) + 1)

    def _header(self) -> Place:
        start = self._at
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        names = self._dotted()
        self._at += 2 if is_array else 1
        place = (*self._inside((), names[:-1]), names[-1]) if names else ()
        if is_array:
            self._note(place, start)
            self._counts[place] = self._counts.get(place, 0) + 1
        place = self._latest(place)
        self._note(place, start)
        return place

    def _inside(self, place: Place, names: list[str]) -> Place:
        for name in names:
            place = self._latest((*place, name))
        return place

    def _latest(self, place: Place) -> Place:
        """A name of an array of tables means the table that was opened last."""
        return (*place, self._counts[place] - 1) if place in self._counts else place

    def _dotted(self) -> list[str]:
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            found = _KEY.match(self._text, self._at)
            if found is None:
                return names
            self._at = found.end()
            names.append(_plain(found.group()))
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return names
            self._at += 1

    def _pair(self, table: Place) -> None:
        start = self._at
        place = table
        for name in self._dotted():
            place = (*place, name)
            self._note(place, start)
        if self._text.startswith("=", self._at):
            self._at += 1
            self._skip(_SPACE)
            self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._array(place)
        elif opening == "{":
            self._inline(place)
        elif not opening or opening not in "\"'":
            self._skip(_SCALAR)
        else:
            self._skip(_TEXT)

    def _array(self, place: Place) -> None:
        self._at += 1
        index = 0
        while not self._closes("]"):
            before = self._at
            self._note((*place, index), self._at)
            self._value((*place, index))
            index += 1
            if self._at == before:
                return

    def _inline(self, place: Place) -> None:
        self._at += 1
        while not self._closes("}"):
            before = self._at
            self._pair(place)
            if self._at == before:
                return

    def _closes(self, bracket: str) -> bool:
        """Step over blanks and one comma; at the closing bracket (or the end) step out."""
        self._skip(_BLANK)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_BLANK)
        if self._at >= len(self._text):
            return True
        if self._text[self._at] != bracket:
            return False
        self._at += 1
        return True


def _plain(key: str) -> str:
    """A key without its quotes; one that TOML would not take stays as it stands."""
    if key[0] not in "\"'":
        return key
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError:
        return key
