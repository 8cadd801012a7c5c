"""The verb `sources add`: from an address to a source in the configuration."""

import asyncio
import dataclasses
import datetime as dt
import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DONE, NOTHING, USAGE, Desk, clock_time, pass_desk
from monitor.cli.printing import one_line, say, show_json, show_rows
from monitor.cli.running import progress
from monitor.errors import FetchError, MonitorError
from monitor.records import Source

if TYPE_CHECKING:
    from monitor.config.writing import Sheet
    from monitor.jobs.discover import Discovery
    from monitor.parse.discovery import Offer

_HOST = re.compile(r"(?:[\w-]+\.)+([^\W\d]\w{1,23}|\d{1,3})(?::\d{1,5})?(?:[/?]|$)")
_FILES = frozenset({"gz", "htm", "html", "json", "opml", "rdf", "rss", "txt", "toml", "xml"})
KINDS = ("feed", "listing", "sitemap", "page")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody said of the source to be."""

    name: str | None
    tags: tuple[str, ...]
    country: str | None
    language: str | None
    kind: str | None


@click.command(
    short_help="Find what ADDRESS publishes and add it.",
    epilog="Example: monitor sources add oc-media.org --yes",
)
@click.argument("address", metavar="ADDRESS")
@click.option("--yes", "-y", is_flag=True, help="Take the best without asking.")
@click.option("--name", help="Its name.  [default: from its title and host]")
@click.option("--tags", multiple=True, help="Words of your own, separated by commas; repeatable.")
@click.option("--country", help="Its country, for a domestic outlet.  [default: from its address]")
@click.option("--language", help="Its language.  [default: that of its items]")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind.  [default: the best]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each offer.")
@pass_desk
def add(
    desk: Desk,
    address: str,
    yes: bool,
    name: str | None,
    tags: tuple[str, ...],
    country: str | None,
    language: str | None,
    kind: str | None,
    as_json: bool,
) -> int:
    """Find what ADDRESS publishes, show it, and add what you choose to the configuration.

    Looks for a feed, a news sitemap, a list of headlines on the page and the page itself, in this
    order of trust, with at most 12 requests. Comments and order of the configuration stay.
    """
    from monitor.config.writing import read_sheet

    words = tuple(word.strip() for each in tags for word in each.split(",") if word.strip())
    wish = Wish(name=name, tags=words, country=country, language=language, kind=kind)
    sheet = read_sheet(desk.config)
    present = desk.load().sources if sheet.content is not None else ()
    _refuse_known(address_of(address), present)
    found = search(desk, address)
    offers = offers_of(found, kind)
    if not offers:
        say(f"error: {nothing_in(found, kind)}", tone="red")
        return NOTHING
    offer = _chosen(desk, offers, yes=yes, as_json=as_json)
    if offer is None:
        return USAGE if not sys.stdin.isatty() else NOTHING
    source = _source(desk, offer, wish, present, title=found.title)
    _refuse_known(source.url, present)
    _write(desk, sheet, source)
    if as_json:
        show_json(_json(each, source.name if each is offer else None) for each in offers)
    return DONE


# ------------------------------------------------------------------ looking
def address_of(text: str) -> str:
    """An address as it is asked; what names no scheme is asked over https."""
    text = text.strip()
    return text if "://" in text else f"https://{text.lstrip('/')}"


def looks_like_address(text: str) -> bool:
    """Whether a word without a scheme begins with the name of a host, and is no file's name."""
    found = _HOST.match(text)
    return found is not None and found[1].lower() not in _FILES


def search(desk: Desk, address: str, *, body: bytes | None = None) -> "Discovery":
    """What is found at an address, or in a saved file, with each request shown on a terminal.

    Raises:
        FetchError: nobody answers there, or it may not be asked.
    """
    from monitor.daemon import discover
    from monitor.jobs.discover import REQUESTS_LIMIT

    configuration = desk.load() if desk.config.exists() else None
    with ExitStack() as stack:
        bar, task = stack.enter_context(progress("looking", REQUESTS_LIMIT))

        def told(url: str) -> None:
            bar.update(task, advance=1, description=f"asking {one_line(url)}")

        def look(url: str) -> "Discovery":
            source = Source(name="new", url=url)
            return asyncio.run(discover(source, configuration=configuration, body=body, told=told))

        try:
            return look(address if body is not None else address_of(address))
        except FetchError as error:
            if "://" in address or error.kind not in {"connect", "tls"}:
                raise
            return look(f"http://{address.strip().lstrip('/')}")


def offers_of(found: "Discovery", kind: str | None) -> "Sequence[Offer]":
    """The offers of a kind, or all."""
    return [offer for offer in found.offers if kind in {None, offer.kind}]


def nothing_in(found: "Discovery", kind: str | None) -> str:
    """Why there is no offer: what was tried, each with its answer, and what would do."""
    what = kind or "source"
    lines = [f"no {what} was found at {found.url!r}"]
    if found.needs_browser:
        lines.append(
            "  its page is empty until a browser runs its scripts, which is not done here; "
            "look for its feed or another address of it"
        )
    lines += [f"  {each.url}: {each.answer}" for each in found.tries]
    if found.tries and all(each.kind in {"blocked", "rate-limited"} for each in found.tries):
        lines.append(
            "  the site lets no program in; ask its owner, giving your `contact`, or use another "
            "source of the same news"
        )
    others = sorted({offer.kind for offer in found.offers})
    if others:
        lines.append(f"  found, but not asked for: {', '.join(others)}")
    return "\n".join(lines)


def _refuse_known(url: str, present: Sequence[Source]) -> None:
    from monitor.urls import canonical

    for source in present:
        if canonical(source.url) == canonical(url):
            raise MonitorError(
                f"source {source.name!r} has this address already ({source.url!r}); "
                f"`monitor sources test {source.name}` asks it now"
            )


# ------------------------------------------------------------------ choosing
def _chosen(desk: Desk, offers: "Sequence[Offer]", *, yes: bool, as_json: bool) -> "Offer | None":
    """The best where that was said, else the one that somebody at the terminal names."""
    if not as_json:
        show_offers(desk, offers)
    if yes:
        return offers[0]
    if not sys.stdin.isatty():
        if as_json:
            show_json(_json(offer, None) for offer in offers)
        say("nothing was written; --yes takes the first, --kind another")
        return None
    answer = click.prompt(
        f"Add which one? (1-{len(offers)}, 0 for none)",
        type=click.IntRange(0, len(offers)),
        default=1,
        err=True,
    )
    return offers[answer - 1] if answer else None


def show_offers(desk: Desk, offers: "Sequence[Offer]") -> None:
    """What each way of reading the site would give, the one to be trusted most first."""
    zone = desk.zone if desk.config.exists() else dt.UTC
    show_rows(
        ("no", "kind", "items", "newest", "language", "address", "why", "titles"),
        (
            (
                str(number),
                offer.kind,
                str(len(offer.reading.drafts)),
                newest_of(offer, zone),
                offer.language or "",
                offer.url,
                _why(offer),
                " | ".join(offer.titles),
            )
            for number, offer in enumerate(offers, 1)
        ),
        wide=("address", "why", "titles"),
        whole=True,
    )


def newest_of(offer: "Offer", zone: dt.tzinfo) -> str:
    """The latest date that an offer states, as precisely as it is stated."""
    newest = offer.newest
    if newest is None:
        return "not dated"
    return clock_time(newest.at, zone) if newest.precision == "minute" else str(newest)


def _why(offer: "Offer") -> str:
    """Why it may be trusted, and what speaks against it."""
    parts = [offer.lead.why]
    if offer.is_stale:
        parts.append("nothing new for long")
    if not offer.is_sure:
        parts.append("it may be no news")
    return "; ".join(parts)


# ------------------------------------------------------------------ writing
def _source(
    desk: Desk, offer: "Offer", wish: Wish, present: Sequence[Source], *, title: str | None
) -> Source:
    """The source to be written. Raises MonitorError where a wish cannot be met."""
    from monitor.config.naming import name_for
    from monitor.config.opml import source_from
    from monitor.parse.discovery import country_of

    taken = [source.name for source in present]
    if wish.name is not None and wish.name in taken:
        raise MonitorError(f"the name {wish.name!r} is taken by another source; give another")
    language = wish.language or offer.language
    title = title if offer.kind in {"listing", "page"} else offer.reading.title or title
    name = wish.name or name_for(offer.url, title=title, language=language, taken=taken)
    given = {
        "name": name,
        "url": offer.url,
        "kind": offer.kind,
        "language": language,
        "country": wish.country or country_of(offer.url),
        "tags": list(dict.fromkeys(wish.tags)),
    }
    allowed = desk.load().allow_addresses if desk.config.exists() else ()
    keys = {key: value for key, value in given.items() if value}
    source = source_from(keys, allow_addresses=allowed)
    if isinstance(source, str):
        raise MonitorError(f"{name!r} cannot be added: {source}")
    return source


def _write(desk: Desk, sheet: "Sheet", source: Source) -> None:
    from monitor.config.writing import with_sources

    desk.rewrite(sheet, with_sources(sheet, [source]))
    told = ", ".join(
        word
        for word in (source.kind, source.language, source.country, *source.tags)
        if word is not None
    )
    say(f"added {source.name!r} ({told}) to {desk.config}", tone="green")
    say(f"next: `monitor poll {source.name}` keeps what it has now, as known and not as news")


def _json(offer: "Offer", added: str | None) -> dict[str, object]:
    return {
        "url": offer.url,
        "kind": offer.kind,
        "items": len(offer.reading.drafts),
        "newest": str(offer.newest) if offer.newest else None,
        "language": offer.language,
        "title": offer.reading.title,
        "titles": list(offer.titles),
        "why": offer.lead.why,
        "sure": offer.is_sure,
        "stale": offer.is_stale,
        "added": added,
    }
