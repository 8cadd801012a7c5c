"""What changed between two versions of an item, as a page that needs nothing else."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from monitor.cli.printing import visible
from monitor.identify.worddiff import Run

Part = tuple[str, Sequence[Run]]  # "title", "summary" or "text", and how it changed

_STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2123;--soft:#5b6266;--line:#e2dfd7;
--gone:#9b1c14;--gone-paper:#fbe3df;--come:#17603a;--come-paper:#dff2e3;--link:#0b5f6a}
@media (prefers-color-scheme:dark){:root{--paper:#14181a;--ink:#ece9e3;--soft:#a2a8ab;
--line:#2d3438;--gone:#f5a097;--gone-paper:#431f1d;--come:#93d3a4;--come-paper:#17331f;
--link:#7cc6cf}}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 -apple-system,'Segoe UI',
Roboto,'Noto Sans','Noto Sans Armenian','Noto Sans Georgian',Sylfaen,Arial,sans-serif;
overflow-wrap:anywhere}
main{max-width:720px;margin:0 auto;padding:32px 20px 48px}
h1{font-size:26px;line-height:1.3;margin:0 0 8px}
h2{font-size:14px;color:var(--link);margin:32px 0 6px;letter-spacing:.3px}
p{margin:0 0 12px}
.about{color:var(--soft);font-size:14px;margin:0}
.title{font-size:20px;line-height:1.4}
a{color:var(--link)}
del{background:var(--gone-paper);color:var(--gone);border-radius:3px;padding:0 2px}
ins{background:var(--come-paper);color:var(--come);border-radius:3px;padding:0 2px}
.key{border-top:1px solid var(--line);padding-top:12px;margin-top:36px}
"""
_TAGS = {"kept": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
_NAMES = {"title": "Headline", "summary": "Summary", "text": "Text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that the page says."""

    title: str
    source: str
    url: str | None
    language: str
    edit: str  # in words
    share: float  # of the words that changed
    versions: tuple[int, int]
    seen: tuple[dt.datetime, dt.datetime]  # in the zone of the reader
    parts: Sequence[Part]


def page(sheet: Sheet) -> str:
    """The page as HTML; nothing that a publisher wrote is markup in it, and nothing is loaded."""
    old, new = sheet.versions
    share = f"{sheet.share:.0%} of the words"
    first, last = (f"{at:%d %b %Y, %H:%M %Z}" for at in sheet.seen)
    language = f' lang="{_text(sheet.language)}"' if sheet.language else ""
    source = _text(sheet.source)
    if sheet.url and sheet.url.startswith(("http://", "https://")):
        source = f'<a href="{_text(sheet.url)}" rel="noreferrer">{source}</a>'
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{_text(sheet.title)}</title><style>{_STYLE}</style></head><body><main>\n",
            f"<h1{language}>{_text(sheet.title)}</h1>\n",
            f'<p class="about">{source} · {_text(sheet.edit)}, {share}</p>\n',
            f'<p class="about">version {old}, {first} → version {new}, {last}</p>\n',
            *_parts(sheet.parts, language),
            '<p class="about key"><del>what went</del> <ins>what came</ins></p>\n',
            "</main></body></html>\n",
        )
    )


def _parts(parts: Iterable[Part], language: str) -> Iterator[str]:
    for name, found in parts:
        yield f"<h2>{_NAMES[name]}</h2>\n"
        kind = ' class="title"' if name == "title" else ""
        for paragraph in _paragraphs(found):
            yield f"<p{kind}{language}>{paragraph}</p>\n"


def _paragraphs(found: Iterable[Run]) -> Iterator[str]:
    """The marked words of each paragraph."""
    lines: list[list[str]] = [[]]
    for run in found:
        before, after = _TAGS[run.kind]
        for number, line in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            if line.strip():
                lines[-1].append(f"{before}{_text(line.strip())}{after}")
    return (" ".join(line) for line in lines if line)


def _text(text: str) -> str:
    return escape(visible(text))
