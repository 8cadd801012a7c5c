"""Bytes to text: which charset an answer is in, when header, declaration and content disagree."""

import codecs
import re
from email.message import Message

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of "<?xml" or "<rss" in charsets that cannot be declared readably.
_SHAPES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")
_HTML_DECLARATION = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
# What the web means when it says these (WHATWG Encoding, 4.2).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_SINGLE_BYTE = re.compile(r"cp125\d|iso8859|koi8|mac|cp86|cp437|cp85|latin|tis|cp037")


def charset_of_header(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type, as a codec that we have."""
    if not content_type or "charset" not in content_type.lower():
        return None
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    return _codec(str(message.get_param("charset") or ""))


def decode(body: bytes, *, content_type: str | None, markup: str) -> str:
    """`body` as text; `markup` is xml or html and says where a declaration may stand.

    A mark at the start wins, then valid UTF-8 (which no other charset produces by accident),
    then the header, then the declaration. What cannot be decoded becomes U+FFFD. Never raises.
    """
    trimmed = body.lstrip(b" \t\r\n") if body[:1] in b" \t\r\n" else body
    for mark, name in _BOMS:
        if trimmed.startswith(mark):
            return trimmed[len(mark) :].decode(name, "replace")
    for shape, name in _SHAPES:
        if trimmed.startswith(shape):
            return trimmed.decode(name, "replace")
    declared = _declared(trimmed, markup)
    header = charset_of_header(content_type)
    wanted = [name for name in (header, declared) if name]
    if all(name == "utf-8" or _SINGLE_BYTE.match(name) for name in wanted):
        wanted.insert(0, "utf-8")
    for name in (*wanted, "utf-8"):
        try:
            return trimmed.decode(name)
        except (UnicodeError, LookupError):
            continue
    return _with_losses(trimmed, wanted)


def _with_losses(body: bytes, wanted: list[str]) -> str:
    """The text in what was named, best UTF-8; in a guess where hardly any of it is UTF-8."""
    named = "utf-8" if "utf-8" in wanted or not wanted else wanted[0]
    text = body.decode(named, "replace")
    if named != "utf-8":
        return text
    lost = text.count("\ufffd")
    letters = sum(not letter.isascii() for letter in text[:_LOOKED_AT]) - lost
    if lost <= max(letters, _FORGIVEN):
        return text
    return body.decode(_guess(body), "replace")


_FORGIVEN = 2  # broken letters that say nothing of the others
_LOOKED_AT = 100_000
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{3,}")
_SMALL_1251 = bytes(range(0xE0, 0x100))
_SMALL_KOI8 = bytes(range(0xC0, 0xE0))


def _guess(body: bytes) -> str:
    """The charset of undeclared bytes of one letter each: small letters are most of any text."""
    high = bytes(byte for byte in body[:_LOOKED_AT] if byte >= 0x80)
    in_words = sum(map(len, _FOREIGN_WORD.findall(body, 0, _LOOKED_AT)))
    if 2 * in_words < len(high):  # accents stand alone among letters of ASCII
        return "cp1252"
    small_1251 = len(high) - len(high.translate(None, _SMALL_1251))
    small_koi8 = len(high) - len(high.translate(None, _SMALL_KOI8))
    return "cp1251" if small_1251 >= small_koi8 else "koi8-r"


def _declared(body: bytes, markup: str) -> str | None:
    found = _XML_DECLARATION.match(body[:400])
    if found is None and markup == "html":
        found = _HTML_DECLARATION.search(body[:4_096])
    name = _codec(found[1].decode("ascii")) if found else None
    # A declaration that could be read byte by byte is not in a charset of two bytes a letter.
    return None if name and name.startswith(("utf-16", "utf-32")) else name


# Names of hosts and a codec that only fails; they raise whatever is asked of them.
_NO_PAGE_IS_IN = frozenset({"idna", "punycode", "undefined"})


def _codec(name: str) -> str | None:
    """Python's name of a text charset; None if it has none."""
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in _NO_PAGE_IS_IN:
        return None
    return _MEANT.get(info.name, info.name)
