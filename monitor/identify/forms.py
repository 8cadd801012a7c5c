"""Whether two folded words are one: its cases, its spellings, a slip of the finger.

Wrong either way costs something, but not the same: taken for one, a second event is never told;
taken for two, a copy is told twice and says from what it differs. So in doubt they are two.
"""

import re
from functools import lru_cache

from monitor.identify.places import place_of
from monitor.text import script_of

_STEM = 4  # letters that two cases of a longer word share
_STEM_SHARE = 0.75  # of the shorter one's letters
_STEM_SHARE_JOINED = 0.6  # where endings are joined to endings: Georgian, Armenian, Turkish
_TURKIC = re.compile(
    "(?:l[aeə]r)?(?:s?[iuü]|[iuü]?n[iuü]?n?|y[aeəiuü])?(?:n?[dt][aeə]n?|[aeə]|l[aeə])?"
)
_ENDING = 4  # letters of two different endings
_ENDINGS = 7  # letters of endings that hang on a whole word: ev, evlerinden
_SHORT_ENDING = 2  # on a word of three letters
_ONE_SLIP, _TWO_SLIPS = 6, 9  # letters of a word from which so many wrong ones are forgiven
_VOWELS = frozenset("аеиоуыэюяйьъ")
# Verbs whose past has other letters; the first of a line stands for the others.
_STRONG_VERBS = """
    begin began begun|become became|blow blew blown|break broke broken|bring brought|build built
    buy bought|catch caught|choose chose chosen|come came|deal dealt|draw drew drawn
    drive drove driven|fall fell fallen|feel felt|fight fought|find found|fly flew flown
    flee fled|forget forgot|freeze froze frozen|give gave given|grow grew grown|hide hid hidden
    hold held|keep kept|know knew known|lead led|leave left|lose lost|meet met|pay paid
    ride rode|ring rang|rise rose risen|run ran|see saw seen|seek sought|sell sold|send sent
    shoot shot|sink sank sunk|speak spoke spoken|spend spent|stand stood|steal stole stolen
    strike struck|swear swore sworn|swim swam|take took taken|teach taught|tear tore torn
    think thought|throw threw thrown|wear wore worn|win won|withdraw withdrew|write wrote written
"""
_VERBS = {
    form: line.split()[0]
    for line in _STRONG_VERBS.replace("|", "\n").splitlines()
    for form in line.split()
}


@lru_cache(maxsize=8192)
def are_forms(one: str, other: str) -> bool:
    """Whether two folded words are cases or spellings of one word."""
    if one == other:
        return True
    if one[:1] in "#@" or other[:1] in "#@":
        return False
    place = place_of(one)
    if place is not None or place_of(other) is not None:
        return place == place_of(other)
    return _is_one_verb(one, other) or _are_cases(one, other) or _is_slip(one, other)


def _is_one_verb(one: str, other: str) -> bool:
    verbs = [_VERBS.get(each, _VERBS.get(each.removesuffix("s"))) for each in (one, other)]
    return verbs[0] is not None and verbs[0] == verbs[1]


def _are_cases(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    shared = common_start(short, long)
    endings = len(short) - shared, len(long) - shared
    if shared == len(short):
        most = _SHORT_ENDING if len(short) < _STEM else _ENDINGS
        return len(short) > 2 and endings[1] <= most
    if len(short) <= _STEM:  # река, реке
        return shared >= _STEM - 1 and _VOWELS.issuperset(short[shared:] + long[shared:])
    rests = short[shared:], long[shared:]
    is_joined = script_of(short) in ("georgian", "armenian") or all(map(_TURKIC.fullmatch, rests))
    share = _STEM_SHARE_JOINED if is_joined else _STEM_SHARE
    return shared >= max(_STEM, share * len(short)) and max(endings) <= _ENDING


def _is_slip(one: str, other: str) -> bool:
    """Whether few letters are wrong, missing or in each other's place."""
    shortest = min(len(one), len(other))
    allowed = (shortest >= _ONE_SLIP) + (shortest >= _TWO_SLIPS)
    start = common_start(one, other)
    end = common_start(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if shortest > _STEM and left == right[::-1] and len(left) == 2:
        return True  # two letters in each other's place
    if shortest > _STEM and sorted((len(left), len(right))) == [0, 1] and start and end:
        return True  # Aliyev, Aliev
    return 0 < max(len(left), len(right)) <= allowed or _slips(left, right) <= allowed


def _slips(left: str, right: str) -> int:
    """Wrong letters between two stretches of one length; many where their lengths differ."""
    if len(left) != len(right):
        return max(len(left), len(right))
    return sum(mine != theirs for mine, theirs in zip(left, right, strict=True))


def common_start(one: str, other: str) -> int:
    """How many letters two words share at their beginnings."""
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[n] != other[n]), shortest)
