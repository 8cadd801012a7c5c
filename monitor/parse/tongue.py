"""The language of a text: what its page says, unless the letters say otherwise."""

import re

_SCRIPTS = (
    ("armenian", re.compile("[\u0531-\u0556\u0561-\u0587]")),
    ("georgian", re.compile("[\u10d0-\u10ff\u1c90-\u1cbf]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("arabic", re.compile("[\u0620-\u06ff]")),
    ("hebrew", re.compile("[\u05d0-\u05ea]")),
    ("greek", re.compile("[\u0370-\u03ff]")),
    ("latin", re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")),
)
# Languages of our newsrooms by script, the usual one first; another one is believed if stated.
_WRITTEN = {
    "armenian": ("hy",),
    "georgian": ("ka", "xmf", "sva"),
    "cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "os", "ab", "av",
                 "ce", "tt", "ba", "lez", "inh"),
    "arabic": ("fa", "ar", "ur", "ckb", "ps", "azb", "ug"),
    "hebrew": ("he", "yi"),
    "greek": ("el",),
}  # fmt: skip
_FEW = 200  # letters below which a page's own word counts
_LOOKED_AT = 20_000  # characters
_RARE = 0.004  # share of letters from which a letter belongs to a language
_SCHWA = re.compile("[əƏ]")
_TURKISH = re.compile("[ışğİŞĞ]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_OSSETIAN = re.compile("[ӕӔæÆ]")
_ABKHAZ = re.compile("[ҭԥҟқҩәҽҿҳ]")
_PERSIAN = re.compile("[پچژگ]")
_ENGLISH = re.compile(r"\b(?:the|and|of|that|with|has|was|for|said)\b", re.IGNORECASE)
_PRIMARY = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_].*)?\s*", re.DOTALL)
_OTHER_NAMES = {
    "am": "hy",
    "arm": "hy",
    "hye": "hy",
    "geo": "ka",
    "kat": "ka",
    "ge": "ka",
    "rus": "ru",
    "aze": "az",
    "tur": "tr",
    "eng": "en",
    "ua": "uk",
    "iw": "he",
}


def language_of(text: str, stated: str | None) -> str | None:
    """The primary tag (``hy``) of the language of a text.

    A page's own word (``lang``) is wrong wherever a template was copied: it counts where the
    letters do not contradict it. None where nothing is stated and there is too little text.
    """
    said = primary(stated)
    text = text[:_LOOKED_AT]
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS}
    script = max(counts, key=counts.__getitem__)
    if counts[script] < _FEW:
        return said
    if script == "latin":
        return _latin(text, counts[script], said)
    usual = _WRITTEN[script]
    told = _by_letters(text, counts[script], script)
    return told or (said if said in usual else usual[0])


def primary(tag: str | None) -> str | None:
    """``hy`` of ``hy-AM``; what some sites write instead of a language tag is understood."""
    found = _PRIMARY.fullmatch(tag or "")
    if found is None:
        return None
    name = found[1].lower()
    return _OTHER_NAMES.get(name, name)


def _latin(text: str, letters: int, said: str | None) -> str | None:
    schwas, turkish = (len(p.findall(text)) / letters for p in (_SCHWA, _TURKISH))
    if schwas > _RARE * 2:
        return "az"
    if turkish > _RARE * 2:
        return "tr" if said in {None, "en", "az", *_foreign()} else said
    is_english = len(_ENGLISH.findall(text)) * 30 > len(text.split())
    if is_english or said in {"az", "tr", *_foreign()}:
        return "en" if is_english else None
    return said


def _foreign() -> set[str]:
    """Languages that are never written in Latin letters."""
    return {name for names in _WRITTEN.values() for name in names}


def _by_letters(text: str, letters: int, script: str) -> str | None:
    """The language that has letters of its own."""
    for name, own, pattern in (
        ("cyrillic", "uk", _UKRAINIAN),
        ("cyrillic", "os", _OSSETIAN),
        ("cyrillic", "ab", _ABKHAZ),
        ("arabic", "fa", _PERSIAN),
    ):
        if script == name and len(pattern.findall(text)) / letters > _RARE * 2:
            return own
    return None
