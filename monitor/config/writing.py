"""Changes to ``sources.toml`` that leave everything else as people wrote it.

A change is put into the text where a person would have put it; where that cannot be done (tables
written inline, values over several lines) tomlkit does it. Either way the result is read again,
and is used only if it says what the file said before, and the change.
"""

import contextlib
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.locate import Locator
from monitor.config.reading import read_toml
from monitor.config.spans import format_span
from monitor.errors import ConfigError
from monitor.records import Source

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Value = str | list[str] | bool
Table = Mapping[str, Value]

NEW_FILE = "# What is polled, and who is told. Check it with: monitor check\n"
_HEADER = re.compile(r"^\s*\[")
_IDLE = re.compile(r"^\s*(?:#.*)?$")
_PAIR = re.compile(
    r"""^(?P<key>\s*[A-Za-z0-9_-]+\s*=\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\[\]"'#]*\])"""
    r"""(?P<rest>[ \t]*(?:\#.*)?\r?)$"""
)
_FILE_MODE = 0o600  # of a file that we make; channels with secrets may be written into it later


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A configuration file as it was read for a change."""

    path: Path
    content: bytes | None  # None: there is no such file yet

    @property
    def text(self) -> str:
        """What stands in it, a byte order mark apart; lines end in one byte where all end alike."""
        if self.content is None:
            return NEW_FILE
        text = self.content.decode("utf-8-sig")
        return text.replace("\r\n", "\n") if self._ends_in_two_bytes else text

    def encoded(self, text: str) -> bytes:
        """`text` with the mark and the line ends that the file had."""
        mark = b"\xef\xbb\xbf" if (self.content or b"").startswith(b"\xef\xbb\xbf") else b""
        lines = text.replace("\n", "\r\n") if self._ends_in_two_bytes else text
        return mark + lines.encode()

    @property
    def _ends_in_two_bytes(self) -> bool:
        content = self.content or b""
        return content.count(b"\n") == content.count(b"\r\n") > 0


def read_sheet(path: Path) -> Sheet:
    """The file at `path`, ready to be changed. Raises ConfigError if it cannot be read as TOML."""
    if not path.exists():
        return Sheet(path=path, content=None)
    read_toml(path)
    return Sheet(path=path, content=path.read_bytes())


def table_of(source: Source) -> dict[str, Value]:
    """The keys of a source's table, without those that say what holds anyway."""
    given: dict[str, Value | None] = {
        "name": source.name,
        "url": source.url,
        "kind": None if source.kind == "auto" else source.kind,
        "language": source.language,
        "country": source.country,
        "every": format_span(source.every) if source.every else None,
        "tags": list(source.tags),
        "select": source.select,
        "select_title": source.select_title,
        "select_date": source.select_date,
        "allow_addresses": list(source.allow_addresses),
        "verify_tls": None if source.verify_tls else False,
    }
    return {key: value for key, value in given.items() if value or value is False}


# ------------------------------------------------------------------ changes of the text
def with_sources(sheet: Sheet, sources: Sequence[Source]) -> str:
    """The text with tables for `sources` behind those that there are.

    Raises:
        ConfigError: the file is written in a way in which nothing can be added.
    """
    text = sheet.text
    tables = [table_of(source) for source in sources]
    before = tomllib.loads(text)
    wanted = {**before, "source": [*before.get("source", []), *tables]}
    written = "\n\n".join(_written(table) for table in tables)
    for after in _ways_to_add(text, tables, written):
        if _says(after, wanted):
            return after
    names = ", ".join(repr(source.name) for source in sources)
    raise ConfigError(
        f"{sheet.path}: {names} cannot be added to the way in which its sources are written; "
        f"add by hand:\n{written}"
    )


def with_changes(sheet: Sheet, changes: Mapping[str, Table]) -> str:
    """The text with other values for some keys of the named sources.

    Raises:
        ConfigError: a source is not in the file, or is written in a way that cannot be changed.
    """
    text = sheet.text
    for name, keys in changes.items():
        for key, value in keys.items():
            text = _with_change(sheet.path, text, (name, key, value))
    return text


def _with_change(path: Path, text: str, change: tuple[str, str, Value]) -> str:
    name, key, value = change
    wanted = tomllib.loads(text)
    rows = wanted.get("source", [])
    index = next((at for at, row in enumerate(rows) if row.get("name") == name), None)
    if index is None:
        raise ConfigError(f"{path}: no source is called {name!r} there; add it instead")
    rows[index] = {**rows[index], key: value}
    for after in _ways_to_change(text, index, key, value):
        if _says(after, wanted):
            return after
    raise ConfigError(
        f"{path}: source {name!r}: {key} cannot be changed in the way in which it is written; "
        f"write by hand: {key} = {_value(value)}"
    )


def _ways_to_change(text: str, index: int, key: str, value: Value) -> Iterator[str]:
    """The text with the value in the line of its key, or in a new one, or as tomlkit has it."""
    lines = text.split("\n")
    places = Locator(text)
    at = places.line(("source", index, key)) - 1
    if found := _PAIR.match(lines[at]):
        changed = f"{found['key']}{_value(value)}{found['rest']}"
        yield "\n".join([*lines[:at], changed, *lines[at + 1 :]])
    below = places.line(("source", index, "url"))
    indent = re.match(r"\s*", lines[below - 1])
    new = f"{indent[0] if indent else ''}{key} = {_value(value)}"
    yield "\n".join([*lines[:below], new, *lines[below:]])
    yield _by_tomlkit(text, lambda document: _set(document, index, key, value))


def _ways_to_add(text: str, tables: Sequence[Table], written: str) -> Iterator[str]:
    """The text with `written` below the last source, or at its end, or as tomlkit has it."""
    lines = text.split("\n")
    count = len(_sources_in(text))
    start = Locator(text).line(("source", count - 1)) if count else len(lines)
    end = next((at for at in range(start, len(lines)) if _HEADER.match(lines[at])), len(lines))
    while end > 0 and _IDLE.match(lines[end - 1]) and (count or not lines[end - 1].strip()):
        end -= 1
    above = [*lines[:end], ""] if end else []
    yield "\n".join([*above, written, *(lines[end:] if any(lines[end:]) else [""])])
    yield f"{text.rstrip()}\n\n{written}\n"
    yield _by_tomlkit(text, lambda document: _append(document, tables))


def _sources_in(text: str) -> list[object]:
    rows = tomllib.loads(text).get("source", [])
    return rows if isinstance(rows, list) else []


def _written(table: Table) -> str:
    return "\n".join(["[[source]]", *(f"{key} = {_value(value)}" for key, value in table.items())])


def _value(value: Value) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()


def _says(text: str, wanted: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


# ------------------------------------------------------------------ what tomlkit does
def _by_tomlkit(text: str, change: Callable[["TOMLDocument"], None]) -> str:
    """The text after `change`, or "" where tomlkit cannot follow the way it is written."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        change(document)
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, IndexError, TypeError, AttributeError):
        return ""


def _append(document: "TOMLDocument", tables: Sequence[Table]) -> None:
    import tomlkit

    rows = document["source"]
    for table in tables:
        row = tomlkit.inline_table()
        row.update(table)
        rows.append(row)  # what came of it is read again


def _set(document: "TOMLDocument", index: int, key: str, value: Value) -> None:
    document["source"][index][key] = value


# ------------------------------------------------------------------ the file
def keep(sheet: Sheet, text: str, *, check: Callable[[Path], object]) -> None:
    """Put `text` in the place of the file, whole or not at all, with the mode it had.

    `check` looks at the new file before it takes the place, and raises if it cannot be used.

    Raises:
        ConfigError: `check` refuses it, somebody changed the file meanwhile, or it cannot be
            written; the file is as it was.
    """
    place = sheet.path.resolve()  # a link to the file stays a link
    try:
        with _draft_beside(place) as draft:
            draft.write_bytes(sheet.encoded(text))
            _take_after(place, draft)
            check(draft)
            if (place.read_bytes() if place.exists() else None) != sheet.content:
                raise ConfigError(
                    f"{sheet.path}: somebody changed it in the meantime; nothing was written, "
                    "try again"
                )
            _sync(draft)
            draft.replace(place)
        _sync(place.parent)
    except OSError as problem:
        raise ConfigError(
            f"{sheet.path}: it cannot be written: {problem.strerror}; check the owner and mode "
            "of the file and of its folder"
        ) from problem


@contextlib.contextmanager
def _draft_beside(place: Path) -> Iterator[Path]:
    """An empty file in the same folder, gone at the end unless it took the place."""
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".toml", dir=place.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _take_after(place: Path, draft: Path) -> None:
    """Give `draft` the mode and, where that is allowed, the owner of the file."""
    if not place.exists():
        draft.chmod(_FILE_MODE)
        return
    known = place.stat()
    with contextlib.suppress(PermissionError):
        os.chown(draft, known.st_uid, known.st_gid)
    draft.chmod(known.st_mode & 0o7777)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
