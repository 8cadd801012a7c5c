"""Number words of six languages by value, one folded word at a time.

A table line is ``value | stems | endings``: every stem is taken with every ending, ``-`` being
none. Armenian, Georgian and the Turkic languages join numerals into one word, so that their words
are read part by part. What is vague (dozens, thousands of) is no number.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from monitor.text import fold, script_of

_RU_ORDINAL = "ый ая ое ого ой ому ую ым ом ые ых ыми"
_RU_CARDINAL = "ь и ью еро ерых ерым ерыми"
_TABLE = f"""
0|zero ноль нуля|-
2|two second twice|-
3|three third thrice|-
4|four fourth|-
5|five fifth|-
6|six sixth|-
7|seven seventh|-
8|eight eighth|-
9|nine ninth|-
10|ten tenth|-
11|eleven eleventh|-
12|twelve twelfth|-
13|thirteen|- th
14|fourteen|- th
15|fifteen|- th
16|sixteen|- th
17|seventeen|- th
18|eighteen|- th
19|nineteen|- th
20|twent|y ieth
30|thirt|y ieth
40|fort|y ieth
50|fift|y ieth
60|sixt|y ieth
70|sevent|y ieth
80|eight|y ieth
90|ninet|y ieth
2|дв|а е ух ум умя ое оих оим оими ойка
2|втор|ой ая ое ого ому ую ым ом ые
3|тр|и ех ем емя ое оих оим оими
3|трет|ий ья ье ьего ьей ьему ью ьим ьем ьи ьих
4|четыр|е ех ем ьмя
4|четвер|о ых ым ыми
4|четверт|{_RU_ORDINAL}
5|пят|{_RU_CARDINAL} {_RU_ORDINAL}
6|шест|{_RU_CARDINAL} {_RU_ORDINAL}
7|сем|{_RU_CARDINAL}
7|седьм|{_RU_ORDINAL}
8|вос|емь ьми емью ьмью ьмеро ьмерых
8|восьм|{_RU_ORDINAL}
9|девят|{_RU_CARDINAL} {_RU_ORDINAL}
10|десят|{_RU_CARDINAL} {_RU_ORDINAL}
11|одиннадцат|ь и ью {_RU_ORDINAL}
12|двенадцат|ь и ью {_RU_ORDINAL}
13|тринадцат|ь и ью {_RU_ORDINAL}
14|четырнадцат|ь и ью {_RU_ORDINAL}
15|пятнадцат|ь и ью {_RU_ORDINAL}
16|шестнадцат|ь и ью {_RU_ORDINAL}
17|семнадцат|ь и ью {_RU_ORDINAL}
18|восемнадцат|ь и ью {_RU_ORDINAL}
19|девятнадцат|ь и ью {_RU_ORDINAL}
20|двадцат|ь и ью {_RU_ORDINAL}
30|тридцат|ь и ью {_RU_ORDINAL}
40|сорок сорока|-
40|сороков|{_RU_ORDINAL}
50|пятьдесят пятидесяти пятьюдесятью|-
60|шестьдесят шестидесяти шестьюдесятью|-
70|семьдесят семидесяти|-
80|восемьдесят восьмидесяти|-
90|девяност|о а
100|ст|о а
200|двести двухсот двумстам|-
300|триста трехсот тремстам|-
400|четыреста четырехсот|-
500|пят|ьсот исот истам
600|шест|ьсот исот истам
700|сем|ьсот исот истам
800|восьмисот восемьсот|-
900|девят|ьсот исот истам
2|երկրորդ|- ը ի ն
3|երրորդ|- ը ի ն
4|չորրորդ|- ը ի ն
"""
_SCALES = """
100|hundred|-
1000|thousand|-
1000000|million mln|-
1000000000|billion bln|-
1000000000000|trillion trln|-
1000|тысяч|а и у ей е ам ами ах -
1000|тыс|-
1000000|миллион|- а ов у ом е ам ами ах
1000000|млн|-
1000000000|миллиард|- а ов у ом е ам ами ах
1000000000|млрд|-
1000000000000|триллион|- а ов у ом е
1000000000000|трлн|-
1000|հազար|- ի ից ով ը
1000000|միլիոն|- ի ից ով ը
1000000|մլն|-
1000000000|միլիարդ|- ի ից ով ը
1000000000|մլրդ|-
1000|ათას|ი ს ის ით მა ამდე - ზე
1000000|მილიონ|ი ს ის ით მა ამდე - ზე
1000000|მლნ|-
1000000000|მილიარდ|ი ს ის ით მა ამდე - ზე
1000000000|მლრდ|-
"""
_TURKIC_SCALES = """
1000|bin min|-
1000000|milyon|- a u un dan luk luq
1000000000|milyar milyard|- a i in dan lik
1000000000000|trilyon|-
1000000|mln mn|-
1000000000|mlrd mr|-
"""
# Words that are "one" and also an article or a pronoun: equal to a 1, but no claim of it.
_ONES = frozenset(
    fold(
        "one once один одна одно одну одного одной одному одним մեկ մեկը մեկի ერთი ერთმა ერთ ერთის"
        " bir biri birini first первый первая первое первого первой первую առաջին პირველი პირველ"
        " birinci ilk"
    ).split()
)


def _values(table: str) -> dict[str, int]:
    words = table.split()
    return {word: int(value) for word, value in zip(words[::2], words[1::2], strict=True)}


_HY = _values(
    """
    մեկ 1 երկու 2 երեք 3 չորս 4 հինգ 5 վեց 6 յոթ 7 եօթ 7 ութ 8 ինը 9 ինն 9 տասնը 10 տասը 10 տասն 10
    տաս 10 քսան 20 երեսուն 30 քառասուն 40 հիսուն 50 վաթսուն 60 յոթանասուն 70 ութսուն 80 իննսուն 90
    հարյուր 100
    """
)
_KA = _values(
    """
    ერთ 1 ორ 2 სამ 3 ოთხ 4 ხუთ 5 ექვს 6 შვიდ 7 რვა 8 რვ 8 ცხრა 9 ცხრ 9 ათ 10 თერთმეტ 11 თორმეტ 12
    ცამეტ 13 თოთხმეტ 14 თხუთმეტ 15 თექვსმეტ 16 ჩვიდმეტ 17 თვრამეტ 18 ცხრამეტ 19 ოც 20 ორმოც 40 სამოც
    60 ოთხმოც 80 ას 100 ორას 200 სამას 300 ოთხას 400 ხუთას 500 ექვსას 600 შვიდას 700 რვაას 800
    ცხრაას 900
    """
)
_TR = _values(
    """
    bir 1 iki 2 üç 3 dört 4 dörd 4 beş 5 alti 6 yedi 7 yeddi 7 sekiz 8 səkkiz 8 dokuz 9 doqquz 9 on
    10 yirmi 20 iyirmi 20 otuz 30 kirk 40 qirx 40 elli 50 əlli 50 altmiş 60 yetmiş 70 seksen 80
    səksən 80 doksan 90 doxsan 90 yüz 100
    """
)
_HY_END = "(?:երորդ|րորդ)?(?:ը|ն|ի|ին|ից|ով|ում|ս|սի|սը|ական)?"
_KA_END = "(?:ი|მა|ს|ის|ით|ივე|ვე|მდე|ამდე|ზე|ე)?"
_TR_END = "(?:[iuü]?nc[iuü])?(?:s[iuü]|n[iuü]n|[iuü]n|y?[iuüeaə]|[dt][aeə]n?|s[iuü]n[iuü])?"
_NEVER = frozenset(fold("üçün onun onu ona onda ondan yüzü yüzde yüze yüzün").split())


def _joined(parts: dict[str, int], link: str, end: str, before: str = "") -> re.Pattern[str]:
    one = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(f"{before}(?P<parts>(?:{one})(?:{link}(?:{one}))*){end}")


_JOINED = {
    "armenian": (_HY, re.compile("|".join(sorted(_HY, key=len, reverse=True)))),
    "georgian": (_KA, re.compile("|".join(sorted(_KA, key=len, reverse=True)))),
    "latin": (_TR, re.compile("|".join(sorted(_TR, key=len, reverse=True)))),
}
_SHAPES = {
    "armenian": _joined(_HY, "", _HY_END),
    "georgian": _joined(_KA, "(?:და)?(?:მე)?", _KA_END, before="(?:მე)?"),
    "latin": _joined(_TR, "", _TR_END),
}


def _lines(table: str) -> Iterator[tuple[str, int]]:
    for line in table.strip().split("\n"):
        value, stems, endings = line.split("|")
        for stem, ending in product(stems.split(), endings.split()):
            yield fold(stem + ending.strip("-")), int(value)


_WORDS = dict(_lines(_TABLE))
_BY_SCALE = dict(_lines(_SCALES))
_BY_TURKIC_SCALE = dict(_lines(_TURKIC_SCALES))


def is_one(word: str) -> bool:
    """Whether a folded word says "one" or "first", which claims no number."""
    return word in _ONES


def scale_of(word: str, *, turkic: bool) -> int:
    """1,000 of a folded "thousand"; 0 of what is no scale."""
    if turkic and word in _BY_TURKIC_SCALE:
        return _BY_TURKIC_SCALE[word]
    return _BY_SCALE.get(word, 0)


@lru_cache(maxsize=8192)
def value_of(word: str, *, turkic: bool) -> int | None:
    """The value of a folded number word; None of any other.

    Args:
        word: in folded form.
        turkic: whether the text is Turkish or Azerbaijani, where ``on`` is ten.
    """
    if word in _ONES:
        return 1
    if word in _NEVER:
        return None
    if (value := _WORDS.get(word)) is not None:
        return value
    script = script_of(word)
    if script not in _SHAPES or (script == "latin" and not turkic):
        return None
    return _read_joined(word, script)


def _read_joined(word: str, script: str) -> int | None:
    """The value of a word that is made of numerals, or None."""
    if script == "georgian" and word.endswith("ე") and "მე" not in word and word[-2] != "ვ":
        return None  # an ordinal has both: მეხუთე; ასე is no number
    shape = _SHAPES[script].fullmatch(word)
    if shape is None:
        return None
    values, part = _JOINED[script]
    total = 0
    for each in part.findall(shape["parts"].replace("და", " ")):
        joined = _append(total, values[each], base=20 if script == "georgian" else 10)
        if joined is None:
            return None
        total = joined
    return total


def _append(total: int, value: int, *, base: int) -> int | None:
    """What a number is with one more part; None where the two make no number."""
    if not total:
        return value
    if value == 100 and total < 10:
        return total * 100
    fits = total % (base if value < base else 100) == 0
    return total + value if value < total and fits else None
