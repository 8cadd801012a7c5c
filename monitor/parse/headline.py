"""The title of an article, exactly, without the name of its site.

All statements of a page vote: one of them trusted alone is exact on two pages of three, since it
may be cut, shortened for a social network or signed with the site's name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from monitor.parse.flow import Node, Page
from monitor.parse.flow_names import INLINE
from monitor.parse.structured import Json, named, names
from monitor.text import clean_title, fold
from monitor.urls import registrable_host

_SITE_MARK = re.compile(r"\s+(?:[|•·»«–—\\/:~*⋆★☆●▪■◆✦→›‹-]|::|//|&raquo;)\s+|\s*[|»]\s*|\s*::\s*")
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\])\s*$")
_CUT_CHARS = 100  # systems that cut a headline in silence do it there
_SITE_WORDS = 5  # a longer clause after a dash is headline
_HEADS = 6
_NAME_CHARS = 60
_LABEL_CHARS = 3
_LINKS = 30
_MARKS = 20  # dashes of one title that are tried
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_STATED = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title",
    "sailthru.title", "title", "cxenseparse:recs:title", "mediator_title")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A title as one place of the page says it."""

    text: str
    place: str  # ld | h1 | meta | item | title


def read_title(page: Page, main: Json, meta: dict[str, str]) -> str:
    """The headline on which most of the page's own statements agree, the most explicit first."""
    site = site_of(page, main, meta)
    told = [
        Said(text, said.place)
        for said in _statements(page, main, meta)
        if (text := clean_title(said.text)) and fold(text) not in site.names
    ]
    if not told:
        return _first_line(page, site)
    others = [each.text for each in told]
    bare = _uncut([Said(without_site(each.text, site, others), each.place) for each in told])
    bare = [Said(_without_label(each, bare, site), each.place) for each in bare]
    places: dict[str, set[str]] = {}
    for each in bare:
        places.setdefault(fold(each.text), set()).add(each.place)
    best = max(bare, key=lambda each: (len(places[fold(each.text)]), -bare.index(each)))
    return _as_shown([each for each in bare if fold(each.text) == fold(best.text)])


def _statements(page: Page, main: Json, meta: dict[str, str]) -> Iterator[Said]:
    """The page's titles; where no two agree, an earlier one counts more."""
    yield from (Said(title, "ld") for title in names(main.get("headline"))[:1])
    heads = [Said(_head_text(node), "h1") for node in islice(page.root.iter("h1"), _HEADS)]
    if len(heads) == 1:
        yield from heads
    yield from (Said(meta[name], "meta") for name in _STATED[:2] if name in meta)
    yield from (Said(shown_text(node), "item") for node in islice(named(page.root, "headline"), 2))
    if len(heads) != 1:
        yield from heads
    yield from (Said(shown_text(node), "title") for node in islice(page.root.iter("title"), 1))
    yield from (Said(meta[name], "meta") for name in _STATED[2:] if name in meta)
    yield from (Said(title, "ld") for title in names(main.get("name"))[:1])
    yield from (Said(shown_text(node), "item") for node in islice(_called_title(page), 3))


def _called_title(page: Page) -> Iterator[Node]:
    """Elements other than an h1 whose class says that they hold the headline of an article."""
    for node in page.root.iter("h2", "h3", "div", "span", "p"):
        if _TITLE_CLASS.search(node.get("class") or ""):
            yield node


_TITLE_CLASS = re.compile(
    r"(?:^|\s)(?:(?:entry|post|article|news|story|single|full|detail|haber)[-_]?)"
    r"(?:title|headline|heading|head|header|baslik|name)(?:$|\s|__)|(?:^|\s)(?:headline|title)(?:$|\s)",
    re.IGNORECASE,
)


def _head_text(node: Node) -> str:
    """The text of a heading, without the label that stands in an element of its own before it."""
    text = shown_text(node)
    for label in islice(node.iter("span", "small", "a", "em", "i", "b", "strong", "div"), _LABELS):
        called = _KICKER.search(label.get("class") or "")
        kicker = shown_text(label) if called else ""
        rest = text[len(kicker) :].strip() if kicker and text.startswith(kicker) else ""
        if len(rest.split()) >= _REST_WORDS:
            return rest
    return text


_KICKER = re.compile(
    r"(?:^|[\s_-])(?:labels?|badges?|tags?|flags?|rubrics?|rubrika|categor(?:y|ies)|cat|kicker|eyebrow"
    r"|prefix|section|overline|topic|flash|breaking|exclusive|hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABELS = 10
_REST_WORDS = 3


def shown_text(node: Node) -> str:
    """The text of an element; what begins a line does not touch the word before it."""
    pieces: list[str] = []
    for event, at in etree.iterwalk(node, events=("start", "end")):
        if at is not node and at.tag not in INLINE:
            pieces.append(" ")
        if event == "start":
            pieces.append("" if at.tag in _UNSEEN else at.text or "")
        elif at is not node:
            pieces.append(at.tail or "")
    return " ".join("".join(pieces).split())


def _uncut(told: Sequence[Said]) -> list[Said]:
    """The titles without those that are the beginning of another one."""
    kept = []
    for each in told:
        stem = fold(_CUT.sub("", each.text))
        is_cut = _CUT.search(each.text) is not None or len(each.text) >= _CUT_CHARS
        longer = (other for other in told if other.place in {"h1", "item", "ld", "meta"})
        if not (is_cut and any(len(fold(o.text)) > len(stem) and fold(o.text).startswith(stem)
                               for o in longer)):  # fmt: skip
            kept.append(each)
    return kept


def _without_label(said: Said, told: Sequence[Said], site: "Site") -> str:
    """A title less what stands before it: a label in the headline, ``Site: `` in the others."""
    folded = fold(said.text)
    if said.place not in _SHOWN:
        before, _, rest = said.text.partition(": ")
        is_shown = any(fold(each.text) == folded for each in told if each.place in _SHOWN)
        is_signed = rest and not is_shown and site.is_called(before)
        return rest.strip() if is_signed else said.text
    for other in told:
        rest = fold(other.text)
        is_rest = other.place in {"ld", "meta"} and len(rest.split()) >= _REST_WORDS
        label = folded.removesuffix(rest)
        if is_rest and label != folded and 0 < len(label.split()) < _REST_WORDS:
            return other.text
    return said.text


_SHOWN = frozenset({"h1", "item"})


def _as_shown(same: Sequence[Said]) -> str:
    """Of equal titles the one that readers see, unless its capitals are only shouting."""
    shown = [each.text for each in same if each.place in {"h1", "item"}]
    quiet = [text for text in (*shown, *(each.text for each in same)) if text != text.upper()]
    return (quiet or [same[0].text])[0]


# ------------------------------------------------------------------ the site's name
@dataclass(frozen=True, slots=True)
class Site:
    """How a page calls the site that it belongs to."""

    names: frozenset[str]  # folded
    label: str = ""  # the host's own word: "ocmedia" of oc-media.org

    def is_called(self, part: str) -> bool:
        """Whether a part of a title is the site's name: ``OC Media`` at ``oc-media.org``."""
        folded = fold(part)
        if folded in self.names:
            return True
        joined = folded.replace(" ", "").removeprefix("the")
        if not joined or len(folded.split()) > _SITE_WORDS or len(self.label) < _LABEL_CHARS:
            return False
        is_longer = len(self.label) > _LABEL_CHARS and joined.startswith(self.label)
        return joined == self.label or is_longer


def site_of(page: Page, main: Json, meta: dict[str, str]) -> Site:
    """The names under which a page speaks of its site."""
    told = [meta.get(name, "") for name in _SITE_METAS]
    told += [*names(main.get("publisher")), *names(main.get("sourceOrganization"))]
    told += [*_home_links(page), *_owners(page)]
    host = urlsplit(page.url).hostname or ""
    told += [host, host.removeprefix("www.")]
    label = registrable_host(page.url).partition(".")[0]
    return Site(
        names=frozenset(name for text in told if (name := fold(text[:_NAME_CHARS].lstrip("@")))),
        label=fold(label).replace(" ", ""),
    )


_SITE_METAS = (
    *("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title"),
    *("dc.publisher", "publisher", "copyright"),
)


def _home_links(page: Page) -> Iterator[str]:
    """What the first links to the front page say: a logo."""
    home = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    for link in islice(page.root.iter("a"), _LINKS):
        if (link.get("href") or "").rstrip("/") in {"", home}:
            yield from (shown_text(link), link.get("title") or "")
            yield from (image.get("alt") or "" for image in link.iter("img"))


def _owners(page: Page) -> Iterator[str]:
    """Whose rights a line at the end of the page reserves: ``© 2012-2026 Highland Wire``."""
    for segment in page.segments[-_LINKS:]:
        if found := _OWNER.search(segment.text[:_OWNER_CHARS]):
            yield found[1]


_OWNER = re.compile(r"(?:©|\(c\)|copyright)[\s\d–—,-]*([^\W\d][^.|,;©()]{1,40})", re.IGNORECASE)
_OWNER_CHARS = 200


def without_site(title: str, site: Site, others: Sequence[str]) -> str:
    """`title` less the name of the site at its end or start.

    A part is taken off only if the page names it as the site, if it is the host's name, or if
    another of the page's titles is exactly the rest: many headlines end in a clause after a dash.
    """
    folded = {fold(other) for other in others if other != title}
    halves = list(_halves(title))
    for rest in (*(rest for rest, _ in halves), *_middles(title)):
        if fold(rest) in folded:
            return rest.strip()
    for rest, off in halves:
        if fold(rest) and _signs(site, title, off):
            return without_site(rest.strip(), site, others)
    return title


def _halves(title: str) -> Iterator[tuple[str, str]]:
    """What may stay and what may go: the shortest ends first, then the shortest beginnings."""
    marks = list(islice(_SITE_MARK.finditer(title), _MARKS))
    for mark in reversed(marks):
        yield title[: mark.start()], title[mark.end() :]
    for mark in marks:
        yield title[mark.end() :], title[: mark.start()]


def _signs(site: Site, title: str, part: str) -> bool:
    """Whether a part of a title is the site's name, with or without its motto behind it."""
    is_tail = title.endswith(part)
    return site.is_called(_SITE_MARK.split(part)[0] if is_tail else part)


def _middles(title: str) -> Iterator[str]:
    """What stands between two marks: ``Interview | Headline | Site``."""
    marks = list(islice(_SITE_MARK.finditer(title), _MIDDLES))
    for at, mark in enumerate(marks):
        yield from (title[mark.end() : other.start()] for other in reversed(marks[at + 1 :]))


_MIDDLES = 6


# ------------------------------------------------------------------ pages that mark no headline
def _first_line(page: Page, site: Site) -> str:
    """The short line right before the first long one, where nothing is marked as a headline."""
    texts = [
        each.text
        for each in page.segments
        if each.link is None and not each.moment and not site.is_called(each.text)
    ]
    lead = next((at for at, text in enumerate(texts) if len(text) >= _LONG_CHARS), 0)
    heads = [text for text in texts[max(lead - _ABOVE, 0) : lead] if len(text.split()) > 2]
    first = page.segments[0].text if page.segments else ""
    return clean_title((*reversed(heads), *texts, first)[0][:_LINE_CHARS])


_LONG_CHARS = 120
_LINE_CHARS = 300
_ABOVE = 4  # lines
