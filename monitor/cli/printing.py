"""How answers look: tables for people, plain lines for pipes, JSON for programs.

What publishers and receivers wrote passes through here before it reaches a terminal, so that no
title can move the cursor, change colours or turn the reading direction.
"""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import click

ELLIPSIS = "…"
GAP = 2  # cells between two columns
LABEL = 11  # cells of the label before a line of a description
CELL_LIMIT = 28  # cells of a column that does not give way
WIDE_LEAST = 24  # cells below which a wide column gets a line of its own
NARROWEST = 5  # cells to which a column can be cut

Short: TypeAlias = Mapping[str, int]  # columns of which a terminal shows the first letters only

# Controls but tab and newline, lone surrogates, and every invisible character that changes how
# its neighbours are shown. Joiners stay: Persian and emoji need them.
# Source: Unicode Standard Annex 9 (bidirectional controls), ECMA-48 (C0 and C1).
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_TONES = {
    **dict.fromkeys(("relevant", "delivered", "in time", "read"), "green"),
    **dict.fromkeys(("borderline", "waiting", "rewritten?", "refused", "moved"), "yellow"),
    **dict.fromkeys(("dead", "failed", "gone"), "red"),
}


# ------------------------------------------------------------------ safe text
def visible(text: str) -> str:
    """`text` without anything that a terminal would obey instead of show; lines stay lines."""
    return _OBEYED.sub("", text)


def one_line(text: str) -> str:
    """`text` as a cell: visible, no tab, no line break."""
    return visible(" ".join(text.split()))


def say(text: str, *, tone: str | None = None) -> None:
    """Tell people something on standard error; standard output is for what was asked for."""
    click.secho(visible(text), err=True, fg=tone)


# ------------------------------------------------------------------ programs
def show_json(rows: Iterable[object]) -> int:
    """Print one JSON object a line, letters unescaped; gives their number.

    Characters that a terminal would obey are escaped, which no reader of JSON notices.
    """
    count = 0
    for row in rows:
        text = json.dumps(row, ensure_ascii=False)
        click.echo(_OBEYED.sub(lambda seen: json.dumps(seen[0])[1:-1], text))
        count += 1
    return count


# ------------------------------------------------------------------ tables
def show_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    wide: Sequence[str] = (),
    whole: bool = False,
    short: Short | None = None,
) -> int:
    """Print a table on a terminal and tab-separated plain lines, uncut, in a pipe.

    `wide` names the columns that give way when the terminal is narrow and then get a line of their
    own; with `whole` they get one wherever they would be cut. Gives the number of rows.
    """
    kept = [tuple(one_line(cell) for cell in row) for row in rows]
    if sys.stdout.isatty():
        begun = [_begun(columns, row, short or {}) for row in kept]
        lines = laid_out(columns, begun, wide=wide, whole=whole, width=terminal_width())
    else:
        lines = iter("\t".join(row) for row in kept)
    for line in lines:
        click.echo(line)
    return len(kept)


def terminal_width() -> int:
    """Cells of a line; COLUMNS overrides what the terminal says."""
    return max(shutil.get_terminal_size().columns, 20)


def laid_out(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    wide: Sequence[str],
    whole: bool,
    width: int,
) -> Iterator[str]:
    """The lines of a table that is at most `width` cells wide; nothing for no rows."""
    if not rows:
        return
    widths = _natural(columns, rows, wide)
    if not _shrink(widths, wide, width, least=WIDE_LEAST):
        widths = {name: size for name, size in widths.items() if name not in wide}
        _shrink(widths, tuple(widths), width, least=NARROWEST)
    numeric = {
        name for place, name in enumerate(columns) if all(r[place].isdecimal() for r in rows)
    }
    head = {name: name for name in columns}
    yield click.style(_line(head, widths, numeric), bold=True)
    for row in rows:
        named = dict(zip(columns, row, strict=True))
        long = [n for n in wide if n not in widths or (whole and _cells(named[n]) > widths[n])]
        yield _line({**named, **dict.fromkeys(long, "")}, widths, numeric)
        beneath = " · ".join(named[name] for name in long if named[name])
        for part in _wrapped(beneath, width - GAP) if beneath else ():
            yield " " * GAP + part


def _begun(columns: Sequence[str], row: Sequence[str], short: Short) -> tuple[str, ...]:
    """A row in which ids show no more than their beginning."""
    pairs = zip(columns, row, strict=True)
    return tuple(cell[: short.get(name, len(cell))] for name, cell in pairs)


def _natural(
    columns: Sequence[str], rows: Sequence[Sequence[str]], wide: Sequence[str]
) -> dict[str, int]:
    """The width that each column would like to have."""
    widths = {}
    for place, name in enumerate(columns):
        most = max(_cells(name), *(_cells(row[place]) for row in rows))
        widths[name] = most if name in wide else min(most, CELL_LIMIT)
    return widths


def _shrink(widths: dict[str, int], names: Sequence[str], width: int, *, least: int) -> bool:
    """Take cells from the widest of `names` until all fit; False if they cannot."""
    excess = sum(widths.values()) + GAP * (len(widths) - 1) - width
    while excess > 0:
        widest = max(names, key=lambda name: widths[name], default=None)
        if widest is None or widths[widest] <= least:
            return False
        widths[widest] -= 1
        excess -= 1
    return True


def _line(cells: Mapping[str, str], widths: Mapping[str, int], numeric: Collection[str]) -> str:
    """Cells side by side in the columns that there are; numbers stand to the right."""
    parts = []
    for name, width in widths.items():
        shown = cut(cells[name], width)
        space = " " * (width - _cells(shown))
        tone = _TONES.get(shown)
        shown = click.style(shown, fg=tone) if tone else shown
        parts.append(space + shown if name in numeric else shown + space)
    return (" " * GAP).join(parts).rstrip()


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells of a terminal, with an ellipsis where it was cut."""
    if _cells(text) <= width:
        return text
    while text and _cells(text) >= width:
        text = text[: min(len(text) - 1, width)]
    return text.rstrip() + ELLIPSIS


def _cells(text: str) -> int:
    """How many cells of a terminal `text` takes: Georgian is narrow, an emoji is wide."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


# ------------------------------------------------------------------ descriptions
Line: TypeAlias = tuple[str, str]  # a label, "" for one more line of the same; and what is said


def show_lines(lines: Iterable[Line]) -> None:
    """Print labelled lines; a terminal wraps them under each other, a pipe gets them uncut."""
    width = max(terminal_width() - LABEL, WIDE_LEAST) if sys.stdout.isatty() else None
    for label, text in lines:
        head = click.style(label, dim=True) + " " * (LABEL - len(label))
        for part in _wrapped(text, width):
            click.echo((head + part).rstrip())
            head = " " * LABEL


def _wrapped(text: str, width: int | None) -> Sequence[str]:
    """`text` in lines of at most `width` cells; an address is never broken."""
    kept = one_line(text)
    if width is None:
        return [kept]
    return textwrap.wrap(kept, width, break_long_words=False, break_on_hyphens=False) or [""]
