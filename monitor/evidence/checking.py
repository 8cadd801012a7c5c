"""Reading a bundle that anybody may have made: refused where it is hostile, blamed where wrong."""

import hashlib
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from monitor.evidence.bundle import FORMAT
from monitor.records.evidence import digest, link_of, words_hash

FILE_LIMIT_BYTES = 512 * 2**20
FILES_LIMIT = 2_000
DIRECTORY_LIMIT_BYTES = 2**20  # of the list of files
TOTAL_LIMIT_BYTES = 512 * 2**20  # unpacked
MANIFEST_LIMIT_BYTES = 96 * 2**20  # a chain of a million records
SMALL_LIMIT_BYTES = 2**20
PROBLEMS = 100
_CHUNK = 2**20

_NAMES = re.compile(r"README\.txt|verify\.py|manifest\.json|SHA256SUMS|bodies/[0-9a-f]{64}")
_HEX = re.compile(r"[0-9a-f]{64}")
_END = struct.Struct("<4s4H2LH")  # the end of the central directory, APPNOTE.TXT 4.3.16
_ZIP64_BYTES = 20  # of the locator that stands before it, APPNOTE.TXT 4.3.15


class BundleError(MonitorError):
    """The file is no bundle, or one that is not to be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """What a bundle shows."""

    item: str  # its id, as the records name it
    records: int
    bodies: int  # that are in it and are what their records say
    absent: tuple[str, ...]  # hashes of those that are not in it
    head: str
    head_number: int
    problems: tuple[str, ...]  # none: sound


def check_bundle(path: Path, *, head: str | None = None) -> BundleReport:
    """Verify a bundle; `head` is a link that was noted elsewhere and must be in its chain.

    Raises:
        BundleError: if it is no bundle, or one that asks for more than a bundle needs.
    """
    try:
        _refuse_size(path)
        with zipfile.ZipFile(path) as packed:
            return _Check(packed, path, head).report()
    except OSError as trouble:
        raise BundleError(f"cannot read {str(path)!r}: {trouble.strerror or trouble}") from trouble
    except _BROKEN as wrong:
        raise BundleError(f"{str(path)!r} is no bundle of evidence: {wrong!r}") from wrong


# What a file that somebody made or damaged makes of its readers; all of it means "no bundle".
_BROKEN = (
    # zipfile: a broken, too large, unknown, cut off or locked part
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError),
    # json, and records that are not of the shape that we wrote: a list where a table should stand
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, struct.error),
    # a packed stream that is none; zipfile lets it through as it comes
    zipfile.zlib.error,  # type: ignore[attr-defined]
)


def _refuse_size(path: Path) -> None:
    """Look at the end of the file before anything reads its list of files into memory."""
    size = path.stat().st_size
    if not path.is_file() or size > FILE_LIMIT_BYTES:
        raise BundleError(f"{str(path)!r} is no file of at most {FILE_LIMIT_BYTES} bytes")
    with path.open("rb") as file:
        file.seek(max(0, size - _END.size - _ZIP64_BYTES))
        tail = file.read()
    if len(tail) < _END.size:
        raise BundleError(f"{str(path)!r} is no zip file")
    sign, _, _, _, count, directory_bytes, _, comment = _END.unpack(tail[-_END.size :])
    if sign != b"PK\5\6" or comment or tail[:4] == b"PK\6\7":
        raise BundleError(f"{str(path)!r} is no zip file, or one with more than a bundle has")
    if count > FILES_LIMIT or directory_bytes > DIRECTORY_LIMIT_BYTES:
        raise BundleError(f"{str(path)!r} lists {count} files; a bundle has {FILES_LIMIT} at most")


class _Check:
    """One bundle under examination."""

    def __init__(self, packed: zipfile.ZipFile, path: Path, head: str | None) -> None:
        self.packed, self.path, self.noted = packed, path, head
        self.left_bytes = TOTAL_LIMIT_BYTES
        self.problems: list[str] = []
        self.names = self._names()

    def _names(self) -> frozenset[str]:
        names = [each.filename for each in self.packed.infolist()]
        for name in names:
            if not _NAMES.fullmatch(name):
                raise BundleError(f"{str(self.path)!r} holds {name[:80]!r}, which no bundle has")
        if len(set(names)) < len(names):
            raise BundleError(f"{str(self.path)!r} holds a file twice")
        if not {"manifest.json", "SHA256SUMS"} <= set(names):
            raise BundleError(f"{str(self.path)!r} has no manifest.json with SHA256SUMS")
        return frozenset(names)

    def blame(self, problem: str) -> None:
        if len(self.problems) < PROBLEMS:
            self.problems.append(problem)

    # -------------------------------------------------------------- reading, bounded
    def _pieces(self, name: str, limit_bytes: int) -> Iterator[bytes]:
        """What a file unpacks to, never more than is allowed, whatever the list of files says."""
        with self.packed.open(name) as file:
            while piece := file.read(_CHUNK):
                limit_bytes -= len(piece)
                self.left_bytes -= len(piece)
                if limit_bytes < 0 or self.left_bytes < 0:
                    raise BundleError(f"{str(self.path)!r}: {name!r} unpacks to more than is read")
                yield piece

    def _hash(self, name: str) -> str:
        hasher = hashlib.sha256()
        for piece in self._pieces(name, TOTAL_LIMIT_BYTES):
            hasher.update(piece)
        return hasher.hexdigest()

    # -------------------------------------------------------------- the parts
    def report(self) -> BundleReport:
        manifest = b"".join(self._pieces("manifest.json", MANIFEST_LIMIT_BYTES))
        told: dict[str, Any] = json.loads(manifest)
        if told["format"] != FORMAT:
            raise BundleError(f"{str(self.path)!r} is of the format {told['format']!r:.80}")
        hashes = {name: self._hash(name) for name in sorted(self.names - {"manifest.json"})}
        hashes["manifest.json"] = hashlib.sha256(manifest).hexdigest()
        self._sums(hashes)
        chain = told["chain"]
        links: list[str] = chain["hashes"]
        if not all(_HEX.fullmatch(each) for each in (*links, chain["before"], chain["head"])):
            raise BundleError(f"{str(self.path)!r}: its chain is not made of hashes")
        facts = [self._record(each, chain["first"], links) for each in told["records"]]
        bodies = [f"bodies/{each['sha256']}" for each in facts]
        self._bodies(facts, hashes)
        self._words(told["versions"], facts, str(told["item"]["id"]))
        self._chain(chain)
        return BundleReport(
            item=str(told["item"]["id"]),
            records=len(facts),
            bodies=sum(name in self.names for name in dict.fromkeys(bodies)),
            absent=tuple(n[7:] for n in dict.fromkeys(bodies) if n not in self.names),
            head=chain["head"],
            head_number=int(chain["first"]) + len(links) - 1,
            problems=tuple(self.problems),
        )

    def _sums(self, hashes: dict[str, str]) -> None:
        text = b"".join(self._pieces("SHA256SUMS", SMALL_LIMIT_BYTES)).decode("ascii")
        listed = {line[66:]: line[:64] for line in text.splitlines()}
        for name in sorted(self.names - {"SHA256SUMS"}):
            if listed.get(name) != hashes[name]:
                self.blame(f"{name}: is not what SHA256SUMS says")
        for name in sorted(listed.keys() - self.names):
            self.blame(f"{name}: is in SHA256SUMS and not in the bundle")

    def _record(self, each: dict[str, Any], first: int, links: list[str]) -> dict[str, Any]:
        number, record = each["number"], each["record"]
        place = number - first
        if not 0 <= place < len(links) or links[place] != digest(record):
            self.blame(f"record {number}: is not the one in the chain")
        facts: dict[str, Any] = json.loads(record)
        if facts["number"] != number:
            self.blame(f"record {number}: calls itself {facts['number']!r}")
        if not _HEX.fullmatch(facts["sha256"]):
            raise BundleError(f"{str(self.path)!r}: record {number} names no sha256")
        return facts

    def _bodies(self, facts: list[dict[str, Any]], hashes: dict[str, str]) -> None:
        named = {f"bodies/{each['sha256']}": each for each in facts}
        for name in sorted(each for each in self.names if each.startswith("bodies/")):
            if name not in named:
                self.blame(f"{name}: no record speaks of it")
            elif hashes[name] != name[7:]:
                self.blame(f"{name}: is not what its name says")
            elif self.packed.getinfo(name).file_size != named[name]["size_bytes"]:
                self.blame(f"{name}: is not as long as its record says")

    def _words(self, versions: list[Any], facts: list[dict[str, Any]], item: str) -> None:
        shown = {(name, seq): words for each in facts for name, seq, words in each["shows"]}
        for each in versions:
            title, summary, content = each["words"]
            if each["item"] != item or shown.get((item, each["version"])) != words_hash(
                title, summary, content
            ):
                self.blame(f"version {each['version']}: its words are not those of a record")
        for each in facts:
            if item not in {name for name, _, _ in each["shows"]}:
                self.blame(f"record {each['number']}: does not speak of the item {item!r:.80}")

    def _chain(self, chain: dict[str, Any]) -> None:
        link, found = chain["before"], self.noted in (None, chain["before"])
        for each in chain["hashes"]:
            link = link_of(link, each)
            found = found or link == self.noted
        if link != chain["head"]:
            self.blame(f"the chain leads to {link}, not to its head {chain['head']}")
        if not found:
            self.blame(f"the link {self.noted!r} is not in the chain")
