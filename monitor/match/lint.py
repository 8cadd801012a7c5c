"""What is allowed in a profile and yet may not be meant: shadowed names, letters of two scripts."""

import unicodedata
from collections.abc import Iterator

from monitor.match.definition import Definition
from monitor.match.languages import WordPattern
from monitor.match.lexicon import Name
from monitor.match.names import TONGUES, split, written
from monitor.match.table import Table
from monitor.text import fold, script_of

_LETTERS_OF_SCRIPTS = frozenset({"latin", "cyrillic", "armenian", "georgian"})
_UNUSED_LIMIT = 5  # lists that one warning names


def warnings(definition: Definition) -> tuple[str, ...]:
    """Everything that somebody should look at, each in one line with its remedy."""
    return (*_shadowed(definition), *_mixed(definition), *_unused(definition))


def _shadowed(definition: Definition) -> Iterator[str]:
    """Of names that fold to the same words the first one counts; a blocked phrase, first of all."""
    seen: dict[tuple[WordPattern, ...], Name] = {}
    told: set[tuple[str, str, str]] = set()
    for name in sorted(definition.names, key=lambda name: name.role != "block"):
        if name.role not in ("concept", "block"):
            continue
        first = seen.setdefault(name.words, name)
        key = (_shown(name), first.target, name.target)
        if first is name or key in told:
            continue
        told.add(key)
        if first.role == "block":
            if name.role == "concept":
                yield (
                    f"{_shown(name)!r} of concept.{name.target} is blocked by {first.target!r}: "
                    "it never counts; take one of the two out"
                )
        elif first.target != name.target:
            yield (
                f"{_shown(name)!r} stands in concept.{first.target} and in concept.{name.target}: "
                "the first one counts; take it out of the other"
            )


def repeated(file: Table) -> Iterator[str]:
    """Names of one concept or list that differ only in what folding takes away."""
    for group in (file.table("concept"), file.table("list")):
        for id_ in group.values:
            table = group.table(id_)
            for tongue in TONGUES:
                yield from _repeated(table, tongue)


def _repeated(table: Table, tongue: str) -> Iterator[str]:
    seen: dict[tuple[str, ...], str] = {}
    for one in written(table, tongue) if tongue in table.values else ():
        bare = one.text.lstrip("^")
        key = (bare[:1] if bare[:1] in "=*" else "", *map(fold, split(bare)), *(one.suffixes or ()))
        first = seen.setdefault(key, one.text)
        if first is not one.text:
            yield (
                f"{table.where}.{tongue}: {one.text!r} is {first!r} once folded; "
                "one of the two is enough"
            )


def _mixed(definition: Definition) -> Iterator[str]:
    told: set[str] = set()
    for name in definition.names:
        for word in name.words:
            if word.stem not in told and (scripts := _scripts(word.stem)):
                told.add(word.stem)
                yield (
                    f"{word.stem!r} ({name.target}) mixes letters of {' and '.join(scripts)}: "
                    f"{_odd(word.stem)}; type it anew in one script"
                )


def _scripts(stem: str) -> list[str]:
    """The scripts of a stem, when there are several."""
    if stem.isascii():
        return []
    found = dict.fromkeys(script_of(letter) for letter in stem)
    named = [script for script in found if script in _LETTERS_OF_SCRIPTS]
    return named if len(named) > 1 else []


def _odd(stem: str) -> str:
    """The letters of the script that has fewer of them, by their names."""
    main = script_of(stem)
    odd = [c for c in stem if script_of(c) in _LETTERS_OF_SCRIPTS and script_of(c) != main]
    return ", ".join(unicodedata.name(letter) for letter in dict.fromkeys(odd))


def _unused(definition: Definition) -> Iterator[str]:
    asked = set(definition.asked)
    unused = sorted(definition.lists - asked)
    if unused:
        more = ", …" if len(unused) > _UNUSED_LIMIT else ""
        yield f"no rule asks for list {', '.join(unused[:_UNUSED_LIMIT])}{more}"


def _shown(name: Name) -> str:
    return " ".join(word.stem for word in name.words)
