"""Search over every wording that an item ever had, in folded text."""

import sqlite3
from collections.abc import Sequence

from monitor.records import Revision
from monitor.text import fold

INDEXED_CHARS = 20_000  # of an article's text; what comes later decides no search
WORDS = 32  # of a query; more are ignored


def index_words(conn: sqlite3.Connection, revisions: Sequence[tuple[int, Revision]]) -> None:
    """Make revisions findable, each under its number; cosmetic ones fold like the one before."""
    conn.executemany(
        "INSERT INTO item_search (rowid, title, summary, content) VALUES (?, ?, ?, ?)",
        [
            (number, *folded(each.title, each.summary, each.content))
            for number, each in revisions
            if each.edit != "cosmetic"
        ],
    )


def folded(title: str, summary: str, content: str) -> tuple[str, str, str]:
    """The three columns of the index."""
    return fold(title), fold(summary), fold(content[:INDEXED_CHARS])


def expression(text: str) -> str | None:
    """A user's words as a search: all of them, in any order, the last as the start of a word.

    Nothing in `text` is syntax but a ``*`` that ends a word, which makes it the start of a word.

    Returns:
        None when there is no word to look for.
    """
    parts: list[str] = []
    for piece in text.split():
        words = fold(piece).split()
        parts += [f'"{word}"' for word in words]
        if words and piece.endswith("*"):
            parts[-1] += "*"
    parts = parts[:WORDS]
    if not parts:
        return None
    return " AND ".join(parts).removesuffix("*") + "*"
