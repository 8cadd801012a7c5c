"""The rules of a profile that join names with the words around them, read from its tables."""

from collections.abc import Iterable, Mapping

from monitor.errors import ConfigError
from monitor.match.definition import Concept, Hold, Near, Prior, Resolution
from monitor.match.table import Table

NEAR_KEYS = (*("tag", "lists", "kinds", "concepts", "within", "weight", "unless", "only_with"),)
_BESIDE = ("lists", "words", "within", "weight", "tag")
_PRIOR = (
    *("countries", "letters", "foreign", "foreign_weak", "domestic", "offices", "elsewhere"),
    *("foreign_weight", "domestic_weight"),
)


def resolution(table: Table) -> Resolution:
    """How an ambiguous concept is decided."""
    return Resolution(
        support=table.texts("support"),
        oppose=table.texts("oppose"),
        default=table.number("default", 0.3, low=0, high=1),
        person_name=table.flag("person_name"),
        at_home=table.texts("at_home"),
        elsewhere=table.texts("elsewhere"),
    )


def near(table: Table) -> Near:
    """A ``[[near]]``: it applies to kinds of concepts, to single ones, or to both."""
    table.checked(NEAR_KEYS)
    return Near(
        tag=table.text("tag", ""),
        lists=table.texts("lists"),
        kinds=table.texts("kinds"),
        concepts=table.texts("concepts"),
        within=int(table.number("within", 2, low=0, high=100)),
        weight=table.number("weight", -0.6),
        unless=table.texts("unless"),
        only_with=table.texts("only_with"),
    )


def beside(table: Table, key: str, concept: str) -> Near:
    """A concept's own ``forbid_near`` or ``support_near``; its `words` are list ``concept.key``."""
    one = table.table(key).checked(_BESIDE)
    is_forbidden = key == "forbid_near"
    low, high = (-5.0, 0.0) if is_forbidden else (0.0, 5.0)
    own = (f"{concept}.{key}",) if "words" in one.values else ()
    lists = (*one.texts("lists"), *own)
    if not lists:
        raise ConfigError(f'{one.where}: no word; add words = ["…"] or lists = ["…"]')
    return Near(
        tag=one.text("tag", concept),
        lists=lists,
        kinds=(),
        concepts=(concept,),
        within=int(one.number("within", 3, low=0, high=100)),
        weight=one.number("weight", -0.6 if is_forbidden else 0.4, low=low, high=high),
    )


def hold(table: Table) -> Hold:
    """A ``[[hold]]``."""
    table.checked(("tag", "lists", "at_most", "unless", "concepts", "beside"))
    return Hold(
        tag=table.text("tag", ""),
        lists=table.texts("lists"),
        at_most=table.number("at_most", 0.9),
        unless=table.texts("unless"),
        concepts=table.texts("concepts"),
        beside=table.texts("beside"),
    )


def prior(table: Table) -> Prior:
    """The ``[prior]`` of a source's country."""
    table.checked(_PRIOR)
    countries, letters = table.table("countries"), table.table("letters")
    return Prior(
        letters={code: letters.number(code, 0) for code in letters.values},
        countries={code: countries.number(code, 0) for code in countries.values},
        foreign=table.texts("foreign"),
        foreign_weak=table.texts("foreign_weak"),
        domestic=table.texts("domestic"),
        offices=table.texts("offices"),
        elsewhere=table.texts("elsewhere"),
        foreign_weight=table.number("foreign_weight", -0.8, low=-5, high=0),
        domestic_weight=table.number("domestic_weight", 0.35, low=0, high=5),
    )


def check_lists(
    asked: Iterable[tuple[str, Iterable[str]]], known: frozenset[str], topic: str
) -> None:
    """Refuse a rule that asks for a list that nobody wrote. Raises ConfigError."""
    for where, lists in asked:
        for id_ in lists:
            if id_ not in known:
                raise ConfigError(f"{topic}: {where}: no list {id_!r}; add a [list.{id_}]")


def asked_lists(
    concepts: Mapping[str, Concept], nears: Iterable[Near], holds: Iterable[Hold], one: Prior
) -> list[tuple[str, Iterable[str]]]:
    """Every list that some rule asks for, with the place of the rule."""
    asked: list[tuple[str, Iterable[str]]] = [
        *((f"near {near.tag}", (*near.lists, *near.only_with)) for near in nears),
        *((f"hold {hold.tag}", (*hold.lists, *hold.unless)) for hold in holds),
        ("prior", (*one.foreign, *one.foreign_weak, *one.domestic, *one.offices, *one.elsewhere)),
    ]
    for concept in concepts.values():
        asked.append((f"concept.{concept.id}", (*concept.not_after, *concept.not_before)))
        if concept.resolution:
            used = (*concept.resolution.support, *concept.resolution.oppose)
            asked.append((f"concept.{concept.id}", tuple(one for one in used if one != "@region")))
    return asked
