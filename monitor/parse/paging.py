"""Where a list goes on: the address of its next page."""

import re
from urllib.parse import urldefrag

from monitor.parse.feed_model import absolute
from monitor.parse.flow import Node, Page, ancestors
from monitor.text import fold

_WORDS = """
    next|next page|older|older posts|older news|older entries|more news|show more|load more
    |следующая|следующая страница|вперед|вперёд|далее|дальше|ещё|показать ещё|загрузить ещё
    |sonraki|sonraki sayfa|daha fazla|sonrakı|növbəti|növbəti səhifə|daha çox|irəli
    |հաջորդ|հաջորդը|հաջորդ էջ|ավելին|შემდეგი|შემდეგი გვერდი|მეტი|მეტის ნახვა
    |suivant|page suivante|siguiente|weiter|nächste|successiva|بعدی|صفحه بعد"""
_NEXT = frozenset(fold(word) for word in _WORDS.split("|"))
_ARROWS = frozenset(["»", "›", ">", ">>", "→", "⟩", "❯"])
_PAGING = re.compile(r"pag(?:er|ing|inat|e-?nav|es\b)|nav-?links|nav-?previous|older|load-?more")
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|selected|this)(?:$|[\s_-])")
_MAX_LABEL_CHARS = 40
_NEAR = 5  # elements between a link and what is named after its purpose


def next_page(page: Page) -> str | None:
    """The address that continues this page: stated, by its label, or after the present number."""
    here = urldefrag(page.url).url
    for found in (_stated(page), _labelled(page), _numbered(page)):
        if found is not None and urldefrag(found).url != here:
            return found
    return None


def _stated(page: Page) -> str | None:
    for node in page.root.iter("link", "a"):
        if "next" in (node.get("rel") or "").lower().split():
            return absolute(page.base, node.get("href"))
    return None


def _labelled(page: Page) -> str | None:
    for node in page.root.iter("a"):
        if not node.get("href") or not _is_in_paging(node):
            continue
        shown = _label(node)
        if shown in _ARROWS or fold(shown.strip("»›>→ ")) in _NEXT:
            return absolute(page.base, node.get("href"))
    return None


def _numbered(page: Page) -> str | None:
    """The link after the number of the present page, which is no link or is marked as current."""
    for node in page.root.iter("a", "span", "strong", "b", "em", "li"):
        shown = _label(node)
        if not shown.isdigit() or not _is_current(node) or not _is_in_paging(node):
            continue
        wanted = str(int(shown[:6]) + 1)
        parents = [node, *ancestors(node)][1:_NEAR]
        for link in (link for parent in parents for link in parent.iter("a")):
            if _label(link) == wanted:
                return absolute(page.base, link.get("href"))
    return None


def _label(node: Node) -> str:
    own = (node.text or "") if len(node) else ""
    text = " ".join("".join(node.itertext()).split()) if len(node) < 4 else own.strip()
    return (text or node.get("aria-label") or node.get("title") or "")[:_MAX_LABEL_CHARS]


def _is_current(node: Node) -> bool:
    if node.get("aria-current"):
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    return bool(_CURRENT.search(names)) or (
        node.tag in {"span", "strong", "b", "em"} and next(node.iterancestors("a"), None) is None
    )


def _is_in_paging(node: Node) -> bool:
    near = [node, *ancestors(node)][:_NEAR]
    return any(
        _PAGING.search(f"{at.get('class') or ''} {at.get('id') or ''}".lower()) for at in near
    )
