"""From a path to a TOML document, with a clear line for every way in which that fails."""

import os
import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import ConfigError

FILE_LIMIT_BYTES = 64 * 1024 * 1024
SMALL_FILE_LIMIT_BYTES = 64 * 1024  # of a file that holds one value

_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_UNQUOTED = re.compile(r"""^\s*([A-Za-z0-9_.-]+)\s*=\s*(?![\[{"'\s])""")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A configuration file as it was read."""

    shown: str  # the path as the user gave it
    folder: Path  # absolute; relative paths in the file start here
    text: str
    document: dict[str, object]
    is_world_readable: bool


def read_toml(path: Path) -> RawFile:
    """The document of the file at `path`.

    Raises:
        ConfigError: it is missing, not a readable file, not UTF-8, or not TOML.
    """
    content, mode = _content(path)
    text = _decoded(path, content)
    return RawFile(
        shown=str(path),
        folder=path.absolute().parent,
        text=text,
        document=_parsed(path, text),
        is_world_readable=is_world_readable(mode),
    )


def is_world_readable(mode: int) -> bool:
    """Whether anybody on the machine may read a file of this mode."""
    return os.name == "posix" and bool(mode & stat.S_IROTH)


def read_value(path: Path) -> tuple[str, bool]:
    """The one value that a small file holds, and whether anybody may read that file.

    The newline at the end, which editors add, is taken off.

    Raises:
        ValueError: with what is wrong and what would do.
    """
    try:
        if not path.is_file():
            raise ValueError(f"{str(path)!r} is not a file; write the value into it")
        with path.open("rb") as file:
            content = file.read(SMALL_FILE_LIMIT_BYTES + 1)
            mode = os.fstat(file.fileno()).st_mode
        text = content.decode("utf-8-sig").rstrip("\r\n")
    except OSError as problem:
        raise ValueError(f"{str(path)!r} cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError:
        raise ValueError(f"{str(path)!r} is not UTF-8 text; save it as UTF-8") from None
    if len(content) > SMALL_FILE_LIMIT_BYTES:
        raise ValueError(f"{str(path)!r} is longer than {SMALL_FILE_LIMIT_BYTES} bytes")
    if not text:
        raise ValueError(f"{str(path)!r} is empty; write the value into it")
    return text, is_world_readable(mode)


def _content(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(FILE_LIMIT_BYTES + 1), os.fstat(file.fileno()).st_mode
    except FileNotFoundError as problem:
        raise ConfigError(
            f"{path}: there is no such file; write one (a [[source]] with a name and a url is "
            f"enough), or name another with --config"
        ) from problem
    except IsADirectoryError as problem:
        raise ConfigError(
            f"{path}: it is a directory; give the file in it, such as {path / 'sources.toml'}"
        ) from problem
    except OSError as problem:
        raise ConfigError(
            f"{path}: it cannot be read: {problem.strerror}; check its owner and mode"
        ) from problem


def _decoded(path: Path, content: bytes) -> str:
    if len(content) > FILE_LIMIT_BYTES:
        raise ConfigError(
            f"{path}: it is longer than {FILE_LIMIT_BYTES} bytes; is it the right file?"
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(f"{path}:1: it is UTF-16; save it as UTF-8")
    try:
        # A UTF-8 byte order mark, which some editors add, says nothing and is skipped.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise ConfigError(
            f"{path}:{line}: it is not UTF-8 (byte {content[problem.start]:#04x}); "
            f"save the file as UTF-8"
        ) from None
    return text.replace("\r\n", "\n")


def _parsed(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError(_syntax(path, text, str(problem))) from None
    except (RecursionError, ValueError) as problem:
        # ValueError: a number with more digits than Python is willing to read
        raise ConfigError(f"{path}: it cannot be read as TOML: {problem}") from None


def _syntax(path: Path, text: str, said: str) -> str:
    """The error of the parser with its place and, where it shows, the remedy; no value is told."""
    lines = text.split("\n")
    found = _AT.search(said)
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    what = _AT.sub("", said).replace(" (at end of document)", ", and the file ends here")
    unquoted = _UNQUOTED.match(lines[min(line, len(lines)) - 1])
    remedy = (
        f'; is it text? then put it between quotes: {unquoted[1]} = "…"'
        if unquoted
        else "; see https://toml.io for how it is written"
    )
    return f"{path}:{line}:{column}: it is not TOML: {what[:1].lower()}{what[1:]}{remedy}"
