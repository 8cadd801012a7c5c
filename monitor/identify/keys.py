"""Content as hashes of folded text."""

import hashlib

from monitor.identify import wording
from monitor.records import ContentKeys
from monitor.text import FOLD_VERSION, fold

COPY_WORDS = 8  # shorter texts are told by many sites without being copies
TITLE_COPY_WORDS = 6  # of a title without text, which also has to bear a day
NAMELESS_WORDS = 3  # "Photos of the day": such a title alone says nothing


def content_keys(title: str, summary: str, content: str, *, day: str = "") -> ContentKeys:
    """The keys of one wording. All three are plain text; `day` is the stated day, if any.

    ``title_key`` ignores labels ("BREAKING:") and agencies in brackets. ``copy_key`` is empty where
    two sites may well use the same few words for different things.
    """
    words = fold(wording.headline(title))
    texts = (fold(summary), fold(content))
    return ContentKeys(
        title_key=digest(words),
        text_key=digest("\n".join(texts)) if any(texts) else "",
        copy_key=_copy_key(title, content or summary, day),
        fold_version=FOLD_VERSION,
    )


def _copy_key(title: str, text: str, day: str) -> str:
    head = fold(wording.signed(wording.headline(title)))
    body = fold(wording.body(text)) if text else ""
    length = len(head.split())
    if not body or body == head:
        is_telling = day and length >= TITLE_COPY_WORDS
        return digest(f"{head}\n{day}") if is_telling else ""
    if length + len(body.split()) < COPY_WORDS:
        return ""
    return digest(f"{head}\n{body}")


def digest(text: str) -> str:
    """128 bits of BLAKE2b, hex."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
