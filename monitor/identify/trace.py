"""By what a text is found again among many: MinHash bands of its wording, terms of what it tells.

A band is a hash of three extremes over the text's three-word runs; two texts that share half of
their runs share a band with a probability of 88 %, six tenths 98 %, a tenth 2 %.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from struct import pack
from sys import byteorder
from zlib import crc32

from monitor.identify import wording
from monitor.identify.kinship import is_telling, stem
from monitor.identify.small_words import SMALL_WORDS
from monitor.records import Trace
from monitor.text import fold

BANDS = 16
ROWS = 3
WORDS = 60  # of a text that make its bands; carriers cut at the end
LEAST_WORDS = 8  # of a wording that can be a copy
TERMS = 16
LEAD_WORDS = 30  # of a text that are terms whatever they are
READ_CHARS = 400  # of a text whose terms are looked at
_RUN = 3
_FIGURE = re.compile(
    r"(?<![\w.,:])(?!(?:19|20)\d\d\b)"
    r"(?:[1-9]\d{0,2}(?:[.,\u00a0\u202f ]\d{3})+|[1-9]\d+)(?!\d|[.,:]\d)"
)
_CAPITALISED = re.compile(r"(?<=[^\W_] )[^\W\d_]\w{3,}")
_MASKS = int.from_bytes(b"\xff\xff\xff\xff\0\0\0\0" * WORDS, "little")
_KEY_BITS = 47  # an integer of six bytes in SQLite


def _multiplier(number: int) -> int:
    digest = hashlib.blake2b(number.to_bytes(2), digest_size=4).digest()
    return int.from_bytes(digest) >> 2 | 1  # a product of two digits is what CPython is quick at


_MULTIPLIERS = tuple(_multiplier(number) for number in range(BANDS * ROWS // 2))


def trace_of(title: str, text: str) -> Trace:
    """The trace of a plain headline and a plain text."""
    head = wording.headline(title)
    return Trace(bands=tuple(_bands(head, text)), terms=tuple(_terms(head, text)))


# ------------------------------------------------------------------ wording
def _bands(head: str, text: str) -> Iterator[int]:
    words = fold(wording.body(text[: WORDS * 20])).split()[:WORDS]
    if len(words) < LEAST_WORDS:
        words = [*fold(head).split(), *words]
    if len(words) < LEAST_WORDS:
        return
    last = len(words) - _RUN + 1
    runs = {crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(last)}
    found = _extremes(runs)
    for band in range(BANDS):
        row = found[band * ROWS : (band + 1) * ROWS]
        yield _key(b"".join(each.to_bytes(4) for each in row) + band.to_bytes(1))


def _extremes(runs: Collection[int]) -> list[int]:
    """The least and the greatest of the runs' products with each multiplier, modulo 2 ** 32.

    All runs stand in one integer, 64 bits each, so that one multiplication does for all of them.
    The greatest is as good a sample as the least, and comes nearly free.
    """
    size = 8 * len(runs)
    packed = int.from_bytes(pack(f"<{len(runs)}Q", *runs), "little")
    products = [
        memoryview((packed * each & _MASKS).to_bytes(size, byteorder)).cast("Q").tolist()
        for each in _MULTIPLIERS
    ]
    return [*map(min, products), *map(max, products)]


# ------------------------------------------------------------------ event
def _terms(head: str, text: str) -> list[int]:
    """What a report of the event in other words has too, each once, the most telling first.

    The stems of the headline, then the figures, names and other words of the lead.
    """
    lead = text[:READ_CHARS]
    names = fold(" ".join(n for n in _CAPITALISED.findall(lead) if n[0].isupper())).split()
    stems = (
        *map(stem, filter(_tells, fold(head).split())),
        *(_figure(each) for each in _FIGURE.findall(f"{head} {lead}")),
        *map(stem, filter(_tells, names)),
        *map(stem, filter(_tells, fold(lead).split()[:LEAD_WORDS])),
    )
    return [_key(b"term" + each.encode()) for each in list(dict.fromkeys(stems))[:TERMS]]


def _tells(word: str) -> bool:
    return is_telling(word) and word not in SMALL_WORDS and not word.isdigit()


def _figure(digits: str) -> str:
    """A number of two digits or more without what groups them: ``1,200`` is ``1200``."""
    return re.sub(r"\D", "", digits)


def _key(raw: bytes) -> int:
    digest = hashlib.blake2b(raw, digest_size=6).digest()
    return int.from_bytes(digest) >> (48 - _KEY_BITS)
