"""The running text of a page: our reading, trafilatura's and its own statement agree.

Ours knows lists of other articles, which stand beside and inside articles; trafilatura knows a
thousand templates; ``articleBody`` is what the newsroom itself calls the text. Where two agree on a
paragraph it belongs to the article.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lxml import etree

from monitor.parse.blocks import find_groups
from monitor.parse.flow import Node, Page
from monitor.parse.flow_names import INLINE
from monitor.parse.headings import is_latest
from monitor.parse.structured import Json, named
from monitor.text import fold, plain_text

_PARAGRAPH_CHARS = 60  # shorter stretches are captions, bylines and buttons, unless amid longer
_SPACED = re.compile(r" ([,.;:!?»”)\]])")  # where a link ended before a mark
_MAX_PEER_CHARS = 1_500_000  # of markup that trafilatura reads: it takes a second for them
_MAX_PEER_NODES = 30_000
_TITLE_CHARS = 120
_AGREED = 0.6  # share of a paragraph's words that another reading has, from which it has it
_ALIKE = 0.9  # likeness of two readings from which they are one
_ENOUGH = 0.4  # share of our length from which the other reading is taken seriously
_ENOUGH_CHARS = 250  # a text that a page states and that is shorter is a teaser
_MUCH_MORE = 1.3
_COMPARED = 5  # paragraphs
_ALSO_CHARS = 300  # a headline and its label
_KEPT_TAGS = frozenset({"li", "blockquote", "pre", "td", "dd", "h2", "h3", "h4"})
_STOP_LISTS = (
    *("Armenian", "Azerbaijani", "English", "French", "Georgian", "German", "Persian", "Russian"),
    *("Spanish", "Turkish", "Ukrainian"),
)
_ALSO_WORDS = """
    read also|read more|read next|also read|see also|related:|related articles|related stories
    |related news|more on this|don't miss|don’t miss|recommended:|you may also like
    |читайте также|читать также|читайте еще|читайте ещё|читайте по теме|читать подробнее
    |смотрите также|по теме:|материалы по теме|еще по теме|ещё по теме|ранее по теме|подробнее:
    |կարդացեք նաև|կարդացե՛ք նաև|կարդացեք նաեւ|կարդալ նաև|դիտեք նաև|տես նաև|տե՛ս նաև|թեմայի շուրջ
    |həmçinin oxuyun|həmçinin bax|bunu da oxuyun|oxuyun:|ətraflı oxuyun|mövzu ilə bağlı
    |ასევე წაიკითხეთ|ასევე იხილეთ|წაიკითხეთ ასევე|იხილეთ ასევე|დაკავშირებული
    |ayrıca okuyun|ayrıca bkz|bunları da okuyun|bunlar da ilginizi|ilgili haber|okumaya devam"""
_ALSO = re.compile(
    rf"\W*(?:{'|'.join(re.escape(each.strip()) for each in _ALSO_WORDS.split('|'))})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of our own reading."""

    text: str
    tag: str  # of its block


def read_text(
    page: Page, main: Json, markup: str, *, listed: set[int], title: str
) -> Sequence[str]:
    """The paragraphs of the article; none where the page holds none."""
    ours = own_paragraphs(page, listed)
    # Where lists are all that we found, the long ones among their lines are paragraphs.
    others = (page.segments[at].text for at in listed)
    beside = {fold(text) for text in others if ours or len(text) < _TITLE_CHARS}
    theirs = [
        each
        for each in _peer_paragraphs(page, markup)
        if fold(each) not in beside and not _is_no_text(each, page)
    ]
    if ours and any(_is_lump(each, title) for each in theirs):
        theirs = []
    return _fuller(_agreed(ours, theirs), _stated(main))


# ------------------------------------------------------------------ agreement
def _agreed(ours: Sequence[Paragraph], theirs: Sequence[str]) -> Sequence[str]:
    """Ours where both are nearly the same, else theirs, unless it has hardly anything."""
    texts = [each.text for each in ours]
    mine, other = _bag(texts), _bag(theirs)
    if _likeness(mine, other) >= _ALIKE:
        return _without_edges(ours, [_share(text, other) >= _AGREED for text in texts])
    return theirs if _length(theirs) >= _ENOUGH * _length(texts) else texts


def _fuller(shown: Sequence[str], stated: Sequence[str]) -> Sequence[str]:
    """What the newsroom itself calls the text, where the page shows only a part of that."""
    if _length(stated) < max(_ENOUGH_CHARS, _MUCH_MORE * _length(shown)):
        return shown
    told = _bag(stated)
    is_part = all(_share(paragraph, told) >= _AGREED for paragraph in shown[:_COMPARED])
    return stated if is_part or _length(shown) < _ENOUGH_CHARS else shown


def _is_lump(paragraph: str, title: str) -> bool:
    """Whether headline, date and text stand in one line: all that is left of a page's order."""
    head = fold(title)
    return bool(head) and fold(paragraph).startswith(f"{head} ")


def _is_no_text(paragraph: str, page: Page) -> bool:
    """Whether a line is a date, the heading of a list or the way to another article."""
    if is_latest(paragraph) or (_ALSO.match(paragraph) and len(paragraph) < _ALSO_CHARS):
        return True
    return len(paragraph) < _PARAGRAPH_CHARS and page.read(paragraph) is not None


def _length(paragraphs: Iterable[str]) -> int:
    return sum(map(len, paragraphs))


def _without_edges(ours: Sequence[Paragraph], agreed: Sequence[bool]) -> Sequence[str]:
    """Paragraphs that both have; between them also long ones, and points of a list anywhere.

    Two readings that are nearly the same agree on one paragraph at least.
    """
    first, last = agreed.index(True), len(agreed) - agreed[::-1].index(True)
    return [
        each.text
        for at, each in enumerate(ours)
        if agreed[at]
        or (at > first and each.tag in _KEPT_TAGS)
        or (first < at < last and len(each.text) >= _PARAGRAPH_CHARS)
    ]


def _bag(paragraphs: Iterable[str]) -> Counter[str]:
    return Counter(word for paragraph in paragraphs for word in fold(paragraph).split())


def _share(paragraph: str, other: Counter[str]) -> float:
    words = fold(paragraph).split()
    return sum(word in other for word in words) / len(words) if words else 0.0


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """F1 of two bags of words."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


# ------------------------------------------------------------------ what the page states
def _stated(main: Json) -> list[str]:
    body = main.get("articleBody")
    if not isinstance(body, str):
        return []
    lines = re.split(r"\n+|<br\s*/?>|</p>", body)
    return [text for line in lines if (text := plain_text(line))]


# ------------------------------------------------------------------ trafilatura
def _peer_paragraphs(page: Page, markup: str) -> list[str]:
    """The reading of trafilatura; nothing where the page is too large for it or makes it fail."""
    if len(markup) > _MAX_PEER_CHARS or sum(1 for _ in page.root.iter()) > _MAX_PEER_NODES:
        return []
    import trafilatura

    _few_stop_words()
    try:
        text = trafilatura.extract(
            markup.encode("utf-8", "replace"),
            url=page.url,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError,
            RecursionError, etree.LxmlError):  # fmt: skip
        return []
    return [line.strip(" -") for line in (text or "").splitlines() if line.strip(" -")]


@cache
def _few_stop_words() -> None:
    """Give it the stop words of our languages; those of all hundred would hold 30 MB."""
    from trafilatura import external

    words_of = external.get_stoplist  # type: ignore[attr-defined] # it hands on its library's
    words = {word for name in _STOP_LISTS for word in words_of(name)}
    external.JT_STOPLIST = tuple(words)  # type: ignore[assignment] # None until it is first used


# ------------------------------------------------------------------ ours
def own_paragraphs(page: Page, listed: set[int]) -> list[Paragraph]:
    """The paragraphs of the densest block; lists of other articles are taken out first."""
    paragraphs: list[tuple[Node, str, int]] = []  # block, text, characters outside links
    for at, segment in enumerate(page.segments):
        if at in listed or segment.is_away or segment.heading == 1:
            continue
        if segment.moment or is_latest(segment.text):
            continue
        block, bare = _block(segment.node), 0 if segment.link is not None else len(segment.text)
        if paragraphs and paragraphs[-1][0] is block:
            _, text, before = paragraphs[-1]
            paragraphs[-1] = (block, f"{text} {segment.text}", before + bare)
        else:
            paragraphs.append((block, segment.text, bare))
    home = _home(paragraphs)
    if home is None and (home := _stated_home(page)) is None:
        return []
    return [
        Paragraph(_SPACED.sub(r"\1", text), str(block.tag))
        for block, text, bare in paragraphs
        if (block is home or home in block.iterancestors()) and not _is_aside(text, bare)
    ]


def _is_aside(text: str, bare: int) -> bool:
    """Whether a paragraph leads to another article: "Read also: …", or a link and nothing else."""
    if _ALSO.match(text) and len(text) < _ALSO_CHARS:
        return True
    return bare * 5 < len(text)


def listed_places(page: Page) -> set[int]:
    """Places of segments that belong to lists of other articles."""
    out: set[int] = set()
    for group in find_groups(page):
        places = range(group.start, group.end + 1)
        segments = [page.segments[at] for at in places]
        total = sum(len(one.text) for one in segments)
        titles = {item.at for item in group.items}
        listed = sum(
            len(one.text)
            for at, one in zip(places, segments, strict=True)
            if one.href or one.moment or at in titles
        )
        if listed * 10 >= total * 6:
            out.update(places)
    return out


def _home(paragraphs: Sequence[tuple[Node, str, int]]) -> Node | None:
    """The element with most text right below it, or one level further down."""
    scores: dict[Node, float] = {}
    for block, text, _ in paragraphs:
        if len(text) < _PARAGRAPH_CHARS:
            continue
        for share, at in zip((1.0, 1.0, 0.5), (block, *block.iterancestors()), strict=False):
            scores[at] = scores.get(at, 0.0) + share * len(text)
    return max(scores, key=lambda node: scores[node], default=None)


def _stated_home(page: Page) -> Node | None:
    """The element that the page itself calls its article, for a text of a line or two."""
    body = next(named(page.root, "articlebody"), None)
    homes = list(page.root.iter("article")) or list(page.root.iter("main"))
    return body if body is not None or len(homes) != 1 else homes[0]


def _block(node: Node) -> Node:
    while node.tag in INLINE and (parent := node.getparent()) is not None:
        node = parent
    return node
