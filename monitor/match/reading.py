"""From a profile's TOML to its definition; every mistake is named with its file, key and remedy."""

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from monitor.errors import ConfigError
from monitor.match.definition import Concept, Definition, Hold, Near, Prior, Resolution
from monitor.match.languages import LANGUAGES, in_other_letters, word_pattern
from monitor.match.lexicon import Name, Role

_T = TypeVar("_T")
_TONGUES = (*LANGUAGES, "any")
_TOP = (
    *("profile", "weights", "defaults", "concept", "list", "near", "hold", "block", "prior"),
    *("any", "all", "none"),
)
_CONCEPT = (
    *("place", "kind", "weight", "ambiguous", "support", "oppose", "default", "person_name"),
    *(
        "at_home",
        "elsewhere",
        "cased",
        "not_after",
        "from",
        "until",
        "source",
        "examples_yes",
        "examples_no",
    ),
    *_TONGUES,
)
_DEFAULTS = ("place", "kind", "weight", "cased", "ambiguous", "support", "oppose", "default")
_WORD = re.compile(r"\*?[^\W_]+\*?")
# "WHO" is not "who"; Armenian and longer abbreviations are written both ways.
_ABBREVIATION = re.compile("=?[A-ZÇƏĞİÖŞÜА-ЯЁ]{2,4}")
_SPELLED_OUT = frozenset({"country", "region", "place", "person", "demonym"})  # kinds whose names
# people also type in other letters


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with the place it stands at, for messages."""

    values: Mapping[str, Any]
    where: str  # "topics/lithium.toml: concept.mine"

    def checked(self, allowed: Iterable[str]) -> "Table":
        """Itself, when it has no key but the allowed ones."""
        for key in self.values:
            if key not in (known := tuple(allowed)):
                close = difflib.get_close_matches(key, known, n=1)
                remedy = f"did you mean {close[0]!r}" if close else f"use one of {', '.join(known)}"
                raise ConfigError(f"{self.where}: unknown key {key!r}; {remedy}")
        return self

    def fail(self, key: str, wanted: str) -> ConfigError:
        """The error for a value that cannot be used."""
        return ConfigError(f"{self.where}: {key} is {self.values.get(key)!r}; {wanted}")

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
        if any(not one.strip(" *=") for one in value):
            raise self.fail(key, "take the empty name out")
        return tuple(value)

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


@dataclass(slots=True)
class _Draft:
    """What has been read so far, of however many files."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)
    near: list[Near] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    prior: Prior = field(default_factory=Prior)
    head: Table | None = None
    weights: dict[str, float] = field(
        default_factory=lambda: {"title": 1.0, "summary": 0.6, "content": 0.25}
    )
    all_of: list[str] = field(default_factory=list)
    none_of: list[str] = field(default_factory=list)


def read_definition(files: Iterable[tuple[str, str]], *, topic: str) -> Definition:
    """One definition out of the named TOML texts; `topic` names it where ``[profile]`` does not.

    Raises:
        ConfigError: with file, key, what was seen and what would do.
    """
    draft = _Draft()
    first = topic
    for name, text in files:
        first = first or name
        _read_file(Table(_parsed(name, text), name).checked(_TOP), draft)
    head = draft.head or Table({}, topic)
    if not draft.names:
        raise ConfigError(f'{topic}: no name to look for; add any = ["…"] or a [concept.…]')
    threshold = head.number("threshold", 1.0, low=0.01, high=5)
    borderline = head.number("borderline", 0.6, low=0.01, high=5)
    if borderline > threshold:
        raise head.fail("borderline", f"give at most the threshold, {threshold:g}")
    _check_lists(draft, topic)
    return Definition(
        topic=head.text("id", topic),
        version=str(head.values.get("version", 1)),
        threshold=threshold,
        borderline=borderline,
        weights=draft.weights,
        concepts=draft.concepts,
        names=tuple(draft.names),
        lists=frozenset(draft.lists),
        near=tuple(draft.near),
        holds=tuple(draft.holds),
        prior=draft.prior,
        all_of=tuple(draft.all_of),
        none_of=tuple(draft.none_of),
    )


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not TOML: {error}; see toml.io for the form") from error


def _read_file(root: Table, draft: _Draft) -> None:
    if "profile" in root.values:
        draft.head = root.table("profile").checked(("id", "version", "threshold", "borderline"))
    weights = root.table("weights").checked(draft.weights)
    draft.weights |= {key: weights.number(key, 0, low=0, high=2) for key in weights.values}
    _read_concepts(root, draft)
    _read_lists(root, draft)
    _read_plain(root, draft)
    draft.near += [_near(table) for table in root.tables("near")]
    draft.holds += [_hold(table) for table in root.tables("hold")]
    if "prior" in root.values:
        draft.prior = _prior(root.table("prior"))


def _read_concepts(root: Table, draft: _Draft) -> None:
    defaults = root.table("defaults").checked(_DEFAULTS)
    concepts = root.table("concept")
    for id_ in concepts.values:
        table = concepts.table(id_).checked(_CONCEPT)
        if id_ in draft.concepts:
            raise ConfigError(f"{table.where}: {id_!r} is there twice; merge the two")
        table = Table(dict(defaults.values) | dict(table.values), table.where)
        concept = _concept(id_, table)
        draft.concepts[id_] = concept
        draft.names += _names(table, "concept", id_, kind=concept.kind)


def _concept(id_: str, table: Table) -> Concept:
    written = [name for tongue in _TONGUES for name in table.texts(tongue)]
    if not written:
        raise ConfigError(f'{table.where}: no name; add one such as en = ["…"]')
    since, until = table.day("from"), table.day("until")
    if since and until and since > until:
        raise table.fail("until", f"give a day after {since}")
    return Concept(
        id=id_,
        kind=table.text("kind", "thing"),
        place=table.values.get("place") and table.text("place", ""),
        weight=table.number("weight", 1.0),
        label=written[0].strip("*="),
        resolution=_resolution(table) if table.flag("ambiguous") else None,
        valid_from=since,
        valid_until=until,
        not_after=table.texts("not_after"),
        examples_yes=table.texts("examples_yes"),
        examples_no=table.texts("examples_no"),
    )


def _resolution(table: Table) -> Resolution:
    return Resolution(
        support=table.texts("support"),
        oppose=table.texts("oppose"),
        default=table.number("default", 0.3, low=0, high=1),
        person_name=table.flag("person_name"),
        at_home=table.texts("at_home"),
        elsewhere=table.texts("elsewhere"),
    )


def _read_lists(root: Table, draft: _Draft) -> None:
    lists = root.table("list")
    for id_ in lists.values:
        table = lists.table(id_).checked((*_TONGUES, "cased"))
        draft.lists.add(id_)
        draft.names += _names(table, "list", id_)
    block = root.table("block").checked(_TONGUES)
    for tongue in _TONGUES:
        for phrase in block.texts(tongue):
            words = tuple(word_pattern(word, tongue) for word in _split(phrase))
            draft.names.append(Name(words, "block", phrase))


def _read_plain(root: Table, draft: _Draft) -> None:
    """The plain form: ``any``, ``all`` and ``none``, for those who only want words."""
    for key, kept in (("any", None), ("all", draft.all_of), ("none", draft.none_of)):
        for written in root.texts(key):
            id_ = written.strip("*= ").casefold()
            weight = 0.0 if key == "none" else 1.0
            draft.concepts[id_] = Concept(
                id=id_, kind="word", place=None, weight=weight, label=written.strip("*= ")
            )
            draft.names += _names(Table({"any": [written]}, root.where), "concept", id_)
            if kept is not None:
                kept.append(id_)


def _names(table: Table, role: Role, target: str, *, kind: str = "") -> Iterator[Name]:
    cased = table.flag("cased")
    for tongue in _TONGUES:
        for written in table.texts(tongue):
            words = tuple(word_pattern(word, tongue) for word in _split(written))
            if not words:
                raise table.fail(tongue, f"{written!r} holds no letter; take it out")
            yield Name(words, role, target, cased, _ABBREVIATION.fullmatch(written) is not None)
            if kind in _SPELLED_OUT:
                for other in in_other_letters(words, tongue):
                    yield Name(other, role, target, cased)


def _split(phrase: str) -> list[str]:
    """The words of a written name, parted like in folded text; a leading ``=`` is for each."""
    words = _WORD.findall(phrase.removeprefix("="))
    return ["=" + word for word in words] if phrase.startswith("=") else words


def _near(table: Table) -> Near:
    table.checked(("tag", "lists", "kinds", "within", "weight", "unless", "only_with"))
    return Near(
        tag=table.text("tag", ""),
        lists=table.texts("lists"),
        kinds=table.texts("kinds"),
        within=int(table.number("within", 2, low=0, high=100)),
        weight=table.number("weight", -0.6),
        unless=table.texts("unless"),
        only_with=table.texts("only_with"),
    )


def _hold(table: Table) -> Hold:
    table.checked(("tag", "lists", "at_most", "unless"))
    return Hold(
        tag=table.text("tag", ""),
        lists=table.texts("lists"),
        at_most=table.number("at_most", 0.9),
        unless=table.texts("unless"),
    )


def _prior(table: Table) -> Prior:
    table.checked(
        ("countries", "foreign", "domestic", "elsewhere", "foreign_weight", "domestic_weight")
    )
    countries = table.table("countries")
    return Prior(
        countries={code: countries.number(code, 0) for code in countries.values},
        foreign=table.texts("foreign"),
        domestic=table.texts("domestic"),
        elsewhere=table.texts("elsewhere"),
        foreign_weight=table.number("foreign_weight", -0.8),
        domestic_weight=table.number("domestic_weight", 0.35),
    )


def _check_lists(draft: _Draft, topic: str) -> None:
    known = draft.lists | {"@region"}
    asked: list[tuple[str, Iterable[str]]] = [
        *((f"near {near.tag}", (*near.lists, *near.only_with)) for near in draft.near),
        *((f"hold {hold.tag}", (*hold.lists, *hold.unless)) for hold in draft.holds),
        ("prior", (*draft.prior.foreign, *draft.prior.domestic, *draft.prior.elsewhere)),
    ]
    for concept in draft.concepts.values():
        asked.append((f"concept.{concept.id}", concept.not_after))
        if concept.resolution:
            used = (*concept.resolution.support, *concept.resolution.oppose)
            asked.append((f"concept.{concept.id}", used))
    for where, lists in asked:
        for id_ in lists:
            if id_ not in known:
                raise ConfigError(f"{topic}: {where}: no list {id_!r}; add a [list.{id_}]")
