"""Text for people: markup and trickery go, every visible letter stays."""

import re
import unicodedata
from collections.abc import Iterable

from monitor.text.references import unescape

# C0 and C1 without the white space, lone surrogates (C12 of the threat table: a JSON feed may carry
# them and no encoder takes them), noncharacters.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+")
# Overrides, embeddings and isolates reach beyond the text that carries them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_ZERO_WIDTH = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]+"
    "|(?<!\\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)"
)
_MARKS_IN_A_ROW = 4  # Hebrew and Vietnamese need three; hundreds climb over the neighbouring lines
_PILED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_READ_AHEAD = 64  # characters of markup looked at for each character of a title's limit

_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*")
_QUOTED_TAG = re.compile(r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>""")
_QUOTES_LIMIT = 4096  # characters in which a quoted attribute must close
_INLINE = re.compile(
    "/?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|g|i|ins|kbd|label|mark|nobr|q|s"
    "|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)"
)
_UNSEEN = re.compile("script|style|template|iframe|noframes|noembed|svg|math|object")
_DECLARATION = re.compile(r"<!--|<!\[CDATA\[|<!|<\?")


def plain_text(markup: str) -> str:
    """What a reader would see of HTML (or of text): one line, markup off, entities read once.

    Scripts, styles and the like go with their content. Takes time linear in the length, whatever
    the markup, and never raises. The result may hold a ``<``: it is text, not markup.
    """
    if "<" in markup:
        markup = "".join(_visible(markup))
    text = unescape(markup)
    line = " ".join(text.split())
    if line.isprintable():  # then it holds neither controls nor overrides
        return line
    return " ".join(_BIDI.sub("", _CONTROLS.sub("", text)).split())


def _visible(markup: str) -> Iterable[str]:
    missing: set[str] = set()  # ends that were looked for to the end: asked once, not each time
    at = 0
    while (start := markup.find("<", at)) >= 0:
        yield markup[at:start]
        shown, at = _skip(markup, start, missing)
        yield shown
    yield markup[at:]


def _skip(markup: str, start: int, missing: set[str]) -> tuple[str, int]:
    """What stands for the construct that begins at `start`, and where the text goes on."""
    if declaration := _DECLARATION.match(markup, start):
        return _skip_declaration(markup, declaration, missing)
    tag = _TAG_NAME.match(markup, start + 1)
    if tag is None:
        return "<", start + 1
    end = _after_tag(markup, tag.end())
    name = tag[0].lower()
    if _UNSEEN.fullmatch(name) and not markup.startswith("/>", end - 2):
        return " ", _after_content(markup, name, end, missing)
    return ("" if _INLINE.fullmatch(name) else " "), end


def _skip_declaration(
    markup: str, declaration: re.Match[str], missing: set[str]
) -> tuple[str, int]:
    """A comment without its end ends with the next ``>``; a declaration without any is text."""
    opening, start = declaration[0], declaration.start()
    if opening == "<![CDATA[":
        return "", declaration.end()
    if opening == "<!--" and (end := _find(markup, "-->", start + 2, missing)) >= 0:
        return "", end + 3
    end = _find(markup, ">", start + 2, missing)
    if end < 0:
        return ("", len(markup)) if opening == "<!--" else ("<", start + 1)
    return "", end + 1


def _find(markup: str, closing: str, at: int, missing: set[str]) -> int:
    end = -1 if closing in missing else markup.find(closing, at)
    if end < 0:
        missing.add(closing)
    return end


def _after_tag(markup: str, at: int) -> int:
    """Behind the tag's ``>``; a ``>`` inside quotes does not end it. Without any, the text ends."""
    end = markup.find(">", at) + 1
    if not end:
        return len(markup)
    if '"' in markup[at:end] or "'" in markup[at:end]:
        quoted = _QUOTED_TAG.match(markup, at, at + _QUOTES_LIMIT)
        return quoted.end() if quoted else end
    return end


def _after_content(markup: str, tag: str, at: int, missing: set[str]) -> int:
    found = None
    if tag not in missing:
        found = re.compile(f"</{tag}", re.IGNORECASE).search(markup, at)
    if found is None:  # code goes to the end; what merely wraps other things goes alone
        missing.add(tag)
        return len(markup) if tag in {"script", "style"} else at
    return _after_tag(markup, found.end())


def clean_title(text: str, *, limit: int = 1000) -> str:
    """One line fit for a subject or a table: plain, without controls or invisible tricks.

    Joiners stay inside words (Persian and emoji need them), heaps of accents are capped, and what
    is longer than `limit` characters ends in ``…``, never in half a character.
    """
    title = plain_text(text[: limit * _READ_AHEAD])
    if title.isascii() and len(title) <= limit:
        return title
    if not title.isprintable():
        title = _ZERO_WIDTH.sub("", title)
    title = _PILED.sub(lambda marks: marks[0][:_MARKS_IN_A_ROW], title)
    title = " ".join(title.split())
    if len(title) <= limit:
        return title
    end = limit - 1
    while end > 0 and (unicodedata.category(title[end])[0] == "M" or title[end] in "\u200c\u200d"):
        end -= 1
    return title[:end].rstrip("\u200c\u200d ") + "…"
