"""What a topic profile says, as frozen values: the result of reading its TOML files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.match.lexicon import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How an ambiguous name is decided: lists that speak for it and against it."""

    support: tuple[str, ...] = ()  # list ids; "@region" is every sure name of the topic
    oppose: tuple[str, ...] = ()
    default: float = 0.3  # share of the weight that stays when nothing speaks either way
    person_name: bool = False  # "Georgia Stanway", "his wife Georgia" are persons
    at_home: tuple[str, ...] = ()  # country codes of sources for which the name is sure
    elsewhere: tuple[str, ...] = ()  # country codes of sources that mean the other one


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing of the topic, whatever it is called."""

    id: str
    kind: str
    place: str | None
    weight: float
    label: str  # the first name, for people
    resolution: Resolution | None = None  # None: the name is sure
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    surname: bool = False  # behind an unknown capitalised word the name is a person's
    not_after: tuple[str, ...] = ()  # lists of words behind which the name is a person's
    not_before: tuple[str, ...] = ()  # lists of words before which it is a person's or a company's
    examples_yes: tuple[str, ...] = ()
    examples_no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Words that change what a nearby name is worth, such as a diaspora's church."""

    tag: str
    lists: tuple[str, ...]
    kinds: tuple[str, ...]  # of the concepts it applies to
    concepts: tuple[str, ...] = ()  # single ones that it applies to
    within: int = 2  # words between the two, at most
    weight: float = -0.6  # added for each concept so met; negative to weaken
    unless: tuple[str, ...] = ()  # kinds of another concept whose presence lifts it
    only_with: tuple[str, ...] = ()  # lists of which some word must stand in title or summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Words that keep an item out of the alerts and in the borderline bucket."""

    tag: str
    lists: tuple[str, ...]
    at_most: float  # score
    unless: tuple[str, ...] = ()  # lists whose words lift it
    concepts: tuple[str, ...] = ()  # one of which must be named; empty: any
    beside: tuple[str, ...] = ()  # what else may be named then


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What a source's own country says of its items, and what takes that back."""

    countries: Mapping[str, float] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()  # lists of which one word is enough: countries, leaders
    foreign_weak: tuple[str, ...] = ()  # lists of which one word tells little: clubs, companies
    domestic: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()  # who goes abroad for the country: prime ministers, delegations
    elsewhere: tuple[str, ...] = ()  # horoscopes, recipes: about nowhere
    letters: Mapping[str, float] = field(default_factory=dict)  # as `countries`, where only the
    # letters of the text say whose it is
    foreign_weight: float = -0.8
    domestic_weight: float = 0.35


@dataclass(frozen=True, slots=True)
class Chain:
    """``gas NEAR/5 pipeline``: parts that stand near each other, in any order of each two."""

    target: str  # concept id
    parts: tuple[str, ...]  # as the parts' names are targeted
    spans: tuple[int, ...]  # words allowed between each two


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression that names a concept."""

    target: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A whole profile."""

    topic: str
    version: str
    threshold: float
    borderline: float
    weights: Mapping[str, float]  # by field
    concepts: Mapping[str, Concept]
    names: tuple[Name, ...]
    lists: frozenset[str]
    asked: frozenset[str] = frozenset()  # lists that some rule asks for
    chains: tuple[Chain, ...] = ()
    regexes: tuple[Expression, ...] = ()
    near: tuple[Near, ...] = ()
    holds: tuple[Hold, ...] = ()
    prior: Prior = Prior()
    any_of: tuple[str, ...] = ()  # concept ids of which one must be met, in a topic within another
    all_of: tuple[str, ...] = ()  # concept ids that must each be met (the plain form)
    none_of: tuple[str, ...] = ()  # concept ids that must not
    places: tuple[str, ...] = ()  # one of these must be among the match's places; empty: all
    examples_yes: tuple[str, ...] = ()
    examples_no: tuple[str, ...] = ()
