"""The page that shows why ten headlines are about the South Caucasus, or are not."""

from collections.abc import Iterator

from monitor.cli.topics import evidence_lines
from monitor.match import load_profile
from monitor.records import Draft, Match

# What it shows, the country of the source, title, summary.
SAMPLES = (
    (
        "A name in the headline, bent by its language",
        None,
        "В Гюмри после ремонта открылся мост",
        "",
    ),
    (
        "A corridor, and a place further down that counts less",
        None,
        "Zangezur corridor survey ends in May",
        "Engineers measured the last bridge near Meghri.",
    ),
    (
        "Georgia, decided by the words around it",
        None,
        "Georgia's parliament votes on visa rules with the EU",
        "",
    ),
    (
        "Georgia, the other one",
        None,
        "Georgia governor opens county fair near Savannah",
        "",
    ),
    ("Georgia, a person", None, "Georgia Fairweather wins the ten kilometre race", ""),
    (
        "A domestic newsroom that names no country",
        "AZ",
        "Bələdiyyə yeni uşaq bağçası açır",
        "",
    ),
    (
        "A domestic newsroom with news of elsewhere",
        "GE",
        "ესპანეთში წყალდიდობის გამო გზები ჩაიკეტა",
        "",
    ),
    (
        "A phrase that holds a name and means something else",
        None,
        "North Ossetia opens a ski lift",
        "",
    ),
    (
        "A name in passing",
        None,
        "Armenian church in Fresno gets a new roof",
        "",
    ),
    (
        "Sport stays borderline",
        None,
        "Armenia draw with Latvia in World Cup qualifier",
        "",
    ),
)
_HEAD = """\
# Why an item matched, or did not: ten samples

Every judgement keeps its reasons, those against as well. `monitor why ITEM` shows them for an
item that is stored, `monitor topics explain TEXT` for a headline, messages carry the three
heaviest. A line is one reason: what it adds to the score or takes away, the words that gave it
with their field, and what they mean. From 1.00 an item is relevant, from 0.60 borderline; [how a
topic weighs](topics.md).

A reason of 0.00 is told because it shows what was looked at: a phrase that names nothing, a
person of the same name, the word that decided what an ambiguous name means.
"""


def samples_page(note: str) -> str:
    """The page, with what the program says now."""
    return "\n".join([note, _HEAD, *_parts()])


def _parts() -> Iterator[str]:
    profile = load_profile("south-caucasus")
    for what, country, title, summary in SAMPLES:
        match = profile.judge(Draft(title=title, summary=summary or None), country=country)
        origin = f", from a newsroom in {country}" if country else ""
        below = f"\n> {summary}" if summary else ""
        lines = "\n".join(evidence_lines(match))
        yield f"## {what}\n\n> **{title}**{origin}{below}\n"
        yield f"{_verdict(match)}:\n\n```\n{lines}\n```\n"


def _verdict(match: Match) -> str:
    word = "Relevant" if match.relevant else "Borderline" if match.borderline else "Not relevant"
    places = f", about {' '.join(match.places)}" if match.places and match.relevant else ""
    return f"{word} with {match.score:.2f}{places}"
