"""What a look at a configured source says of its configuration, and what would do instead."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.parse.discovery import Offer, country_of, home_of, language_in, newest_of
from monitor.records import Reading, Source, SourceKind
from monitor.urls import canonical

Standing = Literal["well", "changed", "failing"]
OLD = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen of a source."""

    source: Source
    reading: Reading | None = None  # None: it could not be read
    looks: SourceKind | None = None  # feed or sitemap where the first bytes say so
    moved_to: str | None = None  # where every redirect is for good
    trouble: str = ""  # in words, where it could not be read
    trouble_kind: str = ""
    offers: tuple[Offer, ...] = ()  # what was found beside it, the most trusted first


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody should know of a source, and the keys that would do."""

    source: Source
    standing: Standing
    found: str  # in words: what the address gives now
    advice: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # keys of the source with their new values
    kind: str = ""  # of the trouble, if there is one

    @property
    def needs_somebody(self) -> bool:
        """Whether it should not stay as it is."""
        return self.standing != "well"


def judge(look: Look, *, now: dt.datetime) -> Verdict:
    """What to say of a source, and what to write instead of what is configured."""
    if look.reading is None:
        return _failing(look)
    advice: list[str] = []
    changes: dict[str, str] = {}
    for words, change in (
        _moved(look),
        _of_another_kind(look),
        _better(look),
        _in_another_language(look, look.reading),
        _old(look.reading, now),
    ):
        if words:
            advice.append(words)
            changes.update(change)
    notes = [_elsewhere(look.source)]
    return Verdict(
        source=look.source,
        standing="changed" if advice else "well",
        found=_found(look.reading, look.source, now),
        advice=(*advice, *(note for note in notes if note)),
        changes=tuple(changes.items()),
    )


# ------------------------------------------------------------------ it cannot be read
def _failing(look: Look) -> Verdict:
    source = look.source
    offer = _fitting(look.offers, source)
    if offer is None:
        others = sorted({each.language for each in look.offers if each.language})
        advice = (f"found in {', '.join(others)} only; not in {source.language}",) if others else ()
        return Verdict(
            source=source,
            standing="failing",
            found=look.trouble,
            advice=advice,
            kind=look.trouble_kind,
        )
    return Verdict(
        source=source,
        standing="failing",
        found=look.trouble,
        advice=(f"use the {offer.kind} at {offer.url}: {offer.lead.why}",),
        changes=_changes_to(offer, source),
        kind=look.trouble_kind,
    )


def _fitting(offers: Sequence[Offer], source: Source) -> Offer | None:
    """The best offer in the source's language that is worth a change."""
    for offer in offers:
        language = language_in(offer.reading, said=source.language)
        fits = source.language is None or language in {None, source.language}
        if fits and offer.is_sure and not offer.is_stale and offer.kind != "page":
            return offer
    return None


def _changes_to(offer: Offer, source: Source) -> tuple[tuple[str, str], ...]:
    wanted = {"url": offer.url, "kind": offer.kind}
    is_same = canonical(offer.url) == canonical(source.url)
    return tuple((key, value) for key, value in wanted.items() if key != "url" or not is_same)


# ------------------------------------------------------------------ it can be read
_Advice = tuple[str, Mapping[str, str]]
_NONE: _Advice = ("", {})


def _moved(look: Look) -> _Advice:
    if not look.moved_to or look.moved_to == look.source.url:
        return _NONE
    home = canonical(home_of(look.moved_to))
    if canonical(look.moved_to) == home and canonical(look.source.url) != home:
        return "it leads to the first page of its site; find its new address", {}
    return f"it moved for good to {look.moved_to}", {"url": look.moved_to}


def _of_another_kind(look: Look) -> _Advice:
    kind = look.looks
    if kind is None or look.source.kind in {"auto", kind}:
        return _NONE
    return f"it is a {kind}, not a {look.source.kind}", {"kind": kind}


def _better(look: Look) -> _Advice:
    """A feed in the place of a page, where there is one now."""
    assert look.reading is not None  # noqa: S101 - the caller's own branch
    if look.reading.kind not in {"listing", "page"} or look.source.select:
        return _NONE
    offer = _fitting([each for each in look.offers if each.kind == "feed"], look.source)
    if offer is None:
        return _NONE
    return f"there is a feed: {offer.url}", {"url": offer.url, "kind": "feed"}


def _in_another_language(look: Look, reading: Reading) -> _Advice:
    stated = reading.language != look.source.language and reading.language
    language = language_in(reading, said=look.source.language)
    if look.source.language is None:
        items_say = stated or any(draft.language for draft in reading.drafts)
        if language and not items_say:
            return f"its items state no language; they are in {language}", {"language": language}
        return _NONE
    if language in {None, look.source.language}:
        return _NONE
    words = f"its items are in {language}, not {look.source.language}"
    return words, {"language": str(language)}


def _old(reading: Reading, now: dt.datetime) -> _Advice:
    if not reading.drafts and not reading.children:
        return "it holds no item", {}
    newest = newest_of(reading.drafts, now=now)
    if newest is None or now - newest.at < OLD or reading.kind == "page":
        return _NONE
    return f"nothing new since {newest.at:%Y-%m-%d}", {}


def _elsewhere(source: Source) -> str:
    """A country that the address contradicts; people may know better, so nothing is changed."""
    home = country_of(source.url)
    if home is None or source.country in {None, home}:
        return ""
    return f"its address belongs to {home}, its country is said to be {source.country}"


def _found(reading: Reading, source: Source, now: dt.datetime) -> str:
    newest = newest_of(reading.drafts, now=now)
    size = len(reading.drafts)
    parts = [reading.kind, "1 item" if size == 1 else f"{size:,} items"]
    if reading.children:
        parts[1] = f"an index of {len(reading.children):,}"
    parts.append(f"newest {newest.at:%Y-%m-%d}" if newest else "not dated")
    language = language_in(reading, said=source.language)
    return ", ".join([*parts, *([language] if language else [])])
