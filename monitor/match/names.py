"""From the names as profiles write them to word patterns: marks, forms, phrases and NEAR."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from monitor.match.languages import (
    LANGUAGES,
    WordPattern,
    before_another,
    in_other_letters,
    russian_adjective,
    stem_pattern,
    word_pattern,
)
from monitor.match.lexicon import Name, Role
from monitor.match.table import Table

TONGUES = (*LANGUAGES, "any")
FORMS = ("names", "exact", "stem", "suffix")
FARTHEST = 100  # words that NEAR may reach over
NEAR_WORDS = 10  # that it reaches over when it names no number

_WORD = re.compile(r"\*?[^\W_]+\*?")
# "WHO" is not "who"; Armenian and longer abbreviations are written both ways.
_ABBREVIATION = re.compile("=?[A-ZÇƏĞİÖŞÜА-ЯЁ]{2,4}")
_SPELLED_OUT = frozenset({"country", "region", "place", "person", "demonym"})  # kinds whose names
# people also type in other letters
_NEAR = re.compile(r"\s+NEAR(?:/(\d+))?\s+")


class Written(NamedTuple):
    """One name as a profile writes it, with the language by whose rules it bends."""

    text: str
    tongue: str
    suffixes: tuple[str, ...] | None = None  # given in the profile: no rule of the language


def written(table: Table, tongue: str) -> Iterator[Written]:
    """The names under one language: a list, or a table with their forms. Raises ConfigError."""
    if not isinstance(table.values.get(tongue), dict):
        yield from (Written(name, tongue) for name in table.names(tongue))
        return
    forms = table.table(tongue).checked(FORMS)
    suffixes = tuple(one for one in forms.texts("suffix") if one != "*")
    ends_anyhow = "*" in forms.texts("suffix") or not forms.texts("suffix")
    yield from (Written(name, tongue) for name in forms.names("names"))
    yield from (Written(f"={name.lstrip('=')}", tongue) for name in forms.names("exact"))
    for stem in forms.names("stem"):
        if ends_anyhow:
            yield Written(f"{stem.rstrip('*')}*", tongue)
        else:
            yield Written(stem, tongue, suffixes)
    if suffixes and not forms.names("stem"):
        raise forms.fail("suffix", 'give the stem that it follows, such as stem = ["грузи"]')


def names_of(table: Table, role: Role, target: str, *, kind: str = "") -> Iterator[Name]:
    """Every name of a concept or a list. Raises ConfigError."""
    like = Name((), role, target, cased=table.flag("cased"))
    azerbaijani: set[str] = set()
    for tongue in TONGUES:
        if tongue not in table.values:
            continue
        for one in written(table, tongue):
            if tongue == "az" and one.suffixes is None:
                azerbaijani.add(one.text)
            if tongue != "tr" or one.suffixes is not None or one.text not in azerbaijani:
                yield from _patterns(table, one, like, kind)  # Turkish bends names the same way


def _patterns(table: Table, one: Written, like: Name, kind: str) -> Iterator[Name]:
    text = one.text
    is_common = text.startswith("^")
    text = text.removeprefix("^")
    words = _words(text, one)
    if not words:
        raise table.fail(one.tongue, f"{one.text!r} holds no letter; take it out")
    # A name that is itself written without a capital ("бакинск*", "al-Sharaa") needs none.
    is_cased = is_common or (like.cased and not text.lstrip("=*")[0].islower())
    shouted = _ABBREVIATION.fullmatch(text) is not None
    yield Name(words, like.role, like.target, is_cased, shouted, is_common)
    adjective = russian_adjective(words) if one.tongue == "ru" and is_cased else None
    if adjective is not None and not is_common:
        yield Name(adjective, like.role, like.target)
    if kind in _SPELLED_OUT:
        for other in in_other_letters(words, one.tongue):
            yield Name(other, like.role, like.target, cased=is_cased)


def _words(text: str, one: Written) -> tuple[WordPattern, ...]:
    if one.suffixes is None:
        words = [word_pattern(word, one.tongue) for word in split(text)]
        return (*map(before_another, words[:-1]), *words[-1:])
    *before, last = split(text)
    return (
        *(word_pattern(word, one.tongue) for word in before),
        stem_pattern(last, one.suffixes),
    )


def split(phrase: str) -> list[str]:
    """The words of a written name, parted like in folded text; a leading ``=`` is for each."""
    if phrase.isalnum():
        return [phrase]
    words = _WORD.findall(phrase.removeprefix("="))
    return ["=" + word for word in words] if phrase.startswith("=") else words


def near_parts(phrase: str) -> tuple[list[str], list[int]]:
    """``"gas NEAR/5 pipeline"`` as its parts and the words allowed between each two."""
    pieces = _NEAR.split(phrase)
    spans = [min(int(span), FARTHEST) if span else NEAR_WORDS for span in pieces[1::2]]
    return pieces[::2], spans
