"""How the region's languages bend a name: stems, case endings, and the other scripts they use.

A *word pattern* is a stem with the endings that may follow it; both are in folded form
(:func:`monitor.text.fold`). The rules are wide rather than exact: an ending too many costs nothing
when no other word of the language has the same stem.
"""

import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from monitor.text import fold

LANGUAGES = ("en", "ru", "hy", "az", "ka", "tr")
ANY = frozenset({"*"})  # whatever follows the stem
EXACT = frozenset({""})  # nothing follows it


@dataclass(frozen=True, slots=True)
class _Row:
    """Endings made of one part of each group, in order.

    Twenty thousand Georgian endings are a pattern of some hundred bytes this way; written out they
    take four megabytes for each of their scripts.
    """

    groups: tuple[tuple[str, ...], ...]
    may_be_none: bool  # whether the stem may stand alone

    def __contains__(self, ending: str, /) -> bool:
        return bool(ending or self.may_be_none) and _row(self.groups).fullmatch(ending) is not None


@functools.cache
def _row(groups: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile("".join(f"(?:{'|'.join(map(re.escape, group))})" for group in groups))


class WordPattern(NamedTuple):
    """One word of a name: a folded stem and the endings that may follow it."""

    stem: str
    endings: frozenset[str] | _Row
    tail: bool = False  # the stem is the end of a longer word, as in "*швили"
    openings: tuple[str, ...] = ()  # endings behind which anything may follow

    def accepts(self, word: str) -> bool:
        """Whether a folded word is a form of this one."""
        if self.tail:
            at = word.rfind(self.stem)
            return at >= 3 and word[at + len(self.stem) :] in self.endings
        if not word.startswith(self.stem):
            return False
        ending = word[len(self.stem) :]
        if self.endings is ANY or ending in self.endings:
            return True
        return bool(self.openings) and ending.startswith(self.openings)


def word_pattern(word: str, language: str) -> WordPattern:
    """Read one word of a name as data files write it.

    ``Ереван`` bends by the rules of its language, ``=Гори`` stands as it is, ``осети*`` takes any
    ending, ``*швили`` ends a longer word. An unknown language (or ``any``) bends nothing.
    """
    if word.startswith("*"):
        rest = word_pattern(word[1:], language)
        return WordPattern(rest.stem, rest.endings, tail=True)
    if word.startswith("="):
        return WordPattern(fold(word[1:]), EXACT)
    if word.endswith("*"):
        return WordPattern(fold(word[:-1]), ANY)
    rule = _RULES.get(language)
    folded = fold(word)
    return rule(folded) if rule else WordPattern(folded, EXACT)


def stem_pattern(stem: str, suffixes: Iterable[str]) -> WordPattern:
    """A stem with the endings that a profile gives it: ``нск*`` takes whatever follows, too."""
    plain: list[str] = []
    open_: list[str] = []
    for suffix in suffixes:
        (open_ if suffix.endswith("*") else plain).append(fold(suffix.rstrip("*")))
    return WordPattern(fold(stem), frozenset(plain), openings=tuple(open_))


def _each(written: str) -> tuple[str, ...]:
    return tuple(written.split())


def _join(*parts: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(choice) for choice in itertools.product(*parts))


# ------------------------------------------------------------------ English
_EN = frozenset({"", "s"})  # "Georgias" for "Georgia's" is common where apostrophes get lost


def _english(word: str) -> WordPattern:
    return WordPattern(word, _EN)


# ------------------------------------------------------------------ Russian
_RU_ADJECTIVE = frozenset(
    _each("ий ый ой ая яя ое ее ые ие ого его ому ему ым им ом ем ых их ыми ими ую юю ей ою")
)
_RU_DERIVED = _join(("ск", "нск", "инск", "овск", "евск", "ийск", "ейск"), _RU_ADJECTIVE)
_RU_FEMININE = frozenset(_each("а я ы и е у ю ой ей ою ею ам ям ах ях ами ями"))
_RU_SOFT = frozenset(_each("ь й я ю е и ем ей ью ям ях ями"))
_RU_HARD = frozenset(["", *_each("а у ом ем е ы и ов ев ам ами ах ым ой ою")])
_RU_AS_ADJECTIVE = _RU_ADJECTIVE | _RU_FEMININE | _RU_SOFT
_RU_PLAIN = {"": _RU_HARD, "ая": _RU_FEMININE, "ьй": _RU_SOFT}
_RU_PLAIN |= {letter: frozenset({letter}) for letter in "иуоеэыю"}  # these bend no further
_RU_KINDS = {letter: kind for kind in _RU_PLAIN for letter in kind}  # by the last letter
_RU_ENDINGS = {
    (kind, is_long): endings | (_RU_DERIVED if is_long else frozenset())
    for kind, endings in _RU_PLAIN.items()
    for is_long in (True, False)
}
_RU_WITH_DERIVED = {endings for (_, is_long), endings in _RU_ENDINGS.items() if is_long}


def _russian(word: str) -> WordPattern:
    stem, last = word[:-1], word[-1:]
    if len(word) < 3:
        return WordPattern(word, EXACT)
    if len(word) > 4 and word.endswith(("ий", "ый", "ая", "ое", "ые", "ие", "ой", "яя")):
        return WordPattern(word[:-2], _RU_AS_ADJECTIVE)
    kind = _RU_KINDS.get(last)
    if kind is None:
        return WordPattern(word, _RU_ENDINGS["", len(word) >= 4])
    return WordPattern(stem, _RU_ENDINGS[kind, len(stem) >= 4])


def russian_adjective(words: tuple[WordPattern, ...]) -> tuple[WordPattern, ...] | None:
    """A place's adjective, which Russian writes without a capital ("кутаисский"), or None."""
    if len(words) != 1 or words[0].endings not in _RU_WITH_DERIVED:
        return None
    return (words[0]._replace(endings=_RU_DERIVED),)


# ------------------------------------------------------------------ Armenian
_HY_CASE = ["", *_each("ը ն ի ին ից ով ում ու ուց ուն ուր ուս իս իդ ան անը")]
_HY_AFTER_VOWEL = [*_HY_CASE, *_each("յի յին յից յով յում յ յն յան յանը յական")]
_HY_DERIVED = ("", "ներ", "եր", "ցի", "ցիներ", "եցի", "եցիներ", "ական", "յան", "եան")
_HY = _join(_HY_DERIVED, _HY_CASE) | frozenset(_HY_AFTER_VOWEL)
_HY_U = frozenset(_each("ու ուն ուի ուից ում վի վին վում վից վով վան վցի վցիներ"))
_HY_ABSTRACT = frozenset(_each("ուն ունը ունն ունս ունից ունով ունում ունիս ան անը անն անս"))
_HY_ABSTRACT |= frozenset("ուններ" + case for case in _HY_CASE) | frozenset(_each("ամբ անց"))
_HY_I = (_HY | frozenset("ի" + ending for ending in _HY)) - {""}


def _armenian(word: str) -> WordPattern:
    if word.endswith("ություն"):  # a government, of the government: -ություն, -ության
        return WordPattern(word[:-3], _HY_ABSTRACT)
    if word.endswith("ու") and len(word) > 3:
        return WordPattern(word[:-2], _HY_U)
    if word.endswith("ի") and len(word) > 3:
        return WordPattern(word[:-1], _HY_I)
    return WordPattern(word, _HY)


# ------------------------------------------------------------------ Georgian
_KA_CASE = ("", *_each("მ მა ს სა ის ისა ით თ ად დ ო ვ"))
_KA_POST = ("", *_each("ში ზე თან თვის კენ გან დან ვე მდე შია ზეა"))
_KA_TAIL = ("", "ც", "ა", "ო")
_KA_DERIVED = ("", "ებ", "ელ", "ელებ", "ურ", "ულ", "ლ", "ლებ")
_KA_VOWEL = ("", "ი", "ა", "ე", "ო")
_KA = _Row((_KA_DERIVED, _KA_VOWEL, _KA_CASE, _KA_POST, _KA_TAIL), may_be_none=True)
_KA_CUT = _Row(_KA.groups, may_be_none=False)


def _georgian(word: str) -> WordPattern:
    if len(word) > 4 and word[-1] in "იაეო":
        return WordPattern(word[:-1], _KA_CUT)
    return WordPattern(word, _KA)


def before_another(word: WordPattern) -> WordPattern:
    """The same word of a phrase that goes on: "ეროვნულ ბანკში" has lost the -ი of "ეროვნული"."""
    return word._replace(endings=_KA) if word.endings is _KA_CUT else word


# ------------------------------------------------------------------ Turkish and Azerbaijani
_TURKIC_CASE = (
    "",
    *_each("i u ü a e ə in un ün ni nu nü nin nun nün ya ye yə yi yu yü na ne nə"),
    *_each("da de də ta te tə dan den dən tan ten tən nda nde ndə ndan nden ndən"),
    *_each("la le lə yla yle ylə si su sü sinin sina sine sinə sinda sinde sində"),
    *_each("daki deki dəki taki teki təki ki dir dur dür tir tur tür ca ce cə"),
)
_TURKIC_DERIVED = (
    *("", "lar", "ler", "lər", "li", "lu", "lü", "lilar", "liler", "lilər"),
    *("lular", "lülər", "lik", "liq", "luq", "lük", "lük"),
)
_TURKIC = _join(_TURKIC_DERIVED, _TURKIC_CASE)


def _turkic(word: str) -> WordPattern:
    return WordPattern(word, _TURKIC)


_RULES = {
    "en": _english,
    "ru": _russian,
    "hy": _armenian,
    "az": _turkic,
    "ka": _georgian,
    "tr": _turkic,
}

# ------------------------------------------------------------------ the same words in other letters
_RU_LATIN = dict(
    zip(
        "абвгдеёзийклмнопрстуфыэ",
        _each("a b v g d e e z i y k l m n o p r s t u f y e"),
        strict=True,
    )
) | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
_RU_LATIN |= {"ю": "yu", "я": "ya"}
_HY_LATIN = dict(
    zip(
        "աբգդեզէըիլխծկհձղճմյնշոպջռսվտրցփքօֆւ",
        _each("a b g d e z e y i l kh ts k h dz gh ch m y n sh o p j r s v t r ts p k o f v"),
        strict=True,
    )
) | {"թ": "t", "ժ": "zh", "չ": "ch"}
_KA_LATIN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        _each("a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
        strict=True,
    )
)
_AZ_CYRILLIC = dict(
    zip("abcçdeəfgğhxijkqlmnoöprsştuüvyz", "абҹчдеәфҝғһхижкглмноөпрсштуүвјз", strict=True)
)
_ASCII = {"ə": "e", "ş": "s", "ç": "c", "ö": "o", "ü": "u", "ğ": "g"}
_OTHER_LETTERS = {
    "ru": ("ru",),
    "hy": ("hy",),
    "ka": ("ka",),
    "az": ("ascii", "cyrillic"),
    "tr": ("ascii",),
}
_SHORTEST = 5  # a shorter stem would meet words of the other language


def in_other_letters(
    words: tuple[WordPattern, ...], language: str
) -> list[tuple[WordPattern, ...]]:
    """The same name as people type it without their own keyboard.

    Russian, Armenian and Georgian in Latin letters, Azerbaijani in Cyrillic, Azerbaijani and
    Turkish in bare ASCII; none where the result would be short enough to be another word.
    """
    found = []
    for key in _OTHER_LETTERS.get(language, ()):
        rewritten = tuple(_rewrite(word, key) for word in words)
        stems = [word.stem for word in rewritten]
        if stems != [word.stem for word in words] and min(map(len, stems)) >= _SHORTEST:
            found.append(rewritten)
    return found


def _rewrite(word: WordPattern, key: str) -> WordPattern:
    stem, endings, tail, openings = word
    if openings:
        openings = tuple(_letters(opening, key) for opening in openings)
    return WordPattern(_letters(stem, key), _rewrite_endings(endings, key), tail, openings)


def _letters(text: str, key: str) -> str:
    text = text.replace("ու", "u") if key == "hy" else text
    rewritten = text.translate(_TABLES[key])
    return rewritten if rewritten.isascii() else fold(rewritten)  # `text` is folded already


_TABLES = {
    key: str.maketrans(table)
    for key, table in (
        ("ru", _RU_LATIN),
        ("hy", _HY_LATIN),
        ("ka", _KA_LATIN),
        ("cyrillic", _AZ_CYRILLIC),
        ("ascii", _ASCII),
    )
}


@functools.cache
def _rewrite_endings(endings: frozenset[str] | _Row, key: str) -> frozenset[str] | _Row:
    if endings is ANY:
        return ANY
    if isinstance(endings, _Row):
        groups = tuple(tuple(_letters(part, key) for part in group) for group in endings.groups)
        return _Row(groups, endings.may_be_none)
    return frozenset(_letters(ending, key) for ending in endings)
