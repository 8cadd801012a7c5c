"""The documentation as the tests read it: pages, and the examples in them.

Blocks of these kinds are examples and are executed; the first word after the fence says which:

- ``toml``: a whole ``sources.toml`` or a part of one; ``toml topic``: a file of a topic
- ``console``: every line that begins with ``$ monitor`` is run, and has to end with 0 or as its
  comment says (``# ends with 1``)
- ``python``: runs; ``json``: can be read; ``sh``: the program's verbs and make's targets exist
- ``text newsroom`` in the tutorial: headlines to type

A comment before a block says what happens first: ``<!-- then: publish, rewrite -->`` in the world,
``<!-- file: NAME -->`` saves the block under that name.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_BLOCK = re.compile(
    r"(?:^[ ]*<!-- (?P<note>(?:then|file): [^>]+?) -->\n)?"
    r"^(?P<indent>[ ]*)```(?P<info>[^\n]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
_ENDS = re.compile(r"# ends with (\d)$")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block."""

    page: str
    line: int
    info: str
    text: str
    note: str = ""

    @property
    def kind(self) -> str:
        """Its language."""
        return self.info.split(" ")[0]

    @property
    def acts(self) -> list[str]:
        """What happens in the world before it."""
        return self.note.removeprefix("then: ").split(", ") if self.note[:4] == "then" else []

    @property
    def file(self) -> str | None:
        """The name under which it is saved."""
        return self.note.removeprefix("file: ") if self.note[:4] == "file" else None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a console block, and what the page shows of its answer."""

    command: str
    code: int
    shown: tuple[str, ...]


def pages() -> list[Path]:
    """Every page, the README first."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def name_of(path: Path) -> str:
    """A page's path, seen from the top."""
    return path.relative_to(ROOT).as_posix()


def blocks(*kinds: str, of: str | None = None) -> list[Block]:
    """The blocks of these kinds, of one page or of all."""
    found = []
    for path in pages():
        text = path.read_text("utf-8")
        for hit in _BLOCK.finditer(text):
            indent = len(hit["indent"])
            lines = (line[indent:] for line in hit["text"].splitlines())
            block = Block(
                page=name_of(path),
                line=text.count("\n", 0, hit.start()) + 1,
                info=hit["info"],
                text="\n".join(lines) + "\n",
                note=hit["note"] or "",
            )
            if block.kind in kinds and of in {None, block.page}:
                found.append(block)
    return found


def steps(block: Block) -> list[Step]:
    """The commands of a console block, in order."""
    found: list[Step] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            ends = _ENDS.search(line)
            found.append(Step(line[2:], int(ends[1]) if ends else 0, ()))
        elif found:
            last = found[-1]
            found[-1] = Step(last.command, last.code, (*last.shown, line))
    return found
