"""Names for sources that nobody named: readable, short, unique."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import SplitResult, urlsplit

from monitor.urls import registrable_host

NAME_CHARS = 40
_SHORT = 5  # letters of a host's own part that say little without the rest: "civil" of civil.ge
_PARTS_OF_TITLE = re.compile(r"\s+[|–—·»:-]\s+|[|»]|:\s")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_DEVICES = re.compile(r"^(?:www\d?|m|amp|mobile|rss|feeds?)\.(?=[^.]+\.)")
_PLUMBING = re.compile(
    r"api|articles?|atom|category|feeds?|index|latest|list|news|page|rss|rssfeed|sitemap|xml"
    r"|news-sitemap|sitemap-news"
)


def name_for(
    url: str, *, title: str | None = None, language: str | None = None, taken: Collection[str]
) -> str:
    """A name for the source at `url` that is not among `taken`.

    The title gives it where it says the same as the host (``OC Media`` at oc-media.org), the host
    where it does not; a section, the language or a number tells it from others of that host.
    """
    used = {name.casefold() for name in taken}
    return next(name for name in _names(url, title, language) if name.casefold() not in used)


def _names(url: str, title: str | None, language: str | None) -> Iterator[str]:
    host = _DEVICES.sub("", (_parts(url).hostname or "").lower())
    base = _from_title(title, host) or _from_host(host, url) or "source"
    yield base
    section = _section(url)
    if section:
        yield f"{base}-{section}"[:NAME_CHARS].rstrip("-")
    if language:
        yield f"{base}-{language}"
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _parts(url: str) -> SplitResult:
    """An address in its parts; those of nothing where it cannot be read."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _from_title(title: str | None, host: str) -> str | None:
    """The part of a title that the host repeats; a title of keywords is no name."""
    if host.replace(".", "").isdigit():  # an address in digits says nothing
        return _slug(_PARTS_OF_TITLE.split(title or "")[0]) or None
    own = _NOT_IN_NAMES.sub("", host.rpartition(".")[0])
    for part in _PARTS_OF_TITLE.split(title or "")[:4]:
        name = _slug(part)
        joined = name.replace("-", "")
        if 3 <= len(joined) <= NAME_CHARS and (joined in own or own in joined) and own:
            return name if len(name) <= NAME_CHARS else None
    return None


def _from_host(host: str, url: str) -> str:
    registered = registrable_host(url).partition(":")[0]
    label = registered.partition(".")[0]
    if label.startswith("xn--"):  # letters that ASCII does not have
        return ""
    if "." not in host or host.replace(".", "").isdigit() or len(label) <= _SHORT:
        return _slug(host)
    inner = host.removesuffix(registered).strip(".")
    return _slug(f"{label}-{inner}" if inner else label)


def _section(url: str) -> str:
    """The first part of the path that says what it is about: ``azeri`` of /azeri/rss.xml."""
    for part in _parts(url).path.split("/"):
        name = _slug(part.rpartition(".")[0] or part)
        is_section = name and not _PLUMBING.fullmatch(name) and not name.isdigit()
        if is_section and len(name) <= NAME_CHARS // 2:
            return name
    return ""


def _slug(text: str) -> str:
    """Latin letters and digits with single hyphens between them; "" for other scripts."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NOT_IN_NAMES.sub("-", plain.lower()).strip("-")[:NAME_CHARS].rstrip("-")
