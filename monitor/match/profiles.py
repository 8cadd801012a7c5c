"""Load a profile: built in by its name, or a user's own by its path."""

import gc
import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from monitor.errors import ConfigError
from monitor.match.expressions import Expressions
from monitor.match.judging import Profile
from monitor.match.lexicon import Lexicon
from monitor.match.lint import repeated, warnings
from monitor.match.reading import read_definition
from monitor.match.table import Table, parsed
from monitor.text import FOLD_VERSION

ENGINE = 4  # raise it whenever the same profile judges otherwise: what is stored is judged anew
_BUILDS_ON = re.compile(r"extends|within")
_DEEPEST = 8  # topics that extend one another


@dataclass(frozen=True, slots=True)
class _Files:
    """A profile's files, as they stand."""

    topic: str
    texts: tuple[tuple[str, str], ...]  # name and text
    folder: Path | None = None  # where the files of a user's own stand


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile of that name, or the one in that TOML file or folder of TOML files.

    Raises:
        ConfigError: when there is none, or it cannot be used; names file, key and remedy.
    """
    name = str(name_or_path)
    return _as_shipped(name) if name in built_in() else _compile(_find(name, None), ())


def checked_profile(name_or_path: str | Path) -> tuple[Profile, tuple[str, ...]]:
    """The profile, and all that somebody who writes it should look at, a line each.

    Raises:
        ConfigError: as in :func:`load_profile`.
    """
    files = _find(str(name_or_path), None)
    profile = _compile(files, ())
    twice = (line for name, text in files.texts for line in repeated(parsed(name, text)))
    return profile, (*twice, *warnings(profile.definition))


def profile_from_toml(text: str, name: str) -> Profile:
    """A profile out of one TOML text; `name` is its topic unless ``[profile]`` names another.

    Raises:
        ConfigError: as in :func:`load_profile`.
    """
    return _compile(_Files(name, ((name, text),)), ())


def built_in() -> tuple[str, ...]:
    """The names of the profiles that come with the program."""
    folder = resources.files("monitor.match") / "profiles"
    return tuple(sorted(one.name for one in folder.iterdir() if one.is_dir()))


# ------------------------------------------------------------------ files
def _find(name: str, beside: Path | None) -> _Files:
    """The files that `name` stands for; a path is relative to the folder `beside`, if given."""
    if name in built_in():
        folder = resources.files("monitor.match") / "profiles" / name
        texts = [(f"{name}/{one.name}", one.read_text("utf-8")) for one in _toml(folder)]
        return _Files(name, tuple(texts))
    path = beside / name if beside else Path(name)
    if path.is_dir():
        files = sorted(path.glob("**/*.toml"))
    elif path.suffix == ".toml":
        files = [path]
    else:
        raise ConfigError(
            f"topic {name!r}: no such profile; use one of {', '.join(map(repr, built_in()))} "
            "or the path of a .toml file"
        )
    return _Files(path.stem, tuple((str(file), _read(file)) for file in files), path.parent)


def _toml(folder: resources.abc.Traversable) -> list[resources.abc.Traversable]:
    return sorted(
        (one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: cannot be read as UTF-8 text: {error}; check the path"
        ) from error


# ------------------------------------------------------------------ compiling
@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: a profile is a hundred thousand objects that all stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@lru_cache(maxsize=4)
def _as_shipped(name: str) -> Profile:
    """A built-in profile, compiled once a process: its files change with the program alone."""
    return _compile(_find(name, None), ())


@_uncollected()
def _compile(files: _Files, above: tuple[str, ...]) -> Profile:
    builds = (parsed(name, text) for name, text in files.texts if _BUILDS_ON.search(text))
    base_name, is_within = _base_of(builds)
    tables = (parsed(name, text) for name, text in files.texts)  # one at a time: they are large
    base: list[Table] = []
    texts = [text for _, text in files.texts]
    if base_name:
        base, more = _inherited(base_name, files, above)
        texts += more
    definition = read_definition(tables, topic=files.topic, base=base, is_within=is_within)
    version = f"{definition.version}.{_hash(texts)}"
    expressions = Expressions(definition.regexes)
    return Profile(definition, Lexicon(definition.names), expressions, version)


def _base_of(tables: Iterable[Table]) -> tuple[str, bool]:
    """The topic that is extended or narrowed, and whether it is narrowed. Raises ConfigError."""
    found = [
        (table.text(key, ""), key == "within", table.where)
        for table in tables
        for key in ("extends", "within")
        if key in table.values
    ]
    if len(found) > 1:
        raise ConfigError(f"{found[1][2]}: a second extends or within; leave one to start from")
    return (found[0][0], found[0][1]) if found else ("", False)


def _inherited(name: str, files: _Files, above: tuple[str, ...]) -> tuple[list[Table], list[str]]:
    """The tables of the topic `name`, and of what that one extends in turn. Raises ConfigError."""
    if len(above) >= _DEEPEST or name in above:
        chain = " → ".join((*above, name))
        raise ConfigError(f"topic {files.topic!r}: {chain} extends without an end; take one out")
    base = _find(name, files.folder)
    tables = [parsed(each, text) for each, text in base.texts]
    texts = [text for _, text in base.texts]
    further, is_within = _base_of(tables)
    if is_within:
        raise ConfigError(
            f"topic {files.topic!r}: {name!r} is itself within another topic; extend that one"
        )
    if not further:
        return tables, texts
    deeper, more = _inherited(further, base, (*above, name))
    return [*deeper, *tables], [*texts, *more]


def _hash(texts: Iterable[str]) -> str:
    digest = hashlib.blake2b(f"{ENGINE}.{FOLD_VERSION}".encode(), digest_size=4)
    for text in texts:
        digest.update(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest())
    return digest.hexdigest()
