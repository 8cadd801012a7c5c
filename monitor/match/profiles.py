"""Load a profile: built in by its name, or a user's own by its path."""

from importlib import resources
from pathlib import Path

from monitor.errors import ConfigError
from monitor.match.judging import Profile
from monitor.match.lexicon import Lexicon
from monitor.match.reading import read_definition


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile of that name, or the one in that TOML file or folder of TOML files.

    Raises:
        ConfigError: when there is none, or it cannot be used; names file, key and remedy.
    """
    name = str(name_or_path)
    if name in built_in():
        folder = resources.files("monitor.match") / "profiles" / name
        return _compile(
            [(f"{name}/{one.name}", one.read_text("utf-8")) for one in _toml(folder)], name
        )
    path = Path(name)
    if path.is_dir():
        files = sorted(path.glob("**/*.toml"))
    elif path.suffix == ".toml":
        files = [path]
    else:
        raise ConfigError(
            f"topic {name!r}: no such profile; use one of {', '.join(map(repr, built_in()))} "
            "or the path of a .toml file"
        )
    return _compile([(str(file), _read(file)) for file in files], path.stem)


def profile_from_toml(text: str, name: str) -> Profile:
    """A profile out of one TOML text; `name` is its topic unless ``[profile]`` names another.

    Raises:
        ConfigError: as in :func:`load_profile`.
    """
    return _compile([(name, text)], name)


def built_in() -> tuple[str, ...]:
    """The names of the profiles that come with the program."""
    folder = resources.files("monitor.match") / "profiles"
    return tuple(sorted(one.name for one in folder.iterdir() if one.is_dir()))


def _toml(folder: resources.abc.Traversable) -> list[resources.abc.Traversable]:
    return sorted(
        (one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: cannot be read as UTF-8 text: {error}; check the path"
        ) from error


def _compile(files: list[tuple[str, str]], topic: str) -> Profile:
    definition = read_definition(files, topic=topic)
    return Profile(definition, Lexicon(definition.names))
