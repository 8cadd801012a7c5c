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
    head, text = wording.headline(title), content or summary
    # Folding is the dear part, and what is taken off is rarely there: each text is folded once.
    folded = {each: fold(each) for each in dict.fromkeys((head, summary, content))}
    texts = (folded[summary], folded[content])
    unsigned, body = wording.signed(head), wording.body(text)
    for each in (unsigned, body):
        if each not in folded:
            folded[each] = fold(each)
    return ContentKeys(
        title_key=digest(folded[head]),
        text_key=digest("\n".join(texts)) if any(texts) else "",
        copy_key=_copy_key(folded[unsigned], folded[body], day),
        fold_version=FOLD_VERSION,
    )


def _copy_key(head: str, body: str, day: str) -> str:
    """The key of a folded headline without its signature, and of a folded text's body."""
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
