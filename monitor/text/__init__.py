"""Text as people write it, made comparable and made plain.

Two jobs that must not be mixed. *Folding* gives a form for comparison only: two spellings of one
word in any of the region's six scripts and habits fold to the same string. *Plain text* and *clean
titles* are for people: markup and trickery go, every visible letter stays.
"""

from monitor.text.folding import (
    FOLD_VERSION,
    Folded,
    fold,
    fold_aligned,
    fold_with_offsets,
    script_of,
    words,
)
from monitor.text.plain import clean_title, plain_text
from monitor.text.references import unescape

__all__ = [
    "FOLD_VERSION",
    "Folded",
    "clean_title",
    "fold",
    "fold_aligned",
    "fold_with_offsets",
    "plain_text",
    "script_of",
    "unescape",
    "words",
]
