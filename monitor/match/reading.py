"""From a profile's TOML to its definition; every mistake is named with its file, key and remedy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitor.errors import ConfigError
from monitor.match import rules
from monitor.match.definition import Chain, Concept, Definition, Expression, Hold, Near, Prior
from monitor.match.expressions import checked_expressions
from monitor.match.languages import word_pattern
from monitor.match.lexicon import Name
from monitor.match.names import TONGUES, names_of, near_parts, split, written
from monitor.match.table import Table

_PLAIN = ("any", "all", "none", "regex", "places", "examples_yes", "examples_no")
TOP = (
    *("profile", "weights", "defaults", "concept", "list", "near", "hold", "block", "prior"),
    *("extends", "within", *_PLAIN),
)
_CONCEPT = (
    *("place", "kind", "weight", "ambiguous", "support", "oppose", "default", "person_name"),
    *("at_home", "elsewhere", "cased", "surname", "not_after", "not_before", "forbid_near"),
    *("support_near", "from", "until", "to", "source", "regex", "examples_yes", "examples_no"),
    *TONGUES,
)
_DEFAULTS = (
    *("place", "kind", "weight", "cased", "ambiguous", "support", "oppose", "default"),
    *("surname", "not_after", "not_before"),
)
_IMPLIED = frozenset({"before-a-person", "before-a-place"})  # lists that `person_name` asks for
_WORD_KIND = "word"  # of the concepts that the plain form makes


@dataclass(slots=True)
class _Draft:
    """What has been read so far, of however many files."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    regexes: list[Expression] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)
    asked: frozenset[str] = frozenset()
    near: list[Near] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    prior: Prior = field(default_factory=Prior)
    head: dict[str, object] = field(default_factory=dict)
    where: str = ""  # of the head
    weights: dict[str, float] = field(
        default_factory=lambda: {"title": 1.0, "summary": 0.6, "content": 0.25}
    )
    inherited: frozenset[str] = frozenset()  # concepts of the topic that is extended
    word_weight: float = 1.0  # of the plain form's words
    any_of: list[str] = field(default_factory=list)
    all_of: list[str] = field(default_factory=list)
    none_of: list[str] = field(default_factory=list)
    places: tuple[str, ...] = ()
    examples_yes: list[str] = field(default_factory=list)
    examples_no: list[str] = field(default_factory=list)


def read_definition(
    files: Iterable[Table], *, topic: str, base: Iterable[Table] = (), is_within: bool = False
) -> Definition:
    """One definition out of whole files; `topic` names it where ``[profile]`` does not.

    The files of `base` come first: what they say holds, and `files` add to it. With `is_within`
    the plain form's words narrow it down instead: one of them must stand in the item, too.

    Raises:
        ConfigError: with file, key, what was seen and what would do.
    """
    draft = _Draft()
    for file in base:
        _read_file(file.checked(TOP), draft)
    draft.inherited = frozenset(draft.concepts)
    draft.head = {key: value for key, value in draft.head.items() if key != "id"}
    draft.word_weight = 0.0 if is_within else 1.0
    for file in files:
        _read_file(file.checked(TOP), draft)
    if not draft.names and not draft.regexes:
        raise ConfigError(f'{topic}: no name to look for; add any = ["…"] or a [concept.…]')
    if not is_within:
        draft.any_of.clear()
    asked = rules.asked_lists(draft.concepts, draft.near, draft.holds, draft.prior)
    rules.check_lists(asked, frozenset(draft.lists), topic)
    draft.asked = frozenset(id_ for _, lists in asked for id_ in lists) | _IMPLIED
    return _definition(draft, topic)


def _definition(draft: _Draft, topic: str) -> Definition:
    head = Table(draft.head, draft.where or topic)
    threshold = head.number("threshold", 1.0, low=0.01, high=5)
    borderline = head.number("borderline", min(0.6, threshold), low=0.01, high=5)
    if borderline > threshold:
        raise head.fail("borderline", f"give at most the threshold, {threshold:g}")
    best = _best(draft)
    if threshold > best:
        raise head.fail("threshold", f"no item can reach it; give at most {best:g}")
    return Definition(
        topic=head.text("id", topic),
        version=str(head.values.get("version", 1)),
        threshold=threshold,
        borderline=borderline,
        weights=draft.weights,
        concepts=draft.concepts,
        names=tuple(draft.names),
        chains=tuple(draft.chains),
        regexes=tuple(draft.regexes),
        lists=frozenset(draft.lists),
        asked=draft.asked,
        near=tuple(draft.near),
        holds=tuple(draft.holds),
        prior=draft.prior,
        any_of=tuple(draft.any_of),
        all_of=tuple(draft.all_of),
        none_of=tuple(draft.none_of),
        places=draft.places,
        examples_yes=tuple(draft.examples_yes),
        examples_no=tuple(draft.examples_no),
    )


def _best(draft: _Draft) -> float:
    """What an item could reach that names everything everywhere: no threshold may lie beyond."""
    repeats = 1.5 * max(draft.weights.values())
    named = sum(max(concept.weight, 0.0) * repeats for concept in draft.concepts.values())
    beside = sum(max(rule.weight, 0.0) for rule in draft.near)
    return named + beside + max(draft.prior.countries.values(), default=0.0)


def _read_file(root: Table, draft: _Draft) -> None:
    if "profile" in root.values:
        head = root.table("profile").checked(("id", "version", "threshold", "borderline"))
        draft.head |= head.values
        draft.where = head.where
    weights = root.table("weights").checked(draft.weights)
    draft.weights |= {key: weights.number(key, 0, low=0, high=2) for key in weights.values}
    _read_concepts(root, draft)
    _read_lists(root, draft)
    _read_plain(root, draft)
    draft.near += [rules.near(table) for table in root.tables("near")]
    draft.holds += [rules.hold(table) for table in root.tables("hold")]
    if "prior" in root.values:
        draft.prior = rules.prior(root.table("prior"))


# ------------------------------------------------------------------ concepts
def _read_concepts(root: Table, draft: _Draft) -> None:
    defaults = root.table("defaults").checked(_DEFAULTS)
    concepts = root.table("concept")
    for id_ in concepts.values:
        table = concepts.table(id_).checked(_CONCEPT)
        if id_ in draft.inherited:
            _forget(id_, draft)
        elif id_ in draft.concepts:
            raise ConfigError(f"{table.where}: {id_!r} is there twice; merge the two")
        table = Table(dict(defaults.values) | dict(table.values), table.where)
        _add_concept(id_, table, draft)


def _forget(id_: str, draft: _Draft) -> None:
    """Take an inherited concept out: the topic that extends it says something else of it."""
    draft.inherited -= {id_}
    draft.names = [name for name in draft.names if name.role == "list" or name.target != id_]
    draft.chains = [chain for chain in draft.chains if chain.target != id_]
    draft.regexes = [one for one in draft.regexes if one.target != id_]
    draft.near = [rule for rule in draft.near if rule.concepts != (id_,)]


def _add_concept(id_: str, table: Table, draft: _Draft) -> None:
    concept = _concept(id_, table)
    draft.concepts[id_] = concept
    draft.names += names_of(table, "concept", id_, kind=concept.kind)
    draft.regexes += checked_expressions(table, id_)
    for key in ("forbid_near", "support_near"):
        if key in table.values:
            rule = rules.beside(table, key, id_)
            draft.near.append(rule)
            words = Table({"any": table.table(key).values.get("words", [])}, table.where)
            draft.names += names_of(words, "list", f"{id_}.{key}")
            draft.lists.add(f"{id_}.{key}")


def _concept(id_: str, table: Table) -> Concept:
    label = next(_texts(table), "")
    if not label:
        raise ConfigError(f'{table.where}: no name; add one such as en = ["…"]')
    until_key = "to" if "to" in table.values else "until"
    since, until = table.day("from"), table.day(until_key)
    if since and until and since > until:
        raise table.fail(until_key, f"give a day after {since}")
    return Concept(
        id=id_,
        kind=table.text("kind", "thing"),
        place=table.values.get("place") and table.text("place", ""),
        weight=table.number("weight", 1.0),
        label=label.strip("*=^"),
        resolution=rules.resolution(table) if table.flag("ambiguous") else None,
        valid_from=since,
        valid_until=until,
        surname=table.flag("surname"),
        not_after=table.texts("not_after"),
        not_before=table.texts("not_before"),
        examples_yes=table.texts("examples_yes"),
        examples_no=table.texts("examples_no"),
    )


def _texts(table: Table) -> Iterator[str]:
    """The names of a concept as they are written, then its expressions."""
    for tongue in TONGUES:
        if tongue in table.values:
            yield from (one.text for one in written(table, tongue))
    yield from table.texts("regex")


def _read_lists(root: Table, draft: _Draft) -> None:
    lists = root.table("list")
    for id_ in lists.values:
        table = lists.table(id_).checked((*TONGUES, "cased"))
        draft.lists.add(id_)
        draft.names += names_of(table, "list", id_)
    block = root.table("block").checked(TONGUES)
    for tongue in TONGUES:
        for phrase in block.names(tongue):
            words = tuple(word_pattern(word, tongue) for word in split(phrase))
            if not words:
                raise block.fail(tongue, f"{phrase!r} holds no letter; take it out")
            draft.names.append(Name(words, "block", phrase))


# ------------------------------------------------------------------ the plain form
def _read_plain(root: Table, draft: _Draft) -> None:
    """``any``, ``all``, ``none``, ``regex`` and ``places``, for those who only want words."""
    kept_by_key: Mapping[str, list[str]] = {
        "any": draft.any_of,
        "all": draft.all_of,
        "none": draft.none_of,
    }
    for key, kept in kept_by_key.items():
        weight = 0.0 if key == "none" else draft.word_weight
        kept += [_add_word(text, weight, root, draft) for text in root.names(key)]
    for at, one in enumerate(checked_expressions(root, "regex"), 1):
        id_ = _own_id(f"regex {at}", draft)
        draft.concepts[id_] = _word_concept(id_, one.pattern, draft.word_weight)
        draft.regexes.append(Expression(id_, one.pattern))
        draft.any_of.append(id_)
    draft.places = tuple(code.upper() for code in root.texts("places")) or draft.places
    draft.examples_yes += root.texts("examples_yes")
    draft.examples_no += root.texts("examples_no")


def _add_word(text: str, weight: float, root: Table, draft: _Draft) -> str:
    parts, spans = near_parts(text)
    id_ = _own_id(text.strip("*=^ ").casefold(), draft)
    draft.concepts[id_] = _word_concept(id_, text.strip("*=^ "), weight)
    if spans:
        keys = tuple(f"{id_} {at}" for at in range(len(parts)))
        draft.chains.append(Chain(id_, keys, tuple(spans)))
        for key, part in zip(keys, parts, strict=True):
            draft.names += names_of(Table({"any": [part]}, root.where), "part", key)
    else:
        draft.names += names_of(Table({"any": [text]}, root.where), "concept", id_)
    return id_


def _word_concept(id_: str, label: str, weight: float) -> Concept:
    return Concept(id=id_, kind=_WORD_KIND, place=None, weight=weight, label=label)


def _own_id(id_: str, draft: _Draft) -> str:
    """An id that no inherited concept has; the same word twice is one concept."""
    return f"word {id_}" if id_ in draft.inherited else id_
